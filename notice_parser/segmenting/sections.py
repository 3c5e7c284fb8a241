"""Outline → statements, coverage and remainders: every line becomes exactly one of these,
a heading, or part of the frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

from notice_parser.model import Coverage, Heading, Label, Quoted, Remainder, Span, quoted
from notice_parser.segmenting.calls import Reach
from notice_parser.segmenting.context import (
    CONCLUSION,
    Context,
    context_of,
    introductions,
    opening_areas,
    summing_up,
)
from notice_parser.segmenting.coverage import coverage_of, not_declared, note
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.naming import unknown_areas
from notice_parser.segmenting.openings import opens_with_another, opens_with_office
from notice_parser.segmenting.outline import Node, path_of
from notice_parser.segmenting.phrases import explains, of_all_units, starts_with
from notice_parser.segmenting.prose import Judged, highest, judge_labels, label_chances, sentences
from notice_parser.segmenting.remedied import is_remedied, takes_back
from notice_parser.segmenting.roster import ALL_UNITS, proper_names, without_names
from notice_parser.segmenting.silent_lines import INTRODUCTION, NOTHING_FOUND, no_statement
from notice_parser.segmenting.spoken_of import spoken_of
from notice_parser.segmenting.subjects import with_areas

_FINDINGS = (Label.STRENGTH, Label.LIMITATION, Label.CAUSE)
_SURELY_ASKED = 0.9
_REMARKS = (Label.CONCLUSION, Label.REQUEST, Label.CAUSE)
_RUNNING = 4  # sentences of a paragraph under a label from which it is running text
_ADDRESS = 90  # characters at the start of a line that may name whom it is about


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: its statements, what in it declares nothing found, and the rest with why
    it is neither."""

    context: Context
    drafts: tuple[Draft, ...]
    declared: Quoted | None
    left: tuple[Remainder, ...]

    @property
    def last(self) -> tuple[str, ...]:
        """The units of what it says last."""
        return (self.drafts[-1].context if self.drafts else self.context).unit_ids


@dataclass(frozen=True, slots=True)
class Sections:
    drafts: tuple[Draft, ...]
    coverage: tuple[Coverage, ...]
    headings: tuple[Heading, ...]
    remainders: tuple[Remainder, ...]
    layout: str


def read_sections(text: str, nodes: Sequence[Node], inspected: Inspected) -> Sections:
    prose = not any(node.item.heading and node.item.heading.tells_findings for node in nodes)
    leading_over = frozenset() if prose else introductions(text, nodes)
    written = [node for node in nodes if not node.item.heading and node.index not in leading_over]
    lines = list(_lines(text, nodes, written, inspected, prose=prose))
    drafts = with_areas(
        [draft for line in lines for draft in line.drafts], proper_names(inspected.units)
    )
    looked_at: dict[tuple[str, str], list[Quoted]] = {}
    following = iter(drafts)
    everyone = [unit.unit_id for unit in inspected.units]
    for line in lines:
        found = list(islice(following, len(line.drafts)))
        note(looked_at, line.context, found, line.declared, everyone=everyone)
    coverage = coverage_of(looked_at, drafts)
    introduced = (nodes[index].item for index in sorted(leading_over))
    remainders = [
        *(Remainder(i.start, i.end, text[i.start : i.end], INTRODUCTION) for i in introduced),
        *(remainder for line in lines for remainder in line.left),
        *not_declared(looked_at, coverage),
    ]
    return Sections(
        drafts=drafts,
        coverage=coverage,
        headings=tuple(_headings(text, nodes)),
        remainders=tuple(remainders),
        layout=_layout(nodes, drafts),
    )


def _lines(
    text: str, nodes: Sequence[Node], written: Sequence[Node], inspected: Inspected, *, prose: bool
) -> Iterator[_Line]:
    unknown, whole = unknown_areas(nodes), summing_up(text, nodes)
    above: _Line | None = None
    beside: int | None = None
    for node in written:
        context = context_of(
            text, nodes, node, inspected=inspected, unknown=unknown, summed_up=whole
        )
        if context.label in _FINDINGS and _asks_behind_list(text, nodes, node):
            context = replace(context, label=None, reasons=context.reasons[:-1])
        before = above.last if above and beside == node.parent else None
        above, beside = _read_line(text, node, context, inspected, before, prose=prose), node.parent
        yield above


def _asks_behind_list(text: str, nodes: Sequence[Node], node: Node) -> bool:
    """Whether a paragraph without marker behind a list of findings is a request to be read apart
    from them: "Cả hai xã khắc phục xong trước ngày 30/11/2024." """
    beside = [n for n in nodes[: node.index] if n.parent == node.parent]
    if node.item.marker or not beside or beside[-1].item.heading or not beside[-1].item.marker:
        return False
    chances = label_chances(text[node.item.start : node.item.end], tuple(Label))
    return chances[Label.REQUEST] > _SURELY_ASKED


def _read_line(
    text: str,
    node: Node,
    context: Context,
    inspected: Inspected,
    before: tuple[str, ...] | None,
    *,
    prose: bool,
) -> _Line:
    """`before` are the units of the line above in the same list; `prose` tells that no heading
    names a label."""
    whole = Span(node.item.start, node.item.end)
    if prose:  # what is asked in the last paragraph has no other place
        context = replace(context, general=False)
    spans = _spans(text, whole, context, prose=prose, item=node.item.marker is not None)
    if len(spans) > 1 and context.label is None:
        context = replace(context, general=False)  # running remarks tell each its own matter
    contexts = tuple(_about(text, spans, context, inspected, before))
    reasons = [no_statement(span.of(text), context) for span in spans]
    told = [place for place, reason in enumerate(reasons) if not reason]
    declared: Quoted | None = None
    of_line, left = contexts[0] if contexts else context, []
    for span, about, reason in zip(spans, contexts, reasons, strict=True):
        quote = quoted(text, span.start, span.end)
        silent = about.section or not inspected.units
        if reason == NOTHING_FOUND and not silent and declared is None:
            declared, of_line = quote, about
        elif reason:
            left.append(Remainder(quote.start, quote.end, quote.text, reason))
    statements = [(spans[place], contexts[place]) for place in told]
    unnamed = without_names(proper_names(inspected.units))
    drafts = tuple(_drafts(text, statements, unnamed, paragraph=whole.of(text)))
    return _Line(of_line, drafts, declared, tuple(left))


def _about(
    text: str,
    spans: Sequence[Span],
    context: Context,
    inspected: Inspected,
    before: tuple[str, ...] | None,
) -> Iterator[Context]:
    """What holds for each sentence of a line: it is about the unit that it opens with or speaks
    of, else about that of the sentence before, in a conclusion about that of its heading."""
    told = going_on = context.unit_ids
    headed = bool(told) and context.reach is Reach.OPENING
    earlier = [] if before is None else [before]
    several, titled = len(inspected.units) > 1, told == inspected.of_title
    for span in spans:
        sentence = span.of(text)
        # "Nhìn chung, công tác CCHC của huyện Thuận Bắc …" is about all that was inspected there,
        # "Nhìn chung, UBND thị xã …" is not.
        sums_up = several and not headed and starts_with(text, span.start, span.end, "summary")
        reach = Reach.OPENING if sums_up else context.reach
        found = spoken_of(
            sentence, inspected.units, reach=reach, told=told, earlier=earlier, titled=titled
        )
        if sums_up and not opens_with_office(sentence):
            found = ALL_UNITS
        near = min(span.end, span.start + _ADDRESS)
        remark = context.label is None or context.section == CONCLUSION
        whole = remark and several and of_all_units(text, span.start, near)
        if whole and found in (None, told):
            found = ALL_UNITS
        unit_ids = going_on
        if found is not None:
            unit_ids = () if found == ALL_UNITS else found
        elif context.section == CONCLUSION:
            unit_ids = told
        # "Cũng như Sở Giao thông vận tải, Sở …": under the heading of one, others come in only
        # for a sentence.
        going_on = told if headed and len(unit_ids) != 1 else unit_ids
        earlier.append(unit_ids)
        about = context if unit_ids == told else replace(context, unit_ids=unit_ids)
        if found == told and context.general and opens_with_another(sentence):
            about = replace(about, general=False)  # what Sở Tài chính is asked for is one matter
        yield _with_opening(text, span, about) if context.label is None else about


def _with_opening(text: str, span: Span, context: Context) -> Context:
    areas = opening_areas(text, span.start, span.end)
    if not areas:
        return context
    reasons = (*context.reasons, "area: opening words of the sentence")
    return replace(context, areas=areas, area_named=True, reasons=reasons)


# -- statements -------------------------------------------------------------------------


def _spans(
    text: str, whole: Span, context: Context, *, prose: bool, item: bool
) -> tuple[Span, ...]:
    """The statements that a line may hold: under a label one, unless it is running text and no
    `item` of a list; in prose one for each sentence, elsewhere in a conclusion one for each
    paragraph."""
    told = sentences(text, whole.start, whole.end)
    if context.label is not None and not prose:
        return (whole,) if item or len(told) < _RUNNING else told
    return (whole,) if item and context.section == CONCLUSION and not prose else told


def _drafts(
    text: str,
    statements: Sequence[tuple[Span, Context]],
    unnamed: Callable[[str], str],
    *,
    paragraph: str,
) -> Iterator[Draft]:
    """The statements, each with what holds there. What is `unnamed` tells no label."""
    spans = [span for span, _ in statements]
    contexts = [context for _, context in statements]
    quotes = [quoted(text, span.start, span.end) for span in spans]
    if any(context.label for context in contexts):
        yield from map(_draft, quotes, contexts)
        return
    concludes = len(spans) == 1 and contexts[0].section == CONCLUSION
    among = _REMARKS if concludes else tuple(Label)
    judged = judge_labels(text, spans, among=among, unnamed=unnamed)
    drafts = [
        _draft(quote, context, judged=by_words, paragraph=paragraph)
        for quote, context, by_words in zip(quotes, contexts, judged, strict=True)
    ]
    for draft, after in zip_longest(drafts, drafts[1:]):
        praised = after is not None and after.label is Label.STRENGTH
        put_right = draft.label is Label.LIMITATION and praised and takes_back(after.quote.text)
        yield replace(draft, remedied=True) if put_right else draft


def _draft(
    quote: Quoted, context: Context, *, judged: Judged | None = None, paragraph: str = ""
) -> Draft:
    label = context.label or (judged.label if judged else Label.CONCLUSION)
    if label is Label.LIMITATION and explains(quote.text):
        label = Label.CAUSE
    sure, reasons = context.sure, context.reasons
    if judged:
        sure *= judged.probability
        reasons = (*reasons, f"label: words of the sentence ({judged.probability:.2f})")
    return Draft(
        quote=quote,
        context=context,
        label=label,
        areas=context.areas,
        remedied=label is Label.LIMITATION and is_remedied(quote.text),
        confidence=round(sure, 3),
        evidence=reasons,
        around=f"{context.area_hint} {paragraph}".strip(),
        general=label is Label.CONCLUSION or (context.general and label in _REMARKS),
    )


# -- headings, layout -------------------------------------------------------------------


def _headings(text: str, nodes: Sequence[Node]) -> Iterator[Heading]:
    for node in nodes:
        item = node.item
        if item.heading and item.start < item.end:
            marker = item.marker.text if item.marker else ""
            yield Heading(
                item.start,
                item.end,
                text[item.start : item.end],
                marker=marker,
                depth=node.depth,
                kinds=item.heading.kinds,
            )


def _layout(nodes: Sequence[Node], drafts: Sequence[Draft]) -> str:
    """The order in which headings name things, as most of the outline has it:
    "unit>area>label"."""
    orders = Counter(_order(path_of(nodes, n)) for n in nodes if n.item.heading is None)
    known = {order: count for order, count in orders.items() if order}
    if not known:
        return "prose" if drafts else ""
    return highest(known)


def _order(path: Sequence[Node]) -> str:
    kinds = [kind for node in path if node.item.heading for kind in node.item.heading.kinds]
    return ">".join(dict.fromkeys(kinds))
