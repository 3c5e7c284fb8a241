"""Corrections applied to the rows as they were read, and what follows from them elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from notice_parser.dataset.corrections import (
    CORRECTIONS,
    FIELDS,
    Correction,
    append_correction,
    cell_of,
    column_of,
    today,
)
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.in_step import keep_in_step
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import LIST_SEPARATOR, TABLES, Cell, Row, as_text
from notice_parser.dataset.selecting import Read
from notice_parser.dataset.tables import Tables
from notice_parser.errors import UsageError
from notice_parser.text import nfc

# applied: as asked. confirmed: the notice is read so by now, without it. changed: applied, though
# what was read is no longer what the person saw. superseded: a later line speaks of the same.
# vanished: there is no such row any more. refused: there is no such field, or value.
Outcome = Literal["applied", "confirmed", "changed", "superseded", "vanished", "refused"]
IN_ORDER: frozenset[str] = frozenset({"applied", "confirmed", "superseded"})

# By table, row and field, the last line that speaks of it.
Latest = Mapping[tuple[str, str, str], Correction]


def correct(tables: Tables, corrections: Sequence[Correction]) -> None:
    """Applies the corrections to the tables, marks the rows, and fills the table `correction_log`
    with what became of each."""
    homes = _homes(tables.rows, set(_named(corrections)))
    settled = [_settled(correction, homes) for correction in corrections]
    latest: Latest = {
        (table, c.row_id, field): c for c, table, field, note in settled if table and not note
    }
    read: dict[int, Cell] = {}
    for name in {table for table, _, _ in latest}:
        tables.replace(name, list(_corrected(tables.rows(name), name, latest, read)))
    statements = {row_id for table, row_id, _ in latest if table == "statements"}
    notices = {row_id for table, row_id, _ in latest if table == "notices"}
    if statements or notices:
        keep_in_step(tables, statements=statements, notices=notices)
    tables.add("correction_log", (_row(*one, latest, read) for one in settled))


def _named(corrections: Iterable[Correction]) -> Iterator[str]:
    for correction in corrections:
        yield correction.row_id
        if correction.field.endswith("unit_id"):
            yield from correction.new_value.split(LIST_SEPARATOR)


def _homes(rows: Read, ids: set[str]) -> Mapping[str, str]:
    """The table that has each id as a key."""
    homes: dict[str, str] = {}
    for name in FIELDS if ids else ():
        key = TABLES[name].key[0]
        homes |= {str(row[key]): name for row in rows(name) if row[key] in ids}
    return homes


_Settled = tuple[Correction, str, str, str]


def _settled(correction: Correction, homes: Mapping[str, str]) -> _Settled:
    """The correction with its table (empty: there is no such row), field, and why it cannot be
    applied, if so. A field may be written with its table: "statements.label"."""
    table, field = homes.get(correction.row_id, ""), correction.field.rpartition(".")[2]
    if not table:
        return correction, "", field, ""
    column = column_of(table, field)
    if column is None or correction.field not in (field, f"{table}.{field}"):
        fields = ", ".join(FIELDS[table])
        return correction, table, field, f"cannot be corrected; in {table} these can: {fields}"
    try:
        cell = cell_of(column, correction.new_value)
    except ValueError as error:
        return correction, table, field, str(error)
    if field == "unit_id" and isinstance(cell, tuple):
        strange = [unit_id for unit_id in cell if homes.get(unit_id) != "units"]
        if strange:
            return correction, table, field, f"no unit has the id {strange[0]}"
    return correction, table, field, ""


def _corrected(
    rows: Iterable[Row], table: str, latest: Latest, read: dict[int, Cell]
) -> Iterator[Row]:
    """`read` takes what was read in place of each correction, by its line."""
    wanted: dict[str, dict[str, Correction]] = {}
    for (name, row_id, field), correction in latest.items():
        if name == table:
            wanted.setdefault(row_id, {})[field] = correction
    key = TABLES[table].key[0]
    for row in rows:
        mine = wanted.get(str(row[key]), {})
        if not mine:
            yield row
            continue
        for field, correction in mine.items():
            read[correction.line] = row[field]
        cells = {
            field: cell_of(TABLES[table].column(field), correction.new_value)
            for field, correction in mine.items()
        }
        yield {**row, **cells, "corrected": tuple(sorted(mine))}


def _row(
    correction: Correction,
    table: str,
    field: str,
    note: str,
    latest: Latest,
    read: Mapping[int, Cell],
) -> Row:
    now = as_text(read.get(correction.line))
    if not table:
        outcome: Outcome = "vanished"
    elif note:
        outcome = "refused"
    elif latest[table, correction.row_id, field] is not correction:
        outcome = "superseded"
    else:
        wanted = as_text(cell_of(TABLES[table].column(field), correction.new_value))
        outcome = _held(now, wanted, correction.old_value)
    return {
        "line": correction.line,
        "row_id": correction.row_id,
        "table_name": table,
        "field": field,
        "old_value": correction.old_value,
        "read_value": now,
        "new_value": correction.new_value,
        "outcome": outcome,
        "note": note,
        "who": correction.who,
        "made_at": correction.when,
        "why": correction.why,
    }


def _held(now: str, wanted: str, seen: str | None) -> Outcome:
    """What was read now, held against what the person wants and saw."""
    if now == wanted:
        return "confirmed"
    return "applied" if seen is None or now == seen else "changed"


def write_correction(
    dataset: Path, row_id: str, field: str, value: str, *, who: str, why: str
) -> Correction:
    """Adds a line to the dataset's `corrections.csv`, with what the row says now and today's day.

    Raises UsageError where there is no dataset, no such row, or no such field or value.
    """
    version = current(dataset)
    if version is None:
        raise UsageError(f"{dataset}: holds no dataset; make one with `notice-parser build`")
    asked = Correction(0, row_id, field, None, nfc(value).strip(), who, today(), why)
    homes = _homes(partial(stored_rows, version), set(_named([asked])))
    _, table, column, note = _settled(asked, homes)
    if not table:
        raise UsageError(f"{row_id}: no row of the dataset that can be corrected has this id")
    if note:
        raise UsageError(f"{field}: {note}")
    key = TABLES[table].key[0]
    row = next(row for row in stored_rows(version, table) if row[key] == row_id)
    asked = replace(asked, old_value=as_text(row[column]))
    append_correction(dataset / CORRECTIONS, asked)
    return asked
