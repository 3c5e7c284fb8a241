"""Counts whose unit stands elsewhere.

Tổng số hồ sơ tiếp nhận: 1.234 · 3.400 hồ sơ, trong đó: trước hạn 3.000, đúng hạn 380
"""

from __future__ import annotations

import re

import regex

from notice_parser.extracting.amount import Amount, Place, is_bare_year
from notice_parser.extracting.measured import counted_within
from notice_parser.extracting.numbers import read_numeral
from notice_parser.extracting.phrases import Phrase

UNIT_ASSUMED = "unit-assumed"
_REACH = 60
_PARTS_REACH = 120
_STATED = regex.compile(r"(?:(?<![\p{L}])(?:là|có|gồm|đạt|còn)|[:=])\ ?$")
_NUMBER_OF = regex.compile(r"(?<!\w)số(?:\ lượng)?(?:\ các)?\ $")
_HAS_DIGIT = re.compile(r"[0-9]")
_AMONG = re.compile(r"[^.;()]{0,40}?(?:\ ?\(|,?\ (?:trong đó|gồm|bao gồm|chia ra))")
_ENDS = re.compile(r"\ ?(?:$|[,;)(]|\.(?![0-9])|và\ )")


def named_before(place: Place) -> Amount | None:
    """The count at `place`, if its unit was named shortly before it."""
    key, numeral = place.key, place.numeral
    begin = max(0, numeral.start - _REACH)
    stated = _STATED.search(key, max(begin, numeral.start - 6), numeral.start)
    if stated is None or not _stands_alone(place):
        return None
    begin = max(begin, *(key.rfind(mark, begin, stated.start()) + 1 for mark in ".;,("))
    counted = _counted(key, begin, stated.start(), colon=stated.group().strip() in (":", "="))
    found = read_numeral(numeral.text, whole=True)
    if found is None or counted is None:
        return None
    unit = counted.entry.get("unit") or counted.words
    return Amount(place.start, numeral.end, found.value, unit, "count", warnings=found.warnings)


def part_of(place: Place, whole: Amount | None) -> Amount | None:
    """The count at `place`, if it is listed as a part of `whole` and not above it."""
    key, numeral = place.key, place.numeral
    if whole is None or numeral.start - whole.end > _PARTS_REACH or not _stands_alone(place):
        return None
    listed = _AMONG.match(key, whole.end, numeral.start)
    found = read_numeral(numeral.text, whole=True)
    if listed is None or found is None or found.value > whole.value or place.is_name(None):
        return None
    if ";" in key[listed.end() : numeral.start]:
        return None
    warnings = (*found.warnings, UNIT_ASSUMED)
    return Amount(place.start, numeral.end, found.value, whole.unit, "count", warnings=warnings)


def _stands_alone(place: Place) -> bool:
    ends = _ENDS.match(place.key, place.numeral.end)
    return ends is not None and not is_bare_year(place.numeral.text)


def _counted(key: str, start: int, end: int, *, colon: bool) -> Phrase | None:
    """The unit named in `[start, end)`: behind "số" or, before a colon, the last one."""
    counted = [p for p in counted_within(key, start, end) if not _HAS_DIGIT.search(key, p.end, end)]
    named = [p for p in counted if _NUMBER_OF.search(key, start, p.start)]
    return named[0] if named else counted[-1] if counted and colon else None
