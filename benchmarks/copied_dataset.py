"""Makes a dataset of many statements out of a small one, to measure what depends on size.

    python benchmarks/copied_dataset.py DATASET TARGET [--statements 100000]

Each copied notice has a year of its own; each statement other numbers, and half of them end
with the tail of another statement of the same label. The same arguments give the same dataset.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import regex

from notice_parser.dataset.database import open_database
from notice_parser.dataset.export import export
from notice_parser.dataset.publish import WORK, publish
from notice_parser.dataset.schema import LIST_SEPARATOR, TABLES, Row
from notice_parser.dataset.tables import Tables
from notice_parser.search.index import add_index

_NUMBER = regex.compile(r"\d+")
_TAIL = regex.compile(r"[;,] (?=\p{Ll})")
_COPIED = (
    *("notices", "statements", "problems", "figures", "citations"),
    *("coverage", "remainders", "pages", "lines"),
)
_IDS = ("notice_id", "statement_id", "problem_id", "figure_id", "citation_id", "remainder_id")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset")
    parser.add_argument("target")
    parser.add_argument("--statements", type=int, default=100_000)
    arguments = parser.parse_args()
    copies = copy_dataset(
        Path(arguments.dataset), Path(arguments.target), statements=arguments.statements
    )
    print(f"{copies} copies of each notice in {arguments.target}")


def copy_dataset(dataset: Path, target: Path, *, statements: int) -> int:
    """Writes the dataset and gives the number of copies of each notice in it."""
    small = rows_of(dataset)
    copies = -(-statements // len(small["statements"]))
    (target / WORK).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        with Tables(Path(scratch) / "rows") as tables:
            for name in ("files", "units", "legal_documents", "themes", "recurrence"):
                tables.add(name, small[name])
            chance = random.Random(7)
            tails = tails_of(small["statements"])
            for number in range(copies):
                for name in _COPIED:
                    tables.add(name, copied(small[name], number, chance, tails))
            staged = target / WORK / "staged"
            staged.mkdir(exist_ok=True)
            export(tables, staged, finish=add_index)
        publish(target, staged)
    return copies


def rows_of(dataset: Path) -> dict[str, list[Row]]:
    database = open_database(dataset)
    found: dict[str, list[Row]] = {}
    for name, table in TABLES.items():
        cursor = database.execute(f'SELECT * FROM "{name}"')
        lists = [column.type == "list" for column in table.columns]
        columns = [column.name for column in table.columns]
        found[name] = [
            {
                column: tuple((value or "").split(LIST_SEPARATOR))
                if is_list and value
                else (() if is_list else value)
                for column, is_list, value in zip(columns, lists, row, strict=True)
            }
            for row in cursor
        ]
    return found


def tails_of(statements: list[Row]) -> dict[str, list[str]]:
    tails: dict[str, list[str]] = {}
    for row in statements:
        parts = _TAIL.split(str(row["text"]))
        if len(parts) > 1:
            tails.setdefault(str(row["label"]), []).append(parts[-1])
    return tails


def copied(
    rows: list[Row], number: int, chance: random.Random, tails: dict[str, list[str]]
) -> Iterator[Row]:
    for row in rows:
        new = dict(row)
        for key in _IDS:
            if new.get(key):
                new[key] = f"{new[key]}.{number:03}"
        if "inspection_year" in new:
            new["inspection_year"] = 2010 + number % 16
        if "tied_to" in new:
            new["tied_to"] = tuple(f"{one}.{number:03}" for one in new["tied_to"])
        if "ordinal" in new:
            text = _NUMBER.sub(lambda match: str(chance.randint(1, 999)), str(new["text"]))
            if chance.random() < 0.5:
                text = f"{text.rstrip('.')}; {chance.choice(tails[str(new['label'])])}"
            new["text"] = text
        yield new


if __name__ == "__main__":
    main()
