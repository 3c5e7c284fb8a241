"""Cutting loses nothing; boxes lie on their lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notice_parser.web.marking import Mark, cut, paragraphs, patches

MARKS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from(["figure", "citation"])).map(
        lambda told: Mark(min(told[:2]), max(told[:2]), told[2])
    ),
    max_size=6,
)


@given(st.text(max_size=40), MARKS, st.integers(0, 20))
def test_pieces_are_the_text_and_lie_in_marks_as_a_whole(
    text: str, marks: list[Mark], start: int
) -> None:
    pieces = cut(text, marks, start=start)
    assert "".join(piece.text for piece in pieces) == text
    at = start
    for piece in pieces:
        end = at + len(piece.text)
        for mark in marks:
            covers = mark.start <= at and end <= mark.end and mark.start < mark.end
            assert (mark in piece.marks) == covers
        at = end


def line(start: int, text: str, top: float) -> dict[str, object]:
    return {
        "char_start": start,
        "char_end": start + len(text),
        "text": text,
        "paragraph": 1,
        "role": "body",
        "left": 100.0,
        "right": 100.0 + 10 * len(text),
        "top": top,
        "bottom": top + 12,
    }


def test_a_mark_over_two_lines_has_two_boxes_of_its_share() -> None:
    lines = [line(0, "- Chậm trả", 50), line(11, "kết quả.", 70)]
    first, second = patches(lines, [Mark(2, 18, "han-che")])
    assert (first.left, first.top, first.width, first.height) == (120, 50, 80, 12)
    assert (second.left, second.top, second.width, second.height) == (100, 70, 70, 12)


def test_lines_without_a_box_have_no_patch() -> None:
    assert patches([line(0, "Chậm", 5) | {"left": None}], [Mark(0, 4, "han-che")]) == ()


def test_lines_of_a_paragraph_are_joined() -> None:
    lines = [line(0, "Chậm trả", 0), line(9, "kết quả.", 0), line(18, "Hết", 0) | {"paragraph": 2}]
    assert paragraphs(lines) == ((0, "body", "Chậm trả kết quả."), (18, "body", "Hết"))
