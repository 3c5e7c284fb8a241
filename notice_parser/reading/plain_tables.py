"""Tables in text files: columns that stand under each other by blanks, cells between tabs, grids of
bars."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import regex

from notice_parser.model import Cell, Role
from notice_parser.reading.aligned_tables import Found, column_of, find_tables
from notice_parser.reading.bar_grids import BarGrid, find_bar_grids
from notice_parser.reading.gutters import Grain, Strip, Word, wide_gaps
from notice_parser.reading.plain_columns import split_columns, stands_beside
from notice_parser.reading.running import is_page_number
from notice_parser.reading.source import SourceLine
from notice_parser.reading.table_rows import NO_EDGE, Piece, TableLine, column_edges, row_starts

_TAB_STOP = 8
_LEAST_TABS = 2
_FAR_FROM_MARGIN = 20
_WORD = regex.compile(r"\S+")
_GRAIN = Grain(least=2, wide=3, typed=True)
_DRAWN = regex.compile(r"\s*[-=_]{3,}(?:\s+[-=_]{3,})+\s*")
_WIDE_GAPS = regex.compile(r"\S(?: {2}|\s*\t)\s*\S.*\S(?: {2}|\s*\t)\s*\S")


def split_tables(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines of one page: those of tables taken apart into cells, a cell's lines together;
    the others with the columns of letterheads taken apart."""
    numbers = count()
    done = 0
    for start, end, grid in sorted(_marked(lines), key=lambda part: part[:2]):
        yield from _aligned(lines[done:start], numbers)
        if grid:
            own = [(lines[place], row) for place, row in grid.rows]
            yield from _cell_lines(own, grid.starts, next(numbers))
        else:
            yield from _tab_cells(lines[start:end], next(numbers))
        done = end
    yield from _aligned(lines[done:], numbers)


def _marked(lines: Sequence[SourceLine]) -> Iterator[tuple[int, int, BarGrid | None]]:
    """Lines `[start, end)` of tables whose cells are parted by bars or by tabs."""
    grids = list(find_bar_grids([line.text for line in lines]))
    yield from ((grid.start, grid.end, grid) for grid in grids)
    for start, end in _tabbed(lines):
        if all(end <= grid.start or start >= grid.end for grid in grids):
            yield start, end, None


def _tabbed(lines: Sequence[SourceLine]) -> Iterator[tuple[int, int]]:
    """Lines `[start, end)` whose cells are parted by tabs, as Word saves a table as text, below a
    header that fills all its cells. Editors take away the tabs behind the last words of a row, so
    none has more tabs than the header."""
    cells = [line.text.rstrip().split("\t") for line in lines]
    start = 0
    while start < len(lines):
        header, end = cells[start], start + 1
        if len(header) > _LEAST_TABS and all(cell.strip() for cell in header):
            while end < len(lines) and _is_row(cells, end, header):
                end += 1
        if end - start > 1:
            yield start, end
        start = end


def _is_row(cells: Sequence[Sequence[str]], index: int, header: Sequence[str]) -> bool:
    """Whether a line goes on with the table: it is parted by tabs, or fills the first cell of a row
    ("II. UBND XÃ IA GLAI") above one that is, or has a cell too many above such a one."""
    own = cells[index]
    below = cells[index + 1] if index + 1 < len(cells) else []
    goes_on_below = 1 < len(below) <= len(header) and below[0] != header[0]
    if 1 < len(own) <= len(header):
        return own[0] != header[0] or len(own) == len(header)
    return bool(own[0].strip() or len(own) > 1) and own[0] != header[0] and goes_on_below


def _tab_cells(lines: Sequence[SourceLine], table: int) -> Iterator[SourceLine]:
    for row, line in enumerate(lines):
        for column, text in enumerate(line.text.split("\t")):
            if text.strip():
                place = Cell(table, row, column)
                yield replace(line, text=text.strip(), cell=place, cell_edge=NO_EDGE)


def _aligned(lines: Sequence[SourceLine], numbers: Iterator[int]) -> Iterator[SourceLine]:
    """Page numbers inside a table come after it, as running lines; a line drawn between its rows
    sets them apart."""
    paged = [_is_page_number(lines, index) for index in range(len(lines))]
    drawn = [bool(_DRAWN.fullmatch(line.text)) for line in lines]
    hidden = zip(lines, paged, drawn, strict=True)
    shown = [replace(line, text="") if page or rule else line for line, page, rule in hidden]
    done = 0
    for found in _tables(shown):
        own = range(found.start, found.end)
        yield from split_columns(lines[done : found.start])
        yield from _cells(shown[found.start : found.end], found, next(numbers))
        yield from (replace(lines[i], role=Role.RUNNING) for i in own if paged[i])
        done = found.end
    yield from split_columns(lines[done:])


def _is_page_number(lines: Sequence[SourceLine], index: int) -> bool:
    """A number far from the margin and alone, but for the lines of one side."""
    text = lines[index].text.expandtabs(_TAB_STOP)
    if len(text) - len(text.lstrip()) < _FAR_FROM_MARGIN or not is_page_number(text.strip()):
        return False
    around = [lines[i].text.strip() for i in (index - 1, index + 1) if 0 <= i < len(lines)]
    return len(around) < 2 or not all(around)


def _tables(lines: Sequence[SourceLine]) -> Iterator[Found]:
    if any(_WIDE_GAPS.search(line.text) for line in lines):
        yield from find_tables([_strip(line.text) for line in lines], _GRAIN)


def _strip(text: str) -> Strip:
    wide = text.expandtabs(_TAB_STOP)
    if wide.strip().startswith("|") or stands_beside(wide.strip()):
        # Its bars part it, not its blanks; below "Nơi nhận" no table goes on.
        return Strip((Word(wide.strip(), 0, len(wide)),))
    return Strip(tuple(Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(wide)))


def _cells(lines: Sequence[SourceLine], found: Found, table: int) -> Iterator[SourceLine]:
    written = [place for place, line in enumerate(lines) if line.text.strip()]
    rows = [_table_line(lines, place, found) for place in written]
    starts = row_starts(rows, column_edges(rows, 1), 1)
    own = [(lines[place], row) for place, row in zip(written, rows, strict=True)]
    yield from _cell_lines(own, starts, table)


def _cell_lines(
    lines: Sequence[tuple[SourceLine, TableLine]], starts: Sequence[int], table: int
) -> Iterator[SourceLine]:
    """The lines of a table, cell by cell, row by row; each keeps its place across the page."""
    edges = column_edges([row for _, row in lines], 1)
    for row, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        own = lines[start:end]
        for column in sorted({column for _, line in own for column in line.pieces}):
            for source, line in own:
                piece = line.pieces.get(column)
                if piece:
                    yield replace(
                        source,
                        text=" " * int(piece.left) + piece.text,
                        cell=Cell(table, row, column),
                        cell_edge=NO_EDGE if line.spanning else edges.get(column, NO_EDGE),
                    )


def _table_line(lines: Sequence[SourceLine], place: int, found: Found) -> TableLine:
    strip = _strip(lines[place].text)
    wide = lines[place].text.expandtabs(_TAB_STOP)
    apart = place > 0 and not lines[place - 1].text.strip()
    if found.start + place in found.spanning:
        whole = Piece(strip.text, strip.words[0].left, strip.words[-1].right)
        return TableLine({0: whole}, spanning=True, apart=apart)
    slipped = found.start + place in found.slipped
    gutters = wide_gaps(strip, _GRAIN) if slipped else found.gutters
    columns: dict[int, list[Word]] = {}
    for word in strip.words:
        columns.setdefault(column_of(word, gutters), []).append(word)
    pieces = {
        column: Piece(
            wide[int(words[0].left) : int(words[-1].right)], words[0].left, words[-1].right
        )
        for column, words in columns.items()
    }
    return TableLine(pieces, apart=apart)
