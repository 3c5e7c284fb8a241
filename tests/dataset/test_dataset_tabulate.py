"""A notice as rows: nothing lost, every row with its quote."""

from __future__ import annotations

from decimal import Decimal

from sample_notices import parse_sample

from notice_parser.dataset.check import check
from notice_parser.dataset.schema import TABLES, Row
from notice_parser.dataset.tables import packed
from notice_parser.dataset.tabulate import (
    character_counts,
    legal_documents,
    merged_units,
    tabulate,
)
from notice_parser.model import Notice
from notice_parser.reading import read_bytes

TEXT = """\
THÔNG BÁO tb-7

@ xa-1 UBND xã An Hòa

# the-che

+ Đạt 97,83% và 100% kế hoạch.

- Chưa cập nhật theo Nghị định số 12/2021/NĐ-CP.

# tai-chinh-cong

0 Chưa phát hiện

Một đoạn không thuộc mục nào.
"""


def notice(text: str = TEXT) -> Notice:
    return parse_sample(read_bytes(text.encode(), name="sample"))


def test_every_row_fits_its_table_and_quotes_the_text() -> None:
    one = notice()
    rows_by_table = tabulate(one)
    check(rows_by_table)
    for name, rows in rows_by_table.items():
        for row in rows:
            assert len(packed(TABLES[name], row)) == len(TABLES[name].columns)
            if row.get("char_start") is not None:
                assert one.document.text[row["char_start"] : row["char_end"]] == row["text"]


def test_facts_are_numbered_within_their_statement() -> None:
    rows = tabulate(notice())
    assert [(row["figure_id"], row["value"]) for row in rows["figures"]] == [
        ("tb-7-s1-f1", Decimal("97.83")),
        ("tb-7-s1-f2", Decimal("100")),
    ]
    assert [(row["citation_id"], row["statement_id"]) for row in rows["citations"]] == [
        ("tb-7-s2-c1", "tb-7-s2")
    ]


def test_coverage_tells_clean_from_wanting() -> None:
    told = {row["area"]: row for row in tabulate(notice())["coverage"]}
    clean, wanting = told["tai-chinh-cong"], told["the-che"]
    assert (clean["declared_none"], clean["limitations"], clean["text"]) == (
        True,
        0,
        "Chưa phát hiện",
    )
    assert (wanting["declared_none"], wanting["limitations"]) == (False, 1)
    assert wanting["statement_id"] == "tb-7-s1"


def test_remainders_are_listed_and_not_covered() -> None:
    one = notice()
    (remainder,) = tabulate(one)["remainders"]
    assert remainder["text"] == "Một đoạn không thuộc mục nào."
    text_chars, covered_chars = character_counts(one)
    body = [one.document.text[p.start : p.end] for p in one.document.body]
    assert text_chars == sum(map(len, body))
    # The marks "+ ", "- ", "0 " of the notation are in no span either.
    assert covered_chars == text_chars - len("Một đoạn không thuộc mục nào.") - 3 * len("+ ")


def test_a_unit_is_described_as_most_notices_do() -> None:
    rows = [
        {column.name: None for column in TABLES["units"].columns} | told
        for told in (
            {"unit_id": "xa-1", "name": "UBND xã An Hoà", "level": "xã"},
            {"unit_id": "xa-1", "name": "UBND xã An Hòa", "district": "Tam Nông"},
            {"unit_id": "xa-1", "name": "UBND xã An Hòa", "level": ""},
            {"unit_id": "xa-2", "name": "B", "province": "Long An"},
            {"unit_id": "xa-2", "name": "B", "province": "An Giang"},
        )
    ]
    first, second = merged_units(rows)
    assert (first["name"], first["level"], first["district"]) == (
        "UBND xã An Hòa",
        "xã",
        "Tam Nông",
    )
    assert second["province"] == "An Giang"


def test_documents_are_counted_by_mention_and_by_notice() -> None:
    def citation(document_id: str, notice_id: str, date: str = "") -> Row:
        absent = {column.name: None for column in TABLES["citations"].columns}
        return absent | {"document_id": document_id, "notice_id": notice_id, "date": date}

    rows = [
        citation("", "tb-1"),
        citation("urn:a", "tb-1", "2021"),
        citation("urn:a", "tb-1", "2021-07-15"),
        citation("urn:a", "tb-2", "2021-07-15"),
    ]
    (document,) = legal_documents(rows)
    assert (document["mentions"], document["notices"]) == (3, 2)
    assert document["date"] == "2021-07-15"
