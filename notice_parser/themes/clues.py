"""What in a bare limitation may tell its theme: three kinds of clues, each with how much it says.

Words are syllables, each alone and with the next, without set phrases; `pairs` any two syllables,
wherever they stand; aspects are what the lexicon knows to be its subject and its fault, and all
other subjects that it names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from math import log

from notice_parser.aspects import Aspects
from notice_parser.themes.problems import syllables

Clues = Mapping[str, float]
WORDS, PAIRS, ASPECTS = "words", "pairs", "aspects"


def clues(document: str, told: Aspects) -> dict[str, Clues]:
    """By kind."""
    found = syllables(document)
    alone = sorted({word for word in found if " " not in word})
    return {
        WORDS: {word: 1 + log(count) for word, count in Counter(found).items()},
        PAIRS: {f"{one} {other}": 1.0 for one, other in combinations(alone, 2)},
        ASPECTS: _of_aspects(told),
    }


def subject_with_fault(told: Aspects) -> str:
    """The clue that these two are."""
    return f"both {told.subject} {told.kind}"


def _of_aspects(told: Aspects) -> Clues:
    subjects = {f"any {subject}": 0.5 for subject, _ in told.each}
    faults = {f"any {subject} {fault}": 0.35 for subject, fault in told.each}
    others = {f"other {fault}": 0.4 for fault in told.others}
    own = {
        f"subject {told.subject}": 1.0,
        f"fault {told.kind}": 0.5,
        subject_with_fault(told): 1.0,
    }
    return subjects | faults | others | own
