"""Are the rows of one notice sound by themselves? Found out file by file, so that a defect in
one notice costs that notice and not the whole dataset."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from notice_parser.dataset.schema import TABLES, Cell, Row
from notice_parser.errors import Defect


def check(rows_by_table: Mapping[str, Sequence[Row]]) -> None:
    """Raises Defect when a required cell is empty, a key is there twice, or a row refers to
    a row that is not there (in tables that `rows_by_table` has)."""
    for name, rows in rows_by_table.items():
        _check_keys(name, rows)
        for column in TABLES[name].columns:
            cells = {row.get(column.name) for row in rows}
            if column.required and cells & {None, ""}:
                raise Defect(f"a row of {name} has no {column.name}")
            if column.references and column.references[0] in rows_by_table:
                table, target = column.references
                known = {row[target] for row in rows_by_table[table]}
                _check_known(cells - {None, ""} - known, f"{name}.{column.name}")


def _check_keys(name: str, rows: Sequence[Row]) -> None:
    seen: set[tuple[Cell, ...]] = set()
    for row in rows:
        key = tuple(row[part] for part in TABLES[name].key)
        if key in seen:
            raise Defect(f"{name} has two rows with the key {key}")
        seen.add(key)


def _check_known(unknown: set[Cell], column: str) -> None:
    if unknown:
        raise Defect(f"{column} names {sorted(map(str, unknown))[0]}, which is not there")
