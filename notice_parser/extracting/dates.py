"""Dates as Vietnamese offices write them: full, partial, with or without "ngày".

    ngày 13/01/2023 · 13-01-2023 · ngày 12 tháng 8 năm 2021 · ngày    tháng 8 năm 2023 ·
    ngày    /8/2023 · tháng 8/2023 · tháng 8 năm 2023 · năm 2023 ·
    mistyped: ngày 03tháng 3 năm 2023, ngày 06 ngày 11 năm 2023, ngày 6 tháng 8 năm 013 (the 2 is
    lost)

`iso` is ISO 8601 and as partial as the text: "2021-08-12", "2023-08", "2023".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import regex

from notice_parser.model import Quoted

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FULL = (
    r"(?:ngày\s*)?(?<![\d/.,-])(?P<day>\d{1,2})\s?(?P<sep>[/.-])\s?(?P<month>\d{1,2})\s?(?P=sep)\s?"
    + _YEAR
    + r"(?![\d/]|[.-]\d)"
)
_WORDS = (
    r"(?:(?:ngày\s*)?(?P<day2>\d{1,2})\s+|ngày\s*(?P<day2>\d{1,2})|ngày[\s.…_]*)?"
    r"(?:tháng\s*|(?<=ngày\s\d{1,2}\s)ngày\s*(?=\d))"
    r"(?P<month2>\d{1,2})?[\s.…_]*(?:năm\s*|/\s?)(?P<year2>(?:19|20)\d\d)(?!\d)"
    r"|ngày[\s.…_]*/\s?(?P<month2>\d{1,2})\s?/\s?(?P<year2>(?:19|20)\d\d)(?![\d/])"
    r"|ngày\s(?P<day2>\d{1,2})\stháng\s(?P<month2>\d{1,2})\snăm\s(?P<year2>0[0-2]\d)(?!\d)"
)
_YEAR_ONLY = r"năm\s+(?P<year3>(?:19|20)\d\d)(?!\d)"
_DATE = regex.compile(rf"(?<![\w])(?:{_FULL}|{_WORDS}|{_YEAR_ONLY})", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention(Quoted):
    """`iso` is empty for a date that does not exist ("31/02/2023")."""

    iso: str


def find_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[DateMention]:
    """Every date within `[start, end)`, from left to right."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        yield _mention(match)


def date_at(text: str, start: int) -> DateMention | None:
    """The date that begins exactly at `start`."""
    match = _DATE.match(text, start)
    return _mention(match) if match else None


# How nearly every document is dated: day, month or named month, and year, or the year alone.
PLAIN_DATE = (
    r" (?:ngày ([0-9]{1,2})(?:/([0-9]{1,2})/| tháng ([0-9]{1,2}) năm )|năm )"
    r"((?:19|20)[0-9]{2})(?![0-9/]|[.-][0-9])"
)


def end_and_iso_at(text: str, start: int) -> tuple[int, str] | None:
    """Where the date ends that begins exactly at `start`, and its `iso`; None where no date
    does, or where it crosses a line break."""
    date = date_at(text, start)
    return (date.end, date.iso) if date and "\n" not in date.text else None


def _mention(match: regex.Match[str]) -> DateMention:
    year = (match["year"] or match["year2"] or match["year3"]).rjust(4, "2")
    month = match["month"] or match["month2"]
    day = (match["day"] or match["day2"]) if month else None
    return DateMention(match.start(), match.end(), match.group(), iso_date(year, month, day))


@lru_cache(maxsize=16384)
def iso_date(year: str, month: str | None, day: str | None) -> str:
    """The date in ISO 8601, as partial as it is; empty for one that does not exist."""
    try:
        exact = date(int(year), int(month or 1), int(day or 1)).isoformat()
    except ValueError:
        return ""
    return exact[: 10 if day else 7 if month else 4]
