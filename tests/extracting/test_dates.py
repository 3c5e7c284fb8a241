"""Dates as offices write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.extracting.dates import date_at, find_dates


@pytest.mark.parametrize(
    ("text", "quote", "iso"),
    [
        ("Kế hoạch ngày 13/01/2023 của tỉnh", "ngày 13/01/2023", "2023-01-13"),
        ("ngày 11/5/2023", "ngày 11/5/2023", "2023-05-11"),
        ("hết hiệu lực từ 01-12-2022.", "01-12-2022", "2022-12-01"),
        ("ngày 12.8.2021", "ngày 12.8.2021", "2021-08-12"),
        ("ngày 12 tháng 8 năm 2021", "ngày 12 tháng 8 năm 2021", "2021-08-12"),
        ("Đồng Tháp, ngày tháng 8 năm 2023", "ngày tháng 8 năm 2023", "2023-08"),
        ("ngày    tháng 8 năm 2023", "ngày    tháng 8 năm 2023", "2023-08"),
        ("trong tháng 8/2023", "tháng 8/2023", "2023-08"),
        ("tháng 8 năm 2023", "tháng 8 năm 2023", "2023-08"),
        ("công tác CCHC năm 2023", "năm 2023", "2023"),
        ("ngày 31/02/2023", "ngày 31/02/2023", ""),
    ],
)
def test_a_date(text: str, quote: str, iso: str) -> None:
    (date,) = find_dates(text)
    assert (date.text, date.iso) == (quote, iso)
    assert text[date.start : date.end] == quote


@pytest.mark.parametrize(
    "text",
    [
        "15/17 xã",
        "17/9",
        "61/2018/NĐ-CP",
        "giai đoạn 2021 - 2030",
        "số 12/3",
        "năm 20231",
        "05/2021/TT-BNV",
    ],
)
def test_no_date(text: str) -> None:
    assert list(find_dates(text)) == []


def test_a_date_at_its_place_only() -> None:
    text = "ngày 5/6/2023"
    assert date_at(text, 0) is not None
    assert date_at(text, 2) is None


@given(st.text("0123456789/.- ngàythánm", max_size=40))
def test_dates_are_quotes_in_order(text: str) -> None:
    position = 0
    for date in find_dates(text):
        assert position <= date.start < date.end <= len(text)
        assert text[date.start : date.end] == date.text
        position = date.end
