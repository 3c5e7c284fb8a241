"""Lengths of time in two units: "1 năm 6 tháng", "2 giờ 30 phút", "1 tháng 12 ngày".

A figure has one unit. The smaller one is taken where it goes into the larger a fixed number of
times: "1 năm 6 tháng" is 18 tháng. A month has no fixed number of days, and a day of an office
none of hours: there the first part is the value, the quote has both, and `partial` says so.
"""

from __future__ import annotations

import re
from decimal import Decimal

from notice_parser.extracting.amount import Amount, is_clock, place_of
from notice_parser.extracting.numbers import Numeral
from notice_parser.text import WORD_END

PARTIAL = "partial"
_GOES_INTO = {
    ("năm", "tháng"): 12,
    ("năm", "quý"): 4,
    ("quý", "tháng"): 3,
    ("tuần", "ngày"): 7,
    ("giờ", "phút"): 60,
    ("phút", "giây"): 60,
}
_MOST = {"tháng": 11, "quý": 3, "tuần": 4, "ngày": 30, "giờ": 23, "phút": 59, "giây": 59}
_SIZES = ("năm", "quý", "tháng", "tuần", "ngày", "giờ", "phút", "giây")
# "và" and a comma join two lengths: "báo cáo 1 năm và 6 tháng".
_TWO_UNITS = re.compile(
    rf"[0-9]{{1,3}}\ ?(?P<large>{'|'.join(_SIZES)})(?:\ làm\ việc)?\ (?P<rest>[0-9]{{1,2}})\ ?"
    rf"(?P<small>{'|'.join(_SIZES)}){WORD_END}(?!\ ?[0-9])"
)


def long_duration(
    line: str, key: str, numeral: Numeral, other: Numeral | None
) -> tuple[Amount, ...]:
    """The length of time that begins with `numeral` and goes on with `other`, empty where none
    does."""
    match = _TWO_UNITS.match(key, numeral.start) if other else None
    if match is None or _SIZES.index(match["large"]) >= _SIZES.index(match["small"]):
        return ()
    place, rest = place_of(line, key, numeral, other), int(match["rest"])
    first = Decimal(numeral.text)
    if place.measure is None or place.is_name(None) or rest > _MOST[match["small"]]:
        return ()
    if is_clock(place, place.measure, first):  # "lúc 8 giờ 45 phút"
        return ()
    times = _GOES_INTO.get((match["large"], match["small"]))
    value = first * times + rest if times else first
    unit = match["small"] if times else place.measure.unit
    warnings = () if times else (PARTIAL,)
    return (Amount(place.start, match.end(), value, unit, "duration", warnings=warnings),)
