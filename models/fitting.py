"""Fitting: linear support vectors over clues, and the chain that makes chances of their scores.

Chances are fitted on scores of sentences whose group the model had not seen: a model is always
surer of what it has learned from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from math import log

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.feature_extraction import DictVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from notice_parser.segmenting.chain import Chain
from notice_parser.segmenting.judge import Model

Clues = Collection[str]
Scores = Sequence[Sequence[float]]
COST = {"label": 1.0, "area": 0.5, "general": 0.3}  # of an error against the size of the weights
RAREST = 2  # a clue counts when this many sentences have it
DIGITS = 2
FOLDS = 10  # parts into which the groups are put to be held out
PRIOR = 1.0  # of the chain: pulls its tables towards "tells nothing"


def fit_model(
    rows: Sequence[Clues], classes: Sequence[str], cost: float, weights: Sequence[float]
) -> Model:
    """`weights[i]` is how much an error in `rows[i]` counts."""
    often = Counter(clue for row in rows for clue in row)
    rarity = {c: round(log((1 + len(rows)) / (1 + n)) + 1, DIGITS)
              for c, n in often.items() if n >= RAREST}  # fmt: skip
    vectorizer = DictVectorizer()
    weighed = [{clue: rarity[clue] for clue in row if clue in rarity} for row in rows]
    table = normalize(vectorizer.fit_transform(weighed))
    machine = LinearSVC(C=cost, class_weight="balanced", random_state=0, max_iter=20000)
    machine.fit(table, list(classes), sample_weight=weights)
    names = vectorizer.get_feature_names_out()
    weighed_clues, bias = machine.coef_, machine.intercept_
    if len(machine.classes_) == 2:  # one row tells for the second class and against the first
        weighed_clues, bias = np.vstack([-weighed_clues, weighed_clues]), np.hstack([-bias, bias])
    told = weighed_clues.T.round(DIGITS).tolist()
    known = {n: (rarity[n], w) for n, w in zip(names, told, strict=True)}
    return Model(tuple(map(str, machine.classes_)), tuple(bias.round(DIGITS).tolist()), known)


def folds(groups: Sequence[str]) -> Iterator[tuple[frozenset[str], list[int], list[int]]]:
    """Each group held out once, a few together: those held out, places of the others, places of
    their own."""
    names = sorted(set(groups))
    for first in range(min(FOLDS, len(names))):
        held = frozenset(names[first::FOLDS])
        others = [place for place, group in enumerate(groups) if group not in held]
        yield held, others, [place for place, group in enumerate(groups) if group in held]


def held_out_models(
    rows: Sequence[Clues],
    classes: Sequence[str],
    groups: Sequence[str],
    cost: float,
    weights: Sequence[float],
) -> Mapping[str, Model]:
    """For each group a model that has not learned from it."""
    models: dict[str, Model] = {}
    for held, others, _ in folds(groups):
        model = fit_model(
            [rows[p] for p in others],
            [classes[p] for p in others],
            cost,
            [weights[p] for p in others],
        )
        models |= dict.fromkeys(held, model)
    return models


def fit_chain(runs: Sequence[tuple[Scores, Sequence[int]]], size: int) -> Chain:
    """The chain under which the classes of the runs are likeliest. A run has the scores and
    the true class of each of consecutive sentences; `size` is the number of classes."""
    start = np.zeros(1 + 3 * size + size * size)
    start[0] = 1.0
    found = minimize(
        loss_of(runs, size), start, jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    numbers = {
        name: found.x[part].reshape(shape).round(DIGITS).tolist()
        for name, (part, shape) in _parts(size).items()
    }
    return Chain(**{**numbers, "scale": numbers["scale"][0]})


def loss_of(
    runs: Sequence[tuple[Scores, Sequence[int]]], size: int
) -> Callable[[np.ndarray], tuple[float, np.ndarray]]:
    """How unlikely the runs are under the numbers of a chain, and the slope of that."""
    batches, parts = _batches(runs), _parts(size)

    def loss(numbers: np.ndarray) -> tuple[float, np.ndarray]:
        chain = {name: numbers[part].reshape(shape) for name, (part, shape) in parts.items()}
        slope = {name: np.zeros_like(value) for name, value in chain.items()}
        total = sum(_add(chain, slope, scores, truth) for scores, truth in batches)
        pull = np.concatenate([[0.0], numbers[1:]])  # the scale is free
        flat = np.concatenate([slope[name].ravel() for name in parts])
        return PRIOR / 2 * float(pull @ pull) - total, PRIOR * pull - flat

    return loss


def _parts(size: int) -> dict[str, tuple[slice, tuple[int, ...]]]:
    ends = {"alone": 1, "first": 1 + size, "last": 1 + 2 * size}
    rows = {name: (slice(at, at + size), (size,)) for name, at in ends.items()}
    table = (slice(1 + 3 * size, None), (size, size))
    return {"scale": (slice(0, 1), (1,)), **rows, "steps": table}


def _batches(
    runs: Sequence[tuple[Scores, Sequence[int]]],
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Runs of one length together: [run, sentence, class] and [run, sentence]."""
    by_length: dict[int, list[tuple[Scores, Sequence[int]]]] = {}
    for run in runs:
        by_length.setdefault(len(run[1]), []).append(run)
    return [
        (np.array([s for s, _ in same]), np.array([t for _, t in same]))
        for _, same in sorted(by_length.items())
    ]


def _add(
    chain: Mapping[str, np.ndarray],
    slope: Mapping[str, np.ndarray],
    scores: np.ndarray,
    truth: np.ndarray,
) -> float:
    """The log-chance of the true classes of a batch; adds its slope to `slope`."""
    count, length, _ = scores.shape
    run, place = np.arange(count)[:, None], np.arange(length)[None]
    own = chain["scale"] * scores
    ends = [("alone", 0)] if length == 1 else [("first", 0), ("last", -1)]
    for name, at in ends:
        own[:, at] += chain[name]
    onward, backward = _both_ways(own, chain["steps"])
    total = logsumexp(onward[:, -1], axis=1)
    missing = -np.exp(onward + backward - total[:, None, None])
    missing[run, place, truth] += 1
    slope["scale"][0] += (missing * scores).sum()
    for name, at in ends:
        slope[name][:] += missing[:, at].sum(0)
    chance = own[run, place, truth].sum() - total.sum()
    for at in range(1, length):
        pair = onward[:, at - 1, :, None] + chain["steps"] + (own + backward)[:, at, None, :]
        steps = -np.exp(pair - total[:, None, None])
        steps[run[:, 0], truth[:, at - 1], truth[:, at]] += 1
        slope["steps"][:] += steps.sum(0)
        chance += chain["steps"][truth[:, at - 1], truth[:, at]].sum()
    return float(chance)


def _both_ways(own: np.ndarray, steps: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    onward, backward = own.copy(), np.zeros_like(own)
    for at in range(1, own.shape[1]):
        onward[:, at] += logsumexp(onward[:, at - 1, :, None] + steps, axis=1)
    for at in range(own.shape[1] - 2, -1, -1):
        after = (own + backward)[:, at + 1, None, :]
        backward[:, at] = logsumexp(steps + after, axis=2)
    return onward, backward
