"""By when something is to be done, as a table; what the words of the lexicon do."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.extracting.deadlines import find_deadlines, last_deadline, only_deadline
from notice_parser.lexicon import load

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "deadlines.toml").read_text(encoding="utf-8")
)["case"]
ANNOUNCED = "2023-08-16"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_deadlines_of_a_request(case: dict[str, Any]) -> None:
    found = find_deadlines(case["text"], announced=ANNOUNCED)
    assert [[d.text, d.due] for d in found] == case["due"]


def sentences(kind: str) -> list[ParameterSet]:
    return [
        pytest.param(sentence, id=f"{entry.code}: {sentence}")
        for entry in load("deadlines").entries
        for sentence in getattr(entry, kind)
    ]


@pytest.mark.parametrize("sentence", sentences("examples"))
def test_examples_have_a_deadline(sentence: str) -> None:
    assert list(find_deadlines(sentence, announced=ANNOUNCED))


@pytest.mark.parametrize("sentence", sentences("counter"))
def test_counter_examples_have_none(sentence: str) -> None:
    assert not list(find_deadlines(sentence, announced=ANNOUNCED))


def test_words_before_belong_to_one_entry() -> None:
    words = [w for e in load("deadlines").entries if e.get("at") == "before" for w in e.words]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize("announced", ["", "2023", "2023-08"])
def test_a_term_without_the_day_of_the_notice_keeps_its_words(announced: str) -> None:
    (found,) = find_deadlines("Báo cáo trong thời hạn 15 ngày.", announced=announced)
    assert (found.text, found.due) == ("trong thời hạn 15 ngày", "")


def test_the_last_deadline_counts() -> None:
    text = (
        "Gửi kế hoạch trước 15/9/2023, khắc phục xong trong năm 2023, báo cáo trong tháng 11/2023."
    )
    last = last_deadline(find_deadlines(text, announced=ANNOUNCED))
    assert last is not None
    assert last.due == "2023"


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Xã An Hòa.\nXong trong tháng 9/2023.\nXong trong tháng 10/2023."
    (found,) = find_deadlines(text, start=text.index("\n") + 1, end=text.rindex("\n"))
    assert text[found.start : found.end] == found.text == "trong tháng 9/2023"


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("30/11/2024", "2024-11-30"),
        ("Quý IV/2024", "2024-12"),
        ("Trước 15/12", "2023-12-15"),
        ("10 ngày", "2023-08-26"),
        ("Ngay", None),
        ("(1) 08/11/2024; (2), (3) 30/11/2024", None),
    ],
)
def test_a_cell_of_the_column_of_deadlines_names_one_day(cell: str, due: str | None) -> None:
    found = only_deadline(f"x {cell}", start=2, end=2 + len(cell), announced=ANNOUNCED)
    assert (found.due if found else None) == due


WORDS = """trước|trong|ngày|30/9/2023|31/02|tháng|13|quý|IV|năm|2023|15|ngày làm việc|tuần|hết
|đến hết
|chậm nhất|;|.|,|mỗi|theo quy định|999|cuối|năm nay|İ|hoá""".replace("\n", "")
PIECES = st.sampled_from(WORDS.split("|"))
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map(" ".join))


@given(TEXTS)
def test_quotes_are_the_text_and_dates_are_dates(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    position = 0
    for found in find_deadlines(text, announced=ANNOUNCED):
        assert position <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.text
        assert date.fromisoformat(f"{found.due}-01-01"[:10] if len(found.due) < 8 else found.due)
        position = found.end
