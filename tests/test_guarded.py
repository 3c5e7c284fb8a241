"""Files are read where they can do no harm; and what the settings may say."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import fuzz
from notice_parser import read, settings
from notice_parser.doctor import examine
from notice_parser.errors import DamagedFile, InputError, UsageError
from notice_parser.executors import Outcome, ProcessPool
from notice_parser.guarded import read_files
from notice_parser.model import Document

TEXT = "THÔNG BÁO\nKết luận kiểm tra cải cách hành chính năm 2020"


def test_files_come_in_their_order_with_document_or_sentence(tmp_path: Path) -> None:
    good, empty, missing = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"
    good.write_text(TEXT, encoding="utf-8")
    empty.touch()
    found = list(read_files([good, missing, empty, good]))
    assert [path for path, _ in found] == [str(p) for p in (good, missing, empty, good)]
    assert [type(result).__name__ for _, result in found] == [
        "Document", "UnreadableFile", "UnreadableFile", "Document",
    ]  # fmt: skip
    assert isinstance(read(good), Document)
    with pytest.raises(InputError, match=r"b\.txt: the file is empty"):
        read(empty)


def hog(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def test_a_worker_gets_no_more_memory_than_it_may_have() -> None:
    outcomes = list(ProcessPool(memory_mb=200).run(hog, [10, 400, 20]))
    assert [o for o in outcomes if not o.fault] == [Outcome(10, 10 << 20), Outcome(20, 20 << 20)]
    (over,) = (o for o in outcomes if o.fault)
    assert "memory" in over.fault


def test_too_little_time_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, corpus: Path
) -> None:
    file = tmp_path / "limits.toml"
    file.write_text("[limits]\nseconds = 0.001\npages = 5\n")
    monkeypatch.setenv(settings.FILE_VARIABLE, str(file))
    notice = next((corpus / "notices").glob("*.pdf"))
    ((_, found),) = read_files([notice])
    assert isinstance(found, DamagedFile)
    assert "took longer than 0.001 s" in str(found)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[limits]\npages = 0", "pages must be a whole number above 0"),
        ("[limits]\nseconds = '5'", "seconds must be a number above 0"),
        ("[limits]\npages = true", "pages must be a whole number"),
        ("[limits]\npage = 5", "'page' is no limit; the limits are seconds"),
        ("[limit]\npages = 5", "'limit' is no table"),
        ("pages = 5 5", "not a settings file"),
    ],
)
def test_settings_that_cannot_be_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, words: str
) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(content)
    monkeypatch.setenv(settings.FILE_VARIABLE, str(file))
    with pytest.raises(UsageError, match=words):
        settings.limits()


def test_settings_are_found_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(settings.FILE_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert settings.limits() == settings.Limits()
    before = settings.fingerprint()
    (tmp_path / "notice_parser.toml").write_text("[limits]\nocr_dpi = 300\n")
    assert settings.limits().ocr_dpi == 300
    assert settings.fingerprint() != before


def test_the_doctor_names_what_is_there_and_what_helps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told = {finding.name: finding for finding in examine()}
    assert told["reading files"].well
    assert "pypdfium2" in told["reading files"].told
    monkeypatch.setattr("notice_parser.reading.tesseract.installed", lambda: None)
    (scans,) = (f for f in examine() if f.name == "scans and pictures")
    assert not scans.well
    assert "apt-get install" in scans.told


def test_damaged_files_give_a_document_or_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few of what benchmarks/fuzz.py does by the thousand."""
    monkeypatch.setenv("PATH", "")  # no Tesseract: recognising pages takes seconds
    paths = [tmp_path / f"{number}.{kind}" for number in range(8) for kind in fuzz.KINDS]
    for path in paths:
        path.write_bytes(fuzz.damaged(path.suffix[1:], random.Random(path.name)))
    found = list(read_files(paths))
    assert [path for path, _ in found] == list(map(str, paths))
    assert not [str(end) for _, end in found if f": {fuzz.LOST}" in str(end)]
