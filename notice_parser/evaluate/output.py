"""What a dataset says of one notice, in the form in which gold is compared."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from notice_parser.errors import UsageError
from notice_parser.evaluate.gold import Gold
from notice_parser.evaluate.items import (
    CITATION,
    DECLARED,
    FIGURE,
    HEADER,
    HEADER_COLUMNS,
    PROBLEM,
    STATEMENT,
    Item,
    Items,
    cited,
    header_items,
)
from notice_parser.text import match_key


def notice_of(database: sqlite3.Connection, gold: Gold) -> str:
    """The notice read from the file that the gold names, if only one is and it fits; else
    the one that has most of the gold's statement texts.

    Raises UsageError when there is neither.
    """
    wanted = {item.values["text"] for item in gold.items[STATEMENT.name]}
    shared: Counter[str] = Counter()
    for notice_id, text in database.execute("SELECT notice_id, text FROM statements"):
        shared[notice_id] += match_key(text) in wanted
    best = max(sorted(shared), key=lambda notice_id: shared[notice_id], default="")
    named = _named(database, gold.file)
    if len(named) == 1 and (shared[named[0]] or not shared[best]):
        return named[0]
    if not best or not shared[best]:
        raise UsageError(
            f"{gold.path}: the dataset has no notice with its statements"
            + (f", and not one file named {gold.file!r}" if gold.file else "")
        )
    return best


def _named(database: sqlite3.Connection, file: str) -> list[str]:
    rows = database.execute("SELECT path, notice_id FROM files JOIN notices USING (file_id)")
    return sorted({notice for path, notice in rows if file and PurePosixPath(path).name == file})


def layout_of(database: sqlite3.Connection, notice_id: str) -> str:
    ((layout,),) = _select(database, "layout", "notices", notice_id)
    return layout or ""


def output_items(database: sqlite3.Connection, notice_id: str) -> Items:
    columns = ", ".join(HEADER_COLUMNS.values())
    (header,) = _select(database, columns, "notices", notice_id)
    return {
        STATEMENT.name: _statements(database, notice_id),
        PROBLEM.name: _problems(database, notice_id),
        DECLARED.name: _declared(database, notice_id),
        FIGURE.name: _figures(database, notice_id),
        CITATION.name: _citations(database, notice_id),
        HEADER.name: header_items(dict(zip(HEADER_COLUMNS, header, strict=True))),
    }


def _select(
    database: sqlite3.Connection, what: str, table: str, notice_id: str, more: str = ""
) -> list[tuple[Any, ...]]:
    query = f"SELECT {what} FROM {table} WHERE notice_id = ? {more}"
    return database.execute(query, (notice_id,)).fetchall()


def _units(database: sqlite3.Connection, ids: str | None) -> str:
    """Names for ids parted by "|"."""
    each = (ids or "").split("|")
    marks = ", ".join("?" * len(each))
    query = f"SELECT unit_id, name FROM units WHERE unit_id IN ({marks})"
    names = dict(database.execute(query, each))
    return "|".join(names.get(i, i) for i in each)


def _statements(database: sqlite3.Connection, notice_id: str) -> list[Item]:
    what = "text, unit_id, coalesce(areas, ''), label, remedied, coalesce(due_date, ''), page"
    rows = _select(database, f"{what}, confidence", "statements", notice_id, "ORDER BY ordinal")
    return [
        STATEMENT.item(
            {"text": text, "unit": _units(database, ids), "areas": areas, "label": label}
            | {"remedied": "yes" if remedied else "", "due": due},
            number,
            page=page,
            confidence=float(confidence),
        )
        for number, (text, ids, areas, label, remedied, due, page, confidence) in enumerate(
            rows, start=1
        )
    ]


def _has(database: sqlite3.Connection, table: str, column: str) -> bool:
    """Datasets of an older version lack columns that came later."""
    return column in [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def _problems(database: sqlite3.Connection, notice_id: str) -> list[Item]:
    old = not _has(database, "problems", "remedied")
    what = "text, NULL, NULL" if old else "text, remedied, page"
    rows = _select(database, what, "problems", notice_id, "ORDER BY char_start")
    return [
        PROBLEM.item(
            {"text": text, "remedied": None if old else "yes" if remedied else ""},
            number,
            page=page,
        )
        for number, (text, remedied, page) in enumerate(rows, start=1)
    ]


def _declared(database: sqlite3.Connection, notice_id: str) -> list[Item]:
    what, more = "unit_id, coalesce(area, ''), page", "AND declared_none ORDER BY char_start"
    rows = _select(database, what, "coverage", notice_id, more)
    return [
        DECLARED.item({"unit": _units(database, ids), "area": area}, number, page=page)
        for number, (ids, area, page) in enumerate(rows, start=1)
    ]


def _figures(database: sqlite3.Connection, notice_id: str) -> list[Item]:
    names = ("text", "value", "unit", "kind", "role", "comparator", "indicator")
    rows = _select(
        database, f"page, {', '.join(names)}", "figures", notice_id, "ORDER BY char_start"
    )
    each = [
        (page, dict(zip(names, (str(c) if c is not None else "" for c in cells), strict=True)))
        for page, *cells in rows
    ]
    return [
        FIGURE.item(told, number, page=page) for number, (page, told) in enumerate(each, start=1)
    ]


def _citations(database: sqlite3.Connection, notice_id: str) -> list[Item]:
    what = "page, number, text, coalesce(date, ''), coalesce(pinpoint, '')"
    rows = _select(database, what, "citations", notice_id, "ORDER BY char_start")
    return [
        CITATION.item(
            {"document": cited(number, text, pinpoint), "text": text, "date": date}
            | {"pinpoint": pinpoint},
            place,
            page=page,
        )
        for place, (page, number, text, date, pinpoint) in enumerate(rows, start=1)
    ]
