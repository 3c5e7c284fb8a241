"""Lists: page by page, and not without end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from notice_parser.web.database import Row
from notice_parser.web.listing import MOST_ROWS, PER_PAGE, Listing, as_csv, from_query, from_rows


def test_a_download_has_a_most_of_rows() -> None:
    def fetch(limit: int, offset: int) -> Iterator[Row]:
        return ({"n": number} for number in range(offset, offset + limit))

    with as_csv(Listing("numbers", ("n",), 10**9, fetch)) as file:
        assert sum(1 for _ in file) == MOST_ROWS + 1


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (PER_PAGE, 1), (PER_PAGE + 1, 2)])
def test_pages(total: int, pages: int) -> None:
    listing = from_rows("numbers", ("n",), [{"n": number} for number in range(total)])
    assert listing.pages == pages
    shown = [row["n"] for page in range(1, pages + 1) for row in listing.page(page)]
    assert shown == list(range(total))


def test_values_of_a_query_are_bound() -> None:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE t (a TEXT)")
    database.executemany("INSERT INTO t VALUES (?)", [("x' OR '1'='1",), ("y",)])
    listing = from_query(
        database,
        "t",
        columns={"a": "a"},
        source="t WHERE a = :a",
        order="a",
        values={"a": "x' OR '1'='1"},
    )
    assert (listing.total, listing.page(1)) == (1, ({"a": "x' OR '1'='1"},))
