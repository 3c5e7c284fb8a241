"""The themes of a dataset, those of most districts first, with quotes from different units."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Quote:
    """A problem of a theme, where and when it was found."""

    statement_id: str
    notice_id: str
    unit: str
    year: int | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    theme_id: str
    name: str
    keywords: str
    problems: int
    units: int
    districts: int
    provinces: int
    first_year: int | None
    last_year: int | None
    quotes: tuple[Quote, ...]


def list_themes(
    database: sqlite3.Connection, *, min_units: int = 2, limit: int = 20, quotes: int = 0
) -> tuple[Theme, ...]:
    """Themes found at `min_units` units or more, each with at most `quotes` quotes."""
    rows = database.execute(
        "SELECT theme_id, name, keywords, problems, units, districts, provinces, first_year, "
        "last_year FROM themes WHERE units >= ? "
        "ORDER BY districts DESC, units DESC, problems DESC, theme_id LIMIT ?",
        (min_units, limit),
    ).fetchall()
    return tuple(_theme(database, row, quotes) for row in rows)


def _theme(database: sqlite3.Connection, row: tuple[Any, ...], quotes: int) -> Theme:
    theme_id, name, words, problems, units, districts, provinces, first, last = row
    return Theme(
        theme_id=theme_id,
        name=name,
        keywords=words or "",
        problems=problems,
        units=units,
        districts=districts,
        provinces=provinces,
        first_year=first,
        last_year=last,
        quotes=tuple(_quotes(database, theme_id, quotes)),
    )


def _quotes(database: sqlite3.Connection, theme_id: str, count: int) -> Iterator[Quote]:
    """The nearest problems first, one of each unit."""
    names = dict(database.execute("SELECT unit_id, name FROM units"))
    seen: set[str] = set()
    for statement_id, notice_id, unit_id, year, page, text in database.execute(
        "SELECT statement_id, notice_id, unit_id, year, page, text FROM problems "
        "WHERE theme_id = ? ORDER BY similarity DESC, problem_id",
        (theme_id,),
    ):
        if len(seen) < count and unit_id not in seen:
            seen.add(unit_id)
            unit = "|".join(names.get(u, u) for u in (unit_id or "").split("|"))
            yield Quote(statement_id, notice_id, unit, year, page, text)
