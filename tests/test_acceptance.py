"""The promises, held against the one real notice with gold and against the whole corpus."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lost_text import letters, lost
from rendering.page import render_pdf
from rendering.source import Source, plain, read_source
from rendering.word import render_docx
from retyping import retyped

from notice_parser import build, parse, read
from notice_parser.dataset.build import build as build_tables
from notice_parser.dataset.database import open_database
from notice_parser.evaluate import STRICT, Evaluation, evaluate
from notice_parser.executors import InProcess
from notice_parser.model import Notice
from notice_parser.reading import read_bytes

CORPUS = Path(__file__).parents[1] / "corpus"
FORMS = ("txt", "docx", "pdf")
SOURCES = [read_source(path) for path in sorted((CORPUS / "sources").glob("*.txt"))]


# -- the real notice --------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(shared_notices: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The real notice as it came, and typed anew in Word and as a PDF."""
    folder = tmp_path_factory.mktemp("real")
    original = shared_notices / "tam-nong-2023.txt"
    source = retyped(original, folder)
    (folder / "notice.docx").write_bytes(render_docx(source))
    files = {"txt": original, "docx": folder / "notice.docx"}
    try:
        (folder / "notice.pdf").write_bytes(render_pdf(source))
    except FileNotFoundError:
        return files
    return {**files, "pdf": folder / "notice.pdf"}


@pytest.fixture(scope="module")
def evaluations(
    real: dict[str, Path], shared_notices: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Evaluation]:
    gold = shared_notices / "tam-nong-2023.gold.json"
    found = {}
    for form, path in real.items():
        dataset = tmp_path_factory.mktemp(f"dataset-{form}")
        build_tables([path], output=dataset, executor=InProcess())
        found[form] = evaluate(open_database(dataset), [gold])
    return found


def held(values: Mapping[str, Any], form: str) -> Any:
    if form not in values:
        pytest.skip("no Liberation Serif font to draw a PDF with; see Fonts in corpus/README.md")
    return values[form]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("field", "count"),
    [
        (STRICT, 88),
        ("declared none (unit, area)", 4),
        ("remedied", 2),
        ("header fields", 11),
    ],
)
def test_the_real_notice_is_read_without_a_mistake(
    evaluations: dict[str, Evaluation], form: str, field: str, count: int
) -> None:
    evaluation = held(evaluations, form)
    (score,) = (score for score in evaluation.scores if score.field == field)
    misses = [m for m in evaluation.misses if m.subject not in ("figure", "citation")]
    assert (score.right, score.missed, score.extra, misses) == (count, 0, 0, [])


@pytest.mark.parametrize("form", FORMS)
def test_the_real_notice_keeps_every_letter(
    real: dict[str, Path], shared_notices: Path, form: str
) -> None:
    notice = parse(read(held(real, form)))
    original = (shared_notices / "tam-nong-2023.txt").read_text(encoding="utf-8")
    assert letters(original) - letters(notice.document.text) == {}
    assert lost(notice) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_footnote_is_lifted_and_the_sentence_joined(
    real: dict[str, Path], shared_notices: Path, form: str
) -> None:
    notice = parse(read(held(real, form)))
    (note,) = notice.document.footnotes
    words = notice.document.text[note.start : note.end]
    assert words.startswith("Các Đề án giai đoạn 2021 - 2030: Tuyên truyền CCHC;")
    assert note.anchor is not None
    assert notice.document.text[: note.anchor].endswith("bám sát các Đề án")
    assert any("bảo đảm về nội dung. Triển khai" in s.text for s in notice.statements)
    assert not any(words in s.text for s in notice.statements)


@pytest.mark.parametrize("form", FORMS)
def test_all_recipients_of_the_real_notice(
    real: dict[str, Path], shared_notices: Path, form: str
) -> None:
    gold = json.loads((shared_notices / "tam-nong-2023.gold.json").read_text(encoding="utf-8"))
    assert len(parse(read(held(real, form))).header.recipients) == gold["notice"]["recipients"]


# By reading: how many figures of the notice measure what.
INDICATORS_OF_THE_REAL_NOTICE = {
    "dialogue-meetings": 1, "online-payment": 5, "digitally-signed": 3, "online-submission": 2,
    "overdue": 1, "unused-posts": 2, "": 12,
}  # fmt: skip


def test_indicators_of_the_real_notice(shared_notices: Path) -> None:
    figures = parse(read(shared_notices / "tam-nong-2023.txt")).figures
    found = dict.fromkeys(INDICATORS_OF_THE_REAL_NOTICE, 0)
    for figure in figures:
        found[figure.indicator] += 1
    assert found == INDICATORS_OF_THE_REAL_NOTICE


def test_the_real_notice_goes_through_the_whole_build(shared_notices: Path, tmp_path: Path) -> None:
    report = build([shared_notices / "tam-nong-2023.txt"], output=tmp_path)
    assert [entry.status for entry in report.entries] == ["ok"]


# -- no text lost -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def notices() -> dict[str, Notice]:
    return {}


def parsed(notices: dict[str, Notice], name: str) -> Notice:
    if name not in notices:
        notices[name] = parse(read(CORPUS / "notices" / name))
    return notices[name]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_text_of_the_body_is_lost(notices: dict[str, Notice], source: Source) -> None:
    assert lost(parsed(notices, source.file_name)) == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_text_of_the_source_is_lost(notices: dict[str, Notice], source: Source) -> None:
    runs = [block.runs for block in source.blocks] + list(source.notes.values())
    runs += [cell for block in source.blocks for row in block.rows for cell in row]
    written = letters(" ".join(plain(run) for run in runs))
    assert written - letters(parsed(notices, source.file_name).document.text) == {}


@pytest.mark.parametrize(
    "findings",
    [
        "1. Kiểm soát thủ tục hành chính\na) Ưu điểm: Rà soát 15 thủ tục.\n"
        "b) Hạn chế: Chưa phát hiện.\n"
        "2. Cơ chế một cửa\na) Ưu điểm: Có niêm yết.\nb) Hạn chế: Không.\n",
        "1. Cải cách thể chế\na) Ưu điểm: Rà soát.\nb) Hạn chế\n- Chưa phát hiện.\n- Không có.\n",
    ],
    ids=["two headings of one area", "said twice"],
)
def test_nothing_found_twice_in_one_area_is_not_lost(findings: str) -> None:
    title = "THÔNG BÁO\nKết luận kiểm tra cải cách hành chính năm 2022 tại UBND huyện Quản Bạ\n"
    assert lost(parse(read_bytes((title + findings).encode(), name="notice.txt"))) == []


# -- garbage in -------------------------------------------------------------------------

GOOD = ("TBKL-CCHC_TX-Buon-Ho_2022 (ban phat hanh).docx", "TB_KL_CCHC_DiLinh_2022.txt")
NO_SECTIONS = "THÔNG BÁO\nVề việc nghỉ lễ Quốc khánh năm 2023\nCơ quan nghỉ từ ngày 01/9/2023.\n"
ENGLISH = (
    "Dear colleagues,\n\nThe annual staff meeting takes place on Friday in the large hall.\n"
    "Please bring your own cup.\n\nKind regards\n"
)


@pytest.fixture(scope="module")
def garbage(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """Bad files among two good ones, and what the ledger says of each: status and reason."""
    folder = tmp_path_factory.mktemp("garbage")
    for name in GOOD:
        (folder / name).write_bytes((CORPUS / "notices" / name).read_bytes())
    content = (CORPUS / "notices" / GOOD[0]).read_bytes()
    bad = {
        "empty.txt": b"",
        "random.pdf": bytes((i * 7919) % 251 for i in range(4096)),
        "pdf-header-only.pdf": b"%PDF-1.7\n" + bytes(200),
        "truncated.docx": content[: len(content) // 2],
        "no-sections.txt": NO_SECTIONS.encode(),
        "english.txt": ENGLISH.encode(),
        "forbidden.txt": b"x",
    }
    for name, data in bad.items():
        (folder / name).write_bytes(data)
    (folder / "directory.pdf").mkdir()
    (folder / "forbidden.txt").chmod(0)
    report = build_tables([folder], output=folder / "out", jobs=2)
    assert {entry.file.path for entry in report.entries} == {*GOOD, *bad, "directory.pdf"}
    return {entry.file.path: (entry.status, entry.reason) for entry in report.entries}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.txt", "the file is empty"),
        ("directory.pdf", "a folder"),
        ("random.pdf", ""),
        ("pdf-header-only.pdf", "PDF"),
        ("truncated.docx", "Word"),
        ("no-sections.txt", ""),
        ("english.txt", ""),
        ("forbidden.txt", "no permission"),
    ],
)
def test_garbage_ends_in_the_ledger_with_one_sentence(
    garbage: dict[str, tuple[str, str]], name: str, words: str
) -> None:
    if name == "forbidden.txt" and os.geteuid() == 0:
        pytest.skip("root may read every file")
    status, reason = garbage[name]
    assert status == "failed"
    assert words in reason
    assert len(reason) > 10
    assert "\n" not in reason
    assert "Traceback" not in reason
    assert "Error:" not in reason, "the name of a Python class is no sentence for an official"


def test_good_files_among_garbage_are_read(garbage: dict[str, tuple[str, str]]) -> None:
    assert all(garbage[name][0] in ("ok", "partial") for name in GOOD)
