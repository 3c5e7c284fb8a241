"""The label that a heading of unknown words most likely names: by signs in its words, by the
sentences below it, and by what the labels beside it leave open."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log
from typing import TypeVar

from notice_parser.model import Label
from notice_parser.segmenting.headings import Signs
from notice_parser.segmenting.prose import label_chances

SURE = 0.8  # below this a heading keeps no label: its sentences are judged one by one
_SIGN = 2.0  # log-odds of a sign in the words; one in the middle counts half
_SENTENCE = 0.6  # how much of a sentence's log-odds counts: sentences of one list are alike
_MOST_SENTENCES = 8
_TAKEN = 3.0  # log-odds against a label that a neighbour has
_IN_ORDER = 2.0  # log-odds for the usual order: what was done well, faults, causes, requests
_ORDER = (Label.STRENGTH, Label.LIMITATION, Label.CAUSE, Label.REQUEST)

Line = TypeVar("Line")
Beside = tuple[Sequence[Label], Sequence[Label]]  # the labels before and after


def likeliest(signs: Signs, lines: Sequence[str], places: Sequence[Beside]) -> tuple[Label, float]:
    """The label and how likely it is. `lines` are the sentences below; `places` has one entry
    for each place where the same words are a heading."""
    chances = [label_chances(line, _ORDER) for line in sample(lines)]
    scores = {
        label: _signs(label, signs)
        + _SENTENCE * sum(log(chance[label]) for chance in chances)
        + sum(_place(label, *beside) for beside in places) / len(places)
        for label in _ORDER
    }
    best = max(_ORDER, key=lambda label: scores[label])
    return best, 1 / sum(exp(score - scores[best]) for score in scores.values())


def sample(lines: Sequence[Line]) -> Sequence[Line]:
    """Some of the lines, from all over them: a few tell as much as hundreds."""
    return lines[:: max(1, len(lines) // _MOST_SENTENCES)]


def _signs(label: Label, signs: Signs) -> float:
    found = (label in signs.labels, label in signs.first | signs.last, label in signs.first)
    return _SIGN / 2 * sum(found)


def _place(label: Label, before: Sequence[Label], after: Sequence[Label]) -> float:
    rank = _ORDER.index(label)
    in_order = all(_ORDER.index(b) < rank for b in before if b in _ORDER) and all(
        _ORDER.index(a) > rank for a in after if a in _ORDER
    )
    usual = _IN_ORDER if in_order and (before or after) else 0.0
    return usual - _TAKEN * (label in before or label in after)
