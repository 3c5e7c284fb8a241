"""Pictures of recurrence for a notebook, or as PNG and SVG files, with Vietnamese labels.

    >>> from notice_parser import open_dataset
    >>> from notice_parser.plots import plot_matrix
    >>> plot_matrix(open_dataset("dataset"), province="Bến Tre", path="ma-tran.png")

Each function returns a matplotlib figure, and saves it where a `path` (.png or .svg) is given.
Colour is never the only sign: a finding is a filled mark, a repeated one has its number, what was
put right a tick, what was looked for and not found an empty ring. What nobody inspected is
hatched: it is not clean. Needs the extra "plots".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from notice_parser import lexicon
from notice_parser.errors import UsageError
from notice_parser.plots.drawing import Bars, Mark, bar_figure, grid_figure
from notice_parser.text import fold
from notice_parser.themes.panel import panel, seen_in, spread
from notice_parser.themes.recurrence import State

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from notice_parser.dataset.frames import Dataset

__all__ = ["plot_matrix", "plot_spread", "plot_timeline"]

_FOUND = (State.FOUND, State.FOUND_AGAIN)
_ROWS, _COLUMNS = 12, 24  # shown when nobody says which
_SPREADS = 3


def plot_matrix(
    dataset: Dataset,
    *,
    rows: str = "theme",
    themes: Sequence[str] | None = None,
    units: Sequence[str] | None = None,
    province: str = "",
    path: str | Path | None = None,
) -> Figure:
    """Themes (or with `rows="area"` reform areas) against bodies: what the last inspection of
    each said, and in how many years it was found. Without `themes` and `units` (ids) those with
    most findings, of a `province` where one is named.

    Raises UsageError for what is not in the dataset.
    """
    bodies = list(units) if units is not None else _bodies(dataset, province)
    names: Mapping[str, str]
    if rows == "area":
        cells = _area_cells(dataset)
        names = {entry.code: str(entry.get("name")) for entry in lexicon.load("areas").entries}
        kept = list(names)
    elif rows == "theme":
        kept = list(themes or _busiest(dataset, "theme_id", bodies)[:_ROWS])
        cells = panel(dataset, themes=kept, units=bodies).rename(columns={"theme_id": "row"})
        names = _names(dataset.themes, "theme_id")
    else:
        raise UsageError(f'{rows}: rows are "theme" or "area"')
    if units is None:
        bodies = _busiest(dataset, "unit_id", bodies)[:_COLUMNS]
    last, labels = _last(cells), _names(dataset.units, "unit_id")
    marks = {
        (y, x): last.get((row, body), Mark(State.NOT_INSPECTED))
        for y, row in enumerate(kept)
        for x, body in enumerate(bodies)
    }
    title = "Hạn chế theo đơn vị, ở lần kiểm tra gần nhất"
    return grid_figure(
        [names[row] for row in kept],
        [labels[body] for body in bodies],
        marks,
        title=title,
        slanted=True,
        path=path,
    )


def plot_timeline(
    dataset: Dataset, *, theme: str = "", unit: str = "", path: str | Path | None = None
) -> Figure:
    """One theme over the years, a line for each body where it was found; or one body, a line
    for each of its themes. An arrow leads from a body to the one that it was merged into.

    Raises UsageError unless one id of the two is given, and for one that is not there.
    """
    if bool(theme) == bool(unit):
        raise UsageError("a timeline is of one theme or of one unit; name one of them")
    rows, table = dataset.recurrence, seen_in(dataset)
    units, themes = _names(dataset.units, "unit_id"), _names(dataset.themes, "theme_id")
    if theme:
        there = set(rows.loc[rows["theme_id"] == theme, "unit_id"])
        by_name = sorted(there, key=lambda unit_id: fold(units[unit_id]))
        order = _next_to_their_successor(by_name, table.went_into)
        cells = panel(dataset, themes=[theme], units=order).rename(columns={"unit_id": "row"})
        title, labels = themes[theme], units
    else:
        order = sorted(set(rows.loc[rows["unit_id"] == unit, "theme_id"]))
        cells = panel(dataset, themes=order, units=[unit]).rename(columns={"theme_id": "row"})
        order = _by_first_year(cells, order)
        title, labels = units[unit], themes
    looked = cells[cells["state"] != State.NOT_INSPECTED]
    years = sorted(year for year in set(cells["year"]) if year >= looked["year"].min())
    cells = cells[cells["year"].isin(years)]
    marks = {
        (order.index(row), years.index(year)): mark for (row, year), mark in _counted(cells).items()
    }
    arrows = [
        (order.index(before), order.index(after))
        for before, after in table.went_into.items()
        if before in order and after in order
    ]
    return grid_figure(
        [labels[row] for row in order],
        [str(year) for year in years],
        marks,
        title=title,
        arrows=arrows,
        path=path,
    )


def plot_spread(
    dataset: Dataset, *, themes: Sequence[str] | None = None, path: str | Path | None = None
) -> Figure:
    """By year, at how many of the inspected bodies each theme was found and in how many
    provinces; a panel for each theme. Years in which nobody looked are hatched. Without
    `themes` the three with most findings.

    Raises UsageError for an id that is not there.
    """
    if themes is None:
        themes = _busiest(dataset, "theme_id", _bodies(dataset, ""))[:_SPREADS]
    table, names = spread(dataset, themes=themes), _names(dataset.themes, "theme_id")
    columns = ["year", "inspected", "found", "provinces"]
    panels = [
        Bars(names[theme], [tuple(map(int, r)) for r in rows[columns].itertuples(index=False)])
        for theme in themes
        for rows in [table[table["theme_id"] == theme]]
    ]
    return bar_figure(panels, title="Số đơn vị có hạn chế / số đơn vị được kiểm tra", path=path)


# -- what is drawn ----------------------------------------------------------------------


def _counted(cells: pd.DataFrame) -> dict[tuple[str, int], Mark]:
    """By row and year the state, and how often it was found by then."""
    counts: dict[str, int] = {}
    marks = {}
    for row, year, state in cells.sort_values("year")[["row", "year", "state"]].to_numpy():
        counts[row] = counts.get(row, 0) + (state in _FOUND)
        marks[row, year] = Mark(State(state), counts[row])
    return marks


def _last(cells: pd.DataFrame) -> dict[tuple[str, str], Mark]:
    """By row and body the state of the last year in which somebody looked, and in how many
    years it was found."""
    last: dict[tuple[str, str], Mark] = {}
    for row, body, state in cells.sort_values("year")[["row", "unit_id", "state"]].to_numpy():
        before = last.get((row, body), Mark(State.NOT_INSPECTED))
        now = before.state if state == State.NOT_INSPECTED else State(state)
        last[row, body] = Mark(now, before.count + (state in _FOUND))
    return last


def _area_cells(dataset: Dataset) -> pd.DataFrame:
    """By area, body and year whether limitations were found; `row` is the area."""
    years = dataset.notices.set_index("notice_id")["inspection_year"].rename("year")
    looked = dataset.coverage.dropna(subset=["area"]).join(years, on="notice_id")
    summed = looked.dropna(subset=["year"]).groupby(["area", "unit_id", "year"])["limitations"]
    table = summed.sum().reset_index().rename(columns={"area": "row"})
    earlier = (table["limitations"] > 0).groupby([table["row"], table["unit_id"]]).cumsum()
    again = {True: State.FOUND_AGAIN, False: State.FOUND}
    table["state"] = [
        again[bool(times > 1)] if limitations else State.NOT_FOUND
        for limitations, times in zip(table["limitations"], earlier, strict=True)
    ]
    return table


def _bodies(dataset: Dataset, province: str) -> list[str]:
    units = dataset.units
    if province:
        known = units["province"].fillna("")
        units = units[[fold(name) == fold(province) for name in known]]
        if units.empty:
            raise UsageError(f"{province}: the dataset has no body of this province")
    return list(units["unit_id"])


def _busiest(dataset: Dataset, column: str, bodies: Sequence[str]) -> list[str]:
    """Ids of a column of `recurrence`, those with most findings at these bodies first."""
    table = dataset.recurrence
    found = table[table["state"].isin([str(s) for s in _FOUND]) & table["unit_id"].isin(bodies)]
    counts = found.groupby(column).size()
    return sorted(counts.index, key=lambda key: (-counts[key], key))


def _names(table: pd.DataFrame, column: str) -> Mapping[str, str]:
    """Names by id; those that several ids share have the province behind them.

    Reading an id that is not there raises UsageError."""
    names = _Names(zip(table[column], table["name"], strict=True))
    if "province" in table:
        shared = set(table.loc[table["name"].duplicated(keep=False), column])
        provinces = zip(table[column], table["province"].fillna(""), strict=True)
        names |= {key: f"{names[key]} ({where})" for key, where in provinces if key in shared}
    return names


class _Names(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise UsageError(f"{key}: the dataset has no such id")


def _next_to_their_successor(bodies: Sequence[str], went_into: Mapping[str, str]) -> list[str]:
    """Bodies with those that were merged into another one right above it."""
    merged = [body for body in bodies if went_into.get(body) in bodies]
    order = []
    for body in bodies:
        if body not in merged:
            order += [before for before in merged if went_into[before] == body]
            order.append(body)
    return order


def _by_first_year(cells: pd.DataFrame, rows: Sequence[str]) -> list[str]:
    """Rows in order of the first year in which something was found."""
    found = cells[cells["state"].isin([str(s) for s in (*_FOUND, State.DECLARED_REMEDIED)])]
    first = found.groupby("row")["year"].min()
    return sorted(rows, key=lambda row: (first.get(row, 0), row))
