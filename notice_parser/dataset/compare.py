"""Two datasets, row by row: what appeared, what vanished, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
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
    before, after = (_by_key(dataset) for dataset in (old, new))
    chosen = [table for table in TABLES.values() if table.name in tables or not tables]
    return Difference(
        old, new, tuple(_difference(table, before(table), after(table)) for table in chosen)
    )


def _by_key(dataset: Path) -> partial[dict[Key, Row]]:
    version = current(dataset)
    if version is None:
        raise UsageError(f"{dataset}: holds no dataset; make one with `notice-parser build`")
    return partial(_rows, version)


def _rows(version: Path, table: Table) -> dict[Key, Row]:
    return {
        tuple(as_text(row[name]) for name in table.key): row
        for row in stored_rows(version, table.name)
    }


def _difference(table: Table, old: Mapping[Key, Row], new: Mapping[Key, Row]) -> TableDifference:
    changed = tuple(_changes(old, new))
    return TableDifference(
        table=table.name,
        appeared=tuple(sorted(new.keys() - old.keys())),
        vanished=tuple(sorted(old.keys() - new.keys())),
        changed=changed,
        same=len(old.keys() & new.keys()) - len(changed),
    )


def _changes(old: Mapping[Key, Row], new: Mapping[Key, Row]) -> Iterator[Changed]:
    for key in sorted(old.keys() & new.keys()):
        cells = {
            name: (cell, new[key][name])
            for name, cell in old[key].items()
            if cell != new[key][name]
        }
        if cells:
            yield Changed(key, cells)


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
