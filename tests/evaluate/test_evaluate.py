"""Gold against output, counted on notices in the tiny notation of sample_notices."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from gold_samples import NOTICE, OTHER, built, gold, held, score, statement, written

from notice_parser.dataset.database import open_database
from notice_parser.errors import UsageError
from notice_parser.evaluate import STRICT, Score, evaluate
from notice_parser.evaluate.items import counted


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluate")
    return built(folder, NOTICE, OTHER.replace("Hoà giải", "Tiếp dân"))


def copied(dataset: Path) -> sqlite3.Connection:
    """A database that a test may change."""
    database = sqlite3.connect(":memory:")
    open_database(dataset).backup(database)
    return database


def test_all_right(dataset: Path, tmp_path: Path) -> None:
    evaluation = held(dataset, gold(), folder=tmp_path)
    assert evaluation.misses == ()
    assert evaluation.notices == {str(tmp_path / "0.json"): "tb-1"}
    assert score(evaluation, STRICT) == (3, 0, 0)
    assert score(evaluation, "limitations (text, unit, areas)") == (2, 0, 0)
    assert score(evaluation, "declared none (unit, area)") == (1, 0, 0)
    assert score(evaluation, "figures (the same, role, comparator)") == (1, 0, 0)
    assert score(evaluation, "citations (number or name, date, pinpoint)") == (1, 0, 0)
    assert score(evaluation, "header fields") == (4, 0, 0)
    assert all(s.f1 == 1.0 for s in evaluation.scores)


def test_another_label_is_missed_and_extra(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"][2]["label"] = "de-nghi"
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, STRICT) == (2, 1, 1)
    assert score(evaluation, "text") == (3, 0, 0)
    assert score(evaluation, "text and areas") == (3, 0, 0)
    assert score(evaluation, "text and label") == (2, 1, 1)
    (miss,) = evaluation.misses
    assert (miss.kind, miss.subject, miss.differs) == ("wrong", "statement", ("label",))
    assert miss.expected is not None
    assert miss.found is not None
    assert (miss.expected["label"], miss.found["label"]) == ("de-nghi", "han-che")


def test_other_areas_and_another_unit(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"][0]["areas"] = ["the-che", "tai-chinh-cong"]
    told["statements"][1]["unit"] = "UBND xã Hai"
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, STRICT) == (1, 2, 2)
    assert score(evaluation, "text and areas") == (2, 1, 1)
    assert score(evaluation, "text and unit") == (2, 1, 1)


def test_what_only_the_gold_has_is_missed(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"].append(statement("Chưa có mô hình.", remedied=True))
    told["figures"].append(
        {"value": "3.0", "unit": "xã", "kind": "count", "role": "", "comparator": ""}
    )
    told["notice"]["signer"] = "Trần Thị Hoa"
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, STRICT) == (3, 1, 0)
    assert score(evaluation, "remedied") == (0, 1, 0)
    assert score(evaluation, "figures (value, unit, kind)") == (1, 1, 0)
    assert score(evaluation, "header fields") == (4, 1, 0)
    assert {m.kind for m in evaluation.misses} == {"missed"}


def test_what_only_the_output_has_is_extra(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    del told["statements"][1]
    told["no_limitation"], told["figures"], told["citations"] = [], [], []
    told["notice"]["date"] = None
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, STRICT) == (2, 0, 1)
    assert score(evaluation, "declared none (unit, area)") == (0, 0, 1)
    assert score(evaluation, "figures (value, unit, kind)") == (0, 0, 1)
    assert score(evaluation, "citations (number or name, date, pinpoint)") == (0, 0, 1)
    assert score(evaluation, "header fields") == (3, 0, 1)


def test_what_the_gold_does_not_speak_of_is_not_scored(dataset: Path, tmp_path: Path) -> None:
    told = {"notice": {"title": "THÔNG BÁO tb-1"}, "statements": gold()["statements"]}
    evaluation = held(dataset, told, folder=tmp_path)
    assert evaluation.misses == ()
    assert score(evaluation, "header fields") == (1, 0, 0)
    assert score(evaluation, "figures (value, unit, kind)") == (0, 0, 0)


def test_a_statement_said_twice_counts_twice(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"].append(told["statements"][1])
    assert score(held(dataset, told, folder=tmp_path), STRICT) == (3, 1, 0)


def test_spaces_case_and_tone_style_do_not_matter(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"][2]["text"] = "hòa  giải\ncòn chậm."
    told["statements"][2]["unit"] = "ubnd XÃ Một"
    assert score(held(dataset, told, folder=tmp_path), STRICT) == (3, 0, 0)


def test_a_gold_is_held_against_its_own_notice(dataset: Path, tmp_path: Path) -> None:
    second = json.loads(json.dumps(gold()).replace("M\\u1ed9t", "Hai").replace("tb-1", "tb-2"))
    second["statements"][2]["text"] = "Tiếp dân còn chậm."
    evaluation = held(dataset, gold(), second, folder=tmp_path)
    assert list(evaluation.notices.values()) == ["tb-1", "tb-2"]
    assert score(evaluation, STRICT) == (6, 0, 0)
    assert evaluation.misses == ()


@pytest.mark.parametrize(
    ("counts", "rates"),
    [
        ((3, 1, 1), (0.75, 0.75, 0.75)),
        ((1, 3, 0), (1.0, 0.25, 0.4)),
        ((0, 0, 0), (1.0, 1.0, 1.0)),
        ((0, 2, 0), (1.0, 0.0, 0.0)),
        ((0, 1, 1), (0.0, 0.0, 0.0)),
    ],
)
def test_rates(counts: tuple[int, int, int], rates: tuple[float, float, float]) -> None:
    found = Score("x", *counts)
    assert (found.precision, found.recall, found.f1) == pytest.approx(rates)


SAMPLE_FIGURE = {"unit": "xã", "kind": "count", "role": "actual", "comparator": None}


def one_statement(*, figures: list[object] | None = None, **other: object) -> str:
    told = statement("Hoà giải còn chậm.") | other
    return json.dumps({"notice": {}, "statements": [told], "figures": figures or []})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no gold annotation"),
        ("[]", "no gold annotation"),
        ("[1", "no gold annotation"),
        ("{}", "no gold annotation"),
        ('{"notice": {}}', "no gold annotation"),
        ('{"notice": [], "statements": []}', "no gold annotation"),
        ('{"notice": {}, "statements": {}}', "no gold annotation"),
        ('{"notice": {}, "statements": []}', "no notice with its statements"),
        ('{"notice": {}, "statements": [{"text": "x"}]}', "each statement needs"),
        ('{"notice": {}, "statements": [{"label": "x"}]}', "each statement needs"),
        ('{"notice": {}, "statements": ["x"]}', "each statement needs"),
        (one_statement(label="hạn chế"), "statement 1: label 'hạn chế' is none of mat-duoc,"),
        (one_statement(areas=["the-chế"]), "statement 1: area 'the-chế' is none of"),
        (one_statement(areas="the-che"), "statement 1: `areas` must be a list"),
        (one_statement(areas=None), "statement 1: `areas` must be a list"),
        (one_statement(figures=[{"value": "ba"}]), "'kind' is missing"),
        (one_statement(figures=[SAMPLE_FIGURE | {"kind": "area"}]), "kind 'area' is none"),
        (one_statement(figures=[SAMPLE_FIGURE | {"role": "goal"}]), "role 'goal' is none"),
        (one_statement(figures=[SAMPLE_FIGURE | {"value": "ba"}]), "'ba' is no number"),
    ],
)
def test_a_wrong_gold_is_one_sentence(
    dataset: Path, tmp_path: Path, content: str, words: str
) -> None:
    path = tmp_path / "gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        evaluate(open_database(dataset), [path])
    assert str(path) in str(caught.value)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_gold_with_a_statement_half_written(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    del told["statements"][0]["areas"]
    with pytest.raises(UsageError, match="no gold annotation"):
        held(dataset, told, folder=tmp_path)


def test_a_gold_that_is_not_there(dataset: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        evaluate(open_database(dataset), [tmp_path / "nowhere.json"])


def test_every_gold_of_the_corpus_is_one(corpus: Path, corpus_dataset: Path) -> None:
    golds = sorted((corpus / "gold").glob("*.json"))
    evaluation = evaluate(open_database(corpus_dataset), golds)
    assert len(set(evaluation.notices.values())) == len(golds)


# -- which notice -----------------------------------------------------------------------


def test_the_file_that_the_gold_names_decides_between_equal_notices(tmp_path: Path) -> None:
    dataset = built(tmp_path, NOTICE, OTHER)
    told = gold()
    told["notice"]["file"] = "1.txt"
    assert list(held(dataset, told, folder=tmp_path).notices.values()) == ["tb-2"]


def test_a_file_of_that_name_with_another_text_is_another_file(
    dataset: Path, tmp_path: Path
) -> None:
    told = gold()
    told["notice"]["file"] = "1.txt"
    told["statements"] = told["statements"][2:]
    assert list(held(dataset, told, folder=tmp_path).notices.values()) == ["tb-1"]


def test_a_file_read_so_badly_that_no_text_is_right_is_found_by_its_name(
    dataset: Path, tmp_path: Path
) -> None:
    told = gold()
    told["notice"]["file"] = "1.txt"
    told["statements"] = [statement("Hoa giai con cham.")]
    evaluation = held(dataset, told, folder=tmp_path)
    assert list(evaluation.notices.values()) == ["tb-2"]
    assert score(evaluation, "text") == (0, 1, 3)


# -- what not every gold tells ----------------------------------------------------------


def test_areas_and_units_in_any_order(dataset: Path, tmp_path: Path) -> None:
    database = copied(dataset)
    database.execute("UPDATE statements SET areas = 'the-che|chinh-phu-so' WHERE ordinal < 3")
    told = gold()
    for one in told["statements"][:2]:
        one["areas"] = ["chinh-phu-so", "the-che"]
    assert score(evaluate(database, written(tmp_path, told)), STRICT) == (3, 0, 0)


@pytest.mark.parametrize(
    ("unit", "head"),
    [
        ("phòng chuyên môn", "phòng"),
        ("lượt cán bộ, công chức", "lượt"),
        ("văn bản quy phạm pháp luật", "văn bản"),
        ("ngày làm việc", "ngày làm việc"),
        ("nghìn đồng", "đồng"),
        ("cổ vật", "cổ vật"),
    ],
)
def test_units_are_compared_as_the_codebook_writes_them(unit: str, head: str) -> None:
    assert counted(unit) == head


def test_indicators_are_scored_where_the_gold_has_the_key(dataset: Path, tmp_path: Path) -> None:
    field = "indicators, where the gold tells"
    evaluation = held(dataset, gold(), folder=tmp_path)
    assert field not in {s.field for s in evaluation.scores}
    told = gold()
    told["figures"][0]["indicator"] = "online-payment"
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, field) == (0, 1, 0)
    assert [m.differs for m in evaluation.misses] == [("indicator",)]
    told["figures"][0]["indicator"] = None
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, field) == (0, 0, 0)
    assert evaluation.misses == ()


def test_due_dates_are_scored_where_the_gold_tells(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"][1]["due"] = "2023-12-31"
    database = copied(dataset)
    database.execute(
        "UPDATE statements SET due_date = '2023-12-30' WHERE text LIKE 'Chưa cập nhật%'"
    )
    evaluation = evaluate(database, written(tmp_path, told))
    assert score(evaluation, "due dates, where the gold tells") == (0, 1, 1)
    assert [m.differs for m in evaluation.misses] == [("due",)]
    database.execute("UPDATE statements SET due_date = '2023-12-31' WHERE due_date IS NOT NULL")
    evaluation = evaluate(database, written(tmp_path, told))
    assert score(evaluation, "due dates, where the gold tells") == (1, 0, 0)


# -- shapes -----------------------------------------------------------------------------


def test_scores_by_shape(dataset: Path, tmp_path: Path) -> None:
    first = gold()
    first["notice"]["shape"] = "prose"
    second = json.loads(json.dumps(gold()).replace("M\\u1ed9t", "Hai").replace("tb-1", "tb-2"))
    second["statements"][2] |= {"text": "Tiếp dân còn chậm.", "label": "ket-luan"}
    evaluation = held(dataset, first, second, folder=tmp_path)
    told = {
        shape.shape: (shape.notices, shape.statements, shape.scores[0].f1)
        for shape in evaluation.shapes
    }
    assert told == {"prose": (1, 3, 1.0), "sample": (1, 3, pytest.approx(2 / 3))}


# -- misses -----------------------------------------------------------------------------


def test_a_text_cut_elsewhere_stands_beside_what_is_most_like_it(
    dataset: Path, tmp_path: Path
) -> None:
    told = gold()
    told["statements"][1]["text"] += " Đề nghị cập nhật."
    evaluation = held(dataset, told, folder=tmp_path)
    (miss,) = evaluation.misses
    assert (miss.kind, miss.differs, miss.number) == ("wrong", ("text",), 2)
    assert score(evaluation, "text") == (2, 1, 1)


def test_each_miss_says_where(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    for number, line in enumerate((7, 9, 13)):
        told["statements"][number]["line"] = line
    told["statements"][2]["label"] = "ket-luan"
    told["statements"][1]["text"] = "Một câu mà thông báo không có."
    told["figures"].append(SAMPLE_FIGURE | {"value": 3, "page": 2})
    told["no_limitation"].append({"unit": "UBND xã Hai", "areas": []})
    evaluation = held(dataset, told, folder=tmp_path)
    assert [(m.kind, m.subject, m.where) for m in evaluation.misses] == [
        ("extra", "statement", "after line 7"),
        ("missed", "statement", "line 9"),
        ("wrong", "statement", "line 13"),
        ("missed", "declared none", "declared none 2"),
        ("missed", "figure", "page 2"),
    ]


# -- confusion, calibration -------------------------------------------------------------


def test_what_is_taken_for_what(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"][0]["label"] = "ket-luan"
    told["statements"][0]["areas"] = ["the-che", "chinh-phu-so"]
    told["statements"][1]["areas"] = []
    told["statements"][2]["text"] = "Một câu mà thông báo không có."
    evaluation = held(dataset, told, folder=tmp_path)
    assert evaluation.labels == {
        "(extra)": {"han-che": 1},
        "han-che": {"(missed)": 1, "han-che": 1},
        "ket-luan": {"mat-duoc": 1},
    }
    assert evaluation.areas == {
        "(extra)": {"thu-tuc-hanh-chinh": 1},
        "(none)": {"the-che": 1},
        "chinh-phu-so": {"(none)": 1},
        "the-che": {"the-che": 1},
        "thu-tuc-hanh-chinh": {"(missed)": 1},
    }


def test_confidence_against_what_is_right(dataset: Path, tmp_path: Path) -> None:
    """The notation states a confidence of 0.9 for all; two of three are right."""
    told = gold()
    told["statements"][2]["label"] = "ket-luan"
    calibration = held(dataset, told, folder=tmp_path).calibration
    (bin_,) = calibration.bins
    assert (bin_.low, bin_.high, bin_.statements) == (0.9, 1.0, 3)
    assert (bin_.stated, bin_.right) == pytest.approx((0.9, 2 / 3))
    assert calibration.error == pytest.approx(0.9 - 2 / 3)


def test_each_tenth_of_confidence_and_certainty_by_itself(tmp_path: Path) -> None:
    lines = "\n\n".join(f"- Hạn chế số {number}." for number in range(11))
    dataset = built(tmp_path, f"THÔNG BÁO tb-1\n\n@ xa-1 UBND xã Một\n\n{lines}\n")
    database = copied(dataset)
    database.execute("UPDATE statements SET confidence = round((ordinal - 1) / 10.0, 1)")
    told = gold() | {"statements": [statement("Hạn chế số 10.", areas=[])]}
    calibration = evaluate(database, written(tmp_path, told)).calibration
    assert [(b.low, b.statements, b.right) for b in calibration.bins] == [
        *((tenth / 10, 1, 0.0) for tenth in range(10)),
        (1.0, 1, 1.0),
    ]
    assert calibration.error == pytest.approx(sum(range(10)) / 10 / 11)


# -- fuzzy ------------------------------------------------------------------------------


def test_misread_letters_are_forgiven_when_asked(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"][1]["text"] = "Chua cập nhât theo Nghị định sô 30/2020/NĐ-CP."
    told["statements"][2]["unit"] = "UBND xã Mót"
    exact = held(dataset, told, folder=tmp_path)
    assert score(exact, "text") == (2, 1, 1)
    forgiven = held(dataset, told, folder=tmp_path, fuzzy=0.9)
    assert score(forgiven, "text") == (3, 0, 0)
    assert score(forgiven, "text and unit") == (2, 1, 1), "names are never forgiven"
    assert score(held(dataset, told, folder=tmp_path, fuzzy=0.99), "text") == (2, 1, 1)


def test_forgiving_takes_each_text_once(dataset: Path, tmp_path: Path) -> None:
    told = gold()
    told["statements"].append(statement("Hoà giải còn chập.", areas=["thu-tuc-hanh-chinh"]))
    assert score(held(dataset, told, folder=tmp_path, fuzzy=0.8), STRICT) == (3, 1, 0)
