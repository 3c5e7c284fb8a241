"""Periods without a year, and time words that name none.

    quý II · tháng 7 · 8 tháng đạt … · 6 tháng đầu năm · cả năm · 2021 là …    the year before them
    đến nay · năm nay · 9 tháng đầu năm nay · năm trước · cùng kỳ · kỳ trước   no code

They are read only behind a period: where nothing was named, nothing is carried over.
"""

from __future__ import annotations

import re

from notice_parser.text import WORD_END

_YEAR = r"(?:19|20)[0-9]{2}(?![0-9])"
_TOLD = r"(?=\ ?:|\ (?:đạt|là|còn|có|được|mới|đã|ước|chỉ|tiếp\ nhận|giải\ quyết|giảm|tăng)\ |\ \()"
_RELATIVE = r"(?:nay|trước|ngoái|sau|tới|qua)"
# A quarter, month or year of its own is known by the year of the period before.
_OPEN = re.compile(
    rf"(?:"
    rf"quý\ (?P<quarter>iv|i{{1,3}}|0?[1-4])(?!/){WORD_END}"
    rf"|tháng\ (?P<month>0?[1-9]|1[0-2])(?![0-9/])(?!\ năm)"
    rf"|(?:0?6|sáu)\ tháng\ (?P<half>đầu|cuối)\ năm(?!\ (?:[12]|{_RELATIVE}|học))"
    rf"|(?P<clause>(?P<months>0?[1-9]|1[01])\ tháng(?:\ đầu\ năm)?{_TOLD})"
    rf"|(?P<whole>cả\ năm)(?!\ (?:[12]|{_RELATIVE}))"
    rf"|(?P<year>{_YEAR}){_TOLD}"
    rf"|(?:[0-9]{{1,2}}\ tháng\ (?:(?:đầu|cuối)\ )?)?(?:năm|quý|tháng|kỳ)\ {_RELATIVE}{WORD_END}"
    rf"|(?:đến|tới|hiện)\ nay{WORD_END}|hiện\ tại{WORD_END}|thời\ điểm\ kiểm\ tra"
    rf"|(?P<same>cùng\ kỳ)(?!\ năm\ [12]){WORD_END}"
    rf")"
)
FIRST_WORDS = frozenset(["cả", "cùng", "hiện", "kỳ", "thời", *map(str, range(1990, 2041))])
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_CLAUSE_OPENING = re.compile(r"(?:^|[,;:(]|\ và)\ ?(?:(?:trong|tính|riêng|còn)\ )?$")
# "đến hết tháng 8 …" counts; "ban hành ngay trong tháng 01" and "ngày 5 tháng 7" date an event.
_UP_TO = re.compile(r"(?<!\w)(?:đến|tới|hết)\ $")
_YEARS = re.compile(r"(?<![0-9])[0-9]{4}")


def open_period(key: str, start: int, before: str) -> tuple[str, int] | None:
    """The code and end of what begins at `start`, behind a period of the code `before`; the code
    is empty where the words, or `before`, do not tell the year. None where nothing begins."""
    match = _OPEN.match(key, start) if before else None
    if match is None or not _stands_free(key, start, match):
        return None
    years = set(_YEARS.findall(before))
    year = match["year"] or (years.pop() if len(years) == 1 else "")
    return _code(match, year) if year else "", match.end()


def _stands_free(key: str, start: int, match: re.Match[str]) -> bool:
    """ "tháng 7", "6 tháng", "2021" and "cùng kỳ" say when only at the head of a clause: elsewhere
    they are the date of an event, a length of time, a number, and what something is compared
    with."""
    if match["month"] and _UP_TO.search(key, max(0, start - 6), start):
        return True
    if match["year"] and key.startswith(":", start - 1):
        return False  # "TCVN ISO 9001:2015 được áp dụng"
    if not (match["clause"] or match["month"] or match["year"] or match["same"]):
        return True
    return opens_clause(key, start)


def opens_clause(key: str, start: int) -> bool:
    return _CLAUSE_OPENING.search(key, max(0, start - 8), start) is not None


def _code(match: re.Match[str], year: str) -> str:
    if match["quarter"]:
        return f"{year}-Q{_ROMAN.get(match['quarter'], match['quarter'].lstrip('0'))}"
    if match["month"]:
        return f"{year}-{int(match['month']):02}"
    if match["half"]:
        return f"{year}-H{1 if match['half'] == 'đầu' else 2}"
    if match["months"]:
        return f"{year}-01/{year}-{int(match['months']):02}"
    return year if match["whole"] or match["year"] else ""
