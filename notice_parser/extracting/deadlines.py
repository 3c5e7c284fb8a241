"""By when something is to be done: "trước ngày 30/9/2023", "trong thời hạn 15 ngày".

    trước ngày 30/9/2023 · chậm nhất 20/12/2025     2023-09-30 · 2025-12-20
    trước ngày 30/9 · trong tháng 10                the next one after the notice
    trong tháng 8/2024 · đến hết quý I/2026         2024-08 · 2026-03 (the last month of it)
    trong 6 tháng đầu năm 2024                      2024-06
    trong năm 2023 · từ nay đến cuối năm            2023 · the year of the notice
    trước 17 giờ ngày 25/11/2023 · trong nửa đầu tháng 12/2023     2023-11-25 · 2023-12-15
    trong thời hạn 15 ngày · 05 ngày làm việc       counted from the day of the notice

A term counts from the day of the notice also where the text says "kể từ ngày nhận được": the
day of receipt is in no notice. Working days leave out Saturdays and Sundays; holidays are not
known here. What the notice asks for every time ("mỗi hồ sơ …", "theo quy định", "trước ngày 31/01
hằng năm", "05 ngày kể từ khi nhận được văn bản của bộ") has no day and is no deadline. The words
are those of `deadlines.toml`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import regex

from notice_parser.extracting.dates import date_at
from notice_parser.extracting.joined_periods import joined_period
from notice_parser.extracting.phrases import Phrases, line_key
from notice_parser.lexicon import load
from notice_parser.model import Deadline

_CLAUSE_END = regex.compile(r"[;\n]|\.\ ")
_YEAR = r"(?:19|20)[0-9]{2}"
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNTS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "mười": 10}
_POINT = regex.compile(
    rf"(?:ngày\ )?(?P<day>[0-9]{{1,2}})\ ?[/.-]\ ?(?P<month>[0-9]{{1,2}})"
    rf"(?:\ ?[/.-]\ ?(?P<year>{_YEAR}))?(?![0-9/%]|[.,-][0-9])"
    rf"|ngày\ (?P<day>[0-9]{{1,2}})\ (?:của\ )?tháng\ (?P<month>[0-9]{{1,2}})"
    rf"(?:(?:\ ?/\ ?|\ năm\ )(?P<year>{_YEAR}))?(?![0-9])"
    rf"|(?P<middle>nửa\ đầu)\ tháng\ (?P<month>[0-9]{{1,2}})"
    rf"(?:(?:\ ?/\ ?|\ năm\ )(?P<year>{_YEAR}))?(?![0-9/])"
    rf"|tháng\ (?P<month>[0-9]{{1,2}})(?:(?:\ ?[/.-]\ ?|\ năm\ )(?P<year>{_YEAR}))?(?![0-9/])"
    rf"|quý\ (?P<quarter>iv|i{{1,3}}|0?[1-4])(?:(?:\ ?[/-]\ ?|\ năm\ |\ )(?P<year>{_YEAR}))?(?!\w)"
    rf"|năm\ (?P<year>{_YEAR})(?![0-9/])"
    r"|(?P<this>năm(?:\ nay)?)(?![\w-])"
    r"(?!\ (?:học|trước|sau|qua|ngoái|tới|kế hoạch|tài chính|[0-9]))"
    rf"|(?:0?6)\ tháng\ (?P<half>đầu|cuối)(?:\ của)?\ năm(?:\ (?P<year>{_YEAR}))?(?!\w)"
    r"|(?P<count>[0-9]{1,3})\ (?P<unit>ngày\ làm việc|ngày|tuần|tháng)(?!\w)(?!\ ?[0-9])"
    # "02 lần trong một tháng" is no term.
    rf"|(?P<count>{'|'.join(_COUNTS)})\ (?P<unit>ngày\ làm việc|ngày|tuần|tháng)(?!\w)"
    r"(?=\ (?:kể|tính)\ từ|\ từ\ ngày|\ sau\ (?:khi|ngày))"
)
# "trước 16 giờ 30 phút ngày 25/12/2021", "chậm nhất 17h00, ngày 25/12/2021"
_HOUR = regex.compile(
    r"(?r)(?<!\w)(?:lúc\ )?[0-9]{1,2}\ ?(?:giờ|h|g|:)(?:\ ?[0-9]{2}(?:\ phút)?)?"
    r"(?:\ (?:sáng|chiều))?,?\ "
)
# "trước ngày 20/6 và ngày 20/12 hằng năm"
_LISTED = regex.compile(
    r"(?:(?:,|\ và|\ hoặc)\ (?:trước\ )?(?:ngày\ )?[0-9]{1,2}(?:/|\ tháng\ )[0-9]{1,2})*+\ \(?"
)
# What a term counts from: whatever happens every time, or the notice. "kể từ ngày nhận" means it.
_COUNTED_FROM = regex.compile(
    r"\ (?:(?:(?:kể|tính)\ )*từ\ (?:ngày|khi|lúc|thời\ điểm)|sau\ (?:khi|ngày))\ "
    r"(?!(?:nhận|ký)(?:\ được)?\ ?(?:[,.;\n/]|$))(?P<event>[^,.;\n]{0,60})"
)
_CLAUSE_HEAD = regex.compile(r"[\s\-+*•–—(]*(?:[a-zđ]\)\s*|[0-9]{1,2}[.)]\s*)?")
# Every point begins with one of these; a literal is searched fast.
_BEGINS = regex.compile(
    r"(?<!\w)(?:(?=[0-9])|(?=ngày\ [0-9]|tháng\ [0-9]|quý\ [ivIV0-9]|năm\b|nửa\ đầu)"
    rf"|(?=(?:{'|'.join(_COUNTS)})\ (?:ngày|tuần|tháng)\ (?:kể|tính|từ|sau|làm)))"
)


@dataclass(frozen=True)
class _Words:
    before: Phrases
    clause: Phrases
    after: Phrases
    notice: Phrases


@lru_cache(maxsize=1)
def _words() -> _Words:
    entries = load("deadlines").entries

    def at(place: str) -> Phrases:
        return Phrases(tuple(entry for entry in entries if entry.get("at") == place))

    return _Words(at("before"), at("clause"), at("after"), at("event"))


def find_deadlines(
    text: str, *, start: int = 0, end: int | None = None, announced: str = ""
) -> Iterator[Deadline]:
    """The deadlines in the request `text[start:end]`, in order, offsets into `text`.

    `announced` is the ISO date of the notice. Where it is needed and is not a full day, `due`
    is empty.
    """
    stop = len(text) if end is None else end
    key = line_key(text[start:stop])
    day = _day_of(announced)
    for begin, finish in _clauses(key):
        position = begin
        for match in _BEGINS.finditer(key, begin, finish):
            point = _POINT.match(key, match.start(), finish) if match.start() >= position else None
            deadline = _deadline(key, begin, point, day=day) if point else None
            if deadline:
                first, last, due = deadline
                yield Deadline(start + first, start + last, text[start + first : start + last], due)
                position = last


def only_deadline(text: str, *, start: int, end: int, announced: str = "") -> Deadline | None:
    """The one time that a cell of a column of deadlines names: "30/11/2024", "Quý IV/2024".

    None where it names none or several: "(1) 08/11/2024; (2) 30/11/2024".
    """
    key = line_key(text[start:end])
    day = _day_of(announced)
    points: list[regex.Match[str]] = []
    for match in _BEGINS.finditer(key):
        point = _POINT.match(key, match.start())
        if point and (not points or point.start() >= points[-1].end()):
            points.append(point)
    due = _due(points[0], _kind(points[0]), day) if len(points) == 1 else None
    if due is None:
        return None
    first, last = start + points[0].start(), start + points[0].end()
    return Deadline(first, last, text[first:last], due)


def last_deadline(deadlines: Iterator[Deadline]) -> Deadline | None:
    """The one by which everything is to be done."""
    return max(deadlines, key=lambda d: _last_day(d.due), default=None)


def _day_of(announced: str) -> date | None:
    return date.fromisoformat(announced) if len(announced) == 10 else None


def _clauses(key: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _CLAUSE_END.finditer(key):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(key)


def _deadline(
    key: str, clause: int, point: regex.Match[str], *, day: date | None
) -> tuple[int, int, str] | None:
    """Where it begins and ends, and its date."""
    kind = _kind(point)
    hour = _HOUR.match(key, clause, point.start()) if kind == "day" else None
    before = _words().before.ending_at(key, hour.start() if hour else point.start())
    if before is None and _alone_behind_colon(key, point):
        due = _due(point, kind, day)
        return (point.start(), point.end(), due) if due and _is_future(due, day) else None
    if before is None or before.start < clause or kind not in before.entry.get("takes"):
        return None
    if _is_rule(key, clause, before.start, kind, point) or _recurs(key, kind, point):
        return None
    several = joined_period(key, point.start())  # "trong quý II và quý III năm 2026"
    due = several.last if several else _due(point, kind, _counted_from(key, point) or day)
    if due is None or (before.entry.get("future", False) and not _is_future(due, day)):
        return None
    return before.start, several.end if several else point.end(), due


def _alone_behind_colon(key: str, point: regex.Match[str]) -> bool:
    """ "Công khai dự toán: 30/11/2022."; a term has words of its own."""
    alone = key[: point.start()].endswith(": ") and not key[point.end() :].strip(" .;/")
    return alone and _kind(point) in ("day", "month", "quarter")


def _is_future(due: str, day: date | None) -> bool:
    return bool(due and day and _last_day(due) > day.isoformat())


def _is_rule(key: str, clause: int, end: int, kind: str, point: regex.Match[str]) -> bool:
    """Whether words before say that it is so every time: "hằng năm ban hành trước ngày 31/01"."""
    for phrase in _words().clause.within(key, clause, end):
        if kind in phrase.entry.get("takes"):
            return True
        if kind in phrase.entry.get("yearless", ()) and not point["year"]:
            # "Rà soát kế hoạch hằng năm, hoàn thành trước ngày 30/11" is asked for once
            head = _CLAUSE_HEAD.match(key, clause)
            if "," not in key[phrase.end : end] or (head and head.end() == phrase.start):
                return True
    return False


def _recurs(key: str, kind: str, point: regex.Match[str]) -> bool:
    """Whether the words behind say so: "31/01 hằng năm", "05 ngày kể từ khi nhận được hồ sơ"."""
    listed = _LISTED.match(key, point.end())
    follows = _words().after.starting_at(key, listed.end()) if listed else None
    if follows and kind in follows.entry.get("takes"):
        return True
    stop = _CLAUSE_END.search(key, point.end())
    colon = key.find(":", point.end(), stop.start() if stop else len(key))
    if colon >= 0:  # "… trong 03 ngày sau khi ban hành: thường xuyên."
        said = _words().clause.within(key, colon, stop.start() if stop else len(key))
        if any(kind in phrase.entry.get("takes") for phrase in said):
            return True
    event = _COUNTED_FROM.match(key, point.end()) if kind == "term" else None
    if event is None or _counted_from(key, point):
        return False
    named = _words().notice.within(key, *event.span("event"))
    return not named or bool(named[0].entry.get("another", False))


def _counted_from(key: str, point: regex.Match[str]) -> date | None:
    """The day named behind a term: "trong vòng 10 ngày kể từ ngày 20/11/2025"."""
    event = _COUNTED_FROM.match(key, point.end()) if point["count"] else None
    day = date_at(key, event.start("event")) if event else None
    return _day_of(day.iso) if day else None


def _kind(point: regex.Match[str]) -> str:
    if point["count"]:
        return "term"
    for name in ("day", "month", "quarter"):
        if point[name]:
            return name
    if point["half"]:
        return "quarter"
    return "year" if point["year"] else "this-year"


def _due(point: regex.Match[str], kind: str, day: date | None) -> str | None:
    """The date, "" where only the notice's would tell it, None where there is no such day."""
    if kind == "term":
        count = _COUNTS.get(point["count"]) or int(point["count"])
        return _after(count, point["unit"], day).isoformat() if day else ""
    month = _month(point, kind)
    last = _last(point) or 31
    year = int(point["year"]) if point["year"] else _next_year(month, last, day)
    if year is None:
        return ""
    if month is None:
        return f"{year}"
    try:
        return date(year, month, _last(point) or 1).isoformat()[: 10 if _last(point) else 7]
    except ValueError:
        return None


def _last(point: regex.Match[str]) -> int | None:
    """The day of the month, the middle of it for its first half."""
    return int(point["day"]) if point["day"] else 15 if point["middle"] else None


def _month(point: regex.Match[str], kind: str) -> int | None:
    if point["half"]:
        return 6 if point["half"] == "đầu" else 12
    if kind == "quarter":
        return 3 * (_QUARTERS.get(point["quarter"]) or int(point["quarter"]))
    return int(point["month"]) if point["month"] else None


def _next_year(month: int | None, last: int, day: date | None) -> int | None:
    """The year of the first such date that is not before the notice."""
    if day is None:
        return None
    return day.year + (month is not None and (month, last) < (day.month, day.day))


def _after(count: int, unit: str, day: date) -> date:
    if unit == "tháng":
        months = day.year * 12 + day.month - 1 + count
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    if unit != "ngày làm việc":
        return day + timedelta(days=count * (7 if unit == "tuần" else 1))
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _last_day(due: str) -> str:
    """For comparing: "2023-08" ends with its last day."""
    return due + "-12-31"[3 * (len(due) == 7) :] if len(due) in (4, 7) else due
