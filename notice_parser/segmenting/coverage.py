"""What was looked at: the areas of each unit that were inspected, and where nothing was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from notice_parser.model import Coverage, Label, Quoted, Remainder
from notice_parser.segmenting.context import Context
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.prose import area_chances, highest
from notice_parser.segmenting.silent_lines import names_subject

_SEEN = (Label.STRENGTH, Label.LIMITATION)
_SURE_AREA = 0.5  # chance from which the area of a line that finds no fault is told


def note(
    looked_at: dict[tuple[str, str], list[Quoted]],
    context: Context,
    found: Sequence[Draft],
    declared: Quoted | None,
    *,
    everyone: Sequence[str],
) -> None:
    """An area counts as inspected when a heading names it, or a strength or limitation surely
    belongs to it: a request whose area was guessed tells nothing of what was seen. What is said
    of all together is said of `everyone`, the ids of all inspected units."""
    if context.section:
        return
    for unit_ids in dict.fromkeys([context.unit_ids, *(d.context.unit_ids for d in found)]):
        own = [draft for draft in found if draft.context.unit_ids == unit_ids]
        said = declared if unit_ids == context.unit_ids else None
        for unit_id in unit_ids or (everyone if said else ()):
            for area in sorted(_areas(context, own, said)):
                looked_at.setdefault((unit_id, area), []).extend([said] if said else [])


def _areas(context: Context, found: Sequence[Draft], declared: Quoted | None) -> set[str]:
    sure = [d for d in found if d.label in _SEEN and (context.area_named or d.area_sure)]
    areas = {area for draft in sure for area in draft.areas}
    if declared and not context.area_named:
        areas |= _told_area(declared.text)  # "Về tài chính, Đoàn không thấy sai sót gì."
    if declared or (context.area_named and found):
        areas = areas or set(context.areas) or {""}
    return areas


def _told_area(written: str) -> set[str]:
    if not names_subject(written):
        return set()
    chances = area_chances(written)
    area = highest(chances)
    return {area} if chances[area] >= _SURE_AREA else set()


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
