"""Which cells of a Word table show text, and in which column they begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from notice_parser.reading.word_xml import Element, W, child_number, nearest

_ROWS, _CELLS = frozenset({W + "tr"}), frozenset({W + "tc"})

_NO_LINE = (None, "nil", "none")
_MOST_LETTERHEAD_ROWS = 6
_LETTERHEAD_COLUMNS = 2


def rows(table: Element) -> Iterator[list[tuple[int, Element]]]:
    """For each row the 0-based grid column and element of each cell that shows text.

    A merged cell is shown once, at its top left; a cell that continues one shows nothing.
    """
    merged_above: set[int] = set()
    for row in nearest(table, _ROWS):
        column = child_number(row.find(W + "trPr"), "gridBefore") or 0
        shown: list[tuple[int, Element]] = []
        merged: set[int] = set()
        for cell in nearest(row, _CELLS):
            properties = cell.find(W + "tcPr")
            if _is_merged(properties, "vMerge"):
                merged.add(column)
            continues = column in merged_above and _goes_on(properties, "vMerge")
            if not continues and not (shown and _goes_on(properties, "hMerge")):
                shown.append((column, cell))
            column += child_number(properties, "gridSpan") or 1
        merged_above = merged
        yield shown


def heights(table: Element) -> Mapping[tuple[int, int], int]:
    """Over how many rows each cell goes, by its row and grid column."""
    found: dict[tuple[int, int], int] = {}
    top: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(nearest(table, _ROWS)):
        column = child_number(row.find(W + "trPr"), "gridBefore") or 0
        for cell in nearest(row, _CELLS):
            properties = cell.find(W + "tcPr")
            if not (column in top and _goes_on(properties, "vMerge")):
                top[column] = (number, column)
            found[top[column]] = found.get(top[column], 0) + 1
            column += child_number(properties, "gridSpan") or 1
    return found


def is_letterhead(cells: Sequence[tuple[int, int]]) -> bool:
    """Whether a table without lines at the head of a file (`cells` as row and column) sets two
    texts side by side: who issues the document, and the national motto. They are read one
    after the other."""
    rows = {row for row, _ in cells}
    columns = {column for _, column in cells}
    return 2 <= len(rows) <= _MOST_LETTERHEAD_ROWS and len(columns) == _LETTERHEAD_COLUMNS


def is_ruled(table: Element, style: Element | None) -> bool:
    """Whether the table, a cell of it or its style draws lines."""
    holders = [table.find(W + "tblPr"), *table.iter(W + "tcPr")]
    holders += [] if style is None else [style.find(W + "tblPr")]
    sides = (
        side
        for holder in holders
        if holder is not None
        for name in ("tblBorders", "tcBorders")
        for side in holder.iterfind(f"{W}{name}/*")
    )
    return any(side.get(W + "val") not in _NO_LINE for side in sides)


def _is_merged(properties: Element | None, name: str) -> bool:
    return properties is not None and properties.find(W + name) is not None


def _goes_on(properties: Element | None, name: str) -> bool:
    """Whether the cell continues the one above (vMerge) or before (hMerge) it."""
    merge = properties.find(W + name) if properties is not None else None
    return merge is not None and merge.get(W + "val") != "restart"
