"""Themes against the gold of provinces that thresholds were not chosen on, and how they grow.

    python benchmarks/themes.py               quality; --model DIR with a model's vectors too
    python benchmarks/themes.py --test        on problems that no rule was made from
    python benchmarks/themes.py --honest      thirds of all provinces, by what others have
    python benchmarks/themes.py --unread DIR  readers A to E by lexicon files from before they were
                                              read, and examples of other provinces
    python benchmarks/themes.py --others      readers C to E, from whom no word of the lexicon was
                                              learned, by it and the examples of other readers
    python benchmarks/themes.py --losses      which themes are split, and which meet
    python benchmarks/themes.py --calibrate   how good each threshold is on provinces held out;
                                              with --model DIR the best goes into DIR/themes.toml
    python benchmarks/themes.py --growth      time and memory for 1,000, 10,000, 100,000 problems

Quality: B-cubed precision, recall and F1 and the adjusted Rand index, on the provinces of `dev`, of
the shipped way and of others in the same run; each has its threshold chosen on `train`. BERTopic's
defaults run where it is installed (it needs the model's vectors). Then the themes that `train` has
none of, how many pairs that must stay apart do, and the same for what readers A to E annotated.
But for `--test`, all is scored without the words and the examples that only the provinces scored
have: themes are known by examples, and these are in them (how little that still says of unseen
notices: corpus/README.md).
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from theme_gold import (
    Agreement,
    Labelled,
    agreement,
    labelled,
    labelled_provinces,
    pairs_apart,
    province_of,
    provinces_of,
    rows_with_theme,
)
from theme_growth import growth
from theme_losses import print_losses
from theme_rivals import Groups, agglomerated, bertopic, communities, tfidf
from theme_words import examples_without_reader, lexicon_unread, lexicon_without

from notice_parser.embedding import Model, find_model
from notice_parser.themes.embed import centred
from notice_parser.themes.grouping import JOIN, JOIN_FILE, group_documents, threshold
from notice_parser.themes.problems import bare
from notice_parser.themes.vectors import SCALE, space

READERS = ("A", "B", "C", "D", "E")
UNLEARNED = READERS[2:]  # no word of the lexicon was learned from these


@dataclass(frozen=True, slots=True)
class Vectors:
    """Those of a model, or none, with the threshold that goes with them."""

    model: Model | None = None
    cache: Path = Path()
    join: float = JOIN

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32] | None:
        return centred(texts, model=self.model, cache=self.cache) if self.model else None


def ours(data: Labelled, vectors: Vectors, *, join: float | None = None) -> Groups:
    documents = sorted({bare(text) for text in data.texts})
    found = group_documents(documents, vectors(documents), join=join or vectors.join)
    number = dict(zip(documents, found.group, strict=True))
    return [number[bare(text)] for text in data.texts]


def chosen_on_train(
    train: Labelled,
    dev: Labelled,
    similar: Callable[[Sequence[str]], NDArray[np.float64]],
    way: Callable[[NDArray[np.float64], float], Groups],
) -> str:
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


def honest(vectors: Vectors) -> None:
    """In three parts, twice: the score of each by a lexicon without the words and examples that
    only its provinces have."""
    provinces = sorted({province_of(row["notice"]) for row in rows_with_theme()})
    scores = []
    for seed in (1, 2):
        scores += [_held_out(held, vectors) for held in thirds(provinces, seed)]
    rows = np.array([(s.precision, s.recall, s.f1, s.ari) for s in scores])
    print(f"  thirds of all provinces      {Agreement(*map(float, rows.mean(axis=0)))}")
    print(f"    the worst, the best third  F1 {rows[:, 2].min():.3f} to {rows[:, 2].max():.3f}")


def unread(folder: Path, vectors: Vectors) -> None:
    print("by this lexicon, and examples of other provinces")
    for part in READERS:
        data = labelled(part)
        with lexicon_unread(folder, provinces_of(part)):
            print(f"  {part:28s} {_score(data, vectors)}")


def others(vectors: Vectors) -> None:
    print("by the lexicon as it is, which has no words from them, and examples of other readers")
    train = labelled("train")
    for reader in UNLEARNED:
        data = labelled(reader)
        with examples_without_reader(reader):
            print(f"  {reader:28s} {_score(data, vectors)}")
        print(f"  {'TF-IDF, average link':28s} {chosen_on_train(train, data, tfidf, agglomerated)}")


def losses(vectors: Vectors) -> None:
    for part in ("dev", *READERS):
        data = labelled(part)
        with lexicon_without(provinces_of(part)):
            print_losses(part, ours(data, vectors), data.themes)


def thirds(names: Sequence[str], seed: int) -> list[frozenset[str]]:
    mixed = list(names)
    np.random.default_rng(seed).shuffle(mixed)
    return [frozenset(mixed[part::3]) for part in range(3)]


def _held_out(held: frozenset[str], vectors: Vectors) -> Agreement:
    data = labelled_provinces(held)
    with lexicon_without(held):
        return agreement(ours(data, vectors), data.themes)


def quality(vectors: Vectors, model: Vectors | None, part: str) -> None:
    train, dev = labelled("train"), labelled(part)
    print(f"{len(train.texts)} problems of train, {len(dev.texts)} of {part}")
    with lexicon_without(provinces_of(part)):
        _quality(train, dev, vectors, model)
        _unseen(train, dev, vectors, model)
    _apart(vectors, model, ("train", part))


def _quality(train: Labelled, dev: Labelled, vectors: Vectors, model: Vectors | None) -> None:
    rows: list[tuple[str, str]] = [("shipped (lexical)", _score(dev, vectors))]
    if model:
        rows.append(("shipped with the model", _score(dev, model)))
    rows.append(("TF-IDF, average link", chosen_on_train(train, dev, tfidf, agglomerated)))
    told = chosen_on_train(train, dev, our_similarities(vectors), agglomerated)
    rows.append(("our vectors, average link", told))
    if find_spec("sentence_transformers"):
        rows.append(("TF-IDF, communities", chosen_on_train(train, dev, tfidf, communities)))
        told = chosen_on_train(train, dev, our_similarities(vectors), communities)
        rows.append(("our vectors, communities", told))
    if model:
        given = model([bare(text) for text in dev.texts])
        assert given is not None
        told = chosen_on_train(train, dev, _cosines(model), agglomerated)
        rows.append(("model, average link", told))
        if find_spec("bertopic"):
            rows.append(
                ("BERTopic, defaults", str(agreement(bertopic(dev.texts, given), dev.themes)))
            )
    for name, told in rows:
        print(f"  {name:28s} {told}")


def by_readers(vectors: Vectors, model: Vectors | None) -> None:
    train = labelled("train")
    for reader in READERS:
        data = labelled(reader)
        print(f"{len(data.texts)} problems of reader {reader}")
        with lexicon_without(provinces_of(reader)):
            for name, way in (("shipped (lexical)", vectors), ("shipped with the model", model)):
                if way:
                    print(f"  {name:28s} {_score(data, way)}")
        print(f"  {'TF-IDF, average link':28s} {chosen_on_train(train, data, tfidf, agglomerated)}")
    _apart(vectors, model, READERS)


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


def _apart(vectors: Vectors, model: Vectors | None, parts: Sequence[str]) -> None:
    print(f"pairs that must stay apart and do ({', '.join(parts)})")
    for kind in ("opposite", "object"):
        for name, way in (("lexical", vectors), ("with the model", model)):
            if way:
                told = [_kept_apart(part, kind, way) for part in parts]
                print(f"  {kind:9s} {name:15s} {'  '.join(told)}")


def _kept_apart(part: str, kind: str, vectors: Vectors) -> str:
    """Among all problems of the part, as they would be met in a dataset."""
    pairs = pairs_apart(part, kind)
    data = labelled(part)
    texts = (*data.texts, *(text for pair in pairs for text in pair))
    with lexicon_without(provinces_of(part)):
        found = ours(Labelled(texts, texts), vectors)
    where = dict(zip(texts, found, strict=True))
    return f"{sum(where[one] != where[other] for one, other in pairs)}/{len(pairs)}"


def calibrate(vectors: Vectors, model: Model | None) -> None:
    """On thirds of the provinces of `train` and `dev`, each without the words that only it uses:
    with all words nearly every threshold is as good; once as it is, once with a third of the themes
    unknown, which only this threshold can find. What counts is the mean of F1 and ARI: F1 alone is
    flat, since most themes are small. Where several are as good, the middle one."""
    provinces = sorted({province_of(row["notice"]) for row in rows_with_theme()})
    themes = sorted({str(row["theme"]) for row in rows_with_theme() if row["theme"]})
    joins = [step / 100 for step in range(50, 76)]
    scores: dict[float, list[float]] = {join: [] for join in joins}
    for held, unknown in zip(thirds(provinces, 1), thirds(themes, 1), strict=True):
        data = labelled_provinces(held)
        for without in (frozenset[str](), unknown):
            with lexicon_without(held, unknown=without):
                for join in joins:
                    found = agreement(ours(data, vectors, join=join), data.themes)
                    scores[join].append((found.f1 + found.ari) / 2)
    means = {join: float(np.mean(found)) for join, found in scores.items()}
    for join, mean in means.items():
        print(f"  {join:.2f}  {mean:.3f}")
    best = [join for join in joins if means[join] >= max(means.values()) - 0.002]
    print(f"best: {best[len(best) // 2]}; shipped without a model: {JOIN}")
    if model:
        path = Path(model.path) / JOIN_FILE
        path.write_text(
            "# How alike (0 to 1) two limitations of one theme are, for `build --model` with this\n"
            "# model; measured by `python benchmarks/themes.py --model DIR --calibrate`.\n"
            f"join = {best[len(best) // 2]}\n",
            encoding="utf-8",
        )
        print(f"written: {path}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", metavar="DIR")
    parser.add_argument("--test", action="store_true")
    parser.add_argument("--honest", action="store_true")
    parser.add_argument("--unread", metavar="DIR", type=Path)
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--losses", action="store_true")
    parser.add_argument("--calibrate", action="store_true")
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    if options.growth:
        return growth()
    if options.unread:
        return unread(options.unread, Vectors())
    if options.others:
        return others(Vectors())
    if options.losses:
        return losses(Vectors())
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "vectors.sqlite"
        found = find_model(options.model) if options.model else None
        if options.calibrate:
            return calibrate(Vectors(found, cache), found)
        with_model = Vectors(found, cache, threshold(found)) if found else None
        if options.honest:
            for name, way in (("lexical", Vectors()), ("with the model", with_model)):
                if way:
                    print(name)
                    honest(way)
            return None
        quality(Vectors(), with_model, "test" if options.test else "dev")
        if not options.test:
            by_readers(Vectors(), with_model)
    return None


if __name__ == "__main__":
    main()
