"""Which cells of a Word table show text, and in which column they begin."""

from __future__ import annotations

from collections.abc import Iterator

from notice_parser.reading.word_xml import Element, W, child_number, nearest

_ROWS, _CELLS = frozenset({W + "tr"}), frozenset({W + "tc"})


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


def _is_merged(properties: Element | None, name: str) -> bool:
    return properties is not None and properties.find(W + name) is not None


def _goes_on(properties: Element | None, name: str) -> bool:
    """Whether the cell continues the one above (vMerge) or before (hMerge) it."""
    merge = properties.find(W + name) if properties is not None else None
    return merge is not None and merge.get(W + "val") != "restart"
