"""What a person corrects: the file `corrections.csv` beside the tables of a dataset.

    id,field,old_value,new_value,who,when,why
    xa-an-hoa-2023-1f0c4e5a-b21,label,mat-duoc,han-che,Lan,2026-11-26,"khen để dẫn vào chê"

Each build reads the notices, then applies this file; it is never written by a build. `id` is that
of a row as it was read, whatever is corrected of it. What is a quote, a place in the text, or an id
is not corrected: it says what stands in the notice. A list is joined with "|", an empty new value
says that the notice does not tell.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import regex

from notice_parser import lexicon
from notice_parser.dataset.schema import LIST_SEPARATOR, TABLES, Cell, Column
from notice_parser.errors import UsageError
from notice_parser.model import Label
from notice_parser.text import nfc

CORRECTIONS = "corrections.csv"
HEADER = ("id", "field", "old_value", "new_value", "who", "when", "why")
_NEEDED = frozenset(HEADER) - {"old_value"}
_DATE = regex.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")

# By table, what may be corrected.
FIELDS = {
    "notices": (
        *("doc_type", "number", "symbol", "date", "place", "issuer", "title", "province"),
        *("inspected_unit", "inspection_year", "announced_at", "signer", "signer_title"),
    ),
    "units": ("name", "level", "kind", "district", "province", "place_code", "successors"),
    "statements": ("unit_id", "areas", "label", "remedied", "due_date"),
    "figures": (
        *("value", "unit", "kind", "role", "comparator", "low", "high", "numerator"),
        *("denominator", "indicator", "period"),
    ),
    "citations": (
        *("doc_type", "number", "date", "issuer", "law_name", "pinpoint", "relation"),
        "document_id",
    ),
    "problems": ("remedied",),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file; `line` counts from 1, with the header. `old_value` is None where the
    file does not tell it."""

    line: int
    row_id: str
    field: str
    old_value: str | None
    new_value: str
    who: str
    when: str
    why: str


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections in the order of the file; none where there is no file.

    Raises UsageError for a file that is no such table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(_corrections(csv.DictReader(file, strict=True), path))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); it must be CSV in UTF-8") from error
    except csv.Error as error:
        raise UsageError(f"{path}: is no CSV ({error}); see docs/dataset.md") from error


def _corrections(rows: csv.DictReader[str], path: Path) -> Iterator[Correction]:
    if missing := sorted(_NEEDED - set(rows.fieldnames or ())):
        raise UsageError(
            f"{path}: lacks the column {missing[0]}; the first line must be {','.join(HEADER)}"
        )
    for row in rows:
        if None in row or None in row.values():
            raise UsageError(
                f"{path}, line {rows.line_num}: has not as many cells as the first line; "
                "put a text with a comma in double quotes"
            )
        told = {name: nfc(cell).strip() for name, cell in row.items()}
        if not told["id"] or not told["field"]:
            raise UsageError(f"{path}, line {rows.line_num}: needs an id and a field")
        yield Correction(
            line=rows.line_num,
            row_id=told["id"],
            field=told["field"],
            old_value=told.get("old_value"),
            new_value=told["new_value"],
            who=told["who"],
            when=told["when"],
            why=told["why"],
        )


def append_correction(path: Path, correction: Correction) -> None:
    """Adds a line to the file, which is made where there is none. `line` plays no part."""
    try:
        new = not path.exists()
        with path.open("a+", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            if new:
                writer.writerow(HEADER)
            elif not _ends_a_line(path):
                file.write("\n")
            writer.writerow(
                [
                    *(correction.row_id, correction.field, correction.old_value),
                    *(correction.new_value, correction.who, correction.when, correction.why),
                ]
            )
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - 1, 0))
        return file.read(1) in (b"\n", b"")


def today() -> str:
    return date.today().isoformat()


def column_of(table: str, field: str) -> Column | None:
    """The column, where it may be corrected."""
    return TABLES[table].column(field) if field in FIELDS.get(table, ()) else None


def cell_of(column: Column, text: str) -> Cell:
    """The text as a cell of this column. Raises ValueError, with a sentence, where it is none."""
    if not text:
        if column.required:
            raise ValueError("must not be empty")
        return () if column.type == "list" else None
    if column.name == "label" and text not in tuple(Label):
        raise ValueError(f"no label has the code {text}")
    if column.name == "areas":
        known = lexicon.load("areas").by_code
        if strange := [code for code in text.split(LIST_SEPARATOR) if code not in known]:
            raise ValueError(f"no area has the code {strange[0]}")
    return _cell(column.type, text)


def _cell(type_: str, text: str) -> Cell:
    try:
        match type_:
            case "list":
                return tuple(part.strip() for part in text.split(LIST_SEPARATOR))
            case "integer":
                return int(text)
            case "decimal":
                return _finite(Decimal(text))
            case "boolean":
                return {"true": True, "false": False}[text.lower()]
            case "date" if not _DATE.fullmatch(text):
                raise ValueError(text)
            case _:
                return text
    except (ValueError, KeyError, InvalidOperation) as error:
        raise ValueError(f"{text} is no {_SPOKEN[type_]}") from error


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise InvalidOperation
    return number


_SPOKEN = {
    "integer": "whole number",
    "decimal": "number with a decimal point",
    "boolean": "true or false",
    "date": "date like 2023-08-15, 2023-08 or 2023",
}
