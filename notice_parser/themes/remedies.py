"""What a later notice says was put right: strengths that refer back to a shortcoming.

"Cả 12 phòng đã sửa quy chế làm việc, khắc phục xong thiếu sót nêu tại Thông báo số 142" is one,
"Quy chế làm việc được ban hành đúng quy định" is not: nobody says that it answers anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notice_parser import lexicon
from notice_parser.dataset.schema import Row
from notice_parser.model import Label
from notice_parser.segmenting.clues import words
from notice_parser.segmenting.likeness import Weights, alike, weigh
from notice_parser.themes.inspections import Inspections

_LEAST_ALIKE = 0.12


@dataclass(frozen=True, slots=True)
class Remedy:
    """A strength that says that something was put right, and its words."""

    statement_id: str
    text: str
    areas: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True)
class Remedies:
    """By (body, notice) what is said there to have been put right."""

    told: Mapping[tuple[str, str], tuple[Remedy, ...]]
    weights: Weights

    def of(
        self, body: str, notice_id: str, *, problems: Iterable[str], areas: Iterable[str]
    ) -> Remedy | None:
        """The remedy told in this notice of this body that is most like one of the earlier
        problems (texts) in these areas; None where none is like them."""
        there = [r for r in self.told.get((body, notice_id), ()) if r.areas & set(areas)]
        if not there:
            return None
        earlier = [words(text) for text in problems]
        likeness, _, best = max(
            (alike(mine, remedy.words, self.weights), remedy.statement_id, remedy)
            for remedy in there
            for mine in earlier
        )
        return best if likeness >= _LEAST_ALIKE else None


def remedies(statements: Iterable[Row], seen: Inspections) -> Remedies:
    """From rows of statements, in order of their ids."""
    told: dict[tuple[str, str], list[Remedy]] = defaultdict(list)
    said: list[frozenset[str]] = []
    for row in statements:
        if row["label"] in (Label.STRENGTH, Label.LIMITATION):
            said.append(words(str(row["text"])))
        if row["label"] == Label.STRENGTH and refers_back(str(row["text"])):
            remedy = Remedy(str(row["statement_id"]), str(row["text"]), _areas(row), said[-1])
            for body in seen.bodies(row):
                told[body, str(row["notice_id"])].append(remedy)
    return Remedies({key: tuple(found) for key, found in told.items()}, weigh(said))


def refers_back(text: str) -> bool:
    """Does a strength say that it answers an earlier shortcoming?"""
    return next(lexicon.load("put_right").find(text), None) is not None


def _areas(row: Row) -> frozenset[str]:
    areas = row["areas"]
    return frozenset(areas if isinstance(areas, tuple) and areas else ("",))
