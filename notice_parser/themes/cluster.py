"""Vectors into groups: reciprocal merging by average similarity on a graph of nearest neighbours.

Documents of one known theme, or of one subject and fault that no example has, are one group from
the start (`Space.start`). Then each round merges all pairs of groups that are each other's most
similar, as long as their average similarity is at least `join`. The average over all pairs of
members is exact: it is the inner product of the sums of their vectors, by their sizes. Documents of
different subjects, and praise and blame, are never joined nor compared, however alike their words
are.

All numbers are whole (`vectors.SCALE`) and ties fall to the earlier document: the same documents
give the same groups on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from notice_parser.errors import UsageError
from notice_parser.themes.near import Sums, near_pairs
from notice_parser.themes.vectors import Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def require_libraries() -> None:
    """Raises UsageError when a library that themes are made with is not installed; better at
    once than after all files were parsed."""
    missing = [name for name in ("scipy", "sklearn", "underthesea") if find_spec(name) is None]
    if missing:
        raise UsageError(f'themes need {", ".join(missing)}: pip install "notice-parser[analysis]"')


@dataclass(frozen=True, slots=True)
class Grouping:
    """`group[i]` is the number of the group of document i, counted from 0 in order of first
    appearance; `typical[g]` the index of the document nearest to all of group g, and
    `nearness[i]` the average similarity of document i to its group."""

    group: tuple[int, ...]
    typical: tuple[int, ...]
    nearness: tuple[float, ...]


def grouped(space: Space, *, join: float) -> Grouping:
    """Groups of which any two have an average similarity below `join` (of 0 to 1), or must stay
    apart. The same set of documents gives the same groups when it is given sorted."""
    import numpy as np

    if not len(space):
        return Grouping((), (), ())
    alone = _alone(space)
    owner = space.start
    sums = alone.merged(owner)
    pairs = near_pairs(sums, _classes(space), join=join)
    averages = np.full(len(pairs), -1.0)
    while len(pairs):
        stale = averages < 0
        averages[stale] = sums.averages(pairs[stale])
        pairs, averages = pairs[averages >= join], averages[averages >= join]
        merged = _reciprocal(pairs, averages, len(space))
        if not len(merged):
            break
        target = np.arange(len(space))
        target[merged[:, 1]] = merged[:, 0]
        owner = target[owner]
        sums = sums.merged(target)
        pairs, averages = _relabelled(pairs, averages, target, merged)
    return _described(alone, sums, owner)


def _alone(space: Space) -> Sums:
    """Each document by itself."""
    import numpy as np

    sparse = space.sparse.astype(np.float64)
    sparse.sort_indices()
    return Sums(np.ones(len(space), np.int64), sparse, space.dense.astype(np.float64))


def _classes(space: Space) -> Iterator[NDArray[np.int64]]:
    """The groups from the start of one subject and side, rising: only these may join."""
    import numpy as np

    first = np.unique(space.start)
    sides = np.column_stack([space.kinds[first], space.fine[first]])
    numbers = np.unique(sides, axis=0, return_inverse=True)[1].ravel()
    order = np.argsort(numbers, kind="stable")
    ends = np.cumsum(np.bincount(numbers))
    yield from np.split(first[order], ends[:-1])


def _reciprocal(
    pairs: NDArray[np.int64], averages: NDArray[np.float64], count: int
) -> NDArray[np.int64]:
    """The pairs of which each is the other's most similar; the earlier of equals."""
    import numpy as np

    if not len(pairs):
        return pairs
    sources = np.concatenate([pairs[:, 0], pairs[:, 1]])
    targets = np.concatenate([pairs[:, 1], pairs[:, 0]])
    order = np.lexsort((targets, -np.concatenate([averages, averages]), sources))
    first = np.unique(sources[order], return_index=True)[1]
    best = np.full(count, -1)
    best[sources[order][first]] = targets[order][first]
    chosen = (best[pairs[:, 0]] == pairs[:, 1]) & (best[pairs[:, 1]] == pairs[:, 0])
    found: NDArray[np.int64] = pairs[chosen]
    return found


def _relabelled(
    pairs: NDArray[np.int64],
    averages: NDArray[np.float64],
    target: NDArray[np.int64],
    merged: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Pairs of the groups after merging; averages of those that changed are to be computed."""
    import numpy as np

    changed = np.zeros(len(target), bool)
    changed[merged] = True
    stale = changed[pairs].any(axis=1)
    pairs = np.sort(target[pairs], axis=1)
    averages = np.where(stale, -1.0, averages)
    apart = pairs[:, 0] != pairs[:, 1]
    codes = pairs[apart] @ np.array([len(target), 1])
    codes, first = np.unique(codes, return_index=True)
    return np.column_stack(np.divmod(codes, len(target))), averages[apart][first]


def _described(alone: Sums, sums: Sums, owner: NDArray[np.int64]) -> Grouping:
    import numpy as np

    own = np.column_stack([np.arange(len(owner)), owner])
    nearness = alone.averages(own, sums)
    order = {int(first): number for number, first in enumerate(dict.fromkeys(owner.tolist()))}
    group = tuple(order[int(first)] for first in owner)
    typical = [-1] * len(order)
    for index, number in enumerate(group):
        if typical[number] < 0 or nearness[index] > nearness[typical[number]]:
            typical[number] = index
    return Grouping(group, tuple(typical), tuple(map(float, nearness)))
