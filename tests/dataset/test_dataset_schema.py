"""The contract: the tables and columns that were promised, and how cells are written."""

from __future__ import annotations

import csv
import json
import sqlite3
from decimal import Decimal
from pathlib import Path

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.dataset.check import check
from notice_parser.dataset.export import export
from notice_parser.dataset.package import describe
from notice_parser.dataset.schema import TABLES, Cell, Row, as_text
from notice_parser.dataset.tables import Tables, packed
from notice_parser.errors import Defect

PROMISED = {
    "files": "file_id path sha256 media_type bytes pages ocr_pages status reason warnings "
    "duplicate_of",
    "notices": "notice_id file_id doc_type number symbol date place issuer title province "
    "inspected_unit inspection_year announced_at signer signer_title layout text_chars "
    "covered_chars",
    "units": "unit_id name level kind district province parent_unit_id place_code successors",
    "statements": "statement_id notice_id unit_id areas label text page char_start char_end "
    "ordinal heading_path remedied confidence evidence",
    "coverage": "notice_id unit_id area inspected declared_none limitations statement_id",
    "figures": "figure_id statement_id text value unit kind role comparator low high numerator "
    "denominator indicator period char_start char_end",
    "citations": "citation_id notice_id statement_id text doc_type number date issuer law_name "
    "pinpoint relation document_id resolved_from char_start char_end",
    "legal_documents": "document_id doc_type number date issuer law_name mentions notices",
    "problems": "problem_id statement_id notice_id unit_id areas year text theme_id similarity "
    "char_start char_end",
    "themes": "theme_id name keywords example areas problems units districts provinces "
    "first_year last_year recurs_after_advice status",
}


@pytest.mark.parametrize("name", PROMISED)
def test_promised_columns_come_first_and_in_order(name: str) -> None:
    columns = [column.name for column in TABLES[name].columns]
    promised = PROMISED[name].split()
    assert columns[: len(promised)] == promised


def test_every_column_is_described_in_both_languages() -> None:
    for table in TABLES.values():
        for column in table.columns:
            assert column.vi
            assert column.en
            assert column.vi != column.en


def test_keys_are_required_and_references_lead_to_unique_ones() -> None:
    for table in TABLES.values():
        assert table.column(table.key[0]).required
        for column in table.columns:
            if column.references:
                target, name = column.references
                assert TABLES[target].key == (name,) or TABLES[target].column(name).unique


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("", ""),
        (True, "true"),
        (False, "false"),
        (0, "0"),
        (Decimal("97.83"), "97.83"),
        (Decimal("1234500000"), "1234500000"),
        (Decimal("1.2345E+9"), "1234500000"),
        (Decimal("0.00000001"), "0.00000001"),
        (Decimal("12.50"), "12.50"),
        ((), ""),
        (("the-che", "chinh-phu-so"), "the-che|chinh-phu-so"),
        (("Lưu: VT | ĐKT", "Như trên"), "Lưu: VT ¦ ĐKT|Như trên"),
    ],
)
def test_cells_as_text(cell: Cell, text: str) -> None:
    assert as_text(cell) == text


CELLS = {
    "text": st.none() | st.text(min_size=1),
    "date": st.none() | st.sampled_from(["2023", "2023-08", "2023-08-28"]),
    "integer": st.none() | st.integers(-(2**62), 2**62),
    "boolean": st.none() | st.booleans(),
    "decimal": st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    "list": st.lists(st.text()).map(tuple),
}


@given(st.fixed_dictionaries({c.name: CELLS[c.type] for c in TABLES["figures"].columns}))
def test_a_row_comes_back_as_it_was_packed_for_json_and_sorted(row: Row) -> None:
    with Tables(Path(":memory:")) as tables:
        tables.add_packed("figures", [json.loads(json.dumps(packed(TABLES["figures"], row)))])
        assert list(tables.rows("figures")) == [row]


def test_a_column_of_no_table_is_a_defect() -> None:
    with pytest.raises(Defect, match="units has no column colour"):
        packed(TABLES["units"], {"unit_id": "xa-1", "colour": "red"})


def unit(number: int) -> Row:
    return {"unit_id": f"xa-{number}", "name": f"UBND xã Số {number}"}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"units": [unit(1), unit(1)]}, "two rows with the key"),
        ({"units": [{"unit_id": "xa-1", "name": ""}]}, "has no name"),
        (
            {
                "units": [unit(1)],
                "coverage": [
                    {"notice_id": "tb", "unit_id": "xa-2", "area": "the-che", "inspected": True}
                    | {"declared_none": False, "limitations": 0}
                ],
            },
            "coverage.unit_id names xa-2",
        ),
    ],
)
def test_unsound_rows_of_one_notice_are_a_defect(rows: dict[str, list[Row]], message: str) -> None:
    with pytest.raises(Defect, match=message):
        check(rows)


def test_the_data_package_is_valid() -> None:
    report = frictionless.Package.metadata_validate(describe())
    assert [error.message for error in report] == []


def test_rows_leave_sorted_whatever_the_order_they_came_in(tmp_path: Path) -> None:
    folders = []
    for order in (range(30), reversed(range(30))):
        folder = tmp_path / str(len(folders))
        folder.mkdir()
        with Tables(tmp_path / f"rows{len(folders)}.sqlite") as tables:
            for number in order:
                tables.add("units", [unit(number)])
            export(tables, folder)
        folders.append(folder)
    first, second = folders
    assert sorted(p.name for p in first.iterdir()) == sorted(p.name for p in second.iterdir())
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    with (first / "units.csv").open(encoding="utf-8", newline="") as file:
        found = [row["unit_id"] for row in csv.DictReader(file)]
    assert found == sorted(f"xa-{number}" for number in range(30))


def test_numbers_are_exact_in_json_lines_and_numbers_in_sqlite(tmp_path: Path) -> None:
    row = {
        "theme_id": "t-1",
        "name": "Chậm",
        "problems": 2,
    }
    problem = {
        "problem_id": "p-1",
        "statement_id": "s-1",
        "notice_id": "tb",
        "text": "Chậm",
        "similarity": Decimal("0.12345678901234567890"),
        "char_start": 0,
        "char_end": 4,
        "areas": ("a|b", "c"),
        "remedied": False,
    }
    with Tables(tmp_path / "rows.sqlite") as tables:
        tables.add("themes", [row])
        tables.add("problems", [problem])
        with pytest.raises(Defect, match="problems names a row of"):
            export(tables, tmp_path)
    told = (tmp_path / "problems.jsonl").read_text(encoding="utf-8")
    assert '"similarity": 0.12345678901234567890' in told
    assert json.loads(told)["areas"] == ["a|b", "c"]
    assert json.loads(told)["theme_id"] is None


def test_a_key_that_is_there_twice_is_a_defect(tmp_path: Path) -> None:
    with Tables(tmp_path / "rows.sqlite") as tables:
        tables.add("units", [unit(1), unit(1)])
        with pytest.raises(Defect, match="the table units breaks its own rules"):
            export(tables, tmp_path)


def test_the_database_knows_its_types_and_references(tmp_path: Path) -> None:
    with Tables(tmp_path / "rows.sqlite") as tables:
        export(tables, tmp_path)
    connection = sqlite3.connect(tmp_path / "dataset.sqlite")
    types = {row[1]: row[2] for row in connection.execute("PRAGMA table_info(figures)")}
    assert (types["value"], types["char_start"], types["text"]) == ("NUMERIC", "INTEGER", "TEXT")
    targets = {row[2] for row in connection.execute("PRAGMA foreign_key_list(citations)")}
    assert targets == {"notices", "statements", "legal_documents"}
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
