"""Lines of a text file → paragraphs, roles and footnotes: the cases of reflow.toml."""

from __future__ import annotations

import textwrap
import tomllib
from pathlib import Path
from typing import Any

import pytest

from notice_parser.model import Document, Role
from notice_parser.reading import read_bytes
from notice_parser.reading.reflow import joint

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent.parent / "cases" / "reflow.toml").read_text(encoding="utf-8")
)["case"]
PARAGRAPHS: list[str] = CASES[0]["paragraphs"] + CASES[5]["paragraphs"] + CASES[9]["paragraphs"]


def texts(document: Document, role: Role = Role.BODY) -> list[str]:
    return [document.text[p.start : p.end] for p in document.paragraphs if p.role is role]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    document = read_bytes(case["text"].encode(), name="case.txt")
    assert texts(document) == case["paragraphs"]
    assert texts(document, Role.RUNNING) == case.get("running", [])
    assert texts(document, Role.FOOTNOTE) == case.get("footnotes", [])
    bold = [document.text[p.start : p.end] for p in document.paragraphs if p.bold]
    assert bold == case.get("bold", [])


@pytest.mark.parametrize("width", [60, 72, 80, 96, 110])
@pytest.mark.parametrize("indent", ["", "    "], ids=["flush", "indented"])
@pytest.mark.parametrize("hyphens", [False, True], ids=["words", "hyphens"])
def test_wrapping_is_undone(*, width: int, indent: str, hyphens: bool) -> None:
    wrapped = "\n".join(
        textwrap.fill(
            text, width, initial_indent=indent, break_on_hyphens=hyphens, break_long_words=False
        )
        for text in PARAGRAPHS
    )
    document = read_bytes(wrapped.encode(), name="wrapped.txt")
    assert texts(document) == PARAGRAPHS


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("01/NQ-", "CP", ""),
        ("15/2019/", "TT-BNV", ""),
        ("2021 -", "2030", " "),
        ("Độc lập -", "Tự do", " "),
        ("bảo đảm", "về nội dung", " "),
        ("và/", "hoặc", ""),
        ("-", "Chưa có", " "),
    ],
)
def test_joint(left: str, right: str, between: str) -> None:
    assert joint(left, right) == between


def test_footnote_points_at_the_place_of_its_mark() -> None:
    case = next(c for c in CASES if "cuts a sentence" in c["name"])
    document = read_bytes(case["text"].encode(), name="note.txt")
    (note,) = document.footnotes
    assert note.mark == "1"
    assert note.anchor is not None
    assert document.text[: note.anchor].endswith("các Đề án")
    assert document.text[note.start : note.end] == case["footnotes"][0]
    originals = [r.original for r in document.repairs if r.kind == "footnote-mark"]
    assert sorted(original.strip() for original in originals) == ["¹", "¹"]


def test_emphasis_is_remembered() -> None:
    document = read_bytes("Hồ sơ (*điều động*) thiếu.".encode(), name="emphasis.txt")
    assert document.text == "Hồ sơ (điều động) thiếu."
    assert [(r.original, r.kind) for r in document.repairs] == [("*", "emphasis")] * 2
    first, last = document.repairs
    assert document.text[first.start : last.start] == "điều động"


def test_lines_keep_their_numbers_and_places() -> None:
    document = read_bytes("\nTHÔNG BÁO\n\n\n  Kết luận\fTrang hai".encode(), name="lines.txt")
    assert [(line.number, line.page) for line in document.lines] == [(2, 1), (5, 1), (6, 2)]
    words = [document.text[line.start : line.end] for line in document.lines]
    assert words == ["THÔNG BÁO", "Kết luận", "Trang hai"]
