"""What is said of all that was inspected, where no heading and no word names its body.

A notice on a district and its communes sums up under the district's name ("Nhìn chung, UBND huyện
Hòa An đã có nhiều cố gắng"), gives causes that are those of all, and asks bodies for help that were
not inspected at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from notice_parser.model import Label, Unit
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.openings import opens_with_department
from notice_parser.segmenting.roster import names_any
from notice_parser.segmenting.scene import Reach

_ABOVE = ("huyện", "sở")  # levels of bodies that others were inspected with


def of_all_bodies(drafts: Sequence[Draft], inspected: Inspected) -> Iterator[Draft]:
    """The drafts, those without a unit that are about no one body of several."""
    above = {(unit.unit_id,) for unit in inspected.units if unit.level in _ABOVE}
    several = len(inspected.units) > 1
    for draft in drafts:
        context = draft.context
        unheaded = context.unit_ids in above and context.reach is not Reach.OPENING
        if several and unheaded and _of_all(draft, inspected.units):
            draft = replace(draft, context=replace(context, unit_ids=()))
        yield draft


def _of_all(draft: Draft, units: tuple[Unit, ...]) -> bool:
    if draft.label is Label.CAUSE:
        return not draft.areas
    if draft.label is Label.REQUEST:
        return opens_with_department(draft.quote.text) and not names_any(draft.quote.text, units)
    return draft.label is Label.CONCLUSION
