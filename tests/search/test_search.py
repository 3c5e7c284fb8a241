"""Search: with and without diacritics, phrases, beginnings, and nothing that can break it."""

from __future__ import annotations

import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_notices import parse_sample

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.errors import UsageError
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index
from notice_parser.search.query import Query, Result, search
from notice_parser.text import fold

STATEMENTS = {
    "online": "- Tỷ lệ thanh toán trực tuyến chưa đạt chỉ tiêu.",
    "shuffled": "- Trực tiếp thanh tra toàn bộ hồ sơ, tuyến xã chưa đạt.",
    "mediation": "+ Hòa giải tốt tranh chấp đất đai.",
    "mediation, new style": "- Chưa thành lập tổ hoà giải ở ấp.",
    "dat": "+ Kinh phí đạt yêu cầu.",
    "files": "- Còn 55 hồ sơ trễ hạn (lĩnh vực đất đai).",
    "law": "- Chưa thực hiện Nghị định số 30/2020/NĐ-CP.",
}
TEXTS = {name: text[2:] for name, text in STATEMENTS.items()}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    folder = tmp_path_factory.mktemp("search")
    lines = ["THÔNG BÁO tb-1", "@ xa-1 UBND xã Một", "# the-che", *STATEMENTS.values()]
    (folder / "notice.txt").write_text("\n\n".join(lines), encoding="utf-8")
    build(
        [folder],
        output=folder / "out",
        executor=InProcess(),
        parse=parse_sample,
        finish=add_index,
    )
    return open_database(folder / "out")


def names(result: Result) -> set[str]:
    return {name for name, text in TEXTS.items() if text in {hit.text for hit in result.hits}}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Words typed with diacritics find those of a bad scan too, but after the exact ones.
        ("thanh toán trực tuyến", {"online", "shuffled"}),
        ("thanh toan truc tuyen", {"online", "shuffled"}),
        ("THANH TOÁN", {"online", "shuffled"}),
        ('"thanh toan truc tuyen"', {"online"}),
        ('"trực tuyến chưa đạt"', {"online"}),
        ('"tuyến trực"', set()),
        ("trực tuyến thanh toán", {"online", "shuffled"}),
        # Either tone placement finds either.
        ("hòa giải", {"mediation", "mediation, new style"}),
        ("hoà giải", {"mediation", "mediation, new style"}),
        ("hoa giai", {"mediation", "mediation, new style"}),
        # đ is a letter of its own to SQLite: it is folded by us.
        ("dat dai", {"mediation", "files"}),
        ("đất đai", {"mediation", "files"}),
        ("ĐẤT ĐAI", {"mediation", "files"}),
        # Beginnings.
        ('"trễ h*"', {"files"}),
        ("tuyê*", {"online", "shuffled"}),
        ("tuye*", {"online", "shuffled"}),
        ('"hồ sơ tr*"', {"files"}),
        # Numbers and marks.
        ("30/2020/NĐ-CP", {"law"}),
        ("55", {"files"}),
        ("(lĩnh vực)", {"files"}),
        ("lĩnh-vực", {"files"}),
        ("mặt trăng xanh", set()),
    ],
)
def test_what_a_query_finds(database: sqlite3.Connection, query: str, expected: set[str]) -> None:
    result = search(database, Query(query))
    assert names(result) == expected
    assert result.total == len(result.hits) == len(expected)


def test_a_decomposed_query_is_the_same(database: sqlite3.Connection) -> None:
    assert names(search(database, Query(unicodedata.normalize("NFD", "hoà giải")))) == {
        *("mediation", "mediation, new style")
    }


def test_diacritics_come_first(database: sqlite3.Connection) -> None:
    assert search(database, Query("thanh toán trực tuyến")).hits[0].text == TEXTS["online"]
    assert {hit.text for hit in search(database, Query("đất")).hits[:2]} == {
        *(TEXTS["mediation"], TEXTS["files"])
    }


def test_a_label_narrows(database: sqlite3.Connection) -> None:
    result = search(database, Query("hoa giai", label="han-che"))
    assert names(result) == {"mediation, new style"}
    assert (result.total, result.facets["label"]) == (1, {"han-che": 1})


def test_pages_of_hits(database: sqlite3.Connection) -> None:
    everything = search(database, Query("chưa"))
    pages = [search(database, Query("chưa", limit=2, offset=offset)).hits for offset in (0, 2, 4)]
    assert tuple(hit for page in pages for hit in page) == everything.hits
    assert {search(database, Query("chưa", limit=1)).total} == {everything.total}


def test_facets_count_all(database: sqlite3.Connection) -> None:
    result = search(database, Query("hoa giai", limit=1))
    assert result.facets["label"] == {"han-che": 1, "mat-duoc": 1}
    assert result.facets["area"] == {"the-che": 2}
    assert result.facets["year"] == {"2023": 2}


def test_a_hit_says_where_it_stands(database: sqlite3.Connection) -> None:
    (hit,) = search(database, Query("trễ hạn")).hits
    assert (hit.notice_id, hit.unit, hit.label, hit.area) == (
        *("tb-1", "UBND xã Một", "han-che", "the-che"),
    )
    assert (hit.year, hit.theme_id, hit.page) == (2023, "", None)
    assert hit.score > 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("trễ hạn", ["trễ", "hạn"]),
        ("tre han", ["trễ", "hạn"]),
        # What stands for the reader's words is one mark.
        ("quá hạn", ["trễ hạn"]),
        ("sơ hồ", ["hồ", "sơ"]),
        ('"hồ sơ trễ hạn"', ["hồ sơ trễ hạn"]),
        ("đất*", ["đất"]),
        ('"lĩnh vực" 55', ["55", "lĩnh vực"]),
    ],
)
def test_highlights(database: sqlite3.Connection, query: str, expected: list[str]) -> None:
    (hit,) = (hit for hit in search(database, Query(query)).hits if hit.text == TEXTS["files"])
    assert [hit.text[start:end] for start, end in hit.highlights] == expected


@pytest.mark.parametrize(
    "query",
    [
        *("'", '"', '""', "*", "-", "()", "!!!", "…", '"*"', "-đất"),
    ],
)
def test_a_query_without_a_word_is_told_so(database: sqlite3.Connection, query: str) -> None:
    with pytest.raises(UsageError, match="no word"):
        search(database, Query(query))


def test_a_query_that_is_too_long_is_told_so(database: sqlite3.Connection) -> None:
    search(database, Query("a" * 500))
    with pytest.raises(UsageError, match="500"):
        search(database, Query("a" * 501))


@pytest.mark.parametrize(
    "query",
    [
        "đất'; DROP TABLE statements; --",
        "đất AND OR NOT NEAR(a, b)",
        "exact : đất",
        "folded:dat",
        'đất" OR "a',
        '"đất',
        'đất"',
        "{exact folded} : đất",
        "^đất",
        "đất + đai",
        "đất* *",
        "*đất",
        "đ*ất",
        "đất\0đai",
        "%_đất",
        ":label ? @x $y đất",
    ],
)
def test_special_characters_are_harmless(database: sqlite3.Connection, query: str) -> None:
    result = search(database, Query(query))
    assert result.total == len(result.hits)
    assert search(database, Query("đất đai")).total == 2


@given(st.text(max_size=60))
def test_any_query_gives_hits_or_one_sentence(database: sqlite3.Connection, query: str) -> None:
    try:
        result = search(database, Query(query))
    except UsageError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        for hit in result.hits:
            assert all(0 <= start < end <= len(hit.text) for start, end in hit.highlights)


@given(st.sampled_from(sorted(TEXTS.values())), st.data())
def test_every_word_of_a_statement_finds_it(
    database: sqlite3.Connection, text: str, data: st.DataObject
) -> None:
    words = data.draw(st.lists(st.sampled_from(text.split()), min_size=1, max_size=3))
    for query in (" ".join(words), fold(" ".join(words))):
        if any(character.isalnum() for character in query):
            hits = {hit.text: hit for hit in search(database, Query(query)).hits}
            assert hits[text].highlights


def test_the_corpus_is_found_without_diacritics(corpus_dataset: Path) -> None:
    query = Query('"thanh toan truc tuyen"', label="han-che")
    result = search(open_database(corpus_dataset), query)
    assert result.total >= 5
    for hit in result.hits:
        start, end = hit.highlights[0]
        assert hit.text[start:end].lower() == "thanh toán trực tuyến"


def test_an_older_dataset_is_told_to_be_built_again(database: sqlite3.Connection) -> None:
    older = sqlite3.connect(":memory:")
    database.backup(older)
    older.execute("DROP TABLE statements_index_about")
    with pytest.raises(UsageError, match="build"):
        search(older, Query("niêm yết"))
