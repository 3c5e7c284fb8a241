"""Where a version of a dataset is made: locked, swept, and left to nobody's eyes until it is
published."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from notice_parser.dataset import publish
from notice_parser.dataset.export import NAMES, Finish, export
from notice_parser.dataset.lock import only_one
from notice_parser.dataset.schema import Row
from notice_parser.dataset.tables import Tables
from notice_parser.errors import UsageError

# From the tables of all notices, and the folder of the dataset, rows of further tables.
Derive = Callable[[Tables, Path], Mapping[str, Iterable[Row]]]


@contextmanager
def workshop(dataset: Path) -> Iterator[Path]:
    """The folder in which the dataset is made, locked, and swept of what a kill left."""
    publish.check_folder(dataset, NAMES)
    work = dataset / publish.WORK
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{dataset}: cannot be written ({error.strerror})") from error
    with only_one(work / "lock", what=str(dataset)):
        _sweep(work)
        yield work
        _sweep(work)


def _sweep(work: Path) -> None:
    """Empties the folders in which a build writes."""
    for folder in (work / "staged", work / "scratch"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()


def finished(
    tables: Tables, dataset: Path, *, derive: Derive | None, finish: Finish | None
) -> Path:
    """The folder with the files of a version, made from the tables of all notices."""
    if derive:
        for name, derived in derive(tables, dataset).items():
            tables.replace(name, derived)
    staged = dataset / publish.WORK / "staged"
    export(tables, staged, finish=finish)
    return staged
