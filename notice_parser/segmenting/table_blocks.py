"""Where tables stand in a text: those typed with bars, and the captions over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from notice_parser.markers import read_marker
from notice_parser.model import Cell, Paragraph
from notice_parser.segmenting.table_columns import Row, is_header

Block = tuple[int | None, Sequence[Paragraph]]
_CAPTION = "biểu"  # the scheme of its marker
_FEWEST_BARS = 2  # in a row without a frame


def split_bars(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Tables typed with bars, "| TT | Nội dung | Ưu điểm |" or "TT | Nội dung | Ưu điểm", as cells:
    two or more lines in a row with the same number of bars. Everything else comes back as it is."""
    tables = 1 + max((p.cell.table for p in paragraphs if p.cell), default=-1)
    parted: list[Paragraph] = []
    bars = [_bars(text, p) for p in paragraphs]
    for count, group in groupby(range(len(paragraphs)), key=lambda i: len(bars[i])):
        rows = tuple(group)
        if count < 3 or len(rows) < 2:
            parted += [paragraphs[i] for i in rows]
            continue
        for row, index in enumerate(rows):
            parted += _cells(text, bars[index], table=tables, row=row)
        tables += 1
    return tuple(parted)


def _bars(text: str, paragraph: Paragraph) -> tuple[int, ...]:
    """Where the cells of a line begin and end; none for a line that is no row."""
    start, end = paragraph.start, paragraph.end
    if paragraph.cell:
        return ()
    bars = tuple(i for i in range(start, end) if text[i] == "|")
    framed = text[start] == "|" and text[end - 1] == "|"
    return bars if framed else (start - 1, *bars, end) if len(bars) >= _FEWEST_BARS else ()


def _cells(text: str, bars: Sequence[int], *, table: int, row: int) -> Iterator[Paragraph]:
    for column, (left, right) in enumerate(pairwise(bars)):
        written = text[left + 1 : right]
        start = left + 1 + len(written) - len(written.lstrip())
        if written.strip():
            yield Paragraph(start, start + len(written.strip()), cell=Cell(table, row, column))


def with_captions(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a text, each with the number of its table or None, with each caption ("Biểu
    1. UBND huyện Chư Sê") in the block of the table below it, with which it ends. Two tables
    that the reader took for one, since they have the same columns, come apart at a caption."""
    parts = [(table, list(part)) for table, own in blocks for part in _at_captions(text, own)]
    for (above, before), (table, members) in pairwise(parts):
        if above is None and table is not None and is_caption(text, before[-1]):
            members.insert(0, before.pop())
    return tuple((table, tuple(members)) for table, members in parts if members)


def _at_captions(text: str, members: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """A table's paragraphs, parted where a caption takes a row and a header row follows."""
    rows = [list(row) for _, row in groupby(members, key=lambda p: p.cell and p.cell.row)]
    part: list[Paragraph] = []
    for row, below in zip(rows, [*rows[1:], []], strict=True):
        caption = row[0].cell and len(row) == 1 and is_caption(text, row[0])
        if caption and any(is_header(text, header) for header in rows_of(below)):
            if part:
                yield part
            part = [replace(row[0], cell=None)]
        else:
            part += row
    yield part


def is_caption(text: str, paragraph: Paragraph) -> bool:
    marker = read_marker(text, paragraph.start, paragraph.end)
    return marker is not None and any(r.scheme == _CAPTION for r in marker.readings)


def rows_of(paragraphs: Sequence[Paragraph]) -> list[Row]:
    """The rows of a table, each with the paragraphs of its cells by column."""
    rows: dict[int, dict[int, list[Paragraph]]] = {}
    for paragraph in paragraphs:
        if paragraph.cell:
            cells = rows.setdefault(paragraph.cell.row, {})
            cells.setdefault(paragraph.cell.column, []).append(paragraph)
    return [rows[row] for row in sorted(rows)]
