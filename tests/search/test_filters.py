"""Filters, facets and paging over the dataset of the corpus; which names find a place."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from notice_parser.dataset.database import open_database
from notice_parser.errors import UsageError
from notice_parser.search.places import place_names
from notice_parser.search.query import Query, as_json, search, statement_ids


@pytest.fixture(scope="module")
def database(corpus_dataset: Path) -> sqlite3.Connection:
    return open_database(corpus_dataset)


def ids(database: sqlite3.Connection, query: str, *values: object) -> set[str]:
    return {row[0] for row in database.execute(query, values)}


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        (Query(label="han-che"), "label = 'han-che'"),
        (Query(area="the-che"), "'|' || areas || '|' LIKE '%|the-che|%'"),
        (Query(years=(2022, 2023)), "n.inspection_year BETWEEN 2022 AND 2023"),
        (Query(doc_type="ket luan"), "n.doc_type = 'Kết luận'"),
        (
            Query(indicator="overdue"),
            "statement_id IN (SELECT statement_id FROM figures WHERE indicator = 'overdue')",
        ),
        (
            Query(document="61/2018/nđ-cp"),
            "statement_id IN (SELECT statement_id FROM citations WHERE number = '61/2018/NĐ-CP')",
        ),
        (
            Query(label="han-che", years=(2022, 2022)),
            "label = 'han-che' AND inspection_year = 2022",
        ),
    ],
    ids=str,
)
def test_a_filter_lets_through_what_it_says(
    database: sqlite3.Connection, query: Query, condition: str
) -> None:
    expected = ids(
        database,
        f"SELECT statement_id FROM statements JOIN notices n USING (notice_id) WHERE {condition}",
    )
    assert expected
    assert set(statement_ids(database, query)) == expected
    assert search(database, query).total == len(expected)


def test_a_theme_is_a_filter(database: sqlite3.Connection) -> None:
    ((theme_id,),) = database.execute(
        "SELECT theme_id FROM themes ORDER BY problems DESC, theme_id LIMIT 1"
    )
    result = search(database, Query(theme=theme_id))
    of_theme = "SELECT statement_id FROM problems WHERE theme_id = ?"
    assert {hit.statement_id for hit in result.hits} <= ids(database, of_theme, theme_id)
    assert result.total == len(ids(database, of_theme, theme_id))
    assert result.facets["theme"][theme_id] == result.total


def test_a_document_is_found_by_its_number_id_and_the_name_of_a_law(
    database: sqlite3.Connection,
) -> None:
    ((document_id, name),) = database.execute(
        "SELECT document_id, law_name FROM legal_documents WHERE law_name IS NOT NULL "
        "ORDER BY mentions DESC, document_id LIMIT 1"
    )
    by_id = set(statement_ids(database, Query(document=document_id)))
    assert by_id
    assert by_id <= set(statement_ids(database, Query(document=name.upper())))
    assert by_id <= set(statement_ids(database, Query(document=f"Luật {name}")))
    assert not statement_ids(database, Query(document="9999/1999/NĐ-CP"))


@pytest.mark.parametrize("place", ["Bến Tre", "ben tre", "tỉnh Bến Tre", "Ba Tri", "huyện Ba Tri"])
def test_a_place_is_found_by_its_names(database: sqlite3.Connection, place: str) -> None:
    found = search(database, Query(place=place, limit=200))
    assert found.total > 50
    assert set(found.facets["province"]) <= {"Bến Tre", "Vĩnh Long"}


def test_parts_after_commas_narrow_a_place(database: sqlite3.Connection) -> None:
    everywhere = set(statement_ids(database, Query(place="Ba Tri")))
    here = set(statement_ids(database, Query(place="thị trấn Tiệm Tôm, Ba Tri, Bến Tre")))
    assert here
    assert here < everywhere
    assert not statement_ids(database, Query(place="Ba Tri, Lâm Đồng"))


def test_todays_name_finds_what_was_said_of_the_old_unit(database: sqlite3.Connection) -> None:
    old = set(statement_ids(database, Query(place="tỉnh Bến Tre")))
    assert old <= set(statement_ids(database, Query(place="tỉnh Vĩnh Long")))


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        # (name, kind, district, province, successors) and names that find it
        (
            (
                "UBND huyện Ba Tri",
                "huyện",
                "huyện Ba Tri",
                "Bến Tre",
                ("xã Ba Tri, tỉnh Vĩnh Long",),
            ),
            {("ba tri", "huyện"), ("ba tri", "xã"), ("ben tre", "tỉnh"), ("vinh long", "tỉnh")},
        ),
        # A unit of today by the names of those it was made of, and of their district and province.
        (
            ("UBND xã Kiến Xương", "xã", "", "Hưng Yên", ()),
            {("kien xuong", "xã"), ("kien xuong", "huyện"), ("thai binh", "tỉnh")},
        ),
        (("Sở Y tế", "sở", "", "Lâm Đồng", ()), {("so y te", "sở"), ("lam dong", "tỉnh")}),
    ],
)
def test_the_names_of_a_place(
    unit: tuple[str, str, str, str, tuple[str, ...]], names: set[tuple[str, str]]
) -> None:
    assert names <= place_names(*unit)


def test_facets_count_every_match(database: sqlite3.Connection) -> None:
    query = Query("hồ sơ", limit=3)
    result = search(database, query)
    chosen = set(statement_ids(database, query))
    assert result.total == len(chosen)
    rows = database.execute(
        "SELECT statement_id, label, coalesce(areas, ''), inspection_year "
        "FROM statements JOIN notices USING (notice_id)"
    )
    told = [row[1:] for row in rows if row[0] in chosen]
    assert result.facets["label"] == dict(Counter(label for label, _, _ in told))
    assert result.facets["year"] == dict(Counter(str(year) for _, _, year in told))
    areas = Counter(area for _, areas, _ in told for area in areas.split("|"))
    assert result.facets["area"] == dict(areas)


def test_the_values_of_a_facet_filter(database: sqlite3.Connection) -> None:
    result = search(database, Query("thủ tục"))
    for area, count in result.facets["area"].items():
        if area:
            assert search(database, Query("thủ tục", area=area)).total == count


def test_pages_fit_together(database: sqlite3.Connection) -> None:
    """Also past those that are judged one by one."""
    query = Query("hồ sơ", limit=30)
    whole = statement_ids(database, query)
    assert len(whole) > 130
    pages = [
        hit.statement_id
        for offset in range(0, len(whole) + 30, 30)
        for hit in search(database, Query("hồ sơ", limit=30, offset=offset)).hits
    ]
    assert tuple(pages) == whole


def test_without_words_the_newest_come_first(database: sqlite3.Connection) -> None:
    years = [hit.year for hit in search(database, Query(label="han-che", limit=200)).hits]
    assert years == sorted(years, key=lambda year: -(year or 0))


def test_the_form_in_json(database: sqlite3.Connection) -> None:
    told = as_json(search(database, Query("hoa giai", limit=1)))
    assert list(told) == ["total", "facets", "hits"]
    assert list(told["hits"][0]) == [
        *("statement_id", "notice_id", "unit", "province", "year", "area", "label", "text"),
        *("highlights", "page", "theme_id", "score"),
    ]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query(label="xau"), "no label"),
        (Query(area="1' OR '1'='1"), "no area"),
        (Query("đất", limit=-1), "from 0"),
        (Query("đất", mode="hybrid"), "no vectors"),
    ],
)
def test_what_cannot_be_is_told(database: sqlite3.Connection, query: Query, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        search(database, query)


@pytest.mark.parametrize("text", ["'; DROP TABLE statements; --", "%", "|", "<script>", "\0"])
def test_filters_are_inert(database: sqlite3.Connection, text: str) -> None:
    for name in ("place", "theme", "doc_type", "document", "indicator"):
        assert search(database, Query("đất", **{name: text})).total >= 0
    assert database.execute("SELECT count(*) FROM statements").fetchone()[0] > 100


def test_limitations_come_first_for_who_looks_for_trouble(database: sqlite3.Connection) -> None:
    first = search(database, Query("thanh toan truc tuyen cham", limit=5)).hits
    assert [hit.label for hit in first].count("han-che") >= 3
