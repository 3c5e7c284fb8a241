"""What a cell of a table says: the items in it, under the headings in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from notice_parser.markers import Marker, read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.items import Item, read_items
from notice_parser.segmenting.table_columns import Row

NOTE = "note"  # the section of what stands beside findings and is none
# "- a. - b.", "1. a; 2. b", "1/ a; 2/ b" and "a) a; b) b" in one line of a cell.
_NEXT_ITEM = regex.compile(
    r"(?<=[.;:!?…])\s+(?=(?:[-–+•*]|\(?(?:\d{1,2}|\p{Ll})[.)/][-–]?)\s+[\"“(]?[\p{Lu}\d])"
)
# "Về kế hoạch: - Ban hành …", "* Hạn chế: 1. …", also behind another item.
_FIRST_ITEM = r"\s+(?=(?:[-–+•*]|\(?1[.)/][-–]?)\s+[\"“(]?[\p{Lu}\d])"
_LEADS_OVER = regex.compile(rf"(?P<lead>[^:;.]{{2,80}}:){_FIRST_ITEM}")
_INNER_LEAD = regex.compile(rf"(?<=[.;!?…])\s+(?=(?:[*]\s*)?\p{{Lu}}[^:;.]{{2,80}}:{_FIRST_ITEM})")


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of the outline made from a cell, `depth` levels below the heading over the table."""

    depth: int
    start: int
    end: int
    marker: Marker | None = None
    heading: HeadingReading | None = None


def silent(row: Row, depth: int = 0) -> Iterator[TableLine]:
    """Cells as headings that say nothing of what follows."""
    for _, cell in sorted(row.items()):
        for p in cell:
            yield TableLine(depth, p.start, p.end, heading=HeadingReading(p.start, p.end))


def said(text: str, cell: Sequence[Paragraph], depth: int) -> Iterator[TableLine]:
    """The lines of a cell that says something; a heading in it ("* Về thể chế:") holds for the
    lines after it."""
    items = read_items(text, [part for p in cell for part in _parts(text, p)])
    inner = depth
    for item, following in zip(items, [*items[1:], None], strict=True):
        if item.heading and _heads(text, item, following):
            yield TableLine(depth, item.start, item.end, item.marker, item.heading)
            inner = depth + bool(item.heading.kinds)
        else:
            yield TableLine(inner, item.start, item.end, item.marker)


def _heads(text: str, item: Item, following: Item | None) -> bool:
    """Whether a line of a cell heads the next one; one of heading words that has no number and no
    colon only over a list: "Kế hoạch CCHC ban hành ngày 15/01/2021" is a finding."""
    if following is None or following.heading is not None:
        return False
    typed = bool(item.marker or following.marker or text[: item.end].endswith(":"))
    named = item.heading is not None and item.heading.kinds == ("area",)
    return item.inline or (not item.looks and (typed or not named))


def _parts(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The items that one line of a cell holds, if it begins with the mark of one or with words
    that lead over to it: "Về kế hoạch: - …; - …"."""
    inner = _INNER_LEAD.search(text, paragraph.start, paragraph.end)
    if inner:
        yield from _parts(text, replace(paragraph, end=inner.start()))
        yield from _parts(text, replace(paragraph, start=inner.end()))
        return
    start = paragraph.start
    led = _LEADS_OVER.match(text, start, paragraph.end)
    if led:
        yield replace(paragraph, start=start, end=led.end("lead"))
        start = led.end()
    opening = read_marker(text, start, paragraph.end)
    if opening:
        for match in _NEXT_ITEM.finditer(text, start, paragraph.end):
            marker = read_marker(text, match.end(), paragraph.end)
            if marker and _same_list(opening, marker):
                yield replace(paragraph, start=start, end=match.start())
                start = match.end()
                opening = marker
    yield replace(paragraph, start=start)


def _same_list(one: Marker, other: Marker) -> bool:
    if one.bullet or other.bullet:
        return one.bullet and other.bullet
    return any(
        a.scheme == b.scheme and b.ordinals[:1] == (a.ordinals[0] + 1,)
        for a in one.readings
        for b in other.readings
        if a.ordinals
    )
