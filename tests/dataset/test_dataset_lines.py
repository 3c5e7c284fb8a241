"""The lines of the dataset are the whole text, and stand where the quotes stand."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sample_notices import parse_sample

from notice_parser import parse, read
from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.dataset.lines import line_rows
from notice_parser.dataset.sources import find_source, remembered

NOTICES = [
    "12-TB-DKT Giong Trom.pdf",
    "1184-TB-SNV Long Xuyen.txt",
    "2021 TB ket luan kiem tra CCHC huyen Di Linh.docx",
]


@pytest.mark.parametrize("name", NOTICES)
def test_the_lines_are_the_whole_text(corpus: Path, name: str) -> None:
    notice = parse(read(corpus / "notices" / name))
    text, paragraph, rows = "", 1, line_rows(notice)
    for row in rows["lines"]:
        between = " " if row["paragraph"] == paragraph else "\n"
        text += (between if text else "") + str(row["text"])
        assert text.endswith(notice.document.text[row["char_start"] : row["char_end"]])
        paragraph = row["paragraph"]
    assert text == notice.document.text
    sizes = {row["page"]: (row["width"], row["height"]) for row in rows["pages"]}
    assert bool(sizes) == name.endswith(".pdf")
    for row in rows["lines"]:
        if sizes:
            width, height = sizes[row["page"]]
            assert 0 <= row["left"] <= row["right"] <= width
            assert 0 <= row["top"] <= row["bottom"] <= height
        else:
            assert (row.get("left"), row["page"]) == (None, None)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    (folder / "in" / "năm 2023").mkdir(parents=True)
    (folder / "in" / "năm 2023" / "một.txt").write_text(
        "THÔNG BÁO tb-1\n\n@ xa-1 UBND xã Một\n\n- Chậm\n"
    )
    (folder / "bí mật.txt").write_text("không phải của bộ dữ liệu")
    build([folder / "in"], output=folder / "out", parse=parse_sample)
    return folder / "out"


def test_a_source_is_found_by_its_id_in_the_ledger_only(dataset: Path) -> None:
    database = open_database(dataset)
    ((file_id,),) = database.execute("SELECT file_id FROM files")
    source = find_source(database, file_id, base=remembered(dataset))
    assert source
    assert source.path == "năm 2023/một.txt"
    assert source.location == dataset.parent / "in/năm 2023/một.txt"
    assert find_source(database, "năm 2023/một.txt", base=remembered(dataset)) is None
    elsewhere = find_source(database, file_id, base=dataset)
    assert elsewhere
    assert elsewhere.location is None


@pytest.mark.parametrize(
    "path", ["../bí mật.txt", "{out}/../bí mật.txt", "năm 2023/../../bí mật.txt", ""]
)
def test_a_ledger_that_was_tampered_with_leads_nowhere_else(dataset: Path, path: str) -> None:
    database = sqlite3.connect(":memory:")
    open_database(dataset).backup(database)
    database.execute("UPDATE files SET path = ?", (path.format(out=dataset),))
    ((file_id,),) = database.execute("SELECT file_id FROM files")
    source = find_source(database, file_id, base=remembered(dataset))
    assert source
    assert source.location is None


def test_a_dataset_that_was_copied_remembers_no_folder(tmp_path: Path) -> None:
    assert remembered(tmp_path) is None
