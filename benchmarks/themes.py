"""Themes against the gold of provinces that thresholds were not chosen on, and how they grow.

    python benchmarks/themes.py               quality; --model DIR with a model's vectors too
    python benchmarks/themes.py --calibrate   the F1 of each threshold on the provinces of `train`
    python benchmarks/themes.py --growth      time and memory for 1,000, 10,000, 100,000 vectors

Quality: B-cubed precision, recall and F1 and the adjusted Rand index, on the provinces of `dev`, of
the shipped way and of others in the same run; each has its threshold chosen on `train`. BERTopic's
defaults run where it is installed (it needs the model's vectors). Then the themes that `train` has
none of, and how many pairs that must stay apart do.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer
from theme_gold import Labelled, agreement, labelled, pairs_apart

from notice_parser.embedding import find_model
from notice_parser.themes.cluster import grouped
from notice_parser.themes.embed import centred
from notice_parser.themes.grouping import JOIN, JOIN_WITH_MODEL, group_documents
from notice_parser.themes.problems import bare, syllables
from notice_parser.themes.vectors import SCALE, Space, space

Groups = Sequence[int]
Vectors = Callable[[Sequence[str]], NDArray[np.float32] | None]


def ours(data: Labelled, vectors: Vectors, *, join: float | None = None) -> Groups:
    documents = sorted({bare(text) for text in data.texts})
    given = vectors(documents)
    found = (
        group_documents(documents, given)
        if join is None
        else grouped(space(documents, given), join=join)
    )
    number = dict(zip(documents, found.group, strict=True))
    return [number[bare(text)] for text in data.texts]


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


def chosen_on_train(
    train: Labelled,
    dev: Labelled,
    similar: Callable[[Sequence[str]], NDArray[np.float64]],
    way: object,
) -> str:
    assert callable(way)
    one, other = similar(train.texts), similar(dev.texts)
    steps = np.quantile(one[~np.eye(len(one), dtype=bool)], np.linspace(0.9, 0.9995, 60))
    best = max(steps, key=lambda join: agreement(way(one, join), train.themes).f1)
    return f"{agreement(way(other, best), dev.themes)}  (threshold {best:.2f})"


def our_similarities(vectors: Vectors) -> Callable[[Sequence[str]], NDArray[np.float64]]:
    def similar(texts: Sequence[str]) -> NDArray[np.float64]:
        documents = sorted({bare(text) for text in texts})
        made = space(documents, vectors(documents))
        dense = np.hstack([made.sparse.toarray(), made.dense]).astype(float)
        where = {document: place for place, document in enumerate(documents)}
        rows = dense[[where[bare(text)] for text in texts]]
        return np.asarray(rows @ rows.T / SCALE**2)

    return similar


def bertopic(texts: Sequence[str], vectors: NDArray[np.float32]) -> Groups:
    """Its defaults, but for the seed; what it leaves out (-1) is a theme each."""
    from bertopic import BERTopic
    from umap import UMAP

    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1)
    topics, _ = BERTopic(umap_model=reduce).fit_transform(list(texts), embeddings=vectors)
    return [topic if topic >= 0 else -2 - index for index, topic in enumerate(topics)]


def quality(vectors: Vectors, model: Vectors | None) -> None:
    train, dev = labelled("train"), labelled("dev")
    print(f"{len(train.texts)} problems of train, {len(dev.texts)} of dev")
    rows: list[tuple[str, str]] = [("shipped (lexical)", _score(dev, vectors))]
    if model:
        rows.append(("shipped with the model", _score(dev, model)))
    rows += [
        ("TF-IDF, average link", chosen_on_train(train, dev, tfidf, agglomerated)),
        (
            "our vectors, average link",
            chosen_on_train(train, dev, our_similarities(vectors), agglomerated),
        ),
    ]
    if find_spec("sentence_transformers"):
        rows.append(("TF-IDF, communities", chosen_on_train(train, dev, tfidf, communities)))
        rows.append(
            (
                "our vectors, communities",
                chosen_on_train(train, dev, our_similarities(vectors), communities),
            )
        )
    if model:
        given = model([bare(text) for text in dev.texts])
        assert given is not None
        rows.append(
            ("model, average link", chosen_on_train(train, dev, _cosines(model), agglomerated))
        )
        if find_spec("bertopic"):
            rows.append(
                ("BERTopic, defaults", str(agreement(bertopic(dev.texts, given), dev.themes)))
            )
    for name, told in rows:
        print(f"  {name:28s} {told}")
    _unseen(train, dev, vectors, model)
    _apart(vectors, model)


def _cosines(model: Vectors) -> Callable[[Sequence[str]], NDArray[np.float64]]:
    def similar(texts: Sequence[str]) -> NDArray[np.float64]:
        given = model([bare(text) for text in texts])
        assert given is not None
        return np.asarray(given @ given.T, float)

    return similar


def _score(data: Labelled, vectors: Vectors) -> str:
    return str(agreement(ours(data, vectors), data.themes))


def _unseen(train: Labelled, dev: Labelled, vectors: Vectors, model: Vectors | None) -> None:
    new = frozenset(dev.themes) - frozenset(train.themes)
    chosen = dev.only(new)
    gold = [theme for theme, is_new in zip(dev.themes, chosen, strict=True) if is_new]
    print(f"themes that train has none of ({len(new)}, {chosen.sum()} problems; most stand alone)")
    for name, way in (("shipped (lexical)", vectors), ("shipped with the model", model)):
        if way:
            found = ours(dev, way)
            kept = [group for group, is_new in zip(found, chosen, strict=True) if is_new]
            print(f"  {name:28s} {agreement(kept, gold)}")


def _apart(vectors: Vectors, model: Vectors | None) -> None:
    print("pairs that must stay apart and do (train, dev)")
    for kind in ("opposite", "object"):
        for name, way in (("lexical", vectors), ("with the model", model)):
            if way:
                told = [_kept_apart(split, kind, way) for split in ("train", "dev")]
                print(f"  {kind:9s} {name:15s} {told[0]}  {told[1]}")


def _kept_apart(split: str, kind: str, vectors: Vectors) -> str:
    """Among all problems of the split, as they would be met in a dataset."""
    pairs = pairs_apart(split, kind)
    data = labelled(split)
    texts = (*data.texts, *(text for pair in pairs for text in pair))
    found = ours(Labelled(texts, texts), vectors)
    where = dict(zip(texts, found, strict=True))
    return f"{sum(where[one] != where[other] for one, other in pairs)}/{len(pairs)}"


def calibrate(vectors: Vectors, model: Vectors | None) -> None:
    train = labelled("train")
    for name, way, shipped in (("lexical", vectors, JOIN), ("model", model, JOIN_WITH_MODEL)):
        if way:
            print(f"{name} (shipped: {shipped})")
            for join in np.arange(0.32, 0.52, 0.01):
                print(
                    f"  {join:.2f}  {agreement(ours(train, way, join=float(join)), train.themes)}"
                )


def growth() -> None:
    """Synthetic vectors: as many themes as a fifth of the documents, a fifth of them alone."""
    print("documents  groups  seconds  growth of time  peak MB")
    before = 0.0
    for count in (1_000, 10_000, 100_000):
        given = synthetic(count)
        started = time.perf_counter()
        found = grouped(given, join=0.5)
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        ratio = f"{seconds / before:.1f}" if before else ""
        groups = len(found.typical)
        print(f"{count:9,d}  {groups:6,d}  {seconds:7.1f}  {ratio:>14s}  {peak:7.0f}", flush=True)
        before = seconds


def synthetic(count: int, dimensions: int = 384, kinds: int = 120) -> Space:
    from scipy.sparse import csr_matrix

    numbers = np.random.default_rng(count)
    themes = max(count // 5, 1)
    centres = numbers.normal(size=(themes, dimensions)).astype(np.float32)
    theme = np.where(numbers.random(count) < 0.2, -1, numbers.integers(themes, size=count))
    vectors = numbers.normal(size=(count, dimensions)).astype(np.float32) * 0.8
    vectors[theme >= 0] += centres[theme[theme >= 0]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kind = np.where(theme >= 0, theme % kinds, numbers.integers(kinds, size=count)) + 1
    return Space(
        csr_matrix((count, 1), dtype=np.float32),
        (vectors * SCALE).round(),
        kind.astype(np.int32),
        np.zeros(count, bool),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", metavar="DIR")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    if options.growth:
        return growth()
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "vectors.sqlite"
        found = find_model(options.model) if options.model else None

        def lexical(_: Sequence[str]) -> None:
            return None

        def embedded(texts: Sequence[str]) -> NDArray[np.float32]:
            assert found is not None
            return centred(texts, model=found, cache=cache)

        (calibrate if options.calibrate else quality)(lexical, embedded if found else None)
    return None


if __name__ == "__main__":
    main()
