"""Document → statements: the frame around the content, its outline, and what each line of it
says of which unit, in which area, with which label."""

from __future__ import annotations

from dataclasses import dataclass

from notice_parser.errors import NotANotice
from notice_parser.model import Document, Header, Paragraph, Remainder, Role
from notice_parser.segmenting.frame import Frame, read_frame
from notice_parser.segmenting.header import read_header, title_units
from notice_parser.segmenting.inspected import Inspected, inspected_units
from notice_parser.segmenting.outline import read_outline
from notice_parser.segmenting.sections import Sections, read_sections
from notice_parser.segmenting.tables import split_bars


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
    nodes = read_outline(text, frame.content)
    inspected = inspected_units(
        text, nodes, title=title_units(text, frame), province=header.province
    )
    sections = read_sections(text, nodes, inspected)
    if not sections.drafts:
        raise NotANotice(_why_no_notice(frame))
    return Segmentation(header, inspected, sections, _remainders(document, frame, header))


_OUTSIDE = {Role.FOOTNOTE: "footnote", Role.RUNNING: "running head or page number"}


def _why_no_notice(frame: Frame) -> str:
    if not frame.content:
        return "no content after the letterhead and title"
    return "no heading or sentence says what was done well, fell short or is asked for"


def _remainders(document: Document, frame: Frame, header: Header) -> tuple[Remainder, ...]:
    """What is outside the content and in no header field."""
    in_header = {quote.start for _, quote in header.quotes}
    rows = [(p, _OUTSIDE[p.role]) for p in document.paragraphs if p.role in _OUTSIDE]
    rows += [(p, "after the signature") for p in frame.after]
    rows += [(p, "letterhead") for p in frame.letterhead if not _touched(p, in_header)]
    return tuple(
        Remainder(p.start, p.end, document.text[p.start : p.end], reason)
        for p, reason in sorted(rows, key=lambda row: row[0].start)
    )


def _touched(paragraph: Paragraph, starts: set[int]) -> bool:
    return any(paragraph.start <= start < paragraph.end for start in starts)
