"""What tests share: the corpus, the dataset built from it once, the folder of shared notices."""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings

from notice_parser import build

TESTS = Path(__file__).parent
ROOT = TESTS.parent
# The renderers of the corpus, and the tiny notation of notices that tests of the dataset use.
sys.path[:0] = [str(ROOT / "corpus"), str(TESTS / "dataset")]

# Time says nothing of correctness on a machine that others use too. Two runs of the same code
# draw the same examples; NOTICE_PARSER_EXPLORE=1 draws new ones each time, to look for what
# nobody thought of.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("exploring", deadline=None)
settings.load_profile("exploring" if os.environ.get("NOTICE_PARSER_EXPLORE") else "repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write tests/golden/*.json anew from what the parser says now",
    )


@pytest.fixture(scope="session")
def corpus() -> Path:
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def corpus_dataset(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of all corpus notices, built once for all processes that run tests."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    dataset = shared / "corpus-dataset"
    with _alone(shared / "corpus-dataset.lock"):
        if not dataset.exists():
            build([corpus / "notices"], output=dataset, jobs=2)
    return dataset


@pytest.fixture(scope="session")
def shared_notices() -> Path:
    """The folder with the real notice and its gold, which is not part of the repository."""
    folder = Path(os.environ.get("NOTICE_PARSER_SHARED", ROOT.parent / "shared")) / "notices"
    if not (folder / "tam-nong-2023.gold.json").is_file():
        pytest.skip(
            f"no shared notices in {folder}: name their folder's parent in NOTICE_PARSER_SHARED"
        )
    return folder


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Holds the operating system's lock on a file, waiting for it."""
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
