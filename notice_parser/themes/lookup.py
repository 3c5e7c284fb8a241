"""Finding themes, bodies and their states in a dataset by what a person types."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.errors import UsageError
from notice_parser.text import fold

_COLUMNS = (
    "theme_id", "theme", "unit_id", "unit", "district", "province", "year", "state",
    "statement_ids", "inherited_from",
)  # fmt: skip


def current_theme(database: sqlite3.Connection, theme_id: str) -> str:
    """The theme that this one was merged into, or itself."""
    merged = dict(
        database.execute(
            "SELECT theme_id, other_id FROM theme_registry WHERE event = 'merge' ORDER BY event_id"
        )
    )
    while theme_id in merged:
        theme_id = merged[theme_id]
    return theme_id


def recurrences(
    database: sqlite3.Connection, *, theme: str = "", unit: str = "", province: str = ""
) -> list[Mapping[str, Any]]:
    """Rows of `recurrence` with the names of themes and bodies, in order of theme, body and
    year. `unit` is an id or a part of a name, `province` a name, both with or without diacritics.

    Raises UsageError when the dataset has no such theme or body.
    """
    theme_id = current_theme(database, theme) if theme else ""
    known = "SELECT 1 FROM themes WHERE theme_id = ?"
    if theme_id and not database.execute(known, (theme_id,)).fetchone():
        raise UsageError(f"{theme}: the dataset has no theme with this id; see themes.csv")
    bodies = _bodies(database, unit, province)
    rows = database.execute(
        "SELECT theme_id, t.name, unit_id, u.name, district, province, year, state, "
        "statement_ids, inherited_from FROM recurrence "
        "JOIN themes t USING (theme_id) JOIN units u USING (unit_id) "
        "WHERE ? = '' OR theme_id = ? ORDER BY theme_id, unit_id, year",
        (theme_id, theme_id),
    )
    return [_named(row) for row in rows if row[2] in bodies]


def _named(values: Sequence[Any]) -> dict[str, Any]:
    row = dict(zip(_COLUMNS, values, strict=True))
    for name in ("statement_ids", "inherited_from"):
        row[name] = row[name].split(LIST_SEPARATOR) if row[name] else []
    return row


def _bodies(database: sqlite3.Connection, unit: str, province: str) -> frozenset[str]:
    found = frozenset(
        unit_id
        for unit_id, name, where in database.execute("SELECT unit_id, name, province FROM units")
        if (not unit or unit == unit_id or fold(unit) in fold(name))
        and (not province or fold(province) == fold(where or ""))
    )
    if not found:
        wanted = ", ".join(filter(None, (unit, province)))
        raise UsageError(f"{wanted}: the dataset has no such body; units.csv has their names")
    return found


def unit_names(database: sqlite3.Connection) -> Mapping[str, str]:
    return dict(database.execute("SELECT unit_id, name FROM units"))


def joined(unit_id: str | None, names: Mapping[str, str]) -> str:
    """The names of one or more bodies (ids joined with "|")."""
    return "|".join(names.get(unit, unit) for unit in (unit_id or "").split("|"))
