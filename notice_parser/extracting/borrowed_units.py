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
from notice_parser.extracting.measured import counted_within, measure_at
from notice_parser.extracting.numbers import Numeral, read_numeral
from notice_parser.extracting.phrases import Phrase

UNIT_ASSUMED = "unit-assumed"
_REACH = 80
_PARTS_REACH = 120
_RATE_REACH = 160
_STATED = regex.compile(r"(?:(?<![\p{L}])(?:là|có|gồm|đạt|còn|bằng)|[:=])\ ?$")
# "đang khắc phục 02, chưa khắc phục 04" goes on with what "đã khắc phục 6/12 tồn tại" counts.
_STATE = (
    r"[,;]\ (?:và\ )?(?:đã|đang|chưa|còn|không|mới|hiện|tiếp\ tục)"
    r"(?:\ (?!đạt|điểm|xếp|hạng|năm|tháng|ngày|quý)\p{L}+){0,4}\ "
)
_STATES = regex.compile(rf"(?:\ [^.,;:()0-9]{{1,40}})?(?:{_STATE}[0-9.]*[0-9])*+{_STATE}")
BECOMES = re.compile(r"\ (?:xuống còn|xuống|còn|lên|lên thành|thành)\ ")
# "bằng 0" of a rate; another number without its sign could be anything.
_NO_SHARE = regex.compile(
    r"(?<!\w)t[ỷỉ]\ lệ\ [^.;,()%]{0,120}(?<!\w)(?:là|đạt|bằng|còn|ở\ mức|chỉ\ đạt)\ $"
)
_CLAUSE_HEAD = regex.compile(r"(?:.*[.;,(])?[\s\-+*•–—]*(?:tổng\ )?(?:số\ (?:lượng\ )?)?")
_NUMBER_OF = regex.compile(r"(?<!\w)số(?:\ lượng)?(?:\ các)?\ $")
_FEW_WORDS = regex.compile(
    r":?(?:\ (?!(?:đạt|điểm|xếp|hạng|tỷ\ lệ|tỉ\ lệ|mức)(?!\w))\p{L}+){1,5}"
    r"(?<!\ (?:và|hoặc|với|tại|ở|từ|đến|trên|dưới|qua|theo|của))\ "
)
_HAS_DIGIT = re.compile(r"[0-9]")
# A number of a period is no count: "Số hồ sơ trực tuyến 6 tháng đầu năm 2023 bằng 0".
_PERIOD = re.compile(r"[0-9]{1,2}\ tháng\ |(?:năm|tháng|quý)\ [0-9][0-9/]*")
# What may stand between a fraction and its unit: "11/11 (100%) xã", "(12/12) đơn vị"
_ASIDE = re.compile(r"\)|\ ?\([0-9.,]++\ ?%\)")
_AMONG = re.compile(r"[^.;()]{0,40}?(?:\ ?\(|,?\ (?:trong đó|gồm|bao gồm|chia ra))")
_ENDS = re.compile(r"\ ?(?:$|[,;)(]|\.(?![0-9])|(?:và|chưa|đang|đã|không|quá\ hạn|trễ\ hạn)\ )")


def named_before(place: Place) -> Amount | None:
    """The count at `place`, if its unit was named shortly before it."""
    key, numeral = place.key, place.numeral
    begin = max(0, numeral.start - _REACH)
    stated = _STATED.search(key, max(begin, numeral.start - 6), numeral.start)
    if not stands_alone(place) or (stated is None and place.is_name(None)):
        return None
    end = stated.start() if stated else numeral.start
    begin = max(begin, *(key.rfind(mark, begin, end) + 1 for mark in ".;,("))
    colon = stated is not None and stated.group().strip() in (":", "=")
    counted = _counted(key, begin, end, colon=colon)
    found = read_numeral(numeral.text, whole=True)
    if found is None or counted is None:
        return None
    if stated is None and not _leads_to(place, counted):
        return None
    unit = counted.entry.get("unit") or counted.words
    assumed = stated is None and not _NUMBER_OF.search(key, begin, counted.start)
    warnings = (*found.warnings, UNIT_ASSUMED) if assumed else found.warnings
    return Amount(place.start, numeral.end, found.value, unit, "count", warnings=warnings)


def _leads_to(place: Place, counted: Phrase) -> bool:
    """Whether only a few plain words stand between: "Biên chế công chức được giao 86", "Hồ sơ:
    tiếp nhận 1.234"."""
    between = _FEW_WORDS.fullmatch(place.key, counted.end, place.start)
    last = place.line[: place.start].split()[-1:]
    return between is not None and bool(last) and last[0].islower()


def part_of(place: Place, whole: Amount | None) -> Amount | None:
    """The count at `place`, if it is listed as a part of `whole` and not above it."""
    key, numeral = place.key, place.numeral
    if whole is None or numeral.start - whole.end > _PARTS_REACH or not stands_alone(place):
        return None
    found = read_numeral(numeral.text, whole=True)
    if found is None or place.is_name(None) or not _belongs(key, whole, numeral.start, found.value):
        return None
    warnings = (*found.warnings, UNIT_ASSUMED)
    return Amount(place.start, numeral.end, found.value, whole.unit, "count", warnings=warnings)


def _belongs(key: str, whole: Amount, start: int, value: Decimal) -> bool:
    """Whether `value` is a part of `whole`, or another state of it."""
    if value > (whole.denominator or whole.value):
        return False
    listed = _AMONG.match(key, whole.end, start)
    among = listed is not None and ";" not in key[listed.end() : start]
    return among or _STATES.fullmatch(key, whole.end, start) is not None


def became(place: Place, last: Amount | None) -> Amount | None:
    """What the amount before has become: "sáp nhập 7 xã thành 3", "từ 15 ngày xuống 10"."""
    if last is None or not BECOMES.fullmatch(place.key, last.end, place.start):
        return None
    found = read_numeral(place.numeral.text, whole=True)
    if found is None or last.kind not in ("count", "duration") or not stands_alone(place):
        return None
    warnings = (*found.warnings, UNIT_ASSUMED)
    return Amount(
        place.start, place.numeral.end, found.value, last.unit, last.kind, warnings=warnings
    )


def no_share(place: Place) -> Amount | None:
    """The rate 0 that stands without its sign: "Tỷ lệ thanh toán trực tuyến bằng 0"."""
    if place.numeral.text != "0" or not stands_alone(place):
        return None
    if _NO_SHARE.search(place.before(_RATE_REACH)) is None:
        return None
    return Amount(place.start, place.numeral.end, Decimal(0), "%", "rate", warnings=(UNIT_ASSUMED,))


def unit_beside(place: Place, other: Numeral) -> str:
    """The unit of the fraction that `other` ends and none follows: that which its clause opens
    with ("Biên chế công chức sử dụng 78/82") or that stands on the other side of a bracket:
    "(12/12) đơn vị", "11/11 (100%) xã, thị trấn", "số thủ tục (64 trên 128)"."""
    key = place.key
    counted = counted_within(key, max(0, place.start - _REACH), place.start)
    head = next((phrase.words for phrase in counted if _is_head(key, phrase)), "")
    aside = _ASIDE.match(key, other.end)
    behind = measure_at(key, aside.end()) if aside and not head else None
    if behind and behind.kind == "count":
        return behind.unit
    last = counted[-1] if counted and is_bracketed(place, other) else None
    named = last is not None and key[last.end : place.start].strip() == "("
    return head or (str(last.entry.get("unit") or last.words) if last and named else "")


def is_bracketed(place: Place, other: Numeral) -> bool:
    """Whether nothing but the number and `other` stands in a bracket."""
    return place.key[place.start - 1 : place.start] == "(" and place.key.startswith(")", other.end)


def stands_alone(place: Place) -> bool:
    ends = _ENDS.match(place.key, place.numeral.end)
    return ends is not None and not is_bare_year(place.numeral.text)


def _counted(key: str, start: int, end: int, *, colon: bool) -> Phrase | None:
    """The unit named in `[start, end)`: behind "số" or, before a colon, the last one."""
    counted = [
        phrase
        for phrase in counted_within(key, start, end)
        if not _HAS_DIGIT.search(_PERIOD.sub("", key[phrase.end : end]))
    ]
    named = [p for p in counted if _NUMBER_OF.search(key, start, p.start) or _is_head(key, p)]
    return named[0] if named else counted[-1] if counted and colon else None


def _is_head(key: str, phrase: Phrase) -> bool:
    """Whether the clause opens with it and it stands for its own number: "Biên chế … là 95"."""
    if phrase.words not in phrase.entry.get("heads", ()):
        return False
    head = _CLAUSE_HEAD.match(key, max(0, phrase.start - _REACH), phrase.start)
    return head is not None and head.end() == phrase.start
