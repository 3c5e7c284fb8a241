"""Exports: every form holds the same, a part is a dataset itself, nothing becomes a formula."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from frictionless import validate
from pyarrow import parquet
from sample_notices import parse_sample, sample

from notice_parser.dataset.build import build
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import TABLES, as_text
from notice_parser.dataset.sharing import Form, share
from notice_parser.errors import UsageError
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index

HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "-2+3",
    "'quoted",
    "<script>alert(1)</script>",
    "'; DROP TABLE statements; --",
    "một | hai",
]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sharing")
    for number in range(3):
        (folder / f"tb{number}.txt").write_text(sample(number), encoding="utf-8")
    lines = ["THÔNG BÁO tb-900", "@ xa-9 =Xã Chín", "# the-che", *(f"+ {t}" for t in HOSTILE)]
    (folder / "=cmd().txt").write_text("\n\n".join(lines), encoding="utf-8")
    build(
        [folder],
        output=folder / "out",
        executor=InProcess(),
        parse=parse_sample,
        finish=add_index,
    )
    return folder / "out"


def stored(dataset: Path, name: str) -> list[dict[str, Any]]:
    version = current(dataset)
    assert version
    return [dict(row) for row in stored_rows(version, name)]


def test_csv_and_json_lines_hold_every_table(dataset: Path, tmp_path: Path) -> None:
    share(dataset, tmp_path / "csv", form="csv")
    share(dataset, tmp_path / "jsonl", form="jsonl")
    for name in TABLES:
        assert (tmp_path / f"jsonl/{name}.jsonl").read_bytes() == (
            dataset / f"{name}.jsonl"
        ).read_bytes()
        with (tmp_path / f"csv/{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(stored(dataset, name))
    assert validate(tmp_path / "csv/datapackage.json").valid


def test_no_text_of_a_csv_is_a_formula_and_each_comes_back(dataset: Path, tmp_path: Path) -> None:
    share(dataset, tmp_path / "s.csv", form="csv", tables=["statements"])
    with (tmp_path / "s.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    back = [text.removeprefix("'") for text in texts]
    assert back == [as_text(row["text"]) for row in stored(dataset, "statements")]
    assert "'=cmd|' /C calc'!A0" in texts


def test_a_workbook_explains_itself(dataset: Path, tmp_path: Path) -> None:
    share(dataset, tmp_path / "all.xlsx", form="xlsx", links="https://example.org/tb")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["Giải thích", *TABLES]
    told = [(row[0].value, row[1].value, row[2].value) for row in book["Giải thích"].iter_rows()]
    for table in TABLES.values():
        for column in table.columns:
            assert (table.name, column.name, column.vi) in told
    sheet = book["statements"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", sheet.dimensions)
    assert sheet.column_dimensions["F"].width > 50
    headings = [str(cell.value).partition("\n")[0] for cell in sheet[1]]
    assert headings == [*(column.name for column in TABLES["statements"].columns), "link"]
    links = {row[-1].hyperlink.target for row in sheet.iter_rows(min_row=2)}
    assert "https://example.org/tb/tb0.txt" in links
    assert "https://example.org/tb/%3Dcmd%28%29.txt" in links


def test_nothing_in_a_workbook_is_a_formula(dataset: Path, tmp_path: Path) -> None:
    share(dataset, tmp_path / "all.xlsx", form="xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    values = {cell.value for cell in cells}
    assert {*HOSTILE, "=Xã Chín", "=cmd().txt"} <= values


def test_a_cell_that_is_too_long_is_cut_and_says_so(tmp_path: Path) -> None:
    text = "dài " * 10_000
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(f"THÔNG BÁO tb-1\n\n@ x UBND xã X\n\n+ {text}\n")
    build([tmp_path / "in"], output=tmp_path / "out", executor=InProcess(), parse=parse_sample)
    share(tmp_path / "out", tmp_path / "a.xlsx", form="xlsx", tables=["statements"])
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx")["statements"]["F2"].value
    assert len(cell) == 32_767
    assert cell.endswith("JSON Lines]")


def test_parquet_has_true_types(dataset: Path, tmp_path: Path) -> None:
    share(dataset, tmp_path / "parquet", form="parquet")
    rows = parquet.read_table(tmp_path / "parquet/figures.parquet").to_pylist()
    assert [row["value"] for row in rows] == [row["value"] for row in stored(dataset, "figures")]
    assert all(isinstance(row["value"], Decimal) for row in rows)
    statements = parquet.read_table(tmp_path / "parquet/statements.parquet")
    assert [tuple(areas) for areas in statements.column("areas").to_pylist()] == [
        row["areas"] for row in stored(dataset, "statements")
    ]
    described = statements.schema.field("label").metadata
    assert described[b"vi"].decode() == TABLES["statements"].column("label").vi


def test_stata_reads_texts_numbers_and_labels(dataset: Path, tmp_path: Path) -> None:
    share(dataset, tmp_path / "stata", form="stata")
    frame = pd.read_stata(tmp_path / "stata/statements.dta")
    assert list(frame["text"]) == [row["text"] for row in stored(dataset, "statements")]
    with pd.io.stata.StataReader(tmp_path / "stata/figures.dta") as reader:
        assert reader.variable_labels()["value"] == "Giá trị chính xác"
    assert pd.read_stata(tmp_path / "stata/remainders.dta").empty


def test_a_part_is_a_dataset_itself(dataset: Path, tmp_path: Path) -> None:
    chosen = [row["statement_id"] for row in stored(dataset, "statements") if "tb-001" in str(row)]
    share(dataset, tmp_path / "part", form="csv", statement_ids=chosen)
    assert validate(tmp_path / "part/datapackage.json").valid
    share(dataset, tmp_path / "part.sqlite", form="sqlite", statement_ids=chosen, finish=add_index)
    part = sqlite3.connect(tmp_path / "part.sqlite")
    counts = {
        name: part.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
        for name in ("statements", "notices", "files", "units", "figures", "citations")
    }
    assert counts == {
        "statements": 2,
        "notices": 1,
        "files": 1,
        "units": 1,
        "figures": 1,
        "citations": 1,
    }
    found = part.execute("SELECT count(*) FROM statements_index WHERE statements_index MATCH 'da'")
    assert found.fetchone() == (1,)


@pytest.mark.parametrize(("form", "target"), [("xlsx", "a.xlsx"), ("parquet", "p"), ("stata", "s")])
def test_the_same_rows_give_the_same_bytes(
    dataset: Path, tmp_path: Path, form: Form, target: str
) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        files = share(dataset, folder / target, form=form, tables=["statements", "figures"])
    for file in files:
        twin = first / file.relative_to(second)
        assert file.read_bytes() == twin.read_bytes()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda call: call(tables=["nothing"]), "no such table"),
        (lambda call: call(dataset=Path("nowhere")), "holds no dataset"),
        (lambda call: call(target=Path(__file__)), "is there already"),
        (lambda call: call(target=Path("/proc/no/file.xlsx")), "cannot be written"),
    ],
)
def test_what_cannot_be_is_told(
    dataset: Path, tmp_path: Path, change: Callable[[Callable[..., Any]], Any], sentence: str
) -> None:
    def call(*, dataset: Path = dataset, target: Path = tmp_path / "x", **more: Any) -> Any:
        return share(dataset, target, form="xlsx", **more)

    with pytest.raises(UsageError, match=sentence):
        change(call)
    assert not list(tmp_path.iterdir())


def test_datasette_is_told_of_every_table(dataset: Path) -> None:
    told = json.loads((dataset / "metadata.json").read_text(encoding="utf-8"))
    tables = told["databases"]["dataset"]["tables"]
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        columns = {column.name for column in TABLES[name].columns}
        assert set(table["columns"]) == columns
        assert {*table.get("facets", []), table.get("label_column", "") or "notice_id"} <= {
            *columns,
            "notice_id",
        }
