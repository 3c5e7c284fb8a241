"""The dataset's SQLite file, opened for reading only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from notice_parser.dataset.export import DATABASE
from notice_parser.dataset.publish import current
from notice_parser.errors import UsageError


def open_database(path: str | Path) -> sqlite3.Connection:
    """The database of the dataset in the folder `path`. It stays the same version even when
    a build replaces the dataset meanwhile.

    Raises UsageError when `path` holds no dataset.
    """
    folder = current(Path(path))
    if folder is None or not (folder / DATABASE).is_file():
        raise UsageError(f"{path}: holds no dataset; make one with `notice-parser build`")
    uri = (folder / DATABASE).absolute().as_uri()
    return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
