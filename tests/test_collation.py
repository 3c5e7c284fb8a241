"""The order of Vietnamese words."""

from __future__ import annotations

import unicodedata

import pytest

from notice_parser.collation import sort_key


@pytest.mark.parametrize(
    "words",
    [
        [
            "Ba Chẽ",
            "Ba Tri",
            "Bá Thước",
            "Bắc Hà",
            "Bến Tre",
            "Cà Mau",
            "Dầu Tiếng",
            "Đà Lạt",
            "Ea",
        ],
        ["ma", "mà", "mả", "mã", "má", "mạ", "mac", "măng", "mân"],
        ["o", "ô", "ơ", "u", "ư"],
        ["xã 1", "xã A", "xã An", "xã An Hòa", "xã Ân"],
        ["Thu", "Thủ", "Thư", "Thứ"],
    ],
)
def test_order_of_the_dictionary(words: list[str]) -> None:
    backwards = words[::-1]
    assert sorted(backwards, key=sort_key) == words
    decomposed = [unicodedata.normalize("NFD", word) for word in backwards]
    assert sorted(decomposed, key=sort_key) == [unicodedata.normalize("NFD", w) for w in words]
