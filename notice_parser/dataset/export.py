"""Tables → files: CSV, JSON Lines, one SQLite file, `datapackage.json`, `metadata.json`.

- CSV: UTF-8 without byte order mark, "\\n" at line ends, lists joined with "|" (a "|" in an
  item becomes "¦"), true/false, exact decimals, an empty cell for what is unknown.
- JSON Lines: the same with true lists, true numbers with all their digits, and null.
- SQLite: as CSV, with null for an empty cell and 1/0 for true/false. Decimals are numbers
  there, exact to 15 digits.

The same tables give the same bytes; nothing of the machine or the hour goes in.
"""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring as _string
from pathlib import Path
from typing import IO, Any

from notice_parser.dataset.package import describe, describe_for_datasette
from notice_parser.dataset.schema import SCHEMA_VERSION, TABLES, Cell, Column, Row, Table, as_text
from notice_parser.dataset.tables import Tables
from notice_parser.errors import Defect

DATABASE = "dataset.sqlite"
PACKAGE = "datapackage.json"
METADATA = "metadata.json"
NAMES = {f"{name}.{end}" for name in TABLES for end in ("csv", "jsonl")}
NAMES |= {DATABASE, PACKAGE, METADATA}

Finish = Callable[[sqlite3.Connection], None]

_SQLITE_TYPES = {
    "text": "TEXT",
    "date": "TEXT",
    "list": "TEXT",
    "integer": "INTEGER",
    "boolean": "INTEGER",
    "decimal": "NUMERIC",
}


def export(tables: Tables, folder: Path, *, finish: Finish | None = None) -> None:
    """Writes all files into `folder`. `finish` may add to the database (a search index).

    Raises Defect when rows break a key, or lack what is required.
    """
    path = folder / DATABASE
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_settings())
        for table in TABLES.values():
            connection.execute(_ddl(table))
            _write_table(tables.rows(table.name), table, folder, connection)
        _check_references(connection)
        if finish:
            finish(connection)
        connection.commit()
    finally:
        connection.close()
    _forget_library_version(path)
    for name, told in ((PACKAGE, describe()), (METADATA, describe_for_datasette())):
        text = json.dumps(told, ensure_ascii=False, indent=2)
        (folder / name).write_text(text + "\n", encoding="utf-8", newline="\n")


def _write_table(
    rows: Iterable[Row], table: Table, folder: Path, connection: sqlite3.Connection
) -> None:
    marks = ", ".join("?" * len(table.columns))
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as for_csv,
        (folder / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as for_json,
    ):
        try:
            connection.executemany(
                f'INSERT INTO "{table.name}" VALUES ({marks})',
                _written(rows, table, for_csv, for_json),
            )
        except sqlite3.IntegrityError as error:
            raise Defect(f"the table {table.name} breaks its own rules: {error}") from error


def _written(
    rows: Iterable[Row], table: Table, for_csv: IO[str], for_json: IO[str]
) -> Iterator[list[Any]]:
    """Writes each row in the two text forms and hands on its form for SQLite."""
    writer = csv.writer(for_csv, lineterminator="\n")
    names = [column.name for column in table.columns]
    writer.writerow(names)
    for row in rows:
        cells = [row[name] for name in names]
        texts = [as_text(cell) for cell in cells]
        writer.writerow(texts)
        for_json.write(as_json_line(table, row))
        yield [
            int(cell) if isinstance(cell, bool) else text or None
            for cell, text in zip(cells, texts, strict=True)
        ]


def as_json_line(table: Table, row: Row) -> str:
    """The row as JSON Lines have it."""
    pairs = (f"{_string(c.name)}: {_json(row[c.name])}" for c in table.columns)
    return "{" + ", ".join(pairs) + "}\n"


def _json(cell: Cell) -> str:
    # `json` would write a Decimal through a float or not at all.
    match cell:
        case str():
            return _string(cell)
        case None:
            return "null"
        case tuple():
            return "[" + ", ".join(map(_string, cell)) + "]"
        case _:
            return as_text(cell)


def _settings() -> str:
    return (
        "PRAGMA page_size = 4096; PRAGMA encoding = 'UTF-8'; PRAGMA journal_mode = OFF; "
        f"PRAGMA synchronous = OFF; PRAGMA user_version = {SCHEMA_VERSION};"
    )


def _ddl(table: Table) -> str:
    lines = [_column_ddl(column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    lines += [
        f"FOREIGN KEY ({column.name}) REFERENCES {column.references[0]} ({column.references[1]})"
        for column in table.columns
        if column.references
    ]
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join(lines) + "\n)"


def _column_ddl(column: Column) -> str:
    required = " NOT NULL" if column.required else ""
    unique = " UNIQUE" if column.unique else ""
    return f'"{column.name}" {_SQLITE_TYPES[column.type]}{required}{unique}'


def _check_references(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        table, row, target, _ = broken
        raise Defect(f"row {row} of the table {table} names a row of {target} that is not there")


def _forget_library_version(path: Path) -> None:
    """Bytes 96-99 of a SQLite file name the library that wrote it, and mean nothing else."""
    with path.open("r+b") as file:
        file.seek(96)
        file.write(bytes(4))
