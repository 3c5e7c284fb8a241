"""Pages over the dataset of the corpus, and over a small one that means no good."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hostile_notices import HOSTILE
from sample_notices import parse_sample

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.search.index import add_index
from notice_parser.web.app import create_app

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def client(corpus_dataset: Path) -> Iterator[TestClient]:
    with TestClient(create_app(corpus_dataset), base_url=HERE) as client:
        yield client


@pytest.fixture(scope="session")
def ids(corpus_dataset: Path) -> dict[str, str]:
    """Something of each kind to look at: the second notice on Ba Tri, a PDF of several pages."""
    database = open_database(corpus_dataset)

    def one(query: str) -> str:
        return str(database.execute(query).fetchone()[0])

    notice = one(
        "SELECT notice_id FROM notices n JOIN files f ON f.file_id = n.file_id "
        "WHERE n.notice_id LIKE 'huyen-ba-tri-2023%' AND f.media_type = 'application/pdf'"
    )
    return {
        "notice": notice,
        "text_notice": one(
            "SELECT notice_id FROM notices JOIN files USING (file_id) WHERE path LIKE '%.docx'"
        ),
        "statement": one(
            f"SELECT statement_id FROM statements WHERE notice_id = '{notice}' "
            "AND label = 'han-che' AND page = 2 ORDER BY ordinal"
        ),
        "theme": one("SELECT theme_id FROM themes ORDER BY units DESC, theme_id"),
        "unit": one("SELECT unit_id FROM units WHERE name = 'UBND huyện Ba Tri'"),
        "document": one("SELECT document_id FROM legal_documents ORDER BY mentions DESC, 1"),
    }


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset whose texts, names and paths are made to break out of pages and tables."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "in").mkdir()
    for name, text in HOSTILE.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    build([folder / "in"], output=folder / "out", parse=parse_sample, finish=add_index)
    return folder / "out"
