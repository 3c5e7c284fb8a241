"""The task of a worker: what it hands back, and what it puts away for later runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample_notices import parse_sample, sample

from notice_parser.dataset.inputs import InputFile, gather
from notice_parser.dataset.parsed import SIZE_LIMIT, Drawer, ParseFile
from notice_parser.model import Document, Notice
from notice_parser.reading import read_bytes


def one_file(folder: Path, content: str) -> InputFile:
    (folder / "in").mkdir()
    (folder / "in" / "tb.txt").write_text(content, encoding="utf-8")
    (file,) = gather([folder / "in"]).files
    return file


def task(folder: Path, parse: object = parse_sample) -> ParseFile:
    return ParseFile(Drawer(folder / "parsed"), read_bytes, parse)  # type: ignore[arg-type]


def test_a_notice_is_put_away_with_its_rows(tmp_path: Path) -> None:
    file = one_file(tmp_path, sample(3, extra="! mờ"))
    receipt = task(tmp_path)(file)
    assert (receipt.notice_id, receipt.media_type, receipt.trouble) == ("tb-003", "text/plain", "")
    assert receipt.warnings == ("sample: mờ",)
    drawer = Drawer(tmp_path / "parsed")
    assert drawer.find(file) == receipt
    assert [len(rows) for name, rows in drawer.rows(file) if name == "statements"] == [2]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        ("", "the file is empty (0 bytes); get it again from where it came"),
        ("A letter.", "the text has nothing that an inspection notice has"),
        (sample(1) + "\nRAISE\n", "the parser failed (RuntimeError: a defect); please report it"),
    ],
)
def test_what_the_content_is_to_blame_for_is_put_away(
    tmp_path: Path, content: str, trouble: str
) -> None:
    file = one_file(tmp_path, content)
    receipt = task(tmp_path)(file)
    assert receipt.trouble == trouble
    assert Drawer(tmp_path / "parsed").find(file) == receipt


def test_rows_that_break_the_contract_cost_their_file_only(tmp_path: Path) -> None:
    def twice(document: Document) -> Notice:
        notice = parse_sample(document)
        return replace(notice, statements=(*notice.statements, *notice.statements))

    receipt = task(tmp_path, twice)(one_file(tmp_path, sample(1)))
    assert receipt.trouble.startswith("the parser failed (Defect: statements has two rows")


def test_what_the_machine_is_to_blame_for_is_raised_and_not_put_away(tmp_path: Path) -> None:
    def exhausted(document: Document) -> Notice:
        raise MemoryError

    file = one_file(tmp_path, sample(1))
    with pytest.raises(MemoryError):
        task(tmp_path, exhausted)(file)
    assert Drawer(tmp_path / "parsed").find(file) is None


@pytest.mark.parametrize("change", ["rewritten", "removed"])
def test_a_file_that_changes_meanwhile_is_not_put_away(tmp_path: Path, change: str) -> None:
    file = one_file(tmp_path, sample(1))
    if change == "removed":
        file.location.unlink()
    else:
        file.location.write_text(sample(2), encoding="utf-8")
    receipt = task(tmp_path)(file)
    assert receipt.trouble == "changed while the dataset was being built; build again"
    assert Drawer(tmp_path / "parsed").find(file) is None


def test_a_file_beyond_all_reason_is_not_even_opened(tmp_path: Path) -> None:
    file = replace(one_file(tmp_path, sample(1)), size=SIZE_LIMIT + 1)
    file.location.unlink()
    assert task(tmp_path)(file).trouble == "larger than 512 MB; no notice is that large"
