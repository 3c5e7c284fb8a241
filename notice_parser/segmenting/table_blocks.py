"""Where tables stand in a text: those typed with bars, and the captions over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby, pairwise

import regex

from notice_parser.markers import read_marker
from notice_parser.model import Cell, Paragraph
from notice_parser.segmenting.table_columns import Row, is_header

Block = tuple[int | None, Sequence[Paragraph]]
_CAPTION = "biểu"  # the scheme of its marker
_FEWEST_BARS = 2  # in a row without a frame
_RULE = regex.compile(r"[-=:|\s]+")
_LINE_BREAK = regex.compile(r"<br\s*/?>", regex.IGNORECASE)


def split_bars(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Tables typed with bars, "| TT | Nội dung | Ưu điểm |" or "TT | Nội dung | Ưu điểm", as cells:
    two or more lines in a row, none with more cells than the header. Everything else comes back as
    it is, but for "<br>" in a cell, which parts its lines."""
    numbers = count(1 + max((p.cell.table for p in paragraphs if p.cell), default=-1))
    bars = [_bars(text, p) for p in paragraphs]
    parted: list[Paragraph] = []
    done = 0
    for start, end in _bar_tables(text, bars):
        parted += paragraphs[done:start]
        table = next(numbers)
        for row, index in enumerate(range(start, end)):
            parted += _cells(text, bars[index], table=table, row=row)
        done = end
    parted += paragraphs[done:]
    return tuple(line for p in parted for line in (_broken(text, p) if p.cell else (p,)))


def _bars(text: str, paragraph: Paragraph) -> tuple[int, ...]:
    """Where the cells of a line begin and end; none for a line that is no row."""
    start, end = paragraph.start, paragraph.end
    if paragraph.cell:
        return ()
    bars = tuple(i for i in range(start, end) if text[i] == "|")
    framed = text[start] == "|" and text[end - 1] == "|"
    return bars if framed else (start - 1, *bars, end) if len(bars) >= _FEWEST_BARS else ()


def _bar_tables(text: str, bars: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Lines `[start, end)` of tables: editors leave out the empty cells at the end of a row, so
    rows have as many as the header or fewer, but for one among such; one that opens like the header
    begins a new table."""
    start = 0
    while start < len(bars):
        end, header = start + 1, bars[start]
        while len(header) > 2 and end < len(bars) and _goes_on(text, bars[end : end + 2], header):
            end += 1
        if end - start > 1:
            yield start, end
        start = end


def _goes_on(text: str, rows: Sequence[Sequence[int]], header: Sequence[int]) -> bool:
    """Whether the first of two lines is a row; with a cell too many it is above another row."""
    own, *below = rows
    if _fits(text, own, header):
        return True
    wider = len(own) > len(header) and not _opens_like(text, own, header)
    return wider and all(not row or _fits(text, row, header) for row in below)


def _fits(text: str, bars: Sequence[int], header: Sequence[int]) -> bool:
    cells = [text[left + 1 : right].strip() for left, right in pairwise(bars)]
    filled = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
    again = len(bars) != len(header) and _opens_like(text, bars, header)
    return bool(cells) and filled < len(header) and not again


def _opens_like(text: str, bars: Sequence[int], header: Sequence[int]) -> bool:
    first, other = (text[b[0] + 1 : b[1]].strip() if len(b) > 1 else "" for b in (bars, header))
    return first == other


def _cells(text: str, bars: Sequence[int], *, table: int, row: int) -> Iterator[Paragraph]:
    """The cells of a row; a line that is drawn below a header has none."""
    if _RULE.fullmatch(text, bars[0], bars[-1]):
        return
    for column, (left, right) in enumerate(pairwise(bars)):
        cell = _stripped(text, left + 1, right)
        if cell:
            yield replace(cell, cell=Cell(table, row, column))


def _broken(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The lines of a cell that "<br>" parts."""
    start = paragraph.start
    for tag in _LINE_BREAK.finditer(text, start, paragraph.end):
        line = _stripped(text, start, tag.start())
        if line:
            yield replace(paragraph, start=line.start, end=line.end)
        start = tag.end()
    line = _stripped(text, start, paragraph.end)
    if line:
        yield replace(paragraph, start=line.start, end=line.end)


def _stripped(text: str, start: int, end: int) -> Paragraph | None:
    """What stands there without the spaces around it, if there is anything."""
    written = text[start:end]
    start += len(written) - len(written.lstrip())
    return Paragraph(start, start + len(written.strip())) if written.strip() else None


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
