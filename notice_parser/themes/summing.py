"""What recurrence and follow-ups say of each theme as a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from notice_parser.dataset.schema import Cell as Value
from notice_parser.dataset.schema import Row
from notice_parser.themes.followup import NextState
from notice_parser.themes.inspections import Inspections
from notice_parser.themes.recurrence import Cell, History, State

_HERE = (State.FOUND, State.FOUND_AGAIN)


def summed(
    history: History, cells: Sequence[Cell], *, seen: Inspections, after_advice: int
) -> dict[str, Value]:
    """Columns of `themes`, from the cells of one theme in order of body and year."""
    bodies = {cell.unit_id for cell in cells if _is_found(cell, history)}
    years = {cell.year for cell in cells if _is_found(cell, history)}
    inspected = bodies.union(*(seen.bodies_by_area.get(area, ()) for area in history.home))
    looked = set().union(*(seen.years_by_area.get(area, ()) for area in history.home)) - years
    again = {cell.unit_id for cell in cells if cell.state is State.FOUND_AGAIN}
    return {
        "recurs_after_advice": after_advice,
        "status": "recurs" if again else "spread" if len(bodies) > 1 else "once",
        "years": len(years),
        "gap_years": sum(min(years) < year < max(years) for year in looked) if years else 0,
        "longest_run": max(map(longest_run, _by_body(cells)), default=0),
        "units_again": len(again),
        "units_inspected": len(inspected),
        "share": _share(len(bodies), len(inspected)),
    }


def _is_found(cell: Cell, history: History) -> bool:
    return cell.year in history.found.get(cell.unit_id, {})


def _by_body(cells: Sequence[Cell]) -> Iterator[list[Cell]]:
    for _, there in groupby(cells, key=lambda cell: cell.unit_id):
        yield list(there)


def _share(part: int, whole: int) -> Decimal | None:
    return round(Decimal(part) / whole, 3) if whole else None


def longest_run(cells: Iterable[Cell]) -> int:
    """The most inspections in a row, of one body in order of time, that found it. Years in
    which nobody looked neither lengthen nor break a run."""
    longest = run = 0
    for cell in cells:
        if cell.state in _HERE:
            run += 1
            longest = max(longest, run)
        elif cell.state is not State.NOT_INSPECTED:
            run = 0
    return longest


def recurring_after_advice(followups: Iterable[Row], problems: Iterable[Row]) -> Mapping[str, int]:
    """By theme, at how many next inspections of a body it came back though a request had
    answered it."""
    theme_of = defaultdict(set)
    for row in problems:
        if row["theme_id"]:
            theme_of[str(row["statement_id"])].add(str(row["theme_id"]))
    came_back = {
        (theme_id, row["unit_id"], row["next_notice_id"])
        for row in followups
        if row["next_state"] == NextState.RECURS
        for theme_id in theme_of[str(row["limitation_id"])]
        & theme_of[str(row["next_statement_id"])]
    }
    return Counter(theme_id for theme_id, _, _ in came_back)
