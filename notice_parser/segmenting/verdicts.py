"""How far a fault was put right, by the words that tell what became of it: "Đã ban hành ngày
05/11/2021.", "Đã sửa 06 quy trình, còn 03 quy trình.", "Chưa thực hiện, lý do thiếu kinh phí."."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.lexicon import Lexicon
from notice_parser.markers import read_marker
from notice_parser.segmenting.problems import finds_fault
from notice_parser.segmenting.remedied import is_remedied, undoes
from notice_parser.text import match_key

DOUBTFUL = "either"
_MOST_BARE = 4  # words
# "05/12 hạn chế", no day ("ngày 05/11") and no number of a document ("12/QĐ-UBND").
_PART = regex.compile(r"(?<![\d/.,])(?<!ngày\s)(\d{1,4})\s?/\s?(\d{1,4})(?![\d/]|\s?/)")
_RATE = regex.compile(r"(\d+(?:,\d+)?)\s?%")
_CLAUSE = regex.compile(r"[,;.:(]|\s[-–]\s")


class Verdict(StrEnum):
    """What a telling of an outcome is itself: what was done, why not, a fault that is left, or
    only that it is left."""

    ACTED = "acted"
    REASON = "reason"
    FAULT = "fault"
    LEFT = "left"


def heads_outcome(heading: str) -> str:
    """Whether a heading is one of outcomes, "heading" or only "either"; "" for another."""
    marker = read_marker(heading, 0, len(heading))
    words = match_key(heading[marker.end if marker else 0 :]).strip(" .:-–")
    codes = ("heading", DOUBTFUL)
    return next((code for code in codes if words in _keys(code)), "")


@lru_cache(maxsize=4)
def _keys(code: str) -> frozenset[str]:
    return frozenset(map(match_key, lexicon.load("outcomes").by_code[code].words))


def is_done(outcome: str, *, of: str) -> bool:
    """Whether all of the fault `of` was put right."""
    parts = any(int(m[1]) < int(m[2]) for m in _PART.finditer(outcome))
    rates = any(m[1] not in ("100", "100,0") for m in _RATE.finditer(outcome))
    if parts or rates:
        return False
    left = outcome.replace("không còn", "").replace("Không còn", "")
    done = says(outcome, "done") and not says(left, "not-all")
    return done or is_remedied(outcome) or undoes(of, outcome)


def is_bare(outcome: str) -> bool:
    """ "Xong.", "Đã ban hành.", "Chưa thực hiện.": nothing that the fault above does not say."""
    return (
        tells(outcome) and len(outcome.split()) <= _MOST_BARE and not any(map(str.isdigit, outcome))
    )


def tells(outcome: str) -> bool:
    """Whether it tells that something was done, is being done or was not."""
    return any(says(outcome, code) for code in ("done", "underway", "denied"))


def verdict_of(outcome: str) -> Verdict:
    denied = _book("denied").first(outcome)
    acted = any(says(outcome, code) for code in ("done", "underway"))
    if acted and not (denied and not denied.start):
        return Verdict.ACTED
    if says(outcome, "reason"):
        return Verdict.REASON
    mark = _CLAUSE.search(outcome)
    fault = mark is not None and finds_fault(outcome[mark.end() :])
    return Verdict.FAULT if fault else Verdict.LEFT


def says(written: str, code: str) -> bool:
    """Whether words of this kind stand there."""
    return _book(code).first(written) is not None


@lru_cache(maxsize=16)
def _book(code: str) -> Lexicon:
    """The words of one kind: kinds share some."""
    return Lexicon("outcomes", (lexicon.load("outcomes").by_code[code],))
