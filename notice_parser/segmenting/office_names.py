"""Names of offices in all their spellings: "Sở Lao động – Thương binh và Xã hội", "Sở LĐ-TB&XH",
"Sở Nông nghiệp và PTNT" are written as the lexicon has them, so that one office has one name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from notice_parser.text import one_tone_style

_BETWEEN = r"(?:\s*[-–—,&]\s*(?:và\s+)?|\s+(?:và\s+|&\s*)?)"
_BETWEEN_INITIALS = r"\s?[-–—,&]?\s?(?:và\s)?"
_LEAST_INITIALS = 2


@lru_cache(maxsize=256)
def spellings(name: str) -> str:
    """A pattern of the ways to write the name, in any case; initials only in capitals."""
    words = [w for w in regex.findall(r"\p{L}+", one_tone_style(name)) if w.lower() != "và"]
    ways = [f"(?i:{_BETWEEN.join(words)})"]
    for kept in range(len(words) - _LEAST_INITIALS + 1):
        head = "".join(f"(?i:{word}){_BETWEEN}" for word in words[:kept])
        ways.append(head + _BETWEEN_INITIALS.join(word[0].upper() for word in words[kept:]))
    return f"(?:{'|'.join(ways)})"


def official(written: str, names: Iterable[str]) -> str:
    """The one of the names that is written in another way; "" where none is."""
    written = one_tone_style(written)
    return next((name for name in names if _whole(name).fullmatch(written)), "")


@lru_cache(maxsize=256)
def _whole(name: str) -> regex.Pattern[str]:
    return regex.compile(spellings(name))
