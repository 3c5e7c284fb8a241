"""The glyphs of a page → runs of lines in reading order, the lines of a table's cell together.

Ruling lines say best where cells are; where none are drawn, the free strips between columns do
(`aligned_tables`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, pairwise

from notice_parser.model import Cell
from notice_parser.reading.aligned_tables import Found, column_of, find_tables
from notice_parser.reading.columns import in_reading_order
from notice_parser.reading.glyphs import GlyphPage, GlyphRun
from notice_parser.reading.gutters import Grain, Strip, Word
from notice_parser.reading.pdf_lines import PageLine, page_rows, pieces, run_rows, type_size
from notice_parser.reading.ruled_tables import Grid, GridCell, find_grids
from notice_parser.reading.table_rows import NO_EDGE, Piece, TableLine, column_edges, row_starts

_LEAST_GUTTER, _WIDE_GUTTER = 0.5, 1.5  # in parts of the type size
_WORD_GAP = 0.13
_APART = 1.3  # times the usual distance of lines
_MOST_PADDING = 9.0  # points between a ruling line and the text in its cell
_MIDDLE = 0.3  # how far the middle of small letters is above the baseline

Lines = tuple[PageLine, ...]


def columns_of(page: GlyphPage) -> Iterator[Lines]:
    """The lines of the page in reading order; each column of a letterhead and each table is a
    run of its own. Tables are numbered from 0 on each page."""
    numbers = count()
    grids, rest = _apart(page.runs, find_grids(page.rules))
    rows = run_rows(rest)
    done = 0
    for grid, cells in grids:
        above = next((i for i, row in enumerate(rows) if row[0].base > grid.top), len(rows))
        yield from _without_rules(rows[done:above], numbers)
        done = max(done, above)
        yield tuple(_grid_lines(cells, next(numbers)))
    yield from _without_rules(rows[done:], numbers)


def _apart(
    runs: Sequence[GlyphRun], grids: Sequence[Grid]
) -> tuple[list[tuple[Grid, dict[GridCell, list[GlyphRun]]]], list[GlyphRun]]:
    """The glyphs in the cells of each grid that has text in two cells or more, and the rest."""
    filled: list[tuple[Grid, dict[GridCell, list[GlyphRun]]]] = [(grid, {}) for grid in grids]
    rest: list[GlyphRun] = []
    for run in runs:
        x, y = (run.left + run.right) / 2, run.base - _MIDDLE * run.size
        for grid, cells in filled:
            cell = grid.cell_at(x, y)
            if cell:
                cells.setdefault(cell, []).append(run)
                break
        else:
            rest.append(run)
    tables = [(grid, cells) for grid, cells in filled if sum(map(_inked, cells.values())) > 1]
    kept = [cells for _, cells in tables]
    rest += [g for _, cells in filled if cells not in kept for own in cells.values() for g in own]
    return tables, rest


def _inked(runs: Sequence[GlyphRun]) -> bool:
    return any(run.text != " " for run in runs)


def _grid_lines(cells: dict[GridCell, list[GlyphRun]], table: int) -> Iterator[PageLine]:
    lines = {
        cell: [line for row in page_rows(own, parted=False) for line in row]
        for cell, own in sorted(cells.items(), key=lambda item: item[0][:2])
    }
    gaps = [line.box.left - cell.box.left for cell, own in lines.items() for line in own]
    padding = min(max(min(gaps, default=0.0), 0.0), _MOST_PADDING)
    for cell, own in lines.items():
        place = Cell(table, cell.row, cell.column)
        for line in own:
            yield replace(line, cell=place, cell_edge=cell.box.right - padding)


def _without_rules(rows: Sequence[list[GlyphRun]], numbers: Iterator[int]) -> Iterator[Lines]:
    strips = _strips(rows)
    done = 0
    for found in find_tables(strips, _grain(rows)):
        yield from in_reading_order([pieces(row) for row in rows[done : found.start]])
        own = strips[found.start : found.end]
        yield tuple(_aligned_lines(rows[found.start : found.end], own, found, next(numbers)))
        done = found.end
    yield from in_reading_order([pieces(row) for row in rows[done:]])


def _grain(rows: Sequence[Sequence[GlyphRun]]) -> Grain:
    size = type_size(run for row in rows for run in row) if rows else 0.0
    return Grain(least=_LEAST_GUTTER * size, wide=_WIDE_GUTTER * size)


def _strips(rows: Sequence[Sequence[GlyphRun]]) -> list[Strip]:
    steps = sorted(b[0].base - a[0].base for a, b in pairwise(rows))
    usual = steps[len(steps) // 4] if steps else 0.0
    before = [0.0, *(row[0].base for row in rows)]
    return [
        Strip(tuple(_words(row)), apart=row[0].base - above > _APART * usual)
        for row, above in zip(rows, before, strict=False)
    ]


def _words(row: Sequence[GlyphRun]) -> Iterator[Word]:
    word: list[GlyphRun] = []
    for run in sorted(row, key=lambda g: g.left):
        gap = bool(word) and run.left - word[-1].right > _WORD_GAP * run.size
        if word and (gap or run.text == " "):
            yield _word(word)
            word = []
        if run.text != " ":
            word.append(run)
    if word:
        yield _word(word)


def _word(runs: Sequence[GlyphRun]) -> Word:
    if len(runs) == 1:
        return Word(*runs[0][:3])
    return Word("".join(g.text for g in runs), runs[0].left, max(g.right for g in runs))


def _aligned_lines(
    rows: Sequence[Sequence[GlyphRun]], strips: Sequence[Strip], found: Found, table: int
) -> Iterator[PageLine]:
    lines = [_by_column(row, found, found.start + place) for place, row in enumerate(rows)]
    space = type_size(run for row in rows for run in row) / 2
    shapes = [
        TableLine(
            {c: Piece(line.text, line.box.left, line.box.right) for c, line in own.items()},
            spanning=found.start + place in found.spanning,
            apart=strips[place].apart,
        )
        for place, own in enumerate(lines)
    ]
    edges = column_edges(shapes, space)
    starts = row_starts(shapes, edges, space)
    for row, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        for column in sorted({c for own in lines[start:end] for c in own}):
            edge = NO_EDGE if shapes[start].spanning else edges.get(column, NO_EDGE)
            for own in lines[start:end]:
                if column in own:
                    place = Cell(table, row, column)
                    yield replace(own[column], cell=place, cell_edge=edge)


def _by_column(row: Sequence[GlyphRun], found: Found, index: int) -> dict[int, PageLine]:
    """The line of each column in one row of glyphs."""
    columns: dict[int, list[GlyphRun]] = {}
    for run in row:
        word = Word(run.text, run.left, run.right)
        column = 0 if index in found.spanning else column_of(word, found.gutters)
        columns.setdefault(column, []).append(run)
    return {
        column: line
        for column, own in columns.items()
        for line in (pieces(own, parted=False) if _inked(own) else ())
    }
