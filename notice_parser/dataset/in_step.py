"""What follows from a correction elsewhere: problems and coverage repeat what statements say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from notice_parser.dataset.schema import Cell, Row
from notice_parser.dataset.tables import Tables
from notice_parser.model import Label

# Notice, body and area, as rows of coverage are told apart.
Key = tuple[Cell, str, str]

_FINDINGS = (Label.STRENGTH, Label.LIMITATION)


def keep_in_step(tables: Tables, *, statements: Set[str], notices: Set[str]) -> None:
    """Brings problems and coverage in step with corrected statements and notices, by their ids."""
    years = {row["notice_id"]: row["inspection_year"] for row in tables.rows("notices")}
    corrected = {
        str(row["statement_id"]): row
        for row in tables.rows("statements")
        if row["statement_id"] in statements
    }
    problems = list(_problems(tables.rows("problems"), corrected, years, notices))
    told = {row["statement_id"] for row in problems}
    problems += [
        _problem(row, years)
        for statement_id, row in corrected.items()
        if row["label"] == Label.LIMITATION and statement_id not in told
    ]
    tables.replace("problems", problems)
    _recount(tables, corrected)


def _problems(
    rows: Iterable[Row],
    statements: Mapping[str, Row],
    years: Mapping[Cell, Cell],
    notices: Set[str],
) -> Iterator[Row]:
    """Without those of a statement that a person found to be something else."""
    for row in rows:
        statement = statements.get(str(row["statement_id"]))
        if statement and _relabelled(statement):
            continue
        if statement:
            row = {**row, "unit_id": statement["unit_id"], "areas": statement["areas"]}
        if row["notice_id"] in notices:
            row = {**row, "year": years[row["notice_id"]]}
        yield row


def _relabelled(statement: Row) -> bool:
    return "label" in _items(statement["corrected"]) and statement["label"] != Label.LIMITATION


def _problem(statement: Row, years: Mapping[Cell, Cell]) -> Row:
    """A statement that a person found to be a limitation, as one problem."""
    same = ("statement_id", "notice_id", "unit_id", "areas", "text", "char_start", "char_end")
    return {
        **{name: statement[name] for name in (*same, "remedied", "page")},
        "problem_id": f"p-{statement['statement_id']}",
        "year": years[statement["notice_id"]],
    }


def _recount(tables: Tables, corrected: Mapping[str, Row]) -> None:
    """The limitations of each area of each body of these notices, counted anew. An area that a
    corrected finding shows was inspected."""
    notices = {row["notice_id"] for row in corrected.values()}
    faults: Counter[Key] = Counter()
    for row in tables.rows("statements"):
        if row["notice_id"] in notices and row["label"] == Label.LIMITATION:
            faults.update(_places(row))
    coverage = [
        {**row, "limitations": faults[_key(row)]} if row["notice_id"] in notices else row
        for row in tables.rows("coverage")
    ]
    there = {_key(row) for row in coverage}
    shown = {
        key: statement_id
        for statement_id, row in reversed(list(corrected.items()))
        if row["label"] in _FINDINGS
        for key in _places(row)
        if key not in there
    }
    coverage += [_newly_shown(key, faults[key], shown[key]) for key in shown]
    tables.replace("coverage", coverage)


def _places(statement: Row) -> Iterator[Key]:
    for unit_id in _items(statement["unit_id"]):
        for area in _items(statement["areas"]) or ("",):
            yield statement["notice_id"], unit_id, area


def _newly_shown(key: Key, limitations: int, statement_id: str) -> Row:
    notice_id, unit_id, area = key
    return {
        "notice_id": notice_id,
        "unit_id": unit_id,
        "area": area,
        "inspected": True,
        "declared_none": False,
        "limitations": limitations,
        "statement_id": statement_id,
    }


def _key(row: Row) -> Key:
    return row["notice_id"], str(row["unit_id"]), str(row["area"] or "")


def _items(cell: Cell) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()
