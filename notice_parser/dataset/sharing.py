"""A dataset, or a part of it, in a form for others: CSV, XLSX, Parquet, JSON Lines, SQLite, Stata.

CSV and XLSX are opened in spreadsheets, where a text that begins with "=" would be run. In XLSX
every text is marked as text. CSV has no such mark: there an apostrophe is put before a text that
begins with "=", "+", "-", "@", a tab, a line break or an apostrophe, so that whoever takes one
leading apostrophe away from such a text has it exactly. All other forms hold texts as they are.
"""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Literal

from notice_parser.dataset.columnar import write_parquet, write_stata
from notice_parser.dataset.export import DATABASE, PACKAGE, Finish, as_json_line, export
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.package import describe
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import TABLES, Cell, Row, Table, as_text
from notice_parser.dataset.selecting import Read, select
from notice_parser.dataset.sheets import write_workbook
from notice_parser.dataset.tables import Tables
from notice_parser.errors import UsageError

Form = Literal["csv", "xlsx", "parquet", "jsonl", "sqlite", "stata"]
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
_ENDS = {"csv": ".csv", "parquet": ".parquet", "jsonl": ".jsonl", "stata": ".dta"}


def share(
    dataset: Path,
    target: Path,
    *,
    form: Form,
    tables: Sequence[str] = (),
    statement_ids: Collection[str] | None = None,
    links: str = "",
    finish: Finish | None = None,
) -> tuple[Path, ...]:
    """Writes the tables (all when none is named) and gives the files that were written.

    `target` is one file for XLSX and SQLite; for the other forms a folder, or a file when one
    table is named and `target` ends as files of the form do. `statement_ids` leaves only these
    statements, and what belongs to them. `links` is the folder or address under which the notices
    lie, for the links of XLSX; `finish` adds to the SQLite file.

    Raises UsageError where there is no dataset, for a table that there is not, for a target that
    is there already, and for a form whose library is not installed.
    """
    version = current(dataset)
    if version is None:
        raise UsageError(f"{dataset}: holds no dataset; make one with `notice-parser build`")
    if unknown := [name for name in tables if name not in TABLES]:
        raise UsageError(f"{unknown[0]}: no such table; there are {', '.join(TABLES)}")
    if target.exists():
        raise UsageError(f"{target}: is there already; name another file or folder")
    read: Read = partial(stored_rows, version)
    if statement_ids is not None:
        read = select(read, statement_ids)
    chosen = [TABLES[name] for name in TABLES if name in tables or not tables]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Beside the target, so that what is done can be moved there at once, or not at all.
        with tempfile.TemporaryDirectory(prefix=".export-", dir=target.parent) as folder:
            made = Path(folder) / target.name
            files = _written(made, form, chosen, read, links=links, finish=finish)
            made.rename(target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from error
    return tuple(target / file.relative_to(made) for file in files)


def _written(
    target: Path,
    form: Form,
    tables: Sequence[Table],
    read: Read,
    *,
    links: str,
    finish: Finish | None,
) -> tuple[Path, ...]:
    if form == "xlsx":
        write_workbook(target, tables, read, links=links)
        return (target,)
    if form == "sqlite":
        _write_database(target, tables, read, finish)
        return (target,)
    write, end = _WRITERS[form], _ENDS[form]
    if target.suffix == end and len(tables) == 1:
        write(target, tables[0], read(tables[0].name))
        return (target,)
    target.mkdir()
    files = [target / f"{table.name}{end}" for table in tables]
    for file, table in zip(files, tables, strict=True):
        write(file, table, read(table.name))
    if form == "csv":
        files.append(_write_package(target, tables))
    return tuple(files)


def _write_csv(target: Path, table: Table, rows: Iterable[Row]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        for row in rows:
            writer.writerow([harmless(row[column.name]) for column in table.columns])


def harmless(cell: Cell) -> str:
    """The cell for a CSV file that a spreadsheet may open: no text is a formula."""
    text = as_text(cell)
    is_text = isinstance(cell, str | tuple)
    return f"'{text}" if is_text and text.startswith(_DANGEROUS) else text


def _write_package(folder: Path, tables: Sequence[Table]) -> Path:
    """Describes the CSV files that are there; a reference to one that is not is left out."""
    names = {table.name for table in tables}
    told = describe()
    told["resources"] = [r for r in told["resources"] if r["name"] in names]
    for resource in told["resources"]:
        keys = resource["schema"]["foreignKeys"]
        resource["schema"]["foreignKeys"] = [
            key for key in keys if key["reference"]["resource"] in names
        ]
    path = folder / PACKAGE
    path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _write_json(target: Path, table: Table, rows: Iterable[Row]) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(as_json_line(table, row) for row in rows)


def _write_database(
    target: Path, tables: Sequence[Table], read: Read, finish: Finish | None
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Tables(folder / "rows") as found:
            for table in tables:
                found.add(table.name, read(table.name))
            (folder / "files").mkdir()
            export(found, folder / "files", finish=finish)
        shutil.move(folder / "files" / DATABASE, target)


_WRITERS: Mapping[str, Callable[[Path, Table, Iterable[Row]], None]] = {
    "csv": _write_csv,
    "jsonl": _write_json,
    "parquet": write_parquet,
    "stata": write_stata,
}
