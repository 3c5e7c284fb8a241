"""Markers at the start of a paragraph."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.markers import Reading, read_marker

CASES = tomllib.loads((Path(__file__).parent / "cases/markers.toml").read_text(encoding="utf-8"))[
    "case"
]


def shown(reading: Reading) -> str:
    return " ".join([reading.scheme, *map(str, reading.ordinals)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_marker(case: dict[str, Any]) -> None:
    text = case["text"]
    marker = read_marker(text, 0, len(text))
    if "marker" not in case:
        assert marker is None
        return
    assert marker is not None
    assert (marker.text, text[marker.end :]) == (case["marker"], case["rest"])
    assert {shown(reading) for reading in marker.readings} == set(case["readings"])


@pytest.mark.parametrize("text", ["- Một", "12) Một", "Phần thứ hai. Một", "Một hai"])
def test_a_marker_is_read_wherever_the_paragraph_stands(text: str) -> None:
    before = "1. dòng trên\n"
    here = read_marker(text, 0, len(text))
    there = read_marker(before + text + "\n- dòng dưới", len(before), len(before) + len(text))
    if here is None:
        assert there is None
    else:
        assert there == replace(here, end=here.end + len(before))


def test_a_bullet_has_no_number() -> None:
    bullet, number = read_marker("- Một", 0, 5), read_marker("2. Một", 0, 6)
    assert bullet is not None
    assert number is not None
    assert bullet.bullet
    assert not number.bullet
    assert bullet.readings[0].follows_none
    assert not number.readings[0].follows_none
    assert Reading("1.1", (2, 1)).follows_none


@given(st.text(st.sampled_from("IVXLCivx123.)(/-+•* aàĐđPhầnMục\u00a0"), max_size=30))
def test_a_marker_stays_in_its_paragraph(text: str) -> None:
    marker = read_marker(text, 0, len(text))
    if marker is not None:
        assert 0 < marker.end <= len(text)
        assert text[: marker.end].strip() == marker.text
        assert marker.readings
