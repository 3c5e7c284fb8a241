"""A part of a dataset that is a dataset itself: some statements, and what belongs to them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from notice_parser.dataset.schema import TABLES, Cell, Row, Table

# The rows of a table by its name.
Read = Callable[[str], Iterable[Row]]

_STATEMENT = ("statements", "statement_id")
# Lists of ids, which the schema cannot declare as references.
_LISTED = {"unit_id": "units", "theme_ids": "themes", "statement_ids": "statements"}


@dataclass(frozen=True, slots=True)
class Selection:
    """Reads tables of which only some rows are left: rows about the statements `ids`, and the
    rows which those refer to. A table whose rows are about something else is empty."""

    read: Read
    ids: frozenset[str]
    kept: dict[str, frozenset[Cell]]

    def __call__(self, name: str) -> Iterator[Row]:
        keys = self.kept.get(name)
        for row in self.read(name):
            if self._is_about(TABLES[name], row) if keys is None else _key(name, row) in keys:
                yield row

    def _is_about(self, table: Table, row: Row) -> bool:
        """All statements that the row names are selected, and it names one."""
        named = [row[column.name] for column in table.columns if column.references == _STATEMENT]
        given = {cell for cell in named if cell}
        return bool(given) and given <= self.ids


def _key(name: str, row: Row) -> Cell:
    return row[TABLES[name].key[0]]


def select(read: Read, statement_ids: Collection[str]) -> Selection:
    """The tables with these statements and no others."""
    ids = frozenset(statement_ids)
    kept: dict[str, frozenset[Cell]] = {"statements": frozenset(ids)}
    about = Selection(read, ids, kept.copy())
    referred: dict[str, set[Cell]] = {"units": set()}
    for name, table in TABLES.items():
        if name == "statements" or _about_statements(table):
            _collect(table, about(name), referred)
    for name in ("notices", "themes", "units", "legal_documents"):
        kept[name] = frozenset(referred.get(name, ()))
        _collect(TABLES[name], Selection(read, ids, kept)(name), referred)
    return Selection(read, ids, {**kept, "files": _files(read, referred.get("files", set()))})


def _about_statements(table: Table) -> bool:
    return any(column.references == _STATEMENT for column in table.columns)


def _collect(table: Table, rows: Iterable[Row], referred: dict[str, set[Cell]]) -> None:
    for row in rows:
        for column in table.columns:
            cell = row[column.name]
            if column.references and cell:
                referred.setdefault(column.references[0], set()).add(cell)
            elif column.name in _LISTED and cell:
                told = cell if isinstance(cell, tuple) else (cell,)
                referred.setdefault(_LISTED[column.name], set()).update(told)


def _files(read: Read, file_ids: set[Cell]) -> frozenset[Cell]:
    """The ledger is sorted by path, its key, and referred to by id."""
    return frozenset(row["path"] for row in read("files") if row["file_id"] in file_ids)
