"""A new version of a dataset from the tables of the one in force: nothing is parsed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from notice_parser.dataset import publish
from notice_parser.dataset.export import Finish
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.schema import TABLES
from notice_parser.dataset.tables import Tables
from notice_parser.dataset.workshop import Derive, finished, workshop
from notice_parser.errors import UsageError


def renew(
    dataset: Path,
    *,
    derive: Derive,
    finish: Finish | None = None,
    first: Callable[[], None] | None = None,
) -> bool:
    """Makes the derived tables anew. False when they are the same as before. `first` is done
    when all is made and nothing is published yet.

    Raises UsageError where there is no dataset, and while another process builds it.
    """
    with tables_in_force(dataset) as tables:
        staged = finished(tables, dataset, derive=derive, finish=finish)
        if first:
            first()
        return publish.publish(dataset, staged)


@contextmanager
def tables_in_force(dataset: Path) -> Iterator[Tables]:
    """The rows of the version in force, while no other process builds the dataset."""
    if publish.current(dataset) is None:
        raise UsageError(f"{dataset}: holds no dataset; make one with `notice-parser build`")
    with workshop(dataset) as work, Tables(work / "scratch" / "rows.sqlite") as tables:
        version = publish.current(dataset)
        if version:
            for name in TABLES:
                tables.add(name, stored_rows(version, name))
        yield tables
