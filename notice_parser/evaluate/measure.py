"""Gold files held against a dataset: everything that is told of how good it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notice_parser.evaluate.calibration import Calibration, calibration
from notice_parser.evaluate.confusion import Confusion, confusion
from notice_parser.evaluate.gold import Gold, read_gold
from notice_parser.evaluate.items import STATEMENT, SUBJECTS
from notice_parser.evaluate.matching import forgiving, match
from notice_parser.evaluate.misses import Miss, misses
from notice_parser.evaluate.output import layout_of, notice_of, output_items
from notice_parser.evaluate.scores import Held, Score, Shape, scores, shapes


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`notices` names the notice that each gold file was held against; `marked` the gold
    files that are drafts with statements which nobody has looked at yet, and how many."""

    notices: Mapping[str, str]
    marked: Mapping[str, int]
    scores: tuple[Score, ...]
    shapes: tuple[Shape, ...]
    labels: Confusion
    areas: Confusion
    calibration: Calibration
    misses: tuple[Miss, ...]


def evaluate(
    database: sqlite3.Connection, golds: Sequence[str | Path | Gold], *, fuzzy: float = 1.0
) -> Evaluation:
    """Hold gold, read or in files, against the dataset. Texts of statements that are as like each
    other as `fuzzy` (above 0, up to 1) or more are the same; names, numbers and dates never so.

    Raises UsageError for a file that is no gold, or whose notice the dataset does not have.
    """
    read = [gold if isinstance(gold, Gold) else read_gold(gold) for gold in golds]
    helds = [_held(database, gold, fuzzy) for gold in read]
    return Evaluation(
        notices={held.gold: held.notice_id for held in helds},
        marked={gold.path: gold.marked for gold in read if gold.marked},
        scores=scores(helds),
        shapes=shapes(helds),
        labels=confusion(helds, "label"),
        areas=confusion(helds, "areas"),
        calibration=calibration(helds),
        misses=tuple(misses(helds)),
    )


def _held(database: sqlite3.Connection, gold: Gold, fuzzy: float) -> Held:
    notice_id = notice_of(database, gold)
    found = {
        subject: [item for item in items if gold.tells(subject, item)]
        for subject, items in output_items(database, notice_id).items()
    }
    if fuzzy < 1:
        told = forgiving(gold.items[STATEMENT.name], found[STATEMENT.name], fuzzy)
        found[STATEMENT.name] = told
    return Held(
        gold=gold.path,
        notice_id=notice_id,
        shape=gold.shape or layout_of(database, notice_id),
        expected=gold.items,
        found=found,
        matchings={s.name: match(s, gold.items[s.name], found[s.name]) for s in SUBJECTS},
    )
