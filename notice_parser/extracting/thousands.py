"""Thousands and millions whose unit stands before them.

Số lượt truy cập đạt 1,25 triệu · Lệ phí thu 120 ngàn · 2 vạn dân
"""

from __future__ import annotations

import re

import regex

from notice_parser.extracting.amount import Place
from notice_parser.extracting.measured import Measure, bare_at, counted_within, money_named
from notice_parser.extracting.open_units import open_unit

_REACH = 160
_CLAUSE_REACH = 80
_NUMBER_OF = regex.compile(r"(?<!\w)số(?:\ lượng)?(?:\ các)?\ $")
_DIGIT = re.compile(r"[0-9]")


def _is_bare(measure: Measure) -> bool:
    return bool(measure.entry.get("bare", False))


def in_thousands(place: Place) -> Measure | None:
    """The unit of a number like "1,25 triệu", the measure behind it for any other number.

    What "số …" names in the clause is counted; else it is money, "nghìn" only where the sentence
    speaks of money.
    """
    measure, key = place.measure, place.key
    bare = bare_at(key, place.numeral.end) if measure is None or _is_bare(measure) else None
    if bare is None:
        return measure
    sentence = max(0, place.start - _REACH, key.rfind(". ", 0, place.start) + 1)
    money = money_named(key, sentence, place.start)
    begin = max(sentence, place.start - _CLAUSE_REACH)
    begin = max(begin, *(key.rfind(mark, begin, place.start) + 1 for mark in ";,("))
    for phrase in counted_within(key, begin, place.start):
        told = _NUMBER_OF.search(key, begin, phrase.start) is not None
        if told and money < phrase.start and not _DIGIT.search(key, phrase.end, place.start):
            unit = phrase.entry.get("unit") or phrase.words
            return bare._replace(kind="count", unit=unit, entry=phrase.entry)
    if measure is not None:
        return measure
    counted = open_unit(place, bare.end)  # "2 vạn dân"
    if counted is not None:
        return counted._replace(factor=bare.factor)
    return bare._replace(kind="money", unit="đồng") if money >= 0 else None
