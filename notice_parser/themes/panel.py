"""Theme × body × year without gaps, and how far a theme has spread, as data frames.

The table `recurrence` has the cells where a theme was ever found; a panel has every cell that
is asked for, so that what was looked at and not found, and what nobody looked at, are told apart
at all other bodies too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from notice_parser.dataset.schema import Row
from notice_parser.errors import UsageError
from notice_parser.themes.inspections import Inspections, inspections
from notice_parser.themes.recurrence import State, histories

if TYPE_CHECKING:
    import pandas as pd

    from notice_parser.dataset.frames import Dataset


def panel(
    dataset: Dataset, *, themes: Sequence[str], units: Sequence[str] | None = None
) -> pd.DataFrame:
    """One row for each of the themes, bodies and years of the dataset: `theme_id`, `unit_id`,
    `year`, `state` (a code of `State`). Without `units` all bodies that were ever inspected.

    Raises UsageError for an id that is not there.
    """
    import pandas as pd

    _check(themes, set(dataset.themes["theme_id"]), "themes")
    _check(units or (), set(dataset.units["unit_id"]), "units")

    def rows(name: str) -> Iterable[Row]:
        return rows_of(getattr(dataset, name))

    found = panel_cells(rows, themes=themes, units=units)
    return pd.DataFrame(found, columns=["theme_id", "unit_id", "year", "state"])


def panel_cells(
    rows: Callable[[str], Iterable[Row]],
    *,
    themes: Sequence[str],
    units: Sequence[str] | None = None,
) -> list[tuple[str, str, int, str]]:
    """The same without data frames; `rows` gives the rows of a table by its name."""
    seen = inspections(
        notices=rows("notices"), coverage=rows("coverage"), units=list(rows("units"))
    )
    bodies = tuple(units) if units is not None else tuple(seen.visits)
    years = range(*_span(seen))
    told = {
        (row["theme_id"], row["unit_id"], row["year"]): str(row["state"])
        for row in rows("recurrence")
        if row["theme_id"] in themes
    }
    problems = [row for row in rows("problems") if row["theme_id"] in themes]
    home = {history.theme_id: history.home for history in histories(problems, seen)}
    return [
        (theme, body, year, told.get((theme, body, year)) or _looked(home[theme], body, year, seen))
        for theme in themes
        for body in bodies
        for year in years
    ]


def spread(dataset: Dataset, *, themes: Sequence[str]) -> pd.DataFrame:
    """By theme and year: `found` bodies of the `inspected` ones (of which an area was looked at
    in which the theme is at home), `share`, and in how many `districts` and `provinces` it was
    found. `share` is NA where nobody looked.

    Raises UsageError for an id that is not there.
    """
    cells = panel(dataset, themes=themes)
    by = ["theme_id", "year"]
    problems = dataset.problems[dataset.problems["theme_id"].isin(list(themes))]
    places = problems.explode("unit_id").merge(dataset.units, on="unit_id").groupby(by)
    table = cells.groupby(by).size().to_frame("bodies")
    table["inspected"] = cells[cells["state"] != State.NOT_INSPECTED].groupby(by).size()
    table["found"] = places["unit_id"].nunique()
    table["districts"] = places["district"].nunique()
    table["provinces"] = places["province"].nunique()
    table = table.fillna(0).astype("Int64")
    table["share"] = (table["found"] / table["inspected"]).where(table["inspected"] > 0).round(3)
    return table.reset_index()[[*by, "inspected", "found", "share", "districts", "provinces"]]


def seen_in(dataset: Dataset) -> Inspections:
    """What was looked at, from the tables of an open dataset."""
    return inspections(
        notices=rows_of(dataset.notices),
        coverage=rows_of(dataset.coverage),
        units=list(rows_of(dataset.units)),
    )


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a data frame as the rest of this package has them."""
    return [
        {str(name): _cell(value) for name, value in record.items()}
        for record in frame.astype(object).to_dict("records")
    ]


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return None if value is None or value != value or str(value) == "<NA>" else value


def _looked(home: Sequence[str], body: str, year: int, seen: Inspections) -> str:
    visits = (visit for visit in seen.visits.get(body, ()) if visit.year == year)
    return str(State.NOT_FOUND if any(v.looked_at(home) for v in visits) else State.NOT_INSPECTED)


def _span(seen: Inspections) -> tuple[int, int]:
    years = [visit.year for visits in seen.visits.values() for visit in visits]
    return (min(years), max(years) + 1) if years else (0, 0)


def _check(wanted: Sequence[str], there: set[str], table: str) -> None:
    missing: Iterator[str] = (name for name in wanted if name not in there)
    if name := next(missing, ""):
        raise UsageError(f"{name}: no such id in the table {table}")
