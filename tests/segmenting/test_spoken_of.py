"""Which of a district and five of its communes a sentence is about, by its own words."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from notice_parser.model import Notice, Statement
from notice_parser.parsing import parse
from notice_parser.reading import read_bytes

TABLE = tomllib.loads((Path(__file__).parents[1] / "cases/spoken_of.toml").read_text("utf-8"))
CASES = TABLE["case"]


def read_said(said: str) -> Notice:
    text = TABLE["notice"].replace("{said}", said.strip())
    return parse(read_bytes(text.encode(), name="case.txt"))


def about(notice: Notice, statement: Statement) -> str:
    """Without "UBND": "xã Song An|xã Tự Tân"."""
    chosen = (unit for unit in notice.units if unit.unit_id in statement.unit_ids)
    return "|".join(sorted(unit.name.removeprefix("UBND ") for unit in chosen))


def is_guess(statement: Statement) -> bool:
    return statement.confidence < 0.7 and any("a guess" in why for why in statement.evidence)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"].strip()[:60])
def test_whom_the_last_statement_is_about(case: dict[str, Any]) -> None:
    notice = read_said(case["said"])
    statement = next(s for s in reversed(notice.statements) if s.label == "han-che")
    assert about(notice, statement) == case["about"]
    assert is_guess(statement) == case.get("guess", False)


def test_a_paragraph_behind_one_that_a_name_runs_into_may_be_about_another() -> None:
    """ "Xã Minh Quang: …" / "Máy quét hỏng …" says that it is not sure."""
    notice = read_said("Xã Minh Quang: chữ ký số hết hạn chưa gia hạn.\nMáy quét hỏng từ năm 2020.")
    named, behind = (s for s in notice.statements if s.label == "han-che")
    assert about(notice, named) == about(notice, behind) == "xã Minh Quang"
    assert behind.confidence <= 0.7 < named.confidence
