"""Each model has a threshold of its own, or none, and then it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from notice_parser.embedding import Model
from notice_parser.errors import UsageError
from notice_parser.themes.grouping import JOIN_FILE, threshold

FOLDER = Path(__file__).parents[2] / "models" / "notice-embedding"


def model(folder: Path, written: str | None = None) -> Model:
    if written is not None:
        (folder / JOIN_FILE).write_text(written, encoding="utf-8")
    return Model("some-model-1234", str(folder))


def test_the_vendored_model_has_one() -> None:
    assert 0.3 < threshold(Model("notice-embedding", str(FOLDER))) < 0.7


def test_a_model_that_was_never_measured_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"never measured.*--calibrate"):
        threshold(model(tmp_path))


@pytest.mark.parametrize("written", ["", 'join = "0.5"', "join = 4.2", "join ="])
def test_a_threshold_that_is_none_is_refused(tmp_path: Path, written: str) -> None:
    with pytest.raises(UsageError, match="between 0 and 1"):
        threshold(model(tmp_path, written))


def test_a_dataset_keeps_that_of_its_model(tmp_path: Path) -> None:
    """Where the folder is not at hand later, as for `themes edit`."""
    cache = tmp_path / "vectors.sqlite"
    with pytest.raises(UsageError, match="build again with --model"):
        threshold(Model("some-model-1234"), cache)
    assert threshold(model(tmp_path, "join = 0.61\n"), cache) == 0.61
    assert threshold(Model("some-model-1234"), cache) == 0.61
