"""Periods that are named one after the other and meant as one: "quý I và quý II năm 2022".

    quý I và quý II năm 2022 · quý III, IV/2022      2022-H1 · 2022-H2
    quý I, II và III/2023 · quý I đến quý III/2023   2023-01/2023-09
    tháng 7, tháng 8 và tháng 9/2023                 2023-07/2023-09
    năm 2021 và năm 2022                             2021/2022

What leaves one out ("quý I và quý III năm 2022") is known by its year only.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from notice_parser.text import WORD_END

_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_JOINT = r"(?:,|\ và|,\ và|\ đến|\ ?[-–])\ ?"
_OF_YEAR = rf"(?:\ ?/\ ?|\ năm\ |\ )(?P<year>{_YEAR})"
_QUARTER = rf"(?:iv|i{{1,3}}|0?[1-4]){WORD_END}"
_MONTH = r"(?:0?[1-9]|1[0-2])(?![0-9])"
_QUARTERS = re.compile(
    rf"quý\ (?P<parts>{_QUARTER}(?:{_JOINT}(?:quý\ )?{_QUARTER}){{1,3}}){_OF_YEAR}"
)
_MONTHS = re.compile(
    rf"tháng\ (?P<parts>{_MONTH}(?:{_JOINT}(?:hết\ )?(?:tháng\ )?{_MONTH}){{1,11}}){_OF_YEAR}"
)
_YEARS = re.compile(rf"năm\ (?P<first>{_YEAR})\ và\ (?:năm\ )?(?P<last>{_YEAR})")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_HALVES = {(1, 6): "H1", (7, 12): "H2"}


class JoinedPeriod(NamedTuple):
    """Their code, the last of them as year or month, and where their words end."""

    code: str
    last: str
    end: int


def joined_period(key: str, start: int) -> JoinedPeriod | None:
    """The periods that begin at `start`, None where only one is named."""
    if years := _YEARS.match(key, start):
        return JoinedPeriod(f"{years['first']}/{years['last']}", years["last"], years.end())
    if quarters := _QUARTERS.match(key, start):
        numbers = [_ROMAN.get(part) or int(part) for part in _parts(quarters, r"iv|i+|[0-9]+")]
        return _of_months(quarters, [3 * n - 2 for n in numbers], last=3 * numbers[-1])
    if months := _MONTHS.match(key, start):
        numbers = [int(part) for part in _parts(months, r"[0-9]+")]
        return _of_months(months, numbers, last=numbers[-1])
    return None


def _of_months(match: re.Match[str], firsts: list[int], *, last: int) -> JoinedPeriod:
    code = _code(match, firsts, last=last)
    return JoinedPeriod(code, f"{match['year']}-{last:02}", match.end())


def _parts(match: re.Match[str], part: str) -> list[str]:
    return re.findall(rf"(?<!\w)(?:{part})(?!\w)", match["parts"])


def _code(match: re.Match[str], firsts: list[int], *, last: int) -> str:
    """The stretch from the first month to the last; the year where it has a gap."""
    step = 3 if match.re is _QUARTERS else 1
    apart = re.search(r"đến|[-–]", match["parts"]) is None
    gaps = apart and any(b - a != step for a, b in pairwise(firsts))
    year, first = match["year"], firsts[0]
    if gaps or last < first or (first, last) == (1, 12):
        return year
    half = _HALVES.get((first, last))
    return f"{year}-{half}" if half else f"{year}-{first:02}/{year}-{last:02}"
