"""What a later notice says was put right: strengths that refer back to a shortcoming.

"Cả 12 phòng đã sửa quy chế làm việc, khắc phục xong thiếu sót nêu tại Thông báo số 142" is one,
"Quy chế làm việc được ban hành đúng quy định" is not: nobody says that it answers anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from notice_parser import lexicon
from notice_parser.dataset.schema import Row
from notice_parser.model import Label
from notice_parser.segmenting.clues import words
from notice_parser.segmenting.likeness import Weights, alike, weigh
from notice_parser.themes.inspections import Inspections, areas_of

_LEAST_ALIKE = 0.05  # of the most alike earlier problem of the body in the area


@dataclass(frozen=True, slots=True)
class Remedy:
    """The statement that says that something was put right, and its words."""

    statement_id: str
    text: str


# By body and notice: the themes that are said there to have been put right.
Remedies = Mapping[tuple[str, str], Mapping[str, Remedy]]


def remedies(statements: Iterable[Row], problems: Iterable[Row], seen: Inspections) -> Remedies:
    """Each strength that refers back answers the earlier problem of its body and area that it
    is most alike. `problems` have a `theme_id`."""
    back = [s for s in statements if s["label"] == Label.STRENGTH and refers_back(str(s["text"]))]
    bodies = {body for row in back for body in (*seen.bodies(row), *_before(row, seen))}
    at: dict[str, list[Row]] = defaultdict(list)
    for problem in problems:
        if problem["theme_id"]:
            for body in bodies.intersection(seen.bodies(problem)):
                at[body].append(problem)
    weights = weigh(words(str(row["text"])) for row in (*back, *chain(*at.values())))
    told: dict[tuple[str, str], dict[str, Remedy]] = defaultdict(dict)
    for row in back:
        remedy = Remedy(str(row["statement_id"]), str(row["text"]))
        for body in seen.bodies(row):
            there = [p for b in (body, *seen.came_from.get(body, ())) for p in at[b]]
            if theme_id := _answered(row, _earlier(row, there, seen), weights):
                told[body, str(row["notice_id"])].setdefault(theme_id, remedy)
    return told


def _before(row: Row, seen: Inspections) -> tuple[str, ...]:
    return tuple(b for body in seen.bodies(row) for b in seen.came_from.get(body, ()))


def _earlier(row: Row, problems: Sequence[Row], seen: Inspections) -> list[Row]:
    """The problems of earlier notices in the areas of a statement."""
    areas, now = set(areas_of(row)), seen.when.get(str(row["notice_id"]))
    return [
        problem
        for problem in problems
        if areas.intersection(areas_of(problem))
        and now
        and seen.when.get(str(problem["notice_id"]), now) < now
    ]


def _answered(row: Row, problems: Sequence[Row], weights: Weights) -> str:
    """The theme of the problem that a statement is most like, or the only one that there is;
    "" where there is none, or none is like it."""
    themes = {str(problem["theme_id"]) for problem in problems}
    if len(themes) == 1:
        return themes.pop()
    mine = words(str(row["text"]))
    likeness, theme_id = max(
        ((alike(mine, words(str(p["text"])), weights), str(p["theme_id"])) for p in problems),
        default=(0.0, ""),
    )
    return theme_id if likeness >= _LEAST_ALIKE else ""


def refers_back(text: str) -> bool:
    """Does a strength say that it answers an earlier shortcoming?"""
    return next(lexicon.load("put_right").find(text), None) is not None
