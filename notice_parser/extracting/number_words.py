"""Rates and ranks written out: "ba mươi phần trăm", "hai phần ba số xã", "đứng thứ nhất".

A number in words is a figure only so: "một cửa" and "hai xã" are language, not data.
"một phần ba" has no exact decimal in percent, so it is read as the ratio 1/3.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import regex

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5,
    "lăm": 5, "nhăm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WORD = "(?:" + "|".join([*_UNITS, "mười", "mươi", "trăm", "linh", "lẻ"]) + ")"
_DIGIT = "(?:" + "|".join(_UNITS) + ")"
_PERCENT = regex.compile(
    rf"(?<!\w)(?<whole>{_WORD}(?:\ {_WORD}){{0,5}}+)"
    rf"(?:\ phẩy\ (?<part>{_DIGIT}(?:\ {_WORD}){{0,2}}+))?"
    r"\ phần\ trăm(?!\w)"
)
# "một phần năm 2022" is a part of a year, "một phần tư liệu" a part of the material: only
# what ends a phrase or goes on with what is shared out is a fraction.
_FRACTION = regex.compile(
    rf"(?<!\w)(?<top>{_DIGIT})\ phần\ (?<bottom>{_DIGIT}|mười)"
    r"(?=\ ?(?:$|[,.;:)])|\ (?:số|tổng|trong|của|các|trên|kế hoạch|chỉ tiêu|thời gian)(?!\w))"
)
_ORDINALS = {"nhất": 1, "nhì": 2, **{w: n for w, n in _UNITS.items() if n > 1}, "mười": 10}
# "xếp thứ nhất", "đứng vị trí thứ ba", "xếp nhì"; but "họp thứ hai hằng tuần", "xếp loại nhất"
_RANK = regex.compile(
    rf"(?<!\w)(?:(?:xếp|đứng)(?:\ ở)?(?:\ hạng|\ vị\ trí)?\ thứ\ (?<place>{'|'.join(_ORDINALS)})"
    r"|(?:xếp|đứng)(?:\ hạng|\ vị\ trí)?\ (?<place>nhất|nhì))(?!\w|\ (?:định|thiết|quán|trí))"
)
_ONLY_NUMBER_WORDS = regex.compile(rf"{_WORD}(?:\ {_WORD}){{0,8}}+")


class SpokenRank(NamedTuple):
    """ "đứng thứ nhất" is 1."""

    start: int
    end: int
    value: Decimal


class SpokenRate(NamedTuple):
    """`denominator` is None for a percentage."""

    start: int
    end: int
    value: Decimal
    denominator: Decimal | None = None


def find_spoken_rates(key: str) -> Iterator[SpokenRate]:
    """Rates in words within `key` (lower case, plain spaces)."""
    if "phần" not in key:
        return
    for match in _PERCENT.finditer(key):
        value = _percentage(match["whole"], match["part"])
        if value is not None:
            yield SpokenRate(match.start(), match.end(), value)
    for match in _FRACTION.finditer(key):
        bottom = 10 if match["bottom"] == "mười" else _UNITS[match["bottom"]]
        top = _UNITS[match["top"]]
        if 0 < top < bottom:
            yield SpokenRate(match.start(), match.end(), Decimal(top), Decimal(bottom))


def find_spoken_ranks(key: str) -> Iterator[SpokenRank]:
    """Ranks in words within `key`."""
    if "xếp " in key or "đứng " in key:
        for match in _RANK.finditer(key):
            yield SpokenRank(match.start(), match.end(), Decimal(_ORDINALS[match["place"]]))


def is_number_words(key: str) -> bool:
    """Whether `key` is nothing but a number in words, as in "02 (hai) cuộc"."""
    return _ONLY_NUMBER_WORDS.fullmatch(key) is not None


def _percentage(whole: str, part: str | None) -> Decimal | None:
    number = _below_thousand(whole.split())
    if number is None:
        return None
    if part is None:
        return Decimal(number)
    decimals = part.split()
    if all(word in _UNITS for word in decimals):
        return Decimal(f"{number}." + "".join(str(_UNITS[word]) for word in decimals))
    value = _below_thousand(decimals)
    return None if value is None else Decimal(f"{number}.{value}")


def _below_thousand(words: list[str]) -> int | None:
    """Hundreds, tens and units in their order; None for what is no number ("ba ba")."""
    total = 0
    if len(words) > 1 and words[1] == "trăm" and words[0] in _UNITS:
        total, words = _UNITS[words[0]] * 100, words[2:]
        if words[:1] in (["linh"], ["lẻ"]):
            return total + _UNITS[words[1]] if len(words) == 2 and words[1] in _UNITS else None
    if words[:1] == ["mười"]:
        total, words = total + 10, words[1:]
    elif len(words) > 1 and words[1] == "mươi" and words[0] in _UNITS:
        total, words = total + _UNITS[words[0]] * 10, words[2:]
    elif len(words) == 2 and all(word in _UNITS for word in words) and total == 0:
        # "chín lăm phần trăm", as spoken
        return _UNITS[words[0]] * 10 + _UNITS[words[1]] if words[1] in ("lăm", "mốt") else None
    if not words:
        return total
    return total + _UNITS[words[0]] if len(words) == 1 and words[0] in _UNITS else None
