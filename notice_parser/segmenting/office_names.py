"""Names of offices in all their spellings: "Sở Lao động – Thương binh và Xã hội", "Sở LĐ-TB&XH",
"Sở Nông nghiệp và PTNT" are written as the lexicon has them, so that one office has one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import regex

from notice_parser.text import one_tone_style

_BETWEEN = r"(?:\s*[-–—,&]\s*(?:(?i:và)\s+)?|\s+(?:(?i:và)\s+|&\s*)?)"
_BETWEEN_INITIALS = r"\s?[-–—,&]?\s?(?:và\s)?"


@lru_cache(maxsize=256)
def spellings(name: str) -> str:
    """A pattern of the ways to write the name, in any case; initials only in capitals."""
    words = [w for w in regex.findall(r"\p{L}+", one_tone_style(name)) if w.lower() != "và"]
    return _spelled(words)


def _spelled(words: Sequence[str]) -> str:
    """The words in full, or from some word on their initials."""
    first, *rest = words
    if not rest:
        return f"(?i:{first})"
    initials = _BETWEEN_INITIALS.join(word[0].upper() for word in words)
    return f"(?:(?i:{first}){_BETWEEN}{_spelled(rest)}|{initials})"


def official(written: str, names: Iterable[str]) -> str:
    """The one of the names that is written in another way; "" where none is."""
    written = one_tone_style(written)
    return next((name for name in names if _whole(name).fullmatch(written)), "")


@lru_cache(maxsize=256)
def _whole(name: str) -> regex.Pattern[str]:
    return regex.compile(spellings(name))
