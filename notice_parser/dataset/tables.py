"""All rows of a dataset in the making, on disk and not in memory, in order of their keys.

Rows come in file by file in any order and go out sorted, so what is written from here does
not depend on the order of files. A scratch SQLite file does the sorting.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from notice_parser.dataset.schema import TABLES, Row, Table, restored, stored
from notice_parser.errors import Defect


class Tables:
    """The tables of `schema`, each a bag of rows until it is written.

    A context manager; `path` is a scratch file that must not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        # Nobody reads this file after a crash: neither journal nor waiting for the disk.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        for table in TABLES.values():
            columns = ", ".join(_quoted(column.name) for column in table.columns)
            self._connection.execute(f"CREATE TABLE {_quoted(table.name)} ({columns})")

    def __enter__(self) -> Tables:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def add(self, name: str, rows: Iterable[Row]) -> None:
        """Adds rows to the table `name`; a column that a row lacks is unknown.

        Raises Defect for a column that the table does not have.
        """
        self.add_packed(name, (packed(TABLES[name], row) for row in rows))

    def add_packed(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """Adds rows in the form that `packed` gives them."""
        marks = ", ".join("?" * len(TABLES[name].columns))
        self._connection.executemany(
            f"INSERT INTO {_quoted(name)} VALUES ({marks})",
            ([_cell(value) for value in row] for row in rows),
        )

    def replace(self, name: str, rows: Iterable[Row]) -> None:
        """Puts rows, which may be made from the old ones, in the place of those."""
        new = [packed(TABLES[name], row) for row in rows]
        self._connection.execute(f"DELETE FROM {_quoted(name)}")
        self.add_packed(name, new)

    def rows(self, name: str, *, by: Sequence[str] = ()) -> Iterator[Row]:
        """The rows of a table sorted by the columns `by`, then by key, then by the rest."""
        table = TABLES[name]
        names = [column.name for column in table.columns]
        order = ", ".join(_quoted(name) for name in dict.fromkeys([*by, *table.key, *names]))
        query = f"SELECT * FROM {_quoted(name)} ORDER BY {order}"
        for values in self._connection.execute(query):
            yield {
                column.name: restored(column, _value(column.type, value))
                for column, value in zip(table.columns, values, strict=True)
            }


def packed(table: Table, row: Row) -> list[str | int | bool | list[str] | None]:
    """The cells of a row in the order of the table's columns, as JSON can hold them."""
    names = [column.name for column in table.columns]
    if unknown := sorted(set(row) - set(names)):
        raise Defect(f"the table {table.name} has no column {', '.join(unknown)}")
    return [stored(row.get(name)) for name in names]


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _value(type_: str, value: Any) -> Any:
    return json.loads(value) if type_ == "list" and value is not None else value


def _quoted(name: str) -> str:
    return f'"{name}"'
