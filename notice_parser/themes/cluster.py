"""Problems into groups: TF-IDF of their key words, joined by average similarity.

Average linkage, exact: two groups can only join when some pair of their members is at least as
similar as the threshold, so each connected part of the graph of such pairs is grouped by
itself. Common words tie most problems into one part, so memory grows with the square of the
number of different problems: some thousands fit, tens of thousands do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from notice_parser.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Average cosine that joins two groups, chosen by reading the themes of corpus/: at 0.3 one
# problem in other words falls apart ("Chưa thực hiện kiểm kê", "chưa ghi sổ và chưa kiểm kê"),
# at 0.15 late files and late reports meet.
JOIN = 0.2


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


def group_documents(documents: Sequence[Sequence[str]], *, join: float = JOIN) -> Grouping:
    """Group documents given as their key words. The same set of documents gives the same
    groups in any order when it is given sorted."""
    if not documents:
        return Grouping((), (), ())
    similarity = _similarity(documents)
    labels = _labels(similarity, join)
    order = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    group = tuple(order[label] for label in labels)
    members: dict[int, list[int]] = {}
    for index, number in enumerate(group):
        members.setdefault(number, []).append(index)
    nearness = [0.0] * len(documents)
    typical = []
    for indexes in members.values():
        block = similarity[indexes][:, indexes].toarray()
        means = block.mean(axis=1).round(6)
        typical.append(indexes[int(means.argmax())])
        for place, index in enumerate(indexes):
            nearness[index] = float(means[place])
    return Grouping(group, tuple(typical), tuple(nearness))


def _similarity(documents: Sequence[Sequence[str]]) -> Any:
    """Cosines of the TF-IDF vectors of words, as a sparse matrix."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    vectors = vectorizer.fit_transform(documents)
    return (vectors @ vectors.T).tocsr()


def _labels(similarity: Any, join: float) -> list[str]:
    from scipy.sparse.csgraph import connected_components

    near = similarity.multiply(similarity >= join)
    _, parts = connected_components(near, directed=False)
    labels = [""] * len(parts)
    members: dict[int, list[int]] = {}
    for index, number in enumerate(parts):
        members.setdefault(int(number), []).append(index)
    for part, indexes in members.items():
        for index, sub in zip(indexes, _average_link(similarity, indexes, join), strict=True):
            labels[index] = f"{part}:{sub}"
    return labels


def _average_link(similarity: Any, indexes: Sequence[int], join: float) -> NDArray[Any]:
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(indexes) == 1:
        return np.zeros(1, dtype=int)
    distances = 1 - similarity[indexes][:, indexes].toarray().round(9)
    np.fill_diagonal(distances, 0)
    condensed = squareform(distances.clip(min=0), checks=False)
    return np.asarray(fcluster(linkage(condensed, "average"), 1 - join, criterion="distance"))
