"""Words: each that a page needs is there, in both languages, and none is left over."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

import notice_parser.web
from notice_parser import lexicon
from notice_parser.model import Label
from notice_parser.web.words import Words, items, vocabulary

WEB = Path(notice_parser.web.__file__).parent
SOURCES = [*WEB.rglob("*.py"), *WEB.rglob("*.html")]
_SAID = regex.compile(r"""\(\s*["'](\w+)["'],\s*["']([\w-]*\w)["']""")
_MISSING = regex.compile(r"""missing\(["']([\w-]+)["']\)""")
_SORTED = regex.compile(r"sorter\(\(([^)]*)\)")


def said() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        found |= {(section, code) for section, code in _SAID.findall(text)}
        found |= {("error", code) for code in _MISSING.findall(text)}
        for options in _SORTED.findall(text):
            found |= {("ui", f"sort-{one}") for one in regex.findall(r"\w+", options)}
    return found


def test_each_word_that_is_said_is_there_and_none_is_left_over() -> None:
    words = {(s, code) for s in ("ui", "error") for code in vocabulary()[s]}
    assert {(s, code) for s, code in said() if s in ("ui", "error")} == words


def test_each_column_of_a_list_has_a_heading() -> None:
    columns = {code for section, code in said() if section == "column"}
    assert columns <= set(vocabulary()["column"])


@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("label", [label.value for label in Label]),
        ("area", lexicon.load("areas").by_code),
        ("relation", lexicon.load("relations").by_code),
        (
            "indicator",
            [
                entry.get("indicator", code)
                for code, entry in lexicon.load("indicators").by_code.items()
                if entry.get("indicator", code) and not entry.get("pointer")
            ],
        ),
    ],
)
def test_each_code_of_the_data_has_words(section: str, codes: list[str]) -> None:
    assert [code for code in codes if code not in vocabulary()[section]] == []


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (97.83, "97,83", "97.83"),
        (1234500000, "1.234.500.000", "1,234,500,000"),
        (100.0, "100", "100"),
        (0, "0", "0"),
        (None, "", ""),
    ],
)
def test_numbers(value: float | None, vietnamese: str, english: str) -> None:
    assert (Words("vi").number(value), Words("en").number(value)) == (vietnamese, english)


@pytest.mark.parametrize(
    ("date", "vietnamese"),
    [
        ("2023-07-28", "28/7/2023"),
        ("2023-08", "8/2023"),
        ("2023", "2023"),
        ("2023-10-04T08:00", "4/10/2023 08:00"),
        (None, ""),
    ],
)
def test_dates(date: str | None, vietnamese: str) -> None:
    assert Words("vi").day(date) == vietnamese
    assert Words("en").day(date) == (date or "")


def test_lists() -> None:
    assert items("a|b") == ["a", "b"]
    assert items(None) == []
