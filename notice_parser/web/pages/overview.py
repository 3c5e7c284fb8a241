"""The first page: what the dataset holds, and where to begin."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Response

from notice_parser.web.database import one, rows
from notice_parser.web.desk import AtDesk, Page
from notice_parser.web.pages.quality import summary
from notice_parser.web.pages.themes import ORDERS

router = APIRouter()

_SHOWN_THEMES = 8


@router.get("/")
def show_overview(desk: AtDesk) -> Response:
    title = desk.words("page", "overview")
    return desk.answer(Page("overview.html", title, desk.once(overview)))


def overview(database: sqlite3.Connection) -> Mapping[str, Any]:
    """Counts of everything, by area and by year; the most widespread themes; the quality."""
    return {
        "counts": one(
            database,
            "SELECT (SELECT count(*) FROM notices) AS notices, (SELECT count(*) FROM units) AS "
            "units, (SELECT count(*) FROM statements) AS statements, (SELECT count(*) FROM "
            "problems) AS problems, (SELECT count(*) FROM themes WHERE units > 1) AS themes, "
            "(SELECT count(DISTINCT province) FROM notices) AS provinces, "
            "(SELECT min(inspection_year) FROM notices) AS first_year, "
            "(SELECT max(inspection_year) FROM notices) AS last_year",
        ),
        "by_area": rows(
            database,
            "SELECT area, sum(limitations) AS limitations, sum(limitations > 0) AS wanting, "
            "count(*) AS inspected FROM coverage WHERE area <> '' GROUP BY area ORDER BY 2 DESC, 1",
        ),
        "by_year": rows(
            database,
            "SELECT inspection_year AS year, count(*) AS notices FROM notices "
            "WHERE inspection_year IS NOT NULL GROUP BY 1 ORDER BY 1",
        ),
        "themes": rows(
            database,
            "SELECT theme_id, name, problems, units, districts, provinces, first_year, last_year "
            f"FROM themes ORDER BY {ORDERS['spread']} LIMIT {_SHOWN_THEMES}",
        ),
        "quality": summary(database),
    }
