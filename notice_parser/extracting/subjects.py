"""What a figure measures, in the words of the text: "hồ sơ nộp trực tuyến", "văn bản đi".

    Tỷ lệ hồ sơ nộp trực tuyến đạt 82,66 %      Tỷ lệ hồ sơ nộp trực tuyến
    100% văn bản đi của huyện                   văn bản đi
    còn 55 hồ sơ trễ hạn                        hồ sơ trễ hạn
    giải quyết đúng hạn 2.309 hồ sơ, đạt 99%    (what the figure before it measures)

A phrase begins with its head, so it is cut at the right when it is long. `measured_words.toml`
has the words that stand around it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.phrases import tree, turned
from notice_parser.extracting.roles import Meaning
from notice_parser.lexicon import load
from notice_parser.text import LETTER, WORD_END, match_key

_MAX_WORDS = 9
_MAX_LEFT = 160
_TAIL = re.compile(r"(?:\ (?![-–/])[^\s.,;:()\[\]“”\"…%0-9]++){1,9}+")
_FRACTION = re.compile(r"\ ?\([0-9.]++/[0-9.]++\)")
_TO_UNIT = re.compile(rf"(?:.*[0-9])?(?:(?!{LETTER})[^%‰])*+")
# A period or a comparison alone is nothing that is measured: "6 tháng [đầu năm 2023] đạt 81%",
# "02 cuộc[/năm], khoảng 15 ngày".
_NOTHING = re.compile(
    r"(?:so\ với|/|(?:tính\ )?đến\ (?:hết\ )?ngày\ ).*|(?:(?:đầu|cuối|hết|trong|cả|của)\ )*"
    r"(?:năm|quý|tháng|kỳ)\ (?:[0-9/]++|[ivx]++|trước|nay)(?:\ (?:năm\ )?[0-9]{4})?"
)
_BULLET = r"[\s\-+*•–—“\"(.]*+(?:[a-zđ]\)\s*|[0-9]{1,2}[.)]\s*)?"


@lru_cache(maxsize=1)
def _leads() -> re.Pattern[str]:
    """What stands before a piece of a clause and is no part of what it says."""
    return re.compile(rf"{_BULLET}(?:{tree(_words('lead'))}(?:,\ |\ |$))*+")


@lru_cache(maxsize=1)
def _piece() -> re.Pattern[str]:
    """The piece of a clause before a number, for a text that is turned round, behind the words
    and marks that link the two."""
    link = tree(words[::-1] for words in _words("link"))
    return re.compile(rf"(?>\ *{link}(?![^ (\[]))*+[ ,(:;/\[]*+([^.;:(),“”\"]*+)")


@lru_cache(maxsize=1)
def _ends() -> re.Pattern[str]:
    return re.compile(rf"\ {tree(_words('end'))}{WORD_END}")


@lru_cache(maxsize=1)
def _no_heads() -> re.Pattern[str]:
    return re.compile(rf"\ {tree(_words('no-head') | _words('end'))}{WORD_END}")


def _words(place: str) -> set[str]:
    entries = [entry for entry in load("measured_words").entries if entry.get("at") == place]
    return {match_key(words) for entry in entries for words in entry.words}


def subject_of(
    key: str, amount: Amount, meaning: Meaning, *, sentence: int, previous: int
) -> tuple[int, int]:
    """Where the phrase begins and ends in the key; an empty stretch where there is none.

    `sentence` is where the sentence begins, `previous` where the figure before ends.
    """
    counts = amount.kind in ("count", "ratio")
    right = amount.end, amount.end
    if counts:
        right = _counted(key, amount)
    elif amount.kind == "rate":
        right = _share(key, meaning.end)
    if right[1] > max(amount.end, right[0]):
        return right
    left = _left(key, meaning.start, max(sentence, previous, meaning.start - _MAX_LEFT))
    return right if counts and left[0] == left[1] and meaning.role != "change" else left


def _share(key: str, start: int) -> tuple[int, int]:
    """What the percentage that ends at `start` is of: "100% (12/12) đơn vị"."""
    aside = _FRACTION.match(key, start)
    start = aside.end() if aside else start
    tail = _TAIL.match(key, start)
    if tail is None or _no_heads().match(key, start):
        return start, start
    return start + 1, _tail_end(key, tail)


def _counted(key: str, amount: Amount) -> tuple[int, int]:
    """What is counted: the unit and the words behind it."""
    unit = _TO_UNIT.match(key, amount.start, amount.end)
    tail = _TAIL.match(key, amount.end)
    begin = unit.end() if unit else amount.end
    begin += key.startswith(" ", begin)  # "còn 03 chưa khắc phục": no unit behind the number
    return begin, _tail_end(key, tail) if tail else amount.end


def _tail_end(key: str, tail: re.Match[str]) -> int:
    stop = _ends().search(key, tail.start(), tail.end() + 1)
    return stop.start() if stop else tail.end()


def _left(key: str, end: int, floor: int) -> tuple[int, int]:
    """The last piece of the clause before the number, without the words that link the two."""
    length = len(key)
    piece = _piece().match(turned(key), length - end, length - floor + 1)
    if piece is None:
        return floor, floor
    begin, end = max(floor, length - piece.end()), length - piece.start(1)
    lead = _leads().match(key, begin, end)
    begin = lead.end() if lead else begin
    if key.count(" ", begin, end) >= _MAX_WORDS:
        words = key[begin:end].split(" ")
        end = begin + len(" ".join(words[:_MAX_WORDS]))
        stop = _ends().search(key, begin + len(" ".join(words[:3])), end)
        end = stop.start() if stop else end
    return begin, begin if _NOTHING.fullmatch(key, begin, end) else max(begin, end)
