"""The inspected units: what was found at each over the years, what came back, what was fixed."""

from __future__ import annotations

import sqlite3
from typing import Literal

from fastapi import APIRouter, Response

from notice_parser.web.database import Row, has_rows, names, one, rows
from notice_parser.web.desk import AtDesk, Id, Page, PageNumber, Text
from notice_parser.web.listing import from_query
from notice_parser.web.panel import Panel, panel
from notice_parser.web.words import items

router = APIRouter()

_INSPECTIONS = "(SELECT count(DISTINCT c.notice_id) FROM coverage c WHERE c.unit_id = u.unit_id)"
_LIMITATIONS = "(SELECT sum(c.limitations) FROM coverage c WHERE c.unit_id = u.unit_id)"
_ORDERS = {
    "name": "u.name COLLATE vietnamese, u.unit_id",
    "province": "u.province COLLATE vietnamese, u.name COLLATE vietnamese, u.unit_id",
    "inspections": "inspections DESC, u.unit_id",
    "limitations": "limitations DESC, u.unit_id",
}
_COLUMNS = {
    "unit_id": "u.unit_id",
    "name": "u.name",
    "level": "u.level",
    "district": "u.district",
    "province": "u.province",
    "successors": "u.successors",
    "inspections": _INSPECTIONS,
    "limitations": f"coalesce({_LIMITATIONS}, 0)",
}
_STATEMENTS = {
    "statement_id": "s.statement_id",
    "notice_id": "s.notice_id",
    "unit_id": "s.unit_id",
    "year": "n.inspection_year",
    "areas": "s.areas",
    "label": "s.label",
    "text": "s.text",
    "page": "s.page",
    "remedied": "s.remedied",
    "due_date": "s.due_date",
}
# Those of a notice that inspected the unit, and that speak of it or of all units together.
_OF_UNIT = (
    "statements s JOIN notices n ON n.notice_id = s.notice_id WHERE s.notice_id IN "
    "(SELECT notice_id FROM coverage WHERE unit_id = :unit) AND "
    "(s.unit_id IS NULL OR '|' || s.unit_id || '|' LIKE '%|' || :unit || '|%')"
)


@router.get("/units")
def list_units(
    desk: AtDesk,
    sort: Literal["name", "province", "inspections", "limitations"] = "name",
    level: Text = "",
    province: Text = "",
    page: PageNumber = 1,
) -> Response:
    database = desk.database
    listing = from_query(
        database,
        "units",
        columns=_COLUMNS,
        source="units u WHERE (:level = '' OR u.level = :level) "
        "AND (:province = '' OR u.province = :province)",
        order=_ORDERS[sort],
        values={"level": level, "province": province},
    )
    facts = {"sort": sort, "level": level, "province": province}
    extra = {"levels": desk.once(levels), "provinces": desk.once(provinces)}
    title = desk.words("page", "units")
    return desk.answer(Page("units.html", title, facts, listing, page, extra=extra))


def levels(database: sqlite3.Connection) -> list[str]:
    """All levels of government that units have, in order of the alphabet."""
    return _values(database, "level")


def provinces(database: sqlite3.Connection) -> list[str]:
    """All provinces that units lie in, in order of the alphabet."""
    return _values(database, "province")


def _values(database: sqlite3.Connection, column: Literal["level", "province"]) -> list[str]:
    query = f"SELECT DISTINCT {column} FROM units WHERE {column} <> '' ORDER BY 1"
    return [value for (value,) in database.execute(f"{query} COLLATE vietnamese")]


@router.get("/units/{unit_id}")
def show_unit(desk: AtDesk, unit_id: Id, label: Text = "", page: PageNumber = 1) -> Response:
    database = desk.database
    unit = one(database, "SELECT * FROM units WHERE unit_id = ?", (unit_id,))
    if unit is None:
        raise desk.missing("no-such-unit")
    values = {"unit": unit_id, "label": label}
    listing = from_query(
        database,
        "statements",
        columns=_STATEMENTS,
        source=f"{_OF_UNIT} AND (:label = '' OR s.label = :label)",
        order="n.inspection_year DESC, s.notice_id, s.ordinal",
        values=values,
    )
    facts = {
        "unit": {**unit, "successors": items(unit["successors"])},
        "label": label,
        "looked_at": _looked_at(database, unit_id),
        "themes": _themes(database, unit_id),
        "came_back": _came_back(database, unit_id),
        "fixed": _fixed(database, unit_id),
        "below": _below(database, unit_id),
    }
    extra = {"names": desk.once(names), "has_panel": has_rows(database, "recurrence")}
    return desk.answer(Page("unit.html", unit["name"], facts, listing, page, extra=extra))


def _looked_at(database: sqlite3.Connection, unit_id: str) -> list[Row]:
    """By notice and area: inspected, declared clean, number of limitations."""
    return rows(
        database,
        "SELECT n.inspection_year AS year, c.notice_id, c.area, c.declared_none, c.limitations "
        "FROM coverage c JOIN notices n ON n.notice_id = c.notice_id WHERE c.unit_id = ? "
        "ORDER BY year, c.notice_id, c.area",
        (unit_id,),
    )


def _themes(database: sqlite3.Connection, unit_id: str) -> Panel | None:
    """The unit's themes over the years; None where the dataset does not tell."""
    if not has_rows(database, "recurrence"):
        return None
    found = rows(
        database,
        "SELECT r.theme_id AS row, t.name AS name, r.year, r.state, r.statement_ids "
        "FROM recurrence r JOIN themes t ON t.theme_id = r.theme_id WHERE r.unit_id = ? "
        "AND r.theme_id IN (SELECT theme_id FROM recurrence WHERE unit_id = ? "
        "AND state IN ('found', 'found_again', 'declared_remedied'))",
        (unit_id, unit_id),
    )
    return panel(found)


def _came_back(database: sqlite3.Connection, unit_id: str) -> list[Row]:
    """Themes found here in more than one year."""
    return rows(
        database,
        "SELECT t.theme_id, t.name, count(DISTINCT p.year) AS found_in_years, "
        "min(p.year) AS first_year, max(p.year) AS last_year "
        "FROM problems p JOIN themes t ON t.theme_id = p.theme_id "
        "WHERE p.notice_id IN (SELECT notice_id FROM coverage WHERE unit_id = :unit) "
        "AND '|' || p.unit_id || '|' LIKE '%|' || :unit || '|%' "
        "GROUP BY t.theme_id HAVING count(DISTINCT p.year) > 1 ORDER BY 3 DESC, t.theme_id",
        {"unit": unit_id},
    )


def _fixed(database: sqlite3.Connection, unit_id: str) -> list[Row]:
    """What the notices say was put right."""
    return rows(
        database,
        "SELECT s.statement_id, s.notice_id, n.inspection_year AS year, s.text, s.page "
        f"FROM {_OF_UNIT} AND s.remedied = 1 ORDER BY year DESC, s.notice_id, s.ordinal",
        {"unit": unit_id},
    )


def _below(database: sqlite3.Connection, unit_id: str) -> list[Row]:
    return rows(
        database,
        "SELECT unit_id, name FROM units WHERE parent_unit_id = ? "
        "ORDER BY name COLLATE vietnamese, unit_id LIMIT 200",
        (unit_id,),
    )
