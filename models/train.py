"""Train the two sentence models of `notice_parser/segmenting/judge.py` from corpus/gold.

    python models/train.py            writes notice_parser/segmenting/judge.json.gz
    python models/train.py --report   prints accuracy on the dev split and writes nothing

Only notices whose gold says `split: train` are learned from. Labels and areas that headings
give are as good a teacher as any: the sentence under "b) Hạn chế" is a limitation. The result
is the same bytes for the same gold and library versions.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from notice_parser.segmenting.judge import WEIGHTS, features

GOLD = Path(__file__).parents[1] / "corpus/gold"
STRENGTH_OF_PRIOR = {"label": 1.0, "area": 0.5}  # inverse regularisation, chosen on dev
DIGITS = 2
RAREST = 2  # a feature counts when this many sentences have it


def golds(split: str) -> Iterator[Mapping[str, Any]]:
    for path in sorted(GOLD.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["notice"].get("split") == split:
            yield gold


def examples(split: str, kind: str) -> tuple[list[str], list[str]]:
    """Texts and classes: all statements for labels, those of one area for areas."""
    pairs = [
        (s["text"], s["label"] if kind == "label" else s["areas"][0])
        for gold in golds(split)
        for s in gold["statements"]
        if kind == "label" or len(s["areas"]) == 1
    ]
    return [text for text, _ in pairs], [class_ for _, class_ in pairs]


def transitions() -> dict[str, dict[str, int]]:
    """How often one label follows another in running prose of one unit; "" is the start."""
    counts: dict[str, Counter[str]] = {}
    for gold in golds("train"):
        if gold["notice"].get("shape") == "prose":
            before, unit = "", None
            for s in gold["statements"]:
                before = before if s["unit"] == unit else ""
                counts.setdefault(before, Counter())[s["label"]] += 1
                before, unit = s["label"], s["unit"]
    return {before: dict(sorted(after.items())) for before, after in sorted(counts.items())}


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
