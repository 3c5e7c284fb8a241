"""Findings laid out as a table: TT | Nội dung | Ưu điểm | Hạn chế | Đề nghị.

The header row says which columns are labels; in every row below, the other cells name the
unit and the area, and each paragraph in a label column is a statement about these. A cell
merged over several rows holds for all of them; a header row repeated on a new page is
passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from notice_parser.markers import Marker, read_marker
from notice_parser.model import Cell, Paragraph
from notice_parser.segmenting.headings import HeadingReading, read_heading

Grid = Mapping[tuple[int, int], Sequence[Paragraph]]


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of the outline made from a cell: row heading (depth 0), label (1), text (2)."""

    depth: int
    start: int
    end: int
    marker: Marker | None = None
    heading: HeadingReading | None = None


def split_bars(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Tables typed with bars, "| TT | Nội dung | Ưu điểm |", as cells: two or more lines in a
    row with the same number of bars. Everything else comes back as it is."""
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
    if paragraph.cell or text[paragraph.start] != "|" or text[paragraph.end - 1] != "|":
        return ()
    return tuple(i for i in range(paragraph.start, paragraph.end) if text[i] == "|")


def _cells(text: str, bars: Sequence[int], *, table: int, row: int) -> Iterator[Paragraph]:
    for column, (left, right) in enumerate(pairwise(bars)):
        written = text[left + 1 : right]
        start = left + 1 + len(written) - len(written.lstrip())
        if written.strip():
            yield Paragraph(start, start + len(written.strip()), cell=Cell(table, row, column))


def table_rows(text: str, paragraphs: Sequence[Paragraph]) -> tuple[TableLine, ...]:
    """The table's lines for the outline; empty when its header row names no label, so that
    the cells are read like any other paragraphs."""
    grid = _grid(paragraphs)
    rows = sorted({row for row, _ in grid})
    by_row = _by_row(grid)
    for place, row in enumerate(rows[:3]):
        labels = _label_columns(text, by_row[row])
        if labels:
            below = rows[place + 1 :]
            above = [p for r in rows[: place + 1] for cell in by_row[r].values() for p in cell]
            return tuple(_lines(text, grid, labels, below, above))
    return ()


def _grid(paragraphs: Sequence[Paragraph]) -> Grid:
    grid: dict[tuple[int, int], list[Paragraph]] = {}
    for paragraph in paragraphs:
        if paragraph.cell:
            grid.setdefault((paragraph.cell.row, paragraph.cell.column), []).append(paragraph)
    return grid


def _by_row(grid: Grid) -> dict[int, dict[int, Sequence[Paragraph]]]:
    rows: dict[int, dict[int, Sequence[Paragraph]]] = {}
    for (row, column), cell in sorted(grid.items(), key=lambda item: item[0]):
        rows.setdefault(row, {})[column] = cell
    return rows


def _label_columns(
    text: str, cells: Mapping[int, Sequence[Paragraph]]
) -> dict[int, HeadingReading]:
    """Columns whose header cell names a label."""
    readings = {column: _cell_heading(text, cell) for column, cell in cells.items()}
    return {column: r for column, r in readings.items() if r.known and r.label}


def _cell_heading(text: str, cell: Sequence[Paragraph]) -> HeadingReading:
    marker = read_marker(text, cell[0].start, cell[0].end)
    start = marker.end if marker else cell[0].start
    end = cell[-1].start + len(text[cell[-1].start : cell[-1].end].rstrip(" .:;"))
    return read_heading(text, start, max(start, end))


def _lines(
    text: str,
    grid: Grid,
    labels: Mapping[int, HeadingReading],
    rows: Sequence[int],
    header: Sequence[Paragraph],
) -> Iterator[TableLine]:
    for paragraph in header:
        yield TableLine(0, paragraph.start, paragraph.end, heading=_silent(paragraph))
    merged: dict[int, Sequence[Paragraph]] = {}
    by_row = _by_row(grid)
    for row in rows:
        cells = by_row[row]
        if _label_columns(text, cells).keys() == labels.keys():
            again = (p for cell in cells.values() for p in cell)
            yield from (TableLine(0, p.start, p.end, heading=_silent(p)) for p in again)
            continue
        merged |= {column: cell for column, cell in cells.items() if column not in labels}
        yield from _row_lines(text, {**merged, **cells}, labels)


def _silent(paragraph: Paragraph) -> HeadingReading:
    """A cell of the header row: a heading that itself says nothing of what follows."""
    return HeadingReading(paragraph.start, paragraph.end)


def _row_lines(
    text: str, cells: Mapping[int, Sequence[Paragraph]], labels: Mapping[int, HeadingReading]
) -> Iterator[TableLine]:
    """First what names the row, also from a cell merged with those above, then its labels."""
    depth = 0
    for column, cell in sorted(cells.items()):
        if column not in labels:
            reading = _cell_heading(text, cell)
            yield TableLine(depth, cell[0].start, cell[-1].end, heading=reading)
            depth += bool(reading.kinds or reading.section)
    for column, cell in sorted(cells.items()):
        if column in labels:
            yield TableLine(depth, cell[0].start, cell[0].start, heading=labels[column])
            for paragraph in cell:
                marker = read_marker(text, paragraph.start, paragraph.end)
                start = marker.end if marker else paragraph.start
                yield TableLine(depth + 1, start, paragraph.end, marker)
