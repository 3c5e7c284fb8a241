"""Which part of a document is meant: "điểm a, b khoản 2 Điều 5", just before its name.

khoản 3 Điều 36 · khoản 3 Điều 132, khoản 5 Điều 126 · Điều 5, 6 và 7 · từ Điều 5 đến Điều 9 ·
các khoản 1, 2 Điều 4 · Mục 2 Chương III · Phụ lục II ban hành kèm theo
"""

from __future__ import annotations

import re
from functools import lru_cache

import regex

from notice_parser.text import SPACE

_REACH = 240  # characters; chains in laws reach 150
_LAST_WORD = 24  # characters, more than the last word of one has
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
# The module re reads so short a piece in a third of the time.
_LAST = re.compile(rf"({_PART}){_LINK}".replace(r"\h", SPACE))
_JOINT = r"(?:;\h|,?\h{0,2}(?:và\h(?:tại\h)?|của\h|hoặc\h|đến\h|tại\h)?)(?:các\h)?"
_JOINED = re.compile(f"{_PART}{_JOINT}".replace(r"\h", SPACE))
# The words of `_LINK`, and those that join parts.
_LINK_WORDS = frozenset(["ban ", "hành ", "kèm ", "theo ", "của ", "tại ", "trong "])
_JOINING_WORDS = frozenset(["và", "của", "hoặc", "đến", "tại", "các", "lục"])
_KEYWORD = regex.compile(r"(?r)(?:iều|hoản|iểm|hương|ục|hần|iết|oạn)\ ")
_MAX_PARTS = 15
# The second word of a part of two: "Phụ lục", "Tiểu mục".
_TWO_WORDS = {"lục": "phụ ", "mục": "tiểu "}


def pinpoint_before(text: str, end: int, floor: int) -> tuple[int, str] | None:
    """Start and words of the pinpoint whose connecting words end at `end`; nothing before
    `floor` is read."""
    if not _part_may_end(text, end, floor):
        return None
    start = _part_before(text, end, max(floor, end - _NEAR))
    last = _LAST.fullmatch(text, start, end) if start >= 0 else None
    if last is None:
        return None
    floor = max(floor, end - _REACH)
    for _ in range(_MAX_PARTS):
        before = text.rfind(" ", floor, start - 1) if start > floor else -1
        if before >= 0 and not _may_join(text[before + 1 : start]):
            break
        earlier = _part_before(text, start, floor)
        if earlier < 0 or not _JOINED.fullmatch(text, earlier, start):
            break
        start = earlier
    return start, text[start : last.end(1)]


def _part_may_end(text: str, end: int, floor: int) -> bool:
    """A quick look at the last word but those of `_LINK`: most documents stand behind a word
    that no pinpoint ends with, or behind a mark."""
    while end > floor:
        before = text.rfind(" ", end - _LAST_WORD if end > _LAST_WORD else 0, end - 1)
        word = text[before + 1 : end]
        if before < floor or word not in _LINK_WORDS:
            return before < floor or _may_end(word)
        end = before + 1
    return False


@lru_cache(maxsize=4096)
def _may_end(word: str) -> bool:
    bare = word[:-1]
    return word[-1].isspace() and (not _is_plain(bare) or bare == "lục")


@lru_cache(maxsize=4096)
def _may_join(word: str) -> bool:
    """A quick look at the word before a part: "khoản 3 Điều 36", "khoản 3 và Điều 5"."""
    bare = word.rstrip()
    return not _is_plain(bare) or bare in _JOINING_WORDS


def _is_plain(word: str) -> bool:
    """Letters that end in a small one: neither a number nor the letter of a "điểm"."""
    return word.isalpha() and word[-1].islower() and len(word) > 1


def _part_before(text: str, end: int, floor: int) -> int:
    """Where the last word for a part begins in `[floor, end)`, below zero where none does."""
    keyword = _KEYWORD.search(text, floor, end)
    if keyword is None:
        return -1
    at = start = keyword.start()
    while start > floor and text[start - 1].isalpha():
        start -= 1
    before = _TWO_WORDS.get(text[start : at + 2].lower())
    if before and text[start - len(before) : start].lower() == before:
        start -= len(before)
    return start
