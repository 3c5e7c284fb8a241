"""Which indicator of the codebook a figure measures, from the words before and after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import regex

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.measured import counted_within
from notice_parser.extracting.phrases import Phrase, Phrases
from notice_parser.lexicon import Entry, load

_LEFT = 200
_RIGHT = 70
# A comma that touches the figure ends what it is said of; one further on may stand within
# "phí, lệ phí".
_STOP = regex.compile(r"[.;:()0-9]|\ (?:và|còn|trong khi|trong đó)\ ")
# One pattern for each beginning: a literal beginning is searched many times faster.
_NONE_OF = tuple(
    regex.compile(rf"{negation}\ (?:có|còn|phát sinh|để xảy ra|ghi nhận)\ ")
    for negation in ("không", "chưa")
)


@dataclass(frozen=True, slots=True)
class Zero:
    """ "không có" with what there is none of, at `[start, end)`."""

    start: int
    end: int
    unit: str
    indicator: str


@lru_cache(maxsize=16)
def _measuring(kind: str) -> Phrases:
    entries = load("indicators").entries
    return Phrases(tuple(entry for entry in entries if kind in entry.get("kinds", ())))


@lru_cache(maxsize=1)
def _zero_words() -> Phrases:
    entries = (e for e in load("indicators").entries if e.get("zero", ()))
    return Phrases(tuple(Entry(e.code, tuple(e.get("zero"))) for e in entries))


def indicator_of(key: str, amount: Amount, sentence: int) -> str:
    """Its code, empty where the words name none.

    What follows directly ("30% giao dịch thanh toán trực tuyến") is nearer than what stands
    What the amount's own words or those after it say ("30% giao dịch thanh toán trực tuyến")
    is nearer than what stands before ("Tỷ lệ hồ sơ nộp trực tuyến đạt 82,66 %"). `sentence`
    is where the sentence begins.
    """
    phrases = _measuring(amount.kind)
    limit = min(len(key), amount.end + _RIGHT)
    stop = _STOP.search(key, amount.end, limit)
    right_end = stop.start() if stop else limit
    if key[amount.end : amount.end + 1] == ",":
        right_end = amount.end
    after = _fitting(phrases, key, amount.start, right_end, unit=amount.unit)
    if after:
        return after[0].entry.code
    begin = max(sentence, amount.start - _LEFT)
    before = _fitting(phrases, key, begin, amount.start, unit=amount.unit)
    return before[-1].entry.code if before else ""


def _fitting(phrases: Phrases, key: str, start: int, end: int, *, unit: str) -> list[Phrase]:
    """The phrases of indicators that can be counted in `unit`."""
    return [
        phrase
        for phrase in phrases.within(key, start, end)
        if not (unit and phrase.entry.get("units", ())) or unit in phrase.entry.get("units")
    ]


def find_zeros(key: str) -> Iterator[Zero]:
    """Zeros in words: "không có hồ sơ trễ hạn".

    Only where the codebook asks for the number: "không có công chức bị xử lý kỷ luật" is a
    finding, not a measurement.
    """
    for match in chain.from_iterable(pattern.finditer(key) for pattern in _NONE_OF):
        phrase = _zero_words().starting_at(key, match.end())
        if phrase:
            counted = counted_within(key, match.end(), phrase.end)
            unit = counted[0].words if counted else ""
            yield Zero(match.start(), phrase.end, unit, phrase.entry.code)
