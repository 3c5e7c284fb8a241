"""What the tables are: names, columns, types, keys, from `schema.toml` beside this module.

Every format is written from this one declaration. A `Row` has one cell for each column;
None is unknown or absent (so is an empty text).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Cell = str | int | bool | Decimal | tuple[str, ...] | None
Row = Mapping[str, Cell]

SCHEMA_VERSION = 1
LIST_SEPARATOR = "|"
# A "|" inside an item would cut it in two for everyone who splits at "|"; the broken bar
# reads the same. JSON Lines, with true lists, keeps the item as it is.
_STAND_IN = "¦"


@dataclass(frozen=True, slots=True)
class Column:
    """`references` is (table, column) or None; `vi` and `en` describe it."""

    name: str
    type: str
    required: bool
    unique: bool
    references: tuple[str, str] | None
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are unique by `key` and sorted by it (characters by code point)."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    vi: str
    en: str

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


def _column(name: str, type_: str, flags: str, vi: str, en: str) -> Column:
    words, _, target = flags.partition("->")
    table, _, column = target.strip().partition(".")
    return Column(
        name=name,
        type=type_,
        required="required" in words,
        unique="unique" in words,
        references=(table, column) if target else None,
        vi=vi,
        en=en,
    )


def _tables() -> dict[str, Table]:
    content = Path(__file__).with_name("schema.toml").read_text(encoding="utf-8")
    declared: dict[str, Any] = tomllib.loads(content)
    return {
        name: Table(
            name=name,
            key=tuple(table["key"]),
            columns=tuple(_column(column, *told) for column, told in table["columns"].items()),
            vi=table["vi"],
            en=table["en"],
        )
        for name, table in declared.items()
    }


TABLES: Mapping[str, Table] = _tables()


def as_text(cell: Cell) -> str:
    """The cell as CSV has it: "" for None, true/false, "97.83", lists joined with "|"."""
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return format(cell, "f")
        case tuple():
            return LIST_SEPARATOR.join(item.replace(LIST_SEPARATOR, _STAND_IN) for item in cell)
        case _:
            return str(cell)


# How a stored cell (see `tables`) becomes a `Cell` again, by type of column.
_FROM_STORED: Mapping[str, Callable[[Any], Cell]] = {
    "text": str,
    "date": str,
    "integer": int,
    "decimal": Decimal,
    "boolean": bool,
}


def stored(cell: Cell) -> str | int | bool | list[str] | None:
    """The cell as JSON can hold it without loss; the type of its column brings it back."""
    match cell:
        case "":
            return None
        case Decimal():
            return format(cell, "f")
        case tuple():
            return list(cell)
        case _:
            return cell


def restored(column: Column, value: Any) -> Cell:
    """The cell that `stored` made `value` from; an absent list is an empty one."""
    if column.type == "list":
        return tuple(value or ())
    return None if value is None else _FROM_STORED[column.type](value)
