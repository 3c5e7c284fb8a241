"""The three sentence models as a whole: what is fitted on what, and the numbers that are stored."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fitting import COST, fit_chain, fit_model, held_out_models
from teaching import Passage, Sentence, teachers_digest

from notice_parser.model import Label
from notice_parser.segmenting.chain import Chain
from notice_parser.segmenting.clues import area_clues, general_clues, label_clues
from notice_parser.segmenting.judge import GENERAL, OF_AREAS, WEIGHTS, Model, area_scores

# What was written to teach counts half: with whole weight 0.947 and 0.933 of the sentences of
# notices came out right (labels, and areas where no heading names them), with half 0.953 and 0.938.
WEIGHT = {"heading": 1.0, "prose": 1.0, "sentence": 0.5}
Run = tuple[list[tuple[float, ...]], list[int]]


@dataclass(frozen=True)
class Judged:
    """Scores of sentences by a model that had not seen their group, as runs for a chain.
    `groups[i]` and `kinds[i]` are those of `runs[i]`."""

    classes: tuple[str, ...]
    runs: list[Run]
    groups: list[str]
    kinds: list[str]


def label_runs(taught: Sequence[Passage]) -> Judged:
    """One run for each passage of a notice."""
    sentences = [(p, s) for p in taught for s in p.sentences]
    models = held_out_models(
        [label_clues(s.text) for _, s in sentences],
        [s.label for _, s in sentences],
        [p.group for p, _ in sentences],
        COST["label"],
        _weights(sentences),
    )
    classes = next(iter(models.values())).classes
    of_notices = _of_notices(taught)
    runs = [
        (
            [models[p.group].scores(label_clues(s.text)) for s in p.sentences],
            [classes.index(s.label) for s in p.sentences],
        )
        for p in of_notices
    ]
    return Judged(classes, runs, [p.group for p in of_notices], [p.kind for p in of_notices])


def area_runs(taught: Sequence[Passage]) -> tuple[Judged, Judged]:
    """Runs of one sentence each, of all sentences of notices alone; and a run for each of their
    paragraphs, with a part of the scores of the paragraph added to those of its sentences."""
    sentences = _of_one_area(taught)
    models = held_out_models(
        [area_clues(s.text) for _, s in sentences],
        [s.areas[0] for _, s in sentences],
        [p.group for p, _ in sentences],
        COST["area"],
        _weights(sentences),
    )
    classes = next(iter(models.values())).classes
    of_notices = _of_notices(taught)
    single = _of_one_area(of_notices)
    alone = [
        ([models[p.group].scores(area_clues(s.text))], [classes.index(s.areas[0])])
        for p, s in single
    ]
    within = [
        (passage, _run_of(models[passage.group], passage, classes))
        for passage in of_notices
        if len(passage.sentences) > 1 and any(len(s.areas) == 1 for s in passage.sentences)
    ]
    return (
        Judged(classes, alone, [p.group for p, _ in single], [p.kind for p, _ in single]),
        Judged(classes, [r for _, r in within], [p.group for p, _ in within],
               [p.kind for p, _ in within]),
    )  # fmt: skip


def general_runs(taught: Sequence[Passage]) -> Judged:
    """Runs of one sentence each, of all sentences of notices."""
    sentences = [(p, s) for p in taught for s in p.sentences]
    models = held_out_models(
        [general_clues(s.text, s.label) for _, s in sentences],
        [_general(s) for _, s in sentences],
        [p.group for p, _ in sentences],
        COST["general"],
        _weights(sentences),
    )
    classes = (GENERAL, OF_AREAS)
    of_notices = [(p, s) for p in _of_notices(taught) for s in p.sentences]
    runs = [
        (
            [models[p.group].scores(general_clues(s.text, s.label))],
            [classes.index(_general(s))],
        )
        for p, s in of_notices
    ]
    return Judged(classes, runs, [p.group for p, _ in of_notices], [p.kind for p, _ in of_notices])


def _general(sentence: Sentence) -> str:
    return OF_AREAS if sentence.areas else GENERAL


def _of_notices(taught: Sequence[Passage]) -> list[Passage]:
    """Chains are fitted on these alone: held out by province, paragraphs of notices came out right
    in 0.970 instead of 0.963 (labels), 0.957 instead of 0.951 (areas)."""
    return [passage for passage in taught if passage.kind != "sentence"]


def _run_of(model: Model, passage: Passage, classes: Sequence[str]) -> Run:
    chosen = [s for s in passage.sentences if len(s.areas) == 1]
    around = " ".join(s.text for s in passage.sentences)
    scores = area_scores(model, [s.text for s in chosen], around)
    return scores, [classes.index(s.areas[0]) for s in chosen]


def _weights(sentences: Sequence[tuple[Passage, Any]]) -> list[float]:
    return [WEIGHT[passage.kind] for passage, _ in sentences]


def _of_one_area(taught: Sequence[Passage]) -> list[tuple[Passage, Any]]:
    return [(p, s) for p in taught for s in p.sentences if len(s.areas) == 1]


def chain_of(judged: Judged) -> Chain:
    return fit_chain(judged.runs, len(judged.classes))


def content(taught: Sequence[Passage]) -> Mapping[str, Any]:
    """All that `judge.json.gz` holds."""
    every = [(p, s) for p in taught for s in p.sentences]
    label = fit_model(
        [label_clues(s.text) for _, s in every],
        [s.label for _, s in every],
        COST["label"],
        _weights(every),
    )
    of_one = _of_one_area(taught)
    area = fit_model(
        [area_clues(s.text) for _, s in of_one],
        [s.areas[0] for _, s in of_one],
        COST["area"],
        _weights(of_one),
    )
    general = fit_model(
        [general_clues(s.text, s.label) for _, s in every],
        [_general(s) for _, s in every],
        COST["general"],
        _weights(every),
    )
    alone, within = area_runs(taught)
    assert set(label.classes) == set(Label)
    return {
        "teachers": teachers_digest(taught),
        "label": _stored(label),
        "area": _stored(area),
        "general": _stored(general),
        "label_chain": asdict(chain_of(label_runs(taught))),
        "area_alone": asdict(chain_of(alone)),
        "area_in_paragraph": asdict(chain_of(within)),
        "general_alone": asdict(chain_of(general_runs(taught))),
    }


def _stored(model: Model) -> dict[str, Any]:
    used = [(clue, *numbers) for clue, numbers in sorted(model.known.items()) if any(numbers[1])]
    return {
        "classes": list(model.classes),
        "bias": list(model.bias),
        "clues": [clue for clue, _, _ in used],
        "rarity": [rarity for _, rarity, _ in used],
        "weights": [weights for _, _, weights in used],
    }


def write(taught: Sequence[Passage]) -> None:
    stored = json.dumps(content(taught), ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_bytes(gzip.compress(stored.encode(), compresslevel=9, mtime=0))
