"""Which part of a document is meant: "điểm a, b khoản 2 Điều 5", just before its name.

khoản 3 Điều 36 · khoản 3 Điều 132, khoản 5 Điều 126 · Điều 5, 6 và 7 · từ Điều 5 đến Điều 9 ·
các khoản 1, 2 Điều 4 · Mục 2 Chương III · Phụ lục II ban hành kèm theo
"""

from __future__ import annotations

import re
from functools import lru_cache

from notice_parser.text import SPACE

_REACH = 240  # characters; chains in laws reach 150

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
# The words of `_LINK` and `_JOINT`. Any other word of small letters ends a chain, except keywords.
_BETWEEN = frozenset(
    ["ban", "hành", "kèm", "theo", "của", "tại", "trong", "và", "hoặc", "đến", "hết", "các", "số"]
)
_KEYWORDS = frozenset(["điều", "khoản", "điểm", "tiết", "mục", "chương", "phần", "lục", "đoạn"])
# The second word of a part of two: "Phụ lục", "Tiểu mục".
_TWO_WORDS = {"lục ": "phụ ", "mục ": "tiểu "}
_MAX_PARTS = 16
# "khoản 3 Điều 4 Quy chế làm việc ban hành kèm theo Quyết định …"
_ENACTED = re.compile(
    r"(?<=[0-9IVX]\h)(?:của\h|tại\h)?(?:Quy\h(?:chế|định|trình)|Điều\hlệ|Nội\hquy|Bộ\htiêu\hchí|Đề\hán|Kế\hhoạch"
    r"|Chương\htrình|Danh\hmục|Hướng\hdẫn)\h[^.;:()0-9\n]{0,120}?ban\hhành\h(?:kèm\h)?theo\h\Z".replace(
        r"\h", SPACE
    )
)


def pinpoint_before(text: str, end: int, floor: int) -> tuple[int, str] | None:
    """Start and words of the pinpoint whose connecting words end at `end`; nothing before
    `floor` is read. Its words are read from the last to the first."""
    if floor < end - _REACH:
        floor = end - _REACH
    if text.endswith("theo ", floor, end) and (enacted := _ENACTED.search(text, floor, end)):
        end = enacted.start()
    last, start, at, parts = None, end, end, 0
    while at > floor and parts < _MAX_PARTS:
        word_end, at = at, text.rfind(" ", floor, at - 1) + 1 or floor
        role = _role(text[at:word_end])
        if role is None:
            break
        if not role:
            continue
        part = _part_start(text, word_end - role, word_end)
        if part < floor:
            break
        if last is None:
            last = _LAST.fullmatch(text, part, end)
        elif not _JOINED.fullmatch(text, part, start):
            break
        if last is None:
            break
        start, at, parts = part, min(at, part), parts + 1
    return (start, text[start : last.end(1)]) if last else None


@lru_cache(maxsize=16384)
def _role(word: str) -> int | None:
    """What a word and the space behind it are in a chain: the length of a keyword ("Điều "), 0
    for a value or a word between parts, None for a word that ends the chain."""
    bare = word.rstrip()
    letters = bare.lstrip("(“\"'[")
    if letters.lower() in _KEYWORDS:
        return len(letters) + len(word) - len(bare)
    plain = len(bare) > 1 and bare.isalpha() and bare[-1].islower()
    return None if plain and bare not in _BETWEEN else 0


def _part_start(text: str, start: int, end: int) -> int:
    """Where the part begins whose keyword is `[start, end)`."""
    before = _TWO_WORDS.get(text[start:end].lower(), "")
    two = before and text[start - len(before) : start].lower() == before
    return start - len(before) if two else start
