"""The limitations that recur: the list of themes, and one theme over units and years."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response

from notice_parser.web.database import Row, has_rows, names, one, rows
from notice_parser.web.desk import AtDesk, Id, Page, PageNumber, Text
from notice_parser.web.listing import from_query
from notice_parser.web.panel import Panel, panel
from notice_parser.web.words import items

router = APIRouter()

ORDERS = {
    "spread": "districts DESC, units DESC, problems DESC, theme_id",
    "problems": "problems DESC, theme_id",
    "years": "last_year - first_year DESC, problems DESC, theme_id",
    "again": "recurs_after_advice DESC, problems DESC, theme_id",
    "name": "name COLLATE vietnamese, theme_id",
}
COLUMNS = (
    *("theme_id", "name", "keywords", "areas", "problems", "units", "districts", "provinces"),
    *("first_year", "last_year", "recurs_after_advice", "example"),
)
_PROBLEM = {
    "problem_id": "p.problem_id",
    "statement_id": "p.statement_id",
    "notice_id": "p.notice_id",
    "unit_id": "p.unit_id",
    "province": "n.province",
    "year": "p.year",
    "text": "p.text",
    "page": "p.page",
    "remedied": "p.remedied",
    "char_start": "p.char_start",
    "char_end": "p.char_end",
}
_RELATED, _FEWEST_SHARED = 8, 2
_MOST_ADVICE = 200


@router.get("/themes")
def list_themes(
    desk: AtDesk,
    sort: Literal["spread", "problems", "years", "again", "name"] = "spread",
    area: Text = "",
    units: Annotated[int, Query(ge=1, le=1000)] = 2,
    page: PageNumber = 1,
) -> Response:
    listing = from_query(
        desk.database,
        "themes",
        columns={column: column for column in COLUMNS},
        source="themes WHERE coalesce(units, 0) >= :units AND "
        "(:area = '' OR '|' || coalesce(areas, '') || '|' LIKE '%|' || :area || '|%')",
        order=ORDERS[sort],
        values={"units": units, "area": area},
    )
    facts = {"sort": sort, "area": area, "units": units}
    return desk.answer(Page("themes.html", desk.words("page", "themes"), facts, listing, page))


@router.get("/themes/{theme_id}")
def show_theme(desk: AtDesk, theme_id: Id, page: PageNumber = 1) -> Response:
    database = desk.database
    theme = one(database, "SELECT * FROM themes WHERE theme_id = ?", (theme_id,))
    if theme is None:
        raise desk.missing("no-such-theme")
    listing = from_query(
        database,
        "problems",
        columns=_PROBLEM,
        source="problems p JOIN notices n ON n.notice_id = p.notice_id WHERE p.theme_id = :theme",
        order="p.year DESC, p.unit_id, p.problem_id",
        values={"theme": theme_id},
    )
    facts = {
        "theme": theme,
        "map": theme_map(database, theme_id) if has_rows(database, "recurrence") else None,
        "related": related(database, theme),
        "advice": _advice(database, theme_id),
    }
    extra = {"names": desk.once(names), "has_panel": has_rows(database, "recurrence")}
    return desk.answer(Page("theme.html", theme["name"], facts, listing, page, extra=extra))


def theme_map(database: sqlite3.Connection, theme_id: str) -> Panel:
    """The theme over units and years, for a dataset that tells of recurrence."""
    found = rows(
        database,
        "SELECT r.unit_id AS row, u.name || coalesce(', ' || u.province, '') AS name, r.year, "
        "r.state, r.statement_ids "
        "FROM recurrence r JOIN units u ON u.unit_id = r.unit_id WHERE r.theme_id = ?",
        (theme_id,),
    )
    return panel(found)


def related(database: sqlite3.Connection, theme: Mapping[str, Any]) -> list[Row]:
    """Themes with the most keywords in common, at least two."""
    mine = set(items(theme["keywords"]))
    shared: Counter[str] = Counter()
    for theme_id, keywords in database.execute("SELECT theme_id, keywords FROM themes"):
        common = len(mine & set(items(keywords)))
        if theme_id != theme["theme_id"] and common >= _FEWEST_SHARED:
            shared[theme_id] = common
    ranked = sorted(shared, key=lambda theme_id: (-shared[theme_id], theme_id))[:_RELATED]
    marks = ", ".join("?" * len(ranked))
    found = rows(
        database, f"SELECT theme_id, name, units FROM themes WHERE theme_id IN ({marks})", ranked
    )
    return sorted(found, key=lambda row: ranked.index(row["theme_id"]))


def _advice(database: sqlite3.Connection, theme_id: str) -> Sequence[Row] | None:
    """What was asked to be done about this theme, and what followed."""
    if not has_rows(database, "followups"):
        return None
    return rows(
        database,
        "SELECT f.recommendation_id, f.limitation_id, f.limitation, f.next_state, "
        "f.next_statement_id, f.next_quote, f.score, s.notice_id, s.unit_id, s.text, s.page, "
        "s.due_date, n.inspection_year AS year "
        "FROM followups f JOIN statements s ON s.statement_id = f.recommendation_id "
        "JOIN notices n ON n.notice_id = s.notice_id "
        "WHERE f.limitation_id IN (SELECT statement_id FROM problems WHERE theme_id = :theme) "
        f"ORDER BY year, s.unit_id, f.recommendation_id, f.limitation_id LIMIT {_MOST_ADVICE}",
        {"theme": theme_id},
    )
