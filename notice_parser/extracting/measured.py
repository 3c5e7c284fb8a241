"""What a number counts or measures: the words after it, or before it ("cấp độ 1")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import regex

from notice_parser.extracting.number_words import is_number_words
from notice_parser.extracting.phrases import Phrase, Phrases
from notice_parser.lexicon import Entry, load

_ONE = Decimal(1)
# "02 (hai) cuộc": the number said again in words
_SAID_AGAIN = regex.compile(r"\ {0,3}\((?P<words>[\p{L}\ ]{2,40}+)\)")
_SPACES = re.compile(r"\ {0,3}+")
_MAX_SPACES = 3


class Measure(NamedTuple):
    """A unit whose words end at `end`. `factor` turns the written number into the value."""

    kind: str
    unit: str
    factor: Decimal
    end: int
    entry: Entry

    @property
    def whole(self) -> bool:
        """Whether what is counted cannot be divided."""
        return self.kind == "count" and self.factor == _ONE

    @property
    def small(self) -> bool:
        return self.kind in ("rate", "score")


@lru_cache(maxsize=1)
def _units() -> tuple[Phrases, Phrases]:
    entries = load("figure_units").entries
    after = tuple(e for e in entries if not e.get("place"))
    before = tuple(e for e in entries if e.get("place") == "before")
    return Phrases(after), Phrases(before)


@lru_cache(maxsize=1)
def _money_names() -> Phrases:
    return Phrases(tuple(e for e in load("figure_units").entries if e.get("place") == "named"))


@lru_cache(maxsize=1)
def _signs() -> dict[str, Entry]:
    by_code = load("figure_units").by_code
    return {"%": by_code["percent"], "‰": by_code["per-mille"]}


def measure_at(key: str, position: int) -> Measure | None:
    """The unit that follows a number ending at `position` of the line's key."""
    again = _SAID_AGAIN.match(key, position) if "(" in key[position : position + 4] else None
    if again and is_number_words(again["words"].strip()):
        position = again.end()
    begin = position
    while key.startswith(" ", begin) and begin - position < _MAX_SPACES:
        begin += 1
    if key.startswith(("%", "‰"), begin):
        return Measure("rate", key[begin], _ONE, begin + 1, _signs()[key[begin]])
    phrase = _units()[0].starting_at(key, begin)
    if phrase is None or _is_other_word(key, phrase):
        return None
    return _multiplied(key, _measure(key, phrase))


def _is_other_word(key: str, phrase: Phrase) -> bool:
    """ "cuối năm 2022 tỷ lệ hồ sơ …" counts no thousands of millions."""
    behind = phrase.entry.get("not_before", ())
    return any(key.startswith(f" {word}", phrase.end) for word in behind)


def _measure(key: str, phrase: Phrase) -> Measure:
    entry = phrase.entry
    end = phrase.end
    if tails := entry.get("tails", ()):
        # "234 biên chế giáo viên", "12 biên chế viên chức giáo dục"
        end = _tail_end(key, _tail_end(key, end, tails), tails)
    unit = entry.get("unit") or phrase.words
    return Measure(entry.get("kind"), unit, Decimal(entry.get("factor", "1")), end, entry)


def _tail_end(key: str, end: int, tails: Sequence[str]) -> int:
    for tail in tails:
        stop = end + 1 + len(tail)
        if key[end:stop] == f" {tail}" and not key[stop : stop + 1].isalnum():
            return stop
    return end


def _multiplied(key: str, measure: Measure) -> Measure | None:
    """ "1,2 triệu lượt" counts visits; "37,38 tỷ" alone is money; "15 nghìn" alone nothing."""
    if not measure.entry.get("bare", False):
        return measure
    spaces = _SPACES.match(key, measure.end)
    phrase = _units()[0].starting_at(key, spaces.end() if spaces else measure.end)
    if phrase and not phrase.entry.get("bare", False):
        counted = _measure(key, phrase)
        if counted.kind in ("count", "measure", "money"):
            return counted._replace(factor=counted.factor * measure.factor)
    return measure if measure.kind != "multiplier" else None


def bare_at(key: str, position: int) -> Measure | None:
    """The "nghìn" or "triệu" behind a number ending at `position`, whatever follows it."""
    spaces = _SPACES.match(key, position)
    phrase = _units()[0].starting_at(key, spaces.end() if spaces else position)
    if phrase is None or not phrase.entry.get("bare", False) or _is_other_word(key, phrase):
        return None
    return _measure(key, phrase)


def money_named(key: str, start: int, end: int) -> int:
    """Where the last word for money in `[start, end)` begins, -1 where none does."""
    found = _money_names().within(key, start, end)
    return found[-1].start if found else -1


@lru_cache(maxsize=4)
def units_of(codes: tuple[str, ...]) -> frozenset[str]:
    """The units that the entries of these codes give."""
    entries = [load("figure_units").by_code[code] for code in codes]
    return frozenset(chain(*((e.get("unit"),) if e.get("unit") else e.words for e in entries)))


def placed_before(key: str, position: int) -> Phrase | None:
    """The words of a level or rank that end where a number begins: "xếp thứ" 3."""
    return _units()[1].ending_at(key, position)


def counted_within(key: str, start: int, end: int) -> tuple[Phrase, ...]:
    """The countable units named in `[start, end)`."""
    phrases = _units()[0].within(key, start, end)
    return tuple(phrase for phrase in phrases if _is_counted(phrase))


def _is_counted(phrase: Phrase) -> bool:
    """Whether it names what is counted: "kỳ" of "tiếp nhận trong kỳ: 734" says when."""
    entry = phrase.entry
    return entry.get("kind") == "count" and phrase.words not in entry.get("spans", ())
