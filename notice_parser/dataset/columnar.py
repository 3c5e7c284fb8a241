"""Tables for statisticians: Parquet and Stata.

Parquet holds true lists, exact decimals and true booleans, and with each column its description.
Stata knows texts, numbers and labels of at most 80 characters: lists are joined with "|",
booleans are 1 and 0, decimals have 15 digits.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from notice_parser.dataset.schema import Cell, Column, Row, Table, as_text
from notice_parser.errors import UsageError

_BATCH = 20_000
_LONGEST_LABEL = 80
# Stata writes an hour into its files; with one of its own the same rows give the same bytes.
_NO_HOUR = datetime(2000, 1, 1)


def write_parquet(target: Path, table: Table, rows: Iterable[Row]) -> None:
    """Raises UsageError when pyarrow is not installed."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError('Parquet needs pyarrow: pip install "notice-parser[share]"') from error
    types = {
        "text": arrow.string(),
        "date": arrow.string(),
        "list": arrow.list_(arrow.string()),
        "integer": arrow.int64(),
        "boolean": arrow.bool_(),
        "decimal": arrow.decimal128(38, 10),
    }
    schema = arrow.schema(
        [
            arrow.field(
                column.name, types[column.type], metadata={"vi": column.vi, "en": column.en}
            )
            for column in table.columns
        ],
        metadata={"vi": table.vi, "en": table.en},
    )
    with parquet.ParquetWriter(target, schema) as writer:
        for batch in _batches(rows):
            columns = [[_arrow(row[c.name]) for row in batch] for c in table.columns]
            writer.write_table(arrow.table(columns, schema=schema))


def _batches(rows: Iterable[Row]) -> Iterator[Sequence[Row]]:
    left = iter(rows)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _arrow(cell: Cell) -> Any:
    return list(cell) if isinstance(cell, tuple) else cell


def write_stata(target: Path, table: Table, rows: Iterable[Row]) -> None:
    """Raises UsageError when pandas is not installed, or a table has no rows for Stata."""
    try:
        import pandas
    except ImportError as error:
        raise UsageError(
            'Stata files need pandas: pip install "notice-parser[analysis]"'
        ) from error
    whole = list(rows)
    frame = pandas.DataFrame(
        {
            column.name: _stata(column, [row[column.name] for row in whole])
            for column in table.columns
        }
    )
    texts = [column.name for column in table.columns if column.type in _TEXTS]
    frame.to_stata(
        target,
        write_index=False,
        version=118,
        time_stamp=_NO_HOUR,
        data_label=table.en[:_LONGEST_LABEL],
        variable_labels=_labels(table.columns),
        convert_strl=[name for name in texts if frame[name].str.len().max() > 0],
    )


_TEXTS = frozenset({"text", "date", "list"})


def _stata(column: Column, cells: Sequence[Cell]) -> Any:
    import pandas

    if column.type in _TEXTS:
        return pandas.Series([as_text(cell) for cell in cells], dtype=object)
    return pandas.Series([_number(cell) for cell in cells], dtype="float64")


def _number(cell: Cell) -> float | None:
    return float(cell) if isinstance(cell, int | Decimal) else None


def _labels(columns: Sequence[Column]) -> dict[Hashable, str]:
    return {column.name: column.vi[:_LONGEST_LABEL] for column in columns}
