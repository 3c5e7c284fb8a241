"""The nouns of the number grammar: an `Amount`, and a number where it stands in its line."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from notice_parser.extracting.measured import Measure, measure_at
from notice_parser.extracting.numbers import Numeral, Reading, read_numeral
from notice_parser.extracting.passed_over import name_before

_DAY_FOLLOWS = re.compile(r",?\ ngày\ [0-9]")
_DIGITS_FOLLOW = re.compile(r"\ ?(?P<digits>[0-9]++)")
_LENGTHS = ("ngày", "tháng", "năm", "quý")
# "ngày 15 tháng 3 xã An Hòa họp" is a day, "15/3 năm" a date.
_LENGTH = re.compile(
    r"(?<!ngày )(?<!hôm )(?<!mùng )(?<![0-9/.,])[0-9]{1,3} (?:ngày|tháng|năm|quý) $"
)
_YEARS = range(1990, 2041)
_DAY_HOURS = 24
_BETWEEN = re.compile(r"(?: từ| gần| khoảng| trên| hơn| là)+$")
_ONE = Decimal(1)


class Amount(NamedTuple):
    """A value with its unit at `[start, end)` of a line.

    `ground`: something can stand on the unit, so "trên 03 lĩnh vực" compares nothing.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    kind: str
    low: Decimal | None = None
    high: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    warnings: tuple[str, ...] = ()
    ground: bool = False
    indicator: str = ""


class Place(NamedTuple):
    """A number in its line, the unit after it, and the number that follows, if any."""

    line: str
    key: str
    numeral: Numeral
    measure: Measure | None
    other: Numeral | None

    @property
    def start(self) -> int:
        return self.numeral.start

    @property
    def end(self) -> int:
        """Behind the unit, where there is one."""
        return self.measure.end if self.measure else self.numeral.end

    def before(self, length: int) -> str:
        return self.key[max(0, self.start - length) : self.start]

    def is_name(self, measure: Measure | None) -> bool:
        """Whether a word before makes the number a name; a unit may win over it."""
        if measure and measure.kind in ("rate", "money"):
            return False
        name = name_before(self.key, self.start)
        if name and measure and name.words in _LENGTHS and _LENGTH.search(self.before(16)):
            return False  # "trễ hạn trên 30 ngày 4 hồ sơ"
        if name is None or measure is None:
            return name is not None
        years = measure.unit == "năm" and bool(name.entry.get("years", False))
        return years or bool(name.entry.get("firm", False))


def place_of(line: str, key: str, numeral: Numeral, other: Numeral | None) -> Place:
    return Place(line, key, numeral, measure_at(key, numeral.end), other)


def read(numeral: Numeral, measure: Measure | None) -> Reading | None:
    """The value of `numeral` in the unit's base: "1.234,5" triệu đồng is 1234500000."""
    if measure is None:
        return read_numeral(numeral.text, whole=True)
    found = read_numeral(numeral.text, whole=measure.whole, small=measure.small)
    if found is None or measure.factor == _ONE:
        return found
    return Reading(times(found.value, measure.factor), found.warnings)


def times(value: Decimal, factor: Decimal) -> Decimal:
    """Without the zeros that only the factor brings: 1.234,5 triệu is 1234500000, not ….0."""
    product = value * factor
    whole = product.to_integral_value()
    return whole if whole == product else product


def is_clock(place: Place, measure: Measure, value: Decimal) -> bool:
    """Whether "6 tháng 8" or "14 giờ" is a point in time and no length of time."""
    if measure.kind != "duration":
        return False
    if _date_goes_on(place.key, measure.end):
        return True
    after = measure.entry.get("after")
    if not after or value >= _DAY_HOURS:
        return False
    if _DAY_FOLLOWS.match(place.key, measure.end):
        return True  # "chậm nhất 17 giờ, ngày 25/12/2021"
    before = _BETWEEN.sub("", place.before(30).rstrip())
    return not before.endswith(tuple(f" {words}" for words in after))


def _date_goes_on(key: str, end: int) -> bool:
    """Whether "năm" 2023 or "tháng" 8 follows; "02 năm 01 lần" goes on with another count."""
    follows = _DIGITS_FOLLOW.match(key, end)
    if follows is None:
        return False
    return is_bare_year(follows["digits"]) or measure_at(key, follows.end()) is None


def is_bare_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and int(text) in _YEARS
