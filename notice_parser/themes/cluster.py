"""Vectors into groups: reciprocal merging by average similarity on a graph of nearest neighbours.

Each round merges all pairs of groups that are each other's most similar, as long as their average
similarity is at least `join`. The average over all pairs of members is exact: it is the inner
product of the sums of their vectors, by their sizes. Documents of different subjects, and praise
and blame, are never joined nor compared, however alike their words are; of the others only groups
with members near each other are, so that memory grows with the number of documents.

All numbers are whole (`vectors.SCALE`) and ties fall to the earlier document: the same documents
give the same groups on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from notice_parser.errors import UsageError
from notice_parser.themes.vectors import SCALE, Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAREST = 30
_ROWS = 256  # compared with all others at a time
_PAIRS = 8192


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


def grouped(space: Space, *, join: float, nearest: int = NEAREST) -> Grouping:
    """Groups of which any two have an average similarity below `join` (of 0 to 1), or must stay
    apart. The same set of documents gives the same groups when it is given sorted."""
    import numpy as np

    if not len(space):
        return Grouping((), (), ())
    owner = np.arange(len(space))
    pairs = _neighbours(space, join=join, nearest=nearest)
    averages = np.full(len(pairs), -1.0)
    while len(pairs):
        sums = _Sums.of(space, owner)
        stale = averages < 0
        averages[stale] = sums.averages(pairs[stale])
        pairs, averages = pairs[averages >= join], averages[averages >= join]
        merged = _reciprocal(pairs, averages, len(space))
        if not len(merged):
            break
        target = np.arange(len(space))
        target[merged[:, 1]] = merged[:, 0]
        owner = target[owner]
        pairs, averages = _relabelled(pairs, averages, target, merged)
    return _described(space, owner)


def _neighbours(space: Space, *, join: float, nearest: int) -> NDArray[np.int64]:
    """Pairs (i, j), i < j, of documents that may join and are at least `join` alike, where one of
    them is among the `nearest` of the other."""
    import numpy as np

    found = [np.empty((0, 2), np.int64)]
    for members in _classes(space):
        for start, block in _similarities(space, members):
            for index, row in zip(members[start:], block, strict=False):
                near = np.flatnonzero(row >= join * SCALE * SCALE)
                near = near[members[near] != index]
                if len(near) > nearest:
                    near = near[np.argsort(-row[near], kind="stable")[:nearest]]
                other = members[near]
                found.append(np.column_stack([np.minimum(other, index), np.maximum(other, index)]))
    return np.unique(np.concatenate(found), axis=0)


def _classes(space: Space) -> Iterator[NDArray[np.int64]]:
    """The documents of one subject and side, rising: only these may join."""
    import numpy as np

    _, numbers = np.unique(np.column_stack([space.kinds, space.fine]), axis=0, return_inverse=True)
    order = np.argsort(numbers.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(numbers.ravel()))
    yield from np.split(order, ends[:-1])


def _similarities(
    space: Space, members: NDArray[np.int64]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Blocks of rows of the matrix of inner products of the members, each with the place of its
    first."""
    sparse, dense = space.sparse[members], space.dense[members]
    transposed = sparse.T.tocsr()
    for start in range(0, len(members), _ROWS):
        rows = slice(start, start + _ROWS)
        yield start, (sparse[rows] @ transposed).toarray() + dense[rows] @ dense.T


@dataclass(frozen=True, slots=True)
class _Sums:
    """By group (in the row of its first document) its size and the sum of its vectors."""

    size: NDArray[np.int64]
    sparse: Any
    dense: NDArray[np.float64]

    @classmethod
    def of(cls, space: Space, owner: NDArray[np.int64]) -> _Sums:
        import numpy as np
        from scipy.sparse import csr_matrix

        count = len(owner)
        gather = csr_matrix((np.ones(count), (owner, np.arange(count))), shape=(count, count))
        return cls(
            np.bincount(owner, minlength=count),
            gather @ space.sparse.astype(np.float64),
            gather @ space.dense.astype(np.float64),
        )

    def averages(self, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        """The average similarity of the members of one group to those of the other."""
        sizes = self.size[pairs].prod(axis=1)
        averages: NDArray[np.float64] = _inner(self, self, pairs) / sizes / SCALE**2
        return averages


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
    pairs, first = np.unique(pairs[apart], axis=0, return_index=True)
    return pairs, averages[apart][first]


def _described(space: Space, owner: NDArray[np.int64]) -> Grouping:
    import numpy as np

    sums = _Sums.of(space, owner)
    own = np.column_stack([np.arange(len(owner)), owner])
    alone = _Sums.of(space, np.arange(len(owner)))
    nearness = _inner(alone, sums, own) / sums.size[owner] / SCALE**2
    order = {int(first): number for number, first in enumerate(dict.fromkeys(owner.tolist()))}
    group = tuple(order[int(first)] for first in owner)
    typical = [-1] * len(order)
    for index, number in enumerate(group):
        if typical[number] < 0 or nearness[index] > nearness[typical[number]]:
            typical[number] = index
    return Grouping(group, tuple(typical), tuple(map(float, nearness)))


def _inner(one: _Sums, other: _Sums, pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    import numpy as np

    found = np.zeros(len(pairs))
    for start in range(0, len(pairs), _PAIRS):
        left, right = pairs[start : start + _PAIRS].T
        sparse = one.sparse[left].multiply(other.sparse[right]).sum(axis=1)
        dense = np.einsum("ij,ij->i", one.dense[left], other.dense[right])
        found[start : start + _PAIRS] = np.asarray(sparse).ravel() + dense
    return found
