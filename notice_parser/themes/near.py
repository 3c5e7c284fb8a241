"""Which groups are near enough to join, at a cost that grows little faster than their number.

In a small class each is compared with each. A large one is parted into cells around some of its
members, each member in the two cells whose middle it is nearest to, and these again until they are
small; only groups that share a cell are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notice_parser.themes.vectors import SCALE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEAREST = 30
_SMALL = 2048
_CELLS = 64
# A cell with more than this share of its class has not parted it.
_LOPSIDED = 0.8
_ROWS = 256  # compared with all others at a time
_PAIRS = 8192
_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Sums:
    """By group how many documents it has, and the sum of their vectors: whole numbers in 64-bit
    floats. Averages are rounded, so that no order of summing shows."""

    size: NDArray[np.int64]
    sparse: Any
    dense: NDArray[np.float64]

    def merged(self, owner: NDArray[np.int64]) -> Sums:
        """With group i in the place owner[i]."""
        import numpy as np
        from scipy.sparse import csr_matrix

        count = len(owner)
        gather = csr_matrix((np.ones(count), (owner, np.arange(count))), shape=(count, count))
        size = np.bincount(owner, weights=self.size, minlength=count).astype(np.int64)
        sparse = (gather @ self.sparse).tocsr()
        sparse.sort_indices()
        return Sums(size, sparse, np.asarray(gather @ self.dense, np.float64))

    def averages(self, pairs: NDArray[np.int64], other: Sums | None = None) -> NDArray[np.float64]:
        """The average similarity (0 to 1) of the documents of one group to those of the other,
        which is in `other` where that is given."""
        import numpy as np

        to = other or self
        found = np.zeros(len(pairs))
        for start in range(0, len(pairs), _PAIRS):
            left, right = pairs[start : start + _PAIRS].T
            dense = np.einsum("ij,ij->i", self.dense[left], to.dense[right])
            sizes = self.size[left].astype(float) * to.size[right]
            found[start : start + _PAIRS] = (_inner(self, left, to, right) + dense) / sizes
        rounded: NDArray[np.float64] = np.round(found / SCALE**2, _DIGITS)
        return rounded

    def between(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
        """The matrix of averages of all of `rows` with all of `columns`."""
        import numpy as np

        found = (self.sparse[rows] @ self.sparse[columns].T).toarray()
        found += self.dense[rows] @ self.dense[columns].T
        sizes = self.size[rows, None].astype(float) * self.size[columns]
        rounded: NDArray[np.float64] = np.round(found / sizes / SCALE**2, _DIGITS)
        return rounded


def _inner(
    one: Sums, left: NDArray[np.int64], other: Sums, right: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Inner products of sparse rows, pair by pair. The shorter row of a pair is looked up in the
    longer: that of a group of thousands is never copied."""
    import numpy as np

    found = np.zeros(len(left))
    shorter = np.diff(one.sparse.indptr)[left] <= np.diff(other.sparse.indptr)[right]
    for short, long, chosen in (
        ((one.sparse, left), (other.sparse, right), shorter),
        ((other.sparse, right), (one.sparse, left), ~shorter),
    ):
        (rows, own), (table, where) = short, long
        picked = rows[own[chosen]]
        pair = np.repeat(np.arange(len(own))[chosen], np.diff(picked.indptr))
        values = np.asarray(table[where[pair], picked.indices]).ravel() if len(pair) else 0.0
        found += np.bincount(pair, weights=picked.data * values, minlength=len(left))
    return found


def near_pairs(
    sums: Sums, classes: Iterable[NDArray[np.int64]], *, join: float
) -> NDArray[np.int64]:
    """Pairs (i, j), i < j, of groups of one class that are at least `join` alike, where one is
    among the NEAREST of the other in a cell."""
    import numpy as np

    found = [np.empty(0, np.int64)]
    for members in classes:
        for cell in _cells(sums, members):
            found += _nearest(sums, cell, join=join)
    codes = np.unique(np.concatenate(found))
    return np.column_stack(np.divmod(codes, len(sums.size)))


def _cells(sums: Sums, members: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """All members, rising, in overlapping parts of at most _SMALL."""
    import numpy as np

    if len(members) <= _SMALL:
        yield members
        return
    middles = members[:: -(-len(members) // _CELLS)]
    homes = np.concatenate(
        [
            np.argsort(-sums.between(rows, middles), axis=1, kind="stable")[:, :2]
            for rows in np.array_split(members, -(-len(members) // _PAIRS))
        ]
    )
    for number in range(len(middles)):
        inside = members[(homes == number).any(axis=1)]
        if len(inside) > _LOPSIDED * len(members):
            yield from np.array_split(inside, -(-len(inside) // _SMALL))
        else:
            yield from _cells(sums, inside)


def _nearest(sums: Sums, cell: NDArray[np.int64], *, join: float) -> Iterator[NDArray[np.int64]]:
    """Codes i × groups + j of the pairs (i, j), i < j."""
    import numpy as np

    if len(cell) < 2:
        return
    for start in range(0, len(cell), _ROWS):
        rows = cell[start : start + _ROWS]
        alike = sums.between(rows, cell)
        alike[np.arange(len(rows)), start + np.arange(len(rows))] = -1.0
        order = np.argsort(-alike, axis=1, kind="stable")[:, :NEAREST]
        near = np.take_along_axis(alike, order, axis=1) >= join
        one = np.broadcast_to(rows[:, None], order.shape)[near]
        other = cell[order[near]]
        yield np.minimum(one, other) * len(sums.size) + np.maximum(one, other)
