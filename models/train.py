"""Train the two sentence models of `notice_parser/segmenting/judge.py` from corpus/.

    python models/train.py            writes notice_parser/segmenting/judge.json.gz
    python models/train.py --report   prints accuracy on the dev split and writes nothing

Teachers are the notices whose gold says `split: train`, and the single sentences of
corpus/sentences. Labels and areas that headings give teach as well as any: the sentence under
"b) Hạn chế" is a limitation. The result is the same bytes for the same corpus and versions.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from notice_parser.segmenting.judge import WEIGHTS, features

CORPUS = Path(__file__).parents[1] / "corpus"
STRENGTH_OF_PRIOR = {"label": 0.3, "area": 0.3}  # inverse regularisation; 0.1 to 1 do alike
DIGITS = 2
RAREST = 2  # a feature counts when this many sentences have it


def golds(split: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted(CORPUS.glob("gold/*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["notice"].get("split") == split:
            yield gold


def sentences() -> Iterator[Mapping[str, Any]]:
    for path in sorted(CORPUS.glob("sentences/*.jsonl")):
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def examples(split: str, kind: str) -> tuple[list[str], list[str]]:
    """Texts and classes: all statements for labels, those of one area for areas."""
    statements = [
        (s["text"], s["label"], s["areas"]) for g in golds(split) for s in g["statements"]
    ]
    if split == "train":
        statements += [
            (s["text"], s["label"], [s["area"]] if s["area"] else []) for s in sentences()
        ]
    chosen = [
        (text, label if kind == "label" else areas[0])
        for text, label, areas in statements
        if kind == "label" or len(areas) == 1
    ]
    return [text for text, _ in chosen], [class_ for _, class_ in chosen]


def transitions() -> dict[str, dict[str, int]]:
    """How often one label follows another in running prose of one unit; "" is the start."""
    counts: dict[str, Counter[str]] = {}
    for run in runs():
        for before, after in pairwise(["", *run]):
            counts.setdefault(before, Counter())[after] += 1
    return {before: dict(sorted(after.items())) for before, after in sorted(counts.items())}


def runs() -> Iterator[list[str]]:
    """The labels of what stands together: a unit of a prose notice, a paragraph."""
    for gold in golds("train"):
        if gold["notice"].get("shape") == "prose":
            for _, group in groupby(gold["statements"], key=lambda s: s["unit"]):
                yield [s["label"] for s in group]
    numbered = (s for s in sentences() if s.get("paragraph"))
    for _, group in groupby(numbered, key=lambda s: s["paragraph"]):
        yield [s["label"] for s in group]


def fit(kind: str) -> tuple[LogisticRegression, DictVectorizer]:
    texts, classes = examples("train", kind)
    found = [features(text) for text in texts]
    often = Counter(name for row in found for name in row)
    kept = [{n: c for n, c in row.items() if often[n] >= RAREST} for row in found]
    vectorizer = DictVectorizer()
    model = LogisticRegression(
        C=STRENGTH_OF_PRIOR[kind], class_weight="balanced", max_iter=5000, tol=1e-6
    )
    return model.fit(vectorizer.fit_transform(kept), classes), vectorizer


def stored(kind: str) -> dict[str, Any]:
    model, vectorizer = fit(kind)
    rows: Sequence[Sequence[float]] = model.coef_.T.round(DIGITS).tolist()
    names = vectorizer.get_feature_names_out()
    used = [(name, row) for name, row in zip(names, rows, strict=True) if any(row)]
    return {
        "classes": model.classes_.tolist(),
        "bias": model.intercept_.round(DIGITS).tolist(),
        "features": [name for name, _ in used],
        "weights": [row for _, row in used],
    }


def write() -> None:
    models = {kind: stored(kind) for kind in STRENGTH_OF_PRIOR}
    content = json.dumps({**models, "transitions": transitions()}, ensure_ascii=False)
    WEIGHTS.write_bytes(gzip.compress(content.encode(), mtime=0))
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes")


def report() -> None:
    for kind in STRENGTH_OF_PRIOR:
        model, vectorizer = fit(kind)
        texts, classes = examples("dev", kind)
        guesses = model.predict(vectorizer.transform([features(text) for text in texts]))
        right = sum(guess == class_ for guess, class_ in zip(guesses, classes, strict=True))
        print(f"{kind}: {right} of {len(classes)} right on dev ({right / len(classes):.3f})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", action="store_true")
    (report if parser.parse_args().report else write)()
