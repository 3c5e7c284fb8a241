"""A dataset as pandas data frames, each read when it is first asked for."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notice_parser.dataset.database import open_database
from notice_parser.dataset.schema import LIST_SEPARATOR, TABLES, Table
from notice_parser.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

_DTYPES = {
    "text": "string",
    "date": "string",  # may be partial ("2023-08")
    "integer": "Int64",
    "boolean": "boolean",
    "decimal": "float64",
}


class Dataset:
    """One version of a dataset: `dataset.statements`, `dataset.notices`, … are data frames.

    Unknown is NA. Lists are Python lists, dates are text, since they may be partial, and
    decimals are floats (97.83 prints as 97.83; all digits of longer ones are in the CSV).
    A build that runs meanwhile does not show: open the dataset again for the new version.
    `close` it, or use it in a `with` statement, where open files matter.
    """

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._frame = cache(self._read)

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(f"a dataset has no table {name!r}; it has {', '.join(TABLES)}")
        return self._frame(name)

    def __enter__(self) -> Dataset:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *TABLES]

    def __repr__(self) -> str:
        return f"Dataset({str(self.folder)!r})"

    def _read(self, name: str) -> pd.DataFrame:
        pd = _pandas()
        table = TABLES[name]
        names = [column.name for column in table.columns]
        found = self._connection.execute(
            f'SELECT {", ".join(names)} FROM "{name}" ORDER BY rowid'
        ).fetchall()
        return _typed(pd.DataFrame(found, columns=names, dtype=object), table)


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    for column in table.columns:
        if column.type == "list":
            frame[column.name] = [
                text.split(LIST_SEPARATOR) if text else [] for text in frame[column.name]
            ]
    return frame.astype(
        {column.name: _DTYPES[column.type] for column in table.columns if column.type in _DTYPES}
    )


def open_dataset(path: str | Path) -> Dataset:
    """The dataset that `build` wrote to the folder `path`.

    Raises UsageError when pandas is not installed or `path` holds no dataset.
    """
    _pandas()
    return Dataset(Path(path), open_database(path))


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            'data frames need pandas: pip install "notice-parser[analysis]"'
        ) from error
    return pandas
