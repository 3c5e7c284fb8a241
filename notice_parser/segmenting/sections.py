"""Outline → statements, coverage and remainders: every line becomes exactly one of these,
a heading, or part of the frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import regex

from notice_parser import lexicon
from notice_parser.lexicon import Match
from notice_parser.model import Coverage, Heading, Label, Quoted, Remainder, Span
from notice_parser.segmenting.context import (
    ALL_OF_TITLE,
    CONCLUSION,
    SILENT_SECTIONS,
    Context,
    context_of,
    introductions,
    summing_up,
)
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.inspected import (
    ALL_UNITS,
    Inspected,
    named_units,
    unit_spoken_of,
)
from notice_parser.segmenting.naming import unknown_areas
from notice_parser.segmenting.outline import Node, path_of
from notice_parser.segmenting.phrases import of_all_units, starts_with
from notice_parser.segmenting.prose import Judged, area_chances, judge_labels, sentences
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.subjects import with_areas
from notice_parser.text import match_key, one_tone_style

_REMARKS = (Label.CONCLUSION, Label.REQUEST)
_SEEN = (Label.STRENGTH, Label.LIMITATION)
_ABOUT = regex.compile(
    r"^(?:về|đối với|riêng|riêng về|còn về|trên lĩnh vực|ở khâu) [^,:;.]{2,60}[,:] "
)
_NEAR_START = 160  # characters within which a set phrase says what a paragraph is
_ASKS_ALSO = regex.compile(r"[;.]\s+(?:đề nghị|yêu cầu|đồng thời)", regex.IGNORECASE)
_SURE_AREA = 0.5  # chance from which the area of a line that finds no fault is told
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
        line = _read_line(text, node, context, inspected, prose=prose)
        lines.append(line)
        remainders += line.left
    drafts = with_areas([draft for line in lines for draft in line.drafts])
    looked_at: dict[tuple[str, str], list[Quoted]] = {}
    following = iter(drafts)
    for line in lines:
        found = list(islice(following, len(line.drafts)))
        _note_coverage(looked_at, line.context, found, line.declared)
    coverage = _coverage(looked_at, drafts)
    remainders += _not_declared(looked_at, coverage)
    return Sections(
        drafts=drafts,
        coverage=coverage,
        headings=tuple(_headings(text, nodes)),
        remainders=tuple(remainders),
        layout=_layout(nodes, drafts),
    )


def _read_line(
    text: str, node: Node, context: Context, inspected: Inspected, *, prose: bool
) -> _Line:
    whole = Span(node.item.start, node.item.end)
    of_line = _addressed(text, whole, context, inspected)
    spans = _spans(text, whole, context, prose=prose)
    reasons = [_no_statement(span.of(text), context) for span in spans]
    told = [span for span, reason in zip(spans, reasons, strict=True) if not reason]
    contexts = [of_line] * len(told)
    if context.section == CONCLUSION:  # each sentence may be about another unit
        contexts = [_addressed(text, span, context, inspected) for span in told]
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


# -- what is no statement ---------------------------------------------------------------

NOTHING_FOUND = "nothing found"


def _no_statement(written: str, context: Context) -> str:
    """Why a line is no statement; "" if it may be one."""
    if context.section in SILENT_SECTIONS:
        return f"section: {context.section}"
    if is_empty_value(written):
        of_faults = context.label is Label.LIMITATION
        if context.label is None:  # "Về mặt này Đoàn không thấy có tồn tại gì."
            of_faults = any(m.entry.code == "faults" for m in _empty_words(written))
        return NOTHING_FOUND if of_faults else "empty value"
    if not any(c.isalnum() for c in written):
        return "no words"
    return _formula(written, labelled=context.label is not None and not context.section)


def _formula(written: str, *, labelled: bool) -> str:
    """The kind of a set phrase that the paragraph is, "" for none. Under a label only the
    very last words can be one, and none that goes on to ask for something."""
    if labelled and not written.endswith("/."):
        return ""
    opens = lexicon.load("phrases").first(written)
    if opens and opens.start == 0 and opens.entry.code in {"closing-opening", "procedure"}:
        return opens.entry.code
    for match in lexicon.load("phrases").find(written[:_NEAR_START], overlapping=True):
        adopts = match.entry.code == "adoption" and not labelled
        closes = match.entry.code == "closing-formula" and not _ASKS_ALSO.search(written)
        if adopts or closes:
            return match.entry.code
    return ""


def _empty_words(written: str) -> Iterator[Match]:
    return lexicon.load("empty_values").find(written, overlapping=True)


def is_empty_value(written: str) -> bool:
    """ "Chưa phát hiện.", "Qua kiểm tra, không có hạn chế": nothing but words that say so."""
    book = lexicon.load("empty_values").by_code
    entry = book["none"]
    rest = f" {_ABOUT.sub('', match_key(written.strip(' .;:!/-')))} ".replace(",", " , ")
    tokens = " ".join(rest.split())
    if len(tokens) > 120 or not any(f" {w} " in f" {tokens} " for w in entry.words):
        return False
    words = [*entry.words, *entry.get("padding"), *book["faults"].words]
    words.sort(key=len, reverse=True)
    left = f" {tokens} "
    for word in words:
        spaced = " ".join(one_tone_style(word).replace(",", " , ").split())
        left = left.replace(f" {spaced} ", "  ")
    return not any(c.isalnum() for c in left)


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


# -- coverage ---------------------------------------------------------------------------


def _note_coverage(
    looked_at: dict[tuple[str, str], list[Quoted]],
    context: Context,
    found: Sequence[Draft],
    declared: Quoted | None,
) -> None:
    """An area counts as inspected when a heading names it, or a strength or limitation
    surely belongs to it: a request whose area was guessed tells nothing of what was seen."""
    if context.section:
        return
    sure = [d for d in found if d.label in _SEEN and (context.area_named or d.area_sure)]
    areas = {area for draft in sure for area in draft.areas}
    if declared and not context.area_named:
        areas |= _told_area(declared.text)  # "Về tài chính, Đoàn không thấy sai sót gì."
    if context.area_named or declared:
        areas = areas or set(context.areas) or {""}
    for unit_id in context.unit_ids:
        for area in sorted(areas):
            looked_at.setdefault((unit_id, area), []).extend([declared] if declared else [])


def _told_area(written: str) -> set[str]:
    if not _ABOUT.match(match_key(written)):
        return set()
    chances = area_chances(written)
    area = max(sorted(chances), key=lambda code: chances[code])
    return {area} if chances[area] >= _SURE_AREA else set()


def _coverage(
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


def _not_declared(
    looked_at: Mapping[tuple[str, str], Sequence[Quoted]], coverage: Sequence[Coverage]
) -> Iterator[Remainder]:
    """Words that declare nothing found and are in no coverage row: said before of the same
    area, or of a part of an area with faults elsewhere."""
    used = {row.declared.start for row in coverage if row.declared}
    for quote in {q.start: q for quotes in looked_at.values() for q in quotes}.values():
        if quote.start not in used:
            reason = "nothing found in a part of the area"
            yield Remainder(quote.start, quote.end, quote.text, reason)


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
    return max(sorted(known), key=lambda order: known[order])


def _order(path: Sequence[Node]) -> str:
    kinds = [kind for node in path if node.item.heading for kind in node.item.heading.kinds]
    return ">".join(dict.fromkeys(kinds))
