"""The figures: which indicators there are, and one of them over units and years."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Literal

from fastapi import APIRouter, Response

from notice_parser.web.chart import Chart, Value, chart
from notice_parser.web.database import Row, names, rows
from notice_parser.web.desk import AtDesk, Desk, Id, Page, PageNumber, Text
from notice_parser.web.listing import Listing, from_query, from_rows
from notice_parser.web.pages.units import provinces

router = APIRouter()

_INDICATORS = {
    "indicator": "f.indicator",
    "figures": "count(*)",
    "rates": "sum(f.kind = 'rate')",
    "notices": "count(DISTINCT f.notice_id)",
    "first_year": "min(n.inspection_year)",
    "last_year": "max(n.inspection_year)",
}
_FIGURE = {
    "figure_id": "f.figure_id",
    "statement_id": "f.statement_id",
    "notice_id": "f.notice_id",
    "unit_id": "s.unit_id",
    "province": "n.province",
    "year": "n.inspection_year",
    "period": "f.period",
    "text": "f.text",
    "value": "f.value",
    "unit": "f.unit",
    "kind": "f.kind",
    "role": "f.role",
    "measured": "f.measured",
    "page": "f.page",
    "char_start": "f.char_start",
    "char_end": "f.char_end",
}
TARGETS = ("target", "limit")
DRAWN = ("actual", *TARGETS)  # a change or a base for comparison is no level
_MOST_DRAWN = 3000
_ORDERS = {
    "year": "n.inspection_year DESC, f.value DESC, f.figure_id",
    "value": "f.value DESC, f.figure_id",
    "unit": "s.unit_id, n.inspection_year, f.figure_id",
}


@router.get("/figures")
def list_indicators(desk: AtDesk, page: PageNumber = 1) -> Response:
    listing = from_rows("indicators", tuple(_INDICATORS), desk.once(indicators))
    title = desk.words("page", "figures")
    return desk.answer(Page("figures.html", title, listing=listing, number=page))


def indicators(database: sqlite3.Connection) -> list[Row]:
    """What is measured, the most frequent first."""
    shown = ", ".join(f"{expression} AS {name}" for name, expression in _INDICATORS.items())
    return rows(
        database,
        f"SELECT {shown} FROM figures f JOIN notices n ON n.notice_id = f.notice_id "
        "WHERE f.indicator <> '' GROUP BY f.indicator ORDER BY figures DESC, f.indicator",
    )


@router.get("/figures/{indicator}")
def show_indicator(
    desk: AtDesk,
    indicator: Id,
    kind: Text = "",
    province: Text = "",
    unit: Text = "",
    sort: Literal["year", "value", "unit"] = "year",
    page: PageNumber = 1,
) -> Response:
    kinds = rows(
        desk.database,
        "SELECT kind, count(*) AS count FROM figures WHERE indicator = ? GROUP BY 1 "
        "ORDER BY kind = 'rate' DESC, 2 DESC, 1",
        (indicator,),
    )
    if not kinds:
        raise desk.missing("no-such-indicator")
    chosen = {
        "indicator": indicator,
        "kind": kind or kinds[0]["kind"],
        "province": province,
        "unit": unit,
    }
    listing = _figures(desk.database, chosen, sort)
    unit_names = desk.once(names)
    drawn = _drawn(desk, listing, unit_names, percent=chosen["kind"] == "rate")
    extra = {
        "chart": drawn,
        "names": unit_names,
        "provinces": desk.once(provinces),
        "most_drawn": _MOST_DRAWN,
    }
    title = desk.words("indicator", indicator)
    facts = {**chosen, "sort": sort, "kinds": kinds}
    return desk.answer(Page("indicator.html", title, facts, listing, page, extra=extra))


def _figures(database: sqlite3.Connection, chosen: Mapping[str, str], sort: str) -> Listing:
    return from_query(
        database,
        "figures",
        columns=_FIGURE,
        source="figures f JOIN notices n ON n.notice_id = f.notice_id "
        "LEFT JOIN statements s ON s.statement_id = f.statement_id "
        "WHERE f.indicator = :indicator AND f.kind = :kind "
        "AND (:province = '' OR n.province = :province) "
        "AND (:unit = '' OR '|' || coalesce(s.unit_id, '') || '|' LIKE '%|' || :unit || '|%')",
        order=_ORDERS[sort],
        values=chosen,
    )


def _drawn(
    desk: Desk, listing: Listing, unit_names: Mapping[str, str], *, percent: bool
) -> Chart | None:
    if desk.address.form != "html":
        return None
    found = listing.fetch(_MOST_DRAWN, 0)
    drawn = [row for row in found if row["year"] is not None and row["role"] in DRAWN]
    values = [_value(desk, row, unit_names) for row in drawn]
    return chart(values, percent=percent)


def _value(desk: Desk, row: Row, unit_names: Mapping[str, str]) -> Value:
    series = desk.words.units(row["unit_id"], unit_names)
    place = f"{row['char_start']}-{row['char_end']}"
    return Value(
        year=row["year"],
        value=float(row["value"]),
        series=f"{series}, {row['province'] or ''}".rstrip(", "),
        is_target=row["role"] in TARGETS,
        note=f"{series}, {row['province'] or ''} {row['year']}: {row['text']}",
        link=desk.address.link(f"/notices/{row['notice_id']}", at=place) + "#dau",
    )
