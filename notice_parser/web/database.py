"""Connections for reading: one for each thread, always of the version that is in force."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from notice_parser.collation import sort_key
from notice_parser.dataset.database import open_database
from notice_parser.dataset.publish import current

Values = Mapping[str, object] | Sequence[object]
Row = dict[str, Any]

# A page that takes longer is given up, so that no request keeps the others waiting.
_LONGEST_SECONDS = 20.0
_STEPS_BETWEEN_LOOKS = 20_000


class Connections:
    """Opens the dataset in the folder `dataset` for each thread that asks."""

    def __init__(self, dataset: Path) -> None:
        self.dataset = dataset
        self._mine = threading.local()
        self.get()

    @property
    def version(self) -> str:
        """Names the content: the same version, the same pages."""
        folder = current(self.dataset)
        return folder.name if folder else ""

    def get(self) -> sqlite3.Connection:
        """This thread's connection, opened anew after a build. Raises UsageError where there
        is no dataset (any more)."""
        version = self.version
        if getattr(self._mine, "version", None) != version or not version:
            self._mine.connection = _opened(self.dataset)
            self._mine.version = version
        connection: sqlite3.Connection = self._mine.connection
        deadline = time.monotonic() + _LONGEST_SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
        return connection


def _opened(dataset: Path) -> sqlite3.Connection:
    connection = open_database(dataset)
    connection.execute("PRAGMA query_only = ON")
    connection.create_collation("vietnamese", _compare)
    return connection


def _compare(one: str, other: str) -> int:
    first, second = sort_key(one), sort_key(other)
    return (first > second) - (first < second)


def rows(database: sqlite3.Connection, query: str, values: Values = ()) -> list[Row]:
    """The rows that a query finds, by column name."""
    return list(each(database, query, values))


def each(database: sqlite3.Connection, query: str, values: Values = ()) -> Iterator[Row]:
    """The same, one after the other."""
    cursor = database.execute(query, values)
    names = [column[0] for column in cursor.description]
    for cells in cursor:
        yield dict(zip(names, cells, strict=True))


def one(database: sqlite3.Connection, query: str, values: Values = ()) -> Row | None:
    """The first row, or None."""
    return next(each(database, query, values), None)


def names(database: sqlite3.Connection) -> dict[str, str]:
    """The name of each unit by its id."""
    return dict(database.execute("SELECT unit_id, name FROM units"))


def has_rows(database: sqlite3.Connection, table: str) -> bool:
    """Is there such a table, with something in it? (Datasets of earlier versions lack some.)"""
    found = database.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
    ).fetchone()
    return bool(found and database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone())
