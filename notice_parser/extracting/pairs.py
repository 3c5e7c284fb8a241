"""Two numbers that are one amount: ratios, ranges, a decimal torn apart.

5/13 xã · 36 hồ sơ trên tổng số 42 · 80-85% · từ 03 đến 05 ngày · 37, 38 tỷ
"""

from __future__ import annotations

import re
from decimal import Decimal

from notice_parser.extracting.amount import Amount, Place, is_clock, read, times
from notice_parser.extracting.borrowed_units import UNIT_ASSUMED, is_bracketed, unit_beside
from notice_parser.extracting.measured import Measure, measure_at
from notice_parser.extracting.numbers import SPACE_IN_NUMBER, Numeral, Reading
from notice_parser.extracting.open_units import open_unit
from notice_parser.extracting.passed_over import day_before, name_before

SLASH = re.compile(r"\ ?/\ ?")
OF_TOTAL = re.compile(
    r"[^0-9,.;:()]{0,40}?\ ?(?:trên|/|trong)\ ?tổng(?:\ số)?(?:\ là)?\ |\ (?:trên|trong)(?:\ số)?\ "
)
_TO = re.compile(r"\ ?(?:-|–|—|÷|\ đến\ |\ tới\ |đến\ |tới\ )(?:dưới\ |gần\ |trên\ )?\ ?")
_NUMBER_OF = re.compile(r"\ (?:tổng\ )?số")
_SLIPPED = re.compile(r"\ ?,\ |\ ,")
_LISTING = re.compile(r"(?:lần lượt|tương ứng)[^.;]{0,30}$|[0-9][,;]\ $")
# "100% (12/12) đơn vị" and "12/12 đạt 100%" are no twelfth of December.
_RATE = r"(?P<rate>[0-9]{1,3}(?:[.,][0-9]{1,2})?)\ ?%"
_RATE_BEFORE = re.compile(rf"{_RATE}\ ?\($")
_RATE_BEHIND = re.compile(
    rf",?\ ?(?:\(|(?:(?:đạt|chiếm|bằng|tương\ đương|tức|=)\ ?)?(?:tỷ\ lệ\ )?){_RATE}\)?"
)
_MAX_GAP = 70
_MAX_JOINT = 16  # characters that can join two numbers without "tổng"


def pair(place: Place) -> Amount | None:
    """The amount that the number makes with the one after it, None where it makes none."""
    other = place.other
    if other is None or other.start - place.numeral.end > _MAX_GAP:
        return None
    joint = place.key[place.end : other.start]
    if len(joint) > _MAX_JOINT and "tổng" not in joint:
        return None
    if SLASH.fullmatch(place.key, place.end, other.start):
        return _ratio(place, other)
    if _SLIPPED.fullmatch(place.key, place.numeral.end, other.start):
        return _slipped(place, other)
    if _TO.fullmatch(place.key, place.end, other.start):
        return _range(place, other)
    if OF_TOTAL.fullmatch(place.key, place.end, other.start):
        return _of_total(place, other)
    return None


def _ratio(place: Place, other: Numeral) -> Amount | None:
    measure = measure_at(place.key, other.end) or _share(place.key, other)
    measure = measure or (open_unit(place, other.end) if _more_than_a_day(place, other) else None)
    part, total = read(place.numeral, measure), read(other, measure)
    if not part or not total or total.value == 0 or _is_date(place, part, total, measure):
        return None
    if place.measure and (measure is None or not _is_one_of(place.measure, measure)):
        return None
    if measure and measure.kind in ("rate", "level"):
        return None
    score = measure.kind == "score" if measure else part.value % 1 != 0
    assumed = "" if measure else "điểm" if score else unit_beside(place, other)
    return Amount(
        place.start,
        measure.end if measure else other.end,
        part.value,
        measure.unit if measure else assumed,
        "score" if score else "ratio",
        numerator=part.value,
        denominator=total.value,
        warnings=part.warnings + total.warnings + ((UNIT_ASSUMED,) if assumed else ()),
        ground=measure is not None and bool(measure.entry.get("ground", False)),
    )


def _more_than_a_day(place: Place, other: Numeral) -> bool:
    """ "sáng 17/9 bà con đến nộp": a day before any noun; "14/52 luống rau" is a share."""
    part, total = place.numeral.text, other.text
    return part.isdigit() and total.isdigit() and int(part) <= int(total)


def _share(key: str, other: Numeral) -> Measure | None:
    """The unit of "2/3 số xã"."""
    match = _NUMBER_OF.match(key, other.end)
    return measure_at(key, match.end()) if match else None


def _is_date(place: Place, part: Reading, total: Reading, measure: Measure | None) -> bool:
    """Whether "17/9" is rather a day: "15/17 xã" and "36/42" are not."""
    could_be_day = part.value <= 31 and total.value <= 12
    name = name_before(place.key, place.start)
    if name and name.words == "ngày" and not could_be_day:
        name = None  # "trả ngay trong ngày 3.471/3.471 hồ sơ"
    if name and (name.entry.get("firm", False) or measure is None):
        return True
    if measure is None:
        # Two whole numbers may be a day; 17,5/18 cannot, and is a score
        could_be_day = could_be_day and part.value % 1 == 0
        could_be_day = could_be_day and not _is_rate(place, part, total)
        return could_be_day or part.value > total.value or total.value % 1 != 0
    return could_be_day and (
        day_before(place.key, place.start)
        or (part.value > total.value and bool(measure.entry.get("acts", False)))
    )


def _is_rate(place: Place, part: Reading, total: Reading) -> bool:
    """Whether the rate before their bracket, or right behind, is that of the two numbers."""
    beside = _RATE_BEFORE.search(place.before(10))
    if beside is None and place.other and not day_before(place.key, place.start):
        beside = _RATE_BEHIND.match(place.key, place.other.end)
    rate = Decimal(beside["rate"].replace(",", ".")) if beside else None
    return rate is not None and abs(part.value * 100 / total.value - rate) < 1


def _is_one_of(measure: Measure, whole: Measure) -> bool:
    """Whether both count the same: "145 xã/159 xã, phường, thị trấn"."""
    return measure.unit == whole.unit or measure.unit in whole.unit.split(", ")


def _of_total(place: Place, other: Numeral) -> Amount | None:
    """ "36 trên tổng số 42", "36 hồ sơ đúng hạn trên tổng số 42 hồ sơ", "17 trên 22 đơn vị"."""
    last = measure_at(place.key, other.end)
    unit = place.measure or last
    if not _can_be_part(place, other, last) or place.is_name(place.measure):
        return None
    part, total = read(place.numeral, unit), read(other, last or unit)
    if not part or not total or total.value < part.value:
        return None
    assumed = "" if unit else unit_beside(place, other)
    return Amount(
        place.start,
        last.end if last else other.end,
        part.value,
        unit.unit if unit else assumed,
        "score" if unit and unit.kind == "score" else "ratio",
        numerator=part.value,
        denominator=total.value,
        warnings=part.warnings + total.warnings + ((UNIT_ASSUMED,) if assumed else ()),
    )


def _can_be_part(place: Place, other: Numeral, last: Measure | None) -> bool:
    """Whether both numbers count the same: "04 Phó Trưởng phòng trên tổng số 06 biên chế" are
    two counts, and "12 trên 15" without "tổng" needs a unit behind it."""
    own = place.measure
    if own and (own.kind not in ("count", "money") or (last and not _is_one_of(own, last))):
        return False
    if "tổng" in place.key[place.end : other.start] or is_bracketed(place, other):
        return True  # "một nửa số thủ tục (64 trên 128)"
    return own is None and last is not None and last.kind in ("count", "score")


def _range(place: Place, other: Numeral) -> Amount | None:
    last = measure_at(place.key, other.end)
    if last is None or place.is_name(last):
        return None
    if place.measure and place.measure.unit != last.unit:
        return None
    low, high = read(place.numeral, place.measure or last), read(other, last)
    if not low or not high or low.value >= high.value or is_clock(place, last, high.value):
        return None
    return Amount(
        place.start,
        last.end,
        low.value,
        last.unit,
        last.kind,
        low=low.value,
        high=high.value,
        warnings=low.warnings + high.warnings,
    )


def _slipped(place: Place, other: Numeral) -> Amount | None:
    """ "37, 38 tỷ" is 37,38 with a space slipped in, unless it stands in a list."""
    if not (place.numeral.text.isdigit() and other.text.isdigit()) or len(other.text) > 2:
        return None
    measure = measure_at(place.key, other.end)
    if measure is None or measure.whole or measure.kind in ("duration", "level"):
        return None
    if _LISTING.search(place.before(50)) or place.is_name(None):
        return None
    value = times(Decimal(f"{place.numeral.text}.{other.text}"), measure.factor)
    return Amount(
        place.start, measure.end, value, measure.unit, measure.kind, warnings=(SPACE_IN_NUMBER,)
    )
