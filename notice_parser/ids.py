"""Short, readable, URL-safe ids made from what a thing says, never from where it stood.

The same words give the same id on every machine, in every run and after a re-scan.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

import regex

from notice_parser.text import fold, squash

_NOT_WORD = regex.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """The words of `text` for an id: "UBND xã An Hòa" gives "ubnd-xa-an-hoa"."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")


def digest(*parts: str, length: int = 8) -> str:
    """`length` hexadecimal characters from all parts, folded and with single spaces.

    Folding makes the digest survive a re-scan that lost a diacritic mark.
    """
    key = "\x1f".join(fold(squash(part)) for part in parts)
    return sha256(key.encode()).hexdigest()[:length]


def file_id(content: bytes) -> str:
    return "f-" + sha256(content).hexdigest()[:16]


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    """The same ids in the same order, repeats numbered: a, b, a gives a, b, a-2."""
    taken: set[str] = set()
    result = []
    for wanted in ids:
        candidate, count = wanted, 1
        while candidate in taken:
            count += 1
            candidate = f"{wanted}-{count}"
        taken.add(candidate)
        result.append(candidate)
    return tuple(result)
