"""What a figure is for: comparator and role, from the words around an amount.

Words that touch the amount ("tối thiểu", "tăng", "so với") become part of its quote. Else the
nearest telling word of the clause decides ("chỉ đạt" 79%, "chỉ tiêu" 80%), and where that is
only "đạt" or nothing, whether the sentence asks for something or tells something.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import regex

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.clause_roles import clause_role
from notice_parser.extracting.phrases import Phrase
from notice_parser.extracting.role_words import (
    CLAUSE,
    COUNTED,
    range_start,
    role_words,
    skip_space,
)
from notice_parser.lexicon import load

_AFTER = 60
_VERSUS = re.compile(
    r"[^.;\n]{0,40}?(?:so với|kế hoạch|chỉ tiêu|dự toán|cùng kỳ|mức bình quân|mức chung)"
)
_NOW = regex.compile(
    r"[^.,;\n]{0,60}?(?<!\w|trở\ )(?:lên|xuống|còn|thành)(?!\w)[^0-9.;\n]{0,30}+[0-9]"
)
# "cao hơn điểm thẩm định 12,3 điểm", "vượt mức quy định 2.000 đồng", but not "cao hơn mức bình
# quân 85 điểm"
_BY = regex.compile(
    r"(?r)(?<!\w)(?:(?P<sign>cao|nhiều|thấp|ít|kém)\ hơn|(?P<sign>vượt)(?=\ mức))"
    r"(?:\ (?!mức(?!\ (?:quy\ định|cho\ phép)\b)|bình|trung|chỉ|mục|là|đạt|còn)\p{L}+){1,5}\ "
)
# "cao hơn mức 30% của năm 2022" is no goal.
_COMMON = regex.compile(
    r"[^.,;\n]{0,12}?(?<!\w)(?:năm|cùng kỳ|kỳ trước|bình quân|trung bình|toàn quốc|cả nước)(?!\w)"
)
# "(kế hoạch: 60%; cùng kỳ: 52,1%)"
_BESIDE = re.compile(r"(?<=[(,;]) ?$|(?<=[(,;] )$")
_LATER = re.compile(r"(?<!\w)muộn\ $")
_RAISED_INCOME = re.compile(r"thu nhập\ ?(?:bình quân\ )?$")


# "thấp hơn bình quân chung của tỉnh 14,2 điểm phần trăm"
_BY_POINTS = regex.compile(r"(?r)(?<!\w)(?P<sign>cao|nhiều|thấp|ít|kém)\ hơn\ [^.,;:()0-9]{0,60}")


class Meaning(NamedTuple):
    """`[start, end)` is the amount with the words that touch it."""

    start: int
    end: int
    role: str
    comparator: str


def opens_with_request(key: str, start: int = 0) -> bool:
    """Whether a statement asks: "Tiếp tục cập nhật …", "Khẩn trương số hóa …"."""
    return role_words().opening.starting_at(key, start) is not None


def read_role(
    key: str, amount: Amount, *, sentence: int, previous: int, requested: bool
) -> Meaning:
    """`sentence` and `previous` are where the sentence begins and the figure before ends;
    `requested` says that the whole statement asks for something."""
    after = role_words().after.starting_at(key, skip_space(key, amount.end))
    end = after.end if after else amount.end
    open_ended = amount.low is not None or after is not None
    begin = range_start(key, amount.start) if open_ended else amount.start
    touching = _touching(key, amount, begin, max(sentence, previous))
    start = min((t.start for t in touching if _speaks(t)), default=begin)
    sign = _sign(key, touching, amount)
    if sign:
        return Meaning(start, end, "change", sign)
    begin = max(sentence, previous, amount.start - CLAUSE)
    sign = _points_sign(key, begin, amount)
    if sign:
        return Meaning(start, end, "change", sign)
    comparator = _comparator(touching, after)
    if comparator == ">" and _forbidden().search(key, begin, start):
        return Meaning(start, end, "target", "<=")  # "không để tỷ lệ hồ sơ trễ hạn quá 3%"
    role = _touching_role(key, touching, amount)
    if role:
        return Meaning(start, end, role, comparator)
    role = clause_role(
        key, amount, begin, sentence=sentence, comparator=comparator, requested=requested
    )
    return Meaning(start, end, role, comparator)


def _speaks(phrase: Phrase) -> bool:
    """Whether the phrase belongs to the quote: it gives a comparator."""
    return bool(phrase.entry.get("comparator") or phrase.entry.get("sign"))


def _is_filler(phrase: Phrase) -> bool:
    return bool(phrase.entry.get("filler", False))


def _touching(key: str, amount: Amount, position: int, floor: int) -> list[Phrase]:
    """Role words from `position` to the left; fillers count only between them."""
    found: list[Phrase] = []
    for _ in range(4):
        phrase = _label(key, position) or role_words().touching.ending_at(key, position)
        if phrase is None or phrase.start < floor or _stands_on(key, phrase, amount):
            break
        position = phrase.start
        found.append(phrase)
    while found and _is_filler(found[-1]):
        found.pop()
    return found


def _label(key: str, position: int) -> Phrase | None:
    """What a label before the number at `position` says it is: "(kế hoạch: 60%)"."""
    if not key.endswith(": ", max(0, position - 2), position):
        return None
    phrase = role_words().touching.ending_at(key, position - 2)
    if phrase is None or not (phrase.entry.get("base") or phrase.entry.get("role") == "target"):
        return None
    return phrase if _is_beside(key, phrase.start) else None


def _is_beside(key: str, start: int) -> bool:
    return _BESIDE.search(key, max(0, start - 2), start) is not None


def _stands_on(key: str, phrase: Phrase, amount: Amount) -> bool:
    """ "trên 03 lĩnh vực" is where, not how many; "chi thu nhập tăng thêm 5 triệu đồng" is a
    name of that income; "vượt 02 người" counts and is no change."""
    if phrase.words == "trên" and amount.ground:
        return True
    if phrase.entry.get("shares", False) and amount.kind in COUNTED:
        return True
    units = phrase.entry.get("units", ())
    if units and amount.unit not in units:
        return True
    if phrase.entry.get("beside", False) and not _is_beside(key, phrase.start):
        return True
    if phrase.words == "hơn" and _LATER.search(key, max(0, phrase.start - 8), phrase.start):
        return _versus(key, amount)  # "muộn hơn 30 phút so với quy định"
    return _RAISED_INCOME.search(key, max(0, phrase.start - 30), phrase.start) is not None


def _sign(key: str, touching: list[Phrase], amount: Amount) -> str:
    for phrase in touching:
        if phrase.entry.get("base", False):
            return ""
        sign = str(phrase.entry.get("sign"))
        if sign and (not phrase.entry.get("versus", False) or _versus(key, amount)):
            return sign
    return ""


def _versus(key: str, amount: Amount) -> bool:
    """Whether what it is compared with follows."""
    return _VERSUS.match(key, amount.end, min(len(key), amount.end + _AFTER)) is not None


def _points_sign(key: str, begin: int, amount: Amount) -> str:
    """ "cao hơn năm 2022 là 1,1 điểm phần trăm": such points are a difference; points of a score
    and money are one where they stand right behind what they are compared with."""
    in_points = amount.unit == "điểm phần trăm"
    if not in_points and amount.unit != "điểm" and amount.kind != "money":
        return ""
    by = (_BY_POINTS if in_points else _BY).match(key, begin, amount.start)
    if by:
        return "+" if by["sign"] in ("cao", "nhiều", "vượt") else "-"
    found = role_words().touching.within(key, begin, amount.start) if in_points else ()
    signs = [str(phrase.entry.get("sign")) for phrase in found if phrase.entry.get("sign")]
    return signs[-1] if signs else ""


@lru_cache(maxsize=1)
def _forbidden() -> regex.Pattern[str]:
    """What more than that is: "không để …" without another figure or a turn before it."""
    words = "|".join(map(regex.escape, load("figure_roles").by_code["forbidden"].words))
    return regex.compile(rf"(?<!\w)(?:{words})(?!\w)[^,;:.]*$")


def _comparator(touching: list[Phrase], after: Phrase | None) -> str:
    if after:
        return str(after.entry.get("comparator"))
    found = [str(p.entry.get("comparator")) for p in touching if p.entry.get("comparator")]
    return found[0] if found else ""


def _bounds(phrase: Phrase) -> bool:
    return phrase.entry.get("comparator") in (">=", "<=")


def _touching_role(key: str, touching: list[Phrase], amount: Amount) -> str:
    """ "so với 80%", and the 80% of "từ 80% lên 85%"."""
    for phrase in touching:
        if phrase.entry.get("base", False):
            least = any(phrase.entry.get("comparator") == ">=" for phrase in touching)
            return "target" if least else "base"  # "so với mức tối thiểu 50%"
        if phrase.entry.get("role") == "target" and not any(_is_filler(t) for t in touching):
            if phrase.words.startswith("quy định") and any(map(_bounds, touching)):
                return "limit"  # "chỉ rộng 18,5 m2 (quy định tối thiểu 40 m2)"
            if phrase.words.endswith(" mức") and _COMMON.match(key, amount.end):
                return "base"
            return "limit" if amount.kind == "duration" else "target"
        if phrase.entry.get("role") == "from" and amount.low is None:
            stop = min(len(key), amount.end + _AFTER)
            return "base" if _NOW.match(key, amount.end, stop) else ""
    return ""
