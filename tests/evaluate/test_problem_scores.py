"""Gold that tells the problems of a notice is scored on them; gold that does not is not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.evaluate import Evaluation, evaluate
from notice_parser.executors import InProcess

NOTICE = """\
THÔNG BÁO
Kết luận kiểm tra công tác cải cách hành chính năm 2022 tại UBND xã An Hòa
1. Cải cách thể chế
a) Ưu điểm
- Có mở sổ tài sản, tuy nhiên chưa có biên bản kiểm kê.
b) Hạn chế
- Quy chế chưa sửa đổi; 12 thủ tục chưa niêm yết (xã đã niêm yết bổ sung ngày 20/8/2022).
"""
PRAISE = "chưa có biên bản kiểm kê"
RULES = "Quy chế chưa sửa đổi"
POSTED = "12 thủ tục chưa niêm yết (xã đã niêm yết bổ sung ngày 20/8/2022)"
EXACT, ALIKE = "problems (text)", "problems (half of the words or more)"


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("problems")
    (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
    build([folder / "notice.txt"], output=folder / "out", executor=InProcess())
    return folder / "out"


def held(dataset: Path, folder: Path, **problems: Any) -> Evaluation:
    limit = (
        "Quy chế chưa sửa đổi; 12 thủ tục chưa niêm yết (xã đã niêm yết bổ sung ngày 20/8/2022)."
    )
    statement = {"unit": "UBND xã An Hòa", "areas": ["the-che"], "label": "han-che", "text": limit}
    told = {"notice": {}, "statements": [statement], **problems}
    (folder / "gold.json").write_text(json.dumps(told), encoding="utf-8")
    return evaluate(open_database(dataset), [folder / "gold.json"])


def counts(evaluation: Evaluation) -> dict[str, tuple[int, int, int]]:
    return {
        score.field: (score.right, score.missed, score.extra)
        for score in evaluation.scores
        if score.field in (EXACT, ALIKE)
    }


def wrong(evaluation: Evaluation) -> list[tuple[str, tuple[str, ...]]]:
    return [(miss.kind, miss.differs) for miss in evaluation.misses if miss.subject == "problem"]


def test_all_right(dataset: Path, tmp_path: Path) -> None:
    gold = [{"text": PRAISE}, {"text": RULES}, {"text": POSTED, "remedied": True}]
    evaluation = held(dataset, tmp_path, problems=gold)
    assert counts(evaluation) == {EXACT: (3, 0, 0), ALIKE: (3, 0, 0)}
    assert wrong(evaluation) == []


def test_parted_elsewhere_overlaps(dataset: Path, tmp_path: Path) -> None:
    gold = [{"text": f"{RULES}; {POSTED}"}]
    evaluation = held(dataset, tmp_path, problems=gold)
    assert counts(evaluation) == {EXACT: (0, 1, 3), ALIKE: (1, 0, 2)}
    assert ("wrong", ("text", "remedied")) in wrong(evaluation)


def test_what_was_put_right_is_compared(dataset: Path, tmp_path: Path) -> None:
    gold = [{"text": PRAISE}, {"text": RULES, "remedied": True}, {"text": POSTED, "remedied": True}]
    evaluation = held(dataset, tmp_path, problems=gold)
    assert counts(evaluation)[EXACT] == (3, 0, 0)
    assert wrong(evaluation) == [("wrong", ("remedied",))]


def test_gold_without_problems_says_nothing_of_them(dataset: Path, tmp_path: Path) -> None:
    evaluation = held(dataset, tmp_path)
    assert counts(evaluation) == {}
    assert wrong(evaluation) == []


def test_gold_with_an_empty_list_says_there_are_none(dataset: Path, tmp_path: Path) -> None:
    evaluation = held(dataset, tmp_path, problems=[])
    assert counts(evaluation)[EXACT] == (0, 0, 3)
