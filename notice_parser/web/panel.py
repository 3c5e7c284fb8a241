"""A map of years: in each row something that is followed, in each cell what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from notice_parser.collation import sort_key
from notice_parser.web.words import items

NOT_INSPECTED = "not_inspected"
FOUND = ("found", "found_again")
MOST_ROWS = 200


class PanelRow(TypedDict):
    """`cells` are (year, state, ids of statements) of all years, in order."""

    id: str
    name: str
    cells: list[tuple[int, str, list[str]]]


class Panel(TypedDict):
    """`left_out` rows are not shown for want of room; those with the most finds are."""

    years: list[int]
    rows: list[PanelRow]
    left_out: int


def panel(found: Sequence[Mapping[str, Any]]) -> Panel:
    """The map of rows with `row`, `name`, `year`, `state` and `statement_ids`. A year of which
    nothing is told is one without an inspection."""
    years = sorted({told["year"] for told in found if told["year"]})
    told_of: dict[str, dict[int, tuple[str, list[str]]]] = {}
    for told in found:
        cells = told_of.setdefault(told["row"], {})
        cells[told["year"]] = (told["state"], items(told["statement_ids"]))
    name_of = {told["row"]: told["name"] for told in found}
    finds = {
        row: sum(state in FOUND for state, _ in cells.values()) for row, cells in told_of.items()
    }
    kept = sorted(told_of, key=lambda row: (-finds[row], sort_key(name_of[row]), row))[:MOST_ROWS]
    empty: tuple[str, list[str]] = (NOT_INSPECTED, [])
    return Panel(
        years=list(range(years[0], years[-1] + 1)) if years else [],
        rows=[
            PanelRow(
                id=row,
                name=name_of[row],
                cells=[
                    (year, *told_of[row].get(year, empty))
                    for year in range(years[0], years[-1] + 1)
                ],
            )
            for row in kept
        ],
        left_out=len(told_of) - len(kept),
    )
