"""A draft of gold: the parser's own words in the form of gold, with what is unsure marked."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from notice_parser import parse, read
from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.evaluate import STRICT, Evaluation, evaluate
from notice_parser.evaluate.draft import draft_gold
from notice_parser.executors import InProcess
from notice_parser.terminal import to_json

ROOT = Path(__file__).parents[2]
NOTICES = ROOT / "corpus/notices"
# One of each format; the first has unsure statements and pages, the last a footnote.
FILES = {
    "pdf": "TB ket luan kiem tra CCHC huyen Chau Thanh (Tay Ninh) 2023.pdf",
    "docx": "KL kiem tra CCHC UBND huyen Tho Xuan 2014.docx",
    "txt": "TB-KL-KiemTra-BaTri-2022.txt",
}


@pytest.fixture(scope="module")
def drafts() -> dict[str, dict[str, Any]]:
    return {
        form: json.loads(to_json(draft_gold(parse(read(NOTICES / name)), name)))
        for form, name in FILES.items()
    }


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drafts")
    build([NOTICES / name for name in FILES.values()], output=folder, executor=InProcess())
    return folder


def held(dataset: Path, draft: Any, folder: Path) -> Evaluation:
    (folder / "gold.json").write_text(json.dumps(draft), encoding="utf-8")
    return evaluate(open_database(dataset), [folder / "gold.json"])


@pytest.mark.parametrize("form", FILES)
def test_a_draft_unchanged_is_right_in_everything(
    drafts: dict[str, Any], dataset: Path, tmp_path: Path, form: str
) -> None:
    evaluation = held(dataset, drafts[form], tmp_path)
    assert evaluation.misses == ()
    assert {score.f1 for score in evaluation.scores} == {1.0}
    assert evaluation.scores[0].field == STRICT
    assert evaluation.scores[0].right == len(drafts[form]["statements"]) > 20
    assert [shape.shape for shape in evaluation.shapes] == [drafts[form]["notice"]["shape"]]


@pytest.mark.parametrize("form", FILES)
def test_a_corrected_draft_tells_the_difference(
    drafts: dict[str, Any], dataset: Path, tmp_path: Path, form: str
) -> None:
    told = json.loads(json.dumps(drafts[form]))
    told["statements"][0]["label"] = "nguyen-nhan"
    told["statements"][1]["text"] = "Một câu mà trình phân tích đã bỏ sót."
    told["figures"][0]["value"] = 98765
    told["notice"]["signer"] = "Nguyễn Văn Khác"
    evaluation = held(dataset, told, tmp_path)
    assert sorted((m.subject, m.kind, m.differs) for m in evaluation.misses) == [
        ("figure", "wrong", ("value",)),
        ("header", "wrong" if drafts[form]["notice"]["signer"] else "missed", ("value",)),
        ("statement", "extra", ()),
        ("statement", "missed", ()),
        ("statement", "wrong", ("label",)),
    ]


@pytest.mark.parametrize("form", FILES)
def test_a_draft_has_the_form_of_gold(drafts: dict[str, Any], form: str) -> None:
    """Beyond it only what the docstring of `draft_gold` names, and `indicator`."""
    (gold,) = (
        told
        for path in (ROOT / "corpus/gold").glob("*.json")
        if (told := json.loads(path.read_text(encoding="utf-8")))["notice"]["file"] == FILES[form]
    )
    draft = drafts[form]
    # Not every gold of the corpus tells problems.
    assert draft.keys() - {"check"} == gold.keys() | {"problems"}
    assert draft["notice"].keys() == gold["notice"].keys() - {"split"}
    for part in ("units", "statements", "no_limitation", "figures", "citations", "footnotes"):
        keys = [set().union(*(row.keys() for row in told[part])) for told in (draft, gold)]
        if all(keys):
            optional = {"check", "page", "indicator", "due", "remedied", "low", "high"}
            optional |= {"numerator", "denominator"}
            assert keys[0] - optional == keys[1] - optional, part


def test_lines_lead_to_the_text(drafts: dict[str, Any]) -> None:
    lines = (NOTICES / FILES["txt"]).read_text(encoding="utf-8").splitlines()
    for part in ("statements", "figures", "citations"):
        for row in drafts["txt"][part]:
            assert row["text"].split()[0] in lines[row["line"] - 1]
    (footnote,) = drafts["txt"]["footnotes"]
    assert lines[footnote["line"] - 1].startswith("¹ Ban hành kèm theo Quyết định số 766")
    assert "¹" in lines[footnote["anchor_line"] - 1]


def test_pages_where_there_are_no_lines(drafts: dict[str, Any]) -> None:
    assert {row["line"] for row in drafts["pdf"]["statements"]} == {None}
    assert [row["page"] for row in drafts["pdf"]["statements"]][::100] == [1]
    assert not any("page" in row for row in drafts["txt"]["statements"])


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_most_doubtful_is_named_first(
    drafts: dict[str, Any], dataset: Path, tmp_path: Path, form: str
) -> None:
    draft = drafts[form]
    notice = parse(read(NOTICES / FILES[form]))
    unsure = sorted(
        (s.confidence, s.ordinal, s.text) for s in notice.statements if s.confidence < 0.9
    )
    assert unsure
    warnings = [warning.message for warning in notice.warnings]
    assert draft["check"][: len(warnings)] == warnings
    listed = draft["check"][len(warnings) :]
    assert len(listed) == len(unsure)
    for sentence, (confidence, ordinal, text) in zip(listed, unsure, strict=True):
        assert sentence.startswith(f"statement {ordinal} (confidence {confidence:g}; ")
        assert sentence.endswith(text[:60])
    marked = [n for n, row in enumerate(draft["statements"], start=1) if "check" in row]
    assert marked == sorted(ordinal for _, ordinal, _ in unsure)
    evaluation = held(dataset, draft, tmp_path)
    assert list(evaluation.marked.values()) == [len(unsure)]


def test_a_draft_looked_at_has_no_marks(
    drafts: dict[str, Any], dataset: Path, tmp_path: Path
) -> None:
    told = json.loads(json.dumps(drafts["pdf"]))
    for row in told["statements"]:
        row.pop("check", None)
    assert held(dataset, told, tmp_path).marked == {}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("15", 15),
        ("97.83", 97.83),
        ("1234500000", 1234500000),
        ("0.12345678901234567891", "0.12345678901234567891"),
    ],
)
def test_values_stay_exact(value: str, told: object) -> None:
    notice = parse(read(NOTICES / FILES["txt"]))
    figure = replace(notice.figures[0], value=Decimal(value))
    draft = draft_gold(replace(notice, figures=(figure,)), FILES["txt"])
    assert draft["figures"][0]["value"] == told
