"""What a figure is for: comparator and role, from the words around an amount.

Words that touch the amount ("tối thiểu", "tăng", "so với") become part of its quote. Else the
nearest telling word of the clause decides ("chỉ đạt" 79%, "chỉ tiêu" 80%), and where that is
only "đạt" or nothing, whether the sentence asks for something or tells something.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.phrases import Phrase, Phrases
from notice_parser.lexicon import load

_CLAUSE = 160
_AFTER = 60
_VERSUS = regex.compile(
    r"[^.;\n]{0,40}?(?:so với|kế hoạch|chỉ tiêu|dự toán|cùng kỳ|mức bình quân|mức chung)"
)
_NOW = regex.compile(r"[^.,;\n]{0,60}?(?<!\w|trở\ )(?:lên|xuống|còn|thành)(?!\w)")
_RANGE_STARTS = regex.compile(r"(?<!\w)từ\ $")
_RAISED_INCOME = regex.compile(r"thu nhập\ ?(?:bình quân\ )?$")
_TERM_AFTER = regex.compile(r"\ ?(?:\([^()]{1,20}\)\ )?(?:làm việc|kể từ|tính từ|từ ngày|sau khi)")
_WITHIN = regex.compile(r"(?r)(?<!\w)trong\ ")
_PERIOD_AFTER = regex.compile(
    r"\ (?:đầu|cuối|liền|liên tiếp|liên tục|qua|gần đây|gần nhất|vừa qua|năm|tiếp theo|trước)(?!\w)"
)
# "45,6%/70%" sets what was reached against what was asked
_SET_AGAINST = regex.compile(r"/\ ?$")
_LONG_UNITS = ("tháng", "năm", "quý", "năm học")
_SHORT_UNITS = ("giờ", "phút", "giây")
_COUNTED = ("count", "ratio")
_TIMES = ("limit", "actual", "period")


class Meaning(NamedTuple):
    """`[start, end)` is the amount with the words that touch it."""

    start: int
    end: int
    role: str
    comparator: str


@dataclass(frozen=True)
class _Words:
    """The role words, by where they stand."""

    touching: Phrases
    after: Phrases
    clause: Phrases
    time: Phrases
    sentence: Phrases
    opening: Phrases
    behind: Phrases


@lru_cache(maxsize=1)
def _words() -> _Words:
    entries = load("figure_roles").entries

    def at(place: str) -> Phrases:
        return Phrases(tuple(entry for entry in entries if entry.get("at") == place))

    places = ("touching", "after", "clause", "time", "sentence", "opening", "behind")
    return _Words(*map(at, places))


def opens_with_request(key: str, start: int = 0) -> bool:
    """Whether a statement asks: "Tiếp tục cập nhật …", "Khẩn trương số hóa …"."""
    return _words().opening.starting_at(key, start) is not None


def read_role(
    key: str, amount: Amount, *, sentence: int, previous: int, requested: bool
) -> Meaning:
    """`sentence` and `previous` are where the sentence begins and the figure before ends;
    `requested` says that the whole statement asks for something."""
    after = _words().after.starting_at(key, _skip_space(key, amount.end))
    end = after.end if after else amount.end
    open_ended = amount.low is not None or after is not None
    begin = _from(key, amount.start) if open_ended else amount.start
    touching = _touching(key, amount, begin, max(sentence, previous))
    start = min((t.start for t in touching if _speaks(t)), default=begin)
    sign = _sign(key, touching, amount)
    if sign:
        return Meaning(start, end, "change", sign)
    begin = max(sentence, previous, amount.start - _CLAUSE)
    if amount.unit == "điểm phần trăm" and (sign := _last_sign(key, begin, amount)):
        return Meaning(start, end, "change", sign)
    comparator = _comparator(touching, after, amount)
    role = _touching_role(key, touching, amount)
    if role:
        return Meaning(start, end, role, comparator)
    asked = _asked(key, sentence, amount, requested)
    if amount.kind != "duration":
        role = _plain_role(key, amount, begin, comparator=comparator, asked=asked)
    elif asked and not _tells_elapsed(key, amount, begin, requested=requested):
        role = _term_role(key, amount, begin, comparator=comparator)
    else:
        role = _time_role(key, amount, begin, comparator=comparator)
    return Meaning(start, end, role, comparator)


def _speaks(phrase: Phrase) -> bool:
    """Whether the phrase belongs to the quote: it gives a comparator."""
    return bool(phrase.entry.get("comparator") or phrase.entry.get("sign"))


def _is_filler(phrase: Phrase) -> bool:
    return bool(phrase.entry.get("filler", False))


def _skip_space(key: str, position: int) -> int:
    return position + 1 if key[position : position + 1] == " " else position


def _from(key: str, start: int) -> int:
    """Where "từ" begins before a range or "trở lên", else `start`."""
    match = _RANGE_STARTS.search(key, max(0, start - 4), start)
    return match.start() if match else start


def _touching(key: str, amount: Amount, position: int, floor: int) -> list[Phrase]:
    """Role words from `position` to the left; fillers count only between them."""
    found: list[Phrase] = []
    for _ in range(4):
        phrase = _words().touching.ending_at(key, position)
        if phrase is None or phrase.start < floor or _stands_on(key, phrase, amount):
            break
        position = phrase.start
        found.append(phrase)
    while found and _is_filler(found[-1]):
        found.pop()
    return found


def _stands_on(key: str, phrase: Phrase, amount: Amount) -> bool:
    """ "trên 03 lĩnh vực" is where, not how many; "chi thu nhập tăng thêm 5 triệu đồng" is a
    name of that income; "vượt 02 người" counts and is no change."""
    if phrase.words == "trên" and amount.ground:
        return True
    if phrase.entry.get("shares", False) and amount.kind in _COUNTED:
        return True
    return _RAISED_INCOME.search(key, max(0, phrase.start - 30), phrase.start) is not None


def _sign(key: str, touching: list[Phrase], amount: Amount) -> str:
    for phrase in touching:
        if phrase.entry.get("base", False):
            return ""
        sign = str(phrase.entry.get("sign"))
        if sign and (
            not phrase.entry.get("versus", False)
            or _VERSUS.match(key, amount.end, min(len(key), amount.end + _AFTER))
        ):
            return sign
    return ""


def _last_sign(key: str, begin: int, amount: Amount) -> str:
    """ "cao hơn năm 2022 là 1,1 điểm phần trăm": points are a difference."""
    found = _words().touching.within(key, begin, amount.start)
    signs = [str(phrase.entry.get("sign")) for phrase in found if phrase.entry.get("sign")]
    return signs[-1] if signs else ""


def _comparator(touching: list[Phrase], after: Phrase | None, amount: Amount) -> str:
    if after:
        return str(after.entry.get("comparator"))
    found = [str(p.entry.get("comparator")) for p in touching if p.entry.get("comparator")]
    return found[0] if found else ""


def _touching_role(key: str, touching: list[Phrase], amount: Amount) -> str:
    """ "so với 80%", and the 80% of "từ 80% lên 85%"."""
    for phrase in touching:
        if phrase.entry.get("base", False):
            return "base"
        if phrase.entry.get("role") == "target" and not any(_is_filler(t) for t in touching):
            return "limit" if amount.kind == "duration" else "target"
        if phrase.entry.get("role") == "from" and amount.low is None:
            stop = min(len(key), amount.end + _AFTER)
            return "base" if _NOW.match(key, amount.end, stop) else ""
    return ""


def _nearest(key: str, begin: int, amount: Amount, roles: tuple[str, ...]) -> str:
    """The role that the last telling word before the amount gives."""
    role, counted = "", amount.kind in (*_COUNTED, "money")
    words = _words().time if amount.kind == "duration" else _words().clause
    for phrase in words.within(key, begin, amount.start):
        given = str(phrase.entry.get("role"))
        if given in roles and not (counted and phrase.entry.get("shares", False)):
            role = given
    return role


def _tells_elapsed(key: str, amount: Amount, begin: int, *, requested: bool) -> bool:
    """ "chậm 41 ngày mà không phải xin lỗi" tells, though the sentence has a word that asks."""
    return not requested and _nearest(key, begin, amount, _TIMES) == "actual"


def _term_role(key: str, amount: Amount, begin: int, *, comparator: str) -> str:
    """The role in what is asked: days are a term, months only where the words say so."""
    long = amount.unit in _LONG_UNITS
    if comparator == ">=" or _WITHIN.match(key, begin, amount.start):
        return "limit"  # "phải khắc phục trong 05 ngày"
    if not long and amount.unit not in _SHORT_UNITS:
        return "limit"  # "hồ sơ quá hạn 03 ngày mà không xin lỗi thì báo cáo"
    return _time_role(key, amount, begin, comparator=comparator)


def _time_role(key: str, amount: Amount, begin: int, *, comparator: str) -> str:
    long = amount.unit in _LONG_UNITS
    if long and _PERIOD_AFTER.match(key, amount.end):
        return "period"
    if _TERM_AFTER.match(key, amount.end) or amount.unit.endswith("làm việc"):
        return _nearest(key, begin, amount, ("limit", "actual")) or "limit"
    nearest = _nearest(key, begin, amount, _TIMES)
    if nearest == "period" and not long:
        nearest = "actual"  # "được cấp trong khoảng 15 phút"
    if comparator in ("<=", "<"):
        return nearest or "limit"
    if comparator == ">" and nearest != "limit":
        return "actual"
    return nearest or ("period" if long else "actual")


def _plain_role(key: str, amount: Amount, begin: int, *, comparator: str, asked: bool) -> str:
    if amount.kind in ("level", "rank"):
        return (_nearest(key, begin, amount, ("target",)) if asked else "") or "actual"
    if _SET_AGAINST.search(key, max(0, amount.start - 2), amount.start):
        return "target" if amount.kind == "rate" else "base"
    if amount.kind in _COUNTED:
        return _count_role(key, amount, begin, comparator=comparator, asked=asked)
    if _words().behind.starting_at(key, _skip_space(key, amount.end)):
        return "target"
    least = comparator == ">=" and _from(key, amount.start) == amount.start
    if least or (asked and comparator in (">=", "<=")):
        return "target"
    nearest = _nearest(key, begin, amount, ("target", "actual", "weak", "wish"))
    if nearest in ("target", "actual"):
        return nearest
    if comparator == ">=" or (comparator == "<=" and amount.kind != "measure"):
        return "target"
    if nearest == "wish" and asked:
        return "target"
    return "target" if asked and amount.kind in ("rate", "score") else "actual"


def _count_role(key: str, amount: Amount, begin: int, *, comparator: str, asked: bool) -> str:
    """What is counted is there, unless a plan or a request is about the number itself."""
    if comparator == "<=":
        return "limit" if asked else "actual"
    if comparator == ">=":
        return "target" if asked or _from(key, amount.start) == amount.start else "actual"
    nearest = _nearest(key, begin, amount, ("target", "actual", "weak", "wish"))
    return "target" if nearest == "target" or (nearest == "wish" and asked) else "actual"


def _asked(key: str, sentence: int, amount: Amount, requested: bool) -> bool:
    begin = max(sentence, amount.start - 4 * _CLAUSE)
    goals = _words().sentence.within(key, begin, amount.start)
    return requested or any(not goal.entry.get("plain", False) for goal in goals)
