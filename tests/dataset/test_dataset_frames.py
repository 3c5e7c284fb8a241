"""A dataset as data frames, with the right types."""

from __future__ import annotations

import builtins
import subprocess
import sys
from pathlib import Path

import pytest
from sample_notices import parse_sample, write_samples

from notice_parser.dataset.build import build
from notice_parser.dataset.frames import Dataset, open_dataset
from notice_parser.errors import UsageError
from notice_parser.executors import InProcess

pd = pytest.importorskip("pandas")


def made(folder: Path, count: int) -> Path:
    write_samples(folder / "in", range(count))
    build([folder / "in"], output=folder / "out", parse=parse_sample, executor=InProcess())
    return folder / "out"


def test_types_are_those_of_the_schema(tmp_path: Path) -> None:
    with open_dataset(made(tmp_path, 3)) as dataset:
        check_types(dataset)


def check_types(dataset: Dataset) -> None:
    statements, figures = dataset.statements, dataset.figures
    assert len(statements) == 6
    assert str(statements.dtypes["page"]) == "Int64"
    assert str(statements.dtypes["remedied"]) == "boolean"
    assert str(dataset.notices.dtypes["date"]) == "string"
    assert str(figures.dtypes["value"]) == "float64"
    assert figures["value"].tolist() == [0.5, 1.5, 2.5]
    assert statements["areas"].tolist() == [["the-che"]] * 6
    assert statements["page"].isna().all()
    assert dataset.problems.empty
    assert "statements" in dir(dataset)


def test_a_frame_is_read_once(tmp_path: Path) -> None:
    dataset = open_dataset(made(tmp_path, 1))
    assert dataset.statements is dataset.statements


def test_an_open_dataset_stays_the_version_it_was(tmp_path: Path) -> None:
    dataset = open_dataset(made(tmp_path, 2))
    made(tmp_path, 5)
    assert len(dataset.notices) == 2
    assert len(open_dataset(tmp_path / "out").notices) == 5


def test_no_such_table(tmp_path: Path) -> None:
    with pytest.raises(AttributeError, match="no table 'limitations'; it has files, notices"):
        open_dataset(made(tmp_path, 1)).limitations  # noqa: B018


def test_what_is_no_dataset_is_said_so(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(UsageError, match="holds no dataset"):
            open_dataset(path)


def test_without_pandas_the_way_out_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: object, **more: object) -> object:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageError, match=r'pip install "notice-parser\[analysis\]"'):
        open_dataset(tmp_path)


def test_building_imports_no_pandas() -> None:
    code = (
        "import sys, notice_parser.dataset.build, notice_parser.dataset.frames\n"
        "print(sorted({'pandas', 'torch', 'spacy', 'scipy', 'underthesea'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
