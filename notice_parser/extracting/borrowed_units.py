"""Numbers whose unit stands elsewhere.

Tổng số hồ sơ tiếp nhận: 1.234 · 3.400 hồ sơ, trong đó: trước hạn 3.000, đúng hạn 380
đã khắc phục 6/12 tồn tại, đang khắc phục 02 · sáp nhập 7 xã thành 3
Biên chế công chức sử dụng 78/82 · Tỷ lệ thanh toán trực tuyến bằng 0
"""

from __future__ import annotations

import re
from decimal import Decimal

import regex

from notice_parser.extracting.amount import Amount, Place, is_bare_year
from notice_parser.extracting.measured import counted_within
from notice_parser.extracting.numbers import read_numeral
from notice_parser.extracting.phrases import Phrase

UNIT_ASSUMED = "unit-assumed"
_REACH = 60
_PARTS_REACH = 120
_RATE_REACH = 160
_STATED = regex.compile(r"(?:(?<![\p{L}])(?:là|có|gồm|đạt|còn|bằng)|[:=])\ ?$")
# "đang khắc phục 02, chưa khắc phục 04" goes on with what "đã khắc phục 6/12 tồn tại" counts.
_STATE = (
    r"[,;]\ (?:và\ )?(?:đã|đang|chưa|còn|không|mới|tiếp\ tục)"
    r"(?:\ (?!đạt|điểm|xếp|hạng|năm|tháng|ngày|quý)\p{L}+){0,4}\ "
)
_STATES = regex.compile(rf"(?:\ [^.,;:()0-9]{{1,40}})?(?:{_STATE}[0-9.]*[0-9])*+{_STATE}")
BECOMES = re.compile(r"\ (?:xuống còn|xuống|còn|lên|lên thành|thành)\ ")
# "bằng 0" of a rate; another number without its sign could be anything.
_NO_SHARE = regex.compile(
    r"(?<!\w)t[ỷỉ]\ lệ\ [^.;,()%]{0,120}(?<!\w)(?:là|đạt|bằng|còn|ở\ mức|chỉ\ đạt)\ $"
)
_CLAUSE_HEAD = regex.compile(r"(?:.*[.;,(])?[\s\-+*•–—]*(?:(?:tổng\ )?số\ (?:lượng\ )?)?")
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
    found = read_numeral(numeral.text, whole=True)
    if found is None or place.is_name(None) or not _belongs(key, whole, numeral.start, found.value):
        return None
    warnings = (*found.warnings, UNIT_ASSUMED)
    return Amount(place.start, numeral.end, found.value, whole.unit, "count", warnings=warnings)


def _belongs(key: str, whole: Amount, start: int, value: Decimal) -> bool:
    """Whether `value` is a part of `whole`, another state of it, or what it became."""
    if BECOMES.fullmatch(key, whole.end, start):
        return True
    if value > (whole.denominator or whole.value):
        return False
    listed = _AMONG.match(key, whole.end, start)
    among = listed is not None and ";" not in key[listed.end() : start]
    return among or _STATES.fullmatch(key, whole.end, start) is not None


def no_share(place: Place) -> Amount | None:
    """The rate 0 that stands without its sign: "Tỷ lệ thanh toán trực tuyến bằng 0"."""
    if place.numeral.text != "0" or not _stands_alone(place):
        return None
    if _NO_SHARE.search(place.before(_RATE_REACH)) is None:
        return None
    return Amount(
        place.start, place.numeral.end, Decimal(0), "%", "rate", warnings=(UNIT_ASSUMED,)
    )


def unit_of_head(place: Place) -> str:
    """The unit of a fraction that its clause opens with: "Biên chế công chức sử dụng 78/82"."""
    head = _CLAUSE_HEAD.match(place.key, max(0, place.start - _REACH), place.start)
    begin = head.end() if head else place.start
    counted = counted_within(place.key, begin, place.start)
    if not counted or counted[0].start != begin:
        return ""
    return counted[0].words if counted[0].words in counted[0].entry.get("heads", ()) else ""


def _stands_alone(place: Place) -> bool:
    ends = _ENDS.match(place.key, place.numeral.end)
    return ends is not None and not is_bare_year(place.numeral.text)


def _counted(key: str, start: int, end: int, *, colon: bool) -> Phrase | None:
    """The unit named in `[start, end)`: behind "số" or, before a colon, the last one."""
    counted = [p for p in counted_within(key, start, end) if not _HAS_DIGIT.search(key, p.end, end)]
    named = [p for p in counted if _NUMBER_OF.search(key, start, p.start)]
    return named[0] if named else counted[-1] if counted and colon else None
