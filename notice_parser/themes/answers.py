"""Which limitations a request answers, within one notice.

By what they share: body, area, the words that remain without those of asking; and, where a body
has one request and one limitation left in an area, by that alone. "Khắc phục các hạn chế nêu
trên" answers all of them. benchmarks/recurrence.py says how often this is right, on
corpus/followups.jsonl.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from notice_parser import lexicon
from notice_parser.dataset.schema import Row
from notice_parser.extracting.citations import find_citations
from notice_parser.model import Label
from notice_parser.segmenting.clues import words
from notice_parser.segmenting.likeness import Weights, alike, weigh

# Points of likeness, chosen on the notices of corpus/followups.jsonl that were annotated before.
_SAME_AREA = 0.1
_LEAST = 0.15
_BESIDE = 0.5  # share of the best score that another limitation needs beside it
_ALL = 0.6  # the score of a request to put right everything
_LEFT = 0.5  # of the only request and the only limitation left
_AT_START = 20


@dataclass(frozen=True, slots=True)
class Tie:
    """`request` answers `limitation` (statement rows); `score` 0 to 1, how sure."""

    request: Row
    limitation: Row
    score: float


@dataclass(frozen=True, slots=True)
class _Side:
    """A request or limitation with what ties it to others."""

    row: Row
    asks: str  # the code of followups.toml that says what kind of request it is
    bodies: frozenset[str]
    areas: frozenset[str]
    words: frozenset[str]

    def meets(self, other: _Side) -> bool:
        """Same body, or one of them is about all bodies."""
        return not self.bodies or not other.bodies or bool(self.bodies & other.bodies)

    def places(self) -> list[tuple[str, str]]:
        return [(body, area) for body in sorted(self.bodies) for area in sorted(self.areas)]


def ties(statements: Sequence[Row]) -> tuple[Tie, ...]:
    """Of the statements of one notice, in order of the text."""
    sides = [_side(row) for row in statements]
    requests = [side for side in sides if side.row["label"] == Label.REQUEST]
    limitations = [side for side in sides if side.row["label"] == Label.LIMITATION]
    weights = weigh(side.words for side in sides)
    found: list[tuple[_Side, _Side, float]] = []
    for request in requests:
        found += _answers(request, limitations, weights)
    found += _by_exclusion(requests, limitations, found)
    return tuple(
        Tie(request.row, limitation.row, round(score, 3)) for request, limitation, score in found
    )


def _answers(
    request: _Side, limitations: Sequence[_Side], weights: Weights
) -> Iterator[tuple[_Side, _Side, float]]:
    met = [limitation for limitation in limitations if request.meets(limitation)]
    if request.asks == "all":
        for limitation in met:
            in_scope = not request.areas or request.areas & limitation.areas
            if in_scope and not limitation.row["remedied"]:
                yield request, limitation, _ALL
        return
    if request.asks:
        return
    scores = [_score(request, limitation, weights) for limitation in met]
    least = max(_LEAST, _BESIDE * max(scores, default=0))
    for limitation, score in zip(met, scores, strict=True):
        if score >= least:
            yield request, limitation, min(score, 1.0)


def _score(request: _Side, limitation: _Side, weights: Weights) -> float:
    same_area = bool(request.areas & limitation.areas)
    return alike(request.words, limitation.words, weights) + _SAME_AREA * same_area


def _by_exclusion(
    requests: Sequence[_Side],
    limitations: Sequence[_Side],
    found: Sequence[tuple[_Side, _Side, float]],
) -> Iterator[tuple[_Side, _Side, float]]:
    """A request that shares no words, to the only limitation of its body and area, or to the
    only one that no other request answers when no other request is left either."""
    tied = {id(side) for request, limitation, _ in found for side in (request, limitation)}
    waiting = [side for side in requests if id(side) not in tied and not side.asks]
    by_place = _by_place(waiting)
    there, left = _by_place(limitations), _by_place(x for x in limitations if id(x) not in tied)
    for request in waiting:
        for place in request.places():
            if len(there[place]) == 1 or len(left[place]) == len(by_place[place]) == 1:
                limitation = (left[place] or there[place])[0]
                yield request, limitation, _LEFT
                break


def _by_place(sides: Iterable[_Side]) -> Mapping[tuple[str, str], list[_Side]]:
    placed: dict[tuple[str, str], list[_Side]] = defaultdict(list)
    for side in sides:
        for place in side.places():
            placed[place].append(side)
    return placed


def _side(row: Row) -> _Side:
    text = str(row["text"])
    is_request = row["label"] == Label.REQUEST
    asks = _asks(text) if is_request else ""
    areas = _tuple(row["areas"])
    if asks == "all" and not _under_area(row):
        areas = ()
    return _Side(row, asks, frozenset(_tuple(row["unit_id"])), frozenset(areas), _content(text))


def _asks(text: str) -> str:
    """`all`, `report`, `keep`, or "" for a request that names what it wants."""
    for match in lexicon.load("followups").find(text):
        code = match.entry.code
        if code == "all" or (code in ("keep", "report") and match.start <= _AT_START):
            return code
    return ""


def _under_area(row: Row) -> bool:
    """Does a heading name its area? One that its words were judged by says nothing of where
    a general request stands."""
    told = [reason for reason in _tuple(row["evidence"]) if reason.startswith("area: ")]
    return bool(told) and not any(reason.startswith("area: words") for reason in told)


def _content(text: str) -> frozenset[str]:
    """The words of a statement without those of asking, cited documents and numbers."""
    spans = [(citation.start, citation.end) for citation in find_citations(text)]
    spans += [
        (m.start, m.end) for m in lexicon.load("followups").find(text) if m.entry.code == "cue"
    ]
    for start, end in spans:
        text = text[:start] + "," * (end - start) + text[end:]
    return frozenset(word for word in words(text) if "#" not in word)


def _tuple(cell: object) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()
