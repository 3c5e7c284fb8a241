"""Themes: equal problems meet, others do not, and the tables agree with each other."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from scipy.sparse import csr_matrix

from notice_parser.dataset.database import open_database
from notice_parser.dataset.schema import Row
from notice_parser.dataset.tables import Tables
from notice_parser.themes import derive_themes, near
from notice_parser.themes.cluster import grouped
from notice_parser.themes.grouping import group_documents
from notice_parser.themes.listing import list_themes
from notice_parser.themes.name import keywords, name, names
from notice_parser.themes.problems import bare, key_words, syllables
from notice_parser.themes.vectors import SCALE, Space, space

LATE = (
    "Còn 55 hồ sơ đất đai giải quyết trễ hạn.",
    "Hồ sơ đất đai giải quyết trễ hạn 12 hồ sơ.",
    "Hồ sơ đất đai còn giải quyết trễ hạn.",
)
PAYMENT = (
    "Tỷ lệ thanh toán trực tuyến chưa đạt chỉ tiêu.",
    "Thanh toán trực tuyến chưa đạt chỉ tiêu 30%.",
)
CASH = ("Chưa có biên bản kiểm tra quỹ tiền mặt.",)
EVERYTHING = (*LATE, *PAYMENT, *CASH)


# -- what a problem is ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Còn 55 hồ sơ đất đai trễ hạn.", "Còn 7 hồ sơ đất đai trễ hạn"),
        ("Hồ sơ trễ hạn theo Nghị định số 61/2018/NĐ-CP.", "Hồ sơ trễ hạn theo"),
        ("Hồ sơ trễ hạn (lĩnh vực đất đai: 55 hồ sơ).", "HỒ SƠ TRỄ HẠN"),
        ("Tổ hoà giải hoạt động chậm.", "Tổ hòa giải hoạt động chậm."),
        ("Tại xã An Đức, hồ sơ trễ hạn.", "Tại xã Bảo Thạnh, hồ sơ trễ hạn."),
    ],
)
def test_the_same_problem_is_the_same_document(one: str, other: str) -> None:
    assert bare(one) == bare(other) != ""


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Báo cáo gửi Sở Nội vụ chậm 05 ngày.", "báo cáo gửi chậm ngày"),
        ("Chi cục không ban hành kế hoạch.", "chi cục không ban hành kế hoạch"),
        ("Phòng Y tế thiếu biên chế.", "thiếu biên chế"),
        ("Quỹ tiền mặt cuối tháng 6 không kiểm kê.", "quỹ tiền mặt cuối tháng không kiểm kê"),
        ("168/2023", ""),
    ],
)
def test_names_and_figures_go_and_what_is_wrong_stays(text: str, kept: str) -> None:
    assert bare(text) == kept


def test_key_words_and_syllables_leave_set_phrases_out() -> None:
    document = bare("Còn 55 hồ sơ đất đai trễ hạn theo quy định.")
    assert key_words(document) == ("hồ sơ", "đất đai", "trễ hạn")
    assert syllables(document)[:6] == ["hồ", "sơ", "đất", "đai", "trễ", "hạn"]
    assert "đất đai" in syllables(document)


# -- grouping ---------------------------------------------------------------------------


def groups(texts: Sequence[str]) -> set[frozenset[str]]:
    documents = sorted({bare(text) for text in texts})
    group = dict(zip(documents, group_documents(documents).group, strict=True))
    return {
        frozenset(text for text in texts if group[bare(text)] == number)
        for number in set(group.values())
    }


def test_equal_problems_meet_and_others_do_not() -> None:
    assert groups(EVERYTHING) == {frozenset(LATE), frozenset(PAYMENT), frozenset(CASH)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hồ sơ đất đai còn trễ hạn.", "Báo cáo CCHC còn trễ hạn."),
        ("Thủ tục mới chưa được niêm yết.", "Thủ tục mới đã được niêm yết."),
        ("Quy chế làm việc chưa sửa đổi.", "Quy chế chi tiêu nội bộ chưa sửa đổi."),
        ("Chưa phát sinh hồ sơ trực tuyến.", "Chưa phát sinh thanh toán trực tuyến."),
    ],
)
def test_what_must_stay_apart_does(one: str, other: str) -> None:
    assert len(groups([one, other])) == 2


def test_other_words_for_one_shortcoming_meet() -> None:
    one = "Phần lớn trường hợp không kèm thư xin lỗi."
    other = "Công chức chưa gửi văn bản xin lỗi người dân."
    assert len(groups([one, other, *PAYMENT])) == 2


def test_the_grouping_is_complete() -> None:
    documents = sorted({bare(text) for text in EVERYTHING})
    grouping = group_documents(documents)
    assert len(grouping.group) == len(grouping.nearness) == len(documents)
    assert all(0 < nearness <= 1.01 for nearness in grouping.nearness)
    for number, typical in enumerate(grouping.typical):
        assert grouping.group[typical] == number


def test_one_or_no_document() -> None:
    assert group_documents([]).group == ()
    alone = group_documents(["hồ sơ trễ"])
    assert (alone.group, alone.typical) == ((0,), (0,))
    assert alone.nearness == pytest.approx((1.0,), abs=0.01)
    assert group_documents(["của", "và"]).group == (0, 1)


def test_a_stricter_limit_parts_more() -> None:
    documents = sorted({bare(text) for text in EVERYTHING})
    alone = replace(space(documents), start=np.arange(len(documents)))
    assert len(set(group_documents(documents).group)) == 3
    assert len(set(grouped(space(documents), join=0.99).group)) == 3
    assert len(set(grouped(alone, join=0.99).group)) > 3


def test_a_large_class_is_compared_in_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Themes far from each other come out the same however small the cells are."""
    numbers = np.random.default_rng(3)
    centres = numbers.normal(size=(20, 24))
    theme = numbers.integers(20, size=400)
    vectors = centres[theme] + numbers.normal(size=(400, 24)) * 0.2
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True) * SCALE).round()
    given = Space(
        csr_matrix((400, 1), dtype=np.float32),
        vectors.astype(np.float32),
        np.zeros(400, np.int32),
        np.zeros(400, bool),
        np.arange(400),
    )
    whole = grouped(given, join=0.6).group
    monkeypatch.setattr(near, "_SMALL", 50)
    monkeypatch.setattr(near, "_CELLS", 8)
    assert grouped(given, join=0.6).group == whole
    assert len(set(whole)) == 20


def test_one_subject_with_one_fault_is_one_theme() -> None:
    """However little else two limitations share, and however many there are."""
    words = [f"{a}{b}" for a in "bdghklmnt" for b in ("an", "en", "on", "un", "im")]
    texts = [f"báo cáo gửi chậm {one} {other}" for one in words for other in words]
    assert set(group_documents(sorted(texts)).group) == {0}


def merged_by_all_pairs(vectors: NDArray[np.float64], join: float) -> list[int]:
    """Average linkage by the book: the most similar two groups of all, again and again."""
    members = [[i] for i in range(len(vectors))]
    similar = vectors @ vectors.T / SCALE**2
    while True:
        found = [
            (-similar[np.ix_(a, b)].mean(), i, j)
            for i, a in enumerate(members)
            for j, b in enumerate(members)
            if i < j
        ]
        if not found or -min(found)[0] < join:
            return [next(n for n, m in enumerate(members) if i in m) for i in range(len(vectors))]
        _, i, j = min(found)
        members[i] += members.pop(j)


@pytest.mark.parametrize("seed", range(4))
def test_merging_in_rounds_is_average_linkage(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random_numbers = np.random.default_rng(seed)
    centres = random_numbers.normal(size=(6, 12))
    vectors = centres[random_numbers.integers(6, size=60)] + random_numbers.normal(size=(60, 12))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True) * SCALE).round()
    count = len(vectors)
    given = Space(
        csr_matrix((count, 1), dtype=np.float32),
        vectors.astype(np.float32),
        np.ones(count, np.int32),
        np.zeros(count, bool),
        np.arange(count),
    )
    monkeypatch.setattr(near, "NEAREST", count)
    found = grouped(given, join=0.45).group
    expected = merged_by_all_pairs(vectors, 0.45)
    assert [[a == b for b in found] for a in found] == [
        [a == b for b in expected] for a in expected
    ]


# -- names ------------------------------------------------------------------------------


def test_keywords_are_those_that_others_lack() -> None:
    members = {0: ["hồ sơ trễ", "hồ sơ đất"], 1: ["hồ sơ quỹ", "quỹ tiền mặt"]}
    found = keywords(members)
    assert found[1][0] == "quỹ"
    assert set(found[0]) == {"hồ sơ", "trễ", "đất"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (LATE, "Hồ sơ đất đai trễ hạn"),
        (["Chưa niêm yết 12 thủ tục mới."], "Chưa niêm yết thủ tục"),
        (["Huyện chưa tự kiểm tra CCHC."], "Chưa tự kiểm tra CCHC"),
        (["Còn tình trạng bổ sung hồ sơ nhiều lần."], "Yêu cầu bổ sung hồ sơ nhiều lần"),
        (["Còn 44 chuồng bò xây trái phép; chưa gỡ."], "Chuồng bò xây trái phép"),
        (["chuồng bò " * 20], "Chuồng bò chuồng bò chuồng bò chuồng bò chuồng bò chuồng bò …"),
    ],
)
def test_the_name_of_a_theme(texts: Sequence[str], expected: str) -> None:
    assert name([bare(text) for text in texts], texts[0]) == expected


def test_themes_of_one_name_are_told_apart() -> None:
    members = {0: ["hồ sơ đất đai trễ hạn khâu trích đo"], 1: ["hồ sơ đất đai trễ hạn tách thửa"]}
    found = names(members, keywords(members), {0: "", 1: ""})
    assert found[0] != found[1]
    assert all(told.startswith("Hồ sơ đất đai trễ hạn (") for told in found.values())


def test_the_theme_with_most_problems_of_its_name_keeps_it() -> None:
    members = {
        0: ["hồ sơ đất đai trễ hạn khâu trích đo", "hồ sơ đất đai trễ hạn do trích lục"],
        1: ["hồ sơ đất đai trễ hạn tách thửa"],
    }
    found = names(members, keywords(members), {0: "", 1: ""})
    assert found[0] == "Hồ sơ đất đai trễ hạn"
    assert found[1].startswith("Hồ sơ đất đai trễ hạn (")


# -- tables -----------------------------------------------------------------------------


def problem(number: int, text: str, *, unit: str) -> Row:
    return {
        "problem_id": f"p-{number}",
        "statement_id": f"s-{number // 2}",  # two problems of one statement
        "notice_id": f"n-{number % 2}",
        "unit_id": (unit,),
        "areas": ("thu-tuc-hanh-chinh",),
        "year": 2021 + 2 * (number % 2),
        "text": text,
        "char_start": 0,
        "char_end": len(text),
        "remedied": number == 1,
    }


def unit(unit_id: str, district: str, province: str = "Bến Tre") -> Row:
    return {"unit_id": unit_id, "name": unit_id, "district": district, "province": province}


ROWS = [
    *(problem(i, text, unit=f"u-{i % 3}") for i, text in enumerate(EVERYTHING)),
    problem(11, "…", unit="u-1"),
]


def derived(folder: Path, rows: Sequence[Row]) -> Mapping[str, list[Row]]:
    with Tables(folder / "rows.sqlite") as tables:
        tables.add("problems", rows)
        units = [unit("u-0", "huyện Ba Tri"), unit("u-1", "huyện Ba Tri"), unit("u-2", "")]
        tables.add("units", units)
        return {name: list(rows) for name, rows in derive_themes(tables, folder).items()}


def test_each_problem_keeps_its_row_and_gets_a_theme(tmp_path: Path) -> None:
    problems = {row["problem_id"]: row for row in derived(tmp_path, ROWS)["problems"]}
    themes = ("theme_id", "similarity")
    for row in ROWS:
        found = problems.pop(row["problem_id"])
        assert {name: found[name] for name in row} == row
        told = all(found[name] for name in themes)
        assert told or row["text"] == "…", "without a word there is nothing to compare"
    assert not problems


def test_a_theme_sums_up_its_problems(tmp_path: Path) -> None:
    tables = derived(tmp_path, ROWS)
    (late,) = (row for row in tables["themes"] if row["problems"] == len(LATE))
    assert (late["units"], late["districts"], late["provinces"]) == (3, 1, 1)
    assert (late["first_year"], late["last_year"]) == (2021, 2023)
    assert late["example"] in LATE
    assert late["areas"] == ("thu-tuc-hanh-chinh",)


def test_the_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    shuffled = ROWS[:]
    random.Random(3).shuffle(shuffled)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    def told(tables: Mapping[str, list[Row]]) -> list[list[str]]:
        return [sorted(str(sorted(row.items())) for row in rows) for rows in tables.values()]

    assert told(derived(tmp_path / "a", ROWS)) == told(derived(tmp_path / "b", shuffled))


def test_no_limitations_no_themes(tmp_path: Path) -> None:
    assert not any(derived(tmp_path, []).values())


# -- the corpus -------------------------------------------------------------------------


def test_themes_and_problems_of_the_corpus_agree(corpus_dataset: Path) -> None:
    database = open_database(corpus_dataset)
    counted = database.execute(
        "SELECT theme_id, count(*), count(DISTINCT CASE WHEN unit_id NOT LIKE '%|%' THEN unit_id "
        "END), min(year), max(year) FROM problems WHERE theme_id IS NOT NULL GROUP BY 1 ORDER BY 1"
    ).fetchall()
    themes = database.execute(
        "SELECT theme_id, problems, units, first_year, last_year, districts FROM themes ORDER BY 1"
    ).fetchall()
    assert [row[0] for row in counted] == [row[0] for row in themes]
    for (_, problems, units, first, last), theme in zip(counted, themes, strict=True):
        assert (problems, first, last) == (theme[1], theme[3], theme[4])
        assert units <= theme[2]
        assert theme[5] <= theme[2]


def test_problems_of_the_corpus_stand_in_their_statements(corpus_dataset: Path) -> None:
    database = open_database(corpus_dataset)
    strange = database.execute(
        "SELECT problem_id FROM problems p JOIN statements s USING (statement_id) WHERE "
        "p.char_start < s.char_start OR p.char_end > s.char_end OR p.notice_id <> s.notice_id OR "
        "substr(s.text, 1 + p.char_start - s.char_start, p.char_end - p.char_start) <> p.text OR "
        "s.label IN ('de-nghi', 'nguyen-nhan')"
    ).fetchall()
    untold = database.execute(
        "SELECT statement_id FROM statements WHERE label = 'han-che' AND statement_id NOT IN "
        "(SELECT statement_id FROM problems)"
    ).fetchall()
    overlapping = database.execute(
        "SELECT 1 FROM problems a JOIN problems b USING (statement_id) WHERE "
        "a.problem_id <> b.problem_id AND a.char_start <= b.char_start "
        "AND a.char_end > b.char_start"
    ).fetchall()
    assert strange == untold == overlapping == []
    several, limiting = database.execute(
        "SELECT sum(label = 'han-che') - count(DISTINCT CASE WHEN label = 'han-che' THEN "
        "statement_id END), sum(label <> 'han-che') FROM problems JOIN statements "
        "USING (statement_id)"
    ).fetchone()
    assert several > 100
    assert limiting > 10


def test_every_example_is_a_problem_of_its_theme(corpus_dataset: Path) -> None:
    database = open_database(corpus_dataset)
    strange = database.execute(
        "SELECT theme_id FROM themes t WHERE NOT EXISTS (SELECT 1 FROM problems p "
        "WHERE p.theme_id = t.theme_id AND p.text = t.example)"
    ).fetchall()
    assert strange == []


def test_the_list_begins_with_most_districts(corpus_dataset: Path) -> None:
    themes = list_themes(open_database(corpus_dataset), min_units=3, limit=5, quotes=3)
    assert len(themes) == 5
    districts = [theme.districts for theme in themes]
    assert districts == sorted(districts, reverse=True)
    for theme in themes:
        assert theme.units >= 3
        assert 1 <= len(theme.quotes) <= 3
        assert len({quote.unit for quote in theme.quotes}) == len(theme.quotes)
        assert theme.theme_id.startswith("t-")


def test_frames_of_themes_and_problems(corpus_dataset: Path) -> None:
    from notice_parser import open_dataset

    with open_dataset(corpus_dataset) as dataset:
        problems, themes = dataset.problems, dataset.themes
        assert set(problems["theme_id"].dropna()) == set(themes["theme_id"])
        sizes = problems.groupby("theme_id").size()
        assert (themes.set_index("theme_id")["problems"] == sizes).all()
        assert isinstance(themes["keywords"][0], list)
        assert len(dataset.statements) > 1000
