"""Which cells of an HTML table show text, in which order, and in which column they begin."""

from __future__ import annotations

from collections.abc import Iterator

from notice_parser.reading.word_tables import is_letterhead
from notice_parser.reading.word_xml import Element

_MOST_COLUMNS = 1000
_SECTIONS = frozenset(("thead", "tbody", "tfoot"))


def rows(table: Element, *, letterhead: bool) -> Iterator[tuple[int, int, Element]]:
    """Row, column and element of each cell; a caption, which is none, has row -1. `letterhead`
    says that nothing stands before the table: two columns without lines are then read one
    after the other."""
    yield from ((-1, -1, child) for child in table if child.tag == "caption")
    cells = list(_cells(table))
    shape = [(row, column) for row, column, _ in cells]
    if letterhead and not _is_ruled(table) and is_letterhead(shape):
        cells.sort(key=lambda cell: (cell[1], cell[0]))
    yield from cells


def _cells(table: Element) -> Iterator[tuple[int, int, Element]]:
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(_rows(table)):
        column = 0
        for cell in element:
            if cell.tag not in ("td", "th"):
                continue
            while (row, column) in taken and column < _MOST_COLUMNS:
                column += 1
            yield row, column, cell
            wide, high = _span(cell, "colspan"), height_of(cell)
            taken |= {(row + y, column + x) for y in range(1, high) for x in range(wide)}
            column += wide


def height_of(cell: Element) -> int:
    """Over how many rows it goes."""
    return _span(cell, "rowspan")


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _SECTIONS:
            yield from (row for row in child if row.tag == "tr")


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), 100) if value.isdigit() and len(value) < 5 else 1


def _is_ruled(table: Element) -> bool:
    return table.get("border", "0").strip() not in ("", "0") or "border" in table.get("style", "")
