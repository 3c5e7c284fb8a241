"""Document → Notice: composes segmenting and extracting, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from notice_parser.errors import NotANotice
from notice_parser.extracting.citations import find_citations, without_assumed
from notice_parser.extracting.deadlines import find_deadlines, last_deadline, only_deadline
from notice_parser.extracting.figures import find_figures
from notice_parser.extracting.places import candidates
from notice_parser.ids import digest, slug, unique
from notice_parser.model import (
    Citation,
    Deadline,
    Document,
    Doubt,
    Figure,
    Header,
    Label,
    Notice,
    Problem,
    Span,
    Statement,
    Unit,
    Warning,
    covered,
    touching,
)
from notice_parser.segmenting import BEHIND, Segmentation, segment
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.letterhead import issued_locally
from notice_parser.segmenting.problems import find_problems
from notice_parser.segmenting.silent_lines import INTRODUCTION

# Below this a statement is worth a look: one of unit, area or label was read from its words.
UNSURE = 0.6
_SHOWN_DOUBTS = 5
_SENTENCE = 40  # characters of a line behind the signature that may be a finding
_PLACES = frozenset({"tỉnh", "huyện", "xã"})


def parse(document: Document) -> Notice:
    """Everything the notice says, with its place in the text.

    Raises NotANotice when the document has no statement about any unit.
    """
    parts = _segmented(document)
    notice_id = identify(parts.header, document.text)
    statements = _statements(notice_id, document, parts.sections.drafts, header=parts.header)
    citations = _citations(document.text, parts)
    remainders = sorted([*parts.remainders, *parts.sections.remainders], key=lambda r: r.start)
    return Notice(
        notice_id=notice_id,
        document=document,
        header=_with_bodies(parts),
        units=tuple(_located(unit, parts.header) for unit in parts.inspected.units),
        headings=parts.sections.headings,
        statements=statements,
        coverage=parts.sections.coverage,
        figures=tuple(_figures(document.text, statements, citations)),
        citations=citations,
        remainders=tuple(remainders),
        layout=parts.sections.layout,
        warnings=(*document.warnings, *_warnings(parts, statements)),
        problems=tuple(_problems(document.text, statements)),
    )


def _segmented(document: Document) -> Segmentation:
    try:
        return segment(document)
    except NotANotice as error:
        # Letters of a wrong encoding spell no heading: say that first.
        told = [f"{warning.message.rstrip('.')}; so " for warning in document.warnings[:1]]
        raise NotANotice("".join([*told, str(error)])) from error


def identify(header: Header, text: str) -> str:
    """ "huyen-tam-nong-2023-1f0c2a9b": unit, year, and a digest of what identifies the notice.

    With a number and a full date these are issuer, number, symbol, date, unit and year, so
    that a second scan is the same notice; otherwise the letters of its whole text.
    """
    identified = bool(header.number and len(header.date) == 10)
    letters = "".join(c for c in text if c.isalnum())
    parts = (
        header.issuer,
        header.number,
        header.symbol,
        header.date,
        header.inspected_unit,
        str(header.inspection_year or ""),
    )
    name = slug(header.inspected_unit.split("|")[0].removeprefix("UBND ")) or "notice"
    key = digest(*parts) if identified else digest(*parts, letters)
    return "-".join(filter(None, (name, str(header.inspection_year or ""), key)))


def _with_bodies(parts: Segmentation) -> Header:
    """The header, its bodies those of the opening where the title names none ("Kết luận kiểm tra
    đợt 2 năm 2012" / "… đã kiểm tra tại thị xã Nghĩa Lộ và huyện Trạm Tấu"). The id is made of the
    title alone, as ever."""
    if parts.header.inspected_unit:
        return parts.header
    told = parts.inspected.of_title
    names = (unit.name for unit in parts.inspected.units if unit.unit_id in told)
    return replace(parts.header, inspected_unit="|".join(names))


def _located(unit: Unit, header: Header) -> Unit:
    """The unit with its place, where the table of places knows exactly one that fits."""
    places = candidates(
        unit.name.removeprefix(f"UBND {unit.kind} "),
        kind=unit.kind,
        province=unit.province,
        district="" if unit.level == "huyện" else unit.district,
        date=header.date or str(header.inspection_year or ""),
    )
    if unit.level not in _PLACES or len(places) != 1:
        return unit
    return replace(unit, place_code=places[0].code, successors=places[0].successors)


def _statements(
    notice_id: str, document: Document, drafts: Sequence[Draft], *, header: Header
) -> tuple[Statement, ...]:
    keys = [digest(*d.context.unit_ids, d.label, d.quote.text, length=6) for d in drafts]
    ids = unique(f"{notice_id}-{key}" for key in keys)
    return tuple(
        _statement(id_, document, draft, ordinal, announced=header.date or header.announced_at[:10])
        for ordinal, (id_, draft) in enumerate(zip(ids, drafts, strict=True), start=1)
    )


def _statement(
    id_: str, document: Document, draft: Draft, ordinal: int, *, announced: str
) -> Statement:
    start, end = draft.quote.start, draft.quote.end
    asks = draft.label is Label.REQUEST
    doubts = document.doubts_in(start, end)
    return Statement(
        start=start,
        end=end,
        text=draft.quote.text,
        statement_id=id_,
        unit_ids=draft.context.unit_ids,
        areas=draft.areas,
        label=draft.label,
        ordinal=ordinal,
        heading_path=draft.context.heading_path,
        page=document.page_at(start),
        remedied=draft.remedied,
        # A scan is as sure as its least sure word: one wrong word can turn a statement round.
        confidence=round(draft.confidence * min((d.confidence for d in doubts), default=1.0), 3),
        evidence=(*draft.evidence, *_hard_to_read(document.text, doubts)),
        deadline=_deadline(document.text, draft, announced) if asks else None,
    )


def _deadline(text: str, draft: Draft, announced: str) -> Deadline | None:
    """By its own words, else by the cell beside it in a column of deadlines."""
    start, end, term = draft.quote.start, draft.quote.end, draft.context.term
    own = last_deadline(find_deadlines(text, start=start, end=end, announced=announced))
    if own or term is None:
        return own
    return only_deadline(text, start=term.start, end=term.end, announced=announced)


def _hard_to_read(text: str, doubts: Sequence[Doubt]) -> Iterator[str]:
    if doubts:
        words = ", ".join(
            f"{text[d.start : d.end]!r} ({d.confidence:.0%})" for d in doubts[:_SHOWN_DOUBTS]
        )
        yield f"scan: {len(doubts)} words were hard to read: {words}"


def _problems(text: str, statements: Sequence[Statement]) -> Iterator[Problem]:
    """In order of the statements. The first of each has the statement's id, so that a problem
    keeps its name when a later rule parts off another behind it."""
    for statement in statements:
        found = find_problems(text, statement.label, start=statement.start, end=statement.end)
        for count, span in enumerate(found, start=1):
            number = f"-{count}" if count > 1 else ""
            yield Problem(
                *(span.start, span.end, text[span.start : span.end]),
                problem_id=f"p-{statement.statement_id}{number}",
                statement_id=statement.statement_id,
                remedied=span.remedied,
            )


def _citations(text: str, parts: Segmentation) -> tuple[Citation, ...]:
    """Those of the text; a programme or law by its mere name in a heading is the heading's
    subject and no citation: "4. Chuyển đổi số, Đề án 06"."""
    found = find_citations(text, province=parts.header.province)
    if issued_locally(parts.header.issuer):
        found = without_assumed(found)
    headings = covered(parts.sections.headings)
    return tuple(c for c in found if _has_symbol(c) or not touching(headings, c.start, c.end))


def _has_symbol(citation: Citation) -> bool:
    return "/" in citation.number or "-" in citation.number


def _figures(
    text: str, statements: Sequence[Statement], citations: Sequence[Citation]
) -> Iterator[Figure]:
    for statement in statements:
        start, end = statement.start, statement.end
        masked = [Span(c.start, c.end) for c in touching(citations, start, end)]
        yield from find_figures(text, start=start, end=end, masked=masked, label=statement.label)


def _much_left(parts: Segmentation, statements: Sequence[Statement]) -> Iterator[Warning]:
    """Where more is told before the findings than half of these, they may begin further up; where
    as much stands behind the signature in whole sentences, they may go on there."""
    before = [r for r in parts.remainders if r.reason == INTRODUCTION]
    behind = [r for r in parts.remainders if r.reason == BEHIND and len(r.text) > _SENTENCE]
    found = sum(len(statement.text) for statement in statements)
    for code, taken_for, left in (
        ("long-introduction", "introduction", before),
        ("text-behind", "no part of the notice", behind),
    ):
        if sum(len(remainder.text) for remainder in left) > found / 2:
            message = f"taken for {taken_for}: {left[0].text[:60]!r} …"
            yield Warning(code, message, left[0].start, left[-1].end)


def _warnings(parts: Segmentation, statements: Sequence[Statement]) -> Iterator[Warning]:
    header = parts.header
    if not parts.inspected.units:
        yield Warning("no-unit", "no inspected unit was found in the title or a heading")
    if header.inspection_year is None:
        yield Warning("no-year", "no year was found in the title or the date")
    for remainder in parts.sections.remainders:
        if remainder.reason == "no label":
            yield Warning(
                "no-label", f"no label: {remainder.text[:80]!r}", remainder.start, remainder.end
            )
    yield from _much_left(parts, statements)
    unsure = [s for s in statements if s.confidence < UNSURE]
    if unsure:
        first = unsure[0]
        yield Warning(
            "unsure",
            f"{len(unsure)} of {len(statements)} statements are unsure, first {first.text[:60]!r}",
            first.start,
            first.end,
        )
    if not any(s.label is Label.LIMITATION for s in statements) and not any(
        row.declared for row in parts.sections.coverage
    ):
        yield Warning("no-limitations", "neither limitations nor a word that none was found")
