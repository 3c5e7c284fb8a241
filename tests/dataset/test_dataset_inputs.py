"""Which files a build looks at, what they are called, and what is said of the rest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from notice_parser.dataset.inputs import gather
from notice_parser.errors import UsageError


def touch(*paths: Path, content: str = "x") -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def paths(*inputs: Path, leave_out: Path | None = None) -> list[str]:
    return [file.path for file in gather(inputs, leave_out=leave_out).files]


def test_paths_are_relative_to_the_folder_given(tmp_path: Path) -> None:
    touch(tmp_path / "b.txt", tmp_path / "2023" / "a.txt", tmp_path / "Đồng Tháp" / "c.txt")
    assert paths(tmp_path) == ["2023/a.txt", "b.txt", "Đồng Tháp/c.txt"]
    assert paths(tmp_path / "b.txt") == ["b.txt"]


def test_several_inputs_are_told_apart_and_nothing_counts_twice(tmp_path: Path) -> None:
    one, two = tmp_path / "2022", tmp_path / "2023"
    touch(one / "a.txt", two / "a.txt")
    assert paths(one, two) == paths(two, one) == ["2022/a.txt", "2023/a.txt"]
    assert paths(tmp_path, two, two / "a.txt") == ["2022/a.txt", "2023/a.txt"]


def test_relative_and_absolute_inputs_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path / "in" / "a.txt")
    absolute = paths(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    assert paths(Path("in")) == paths(Path("./in/../in")) == absolute


@pytest.mark.parametrize(
    "name",
    [".DS_Store", "~$bao-cao.docx", "Thumbs.db", "desktop.ini", ".git/config", "a.docx.tmp"],
)
def test_hidden_and_temporary_files_are_skipped_and_named(tmp_path: Path, name: str) -> None:
    touch(tmp_path / "a.txt", tmp_path / name)
    found = gather([tmp_path])
    assert [file.path for file in found.files] == ["a.txt"]
    # What lies inside a hidden folder is not walked, so it is not named either.
    assert found.skipped == (() if "/" in name else (name,))


def test_composed_and_decomposed_names_are_one_form_and_stay_two_files(tmp_path: Path) -> None:
    touch(tmp_path / "Hòa.txt", tmp_path / "Ho\u0300a.txt")
    assert paths(tmp_path) == ["Hòa.txt", "Hòa.txt-2"]


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_a_name_that_is_no_utf8_is_told_in_ascii(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/th\xf4ng.txt", "wb") as file:
        file.write(b"x")
    assert paths(tmp_path) == ["th\\xf4ng.txt"]


def test_what_cannot_be_read_is_listed_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "round").symlink_to(tmp_path)
    told = {file.path: file.trouble for file in gather([tmp_path]).files}
    assert told == {
        "folder.pdf": "a folder that is named like a file; the files in it are listed by "
        "themselves",
        "nowhere.txt": "the file is gone, or is a link to nothing; check the folder",
        "pipe.txt": "not a file but a device or a pipe; give a file",
        "round": "a link to a folder, which is not followed; give that folder as an input",
    }


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can enter, which pytest's own is not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read all, so root becomes somebody else for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX permissions")
def test_no_permission_is_said_so(open_folder: Path) -> None:
    touch(open_folder / "a.txt", open_folder / "closed" / "b.txt")
    (open_folder / "a.txt").chmod(0)
    (open_folder / "closed").chmod(0)
    with as_nobody():
        told = {file.path: file.trouble for file in gather([open_folder]).files}
    (open_folder / "closed").chmod(0o700)
    assert told == {
        "a.txt": "no permission to read it; ask its owner for read access",
        "closed": "no permission to read it; ask its owner for read access",
    }


def test_a_dataset_among_its_inputs_is_left_out(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt", tmp_path / "dataset" / "notices.csv")
    assert paths(tmp_path, leave_out=tmp_path / "dataset") == ["a.txt"]


def test_wrong_use_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no input"):
        gather([])
    with pytest.raises(UsageError, match="no such file or folder"):
        gather([tmp_path / "missing"])
    with pytest.raises(UsageError, match="keep notices and dataset apart"):
        gather([tmp_path], leave_out=tmp_path)
