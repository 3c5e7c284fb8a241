"""The search index inside the dataset's SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from notice_parser.text import fold, match_key

INDEX = "statements_index"


def add_index(connection: sqlite3.Connection) -> None:
    """Index `statements.text` twice: as written, and without diacritics (FTS5 never folds
    "đ", so this does). The index holds no text of its own; its rowid is that of the row."""
    connection.execute(
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
        "exact, folded, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    connection.executemany(
        f"INSERT INTO {INDEX} (rowid, exact, folded) VALUES (?, ?, ?)",
        _rows(connection),
    )
    connection.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")


def _rows(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    for rowid, text in connection.execute("SELECT rowid, text FROM statements ORDER BY rowid"):
        yield rowid, match_key(text), fold(text)
