"""Notices in miniature: one for each shape that provinces use."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from notice_parser.model import Notice
from notice_parser.parsing import parse
from notice_parser.reading import read_bytes

CASES = tomllib.loads((Path(__file__).parents[1] / "cases/notices.toml").read_text("utf-8"))["case"]


def read_case(case: dict[str, Any]) -> Notice:
    return parse(read_bytes(case["text"].encode(), name="case.txt"))


def unit_names(notice: Notice, unit_ids: tuple[str, ...]) -> str:
    assert {*unit_ids} - {""} <= {unit.unit_id for unit in notice.units}
    return "|".join(unit.name for unit in notice.units if unit.unit_id in unit_ids)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_statements(case: dict[str, Any]) -> None:
    notice = read_case(case)
    anywhere = {expected[3] for expected in case["expect"] if expected[1] == "*"}
    found = [
        [
            unit_names(notice, s.unit_ids),
            "*" if s.text in anywhere else "|".join(s.areas),
            str(s.label),
            s.text,
        ]
        for s in notice.statements
    ]
    assert found == case["expect"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_declared_none_and_remedied(case: dict[str, Any]) -> None:
    notice = read_case(case)
    declared = [
        [unit_names(notice, (row.unit_id,)), row.area] for row in notice.coverage if row.declared
    ]
    assert declared == case.get("none", [])
    assert sum(s.remedied for s in notice.statements) == case.get("remedied", 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_statement_says_why(case: dict[str, Any]) -> None:
    for statement in read_case(case).statements:
        about = {reason.split(":")[0] for reason in statement.evidence}
        assert {"unit", "label"} <= about or statement.label == "ket-luan"
        assert 0 < statement.confidence <= 1


def reason_for_unit(notice: Notice, opening: str) -> str:
    (statement,) = (s for s in notice.statements if s.text.startswith(opening))
    (reason,) = (r for r in statement.evidence if r.startswith("unit: "))
    return reason


def test_the_reason_for_a_unit_is_what_told_it() -> None:
    """A sentence that names a body of its own does not have it from the heading."""
    (diary,) = (case for case in CASES if case["name"].startswith("a diary"))
    notice = read_case(diary)
    assert reason_for_unit(notice, "Hai công chức").startswith("unit: NGÀY THỨ HAI")
    assert reason_for_unit(notice, "Đề nghị UBND huyện") == "unit: words of the sentence"


def test_the_reason_for_the_label_of_a_remark_under_praise() -> None:
    notice = read_case(
        {
            "text": "THÔNG BÁO\nKết luận kiểm tra cải cách hành chính tại UBND huyện Ba Tơ\n"
            "I. KẾT QUẢ ĐẠT ĐƯỢC\nNhìn chung, UBND huyện đã có nhiều cố gắng.\n"
            "- Kế hoạch CCHC ban hành đúng hạn.\nII. HẠN CHẾ\n- 12 hồ sơ quá hạn.\n"
        }
    )
    remark, praise, _ = notice.statements
    assert (remark.label, praise.label) == ("ket-luan", "mat-duoc")
    assert "label: opens as a remark on all, under I. KẾT QUẢ ĐẠT ĐƯỢC" in remark.evidence
    assert "label: I. KẾT QUẢ ĐẠT ĐƯỢC" in praise.evidence
