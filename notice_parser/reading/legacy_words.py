"""Which words are Vietnamese as they stand, and which only when read in an older encoding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import regex

from notice_parser.reading.legacy_letters import ENCODINGS, decode
from notice_parser.reading.syllables import is_syllable

# Where words end in every encoding; the other signs may be letters in some.
CHUNK = regex.compile(r"[^\s\x00!-/:-@\[-`{-~]+|[\x01-\x08\x0e-\x1f]+", regex.ASCII)
WORD = regex.compile(r"[\p{L}\p{M}]+")
_ORNAMENTS = "“”‘’„‚–—…•·°§€£×÷±²³¹¼½¾«»\xa0\ufeff\u200b\u200c\u200d≥≤→"
_INSIDE_WORDS = frozenset("–—…’‘“”/·\xa0×\u200b")
# What is no ASCII, and the controls that are letters in VISCII or VPS.
_SPECIAL = regex.compile(r"[^\x00-\x7f]|[\x02-\x06\x10-\x15\x19\x1c-\x1e]")
_WINDOWS_1252 = frozenset(
    bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore") + "\u2212\u2219\u03bc"
)
# So many different words must speak for an encoding before any line is read in it: "5 µm"
# alone is no TCVN3 ("5 àm").
_LEAST_WORDS = 2
_LEAST_SHARE = 0.5
_ENOUGH_WORDS = 6
_MOST_UNSOUND = 0.25


def known_encodings(texts: Sequence[str]) -> dict[str, int]:
    """The encodings for which enough words of the file speak, with how many do."""
    votes: dict[str, Counter[str]] = {encoding: Counter() for encoding in ENCODINGS}
    special = 0
    for text in texts:
        chunks = special_chunks(text)
        special += len(chunks)
        for encoding, words in _votes([chunk for chunk in chunks if not sound(chunk)]):
            votes[encoding].update(words)
    return {
        encoding: words.total()
        for encoding, words in votes.items()
        if len(words) >= _LEAST_WORDS
        and (words.total() >= _LEAST_SHARE * special or len(words) >= _ENOUGH_WORDS)
    }


def _votes(unsound: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The encodings in which the words of a line read best, with the words that do. A line
    that reads badly in all of them speaks for none."""
    sound = {e: [chunk for chunk in unsound if sound_in(chunk, e)] for e in ENCODINGS}
    most = max(map(len, sound.values()))
    if unsound and most >= (1 - _MOST_UNSOUND) * len(unsound):
        yield from ((e, words) for e, words in sound.items() if len(words) == most)


def special_chunks(text: str) -> list[str]:
    if not _SPECIAL.search(text):
        return []
    return [chunk for chunk in CHUNK.findall(text) if _SPECIAL.search(chunk)]


def encoding_of(text: str, known: Mapping[str, int], last: str) -> str:
    """The encoding of a line, "" for Unicode. `last` is that of the line before: where the
    words do not decide ("có" is "cú" in TCVN3), it does."""
    chunks = special_chunks(text) if known else []
    if not chunks:
        return ""
    as_it_is = sum(map(sound, chunks))
    mixed = any(is_unicode(chunk) for chunk in chunks)
    sounds = {
        encoding: sum(sound_in(c, encoding) or (mixed and sound(c)) for c in chunks)
        for encoding in known
    }
    best = max(known, key=lambda encoding: (sounds[encoding], encoding == last, known[encoding]))
    if sounds[best] > as_it_is:
        return best if sounds[best] >= (1 - _MOST_UNSOUND) * len(chunks) else ""
    return best if sounds[best] == as_it_is and best == last and not mixed else ""


@lru_cache(maxsize=65536)
def sound_in(chunk: str, encoding: str) -> bool:
    """Whether the chunk, as bytes, is a sound word in `encoding`."""
    return _maybe_bytes(chunk) and sound(decode(chunk, encoding))


def _maybe_bytes(chunk: str) -> bool:
    """Whether all characters can be bytes that were read as Windows-1252."""
    return all(c < "\u0100" or c in _WINDOWS_1252 for c in chunk)


def is_unicode(chunk: str) -> bool:
    return not _maybe_bytes(chunk) and sound(chunk)


@lru_cache(maxsize=65536)
def sound(chunk: str) -> bool:
    """Whether the chunk can be meant as it is: Vietnamese syllables and ornaments."""
    words = [word for word in WORD.findall(chunk) if not word.isascii()]
    if not all(map(_is_word, words)):
        return False
    signs = WORD.sub("", chunk)
    if any(_SPECIAL.match(sign) and sign not in _ORNAMENTS for sign in signs):
        return False
    # "t¸c" has a sign where a letter should be, "2021–2030" does not.
    inside = WORD.sub("", chunk.strip(_ORNAMENTS))
    return all(sign.isascii() or sign in _INSIDE_WORDS for sign in inside)


def _is_word(word: str) -> bool:
    # "QĐ", "HĐND" are abbreviations.
    return is_syllable(word) or (word.isupper() and word.replace("Đ", "").isascii())
