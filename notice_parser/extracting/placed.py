"""Levels, ranks, scores whose word comes first: "mức độ 3, 4", "xếp thứ 9/12", "điểm số 71,2"."""

from __future__ import annotations

import re
from decimal import Decimal

import regex

from notice_parser.extracting.amount import Amount, is_bare_year
from notice_parser.extracting.borrowed_units import UNIT_ASSUMED
from notice_parser.extracting.measured import measure_at, placed_before
from notice_parser.extracting.numbers import Numeral, read_numeral
from notice_parser.extracting.pairs import OF_TOTAL, SLASH
from notice_parser.extracting.phrases import Phrase

LIST_GAP = re.compile(r"\ ?(?:,|;|-|–|/|,\ và)\ ?|\ (?:và|hoặc)\ ")
_HIGHEST_LEVEL = 10
_GOES_ON = re.compile(r"\ ?/|\ \w|\ ?[-–—]\ ?[0-9]")


def placed(
    key: str, numeral: Numeral, other: Numeral | None, *, level: Amount | None
) -> tuple[Amount, ...]:
    """The amounts at `numeral`; `level` is the level found just before, whose list may go on."""
    phrase = placed_before(key, numeral.start)
    if phrase and phrase.entry.get("kind") == "rank":
        rank = _rank(key, phrase, numeral, other)
        return (rank,) if rank else ()
    if phrase and phrase.entry.get("kind") == "score":
        score = _score(key, phrase, numeral)
        return (score,) if score else ()
    if phrase:
        unit = phrase.entry.get("unit") or phrase.words
        # "định danh mức 2": the words before "mức" only make sure that it is a level
        start = max(phrase.start, key.rfind("mức", phrase.start, phrase.end))
        return _levels(key, numeral, unit=unit, start=start)
    if level and LIST_GAP.fullmatch(key, level.end, numeral.start):
        return _levels(key, numeral, unit=level.unit, start=numeral.start)
    return ()


def _levels(key: str, numeral: Numeral, *, unit: str, start: int) -> tuple[Amount, ...]:
    """One amount each, also for "mức độ 3,4", as it is often typed."""
    digits = tuple(regex.finditer(r"[0-9]++", numeral.text))
    if any(int(d.group()) > _HIGHEST_LEVEL for d in digits) or measure_at(key, numeral.end):
        return ()
    return tuple(
        Amount(
            start if n == 0 else numeral.start + d.start(),
            numeral.start + d.end(),
            Decimal(d.group()),
            unit,
            "level",
        )
        for n, d in enumerate(digits)
    )


def _rank(key: str, phrase: Phrase, numeral: Numeral, other: Numeral | None) -> Amount | None:
    if not numeral.text.isdigit():
        return None
    value, unit = Decimal(numeral.text), phrase.entry.get("unit")
    if other and _out_of(key, numeral, other) and 0 < value <= Decimal(other.text):
        measure = measure_at(key, other.end)
        end = measure.end if measure and measure.whole else other.end
        total = Decimal(other.text)
        return Amount(phrase.start, end, value, unit, "rank", numerator=value, denominator=total)
    if phrase.entry.get("slash", False) or is_bare_year(numeral.text):
        return None
    if "thứ" not in phrase.words and measure_at(key, numeral.end):
        return None  # "xếp hạng 12 xã, thị trấn" ranks twelve communes
    return Amount(phrase.start, numeral.end, value, unit, "rank")


def _score(key: str, phrase: Phrase, numeral: Numeral) -> Amount | None:
    """ "điểm thẩm định 82,75"; one that "điểm" or "/100" follows is read like any other."""
    if _GOES_ON.match(key, numeral.end) or measure_at(key, numeral.end):
        return None
    found = read_numeral(numeral.text, small=True)
    if found is None or is_bare_year(numeral.text):
        return None
    unit, warnings = phrase.entry.get("unit"), (*found.warnings, UNIT_ASSUMED)
    return Amount(numeral.start, numeral.end, found.value, unit, "score", warnings=warnings)


def _out_of(key: str, numeral: Numeral, other: Numeral) -> bool:
    if not other.text.isdigit() or other.start - numeral.end > 60:
        return False
    found = SLASH.fullmatch(key, numeral.end, other.start)
    return bool(found or OF_TOTAL.fullmatch(key, numeral.end, other.start))
