"""Which part of a document is meant: "điểm a, b khoản 2 Điều 5", just before its name.

khoản 3 Điều 36 · khoản 3 Điều 132, khoản 5 Điều 126 · Điều 5, 6 và 7 · từ Điều 5 đến Điều 9 ·
các khoản 1, 2 Điều 4 · Mục 2 Chương III · Phụ lục II ban hành kèm theo
"""

from __future__ import annotations

import regex

_REACH = 240  # characters; chains in laws reach 150
_LONGEST_WORD = 8  # characters of "Tiểu mục"
_NEAR = 48  # characters in which the last part of a chain must begin

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
_CHAIN = regex.compile(
    rf"(?<!\w)(?P<chain>{_PART}"
    rf"(?:(?:;\h|,?\h{{0,2}}(?:và\h(?:tại\h)?|của\h|hoặc\h|đến\h|tại\h)?)(?:các\h)?{_PART}){{0,14}})"
    r"(?P<link>,?\h{1,3}(?:ban\hhành\h)?(?:kèm\h)?(?:theo\h)?(?:của\h{1,3}|tại\h{1,3}|trong\h{1,3})?)"
)
_KEYWORDS = ("iều ", "hoản ", "iểm ", "hương ", "ục ", "hần ", "iết ", "oạn ")


def pinpoint_before(text: str, end: int, floor: int) -> tuple[int, str] | None:
    """Start and words of the pinpoint whose connecting words end at `end`; nothing before
    `floor` is read."""
    near = max(floor, end - _NEAR)
    if all(text.find(keyword, near, end) < 0 for keyword in _KEYWORDS):
        return None
    # The pattern is slow where nothing begins: a chain begins with the first of its words.
    floor = max(floor, end - _REACH)
    first = min(at for at in (text.find(k, floor, end) for k in _KEYWORDS) if at >= 0)
    for match in _CHAIN.finditer(text, max(floor, first - _LONGEST_WORD), end):
        if match.end() == end:
            return match.start("chain"), match["chain"]
    return None
