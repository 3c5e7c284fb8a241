"""Verdicts that say all is well: "Đạt yêu cầu.", "Tốt, không có tồn tại." where faults are told."""

from __future__ import annotations

from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.text import any_of, match_key

_JOINT = regex.compile(r"\s*[,;.]\s*|\s+và\s+")


def is_good_verdict(written: str) -> bool:
    """Whether it has nothing but such words, with or without a word that denies faults."""
    parts = _JOINT.split(match_key(written).strip(" .;:!/-–+*"))
    good = [part in _good() for part in parts]
    return any(good) and all(
        one or _denies().fullmatch(part) for one, part in zip(good, parts, strict=True)
    )


@lru_cache(maxsize=1)
def _good() -> frozenset[str]:
    return frozenset(map(match_key, lexicon.load("empty_values").by_code["all-well"].words))


@lru_cache(maxsize=1)
def _denies() -> regex.Pattern[str]:
    """ "không có tồn tại", "chưa phát hiện sai sót"."""
    book = lexicon.load("empty_values").by_code
    none, faults = (any_of(map(match_key, book[code].words)) for code in ("none", "faults"))
    return regex.compile(rf"(?:{none})(?:\s(?:có\s)?(?:{faults}))?")
