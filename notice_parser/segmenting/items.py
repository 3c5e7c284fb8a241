"""Paragraphs → items: each line of the content as heading or text, with its marker.

A line is a heading by its own words (`headings`), or because of what follows it: a sentence
ending in ":" above a list leads it in. A short line of unknown words that looks like a heading
is left to the outline to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from notice_parser.markers import Marker, read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import (
    HeadingReading,
    inline_end,
    lead_label,
    read_heading,
)
from notice_parser.text import match_key

_LONGEST_UNKNOWN = 120  # characters of a heading whose words are not in the lexicon


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or, where heading and text share a line, one of its two halves.

    `[start, end)` are its words without marker. `heading` is what it names, None for text.
    `lead` tells a sentence ending in ":" that opens a list from a true heading. `looks` tells
    why a line could be a heading though its words are unknown: it is "numbered", "bold", in
    "capitals", or its words were "said before" in the same way.
    """

    start: int
    end: int
    marker: Marker | None
    heading: HeadingReading | None
    lead: bool = False
    inline: bool = False
    bold: bool = False
    looks: str = ""


def read_items(
    text: str, paragraphs: Sequence[Paragraph], *, above_table: bool = False
) -> tuple[Item, ...]:
    """The items of consecutive paragraphs; `above_table` tells that a table follows them."""
    items = [item for p in paragraphs for item in _items(text, p)]
    return _confirm(text, items, above_table=above_table)


def _items(text: str, paragraph: Paragraph) -> Iterable[Item]:
    marker = read_marker(text, paragraph.start, paragraph.end)
    start, end = marker.end if marker else paragraph.start, paragraph.end
    colon = inline_end(text, start, end)
    inline = read_heading(text, start, colon) if colon else None
    if colon and inline and inline.opens_line and text[colon + 1 : end].strip():
        yield Item(start, colon + 1, marker, inline, inline=True, bold=paragraph.bold)
        rest = end - len(text[colon + 1 : end].lstrip())
        inner = read_marker(text, rest, end)
        bullet = inner if inner and inner.bullet else None
        yield Item(bullet.end if bullet else rest, end, bullet, None)
        return
    heading = _own_line_heading(text, start, end, marker)
    yield Item(start, end, marker, heading, bold=paragraph.bold)


def _own_line_heading(
    text: str, start: int, end: int, marker: Marker | None
) -> HeadingReading | None:
    """The whole line as a heading. A bullet with a full stop is a statement however it reads:
    "- Thực hiện cơ chế một cửa."; a numbered heading may have been typed with one."""
    core_end = start + len(text[start:end].rstrip(" :"))
    if text[core_end - 1 : core_end] in {".", ";"}:
        if marker is None or marker.bullet or text[core_end - 1] == ";":
            return None
        core_end -= 1
    reading = read_heading(text, start, core_end)
    opens = text[:end].rstrip().endswith(":") and not reading.label and not reading.areas
    if not reading.known or (opens and lead_label(text, start, end)):
        return None  # "…, Đoàn kiểm tra đề nghị UBND huyện Giồng Trôm:" leads in a list
    return replace(reading, end=end)


def _confirm(text: str, items: Sequence[Item], *, above_table: bool) -> tuple[Item, ...]:
    """Lead-ins are seen from what follows them, headings of unknown words by their look."""
    said = Counter(match_key(text[item.start : item.end]) for item in items)
    following: Item | None = None
    confirmed: list[Item] = []
    for item in reversed(items):
        again = said[match_key(text[item.start : item.end])] > 1
        following = _confirmed(text, item, following, above_table=above_table, again=again)
        confirmed.append(following)
    return tuple(reversed(confirmed))


def _confirmed(
    text: str, item: Item, following: Item | None, *, above_table: bool, again: bool
) -> Item:
    written = text[item.start : item.end].rstrip()
    if item.heading or (following and following.inline and following.marker is None):
        return item
    leads = _opens_list(item, following) if following else above_table
    if leads and written.endswith(":"):
        label = lead_label(text, item.start, item.end)
        return replace(item, heading=HeadingReading(item.start, item.end, label=label), lead=True)
    return replace(item, looks=_look(item, written, again=again))


def _opens_list(item: Item, following: Item) -> bool:
    """Whether the next line has another marker than the lead-in, so that it stands below."""
    if following.marker is None:
        return item.marker is None and following.heading is None
    mine = {r.scheme for r in item.marker.readings} if item.marker else set()
    return all(
        r.scheme not in mine or (r.ordinals and r.follows_none) for r in following.marker.readings
    )


def _look(item: Item, written: str, *, again: bool) -> str:
    """How a short line without final mark could be a heading: "2. Thi đua"."""
    if len(written) > _LONGEST_UNKNOWN or written[-1:] in {".", ";", ",", "/"}:
        return ""
    if written == written.upper() and any(c.isalpha() for c in written):
        return "capitals"
    if again:
        return "said before"
    if item.bold:
        return "bold"
    return "numbered" if item.marker and not item.marker.bullet else ""
