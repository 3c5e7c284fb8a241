"""Themes that are known by examples: the one that a bare limitation surely belongs to.

The words of theme_subjects.toml tell what a limitation is about where somebody thought of them. The
examples of theme_examples.toml, limitations that readers put into themes, tell it also where nobody
did, and what a limitation is not though it holds such words. By these examples each clue of a
limitation (`clues`) has a weight for each theme (`weights`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from notice_parser import lexicon
from notice_parser.aspects import Aspects
from notice_parser.lexicon import Lexicon
from notice_parser.themes.clues import ASPECTS, clues, subject_with_fault
from notice_parser.themes.weights import Weights, digest, fitted, stored

# A theme is sure when so much speaks for it. Chosen on provinces held out (`benchmarks/themes.py
# --honest`, `--unread`); from 0.38 to 0.43 all are as good.
_SURE = 0.4
_ROWS = 8192
_DIGITS = 6  # so that no order of summing shows


def known_themes(documents: Sequence[str], told: Sequence[Aspects]) -> list[str]:
    """For each bare limitation with these aspects the code of theme_examples.toml, "" where none
    is sure. One that says that all is well has none."""
    weights = _weights(*_taught_by())
    found: list[str] = []
    for start in range(0, len(documents), _ROWS):
        part = slice(start, start + _ROWS)
        found += _surest(weights, documents[part], told[part])
    return found


def have_example(told: Sequence[Aspects]) -> list[bool]:
    """Whether any example has the subject with the fault of each."""
    place = _weights(*_taught_by()).kinds[ASPECTS].place
    return [subject_with_fault(one) in place for one in told]


def _surest(weights: Weights, documents: Sequence[str], told: Sequence[Aspects]) -> list[str]:
    scores = weights.scores([clues(*pair) for pair in zip(documents, told, strict=True)])
    scores = scores.round(_DIGITS)
    return [
        weights.codes[place] if much >= _SURE and not one.is_fine else ""
        for place, much, one in zip(scores.argmax(axis=1), scores.max(axis=1), told, strict=True)
    ]


def _taught_by() -> tuple[Lexicon, ...]:
    """The lexicon files that the weights depend on, as they are at this call."""
    of_themes = ("examples", "subjects", "faults", "negated", "circumstances")
    return *(lexicon.load(f"theme_{name}") for name in of_themes), lexicon.load("boilerplate")


@lru_cache(maxsize=4)
def _weights(*taught_by: Lexicon) -> Weights:
    """Those that are kept, where the lexicon is as it is shipped; somebody's own words change
    them."""
    known = stored()
    return known if known.taught_by == digest(taught_by) else fitted_now()


def fitted_now() -> Weights:
    """To the lexicon as it is at this call."""
    taught_by = _taught_by()
    return fitted(taught_by[0], digest(taught_by))
