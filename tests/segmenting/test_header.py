"""What a notice says of itself: number, date, title, unit, signer."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from notice_parser.model import Header
from notice_parser.reading import read_bytes
from notice_parser.segmenting import segment

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases/headers.toml").read_text(encoding="utf-8")
)["case"]
FIELDS = [
    pytest.param(
        case["text"],
        field,
        value,
        id=f"{case['name']}: {field}",
    )
    for case in CASES
    for field, value in case.items()
    if field not in ("name", "text")
]


def header(text: str) -> Header:
    return segment(read_bytes(text.encode(), name="case.txt")).header


@pytest.mark.parametrize(("text", "field", "expected"), FIELDS)
def test_field(text: str, field: str, expected: Any) -> None:
    found = getattr(header(text), field)
    assert (list(found) if isinstance(expected, list) else found) == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_field_is_quoted(case: dict[str, Any]) -> None:
    found = header(case["text"])
    document = read_bytes(case["text"].encode(), name="case.txt")
    for _, quote in found.quotes:
        assert document.text[quote.start : quote.end] == quote.text
    quoted = " ".join(quote.text for _, quote in found.quotes)
    for field in ("number", "place", "title", "signer", "signer_title"):
        assert getattr(found, field) in quoted


def test_no_year_is_not_a_guess() -> None:
    text = "THÔNG BÁO\nKết luận kiểm tra tại UBND xã An Hòa\na) Ưu điểm: Rà soát văn bản."
    assert header(text).inspection_year is None
