"""How well each kind of similarity ranks problems of one theme first: mean average precision.

    python benchmarks/embedding.py models/notice-embedding

On the provinces of `train` and, held out, of `dev`; then on themes of `dev` that `train` lacks.
"fitted" is a linear layer (a Dense module) in closed form: what varies within the themes of `train`
counts less. "opposites" is how often praise ranks below a problem of the same theme, of all pairs
where both are known (chance: 0.5). Prints how long embedding takes as well.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from theme_gold import labelled, mean_average_precision, pairs_apart

from notice_parser.embedding import find_model
from notice_parser.themes.embed import centred
from notice_parser.themes.problems import bare, syllables
from notice_parser.themes.vectors import SCALE, space

Similar = NDArray[np.float64]


def lexical(documents: Sequence[str]) -> Similar:
    found = TfidfVectorizer(analyzer=syllables, sublinear_tf=True).fit_transform(documents)
    return np.asarray((found @ found.T).toarray())


def plain_syllables(documents: Sequence[str]) -> Similar:
    found = TfidfVectorizer(token_pattern=r"\w+", sublinear_tf=True).fit_transform(documents)
    return np.asarray((found @ found.T).toarray())


def shipped(documents: Sequence[str], vectors: NDArray[np.float32] | None) -> Similar:
    made = space(documents, vectors)
    rows = np.hstack([made.sparse.toarray(), made.dense]).astype(float)
    return np.asarray(rows @ rows.T / SCALE**2)


def fitted(vectors: NDArray[np.float32], themes: Sequence[str], taught: Sequence[int]) -> Similar:
    """Cosines after W^(-1/2), W the shrunk covariance within the themes of the taught rows."""
    names = np.array(themes)
    within = np.zeros((vectors.shape[1], vectors.shape[1]))
    for theme in sorted({themes[index] for index in taught}):
        members = [index for index in taught if names[index] == theme]
        if len(members) > 1:
            moved = vectors[members] - vectors[members].mean(axis=0)
            within += moved.T @ moved / (len(members) - 1)
    within += 3 * np.trace(within) / len(within) * np.eye(len(within))
    values, axes = np.linalg.eigh(within)
    made = vectors @ (axes / np.sqrt(values)) @ axes.T
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(made @ made.T, float)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", metavar="DIR")
    options = parser.parse_args()
    parts = {split: labelled(split) for split in ("train", "dev")}
    praise = {
        split: [pair for pair in pairs_apart(split, "opposite") if pair[0] in parts[split].texts]
        for split in parts
    }
    texts, themes, owners = [], [], []
    for split, part in parts.items():
        texts += [*part.texts, *(other for _, other in praise[split])]
        themes += [*part.themes, *(f"praise {other}" for _, other in praise[split])]
        owners += [split] * (len(texts) - len(owners))
    documents = [bare(text) for text in texts]
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        model = find_model(options.model)
        vectors = centred(documents, model=model, cache=Path(folder) / "vectors.sqlite")
    seconds = time.perf_counter() - started
    print(f"{len(set(documents))} texts in {seconds:.0f} s, loading the model included")
    taught = [index for index, owner in enumerate(owners) if owner == "train"]
    cosines = np.asarray(vectors @ vectors.T, float)
    words, layer = lexical(documents), fitted(vectors, themes, taught)
    ways = {
        "(a) TF-IDF of syllables": plain_syllables(documents),
        "    TF-IDF of pairs, no set phrases": words,
        "(b) model, centred": cosines,
        "(c) model and TF-IDF": (cosines + words) / 2,
        "(d) fitted layer": layer,
        "    fitted layer and TF-IDF": (layer + words) / 2,
        "    shipped (lexical)": shipped(documents, None),
        "    shipped with the model": shipped(documents, vectors),
    }
    seen = set(parts["train"].themes)
    print(f"{'':36s}train    dev  unseen  opposites")
    for name, similar in ways.items():
        told = [_precision(similar, themes, owners, split) for split in ("train", "dev")]
        new = [theme not in seen for theme in themes]
        told.append(_precision(similar, themes, owners, "dev", asked=new))
        told.append(_opposites(similar, texts, themes, owners, praise))
        print(f"{name:36s}" + "   ".join(f"{value:.3f}" for value in told))


def _precision(
    similar: Similar,
    themes: Sequence[str],
    owners: Sequence[str],
    split: str,
    *,
    asked: Sequence[bool] | None = None,
) -> float:
    chosen = np.array([owner == split for owner in owners])
    own = [theme for theme, is_in in zip(themes, chosen, strict=True) if is_in]
    ask = np.array(asked)[chosen] if asked else np.ones(len(own), bool)
    return mean_average_precision(similar[chosen][:, chosen], own, ask)


def _opposites(
    similar: Similar,
    texts: Sequence[str],
    themes: Sequence[str],
    owners: Sequence[str],
    praise: dict[str, list[tuple[str, str]]],
) -> float:
    found = []
    for split, pairs in praise.items():
        for problem, contrary in pairs:
            index, other = texts.index(problem), texts.index(contrary)
            same = [
                place
                for place, theme in enumerate(themes)
                if theme == themes[index] and place != index and owners[place] == split
            ]
            found += [similar[index, other] < similar[index, place] for place in same]
    return float(np.mean(found))


if __name__ == "__main__":
    main()
