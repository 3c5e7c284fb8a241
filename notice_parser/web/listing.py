"""A list of rows: page by page for people, whole for downloads."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO

from notice_parser.dataset.sharing import harmless
from notice_parser.web.database import Row, each

PER_PAGE = 50
MOST_ROWS = 50_000  # of a download
IN_MEMORY = 4 << 20  # bytes of a download; a larger one waits on the disk
Fetch = Callable[[int, int], Iterator[Row] | Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Listing:
    """`name` is that of the file when it is downloaded, `columns` those of its table.
    `fetch(limit, offset)` gives rows, always in the same order."""

    name: str
    columns: tuple[str, ...]
    total: int
    fetch: Fetch

    def page(self, number: int) -> tuple[Row, ...]:
        """The rows of one page, counted from 1."""
        return tuple(self.fetch(PER_PAGE, PER_PAGE * (number - 1)))

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def from_rows(name: str, columns: Sequence[str], found: Sequence[Row]) -> Listing:
    """The list of rows that are all there already."""
    return Listing(
        name, tuple(columns), len(found), lambda limit, offset: found[offset : offset + limit]
    )


def from_query(
    database: sqlite3.Connection,
    name: str,
    *,
    columns: Mapping[str, str],
    source: str,
    order: str,
    values: Mapping[str, object] | None = None,
) -> Listing:
    """The list that a query gives. `columns` maps names to expressions over `source`, which
    is what follows FROM; `order` has to be total. Values come as `:names`, never as text."""
    shown = ", ".join(f"{expression} AS {column}" for column, expression in columns.items())
    values = values or {}
    (total,) = database.execute(f"SELECT count(*) FROM (SELECT 1 FROM {source})", values).fetchone()
    query = f"SELECT {shown} FROM {source} ORDER BY {order} LIMIT :limit OFFSET :offset"

    def fetch(limit: int, offset: int) -> Iterator[Row]:
        return each(database, query, {**values, "limit": limit, "offset": offset})

    return Listing(name, tuple(columns), total, fetch)


def as_csv(listing: Listing) -> IO[bytes]:
    """The list as a CSV file to read from, with a byte order mark, by which Excel knows UTF-8."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115, read by the caller
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(listing.columns)
    for row in listing.fetch(MOST_ROWS, 0):
        writer.writerow([harmless(row[column]) for column in listing.columns])
    text.detach()
    file.seek(0)
    return file
