"""Does the confidence of a statement mean something?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notice_parser.evaluate.items import STATEMENT
from notice_parser.evaluate.matching import strictly_right
from notice_parser.evaluate.scores import Held

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements of the output whose confidence is in [low, high), or just 1.0 (`low` =
    `high` = 1): how many, their mean confidence, and the share that is strictly right."""

    low: float
    high: float
    statements: int
    stated: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """`error` is the expected calibration error: the distance between stated and right,
    averaged over all statements; 0.0 where there are none."""

    bins: tuple[Bin, ...]
    error: float


def calibration(helds: Iterable[Held]) -> Calibration:
    """Bins of a tenth, without the empty ones. A confidence of 1.0 has a bin of its own: it
    says that nothing was guessed."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in _judged(helds):
        groups.setdefault(int(confidence * _BINS + 1e-9), []).append((confidence, right))
    bins = tuple(_bin(place, groups[place]) for place in sorted(groups))
    total = sum(b.statements for b in bins)
    error = sum(b.statements * abs(b.stated - b.right) for b in bins)
    return Calibration(bins, error / total if total else 0.0)


def _bin(place: int, judged: list[tuple[float, bool]]) -> Bin:
    count = len(judged)
    return Bin(
        low=place / _BINS,
        high=min(place + 1, _BINS) / _BINS,
        statements=count,
        stated=sum(confidence for confidence, _ in judged) / count,
        right=sum(right for _, right in judged) / count,
    )


def _judged(helds: Iterable[Held]) -> Iterator[tuple[float, bool]]:
    for held in helds:
        matching = held.matchings[STATEMENT.name]
        found = [(pair[1], strictly_right(pair)) for pair in matching.pairs]
        found += [(item, False) for item in matching.extra]
        found += [(item, False) for _, item in matching.near]
        for item, right in found:
            if item.confidence is not None:
                yield item.confidence, right
