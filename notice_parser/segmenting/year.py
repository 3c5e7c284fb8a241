"""The year of an inspection: the title names it, or when the team was there, or the notice's date.

A title may name other years as well: that of a document ("… thực hiện Thông báo số 12/TB-SNV năm
2020 …"), and that of an earlier inspection, where what became of it was looked at ("Kết quả kiểm
tra việc khắc phục hạn chế sau kiểm tra CCHC năm 2021").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import find_dates
from notice_parser.segmenting.phrases import sentence_ends
from notice_parser.segmenting.preamble import days

# "Thông báo số 12/TB-SNV năm 2020", "Kế hoạch số 45/KH-UBND của UBND tỉnh ngày 12/01/2022".
_OF_DOCUMENT = regex.compile(r"\d+\s?/[^\s,;]*\p{Lu}[^\s,;]*(?:\s+của\s[^,;]{2,40}?)?,?\s+$")
_JOINS = regex.compile(r"\s*(?:,|và|-|–)\s*")  # "sau kiểm tra năm 2020 và năm 2021"
# "Ngày 13 và 15/9/2022, Sở Nội vụ …", "…, trong 02 ngày 19, 20 tháng 5 năm 2022, Đoàn …", "từ
# ngày 12/9/2022 đến …": a day on which something was done, no day of a document.
_WHEN = regex.compile(
    r"(?:^|[,;.]\s+|\bvào\s+)(?:(?:trong|vào|từ|sáng|chiều|các|hai|ba|\d{1,2})\s+)*"
    r"(?:ngày\b[\s\d,/.-]*(?:và\s+(?:ngày\s+)?|đến\s+(?:ngày\s+)?)?)?$",
    regex.IGNORECASE,
)


def inspection_year(title: str, date: str, preamble: Sequence[str] = ()) -> int | None:
    """The last year of its own that the title names; else that of the visit that the paragraphs of
    the `preamble` tell, else that of the `date` of the notice."""
    own = list(_own_years(title))
    visits = filter(None, map(_visited, preamble))
    year = (own[-1] if own else next(visits, date))[:4]
    return int(year) if year else None


def _own_years(title: str) -> Iterator[str]:
    """But for those of documents, and of an earlier inspection of which the title tells what
    became; a year behind that is its own again."""
    words = list(lexicon.load("years").find(title, overlapping=True))
    follows = next((m.start for m in words if m.entry.code == "follow-up"), len(title))
    free, another = 0, False
    for year in (m for m in find_dates(title) if len(m.iso) >= 4):
        behind = (m for m in words if free <= m.start and m.end <= year.start)
        earlier = any(m.entry.code == "earlier" and m.start > follows for m in behind)
        goes_on = another and _JOINS.fullmatch(title, free, year.start) is not None
        another = earlier or goes_on or bool(_OF_DOCUMENT.search(title, 0, year.start))
        free = year.end
        if not another:
            yield year.iso


def _visited(paragraph: str) -> str:
    """The first day on which the team was there, "" where the paragraph tells none."""
    begin = 0
    for stop in (*(m.end() for m in sentence_ends(paragraph, 0, len(paragraph))), len(paragraph)):
        sentence, begin = paragraph[begin:stop], stop
        for day in days(sentence):
            done = lexicon.load("years").find(sentence[day.end :], overlapping=True)
            looked = any(match.entry.code in ("visit", "follow-up") for match in done)
            if looked and _WHEN.search(sentence, 0, day.start):
                return day.iso
    return ""
