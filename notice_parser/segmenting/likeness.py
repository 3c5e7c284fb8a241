"""How alike two statements of a notice are: by the words they share, the rare ones most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

Weights = Mapping[str, float]


def weigh(statements: Iterable[frozenset[str]]) -> Weights:
    """How much each word tells among statements given as their words: those in most of them
    tell nothing."""
    seen: Counter[str] = Counter()
    total = 0
    for words in statements:
        seen.update(words)
        total += 1
    return {word: log((1 + total) / (1 + count)) for word, count in seen.items()}


def alike(mine: frozenset[str], theirs: frozenset[str], weights: Weights) -> float:
    """The cosine of two sets of words, 0 to 1; a word without a weight counts for nothing."""
    norm = sqrt(_mass(mine, weights) * _mass(theirs, weights))
    return _mass(mine & theirs, weights) / norm if norm else 0.0


def _mass(words: frozenset[str], weights: Weights) -> float:
    # In one order, so that the sum has the same last digit everywhere.
    return sum(weights.get(word, 0.0) ** 2 for word in sorted(words))
