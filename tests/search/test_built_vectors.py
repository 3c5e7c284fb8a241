"""Vectors from `build` to the pages, with a model of our own: letters in threes, hashed."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray
from threes import in_threes

from notice_parser import build, cli, embedding
from notice_parser.dataset.compare import compare
from notice_parser.dataset.database import open_database
from notice_parser.embedding import Kind, Model, cache_of
from notice_parser.errors import QueryError, UsageError
from notice_parser.search.meaning import MODEL, VECTORS, open_meaning
from notice_parser.search.query import Query, search, statement_ids
from notice_parser.web.app import create_app

NOTICE = "bao_loc_2022_thong_bao_ket_luan.txt"
ASKED = "thanh toan truc tuyen"


class Threes:
    """Counts what it was asked to embed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, texts: Sequence[str], model: Model, kind: Kind = "") -> NDArray[np.float32]:
        self.texts += texts
        return in_threes(texts)


@pytest.fixture
def threes(monkeypatch: pytest.MonkeyPatch) -> Threes:
    made = Threes()
    monkeypatch.setattr(embedding, "embedded", made)
    monkeypatch.setattr("notice_parser.search.meaning.embedded", made)
    monkeypatch.setattr(embedding, "find_spec", lambda _: True)
    return made


@pytest.fixture
def models(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders that look like those of models."""
    for name in ("threes", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "modules.json").write_text(f'["{name}"]')
    return tmp_path / "threes", tmp_path / "other"


@pytest.fixture
def dataset(threes: Threes, models: tuple[Path, Path], corpus: Path, tmp_path: Path) -> Path:
    build([corpus / "notices" / NOTICE], output=tmp_path / "out", search_model=models[0])
    return tmp_path / "out"


def content(dataset: Path) -> bytes:
    return (dataset / "dataset.sqlite").read_bytes()


def test_nothing_is_embedded_twice_and_the_bytes_stay(
    dataset: Path, threes: Threes, models: tuple[Path, Path], corpus: Path, tmp_path: Path
) -> None:
    notice, first = corpus / "notices" / NOTICE, content(dataset)
    made = len(threes.texts)
    assert made > 0
    assert not build([notice], output=dataset, search_model=models[0]).changed
    build([notice], output=dataset)
    assert content(dataset) != first
    build([notice], output=dataset, search_model=models[0])
    assert content(dataset) == first
    assert len(threes.texts) == made
    # Another dataset, with the model in another folder of that name.
    shutil.copytree(models[0], tmp_path / "elsewhere" / "threes")
    build([notice], output=tmp_path / "two", search_model=tmp_path / "elsewhere" / "threes")
    assert content(tmp_path / "two") == first


def test_without_a_model_nothing_of_vectors_is_there(
    dataset: Path, corpus: Path, tmp_path: Path
) -> None:
    build([corpus / "notices" / NOTICE], output=tmp_path / "plain")
    plain, vectors = open_database(tmp_path / "plain"), open_database(dataset)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    assert set(vectors.execute(tables)) - set(plain.execute(tables)) == {(MODEL,), (VECTORS,)}
    for path in (tmp_path / "plain").iterdir():
        if path.is_file() and path.suffix in (".csv", ".jsonl", ".json"):
            assert path.read_bytes() == (dataset / path.name).read_bytes()
    told = compare(tmp_path / "plain", dataset).told()["tables"]
    assert not any(table["appeared"] or table["vanished"] for table in told.values())


def test_hybrid_from_the_command_line_and_from_python(
    dataset: Path, models: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    database = open_database(dataset)
    meaning = open_meaning(database, models[0])
    for mode in ("hybrid", "semantic"):
        # The model as the build noted it, and as it is named.
        for extra in ([], ["--model", str(models[0])]):
            assert cli.main(["search", str(dataset), ASKED, f"--mode={mode}", *extra]) == 0
            found = search(database, Query(ASKED, mode=mode), meaning=meaning)
            told = capsys.readouterr().out
            assert found.hits[0].text in told
            assert f"{found.total} found" in told


def test_another_model_is_refused(
    dataset: Path, models: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["search", str(dataset), ASKED, "--mode", "hybrid"]
    assert cli.main([*command, "--model", str(models[1])]) == 2
    told = capsys.readouterr().err
    assert re.fullmatch(
        r"notice-parser: \S+other: is the model other-\w+, and the vectors of this dataset are of "
        r"threes-\w+; name the folder of that one, or build again with --search-model\n",
        told,
    )


def test_what_is_missing_is_one_sentence(
    dataset: Path, models: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["search", str(dataset), ASKED, "--mode", "hybrid"]
    assert cli.main([*command, "--model", "nowhere"]) == 2
    assert "nowhere: no folder of a sentence-transformers model" in capsys.readouterr().err
    (dataset / ".work" / "search-model").unlink()
    assert cli.main(command) == 0  # words find something, and that has a vector
    command[2] = "xyzzy"
    assert cli.main(command) == 2
    assert "xyzzy: no word of this is in the dataset" in capsys.readouterr().err


def test_without_the_library_hybrid_finds_what_has_words(
    models: tuple[Path, Path], corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Built where the library is, searched where it is not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "embedded", Threes())
        patch.setattr(embedding, "find_spec", lambda _: True)
        build([corpus / "notices" / NOTICE], output=tmp_path / "out", search_model=models[0])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "find_spec", lambda _: None)
        command = ["search", str(tmp_path / "out"), "--mode", "hybrid"]
        assert cli.main([*command, ASKED]) == 0
        assert cli.main([*command, "xyzzy"]) == 2
        assert 'pip install "notice-parser[semantic]"' in capsys.readouterr().err


def vectors_of(path: Path) -> list[tuple[object, ...]]:
    return sqlite3.connect(path).execute(f"SELECT * FROM {VECTORS}, {MODEL}").fetchall()


def test_vectors_go_along_with_an_edit_and_an_export(
    dataset: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = vectors_of(dataset / "dataset.sqlite")
    cache_of(dataset).unlink()
    (theme, name) = open_database(dataset).execute("SELECT theme_id, name FROM themes").fetchone()
    edit = ["themes", "edit", str(dataset), "rename", theme, f"{name} mới"]
    assert cli.main(edit) == 0, capsys.readouterr().err
    assert vectors_of(dataset / "dataset.sqlite") == before
    for form in ("csv", "jsonl", "sqlite"):
        target = tmp_path / f"share.{form}"
        assert cli.main(["export", str(dataset), "-o", str(target), "--format", form]) == 0
    assert vectors_of(tmp_path / "share.sqlite") == before
    part = tmp_path / "part.sqlite"
    chosen = ["--label", "han-che", "--format", "sqlite", "-o", str(part)]
    assert cli.main(["export", str(dataset), *chosen]) == 0
    ((kept,),) = sqlite3.connect(part).execute("SELECT count(*) FROM statements")
    ((vectors, _, dimensions),) = [row[1:] for row in vectors_of(part)]
    assert 0 < kept == len(vectors) / 2 / dimensions


def test_the_pages_offer_it_where_it_can_be(dataset: Path, models: tuple[Path, Path]) -> None:
    asked = f"/search?q={ASKED.replace(' ', '+')}&mode=hybrid"
    with TestClient(create_app(dataset), base_url="http://127.0.0.1:8000") as client:
        assert 'name="mode"' not in client.get("/search").text
        assert client.get(asked).status_code == 200  # the best by words have vectors
        refused = client.get("/search?q=xyzzy&mode=hybrid")
        assert refused.status_code == 400
        assert "cần mô hình threes-" in refused.text
    with TestClient(
        create_app(dataset, model=models[0]), base_url="http://127.0.0.1:8000"
    ) as client:
        page = client.get(asked).text
        assert '<option value="hybrid" selected>theo từ và nghĩa</option>' in page
        twin = client.get(asked.replace("?", ".json?")).json()
        assert twin["chosen"]["mode"] == "hybrid"
        database = open_database(dataset)
        query = Query(ASKED, mode="hybrid")
        wanted = statement_ids(database, query, meaning=open_meaning(database, models[0]))
        assert tuple(row["statement_id"] for row in twin["rows"]) == wanted[:50]
        lines = client.get(asked.replace("?", ".csv?")).text.splitlines()
        assert lines[1].split(",")[0] == wanted[0]
    with pytest.raises(UsageError, match="is the model other-"):
        create_app(dataset, model=models[1])


def test_a_build_may_take_the_vectors_away_while_pages_are_open(
    dataset: Path, models: tuple[Path, Path], corpus: Path
) -> None:
    app = create_app(dataset, model=models[0])
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        build([corpus / "notices" / NOTICE], output=dataset)
        assert 'name="mode"' not in client.get("/search").text
        assert "không có vectơ" in client.get("/search?q=xã&mode=semantic").text


def test_python_says_it_too(dataset: Path) -> None:
    database = open_database(dataset)
    with pytest.raises(QueryError, match="needs the model"):
        search(database, Query("xyzzy", mode="hybrid"), meaning=open_meaning(database))
    with pytest.raises(QueryError, match="holds no vectors"):
        search(database, Query("xã", mode="hybrid"))


@pytest.mark.skipif(
    find_spec("sentence_transformers") is None, reason="needs the packages of [semantic]"
)
def test_the_vendored_model_finds_what_words_do_not(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(__file__).parents[2] / "models" / "notice-embedding"
    dataset = tmp_path / "out"
    build([corpus / "notices" / NOTICE], output=dataset, search_model=folder)
    first = content(dataset)
    database = open_database(dataset)
    meaning = open_meaning(database, folder)
    query = Query("người dân phải chờ đợi rất lâu", mode="semantic", limit=5)
    found = search(database, query, meaning=meaning)
    assert any("Thời gian chờ tại quầy" in hit.text for hit in found.hits)
    assert cli.main(["search", str(dataset), query.text, "--mode", "semantic"]) == 0
    printed = capsys.readouterr()
    assert found.hits[0].text in printed.out
    assert printed.err == ""
    # From an empty cache the same bytes.
    cache_of(dataset).unlink()
    build([corpus / "notices" / NOTICE], output=dataset)
    build([corpus / "notices" / NOTICE], output=dataset, search_model=folder)
    assert content(dataset) == first
