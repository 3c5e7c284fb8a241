"""Search by vectors, with a small real model: letters in threes, hashed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from sample_notices import parse_sample
from threes import in_threes

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.errors import UsageError
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index
from notice_parser.search.meaning import Meaning, add_vectors, load_meaning, model_of
from notice_parser.search.query import Query, search, statement_ids

TEXTS = [
    "Thanh toán trực tuyến chưa đạt chỉ tiêu.",
    "Thanh toán trực tuyến đạt thấp.",
    "Nhà văn hóa thôn xuống cấp.",
    "Trang thiết bị của nhà văn hoá đã cũ.",
    "Hồ sơ đất đai giải quyết trễ hạn.",
    *(f"Xã số {number} niêm yết đủ thủ tục." for number in range(1, 200)),
]


def finish(connection: sqlite3.Connection) -> None:
    add_index(connection)
    add_vectors(connection, in_threes, code="threes-1")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    folder = tmp_path_factory.mktemp("meaning")
    lines = ["THÔNG BÁO tb-1", "@ xa-1 UBND xã Một", "# the-che", *(f"- {text}" for text in TEXTS)]
    (folder / "tb.txt").write_text("\n\n".join(lines), encoding="utf-8")
    build([folder], output=folder / "out", executor=InProcess(), parse=parse_sample, finish=finish)
    return open_database(folder / "out")


@pytest.fixture(scope="module")
def meaning(database: sqlite3.Connection) -> Meaning:
    return load_meaning(database, in_threes)


def test_the_dataset_tells_which_model_it_was(database: sqlite3.Connection) -> None:
    assert model_of(database) == "threes-1"


def test_vectors_are_those_of_the_model(meaning: Meaning) -> None:
    assert meaning.vectors.shape == (len(TEXTS), 64)
    assert np.allclose(np.linalg.norm(meaning.vectors, axis=1), 1, atol=1e-3)


def test_semantic_is_the_hundred_nearest(database: sqlite3.Connection, meaning: Meaning) -> None:
    result = search(database, Query("van hoa thon", mode="semantic"), meaning=meaning)
    assert result.total == 100
    assert result.hits[0].text == "Nhà văn hóa thôn xuống cấp."
    scores = [hit.score for hit in result.hits]
    assert scores == sorted(scores, reverse=True)


def test_hybrid_has_what_words_find_and_what_is_near(
    database: sqlite3.Connection, meaning: Meaning
) -> None:
    query = Query("thanh toán trực tuyến", mode="hybrid", limit=200)
    result = search(database, query, meaning=meaning)
    by_words = search(database, Query(query.text, limit=200))
    found = {hit.statement_id for hit in result.hits}
    assert {hit.statement_id for hit in by_words.hits} <= found
    assert {hit.text for hit in result.hits[:2]} == set(TEXTS[:2])
    assert result.total == len(found) == sum(result.facets["label"].values())


def test_words_that_are_nowhere_find_what_is_near(
    database: sqlite3.Connection, meaning: Meaning
) -> None:
    query = Query("vănhoáthôn đãxuốngcấp", mode="hybrid")
    assert search(database, Query(query.text)).total == 0
    assert search(database, query, meaning=meaning).hits[0].text == TEXTS[2]


@pytest.mark.parametrize("text", ['"trực tuyến"', "thanh toán -thấp", "trực tuy*"])
def test_no_vector_finds_what_a_phrase_or_minus_leaves_out(
    database: sqlite3.Connection, meaning: Meaning, text: str
) -> None:
    by_words = set(statement_ids(database, Query(text)))
    assert set(statement_ids(database, Query(text, mode="hybrid"), meaning=meaning)) == by_words


def test_filters_hold_for_vectors_too(database: sqlite3.Connection, meaning: Meaning) -> None:
    for mode in ("semantic", "hybrid"):
        query = Query("văn hóa", label="mat-duoc", mode=mode)
        assert search(database, query, meaning=meaning).total == 0


def test_pages_fit_together(database: sqlite3.Connection, meaning: Meaning) -> None:
    query = Query("niêm yết đủ", mode="hybrid")
    whole = statement_ids(database, query, meaning=meaning)
    pages = [
        hit.statement_id
        for offset in range(0, len(whole), 20)
        for hit in search(
            database, Query(query.text, mode="hybrid", limit=20, offset=offset), meaning=meaning
        ).hits
    ]
    assert tuple(pages) == whole


def test_without_vectors_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "tb.txt").write_text("THÔNG BÁO tb-1\n\n@ x UBND xã X\n\n- Chưa đạt.\n")
    build(
        [tmp_path],
        output=tmp_path / "out",
        executor=InProcess(),
        parse=parse_sample,
        finish=add_index,
    )
    database = open_database(tmp_path / "out")
    assert model_of(database) == ""
    with pytest.raises(UsageError, match="no vectors"):
        load_meaning(database, in_threes)
