"""The judged queries of the corpus are what they say they are."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from notice_parser.dataset.database import open_database
from notice_parser.text import fold


@pytest.fixture(scope="module")
def queries(corpus: Path) -> list[dict[str, Any]]:
    told = tomllib.loads((corpus / "queries.toml").read_text(encoding="utf-8"))
    queries: list[dict[str, Any]] = told["query"]
    return queries


@pytest.fixture(scope="module")
def files(corpus: Path) -> dict[str, str]:
    """The file of each notice that is not kept for the last test, by its source."""
    notices = {
        path.name.removesuffix(".gold.json"): json.loads(path.read_text(encoding="utf-8"))["notice"]
        for path in (corpus / "gold").glob("*.gold.json")
    }
    return {name: told["file"] for name, told in notices.items() if told["split"] != "test"}


def test_there_are_enough_of_each_kind(queries: list[dict[str, Any]]) -> None:
    kinds = Counter(query["kind"] for query in queries)
    assert set(kinds) == {"plain", "synonym", "abbreviation", "bare", "colloquial"}
    assert min(kinds.values()) >= 6
    assert len({query["text"] for query in queries}) == len(queries) >= 30
    for query in queries:
        assert query["answers"], query["text"]
        if query["kind"] == "bare":
            assert query["text"] == fold(query["text"])


def test_every_judged_statement_is_in_the_corpus(
    queries: list[dict[str, Any]], files: dict[str, str], corpus_dataset: Path
) -> None:
    texts: dict[str, list[str]] = {}
    for path, text in open_database(corpus_dataset).execute(
        "SELECT path, text FROM statements "
        "JOIN notices USING (notice_id) JOIN files USING (file_id)"
    ):
        texts.setdefault(path, []).append(fold(text))
    for query in queries:
        for source, quote in [*query["answers"], *query["near"]]:
            found = [text for text in texts[files[source]] if fold(quote) in text]
            assert found, (query["text"], source, quote)
