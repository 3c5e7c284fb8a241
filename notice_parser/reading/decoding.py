"""Bytes → characters, for files that do not say reliably how they are encoded.

A byte order mark is believed; then whatever is valid UTF-8, for hardly anything else is; then
UTF-16, told by its zero bytes; then what the file declares. What is left are the bytes of an
encoding older than Unicode: they become the characters of Windows-1252, and `legacy` finds out
line by line what they mean.
"""

from __future__ import annotations

import codecs

import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Letters, digits and punctuation that Vietnamese text is made of; UTF-16 read with its bytes
# the wrong way round, or bytes that are no text, give others.
_USUAL = regex.compile(
    r"[\t\n\r\f\x20-\x7e\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u27bf\uf000-\uf0ff]"
)
_LEAST_USUAL = 0.95
_SAMPLE = 65536
# Codecs of Python that are Unicode, or another alphabet, and can be told by trying.
_DECLARED = regex.compile(r"(?:utf-?(?:7|16|32)|ucs-?2).*|windows-1258|cp1258|x-cp1258", regex.I)
_WINDOWS_1252 = {
    byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)
}


def decode_text(content: bytes, *, declared: str = "") -> str:
    """The characters of `content`, without its byte order mark; never fails."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    for encoding in ("utf-8", *_wide(content), *_honest(declared)):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _almost_utf8(content) or "".join(map(_WINDOWS_1252.__getitem__, content))


def _wide(content: bytes) -> tuple[str, ...]:
    """UTF-16 without its mark: every ASCII character, at least each space, has a zero byte."""
    sample = content[:_SAMPLE]
    if b"\0" not in sample or len(content) % 2:
        return ()
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    return (encoding,) if is_text(sample.decode(encoding, errors="replace")) else ()


def is_text(text: str) -> bool:
    """Whether nearly all characters are such as Vietnamese text is made of."""
    return len(_USUAL.findall(text)) >= _LEAST_USUAL * len(text)


def _honest(declared: str) -> tuple[str, ...]:
    # "windows-1252" or "iso-8859-1" stands in many a page whose bytes are those of TCVN3.
    return (declared,) if _DECLARED.fullmatch(declared.strip()) else ()


def _almost_utf8(content: bytes) -> str:
    """UTF-8 with a few broken bytes (a text cut in the middle of a letter, two files joined).
    In an older encoding most bytes beyond ASCII would be broken."""
    text = content.decode("utf-8", errors="replace")
    whole = sum(character > "\x7f" for character in text)
    broken = text.count("\ufffd")
    return text if broken * 20 < whole else ""
