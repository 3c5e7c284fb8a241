"""The encodings in which Vietnamese was typed before Unicode, and how each is decoded.

TCVN3 (ABC, the fonts .VnTime …), VISCII and VPS give each letter one byte; VNI writes a
letter and its mark ("aù"); Windows-1258 has the tone as a character of its own. All of them
reach us as what those bytes mean in Windows-1252 ("céng hßa" for "cộng hòa"). So does UTF-8
that some program took for Windows-1252 ("cá»™ng hÃ²a").
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

import regex

from notice_parser.text import nfc

TCVN3, VNI, VISCII, VPS, CP1258 = "tcvn3", "vni", "viscii", "vps", "windows-1258"
MISREAD_UTF8 = "misread-utf-8"
ENCODINGS = (TCVN3, VNI, VISCII, VPS, CP1258, MISREAD_UTF8)
# VNI has two ways to type some letters, and a capital may carry the mark of a small one.
_VNI_VARIANTS = {
    "iø": "ì", "iù": "í", "iû": "ỉ", "iõ": "ĩ", "iï": "ị", "yï": "ỵ",
    "IØ": "Ì", "IÙ": "Í", "IÛ": "Ỉ", "IÕ": "Ĩ", "IÏ": "Ị", "YÏ": "Ỵ",
}  # fmt: skip
# What PDF programs make of bytes of .VnTime, by the glyphs' names.
_GLYPH_NAMES = str.maketrans({"\u2212": "\xad", "\u2219": "\xb7", "\u03bc": "\xb5"})
_BETWEEN_LETTERS = regex.compile(r"(?<=[^\W\d_])[\u2212\u2219]|[\u2212\u2219](?=[^\W\d_])|\u03bc")
# Characters that are bytes of Windows-1252 beyond ASCII, or of Latin-1.
_BYTES = {bytes([byte]).decode("cp1252", errors="replace"): byte for byte in range(0x80, 0x100)}
_BYTES = {**_BYTES, **{chr(byte): byte for byte in range(0x80, 0x100)}, " ": 0xA0}
_TAIL = "[" + regex.escape("".join(c for c, byte in _BYTES.items() if 0x7F < byte < 0xC0)) + "]"
# "à" is C3 A0, and A0, a no-break space, often became a plain one.
_UTF8 = regex.compile(rf"[Â-ß]{_TAIL}|[á-â]{_TAIL}{{2}}|Ã\x20")
# What common letters (ạ, ộ, đ, ư) look like where that happened to a text two times.
_MISREAD_TWICE = regex.compile("á[º»]|Ä[\x90‘]|Æ[°¡]|Ã[\x80-\xbf]")


def decode(text: str, encoding: str) -> str:
    """`text` (bytes as characters of Windows-1252 or Latin-1) read in `encoding`, NFC.

    Characters that are no letter of the encoding stay as they are.
    """
    if encoding == MISREAD_UTF8:
        return nfc(_utf8(text))
    if encoding == TCVN3:
        text = _BETWEEN_LETTERS.sub(lambda found: found[0].translate(_GLYPH_NAMES), text)
    table, pattern = _table(encoding)
    return nfc(pattern.sub(lambda found: table[found[0]], text))


def _utf8(text: str) -> str:
    text = _UTF8.sub(_utf8_character, text)
    return _UTF8.sub(_utf8_character, text) if _MISREAD_TWICE.search(text) else text


def _utf8_character(found: regex.Match[str]) -> str:
    try:
        return bytes(_BYTES[character] for character in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


@cache
def _table(encoding: str) -> tuple[dict[str, str], regex.Pattern[str]]:
    """Legacy sequence → letter, and the pattern that finds the longest sequences first."""
    known = _windows_1258() if encoding == CP1258 else _letters(encoding)
    table = {}
    for code, letter in known.items():
        table[code] = letter
        # Bytes 80-9F are typographic signs in Windows-1252, controls in Latin-1.
        table[_as_windows_1252(code)] = letter
    longest_first = sorted(table, key=len, reverse=True)
    return table, regex.compile("|".join(map(regex.escape, longest_first)))


def _letters(encoding: str) -> dict[str, str]:
    rows = files("notice_parser.lexicon").joinpath("legacy_letters.csv").read_text("utf-8")
    table = {
        bytes.fromhex(row[encoding]).decode("latin-1"): nfc(row["letter"])
        for row in csv.DictReader(rows.splitlines())
        if row[encoding]
    }
    if encoding == VNI:
        mixed = {c[0] + c[1].lower(): letter for c, letter in table.items() if len(c) == 2}
        table = {**_VNI_VARIANTS, **mixed, **table}
    return table


def _windows_1258() -> dict[str, str]:
    differs = (
        (chr(byte), bytes([byte]).decode("cp1258"))
        for byte in range(0xC0, 0x100)
        if bytes([byte]).decode("cp1258") != chr(byte)
    )
    return dict(differs)


def _as_windows_1252(code: str) -> str:
    return code.encode("latin-1").decode("cp1252", errors="replace").replace("\ufffd", code)
