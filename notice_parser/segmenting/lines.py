"""A line of text under its headings → its statements, what in it declares nothing found, and the
rest with the reason why it is neither."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple

from notice_parser.model import Label, Quoted, Remainder, Span, quoted
from notice_parser.segmenting.conclusions import CONCLUSION, summing_up
from notice_parser.segmenting.context import Context, context_of
from notice_parser.segmenting.coverage import Declared
from notice_parser.segmenting.draft import Draft, drafts_of
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.naming import unknown_areas
from notice_parser.segmenting.outline import Node, path_of
from notice_parser.segmenting.prose import judge_labels, label_chances, sentences
from notice_parser.segmenting.roster import proper_names, without_names
from notice_parser.segmenting.sentence_contexts import contexts_of
from notice_parser.segmenting.silent_lines import NOTHING_FOUND, no_statement

_FINDINGS = (Label.STRENGTH, Label.LIMITATION, Label.CAUSE)
_SURELY_ASKED = 0.9
_RUNNING = 4  # sentences of a paragraph under a label from which it is running text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its statements, what in it declares nothing found, and the rest with why
    it is neither."""

    context: Context
    drafts: tuple[Draft, ...]
    declared: tuple[Declared, ...]
    left: tuple[Remainder, ...]

    @property
    def last(self) -> tuple[str, ...]:
        """The units of what it says last."""
        return (self.drafts[-1].context if self.drafts else self.context).unit_ids


class _Part(NamedTuple):
    """A sentence of a line; `silent` is why it is no statement, "" for one."""

    quote: Quoted
    context: Context
    silent: str


def read_lines(
    text: str, nodes: Sequence[Node], written: Sequence[Node], inspected: Inspected, *, prose: bool
) -> Iterator[Line]:
    """The lines `written` under headings, in order; `prose` tells that no heading names a label."""
    unknown, whole = unknown_areas(text, nodes), summing_up(text, nodes)
    asked = max((n.index for n in nodes if _heads_requests(n)), default=0)
    by_area = any(_heads_requests(n) and _of_area(path_of(nodes, n)) for n in nodes)
    above: list[tuple[str, ...]] = []
    beside: int | None = None
    for node in written:
        context = context_of(
            text,
            nodes,
            node,
            inspected=inspected,
            unknown=unknown,
            summed_up=whole,
            asked_by_area=by_area,
        )
        if context.label in _FINDINGS and _asks_behind_list(text, nodes, node):
            context = replace(context, label=None, reasons=context.reasons[:-1])
        above = above if beside == node.parent else []
        line = _read_line(
            text,
            node,
            context,
            inspected,
            above,
            prose=prose,
            asked_apart=node.index < asked and node.item.marker is None,
        )
        above, beside = [*above, line.last], node.parent
        yield line


def _of_area(path: Sequence[Node]) -> bool:
    """Whether a heading of the path names an area."""
    return any(node.item.heading and node.item.heading.areas for node in path)


def _heads_requests(node: Node) -> bool:
    heading = node.item.heading
    return heading is not None and heading.label is Label.REQUEST


def _read_line(
    text: str,
    node: Node,
    context: Context,
    inspected: Inspected,
    before: Sequence[tuple[str, ...]],
    *,
    prose: bool,
    asked_apart: bool,
) -> Line:
    """`before` are the units of the lines above in the same list; `prose` tells that no heading
    names a label, `asked_apart` that requests have one further down."""
    whole = Span(node.item.start, node.item.end)
    spans = _spans(text, whole, context, prose=prose, item=node.item.marker is not None)
    abouts = contexts_of(text, spans, context, inspected, before)
    parts = [
        _Part(quoted(text, span.start, span.end), about, no_statement(span.of(text), context))
        for span, about in zip(spans, abouts, strict=True)
    ]
    declare = [part for part in parts if _declares(part, inspected)]
    unnamed = without_names(proper_names(inspected.units))
    told = [(part.quote, part.context) for part in parts if not part.silent]
    drafts = drafts_of(text, told, unnamed, paragraph=whole.of(text), asked_apart=asked_apart)
    return Line(
        context=parts[0].context if parts else context,
        drafts=tuple(drafts),
        declared=tuple(Declared(part.quote, part.context) for part in declare),
        left=tuple(_remainder(p) for p in parts if p.silent and p not in declare),
    )


def _declares(part: _Part, inspected: Inspected) -> bool:
    """Whether it tells of an inspected unit that nothing was found."""
    return part.silent == NOTHING_FOUND and bool(inspected.units) and not part.context.section


def _remainder(part: _Part) -> Remainder:
    return Remainder(part.quote.start, part.quote.end, part.quote.text, part.silent)


def _spans(
    text: str, whole: Span, context: Context, *, prose: bool, item: bool
) -> tuple[Span, ...]:
    """The statements that a line may hold: under a label one, unless it is running text and no
    `item` of a list; in prose one for each sentence, elsewhere in a conclusion one for each
    paragraph; under a heading of several labels one for each run of sentences of one."""
    told = sentences(text, whole.start, whole.end)
    if context.among and not prose:
        return _runs(text, told, context.among)
    if context.label is not None and not prose:
        return (whole,) if item or len(told) < _RUNNING else told
    return (whole,) if item and context.section == CONCLUSION and not prose else told


def _runs(text: str, told: Sequence[Span], among: Sequence[Label]) -> tuple[Span, ...]:
    """Sentences that follow each other with one label, together."""
    judged = judge_labels(text, told, among=among)
    runs = (list(run) for _, run in groupby(judged, key=lambda sentence: sentence.label))
    return tuple(Span(run[0].span.start, run[-1].span.end) for run in runs)


def _asks_behind_list(text: str, nodes: Sequence[Node], node: Node) -> bool:
    """Whether a paragraph without marker behind a list of findings is a request to be read apart
    from them: "Cả hai xã khắc phục xong trước ngày 30/11/2024." """
    beside = [n for n in nodes[: node.index] if n.parent == node.parent]
    if node.item.marker or not beside or beside[-1].item.heading or not beside[-1].item.marker:
        return False
    chances = label_chances(text[node.item.start : node.item.end], tuple(Label))
    return chances[Label.REQUEST] > _SURELY_ASKED
