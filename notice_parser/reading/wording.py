"""How much of a text can be Vietnamese: words of a page whose letters came out wrong ("CQNG",
"ظY", "H¹n") are no syllables; numbers, marks and abbreviations tell nothing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

from notice_parser.reading.syllables import is_syllable

_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_NUMBER = regex.compile(r"[\d.,:%/()\[\]\-–—+x²³°]+")
# The one abbreviation with a vowel that is on every page is "UBND" (Ủy ban nhân dân).
_ABBREVIATION = regex.compile(r"[\p{Lu}--[AEIOUY]]{1,7}|UBND|[IVX]{2,5}", regex.V1)
_PUNCTUATION = ".,;:!?()[]{}\"'“”‘’…/-–—*+•·_=<>|"
_LEADER = regex.compile(r"[.…_\-–—=*]{2,}")


@lru_cache(maxsize=16384)
def judge(token: str) -> bool | None:
    """Whether a word between spaces can stand in Vietnamese text; None for what tells
    nothing: numbers, marks, abbreviations without a vowel ("CCHC", "15/TB-ĐKT")."""
    core = token.strip(_PUNCTUATION)
    if not core or _NUMBER.fullmatch(core):
        return None if len(token) < 3 or _NUMBER.fullmatch(core) or _LEADER.search(token) else False
    parts = [part for part in regex.split(r"[\-–/.,;:()&]", core) if part]
    verdicts = [_judge_part(part) for part in parts]
    if False in verdicts:
        return False
    return True if True in verdicts else None


def _judge_part(part: str) -> bool | None:
    if _NUMBER.fullmatch(part):
        return None
    if not _LETTERS.fullmatch(part):
        return None if part.isascii() and part.isalnum() else False
    if len(part) == 1 and part.isascii():
        return None
    if is_syllable(part):
        return True
    bare = "".join(c for c in unicodedata.normalize("NFD", part) if not unicodedata.combining(c))
    return None if _ABBREVIATION.fullmatch(bare) else False


def valid_share(text: str) -> tuple[float, int]:
    """The share of words that can be Vietnamese among those that tell, and how many these
    are. 1.0 of 0 where none tells."""
    verdicts = [verdict for token in text.split() if (verdict := judge(token)) is not None]
    return (sum(verdicts) / len(verdicts) if verdicts else 1.0), len(verdicts)


def marked_share(text: str) -> float:
    """The share of words with a mark of Vietnamese (a tone, "đ", "ơ" …): about 0.8 in
    Vietnamese, near 0 where a program knew only the letters of English."""
    words = [word for word in _LETTERS.findall(text) if len(word) > 1]
    return sum(not word.isascii() for word in words) / len(words) if words else 0.0
