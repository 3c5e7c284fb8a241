"""From one version of a dataset to the next: what is handed on, and a new version made from the
tables of the old one alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from notice_parser.dataset.schema import TABLES, Row, restored

# Tables that a build continues instead of making them anew.
HANDED_ON = ("theme_registry",)


def handed_on(version: Path | None) -> Mapping[str, Iterator[Row]]:
    """The tables that the next version continues, from the folder of the version in force."""
    return {name: stored_rows(version, name) for name in HANDED_ON} if version else {}


def stored_rows(version: Path, name: str) -> Iterator[Row]:
    """The rows of a table of the version in this folder, with their types. None of a table
    that the program which wrote it did not know."""
    path = version / f"{name}.jsonl"
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line, parse_float=Decimal)
            yield {c.name: restored(c, told.get(c.name)) for c in TABLES[name].columns}
