"""What holds for every text: nothing is lost, everything points into the text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from notice_parser.errors import InputError
from notice_parser.model import Document
from notice_parser.reading import read_bytes
from notice_parser.reading.assemble import assemble
from notice_parser.reading.source import NoteMark, Source, SourceLine
from notice_parser.text import nfc

WORDS = st.sampled_from(
    [
        *("Kế", "hoạch", "CCHC,", "năm", "2021", "đạt", "97,83%.", "Hoa\u0323t", "THÔNG", "BÁO"),
        *("*", "**", "***", "(*)", "(*điều", "**động**", "*rà", "soát*", "“Một", "cửa”"),
        *(
            "-",
            "+",
            "a)",
            "b.",
            "1.",
            "1.2",
            "I.",
            "(1)",
            "[1]",
            "¹",
            "²",
            "án¹",
            "xã[1]",
            "km²",
        ),
        *("01/NQ-", "CP", "2030", "…", "./.", ";", ":", "Nơi", "nhận:", "2/5", "Trang", "______"),
        *("\u200b", "\u00a0", "\t", "         "),
    ]
)
LINES = st.lists(WORDS, max_size=12).map(" ".join) | st.just("") | st.text(max_size=30)
TEXTS = st.lists(LINES, max_size=25).map("\n".join) | st.lists(LINES, max_size=20).map("\f".join)


def letters(text: str) -> Counter[str]:
    return Counter(character for character in nfc(text) if character.isalnum())


def check(document: Document) -> None:
    text = document.text
    assert nfc(text) == text
    assert "  " not in text
    assert "\n".join(text[p.start : p.end] for p in document.paragraphs) == text
    assert all(text[p.start : p.end].strip() == text[p.start : p.end] for p in document.paragraphs)
    for line, following in pairwise(sorted(document.lines, key=lambda line: line.start)):
        assert line.start < line.end <= following.start
    for line in document.lines:
        assert any(p.start <= line.start and line.end <= p.end for p in document.paragraphs)
    for found in (*document.repairs, *document.footnotes):
        assert 0 <= found.start <= found.end <= len(text)


@given(TEXTS)
def test_no_letter_is_lost(text: str) -> None:
    document = read(text)
    if document:
        check(document)
        assert letters(text) == letters(document.as_found(0, len(document.text)))


@given(TEXTS)
def test_decomposed_input_gives_the_same_text(text: str) -> None:
    document, decomposed = read(nfc(text)), read(unicodedata.normalize("NFD", text))
    if document and decomposed:
        assert decomposed.text == document.text
        assert decomposed.paragraphs == document.paragraphs
        assert decomposed.lines == document.lines


@given(st.binary(max_size=300))
def test_bytes_give_a_document_or_one_sentence(content: bytes) -> None:
    try:
        document = read_bytes(content, name="any")
    except InputError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        check(document)


@given(st.lists(st.tuples(LINES, st.integers(0, 30), st.integers(0, 3)), max_size=8))
@example([("Ð", 0, 1)])  # a look-alike that was mended goes with the mark
def test_marks_move_with_their_line(rows: list[tuple[str, int, int]]) -> None:
    lines = tuple(
        SourceLine(
            text,
            number,
            marks=(NoteMark(min(start, len(text)), min(start + length, len(text))),),
        )
        for number, (text, start, length) in enumerate(rows, start=1)
    )
    document = assemble(Source("test", lines), file_id="f-1")
    check(document)
    found = document.as_found(0, len(document.text))
    assert letters(" ".join(text for text, _, _ in rows)) == letters(found)


def read(text: str) -> Document | None:
    """None for a text that no file can hold, or that looks like another format."""
    try:
        return read_bytes(text.encode(errors="replace"), name="any.txt")
    except InputError:
        return None
