"""Decisions on the themes of a dataset: an edit put in, a re-clustering looked at or accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from notice_parser.dataset.export import Finish
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.dataset.renew import renew, tables_in_force
from notice_parser.dataset.schema import Row
from notice_parser.dataset.tables import Tables
from notice_parser.themes import Derived, derive_edited, proposed
from notice_parser.themes.edits import EDITS, edits_text, read_edits, with_edit, write_edits
from notice_parser.themes.proposal import Proposal


def decide(
    dataset: Path, values: Mapping[str, str | Sequence[str]], *, finish: Finish
) -> tuple[Row, ...]:
    """Adds an edit to theme_edits.toml and makes the tables anew; what the log got for it.

    All is made before anything is written: an edit that names what is not there is refused with
    UsageError and leaves no trace. `finish` adds to the SQLite file.
    """
    path = dataset / EDITS
    text = with_edit(edits_text(path), values)
    edits = read_edits(text, path)

    def derive(tables: Tables, folder: Path) -> Derived:
        return derive_edited(tables, folder, edits)

    renew(dataset, derive=derive, finish=finish, first=lambda: write_edits(path, text))
    return _decided(dataset, edits[-1].code)


def look(dataset: Path) -> Proposal:
    """What a full re-clustering of this dataset would change. Nothing is written."""
    with tables_in_force(dataset) as tables:
        return proposed(tables, dataset)


def accept(dataset: Path, code: str, *, finish: Finish) -> tuple[Row, ...]:
    """Makes the changes of the proposal of this code; what the log got for it.

    Raises UsageError when `look` would show another one now.
    """
    path = dataset / EDITS
    edits = read_edits(edits_text(path), path)

    def derive(tables: Tables, folder: Path) -> Derived:
        return derive_edited(tables, folder, edits, accept=code)

    renew(dataset, derive=derive, finish=finish)
    return _decided(dataset, code)


def _decided(dataset: Path, code: str) -> tuple[Row, ...]:
    version = current(dataset)
    rows = stored_rows(version, "theme_registry") if version else ()
    return tuple(row for row in rows if row["decided_by"] == code)
