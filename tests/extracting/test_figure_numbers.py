"""Numbers in digits and in words; babel as a second opinion on Vietnamese formats."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.extracting.number_words import find_spoken_rates, is_number_words
from notice_parser.extracting.numbers import find_numerals, read_numeral

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "numbers.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']}")
def test_a_number_in_digits(case: dict[str, Any]) -> None:
    found = read_numeral(
        case["text"], whole=case.get("whole", False), small=case.get("small", False)
    )
    if "value" not in case:
        assert found is None
        return
    assert found is not None
    assert found.value == Decimal(case["value"])
    assert list(found.warnings) == case.get("warnings", [])


@given(st.decimals(0, 10**12, places=2, allow_nan=False))
def test_what_babel_writes_for_vietnamese_is_read_back(value: Decimal) -> None:
    numbers = pytest.importorskip("babel.numbers")
    written = numbers.format_decimal(value, locale="vi_VN", decimal_quantization=False)
    found = read_numeral(written)
    assert found is not None
    assert found.value == value
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("line", "numerals"),
    [
        ("đạt 97,83%, còn 1.234 hồ sơ.", ["97,83", "1.234"]),
        ("năm 2023.", ["2023"]),
        ("Covid-19 và B2, m2", []),
        ("1 234 567 đồng", ["1 234 567"]),
        ("0912 345 678", ["0912", "345 678"]),
        ("năm 2022 120 hồ sơ", ["2022", "120"]),
        ("22ha, 7h15", ["22", "7"]),
    ],
)
def test_numerals_of_a_line(line: str, numerals: list[str]) -> None:
    found = list(find_numerals(line))
    assert [numeral.text for numeral in found] == numerals
    assert all(line[n.start : n.end] == n.text for n in found)


@pytest.mark.parametrize(
    ("key", "value", "denominator"),
    [
        ("ba mươi phần trăm", "30", None),
        ("chín mươi lăm phần trăm", "95", None),
        ("hai mươi mốt phần trăm", "21", None),
        ("một trăm phần trăm", "100", None),
        ("một trăm linh năm phần trăm", "105", None),
        ("tám mươi hai phẩy năm phần trăm", "82.5", None),
        ("mười phần trăm", "10", None),
        ("năm phần trăm", "5", None),
        ("một phần ba số xã", "1", "3"),
        ("hai phần ba tổng số hồ sơ", "2", "3"),
        ("một phần tư.", "1", "4"),
    ],
)
def test_rates_in_words(key: str, value: str, denominator: str | None) -> None:
    (rate,) = find_spoken_rates(key)
    assert rate.value == Decimal(value)
    assert rate.denominator == (Decimal(denominator) if denominator else None)


@pytest.mark.parametrize(
    "key",
    [
        "một phần tư liệu đã mất",
        "một phần năm 2022",
        "một phần do thiếu người",
        "ba ba phần trăm",
        "hai xã",
        "ba phần hai số xã",
        "phần trăm",
    ],
)
def test_words_that_are_no_rate(key: str) -> None:
    assert list(find_spoken_rates(key)) == []


def test_a_number_said_again_in_words() -> None:
    assert is_number_words("hai mươi ba")
    assert not is_number_words("hai hồ sơ")
