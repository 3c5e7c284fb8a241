"""Counts of a list whose unit stands only at its head or with another of them.

17 hồ sơ (đất đai 12 hồ sơ, hộ tịch 3) · 2.318 (trực tuyến 1.977, chiếm 85,29%; trực tiếp 341)
Biên chế được giao: 86; đã sử dụng: 81; chưa sử dụng: 05
"""

from __future__ import annotations

import regex

from notice_parser.extracting.amount import Amount, Place
from notice_parser.extracting.borrowed_units import UNIT_ASSUMED, stands_alone
from notice_parser.extracting.numbers import read_numeral

# "…, đạt 95" and "…, xếp thứ 3" count nothing; "…, loại 3" is a name, which `Place` knows.
_WORD = r"(?!(?:đạt|điểm|xếp|hạng|tỷ\ lệ|tỉ\ lệ|chỉ\ số|bình\ quân)(?!\w))\p{L}+"
_ITEM = regex.compile(
    rf"\)?(?:[,;]|,?\ và)\ (?P<words>{_WORD}(?:\ {_WORD}){{0,6}})(?P<mark>\ ?:)?\ "
)
_SHARE = regex.compile(
    r"\ ?\(|,?\ (?:chiếm|đạt|bằng|tương\ đương)(?:\ (?:tỷ\ lệ|tỉ\ lệ|khoảng|gần|trên|hơn))*\ "
)
_MAX_GAP = 60


def goes_on(key: str, last: Amount, *, listing: Amount | None, before: int) -> Amount | None:
    """The count whose list goes on behind `last`; `listing` is that before it, which ends with
    what stands at `before`. A share of it stops no list: "1.977, chiếm 85,29%; trực tiếp 341"."""
    if last.kind in ("count", "ratio"):
        return last if last.unit and not last.ground else None
    shared = last.kind == "rate" and listing is not None
    return listing if shared and _SHARE.fullmatch(key, before, last.start) else None


def listed(place: Place, listing: Amount | None, *, before: int) -> Amount | None:
    """The count at `place`, if it is the next of the list that `listing` belongs to and whose
    last number ends at `before`."""
    numeral = place.numeral
    if listing is None or numeral.start - before > _MAX_GAP or not stands_alone(place):
        return None
    item = _ITEM.fullmatch(place.key, before, numeral.start)
    if item is None or place.is_name(None) or not (item["mark"] or _plain(place, item)):
        return None
    found = read_numeral(numeral.text, whole=True)
    if found is None:
        return None
    warnings = (*found.warnings, UNIT_ASSUMED)
    return Amount(place.start, numeral.end, found.value, listing.unit, "count", warnings=warnings)


def _plain(place: Place, item: regex.Match[str]) -> bool:
    """Whether the word right before the number is no name: "máy in HP 1020"."""
    word = item["words"].rpartition(" ")[2]
    return place.line[item.end("words") - len(word) : item.end("words")].islower()
