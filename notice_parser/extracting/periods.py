"""When a figure holds: "Năm 2022, …", "6 tháng đầu năm 2023", "tính đến ngày 28/7/2023".

Codes, ISO 8601 where it has one:

    2022                     năm 2022
    2023-08 · 2023-07-28     tháng 8/2023 · tính đến ngày 28/7/2023
    2023-Q1                  quý I/2023
    2023-H1 · 2023-H2        6 tháng đầu, cuối năm 2023
    2023-01/2023-09          9 tháng (đầu) năm 2023
    2021/2025                giai đoạn 2021 - 2025, năm học 2022-2023
    2023-01-01/2023-06-30    từ ngày 01/01/2023 đến ngày 30/6/2023, từ 01/01 đến 30/6/2023

A quarter, month, stretch of months or "cả năm" without a year, and a year without its word, take
the rest from the period before. Periods that are joined ("quý I và quý II năm 2022") are read in
`joined_periods`.

Time words that name no code ("đến nay", "9 tháng năm nay", "năm trước") are periods too, with an
empty one: "Năm 2021 đạt 3%, đến nay đạt 7%" says nothing of 2021 in its second half.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from notice_parser.extracting.dates import date_at
from notice_parser.extracting.joined_periods import joined_period
from notice_parser.extracting.open_periods import FIRST_WORDS, open_period, opens_clause
from notice_parser.extracting.phrases import word_starts
from notice_parser.text import CAPITALS

_YEAR = r"(?:19|20)[0-9]{2}"
_PERIOD = re.compile(
    rf"(?:"
    rf"(?:0?6|sáu)\ tháng\ (?P<half>đầu|cuối)(?:\ của)?(?:\ năm)?\ "
    rf"(?P<half_year>{_YEAR}(?![0-9]))"
    rf"|(?P<months>0?[1-9]|1[01])\ tháng(?:\ đầu)?(?:\ năm)?\ (?P<months_year>{_YEAR}(?![0-9]))"
    rf"|quý\ (?P<quarter>iv|i{{1,3}}|0?[1-4])(?:\ ?[/-]\ ?|\ năm\ |\ )"
    rf"(?P<quarter_year>{_YEAR}(?![0-9]))"
    rf"|(?:giai\ đoạn|năm\ học|niên\ khóa|nhiệm\ kỳ|từ\ năm)\ (?P<from>{_YEAR})"
    rf"\ ?(?:-|–|—|đến|đến\ năm)\ ?(?P<to>{_YEAR}(?![0-9]))"
    rf"|từ\ đầu\ năm\ (?P<since>{_YEAR}(?![0-9]))"
    r"(?:\ (?:đến|tới)\ (?:nay|thời\ điểm\ kiểm\ tra))?"
    r"|(?P<between>từ)\ (?=ngày\ [0-9]|tháng\ [0-9]|[0-9]{1,2}/)"
    r"|(?P<until>(?:tính\ )?(?:đến|tới))(?:\ hết)?(?:\ thời\ điểm)?\ "
    r"(?=ngày\ [0-9]|tháng\ [0-9]|[0-9]{1,2}/)"
    r"|(?=năm\ [12]|tháng\ [0-9])"
    r")"
)
_THEN = re.compile(r"\ (?:đến|tới)(?:\ hết)?\ |\ ?[-–—]\ ?")
# The first of two days or months takes its year from the second: "từ ngày 01/7 đến 15/10/2025".
_WITHOUT_YEAR = re.compile(
    r"(?:ngày\ )?(?P<day>[0-9]{1,2})(?:/|\ tháng\ )(?P<month>[0-9]{1,2})(?![0-9/])"
    r"|tháng\ (?P<only_month>[0-9]{1,2})(?![0-9/])"
    r"|ngày\ (?P<only_day>[0-9]{1,2})(?![0-9/])"
)
_COMPARED = re.compile(
    r"(?:so với|(?P<same>cùng kỳ)|bằng|của luật|từ)\ (?:[^\d.,;]{0,25}\ )?$|hơn\ (?:cùng kỳ\ )?$"
)
# "đạt 85% (năm 2022)", "85% trong năm 2022": a period that touches its figure from the right
_TOUCHING_RIGHT = re.compile(r"\ ?\(?(?:trong|của|vào|ở)?\ ?")
_HAS_DIGIT = re.compile(r"[0-9]")
_SENTENCE_OPENING = re.compile(
    r"[\s\-+*•–—(“\"]*(?:(?:trong|riêng|tính|vào|riêng trong|tính trong)\ )?"
)
_SENTENCE_END = re.compile(rf"[.!?…;](?:\s++(?=[{CAPITALS}“\"(\-+])|(?<=;)\s*+)")
_FIRST_WORDS = (
    frozenset(["năm", "tháng", "quý", "đến", "tới", "tính", "từ", "giai", "nhiệm", "niên", "sáu"])
    | {form for n in range(1, 12) for form in (str(n), f"{n:02}")}
    | FIRST_WORDS
)
_QUARTERS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


class Period(NamedTuple):
    """A stretch of time named at `[start, end)`, in the sentence of that number. `lasting` is
    the code that governs figures of later sentences: its own, if it opens its sentence or is
    no mere year, else that of the period before."""

    start: int
    end: int
    code: str
    sentence: int
    lasting: str


def find_periods(line: str, key: str, sentences: Sequence[int]) -> tuple[Period, ...]:
    """Periods of a line; `sentences` are the offsets where sentences begin."""
    if "20" not in key and "19" not in key:  # no year
        return ()
    found: list[Period] = []
    position = 0
    for start in word_starts(key, _FIRST_WORDS):
        if start < position:
            continue
        number = bisect_right(sentences, start) - 1
        before = _governing(found, number, quarter=key.startswith("quý", start))
        code, position = _code_at(line, key, start, before=before) or (None, start)
        if code is None or _is_compared(key, start):
            continue
        # "Năm 2021, đến nay …" is still about 2021.
        if not code and before and not _HAS_DIGIT.search(key, found[-1].end, start):
            continue
        if code or found:
            # A year alone may belong to a name: "Kế hoạch CCHC năm 2023"
            opens = _opens_sentence(key, sentences[number], start)
            lasting = code if opens or "-" in code else found[-1].lasting if found else ""
            found.append(Period(start, position, code, number, lasting))
    return tuple(found)


def _governing(found: Sequence[Period], sentence: int, *, quarter: bool) -> str:
    """The code that the periods found so far give to what follows in the sentence; a quarter
    is one of the year named last, also by a plan: "Kế hoạch năm 2024 …; báo cáo quý II"."""
    if not found:
        return ""
    return found[-1].code if quarter or found[-1].sentence == sentence else found[-1].lasting


def _code_at(line: str, key: str, start: int, *, before: str) -> tuple[str | None, int] | None:
    """What begins at `start`, and where it ends; no code for what is no period."""
    match = _PERIOD.match(key, start)
    joined = joined_period(key, start) if match or key.startswith("quý", start) else None
    if joined:
        return joined.code, max(joined.end, match.end() if match else start)
    code, end = _code(line, key, match) if match else ("", start)
    if code:
        return code, end
    return open_period(key, start, before) or ((None, max(end, match.end())) if match else None)


def _is_compared(key: str, start: int) -> bool:
    """Whether the time at `start` is only what something is compared with; "…; cùng kỳ năm 2020
    đạt 75%" says when."""
    compared = _COMPARED.search(key, max(0, start - 40), start)
    if compared is None:
        return False
    return not (compared["same"] and opens_clause(key, compared.start()))


def _opens_sentence(key: str, sentence: int, start: int) -> bool:
    opening = _SENTENCE_OPENING.match(key, sentence)
    return opening is not None and opening.end() == start


def period_of(periods: Sequence[Period], key: str, start: int, end: int, *, sentence: int) -> str:
    """The code of the period that governs the figure at `[start, end)`, empty where none does.

    In this order: one that contains it ("6 tháng" đầu năm 2023), one that touches it from the
    right, the last one before it that stands in its sentence or governs later ones.
    """
    number = bisect_right(periods, start, key=lambda period: period.start)
    before = periods[number - 1] if number else None
    if before and start < before.end:
        return before.code
    if number < len(periods) and _touches(key, end, periods[number]):
        return periods[number].code
    if before is None:
        return ""
    return before.code if before.sentence == sentence else before.lasting


def _touches(key: str, end: int, period: Period) -> bool:
    """Whether the period stands right behind a figure that ends at `end` and is not the one of
    another: "đạt 85% (năm 2022)", but not "đạt 85% (năm 2022: 80%)"."""
    if _TOUCHING_RIGHT.fullmatch(key, end, period.start) is None:
        return False
    return "(" not in key[end : period.start] or key.startswith(")", period.end)


def _code(line: str, key: str, match: re.Match[str]) -> tuple[str, int]:
    form = match.lastgroup
    if form == "half_year":
        return f"{match['half_year']}-H{1 if match['half'] == 'đầu' else 2}", match.end()
    if form == "months_year":
        year = match["months_year"]
        return f"{year}-01/{year}-{int(match['months']):02}", match.end()
    if form == "quarter_year":
        return f"{match['quarter_year']}-Q{_quarter(match['quarter'])}", match.end()
    if form == "to":
        return f"{match['from']}/{match['to']}", match.end()
    return (match["since"], match.end()) if form == "since" else _dated(line, key, match)


def _quarter(written: str) -> str:
    return _QUARTERS.get(written, written.lstrip("0"))


def _dated(line: str, key: str, match: re.Match[str]) -> tuple[str, int]:
    if match["between"]:
        return _between(line, key, match.end())
    date = date_at(line, match.end())
    if date is None or not date.iso:
        return "", match.end()
    if match["until"] is None and len(date.iso) == 10:
        return "", date.end  # "ngày 5/6/2023" alone dates an event or a document
    return date.iso, date.end


def _between(line: str, key: str, start: int) -> tuple[str, int]:
    """ "01/01/2023 đến ngày 30/6/2023" at `start`."""
    first = date_at(line, start)
    short = None if first else _WITHOUT_YEAR.match(key, start)
    end = first.end if first else short.end() if short else start
    then = _THEN.match(key, end)
    last = date_at(line, then.end()) if then else None
    if last is None or not last.iso:
        return "", end
    begins = first.iso if first else _in_year_of(last.iso, short) if short else ""
    return (f"{begins}/{last.iso}" if begins else "", last.end)


def _in_year_of(last: str, short: re.Match[str]) -> str:
    """The day or month before `last`: "từ 15/12 đến 14/6/2025" begins in 2024."""
    month = f"{int(short['month'] or short['only_month'] or last[5:7] or 0):02}"
    day = short["day"] or short["only_day"]
    begins = f"{month}-{int(day):02}" if day else month
    if len(begins) != len(last) - 5 or not "01" <= month <= "12":
        return ""
    return f"{int(last[:4]) - (begins > last[5:])}-{begins}"


def sentence_starts(line: str) -> tuple[int, ...]:
    """Offsets where sentences and their halves begin; a point ends one before a capital."""
    return (0, *(match.end() for match in _SENTENCE_END.finditer(line)))
