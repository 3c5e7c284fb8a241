"""Document → statements: the frame around the content, its outline, and what each line of it
says of which unit, in which area, with which label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notice_parser.errors import NotANotice
from notice_parser.model import Document, Header, Paragraph, Quoted, Remainder, Role, Span, covered
from notice_parser.segmenting.annexes import findings_after
from notice_parser.segmenting.frame import Frame, read_frame
from notice_parser.segmenting.header import read_header
from notice_parser.segmenting.inspected import Inspected, inspected_units
from notice_parser.segmenting.introductions import told_bodies, with_bare_names
from notice_parser.segmenting.naming import name_headings
from notice_parser.segmenting.outline import read_outline
from notice_parser.segmenting.sections import Sections, read_sections
from notice_parser.segmenting.silent_lines import INTRODUCTION
from notice_parser.segmenting.table_blocks import split_bars
from notice_parser.segmenting.title import title_units
from notice_parser.segmenting.unit_labels import labels_of_units
from notice_parser.text import match_key


@dataclass(frozen=True, slots=True)
class Segmentation:
    """All that the shape of the document tells; facts inside statements come later."""

    header: Header
    inspected: Inspected
    sections: Sections
    remainders: tuple[Remainder, ...]


def segment(document: Document) -> Segmentation:
    """Divide the document.

    Raises NotANotice when nothing in it is a statement: no labels, no headings, no words
    that praise, find fault or ask.
    """
    text = document.text
    frame = read_frame(text, split_bars(text, document.body))
    header = read_header(text, frame)
    annexes = findings_after(text, frame.after)
    title = title_units(text, frame)
    told = told_bodies(text, title, frame.preamble)
    outline = read_outline(text, frame.content, annexes, told)
    outline = with_bare_names(text, outline, title, frame.preamble)
    nodes = labels_of_units(name_headings(text, outline))
    inspected = inspected_units(
        text, nodes, title=title, preamble=frame.preamble, province=header.province
    )
    sections = read_sections(text, nodes, inspected)
    if not (_announces(text, frame) or _labelled(sections)):
        raise NotANotice(_NO_NOTICE)
    if not sections.drafts:
        raise NotANotice(_NOTHING_SAID)
    behind = (p for p in frame.after if not any(annex.holds(p) for annex in annexes))
    frame = replace(frame, after=tuple(behind))
    return Segmentation(header, inspected, sections, _remainders(document, frame, header))


_NO_NOTICE = (
    "this is no inspection notice: no title speaks of an inspection (kiểm tra), and no heading "
    "of what was done well, fell short or is asked for"
)
_NOTHING_SAID = (
    "this inspection notice has no statement: nothing but set phrases stands between its title "
    "and its signature; look at the file, a part of it may be missing"
)
BEHIND = "after the signature"
_OUTSIDE = {Role.FOOTNOTE: "footnote", Role.RUNNING: "running head or page number"}


def _announces(text: str, frame: Frame) -> bool:
    """Whether the title speaks of an inspection. Only then is running prose read: a judge of
    sentences finds praise and blame in any text."""
    return any("kiểm tra" in match_key(text[p.start : p.end]) for p in frame.title)


def _labelled(sections: Sections) -> bool:
    return any("label" in heading.kinds for heading in sections.headings)


def _remainders(document: Document, frame: Frame, header: Header) -> tuple[Remainder, ...]:
    """What is outside the content and in no header field."""
    text = document.text
    in_header = covered(quote for _, quote in header.quotes)
    rows: list[tuple[Paragraph | Span | Quoted, str]] = [
        (p, _OUTSIDE[p.role]) for p in document.paragraphs if p.role in _OUTSIDE
    ]
    rows += [(p, BEHIND) for p in frame.after]
    rows += [(quote, INTRODUCTION) for kind, quote in header.quotes if kind == "preamble"]
    rows += [(rest, "letterhead") for p in frame.letterhead for rest in _left(p, in_header)]
    return tuple(
        Remainder(span.start, span.end, text[span.start : span.end], reason)
        for span, reason in sorted(rows, key=lambda row: row[0].start)
        if any(c.isalnum() for c in text[span.start : span.end])
    )


def _left(paragraph: Paragraph, quotes: Sequence[Span]) -> Iterator[Span]:
    """What of the paragraph is in none of the quotes, between their neighbouring spaces."""
    start = paragraph.start
    for quote in quotes:
        if quote.end > start and quote.start < paragraph.end:
            yield Span(start, max(start, quote.start))
            start = quote.end
    if start < paragraph.end:
        yield Span(start, paragraph.end)
