"""The vendored model and the cache of its vectors. The model loads once, in 10 s."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from notice_parser import build, embedding
from notice_parser.dataset.database import open_database
from notice_parser.dataset.publish import WORK
from notice_parser.embedding import CACHE, Model, find_model
from notice_parser.errors import UsageError
from notice_parser.themes.deciding import look
from notice_parser.themes.embed import centred

FOLDER = Path(__file__).parents[2] / "models" / "notice-embedding"
TEXTS = (
    "còn hồ sơ đất đai trễ hạn",
    "hồ sơ lĩnh vực đất đai giải quyết quá hạn",
    "chưa mở sổ theo dõi tài sản",
)

with_model = pytest.mark.skipif(
    find_spec("sentence_transformers") is None, reason="needs the packages of [semantic]"
)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, NDArray[np.float32]]:
    """The cache and the vectors of TEXTS."""
    cache = tmp_path_factory.mktemp("vectors") / "vectors.sqlite"
    return cache, centred(TEXTS, model=find_model(FOLDER), cache=cache)


@with_model
def test_vectors_tell_what_is_alike(embedded: tuple[Path, NDArray[np.float32]]) -> None:
    _, vectors = embedded
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    similar = vectors @ vectors.T
    assert similar[0, 1] > 0.5 > similar[0, 2]


@with_model
def test_nothing_is_embedded_twice(
    embedded: tuple[Path, NDArray[np.float32]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, vectors = embedded
    # With the folder out of reach only the cache can answer.
    known = Model(find_model(FOLDER).code)
    again = centred(TEXTS[::-1], model=known, cache=cache)
    assert (again == vectors[::-1]).all()
    with pytest.raises(UsageError, match="build again with --model"):
        centred(["một câu mới"], model=known, cache=cache)


def copied(cache: Path, folder: Path, *, without: str = "") -> None:
    """The cache in another folder, where one text may be missing."""
    folder.mkdir(parents=True)
    shutil.copy(cache, folder / CACHE)
    with closing(sqlite3.connect(folder / CACHE)) as database, database:
        database.execute("DELETE FROM vectors WHERE text = ?", (without,))


@with_model
def test_a_text_has_the_same_vector_in_any_company(
    embedded: tuple[Path, NDArray[np.float32]], tmp_path: Path
) -> None:
    cache, vectors = embedded
    copied(cache, tmp_path / "other", without=TEXTS[0])
    alone = centred(TEXTS, model=find_model(FOLDER), cache=tmp_path / "other" / CACHE)
    assert (alone == vectors).all()


@with_model
def test_the_environment_is_left_as_it_was(embedded: tuple[Path, NDArray[np.float32]]) -> None:
    assert embedded
    assert os.environ.get("HF_HUB_OFFLINE") is None


@with_model
def test_a_dataset_says_which_model_grouped_it(
    embedded: tuple[Path, NDArray[np.float32]], tmp_path: Path, corpus: Path
) -> None:
    cache, _ = embedded
    notice, dataset = (
        corpus / "notices" / "bao_loc_2022_thong_bao_ket_luan.txt",
        tmp_path / "dataset",
    )
    copied(cache, dataset / WORK)
    build([notice], output=dataset, model=FOLDER)
    code = find_model(FOLDER).code
    assert grouped_by(dataset) == {code}
    assert not build([notice], output=dataset, model=FOLDER).changed
    look(dataset)  # from the cache: where the folder of the model is, nobody says
    assert build([notice], output=dataset).changed
    assert grouped_by(dataset) == {"lexical"}


def grouped_by(dataset: Path) -> set[str]:
    rows = open_database(dataset).execute("SELECT DISTINCT grouped_by FROM themes")
    return {code for (code,) in rows}


@pytest.mark.parametrize("named", ["intfloat/multilingual-e5-small", "no/such/folder"])
def test_a_hub_name_is_an_error(named: str) -> None:
    with pytest.raises(UsageError, match="name a local folder") as told:
        find_model(named)
    assert named in str(told.value)


def test_a_missing_library_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(embedding, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="semantic"):
        build([FOLDER], output=tmp_path / "out", model=FOLDER)
    assert not (tmp_path / "out").exists()


def test_the_model_loads_in_old_and_new_releases() -> None:
    """5.x knows no other class paths."""
    modules: list[Mapping[str, str]] = embed_json("modules.json")
    kinds = [module["type"] for module in modules]
    assert kinds == [
        f"sentence_transformers.models.{k}" for k in ("Transformer", "Pooling", "Normalize")
    ]


def embed_json(name: str) -> list[Mapping[str, str]]:
    import json

    found: list[Mapping[str, str]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return found
