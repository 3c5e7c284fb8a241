"""What a notice says stays text: in pages, in JSON, in tables, in queries."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import lxml.html
import openpyxl
import pytest
from fastapi.testclient import TestClient
from hostile_notices import FORMULA, SCRIPT, SQL

from notice_parser.dataset.database import open_database
from notice_parser.web.app import create_app

ATTACKS = (SCRIPT, SQL, '"><svg onload=alert(1)>', "' OR '1'='1", "{{ 7 * 7 }}", "%' --", "\x00")


@pytest.fixture(scope="module")
def client(hostile: Path) -> Iterator[TestClient]:
    with TestClient(create_app(hostile), base_url="http://127.0.0.1:8000") as client:
        yield client


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/search",
        "/search?q=script",
        "/notices",
        "/notices/tb-1",
        "/notices/tb-1?mark=tb-1-s1",
        "/units",
        "/units/xa-1",
        "/documents",
        "/quality",
        "/quality/unsure?below=1",
        "/quality/remainders",
    ],
)
def test_markup_in_a_notice_is_text(client: TestClient, address: str) -> None:
    page = lxml.html.fromstring(client.get(address).text)
    assert page.xpath("//script | //img | //@*[starts-with(name(), 'on')]") == []


def test_a_notice_called_script_shows_as_text(client: TestClient) -> None:
    assert SCRIPT in lxml.html.fromstring(client.get("/units/xa-1").text).text_content()
    assert SCRIPT in lxml.html.fromstring(client.get("/notices/tb-1").text).text_content()
    told = client.get("/units/xa-1.json")
    assert told.headers["content-type"] == "application/json"
    assert SCRIPT in json.dumps(told.json())


@pytest.mark.parametrize("name", ["q", "place", "document", "theme", "indicator", "doc_type"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_is_typed_is_text(client: TestClient, hostile: Path, name: str, attack: str) -> None:
    query = {"q": "chậm"} | {name: attack}
    answer = client.get("/search", params=query)
    assert answer.status_code in (200, 400)
    page = lxml.html.fromstring(answer.text)
    assert page.xpath("//script | //svg[@onload] | //@onload") == []
    assert "49" not in page.xpath("//h1")[0].text_content()
    (count,) = open_database(hostile).execute("SELECT count(*) FROM statements").fetchone()
    assert count == 6


@pytest.mark.parametrize("attack", ATTACKS)
def test_ids_and_choices_are_text(client: TestClient, attack: str) -> None:
    for path in ("/units", "/themes", "/notices", "/documents", "/figures", "/statements"):
        found = client.get(f"{path}/{quote(attack, safe='')}")
        assert found.status_code == 404
    listed = client.get("/units.json", params={"province": attack, "level": attack})
    assert listed.json()["total"] == 0


def test_formulas_stay_text_in_csv_and_xlsx(client: TestClient) -> None:
    for path in ("/search", "/units", "/quality", "/notices/tb-1"):
        table = client.get(f"{path}.csv").content.decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
        assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{path}.xlsx").content))
        assert book.active
        kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
        assert "f" not in kinds
    values = [
        cell.value
        for row in openpyxl.load_workbook(
            io.BytesIO(client.get("/search.xlsx").content)
        ).active.iter_rows()
        for cell in row
    ]
    assert FORMULA in values
