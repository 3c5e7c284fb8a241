"""What was looked at: the areas of each unit that were inspected, and where nothing was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from notice_parser.model import Coverage, Label, Quoted, Remainder
from notice_parser.segmenting.context import Context
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.prose import area_chances, highest
from notice_parser.segmenting.silent_lines import names_subject

_SEEN = (Label.STRENGTH, Label.LIMITATION)
# Chances from which the area of a sentence that finds no fault is told by its words: where it opens
# with a subject, and elsewhere.
_SURE_SUBJECT, _SURE_WORDS = 0.5, 0.8


class Declared(NamedTuple):
    """Words that declare nothing found, and what holds for them."""

    quote: Quoted
    context: Context


def note(
    looked_at: dict[tuple[str, str], list[Quoted]],
    context: Context,
    found: Sequence[Draft],
    declared: Sequence[Declared],
    *,
    everyone: Sequence[str],
) -> None:
    """An area counts as inspected when a heading names it, or a strength or limitation surely
    belongs to it: a request whose area was guessed tells nothing of what was seen. What is
    declared of all together is said of `everyone`, the ids of all inspected units."""
    if context.section:
        return
    for unit_ids in dict.fromkeys([context.unit_ids, *(d.context.unit_ids for d in found)]):
        own = [draft for draft in found if draft.context.unit_ids == unit_ids]
        for key in product(unit_ids, sorted(_seen(context, own))):
            looked_at.setdefault(key, [])
    for quote, about in declared:
        for key in product(about.unit_ids or everyone, _without_fault(quote, about, found)):
            looked_at.setdefault(key, []).append(quote)


def _seen(context: Context, found: Sequence[Draft]) -> set[str]:
    sure = [d for d in found if d.label in _SEEN and (context.area_named or d.area_sure)]
    areas = {area for draft in sure for area in draft.areas}
    return areas or (set(context.areas) or {""} if context.area_named and found else set())


def _without_fault(quote: Quoted, about: Context, found: Sequence[Draft]) -> tuple[str, ...]:
    """The areas that a sentence without fault is about: those of its heading, those that its words
    tell, or those of what stands next to it in its paragraph."""
    if about.area_named:
        return about.areas or ("",)
    chances = area_chances(quote.text)
    area = highest(chances)
    if chances[area] >= (_SURE_SUBJECT if names_subject(quote.text) else _SURE_WORDS):
        return (area,)
    near = min(found, key=lambda draft: abs(draft.quote.start - quote.start), default=None)
    return (near.areas if near else about.areas) or ("",)


def coverage_of(
    looked_at: Mapping[tuple[str, str], Sequence[Quoted]], drafts: Sequence[Draft]
) -> tuple[Coverage, ...]:
    """A part of an area without faults ("Một cửa: Không.") does not make the area clean when
    another part of it has some."""
    faults = Counter(
        (unit_id, area)
        for draft in drafts
        if draft.label is Label.LIMITATION
        for unit_id in draft.context.unit_ids
        for area in draft.areas or ("",)
    )
    return tuple(
        Coverage(*key, faults[key], quotes[0] if quotes and not faults[key] else None)
        for key, quotes in looked_at.items()
    )


def not_declared(
    looked_at: Mapping[tuple[str, str], Sequence[Quoted]], coverage: Sequence[Coverage]
) -> Iterator[Remainder]:
    """Words that declare nothing found and are in no coverage row: said before of the same
    area, or of a part of an area with faults elsewhere."""
    used = {row.declared.start for row in coverage if row.declared}
    for quote in {q.start: q for quotes in looked_at.values() for q in quotes}.values():
        if quote.start not in used:
            reason = "nothing found in a part of the area"
            yield Remainder(quote.start, quote.end, quote.text, reason)
