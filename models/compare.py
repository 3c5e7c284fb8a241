"""Ways to judge sentences, held against each other on provinces that none has learned from.

Each province of the notices, and each file of sentences (each was written apart from the
others), is held out once, some together. What is printed is the sum over all of them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import sentence_models
from fitting import COST, fit_chain, fit_model, folds
from sentence_models import Judged
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from teaching import Passage

from notice_parser import lexicon
from notice_parser.segmenting.clues import area_clues, label_clues
from notice_parser.text import match_key

# Learns from texts and classes, then says the classes of other texts.
Way = Callable[[Sequence[str], Sequence[str], Sequence[str]], list[str]]
CLUES = {"label": label_clues, "area": area_clues}
OF_CUE = {"request": "de-nghi", "limitation": "han-che", "strength": "mat-duoc"}
ROUNDS, BUCKETS = 6, 2**15  # of the textcat: passes over the sentences, hashed word pairs
STEPS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def compare(taught: Sequence[Passage]) -> Iterator[str]:
    """The lines of the comparison, as they come."""
    for kind in CLUES:
        rows = [
            (p, s.text, s.label if kind == "label" else s.areas[0])
            for p in taught
            for s in p.sentences
            if kind == "label" or len(s.areas) == 1
        ]
        truth = [t for _, _, t in rows]
        kinds = [p.kind for p, _, _ in rows]
        yield f"{kind}: {len(rows)} sentences, {len({p.group for p, _, _ in rows})} groups"
        yield _head(truth)
        for name, way in _ways(kind):
            yield _line(name, truth, _held_out(way, rows), kinds)
        yield from _neighbours(kind, taught)
        yield ""
    general = sentence_models.general_runs(taught)
    yield f"general or of areas: {len(general.runs)} sentences, {len(set(general.groups))} groups"
    yield _head(general.classes)
    yield from _judged("clues with the label, weighed by source", general)


def _held_out(way: Way, rows: Sequence[tuple[Passage, str, str]]) -> list[str]:
    said = [""] * len(rows)
    for _, others, own in folds([p.group for p, _, _ in rows]):
        texts, classes = [rows[i][1] for i in others], [rows[i][2] for i in others]
        for place, found in zip(own, way(texts, classes, [rows[i][1] for i in own]), strict=True):
            said[place] = found
    return said


# -- the ways ---------------------------------------------------------------------------


def _ways(kind: str) -> Iterator[tuple[str, Way]]:
    words = partial(TfidfVectorizer, ngram_range=(1, 2), token_pattern=r"\w+", min_df=2)
    letters = partial(TfidfVectorizer, analyzer="char_wb", ngram_range=(2, 5), min_df=3)
    logistic = partial(LogisticRegression, class_weight="balanced", max_iter=1000, tol=1e-3)
    support = partial(LinearSVC, C=0.5, class_weight="balanced", random_state=0)
    yield "cue words alone", _by_cues if kind == "label" else _by_area_words
    yield "clues counted, logistic regression", partial(_by_counts, kind)
    yield "TF-IDF words, logistic regression", partial(_piped, words, partial(logistic, C=5.0))
    yield "TF-IDF words, support vectors", partial(_piped, words, support)
    yield "TF-IDF letters, support vectors", partial(_piped, letters, support)
    yield "spaCy textcat (bag of words)", _by_textcat
    yield "clues by rarity, support vectors", partial(_by_clues, kind)


def _by_cues(_texts: Sequence[str], _classes: Sequence[str], asked: Sequence[str]) -> list[str]:
    return [_most_cues(text) for text in asked]


def _most_cues(text: str) -> str:
    votes = dict.fromkeys(OF_CUE.values(), 0.0)
    for match in lexicon.load("cues").find(text, overlapping=True):
        votes[OF_CUE[match.entry.code]] += 2.0 if match.start == 0 else 1.0
    return max(votes, key=lambda label: votes[label])


def _by_area_words(
    _texts: Sequence[str], _classes: Sequence[str], asked: Sequence[str]
) -> list[str]:
    known = {e.code: [match_key(w) for w in (*e.words, *e.get("cues", ()))]
             for e in lexicon.load("areas").entries}  # fmt: skip
    keys = [match_key(text) for text in asked]
    return [max(known, key=lambda code: sum(w in key for w in known[code])) for key in keys]


def _by_counts(
    kind: str, texts: Sequence[str], classes: Sequence[str], asked: Sequence[str]
) -> list[str]:
    rows = [dict.fromkeys(sorted(CLUES[kind](text)), 1) for text in (*texts, *asked)]
    way = make_pipeline(
        DictVectorizer(), LogisticRegression(C=0.3, class_weight="balanced", max_iter=500, tol=1e-3)
    )
    found = way.fit(rows[: len(texts)], list(classes)).predict(rows[len(texts) :])
    return [str(f) for f in found]


def _piped(
    seen: Callable[[], Any],
    machine: Callable[[], Any],
    texts: Sequence[str],
    classes: Sequence[str],
    asked: Sequence[str],
) -> list[str]:
    way = make_pipeline(seen(), machine()).fit([match_key(t) for t in texts], list(classes))
    return [str(found) for found in way.predict([match_key(t) for t in asked])]


def _by_clues(
    kind: str, texts: Sequence[str], classes: Sequence[str], asked: Sequence[str]
) -> list[str]:
    alike = [1.0] * len(texts)
    model = fit_model([CLUES[kind](text) for text in texts], classes, COST[kind], alike)
    scores = [model.scores(CLUES[kind](text)) for text in asked]
    return [model.classes[max(range(len(row)), key=row.__getitem__)] for row in scores]


def _by_textcat(texts: Sequence[str], classes: Sequence[str], asked: Sequence[str]) -> list[str]:
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed, minibatch

    fix_random_seed(0)
    pipeline = spacy.blank("xx")
    bag = {
        "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": True, "ngram_size": 2,
        "length": BUCKETS, "no_output_layer": False,
    }  # fmt: skip
    textcat = pipeline.add_pipe("textcat", config={"model": bag})
    names = sorted(set(classes))
    examples = [
        Example.from_dict(
            pipeline.make_doc(match_key(text)), {"cats": {name: name == one for name in names}}
        )
        for text, one in zip(texts, classes, strict=True)
    ]
    textcat.initialize(lambda: examples, nlp=pipeline)
    optimizer = pipeline.create_optimizer()
    for _ in range(ROUNDS):
        for batch in minibatch(examples, 64):
            pipeline.update(batch, sgd=optimizer)
    found = pipeline.pipe([match_key(text) for text in asked])
    return [max(doc.cats, key=lambda name: doc.cats[name]) for doc in found]


# -- with neighbours, and how far chances hold -------------------------------------------


def _neighbours(kind: str, taught: Sequence[Passage]) -> Iterator[str]:
    if kind == "label":
        yield from _judged("weighed by source, with neighbours", sentence_models.label_runs(taught))
        return
    alone, within = sentence_models.area_runs(taught)
    yield from _judged("weighed by source, sentence alone", alone)
    yield from _judged("weighed by source, with its paragraph", within)


def _judged(name: str, judged: Judged) -> Iterator[str]:
    """The kept way, its chain too held out, and how often its chances come true."""
    size = len(judged.classes)
    chances: dict[int, list[list[float]]] = {}
    for _, others, own in folds(judged.groups):
        chain = fit_chain([judged.runs[i] for i in others], size)
        chances |= {i: chain.chances(judged.runs[i][0], range(size)) for i in own}
    rows = [row for i in sorted(chances) for row in chances[i]]
    truth = [judged.classes[t] for _, classes in judged.runs for t in classes]
    said = [judged.classes[max(range(size), key=row.__getitem__)] for row in rows]
    runs = zip(judged.kinds, judged.runs, strict=True)
    yield _line(name, truth, said, [kind for kind, (_, classes) in runs for _ in classes])
    right = [s == t for s, t in zip(said, truth, strict=True)]
    for line in reliability([max(row) for row in rows], right):
        yield f"    {line}"


def reliability(chances: Sequence[float], right: Sequence[bool]) -> Iterator[str]:
    """Sentences by the chance that was given; "right" should be as large as "chance"."""
    gap = 0.0
    yield f"{'chance given':<14}{'sentences':>10}{'chance':>8}{'right':>8}"
    for low, high in itertools.pairwise(STEPS):
        inside = [i for i, c in enumerate(chances) if low < c <= high]
        if inside:
            mean = sum(chances[i] for i in inside) / len(inside)
            share = sum(right[i] for i in inside) / len(inside)
            gap += abs(mean - share) * len(inside) / len(chances)
            yield f"{low:.2f} to {high:.2f}  {len(inside):>10}{mean:>8.3f}{share:>8.3f}"
    yield f"mean gap {gap:.3f}"


# -- tables -----------------------------------------------------------------------------

_KINDS = ("heading", "prose", "sentence")


def _head(truth: Sequence[str]) -> str:
    columns = ("right", "macro F1", *_KINDS, *(name[:8] for name in sorted(set(truth))))
    return f"{'':<36}" + "".join(f"{column:>10}" for column in columns)


def _line(name: str, truth: Sequence[str], said: Sequence[str], kinds: Sequence[str]) -> str:
    """Share of sentences right, macro F1, share right by kind of passage, F1 of each class."""
    each = f1_score(truth, said, labels=sorted(set(truth)), average=None, zero_division=0.0)
    right = [t == s for t, s in zip(truth, said, strict=True)]
    shares = [_share([r for r, k in zip(right, kinds, strict=True) if k == kind])
              for kind in _KINDS]  # fmt: skip
    numbers = (_share(right), sum(each) / len(each), *shares, *each)
    shown = ("–" if math.isnan(number) else f"{number:.3f}" for number in numbers)
    return f"{name:<36}" + "".join(f"{number:>10}" for number in shown)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right) if right else float("nan")
