"""Two datasets, row by row: what appeared, what vanished, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import TABLES, Cell, Row, Table, as_text
from notice_parser.errors import UsageError

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A row of both datasets; `cells` has old and new of each column that is not the same."""

    key: Key
    cells: Mapping[str, tuple[Cell, Cell]]


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Keys are as text, sorted; `same` counts the rows that are equal."""

    table: str
    appeared: tuple[Key, ...]
    vanished: tuple[Key, ...]
    changed: tuple[Changed, ...]
    same: int

    @property
    def equal(self) -> bool:
        return not (self.appeared or self.vanished or self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    old: Path
    new: Path
    tables: tuple[TableDifference, ...]

    def told(self) -> dict[str, Any]:
        """As JSON holds it; a key is a list, in the order of the table's key columns."""
        return {
            "old": str(self.old),
            "new": str(self.new),
            "tables": {table.table: _told(table) for table in self.tables},
        }


def compare(old: Path, new: Path, *, tables: Sequence[str] = ()) -> Difference:
    """Rows are the same row where their keys are.

    Raises UsageError where there is no dataset, and for a table that there is not.
    """
    if unknown := [name for name in tables if name not in TABLES]:
        raise UsageError(f"{unknown[0]}: no such table; there are {', '.join(TABLES)}")
    before, after = _version(old), _version(new)
    chosen = [table for table in TABLES.values() if table.name in tables or not tables]
    return Difference(old, new, tuple(_difference(table, before, after) for table in chosen))


def _version(dataset: Path) -> Path:
    version = current(dataset)
    if version is None:
        raise UsageError(f"{dataset}: holds no dataset; make one with `notice-parser build`")
    return version


def _difference(table: Table, old: Path, new: Path) -> TableDifference:
    appeared: list[Key] = []
    vanished: list[Key] = []
    changed: list[Changed] = []
    same = 0
    for before, after in _pairs(table, old, new):
        if after is None:
            vanished += [_key(table, before)] if before else []
        elif before is None:
            appeared.append(_key(table, after))
        elif cells := _cells(before, after):
            changed.append(Changed(_key(table, before), cells))
        else:
            same += 1
    return TableDifference(table.name, tuple(appeared), tuple(vanished), tuple(changed), same)


def _pairs(table: Table, old: Path, new: Path) -> Iterator[tuple[Row | None, Row | None]]:
    """Each row of either with its twin in the other: both are sorted by key, so that neither has
    to be held in memory."""
    rows = [iter(stored_rows(version, table.name)) for version in (old, new)]
    before, after = (next(each, None) for each in rows)
    while before or after:
        first = before is not None and (
            after is None or _order(table, before) <= _order(table, after)
        )
        second = after is not None and (
            before is None or _order(table, after) <= _order(table, before)
        )
        yield before if first else None, after if second else None
        before = next(rows[0], None) if first else before
        after = next(rows[1], None) if second else after


def _order(table: Table, row: Row) -> tuple[tuple[bool, Any], ...]:
    """As tables are sorted: what is unknown first, numbers as numbers, texts by code point."""
    return tuple((row[name] is not None, row[name]) for name in table.key)


def _key(table: Table, row: Row) -> Key:
    return tuple(as_text(row[name]) for name in table.key)


def _cells(old: Row, new: Row) -> Mapping[str, tuple[Cell, Cell]]:
    return {name: (cell, new[name]) for name, cell in old.items() if cell != new[name]}


def _told(table: TableDifference) -> dict[str, Any]:
    return {
        "appeared": [list(key) for key in table.appeared],
        "vanished": [list(key) for key in table.vanished],
        "changed": [
            {
                "key": list(one.key),
                "cells": {name: {"old": a, "new": b} for name, (a, b) in one.cells.items()},
            }
            for one in table.changed
        ],
        "same": table.same,
    }
