"""Outline → statements, coverage and remainders: every line becomes exactly one of these,
a heading, or part of the frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from notice_parser.model import Coverage, Heading, Label, Quoted, Remainder, Span
from notice_parser.segmenting.context import (
    ALL_OF_TITLE,
    CONCLUSION,
    Context,
    context_of,
    introductions,
    summing_up,
)
from notice_parser.segmenting.coverage import coverage_of, not_declared, note
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.inspected import (
    ALL_UNITS,
    Inspected,
    goes_back,
    is_prose,
    named_units,
    opened_with,
    unit_spoken_of,
)
from notice_parser.segmenting.naming import unknown_areas
from notice_parser.segmenting.outline import Node, path_of
from notice_parser.segmenting.phrases import of_all_units, starts_with
from notice_parser.segmenting.prose import Judged, highest, judge_labels, sentences
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.silent_lines import NOTHING_FOUND, no_statement
from notice_parser.segmenting.subjects import with_areas

_REMARKS = (Label.CONCLUSION, Label.REQUEST)
_ADDRESS = 90  # characters at the start of a line that may name whom it is about


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: its statements, what in it declares nothing found, and the rest with why
    it is neither."""

    context: Context
    drafts: tuple[Draft, ...]
    declared: Quoted | None
    left: tuple[Remainder, ...]


@dataclass(frozen=True, slots=True)
class Sections:
    drafts: tuple[Draft, ...]
    coverage: tuple[Coverage, ...]
    headings: tuple[Heading, ...]
    remainders: tuple[Remainder, ...]
    layout: str


def read_sections(text: str, nodes: Sequence[Node], inspected: Inspected) -> Sections:
    lines: list[_Line] = []
    remainders: list[Remainder] = []
    prose = not any(node.item.heading and node.item.heading.label for node in nodes)
    unknown = unknown_areas(nodes)
    whole = summing_up(text, nodes)
    of_sentences = is_prose(nodes)
    leading_over = frozenset() if prose else introductions(nodes)
    for node in nodes:
        if node.item.heading:
            continue
        if node.index in leading_over:
            start, end = node.item.start, node.item.end
            remainders.append(Remainder(start, end, text[start:end], "introduction"))
            continue
        context = context_of(
            text, nodes, node, inspected=inspected, unknown=unknown, summed_up=whole
        )
        line = _read_line(text, node, context, inspected, prose=prose, of_sentences=of_sentences)
        lines.append(line)
        remainders += line.left
    drafts = with_areas([draft for line in lines for draft in line.drafts])
    looked_at: dict[tuple[str, str], list[Quoted]] = {}
    following = iter(drafts)
    for line in lines:
        found = list(islice(following, len(line.drafts)))
        note(looked_at, line.context, found, line.declared)
    coverage = coverage_of(looked_at, drafts)
    remainders += not_declared(looked_at, coverage)
    return Sections(
        drafts=drafts,
        coverage=coverage,
        headings=tuple(_headings(text, nodes)),
        remainders=tuple(remainders),
        layout=_layout(nodes, drafts),
    )


def _read_line(
    text: str,
    node: Node,
    context: Context,
    inspected: Inspected,
    *,
    prose: bool,
    of_sentences: bool,
) -> _Line:
    """`prose` tells that no heading names a label, `of_sentences` that none names a unit either."""
    whole = Span(node.item.start, node.item.end)
    of_line = _addressed(text, whole, context, inspected)
    spans = _spans(text, whole, context, prose=prose)
    reasons = [no_statement(span.of(text), context) for span in spans]
    told = [span for span, reason in zip(spans, reasons, strict=True) if not reason]
    contexts = [of_line] * len(told)
    if context.section == CONCLUSION:  # each sentence may be about another unit
        contexts = [_addressed(text, span, context, inspected) for span in told]
    elif of_sentences:
        contexts = list(_opened(text, told, of_line, inspected))
    silent = context.section or not of_line.unit_ids
    declared: Quoted | None = None
    left = []
    for span, reason in zip(spans, reasons, strict=True):
        quote = _quote(text, span.start, span.end)
        if reason == NOTHING_FOUND and not silent and declared is None:
            declared = quote
        elif reason:
            left.append(Remainder(quote.start, quote.end, quote.text, reason))
    drafts = tuple(_drafts(text, told, contexts, paragraph=whole.of(text)))
    return _Line(of_line, drafts, declared, tuple(left))


def _opened(
    text: str, spans: Sequence[Span], of_line: Context, inspected: Inspected
) -> Iterator[Context]:
    """What holds for each sentence of a paragraph: one that opens with another inspected unit
    ("Tại xã Cường Lợi, …") is about it, and so are those behind it until one goes back."""
    context = of_line
    for span in spans:
        unit_ids = opened_with(text, span.start, span.end, inspected)
        if unit_ids:
            context = replace(of_line, unit_ids=unit_ids)
        elif goes_back(text, span.start, span.end, inspected):
            context = of_line
        yield context


def _addressed(text: str, span: Span, context: Context, inspected: Inspected) -> Context:
    """A line of the conclusion may begin with those of several units that it is about: "UBND
    huyện A và UBND xã B đã tạo được chuyển biến …". Where no heading names a unit and the
    title several, each line may."""
    start, end = span.start, span.end
    begun = named_units(text, start, min(end, start + _ADDRESS), inspected)
    if context.unit_told == ALL_OF_TITLE and len(begun) < 2 and begun != ALL_UNITS:
        several = starts_with(text, start, end, "several")
        named = () if several else unit_spoken_of(text, start, end, inspected)
        return replace(context, unit_ids=named) if named else context
    if context.section != CONCLUSION or len(context.unit_ids) > 1:
        return context
    together = len(inspected.units) > 1 and of_all_units(text, start, min(end, start + _ADDRESS))
    if begun == ALL_UNITS or together:
        return replace(context, unit_ids=())
    several = len(begun) > 1 or not context.unit_ids
    return replace(context, unit_ids=begun) if begun and several else context


def _quote(text: str, start: int, end: int) -> Quoted:
    return Quoted(start, end, text[start:end])


# -- statements -------------------------------------------------------------------------


def _spans(text: str, whole: Span, context: Context, *, prose: bool) -> tuple[Span, ...]:
    """The statements that a line may hold: one where a heading gives the label; in running
    prose one for each sentence, elsewhere in a conclusion one for each paragraph."""
    if context.label is not None or (context.section == CONCLUSION and not prose):
        return (whole,)
    return sentences(text, whole.start, whole.end)


def _drafts(
    text: str, spans: Sequence[Span], contexts: Sequence[Context], *, paragraph: str
) -> Iterator[Draft]:
    """The statements at `spans`, each with what holds there."""
    quotes = [_quote(text, span.start, span.end) for span in spans]
    if any(context.label for context in contexts):
        yield from map(_draft, quotes, contexts)
        return
    concludes = any(context.section == CONCLUSION for context in contexts)
    judged = judge_labels(text, spans, among=_REMARKS if concludes else tuple(Label))
    for quote, context, by_words in zip(quotes, contexts, judged, strict=True):
        yield _draft(quote, context, judged=by_words, paragraph=paragraph)


def _draft(
    quote: Quoted, context: Context, *, judged: Judged | None = None, paragraph: str = ""
) -> Draft:
    label = context.label or (judged.label if judged else Label.CONCLUSION)
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
        general=label is Label.CONCLUSION or (context.section == CONCLUSION and not context.parted),
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
