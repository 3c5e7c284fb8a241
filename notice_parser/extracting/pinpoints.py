"""Which part of a document is meant: "điểm a, b khoản 2 Điều 5", just before its name.

khoản 3 Điều 36 · khoản 3 Điều 132, khoản 5 Điều 126 · Điều 5, 6 và 7 · từ Điều 5 đến Điều 9 ·
các khoản 1, 2 Điều 4 · Mục 2 Chương III · Phụ lục II ban hành kèm theo
"""

from __future__ import annotations

import regex

_REACH = 240  # characters; chains in laws reach 150
_NEAR = 100  # characters in which the last part of a chain must begin

_NUMBER = r"[0-9]{1,3}[a-zđ]?(?:\.[0-9]{1,2}){0,3}(?!\w)"
_ROMAN = r"[IVXLC]{1,7}(?!\w)"
_LETTER = r"[a-zđ][0-9]?(?!\w)"
_JOIN = r"(?:,\h{0,2}|\h{1,2}(?:và|hoặc|đến(?:\h{1,2}hết)?)\h{1,2}|\h?[-–]\h?|;\h{0,2})"


def _values(value: str) -> str:
    return rf"\h{{1,2}}{value}(?:{_JOIN}{value}){{0,12}}"


_POINTS = _values(rf"(?:{_LETTER}|{_NUMBER})")
_HEADINGS = _values(rf"(?:số\h)?(?:{_ROMAN}|{_NUMBER}|[A-Z](?!\w))")
_PART = (
    rf"(?:[Đđ]iều{_values(_NUMBER)}|[Kk]hoản{_values(_NUMBER)}|[Đđ]iểm{_POINTS}|[Tt]iết{_POINTS}"
    rf"|[Mm]ục{_HEADINGS}|[Cc]hương{_HEADINGS}|[Pp]hần{_HEADINGS}|[Pp]hụ\hlục(?:{_HEADINGS})?"
    rf"|[Đđ]oạn{_values(_NUMBER)}|[Tt]iểu\hmục{_values(_NUMBER)})"
)
# The last part with the words that link it to its document, and a part with what joins it to the
# next: both are tried where a keyword stands, so nothing is searched.
_LINK = r",?\h{1,3}(?:ban\hhành\h)?(?:kèm\h)?(?:theo\h)?(?:của\h{1,3}|tại\h{1,3}|trong\h{1,3})?"
_LAST = regex.compile(rf"(?P<part>{_PART}){_LINK}")
# A quick look for what a last part can end with.
_ENDING = regex.compile(rf"(?r)(?:[0-9][a-zđ]?|[IVXLC]|\h\p{{L}}|lục){_LINK}")
_JOINED = regex.compile(
    rf"{_PART}(?:;\h|,?\h{{0,2}}(?:và\h(?:tại\h)?|của\h|hoặc\h|đến\h|tại\h)?)(?:các\h)?"
)
_KEYWORDS = ("iều ", "hoản ", "iểm ", "hương ", "ục ", "hần ", "iết ", "oạn ")
_MAX_PARTS = 15
# The second word of a part of two: "Phụ lục", "Tiểu mục".
_TWO_WORDS = {"lục": "phụ ", "mục": "tiểu "}


def pinpoint_before(text: str, end: int, floor: int) -> tuple[int, str] | None:
    """Start and words of the pinpoint whose connecting words end at `end`; nothing before
    `floor` is read."""
    if not _ENDING.match(text, floor, end):
        return None
    start = _part_before(text, end, max(floor, end - _NEAR))
    last = _LAST.fullmatch(text, start, end) if start >= 0 else None
    if last is None:
        return None
    floor = max(floor, end - _REACH)
    for _ in range(_MAX_PARTS):
        earlier = _part_before(text, start, floor)
        if earlier < 0 or not _JOINED.fullmatch(text, earlier, start):
            break
        start = earlier
    return start, text[start : last.end("part")]


def _part_before(text: str, end: int, floor: int) -> int:
    """Where the last word for a part begins in `[floor, end)`, below zero where none does."""
    at = max([text.rfind(keyword, floor, end) for keyword in _KEYWORDS])
    if at < 0:
        return at
    start = at
    while start > floor and text[start - 1].isalpha():
        start -= 1
    before = _TWO_WORDS.get(text[start : at + 2].lower())
    if before and text[start - len(before) : start].lower() == before:
        start -= len(before)
    return start
