"""Annexes behind the signature that tell findings: tables or lists, under the title of the annex.

PHỤ LỤC 1
KẾT QUẢ KIỂM TRA TẠI UBND HUYỆN CÁI BÈ
(Kèm theo Thông báo số 1427/TB-SNV ngày 12/10/2021 của Sở Nội vụ)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.model import Label, Paragraph
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.items import Item, read_items
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.table_blocks import is_caption
from notice_parser.segmenting.table_columns import cell_heading
from notice_parser.segmenting.tables import table_rows
from notice_parser.segmenting.title import units_after_anchor

_SEEN = {Label.STRENGTH, Label.LIMITATION, Label.CAUSE}
_LONGEST_TITLE = 220


@dataclass(frozen=True, slots=True)
class Annex:
    """`title` is the line that names the body it is about, None where none does; `paragraphs` are
    what it tells, with the headings over it."""

    title: Item | None
    paragraphs: tuple[Paragraph, ...]

    def holds(self, paragraph: Paragraph) -> bool:
        line = self.title
        titled = line is not None and paragraph.start <= line.start < paragraph.end
        return titled or paragraph in self.paragraphs


def findings_after(text: str, after: Sequence[Paragraph]) -> tuple[Annex, ...]:
    """The annexes with findings among what stands after the signature. A table with nothing but
    requests repeats those of the notice with their deadlines ("THỜI HẠN KHẮC PHỤC CÁC HẠN CHẾ QUA
    KIỂM TRA")."""
    annexes = (_annex(text, part) for part in _parts(text, after))
    return tuple(annex for annex in annexes if annex.paragraphs)


def _parts(text: str, after: Sequence[Paragraph]) -> Iterator[Sequence[Paragraph]]:
    """What stands after the signature, parted where an annex begins."""
    begins = [place for place, p in enumerate(after) if _begins_annex(text, p)]
    for start, end in pairwise([0, *begins, len(after)]):
        yield after[start:end]


def _begins_annex(text: str, paragraph: Paragraph) -> bool:
    """ "PHỤ LỤC 1", "Phụ lục II: UBND huyện Cái Bè"."""
    written = text[paragraph.start : paragraph.end]
    found = lexicon.load("sections").first(written) if paragraph.cell is None else None
    opens = found is not None and found.start == 0 and found.entry.code == "annex"
    return opens and len(written) <= _LONGEST_TITLE and not written.endswith((".", ";"))


def _annex(text: str, part: Sequence[Paragraph]) -> Annex:
    titled = bool(part) and _begins_annex(text, part[0])
    heads = list(takewhile(lambda p: _is_title(text, p), part)) if titled else []
    title = _title(text, heads)
    rest = [p for p in part[len(heads) :] if not starts_with(text, p.start, p.end, "attached")]
    listed = title is not None and _lists_findings(text, rest)
    return Annex(title, tuple(rest if listed else _tables(text, rest)))


def _is_title(text: str, paragraph: Paragraph) -> bool:
    """Whether a line below "PHỤ LỤC" is of its title, too: neither numbered nor a sentence."""
    written = text[paragraph.start : paragraph.end]
    marker = read_marker(text, paragraph.start, paragraph.end)
    ends = written.endswith((".", ";", ":"))
    return paragraph.cell is None and marker is None and not ends and len(written) <= _LONGEST_TITLE


def _title(text: str, heads: Sequence[Paragraph]) -> Item | None:
    lines = [p for p in heads if not starts_with(text, p.start, p.end, "attached")]
    named = [u for u in units_after_anchor(text, lines) if u.named and not u.container]
    # "(Kèm theo Thông báo số … của UBND huyện X)" between the lines names none.
    told = ((p, u) for u in named for p in lines if p.start <= u.start < p.end)
    line, first = next(told, (None, None))
    if line is None or first is None:
        return None
    units = named[named.index(first) :]
    heading = HeadingReading(line.start, line.end, units=tuple(units), coverage=1.0)
    return Item(line.start, line.end, None, heading)


def _lists_findings(text: str, rest: Sequence[Paragraph]) -> bool:
    """Whether an annex has headings of what was found: "1. Kết quả đạt được"."""
    written = [p for p in rest if p.cell is None]
    lines = read_items(text, written) if written else ()
    return any(line.heading and not line.lead and line.heading.label in _SEEN for line in lines)


def _tables(text: str, rest: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The tables of findings, each with the headings right above it."""
    groups = groupby(rest, key=lambda p: p.cell.table if p.cell else None)
    blocks = [(table, tuple(members)) for table, members in groups]
    for (_, before), (table, members) in pairwise([(None, ()), *blocks]):
        lines = table_rows(text, members) if table is not None else ()
        if any(line.heading and line.heading.label in _SEEN for line in lines):
            heads = takewhile(lambda p: _heads_table(text, p), reversed(before))
            yield from (*reversed(tuple(heads)), *members)


def _heads_table(text: str, paragraph: Paragraph) -> bool:
    if paragraph.cell:
        return False
    return is_caption(text, paragraph) or bool(cell_heading(text, [paragraph]).kinds)
