"""A linear chain: how what stands before and after a sentence changes what it may be.

The scores of each sentence alone are scaled, so that they become chances that hold; a table
says how well one class follows another. Sums run over all ways to label the whole paragraph
(forward and backward), so the chance of a class is that of this sentence among its neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

Row = Sequence[float]


@dataclass(frozen=True, slots=True)
class Chain:
    """All numbers are log-odds, one per class: `alone` for a sentence without neighbours,
    `first` and `last` for the ends of a paragraph, `steps[before][after]` for neighbours."""

    scale: float
    alone: Row
    first: Row
    last: Row
    steps: Sequence[Row]

    def chances(self, scores: Sequence[Row], among: Sequence[int]) -> list[list[float]]:
        """For each sentence the chance of each class of `among`, in that order."""
        own = [[self.scale * row[place] for place in among] for row in scores]
        if len(own) <= 1:
            return [probabilities([s + self.alone[p] for s, p in zip(row, among, strict=True)])
                    for row in own]  # fmt: skip
        own[0] = [s + self.first[p] for s, p in zip(own[0], among, strict=True)]
        own[-1] = [s + self.last[p] for s, p in zip(own[-1], among, strict=True)]
        steps = [[self.steps[before][after] for after in among] for before in among]
        back = [list(column) for column in zip(*steps, strict=True)]
        onward = _sums(own, back)
        backward = _sums(own[::-1], steps)[::-1]
        return [
            probabilities([f + b - s for f, b, s in zip(*rows, strict=True)])
            for rows in zip(onward, backward, own, strict=True)
        ]


def _sums(own: Sequence[Row], into: Sequence[Row]) -> list[list[float]]:
    """For each sentence and class the log of all ways that lead to it from one end;
    `into[class]` are the steps from each class of the sentence before."""
    sums = [list(own[0])]
    for row in own[1:]:
        before = sums[-1]
        sums.append(
            [
                score + log_sum([b + step for b, step in zip(before, steps, strict=True)])
                for score, steps in zip(row, into, strict=True)
            ]
        )
    return sums


def log_sum(values: Row) -> float:
    most = max(values)
    return most + log(sum(exp(value - most) for value in values))


def probabilities(scores: Row) -> list[float]:
    """Log-odds as chances that add up to 1."""
    most = max(scores)
    powers = [exp(score - most) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
