"""Bodies named in headings and titles."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.segmenting.units import find_units

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/units.toml").read_text(encoding="utf-8"))[
    "case"
]
WORDS = [
    *("UBND", "Ủy ban nhân dân", "xã", "các xã", "huyện", "TP.", "thị trấn", "Sở", "Phòng"),
    *("An Hòa", "BA TRI", "K'Nớ", "5", "và", ",", "thuộc", "tỉnh Bến Tre", "năm 2023", ":", "tại"),
    *("Nội vụ", "kiểm tra", "Thanh tra tỉnh", "\n"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_units(case: dict[str, Any]) -> None:
    found = find_units(case["text"])
    assert [[u.name, u.level, u.kind, u.district, u.province] for u in found] == case["units"]
    assert all(unit.named != case.get("unnamed", False) for unit in found)


def test_the_district_of_several_communes_is_no_inspected_body() -> None:
    (unit,) = find_units("05 xã thuộc huyện Con Cuông")
    assert (unit.name, unit.container) == ("UBND huyện Con Cuông", True)
    assert not find_units("UBND huyện Con Cuông")[0].container


def test_only_the_given_part_is_searched() -> None:
    text = "UBND xã An Hòa và UBND xã Phú Lợi"
    assert [u.text for u in find_units(text, start=15)] == ["UBND xã Phú Lợi"]
    assert [u.text for u in find_units(text, end=14)] == ["UBND xã An Hòa"]


@given(st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join))
def test_units_quote_the_text_and_stand_apart(text: str) -> None:
    found = find_units(text)
    assert all(text[u.start : u.end] == u.text and u.name for u in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
