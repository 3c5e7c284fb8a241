"""Which indicator of the codebook a figure measures, from the words before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

import regex

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.measured import counted_within
from notice_parser.extracting.phrases import Phrase, Phrases
from notice_parser.lexicon import Entry, load

_LEFT = 200
_BESIDE = 40  # characters of the words right before a figure
_RIGHT = 70
_STOP = re.compile(r"[.;:()0-9]")
# What ends that which a figure is said of. A phrase may go over one: "khiếu nại, tố cáo",
# "đúng và trước hạn".
# "90% người dân, doanh nghiệp hài lòng" is one clause.
_JOINED = r"(?!\ (?:doanh nghiệp|tổ chức|cá nhân)\ )"
_CLAUSE_END = re.compile(
    rf",{_JOINED}|\ và{_JOINED}\ |\ (?:còn|trong khi|trong đó|nhưng|song|mà)\ "
)
# What a bracket says that was closed before: "(đúng hạn 2.171, quá hạn 18), đang giải quyết 145"
_CLOSED = re.compile(r"[^()0-9]*+[0-9][^()]*+")
# The level of a service ends no clause: "dịch vụ công mức độ 3, 4 không phát sinh hồ sơ".
_LEVEL = re.compile(r"[^.,;:()0-9]*\ mức\ độ\ [34](?:(?:,|\ và)\ (?:mức\ độ\ )?4)?")
_NEGATED = regex.compile(r"(?r)(?<!\w)(?:chưa|không)\ (?:được\ |có\ |đạt\ |phải\ )?")
# One pattern for each beginning: a literal beginning is searched many times faster.
_NONE_OF = tuple(
    re.compile(rf"{negation}\ (?:có|còn|phát sinh|để xảy ra|ghi nhận)\ ")
    for negation in ("không", "chưa")
)
# "cho đến khi không còn hồ sơ quá hạn" says that there are some.
_CONDITION = regex.compile(r"(?r)(?<!\w)(?:khi|nếu|trường hợp|để|nào)\ ")


class Zero(NamedTuple):
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

    What the amount's own words or those after it say ("30% giao dịch thanh toán trực tuyến")
    is nearer than what stands before ("Tỷ lệ hồ sơ nộp trực tuyến đạt 82,66 %"). `sentence`
    is where the sentence begins.
    """
    phrases = _measuring(amount.kind)
    before = key[max(sentence, amount.start - _BESIDE) : amount.start].rstrip()
    limit = amount.end + _RIGHT
    stop = _STOP.search(key, amount.end, limit)
    right_end = stop.start() if stop else limit
    joint = _CLAUSE_END.search(key, amount.end, right_end)
    clause_end = joint.start() if joint else right_end
    clause = _clause_behind(key, amount.end, clause_end)
    counted = amount.unit if amount.kind in ("count", "ratio") else ""
    kept_off = False
    for phrase in phrases.within(key, amount.start, right_end):
        if phrase.start < clause_end and _fits(phrase, counted) and not _negated(key, phrase):
            if phrase.entry.get("weak", False):
                kept_off = True
                continue
            done = phrase.entry.get("not_after", ())
            return "" if before.endswith(tuple(done)) else _code(phrase, clause)
    if kept_off:
        return ""
    begin = max(sentence, amount.start - _LEFT)
    for phrase in reversed(phrases.within(key, begin, amount.start)):
        if _fits(phrase, counted) and not _is_closed(key, phrase.end, amount.start):
            return "" if _negated(key, phrase) else _code(phrase, clause)
    return ""


def _is_closed(key: str, start: int, end: int) -> bool:
    bracket = key.find(")", start, end)
    return bracket >= 0 and _CLOSED.fullmatch(key, start, bracket) is not None


def _clause_behind(key: str, start: int, end: int) -> str:
    leveled = key.find(" mức độ ", start, start + _RIGHT) >= 0
    level = _LEVEL.match(key, start, start + _RIGHT) if leveled else None
    if level is None or level.end() < end:
        return key[start:end]
    stop = _STOP.search(key, level.end(), start + 2 * _RIGHT)
    rest = key[start : stop.start() if stop else start + 2 * _RIGHT]
    joint = _CLAUSE_END.search(rest, level.end() - start)
    return rest[: joint.start()] if joint else rest


def _fits(phrase: Phrase, counted: str) -> bool:
    """Whether the phrase names an indicator that is counted in the unit: "13 xã, thị trấn" counts
    what "13 xã" does."""
    units = phrase.entry.get("units", ())
    unfit = counted and units and counted not in units and counted.partition(",")[0] not in units
    return not unfit and not phrase.entry.get("pointer", False)


def _negated(key: str, phrase: Phrase) -> bool:
    """ "chưa được ký số": the figure tells of the contrary."""
    if not phrase.entry.get("negatable", False):
        return False
    return _NEGATED.match(key, max(0, phrase.start - 15), phrase.start) is not None


def _code(phrase: Phrase, clause: str) -> str:
    entry = phrase.entry
    if any(words in clause for words in entry.get("unless", ())):
        return ""
    return str(entry.get("indicator", entry.code))


def find_zeros(key: str) -> Iterator[Zero]:
    """Zeros in words: "không có hồ sơ trễ hạn".

    Only where the codebook asks for the number: "không có công chức bị xử lý kỷ luật" is a
    finding, not a measurement.
    """
    if "không " not in key and "chưa " not in key:
        return
    for match in chain.from_iterable(pattern.finditer(key) for pattern in _NONE_OF):
        phrase = _zero_words().starting_at(key, match.end())
        if phrase and not _CONDITION.match(key, max(0, match.start() - 12), match.start()):
            counted = counted_within(key, match.end(), phrase.end)
            unit = counted[0].words if counted else ""
            yield Zero(match.start(), phrase.end, unit, phrase.entry.code)
