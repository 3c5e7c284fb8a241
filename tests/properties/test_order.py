"""The same files give the same bytes in any order, with any number of jobs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from notice_parser import build

CORPUS = Path(__file__).parents[2] / "corpus" / "notices"
FILES = sorted(path for path in CORPUS.iterdir() if path.suffix in {".txt", ".docx"})[::5]


def visible(dataset: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in dataset.iterdir() if not p.name.startswith(".")}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("in-order")
    build(FILES, output=folder, jobs=1)
    return visible(folder)


@pytest.mark.parametrize("jobs", [1, 2])
def test_shuffled_files_change_no_byte(
    expected: dict[str, bytes], tmp_path: Path, jobs: int
) -> None:
    shuffled = FILES[:]
    random.Random(jobs).shuffle(shuffled)
    build(shuffled, output=tmp_path, jobs=jobs)
    assert {"themes.csv", "problems.csv", "dataset.sqlite"} <= expected.keys()
    assert expected["themes.csv"].count(b"\n") > 3
    assert visible(tmp_path) == expected


def test_a_dataset_that_grew_is_that_of_one_run(expected: dict[str, bytes], tmp_path: Path) -> None:
    """But for themes, which keep the ids that they were given first."""
    build(FILES[:3], output=tmp_path)
    build(FILES, output=tmp_path)
    of_themes = ("themes.", "theme_registry.", "problems.", "recurrence.", "followups.", "dataset.")
    grown = {n: b for n, b in visible(tmp_path).items() if not n.startswith(of_themes)}
    assert grown.items() <= expected.items()
    assert {"statements.csv", "coverage.jsonl", "datapackage.json"} <= grown.keys()
