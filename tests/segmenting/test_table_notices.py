"""Tables of findings in miniature: what each column, row and cell says."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from notice_parser.model import Notice
from notice_parser.parsing import parse
from notice_parser.reading import read_bytes

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/tables.toml").read_text("utf-8"))["case"]


def read_case(case: dict[str, Any]) -> Notice:
    return parse(read_bytes(case["text"].encode(), name="case.txt"))


def unit_names(notice: Notice, unit_ids: tuple[str, ...]) -> str:
    return "|".join(unit.name for unit in notice.units if unit.unit_id in unit_ids)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_statements(case: dict[str, Any]) -> None:
    notice = read_case(case)
    anywhere = {expected[3] for expected in case["expect"] if expected[1] == "*"}
    found = [
        [
            unit_names(notice, s.unit_ids),
            "*" if s.text in anywhere else "|".join(s.areas),
            str(s.label),
            s.text,
        ]
        for s in notice.statements
    ]
    assert sorted(found) == sorted(case["expect"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_declared_none(case: dict[str, Any]) -> None:
    notice = read_case(case)
    declared = [
        [unit_names(notice, (row.unit_id,)), row.area] for row in notice.coverage if row.declared
    ]
    assert declared == case.get("none", [])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_no_statement_is_a_heading_or_a_remainder(case: dict[str, Any]) -> None:
    notice = read_case(case)
    kept = [*notice.headings, *notice.remainders]
    for words in case.get("silent", []):
        assert any(words in quote.text for quote in kept), words


@pytest.mark.parametrize(
    "case", [c for c in CASES if "remedied" in c], ids=lambda case: case["name"]
)
def test_notes_beside_limitations_tell_that_they_were_put_right(case: dict[str, Any]) -> None:
    assert [s.text for s in read_case(case).statements if s.remedied] == case["remedied"]


@pytest.mark.parametrize("case", [c for c in CASES if "due" in c], ids=lambda case: case["name"])
def test_requests_have_the_day_of_the_column_of_deadlines(case: dict[str, Any]) -> None:
    notice = read_case(case)
    due = {s.text: (s.deadline.due if s.deadline else "", s.deadline) for s in notice.statements}
    for request, day in case["due"]:
        assert due[request][0] == day
        quote = due[request][1]
        assert quote is None or notice.document.text[quote.start : quote.end] == quote.text
