"""A dataset's overview as one HTML file that needs nothing else: to send, to print, to keep."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypedDict

from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.errors import UsageError
from notice_parser.themes.panel import panel_cells
from notice_parser.web.chart import Chart, Value, chart
from notice_parser.web.database import Connections, Row, each, has_rows, names, rows
from notice_parser.web.desk import templates
from notice_parser.web.pages.figures import DRAWN, TARGETS
from notice_parser.web.pages.overview import overview
from notice_parser.web.pages.themes import ORDERS, theme_map
from notice_parser.web.panel import FOUND, NOT_INSPECTED, Panel
from notice_parser.web.static import STATIC
from notice_parser.web.words import Words

_MATRIX_THEMES, _TOLD_THEMES, _QUOTES, _INDICATORS = 25, 10, 3, 6
_BY_UNIT_THEMES, _BY_UNIT_UNITS, _TIMELINES, _TIMELINE_UNITS = 12, 14, 2, 15
_SHADES = 5


class _ByUnit(TypedDict):
    """`rows` are the name of a theme, and for each of the units state and number of finds."""

    units: list[str]
    rows: list[tuple[str, list[tuple[str, int]]]]


def write_report(dataset: Path, output: Path, *, language: str) -> None:
    """Writes the report to the file `output`. The same dataset gives the same bytes.

    Raises UsageError where there is no dataset, or `output` cannot be written.
    """
    connections = Connections(dataset)
    database = connections.get()
    folder = current(dataset) or dataset
    html = (
        templates()
        .get_template("report.html")
        .render(
            words=Words(language),
            style=STATIC["style.css"][0].decode(),
            version=connections.version,
            **_facts(database, folder, Words(language)),
        )
    )
    try:
        output.write_text(html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{output}: cannot be written ({error.strerror})") from error


def _facts(database: sqlite3.Connection, version: Path, words: Words) -> Mapping[str, Any]:
    themes = rows(
        database,
        f"SELECT * FROM themes ORDER BY {ORDERS['spread']} LIMIT {_MATRIX_THEMES}",
    )
    troubled = rows(
        database,
        "SELECT path, status, reason, warnings FROM files WHERE status IN ('failed', 'partial') "
        "ORDER BY status, path",
    )
    return {
        **overview(database),
        "matrix": _matrix(database, themes),
        "by_unit": _by_unit(database, version, themes[:_BY_UNIT_THEMES]),
        "timelines": [(theme["name"], _timeline(database, theme)) for theme in themes[:_TIMELINES]]
        if has_rows(database, "recurrence")
        else [],
        "told": [
            {**theme, "quotes": _quotes(database, theme["theme_id"], words)}
            for theme in themes[:_TOLD_THEMES]
        ],
        "charts": _charts(database, words),
        "troubled": troubled,
    }


def _matrix(database: sqlite3.Connection, themes: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Themes by years: at how many units each was found, and how dark that is drawn."""
    counts: dict[tuple[str, int], int] = {}
    for theme_id, year, count in database.execute(
        "SELECT theme_id, year, count(DISTINCT coalesce(unit_id, notice_id)) FROM problems "
        "WHERE theme_id IS NOT NULL AND year IS NOT NULL GROUP BY 1, 2"
    ):
        counts[theme_id, year] = count
    shown = {theme["theme_id"] for theme in themes}
    years = sorted({year for theme_id, year in counts if theme_id in shown})
    span = range(years[0], years[-1] + 1) if years else range(0)
    most = max((n for (theme_id, _), n in counts.items() if theme_id in shown), default=1)
    return {
        "years": list(span),
        "rows": [
            (
                theme["name"],
                [
                    (count, -(-count * _SHADES // most))
                    for count in (counts.get((theme["theme_id"], year), 0) for year in span)
                ],
            )
            for theme in themes
        ],
    }


def _by_unit(database: sqlite3.Connection, version: Path, themes: Sequence[Row]) -> _ByUnit:
    """Themes by the units with most of them: the state when somebody last looked for the theme
    there, and in how many years it was found. Empty for a dataset without the panel."""
    if not has_rows(database, "recurrence"):
        return _ByUnit(units=[], rows=[])
    shown = [str(theme["theme_id"]) for theme in themes]
    last: dict[tuple[str, str], str] = {}
    times: Counter[tuple[str, str]] = Counter()
    for theme, unit, _, state in panel_cells(partial(stored_rows, version), themes=shown):
        times[theme, unit] += state in FOUND
        if state != NOT_INSPECTED:
            last[theme, unit] = state
    finds: Counter[str] = Counter()
    for (_, unit), count in times.items():
        finds[unit] += count
    units = sorted(finds, key=lambda unit: (-finds[unit], unit))[:_BY_UNIT_UNITS]
    called = dict(
        database.execute("SELECT unit_id, name || coalesce(', ' || province, '') FROM units")
    )
    cells = {
        theme: [(last.get((theme, unit), NOT_INSPECTED), times[theme, unit]) for unit in units]
        for theme in shown
    }
    return _ByUnit(
        units=[called.get(unit, unit) for unit in units],
        rows=[(str(theme["name"]), cells[str(theme["theme_id"])]) for theme in themes],
    )


def _timeline(database: sqlite3.Connection, theme: Row) -> Panel:
    """The theme over units and years; of the units those where it was found most often."""
    told = theme_map(database, str(theme["theme_id"]))
    more = len(told["rows"]) - _TIMELINE_UNITS
    return Panel(
        years=told["years"],
        rows=told["rows"][:_TIMELINE_UNITS],
        left_out=told["left_out"] + max(0, more),
    )


def _quotes(database: sqlite3.Connection, theme_id: str, words: Words) -> list[Mapping[str, Any]]:
    """The nearest problems, one of each notice, and where they stand."""

    unit_names = names(database)
    found: dict[str, Mapping[str, Any]] = {}
    for row in each(
        database,
        "SELECT p.text, p.unit_id, p.year, p.page, p.notice_id, n.number, n.symbol, n.date "
        "FROM problems p JOIN notices n ON n.notice_id = p.notice_id WHERE p.theme_id = ? "
        "ORDER BY p.similarity DESC, p.problem_id",
        (theme_id,),
    ):
        unit = words.units(row["unit_id"], unit_names)
        found.setdefault(row["notice_id"], {**row, "unit": unit})
        if len(found) == _QUOTES:
            break
    return list(found.values())


def _charts(database: sqlite3.Connection, words: Words) -> list[tuple[str, Chart]]:
    """The indicators with the most rates, drawn."""
    indicators = database.execute(
        "SELECT indicator FROM figures WHERE indicator <> '' AND kind = 'rate' "
        "GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
        (_INDICATORS,),
    ).fetchall()
    drawn = []
    for (indicator,) in indicators:
        if image := chart(list(map(_value, _rates(database, indicator))), percent=True):
            drawn.append((words("indicator", indicator), image))
    return drawn


def _rates(database: sqlite3.Connection, indicator: str) -> list[Row]:
    marks = ", ".join("?" * len(DRAWN))
    return rows(
        database,
        "SELECT f.value, f.text, f.role, coalesce(n.inspected_unit, '') AS unit, "
        "n.inspection_year AS year FROM figures f JOIN notices n ON n.notice_id = f.notice_id "
        "WHERE f.indicator = ? AND f.kind = 'rate' AND n.inspection_year IS NOT NULL "
        f"AND f.role IN ({marks}) ORDER BY f.figure_id",
        (indicator, *DRAWN),
    )


def _value(row: Row) -> Value:
    return Value(
        year=row["year"],
        value=float(row["value"]),
        series=row["unit"],
        is_target=row["role"] in TARGETS,
        note=f"{row['unit']} {row['year']}: {row['text']}",
        link="",
    )
