"""Gold against output, counted on notices in the tiny notation of sample_notices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sample_notices import parse_sample

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.errors import UsageError
from notice_parser.evaluate import STRICT, Evaluation, Score, evaluate
from notice_parser.executors import InProcess

NOTICE = """\
THÔNG BÁO tb-1

@ xa-1 UBND xã Một

# the-che

+ Đã rà soát 15 văn bản, đạt 97,5% kế hoạch.

- Chưa cập nhật theo Nghị định số 30/2020/NĐ-CP.

# thu-tuc-hanh-chinh

- Hoà giải còn chậm.

# tai-chinh-cong

0 Chưa phát hiện
"""
OTHER = NOTICE.replace("tb-1", "tb-2").replace("xa-1", "xa-2").replace("xã Một", "xã Hai")


def statement(text: str, label: str = "han-che", **other: Any) -> dict[str, Any]:
    return {"unit": "UBND xã Một", "areas": ["the-che"], "label": label, "text": text} | other


FIGURE = {"value": "3.0", "unit": "xã", "kind": "count", "role": "", "comparator": ""}


def gold() -> dict[str, Any]:
    """What a careful reader says of NOTICE: nothing missed, nothing extra."""
    return {
        "notice": {"title": "THÔNG BÁO tb-1", "date": "2023-08", "inspection_year": 2023}
        | {"type": "Thông báo"},
        "statements": [
            statement("Đã rà soát 15 văn bản, đạt 97,5% kế hoạch.", "mat-duoc"),
            statement("Chưa cập nhật theo Nghị định số 30/2020/NĐ-CP."),
            statement("Hoà giải còn chậm.", areas=["thu-tuc-hanh-chinh"]),
        ],
        "no_limitation": [{"unit": "UBND xã Một", "areas": ["tai-chinh-cong"]}],
        "figures": [
            {"value": 97.5, "unit": "%", "kind": "rate", "role": "actual", "comparator": None}
        ],
        "citations": [
            {"number": "30/2020/NĐ-CP", "text": "Nghị định số 30/2020/NĐ-CP", "date": None}
            | {"pinpoint": None}
        ],
    }


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evaluate")
    for name, text in (("one.txt", NOTICE), ("two.txt", OTHER.replace("Hoà giải", "Tiếp dân"))):
        (folder / name).write_text(text, encoding="utf-8")
    build([folder], output=folder / "out", executor=InProcess(), parse=parse_sample)
    return folder / "out"


def held(dataset: Path, *golds: Any, folder: Path) -> Evaluation:
    paths = []
    for number, one in enumerate(golds):
        paths.append(folder / f"{number}.json")
        paths[-1].write_text(json.dumps(one, ensure_ascii=False), encoding="utf-8")
    return evaluate(open_database(dataset), paths)


def score(evaluation: Evaluation, field: str) -> tuple[int, int, int]:
    (found,) = (s for s in evaluation.scores if s.field == field)
    return found.right, found.missed, found.extra


def test_indicators_and_due_dates_count_where_the_gold_has_them(
    dataset: Path, tmp_path: Path
) -> None:
    told = gold()
    told["figures"][0]["indicator"] = "plan-completion"
    told["statements"].append(statement("Rà soát trước ngày 30/9.", "de-nghi", due="2023-09-30"))
    told["statements"].append(statement("Rà soát.", "de-nghi", due=None))
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, "figures (value, unit, kind, indicator)") == (0, 1, 0)
    assert score(evaluation, "due dates (text, date)") == (0, 1, 0)
    fields = {one.field for one in held(dataset, gold(), folder=tmp_path).scores}
    assert not fields & {"figures (value, unit, kind, indicator)", "due dates (text, date)"}


def test_all_right(dataset: Path, tmp_path: Path) -> None:
    evaluation = held(dataset, gold(), folder=tmp_path)
    assert evaluation.misses == ()
    assert evaluation.notices == {str(tmp_path / "0.json"): "tb-1"}
    assert score(evaluation, STRICT) == (3, 0, 0)
    assert score(evaluation, "limitations (text, unit, areas)") == (2, 0, 0)
    assert score(evaluation, "declared none (unit, area)") == (1, 0, 0)
    assert score(evaluation, "figures (with role and comparator)") == (1, 0, 0)
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
    strict = [(m.kind, m.item[3]) for m in evaluation.misses if m.field == STRICT]
    assert strict == [("missed", "de-nghi"), ("extra", "han-che")]


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
    del told["notice"]["date"]
    evaluation = held(dataset, told, folder=tmp_path)
    assert score(evaluation, STRICT) == (2, 0, 1)
    assert score(evaluation, "declared none (unit, area)") == (0, 0, 1)
    assert score(evaluation, "figures (value, unit, kind)") == (0, 0, 1)
    assert score(evaluation, "citations (number or name, date, pinpoint)") == (0, 0, 1)
    assert score(evaluation, "header fields") == (3, 0, 1)


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
