"""Other ways of grouping, to hold ours against. A part of `themes.py`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from notice_parser.themes.problems import bare, syllables

Groups = Sequence[int]


def tfidf(texts: Sequence[str]) -> NDArray[np.float64]:
    matrix = TfidfVectorizer(analyzer=lambda text: syllables(bare(text)), sublinear_tf=True)
    found = matrix.fit_transform(texts)
    return np.asarray((found @ found.T).toarray())


def agglomerated(similar: NDArray[np.float64], join: float) -> Groups:
    distances = 1 - (similar + similar.T) / 2
    np.fill_diagonal(distances, 0)
    condensed = squareform(distances.clip(min=0), checks=False)
    return list(fcluster(linkage(condensed, "average"), 1 - join, criterion="distance"))


def communities(similar: NDArray[np.float64], join: float) -> Groups:
    """sentence-transformers' community_detection, on vectors with these inner products."""
    import torch
    from sentence_transformers.util import community_detection

    values, axes = np.linalg.eigh(similar)
    vectors = axes * np.sqrt(values.clip(min=0))
    found = community_detection(torch.tensor(vectors), threshold=join, min_community_size=1)
    labels = np.zeros(len(similar), int)
    for number, members in enumerate(found):
        labels[members] = number
    return list(labels)


def bertopic(texts: Sequence[str], vectors: NDArray[np.float32]) -> Groups:
    """Its defaults, but for the seed; what it leaves out (-1) is a theme each."""
    from bertopic import BERTopic
    from umap import UMAP

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1)
    topics, _ = BERTopic(umap_model=reduce).fit_transform(list(texts), embeddings=vectors)
    return [topic if topic >= 0 else -2 - index for index, topic in enumerate(topics)]
