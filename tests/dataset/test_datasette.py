"""The SQLite file in a real Datasette: search in both spellings, facets, titles."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest
from sample_notices import parse_sample

from notice_parser.dataset.build import build
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index

NOTICE = """THÔNG BÁO tb-1

@ xa-1 UBND xã Một

# the-che

- Tỷ lệ thanh toán trực tuyến chưa đạt.

+ Hoà giải tốt tranh chấp đất đai.

- <script>alert(1)</script>
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("datasette")
    (folder / "tb.txt").write_text(NOTICE, encoding="utf-8")
    dataset = folder / "out"
    build([folder], output=dataset, executor=InProcess(), parse=parse_sample, finish=add_index)
    command = [sys.executable, "-m", "datasette", "serve", str(dataset / "dataset.sqlite")]
    process = subprocess.Popen(
        [*command, "--metadata", str(dataset / "metadata.json"), "--port", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        told = iter(process.stderr)
        yield next(
            m[1] for m in (re.search(r"running on (http://\S+)", line) for line in told) if m
        )
    finally:
        process.terminate()
        process.wait(timeout=20)


def get(address: str, path: str, **values: str) -> Any:
    with urlopen(f"{address}/dataset{path}?{urlencode(values)}", timeout=20) as answer:
        return json.load(answer)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("thanh toan truc tuyen", "han-che"),
        ("thanh toán trực tuyến", "han-che"),
        # "đ" folded, and either tone placement.
        ("dat dai", "mat-duoc"),
        ("đất đai", "mat-duoc"),
        ("hòa giải", "mat-duoc"),
        ("hoà giải", "mat-duoc"),
    ],
)
def test_both_spellings_find_with_facets(address: str, query: str, label: str) -> None:
    told = get(address, "/statements.json", _search=query)
    assert told["filtered_table_rows_count"] == 1
    (facet,) = told["facet_results"]["label"]["results"]
    assert (facet["value"], facet["count"]) == (label, 1)


def test_what_is_not_there_is_not_found(address: str) -> None:
    assert get(address, "/statements.json", _search="máy bay")["filtered_table_rows_count"] == 0


def test_pages_are_titled_and_texts_inert(address: str) -> None:
    with urlopen(f"{address}/dataset/statements", timeout=20) as answer:
        page = answer.read().decode()
    assert "Từng nhận định, kèm trích dẫn nguyên văn" in page
    assert "Nguyên văn" in page
    assert "<script>alert(1)" not in page


def test_the_tables_of_the_index_are_hidden(address: str) -> None:
    told = get(address, ".json")
    shown = {table["name"] for table in told["tables"] if not table["hidden"]}
    assert "statements" in shown
    assert not {name for name in shown if name.startswith("statements_index")}
