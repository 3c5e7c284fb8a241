"""How good a dataset is, on a terminal and as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from notice_parser.evaluate.confusion import EXTRA, MISSED, NONE
from notice_parser.evaluate.scores import LIMITATIONS, STRICT
from notice_parser.terminal import console, to_json

if TYPE_CHECKING:
    from notice_parser.evaluate import Comparison, Evaluation, Score
    from notice_parser.evaluate.calibration import Calibration
    from notice_parser.evaluate.comparing import ItemChange
    from notice_parser.evaluate.confusion import Confusion
    from notice_parser.evaluate.misses import Miss
    from notice_parser.evaluate.scores import Shape

# The scores that the table of shapes shows, and their short names there.
_OF_SHAPES = {
    STRICT: "strict",
    "text": "text",
    "text and unit": "unit",
    "text and areas": "areas",
    "text and label": "label",
    LIMITATIONS: "limitations",
}
_WORDS = 90  # characters shown of a text
_HEAD = 8  # characters of a column's name, enough to tell labels and areas apart


def print_evaluation(evaluation: Evaluation) -> None:
    _print_parts(
        _score_lines(evaluation.scores),
        _shape_lines(evaluation.shapes),
        _confusion_lines("label", evaluation.labels),
        _confusion_lines("area", evaluation.areas),
        _calibration_lines(evaluation.calibration),
    )


def print_errors(misses: Sequence[Miss]) -> None:
    """One line each, after an empty one."""
    if misses:
        _print_parts(["", *map(_miss_line, misses)])


def print_comparison(comparison: Comparison) -> None:
    """Scores of all notices and the strict ones of each shape, then each item."""
    lines = [
        f"{f'{c.field} [{c.shape}]' if c.shape else c.field:60} {_f1(c.before)} → {_f1(c.now)}"
        for c in comparison.scores
        if not c.shape or c.field == STRICT
    ]
    head = [f"{'F1 that changed':60} before     now"] if lines else []
    nothing = [] if comparison.scores or comparison.items else ["nothing changed"]
    _print_parts([*head, *lines], map(_change_line, comparison.items), nothing)


def print_marks(marked: Mapping[str, int]) -> None:
    """On stderr: gold that is a draft with unsure statements nobody has looked at."""
    for gold, count in marked.items():
        print(
            f"notice-parser: {gold}: statements still marked `check`: {count}; look at them and "
            "take the marks out, a draft alone measures nothing",
            file=sys.stderr,
        )


def _print_parts(*parts: Iterable[str]) -> None:
    """With an empty line between those that have any line."""
    out = console()
    texts = ("\n".join(line.rstrip() for line in part) for part in parts)
    out.print("\n\n".join(filter(None, texts)), soft_wrap=True)


# -- tables -----------------------------------------------------------------------------


def _score_lines(scores: Sequence[Score]) -> Iterator[str]:
    yield f"{'field':44} {'P':>6} {'R':>6} {'F1':>6} {'right':>6} {'missed':>6} {'extra':>6}"
    for s in scores:
        rates = f"{s.precision:6.3f} {s.recall:6.3f} {s.f1:6.3f}"
        yield f"{s.field:44} {rates} {s.right:6} {s.missed:6} {s.extra:6}"


def _shape_lines(shapes: Sequence[Shape]) -> Iterator[str]:
    names = "".join(f" {name:>11}" for name in _OF_SHAPES.values())
    yield f"{'shape (F1)':20} {'notices':>7} {'statements':>10}{names}"
    for shape in shapes:
        by_field = {score.field: score.f1 for score in shape.scores}
        rates = "".join(f" {by_field[field]:11.3f}" for field in _OF_SHAPES)
        yield f"{shape.shape or '(unknown)':20} {shape.notices:7} {shape.statements:10}{rates}"


def _confusion_lines(what: str, confusion: Confusion) -> Iterator[str]:
    """Rows: what the gold says; columns: what the output says."""
    columns = _in_order({found for row in confusion.values() for found in row})
    corner = f"{what}: gold ↓, output →"
    yield f"{corner:24}" + "".join(f"{name[:_HEAD]:>{_HEAD + 2}}" for name in columns)
    for expected in _in_order(set(confusion)):
        counts = (confusion[expected].get(found, 0) for found in columns)
        yield f"{expected:24}" + "".join(f"{count or '·':>{_HEAD + 2}}" for count in counts)


def _in_order(names: set[str]) -> list[str]:
    last = (NONE, MISSED, EXTRA)
    return sorted(names - set(last)) + [name for name in last if name in names]


def _calibration_lines(calibration: Calibration) -> Iterator[str]:
    yield f"{'confidence':14} {'statements':>10} {'stated':>7} {'right':>7}"
    for b in calibration.bins:
        name = f"{b.low:.1f}" if b.low == b.high else f"{b.low:.1f} to {b.high:.1f}"
        yield f"{name:14} {b.statements:10} {b.stated:7.3f} {b.right:7.3f}"
    yield f"expected calibration error {calibration.error:.3f}"


# -- single items -----------------------------------------------------------------------


def _miss_line(miss: Miss) -> str:
    return f"{miss.kind} {miss.subject}: {_said(miss)}  ({miss.gold}, {miss.where})"


def _said(miss: Miss) -> str:
    """ "label: de-nghi → han-che  “Hoà giải còn chậm.”" """
    expected, found = miss.expected or {}, miss.found or {}
    differences = "; ".join(
        f"{name}: {expected[name] or '(none)'} → {found[name] or '(none)'}" for name in miss.differs
    )
    rest = " · ".join(
        f"“{value[:_WORDS]}{'…' if len(value) > _WORDS else ''}”" if name == "text" else value
        for name, value in (expected or found).items()
        if value and name not in miss.differs
    )
    return "  ".join(filter(None, (differences, rest)))


def _change_line(change: ItemChange) -> str:
    told = " ⇒ ".join(_miss_line(miss) for miss in (change.before, change.now) if miss)
    return f"became {change.became}: {told}"


def _f1(score: Score | None) -> str:
    return f"{score.f1:6.3f}" if score else "     –"


# -- JSON -------------------------------------------------------------------------------


def print_json(evaluation: Evaluation, against: Comparison | None, *, errors: bool) -> None:
    told: dict[str, Any] = {
        "notices": evaluation.notices,
        "marked": evaluation.marked,
        "scores": [_score(score) for score in evaluation.scores],
        "shapes": [
            {
                "shape": shape.shape,
                "notices": shape.notices,
                "statements": shape.statements,
                "scores": [_score(score) for score in shape.scores],
            }
            for shape in evaluation.shapes
        ],
        "labels": evaluation.labels,
        "areas": evaluation.areas,
        "calibration": asdict(evaluation.calibration),
        "misses": [asdict(miss) for miss in evaluation.misses] if errors else [],
    }
    print(to_json(told | ({"against": _comparison(against)} if against else {})))


def _score(score: Score | None) -> dict[str, Any] | None:
    rates = ("precision", "recall", "f1")
    return asdict(score) | {rate: getattr(score, rate) for rate in rates} if score else None


def _comparison(comparison: Comparison) -> dict[str, Any]:
    return {
        "scores": [
            {"shape": change.shape, "field": change.field}
            | {"before": _score(change.before), "now": _score(change.now)}
            for change in comparison.scores
        ],
        "items": [asdict(change) for change in comparison.items],
    }
