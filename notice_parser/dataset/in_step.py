"""What follows from a correction elsewhere: problems and coverage repeat what statements say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set

from notice_parser.dataset.schema import Cell, Row
from notice_parser.dataset.tables import Tables
from notice_parser.model import Label


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
    _recount(tables, {row["notice_id"] for row in corrected.values()})


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


def _recount(tables: Tables, notices: Set[Cell]) -> None:
    """The limitations of each area of each body of these notices, counted anew; an area that a
    statement shows by now was inspected."""
    faults: Counter[tuple[Cell, str, str]] = Counter()
    shown: dict[tuple[Cell, str, str], Cell] = {}
    for row in tables.rows("statements", by=["notice_id", "ordinal"]):
        if row["notice_id"] in notices:
            for unit_id in _items(row["unit_id"]):
                for area in _items(row["areas"]) or ("",):
                    key = (row["notice_id"], unit_id, area)
                    faults[key] += row["label"] == Label.LIMITATION
                    shown.setdefault(key, row["statement_id"])
    known = list(tables.rows("coverage"))
    counted = [
        {**row, "limitations": faults[_key(row)], "statement_id": shown.get(_key(row))}
        if row["notice_id"] in notices
        else row
        for row in known
    ]
    there = {_key(row) for row in known}
    counted += [
        {
            **dict(zip(("notice_id", "unit_id", "area"), key, strict=True)),
            "inspected": True,
            "declared_none": False,
            "limitations": faults[key],
            "statement_id": statement_id,
        }
        for key, statement_id in shown.items()
        if key not in there
    ]
    tables.replace("coverage", counted)


def _key(row: Row) -> tuple[Cell, str, str]:
    return row["notice_id"], str(row["unit_id"]), str(row["area"] or "")


def _items(cell: Cell) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()
