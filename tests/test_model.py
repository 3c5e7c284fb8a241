"""The nouns keep their promises when they are made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.errors import Defect
from notice_parser.model import (
    Citation,
    Coverage,
    Document,
    Figure,
    Header,
    Heading,
    Label,
    Line,
    Notice,
    Paragraph,
    Quoted,
    Remainder,
    Role,
    Span,
    Statement,
    Unit,
    covered,
)

TEXT = "một hai\nba\nbốn năm sáu"
DOCUMENT = Document(
    file_id="f-1",
    media_type="text/plain",
    text=TEXT,
    paragraphs=(
        Paragraph(0, 7),
        Paragraph(8, 10),
        Paragraph(11, 22, Role.FOOTNOTE),
    ),
    lines=(
        Line(1, 1, None, 0, 3),
        Line(2, 1, None, 4, 7),
        Line(4, 2, None, 8, 10),
        Line(5, None, None, 11, 22),
    ),
)


def statement(start: int, end: int, text: str) -> Statement:
    return Statement(
        start=start,
        end=end,
        text=text,
        statement_id="s-1",
        unit_ids=("u-1",),
        areas=(),
        label=Label.LIMITATION,
        ordinal=1,
        heading_path=(),
    )


def notice(**parts: Any) -> Notice:
    empty: dict[str, Any] = dict.fromkeys(
        ("units", "headings", "statements", "coverage", "figures", "citations", "remainders"), ()
    )
    return Notice(notice_id="n-1", document=DOCUMENT, **({"header": Header()} | empty | parts))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_is_half_open_and_forward(start: int, end: int) -> None:
    with pytest.raises(Defect, match="a span must have"):
        Span(start, end)


def test_a_span_of_a_text() -> None:
    assert Span(4, 7).of(TEXT) == "hai"
    assert Span(4, 4).of(TEXT) == ""


@pytest.mark.parametrize(
    "paragraphs",
    [
        (Paragraph(0, 8), Paragraph(7, 10)),
        (Paragraph(8, 10), Paragraph(0, 7)),
        (Paragraph(0, 0),),
        (Paragraph(11, 99),),
        (Paragraph(0, 10),),
    ],
    ids=["overlap", "backwards", "empty", "beyond the text", "over a line break"],
)
def test_a_document_refuses_wrong_paragraphs(paragraphs: tuple[Paragraph, ...]) -> None:
    with pytest.raises(Defect, match="f-1"):
        replace(DOCUMENT, paragraphs=paragraphs)


def test_a_document_refuses_lines_outside_its_text() -> None:
    with pytest.raises(Defect, match="line 9 leaves the text"):
        replace(DOCUMENT, lines=(Line(9, 1, None, 20, 99),))


def test_the_body_leaves_out_footnotes() -> None:
    assert [p.start for p in DOCUMENT.body] == [0, 8]


@pytest.mark.parametrize(
    ("offset", "number", "page"), [(0, 1, 1), (3, 1, 1), (4, 2, 1), (8, 4, 2), (12, 5, None)]
)
def test_the_line_of_a_character(offset: int, number: int, page: int | None) -> None:
    line = DOCUMENT.line_at(offset)
    assert line is not None
    assert (line.number, DOCUMENT.page_at(offset)) == (number, page)


def test_no_line_before_the_first() -> None:
    document = replace(DOCUMENT, lines=(Line(1, 1, None, 4, 7),))
    assert document.line_at(2) is None
    assert document.page_at(2) is None


@pytest.mark.parametrize(
    ("start", "end", "numbers"),
    [(0, 7, [1, 2]), (5, 9, [2, 4]), (0, 22, [1, 2, 4, 5]), (4, 4, [2]), (8, 10, [4])],
)
def test_the_lines_of_a_span(start: int, end: int, numbers: list[int]) -> None:
    assert [line.number for line in DOCUMENT.lines_of(start, end)] == numbers


WRONG = {"start": 4, "end": 7, "text": "ba"}
EACH_PART = {
    "statements": (statement(4, 7, "ba"),),
    "headings": (Heading(**WRONG, marker="", depth=0),),
    "figures": (Figure(**WRONG, value=Decimal(3), unit="", kind="count", role="actual"),),
    "citations": (Citation(**WRONG, doc_type="Luật"),),
    "remainders": (Remainder(**WRONG, reason="no label"),),
    "header": Header(quotes=(("title", Quoted(**WRONG)),)),
    "coverage": (Coverage("u-1", "the-che", 0, Quoted(**WRONG)),),
}


@pytest.mark.parametrize("part", EACH_PART)
def test_a_notice_refuses_what_does_not_stand_in_the_text(part: str) -> None:
    with pytest.raises(Defect, match="is not 'ba'"):
        notice(**{part: EACH_PART[part]})


def test_a_notice_keeps_what_stands_in_the_text() -> None:
    made = notice(
        statements=(statement(4, 7, "hai"),),
        header=Header(quotes=(("title", Quoted(0, 3, "một")),)),
        coverage=(Coverage("u-1", "", 0, None),),
        units=(Unit("u-1", "UBND xã Ba", "xã Ba"),),
    )
    assert [quoted.text for quoted in made.quoted()] == ["hai", "một"]
    assert made.unit("u-1") == Unit("u-1", "UBND xã Ba", "xã Ba")
    assert made.unit("u-2") is None


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(0, 1).start = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        DOCUMENT.text = ""  # type: ignore[misc]


SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 5)).map(lambda s: Span(s[0], s[0] + s[1]))
)


@given(SPANS)
def test_the_union_covers_the_same_characters(spans: list[Span]) -> None:
    union = covered(spans)
    assert all(a.end < b.start for a, b in pairwise(union))
    characters = {i for span in spans for i in range(span.start, span.end)}
    assert {i for span in union for i in range(span.start, span.end)} == characters
