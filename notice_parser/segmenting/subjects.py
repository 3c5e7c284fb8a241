"""The area of a statement that stands under no area heading, by what it is about, or none.

Its own words tell, and those around it: its paragraph, or a heading of unknown words. What is
asked for, and why something came about, often says little by itself ("Khắc phục ngay việc nêu
trên"): it takes the area of the fault that it answers, the most alike one of the same unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import inf, log

import regex

from notice_parser.model import Label
from notice_parser.segmenting.clues import words
from notice_parser.segmenting.conclusions import CONCLUSION
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.likeness import alike, weigh
from notice_parser.segmenting.prose import (
    GENERAL_FROM,
    area_chances,
    areas_in_paragraph,
    general_chance,
    highest,
)
from notice_parser.segmenting.roster import without_names

_LEAST = 0.3  # below this no area is given
_SURE = 0.5  # below this it is unsure
_GENERAL_AT_THE_END = 0.2  # as GENERAL_FROM, in a concluding part, which is about everything
_LEAST_ALIKE = 0.12
_BORROWED = 2.0  # share of the answered fault's area, for each point of likeness
_MOST_BORROWED = 0.7
_EXPLAINS = 0.35  # share of the areas of the unit's faults in that of a cause
_JOINT = regex.compile(
    r"(?P<stop>[.;])\s+|(?P<link>\s+(?:và|đồng thời|cùng với)\s+)|(?P<comma>,\s+)"
)
_SHORTEST_PART = 3  # words
_NEAR = 60  # characters behind a joint in which so many are looked for
# What it costs to turn to another area behind each joint (natural logarithm); chosen on provinces
# held out: commas and "và" join things of one matter more often than two matters.
_TURN = {"stop": 3.5, "link": 5.0, "comma": 6.5}
_BY_WORDS = "words of the statement"
_ANSWERS = (Label.REQUEST, Label.CAUSE)
Likeness = Callable[[Draft, Draft], float]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the words of a draft tell: how likely each area is, and the areas of its clauses;
    `general` is how likely it is about no one area."""

    chances: Mapping[str, float]
    matters: tuple[str, ...]
    general: float


def with_areas(drafts: Sequence[Draft], names: Sequence[str]) -> tuple[Draft, ...]:
    """The drafts with areas where no heading names them; general remarks have none. `names` are
    those of the inspected places, which tell nothing of an area."""
    unnamed = without_names(tuple(names))
    told = _told(drafts, unnamed)
    placed = {
        i: _placed(d, told[i], _BY_WORDS) if _lacks(d) else d
        for i, d in enumerate(drafts)
        if not _answers(d)
    }
    likeness = _likeness(drafts, unnamed)
    faults = [d for d in placed.values() if d.label is Label.LIMITATION and d.areas]
    return tuple(
        placed[i] if i in placed else _by_fault(draft, told[i], faults, likeness)
        for i, draft in enumerate(drafts)
    )


def _lacks(draft: Draft) -> bool:
    return not draft.context.area_named


def _answers(draft: Draft) -> bool:
    return _lacks(draft) and draft.label in _ANSWERS


def _told(drafts: Sequence[Draft], unnamed: Callable[[str], str]) -> Mapping[int, _Told]:
    """For each draft that lacks an area what its words tell, those of a paragraph together."""
    lacking = [i for i, draft in enumerate(drafts) if _lacks(draft)]
    found: dict[int, _Told] = {}
    for around, together in groupby(lacking, key=lambda i: drafts[i].around):
        places = list(together)
        bare = [unnamed(drafts[i].quote.text) for i in places]
        chances = areas_in_paragraph(bare, unnamed(around))
        matters = [_matters(drafts[i].quote.text, unnamed) for i in places]
        general = [general_chance(b, drafts[i].label) for b, i in zip(bare, places, strict=True)]
        found |= dict(zip(places, map(_Told, chances, matters, general), strict=True))
    return found


def _by_fault(draft: Draft, told: _Told, faults: Sequence[Draft], likeness: Likeness) -> Draft:
    same_unit = [f for f in faults if f.context.unit_ids == draft.context.unit_ids]
    much, fault = max(
        ((likeness(draft, fault), fault) for fault in same_unit),
        key=lambda pair: pair[0],
        default=(0.0, None),
    )
    if draft.label is Label.CAUSE and same_unit:
        told = replace(told, chances=_explaining(told.chances, same_unit))
    if fault is None or much < _LEAST_ALIKE:
        return _placed(draft, told, _BY_WORDS)
    share = min(_MOST_BORROWED, _BORROWED * much)
    mixed = {
        area: (1 - share) * chance + share * (area in fault.areas) / len(fault.areas)
        for area, chance in told.chances.items()
    }
    reason = f"{_BY_WORDS} and of {fault.quote.text[:40]!r}"
    return _placed(draft, replace(told, chances=mixed), reason)


def _explaining(chances: Mapping[str, float], faults: Sequence[Draft]) -> dict[str, float]:
    """The chances of a cause, drawn to the areas of the unit's faults: it explains one of them."""
    told = Counter(area for fault in faults for area in fault.areas)
    return {
        area: (1 - _EXPLAINS) * chance + _EXPLAINS * told[area] / told.total()
        for area, chance in chances.items()
    }


def _placed(draft: Draft, told: _Told, reason: str) -> Draft:
    if draft.label is Label.CONCLUSION or (draft.context.general and draft.label is Label.REQUEST):
        evidence = (*draft.evidence, "area: none, it is about all")
        return replace(draft, areas=(), evidence=evidence)
    at_the_end = draft.context.section == CONCLUSION
    if told.general > (_GENERAL_AT_THE_END if at_the_end else GENERAL_FROM):
        return _without_area(draft, told.general)
    area = highest(told.chances)
    chance = told.chances[area]
    one = (area,) if chance >= _LEAST else ()
    sure = draft.confidence * (1 - told.general) * chance
    return replace(
        draft,
        areas=told.matters if len(told.matters) > 1 else one,
        confidence=round(sure, 3),
        evidence=(*draft.evidence, f"area: {reason} ({chance:.2f})"),
        area_sure=sure >= _SURE,
    )


def _without_area(draft: Draft, chance: float) -> Draft:
    sure = draft.confidence * chance
    return replace(
        draft,
        areas=(),
        confidence=round(sure, 3),
        evidence=(*draft.evidence, f"area: none, by the words of the statement ({chance:.2f})"),
        area_sure=sure >= _SURE,
    )


def _matters(written: str, unnamed: Callable[[str], str]) -> tuple[str, ...]:
    """The areas of its clauses, on the likeliest way through them: "Trả lời công dân về 12 hồ sơ …;
    kiểm điểm công chức địa chính, công khai quyết toán." """
    best: dict[str, tuple[float, tuple[str, ...]]] = {}
    for joint, clause in _clauses(written):
        before = max(best.values(), default=(0.0, ()))
        turned = before[0] - _TURN.get(joint, 0.0)
        for area, chance in area_chances(unnamed(clause)).items():
            goes_on = best.get(area, (-inf, ()))
            way = goes_on if goes_on[0] >= turned else (turned, (*before[1], area))
            best[area] = (way[0] + log(chance), way[1])
    return tuple(dict.fromkeys(max(best.values())[1]))


def _clauses(written: str) -> Iterator[tuple[str, str]]:
    """Its clauses, each with the kind of joint before it; what is too short to have a matter
    belongs to the clause before."""
    begin, kind = 0, ""
    for joint in _JOINT.finditer(written):
        beside = written[begin : joint.start()], written[joint.end() : joint.end() + _NEAR]
        if min(len(part.split()) for part in beside) >= _SHORTEST_PART:
            yield kind, written[begin : joint.start()]
            begin, kind = joint.end(), joint.lastgroup or ""
    yield kind, written[begin:]


def _likeness(drafts: Sequence[Draft], unnamed: Callable[[str], str]) -> Likeness:
    """How alike any two of the drafts are, by words that are no names."""
    said = {draft.quote: words(unnamed(draft.quote.text)) for draft in drafts}
    weights = weigh(said[draft.quote] for draft in drafts)
    return lambda one, other: alike(said[one.quote], said[other.quote], weights)
