"""What holds for each sentence of a line: whom it is about, and the area that it opens with.

It is about the unit that it opens with or speaks of, else about that of the sentence before, in a
conclusion about that of its heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from notice_parser.model import Span
from notice_parser.segmenting.conclusions import CONCLUSION
from notice_parser.segmenting.context import Context, opening_areas
from notice_parser.segmenting.headed_units import BY_GUESS
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.openings import opens_with_office
from notice_parser.segmenting.phrases import of_all_faults, of_all_units, starts_with
from notice_parser.segmenting.prose import sentences
from notice_parser.segmenting.roster import ALL_UNITS, together
from notice_parser.segmenting.scene import Reach
from notice_parser.segmenting.spoken_of import Spoken, spoken_of

_CLAUSES = regex.compile(r"(?<=;)\s+")
_GUESSED = "unit: words of the sentence; which of them it means is a guess"
_ADDRESS = 90  # characters at the start of a line that may name whom it is about


def contexts_of(
    text: str,
    spans: Sequence[Span],
    context: Context,
    inspected: Inspected,
    before: Sequence[tuple[str, ...]],
) -> Iterator[Context]:
    """What holds for each of the sentences `spans` of a line; the `context` is that of the line,
    `before` are the units of the lines above in the same list."""
    told = going_on = context.unit_ids
    earlier = [*before]
    for span in spans:
        found = _units_of(text, span, context, inspected, earlier, opens=span == spans[0])
        unit_ids = going_on
        if found is not None:
            unit_ids = () if found.unit_ids == ALL_UNITS else found.unit_ids
        elif context.section == CONCLUSION and (going_on or _headed(context)):
            unit_ids = told
        # "Cũng như Sở Giao thông vận tải, Sở …": under the heading of one, others come in only
        # for a sentence.
        going_on = told if _headed(context) and len(unit_ids) != 1 else unit_ids
        earlier.append(unit_ids)
        about = context if unit_ids == told else _about(context, unit_ids, goes_on=found is None)
        if found is None and unit_ids == told:
            about = replace(about, sure=about.sure * about.untold)
        elif found and not found.sure:
            about = _guessed(about)
        yield _with_opening(text, span, about) if context.label is None else about


def _about(context: Context, unit_ids: tuple[str, ...], *, goes_on: bool) -> Context:
    """The context with other units than it tells itself: the sentence names them or, where it
    `goes_on`, the one before."""
    reason = "unit: as in the sentence before" if goes_on else "unit: words of the sentence"
    others = (told for told in context.reasons if not told.startswith("unit: "))
    return replace(context, unit_ids=unit_ids, reasons=(reason, *others))


def _guessed(context: Context) -> Context:
    """ "Các xã khác …", where nothing tells which."""
    reasons = tuple(told for told in context.reasons if not told.startswith("unit: "))
    return replace(context, reasons=(_GUESSED, *reasons), sure=context.sure * BY_GUESS)


def _units_of(
    text: str,
    span: Span,
    context: Context,
    inspected: Inspected,
    earlier: Sequence[tuple[str, ...]],
    *,
    opens: bool,
) -> Spoken | None:
    """The units that a sentence is about, by its own words; None where they do not tell. `opens`
    tells that it opens its line."""
    sentence, told = span.of(text), context.unit_ids
    several = len(inspected.units) > 1
    # "Nhìn chung, công tác CCHC của huyện Thuận Bắc …" is about all that was inspected there,
    # "Nhìn chung, UBND thị xã …" is not.
    beside = several and not _headed(context)
    sums_up = beside and starts_with(text, span.start, span.end, "summary")
    if sums_up and not opens_with_office(sentence):
        return Spoken(ALL_UNITS)
    found = spoken_of(
        sentence,
        inspected.units,
        reach=Reach.OPENING if sums_up else context.reach,
        told=told,
        earlier=earlier,
        titled=told == inspected.of_title,
    )
    if found and beside and context.label is not None:
        found = _with_those_behind(sentence, found, inspected)
    near = min(span.end, span.start + _ADDRESS)
    remark = context.label is None or context.section == CONCLUSION
    whole = remark and several and of_all_units(text, span.start, near)
    if whole and (found is None or found.unit_ids == told):
        return Spoken(ALL_UNITS)
    if found is None and opens and beside and context.label is None and of_all_faults(sentence):
        # "Những hạn chế nêu trên trước hết do công chức địa chính xã Thanh An …" names whose they
        # are, "… chủ yếu do người đứng đầu chưa sâu sát" is about all.
        return spoken_of(sentence, inspected.units, reach=Reach.ANYWHERE) or Spoken(ALL_UNITS)
    return found


def _with_those_behind(statement: str, found: Spoken, inspected: Inspected) -> Spoken:
    """The units that a statement is about with those that its later sentences and clauses open
    with: "Kế hoạch của huyện chậm. Xã Tú Sơn chưa tự kiểm tra; xã Đoàn Xá …"."""
    spans = sentences(statement, 0, len(statement))
    parts = [part for span in spans for part in _CLAUSES.split(span.of(statement)) if part]
    every = [found]
    for part in parts[1:]:
        earlier = [spoken.unit_ids for spoken in every]
        behind = spoken_of(part, inspected.units, reach=Reach.OPENING, earlier=earlier)
        every += [behind] if behind else []
    sure = all(spoken.sure for spoken in every)
    if any(spoken.unit_ids == ALL_UNITS for spoken in every):
        return Spoken(ALL_UNITS, sure)
    ids = [unit_id for spoken in every for unit_id in spoken.unit_ids]
    return Spoken(together(ids, [unit.unit_id for unit in inspected.units]), sure)


def _headed(context: Context) -> bool:
    """Whether a heading names the units."""
    return bool(context.unit_ids) and context.reach is Reach.OPENING


def _with_opening(text: str, span: Span, context: Context) -> Context:
    areas = opening_areas(text, span.start, span.end)
    if not areas:
        return context
    reasons = (*context.reasons, "area: opening words of the sentence")
    return replace(context, areas=areas, area_named=True, reasons=reasons)
