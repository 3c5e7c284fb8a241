"""What a query is about goes before what only shares its words."""

from __future__ import annotations

import sqlite3

import pytest

from notice_parser.search.about import add_about, shares

TEXTS = (
    "Công chức một cửa nộp thay người dân từ một số điện thoại.",
    "Hồ sơ của các hộ dân nộp tại phường.",
    "Bảng niêm yết thiếu 07 thủ tục lĩnh vực bảo trợ xã hội.",
    "Niêm yết đầy đủ thủ tục tại nơi tiếp nhận.",
    "Tiếp tục phát huy.",
)


@pytest.fixture(scope="module")
def database() -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE TABLE statements (text TEXT)")
    memory.executemany("INSERT INTO statements VALUES (?)", [(text,) for text in TEXTS])
    add_about(memory)
    return memory


def nearest(
    database: sqlite3.Connection, text: str, rows: tuple[int, ...] = (1, 2, 3, 4, 5)
) -> int:
    found = shares(database, text, rows)
    return max(found, key=lambda row: found[row])


def test_one_subject_in_other_words(database: sqlite3.Connection) -> None:
    assert nearest(database, "nộp hộ cho dân") == 1


def test_the_fault_decides_between_statements_of_one_subject(database: sqlite3.Connection) -> None:
    assert nearest(database, "niêm yết không đầy đủ") == 3
    assert shares(database, "niêm yết không đầy đủ", (4,))[4] > 0


def test_only_the_rows_that_are_asked_for(database: sqlite3.Connection) -> None:
    assert set(shares(database, "niêm yết", (1, 4))) == {4}


@pytest.mark.parametrize("text", ["", "mặt trăng xanh", "niem yet khong day du"])
def test_words_that_name_no_subject(database: sqlite3.Connection, text: str) -> None:
    assert not shares(database, text, (1, 2, 3, 4, 5))


def test_a_database_without_statements() -> None:
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE TABLE statements (text TEXT)")
    add_about(memory)
    assert not shares(memory, "niêm yết", ())
