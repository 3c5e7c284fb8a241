"""Requests and the limitations they answer, held against links made by hand; and what next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from hand_made import followup_answers, gold_statements, tied, wanted

from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import Row
from notice_parser.themes.answers import ties
from notice_parser.themes.followup import followups
from notice_parser.themes.inspections import inspections
from notice_parser.themes.summing import recurring_after_advice

ANSWERS = followup_answers()


def links(annotated: str) -> Iterator[tuple[set[tuple[str, str]], set[tuple[str, str]]]]:
    """For each notice the links made by hand and by the code."""
    for name in sorted({told["notice"] for told in ANSWERS if told["annotated"] == annotated}):
        told = [answer for answer in ANSWERS if answer["notice"] == name]
        yield wanted(told), set(tied(gold_statements(name)))


def test_enough_was_linked_by_hand() -> None:
    specific = [told for told in ANSWERS if told["answers"] == "some"]
    assert sum(len(told["limitations"]) for told in specific) >= 200
    assert len({told["notice"] for told in ANSWERS}) >= 20


@pytest.mark.parametrize("annotated", ["before", "after"])
def test_links_are_those_made_by_hand(annotated: str) -> None:
    both = list(links(annotated))
    right = sum(len(hand & code) for hand, code in both)
    assert right / sum(len(code) for _, code in both) >= 0.85
    assert right / sum(len(hand) for hand, _ in both) >= 0.7


# -- which limitation -------------------------------------------------------------------


def statement(number: int, label: str, text: str, **more: Any) -> Row:
    base: dict[str, Any] = {"statement_id": f"s{number}", "notice_id": "n2021", "ordinal": number}
    place = {"unit_id": ("a",), "areas": ("thu-tuc-hanh-chinh",), "evidence": ("area: heading",)}
    return {**base, "label": label, "text": text, "remedied": False, **place, **more}


LATE = statement(1, "han-che", "Còn 55 hồ sơ đất đai giải quyết trễ hạn.")
BOARD = statement(2, "han-che", "Bảng niêm yết thiếu 12 thủ tục.")
OTHER = statement(3, "han-che", "Chưa kiểm kê tài sản.", unit_id=("b",), areas=("tai-chinh-cong",))
FAULTS = (LATE, BOARD, OTHER)


def answered(text: str, **more: Any) -> list[str]:
    request = statement(9, "de-nghi", text, **more)
    found = [tie for tie in ties((*FAULTS, request)) if tie.request is request]
    assert all(0 < tie.score <= 1 for tie in found)
    return [str(tie.limitation["statement_id"]) for tie in found]


def test_a_request_answers_what_it_names() -> None:
    assert answered("Xử lý dứt điểm hồ sơ đất đai trễ hạn.") == ["s1"]
    assert answered("Niêm yết bổ sung các thủ tục còn thiếu.") == ["s2"]


def test_what_asks_for_everything_answers_all_of_its_body() -> None:
    nowhere = {"areas": (), "evidence": ()}
    assert answered("Khắc phục các hạn chế nêu trên.", **nowhere) == ["s1", "s2"]
    assert answered("Khắc phục các hạn chế nêu trên.", unit_id=(), **nowhere) == ["s1", "s2", "s3"]
    money = {"unit_id": (), "areas": ("tai-chinh-cong",)}
    assert answered("Khắc phục các hạn chế nêu trên.", **money) == ["s3"]


@pytest.mark.parametrize(
    "text",
    ["Báo cáo kết quả khắc phục trước ngày 15/12.", "Tiếp tục duy trì bảng niêm yết thủ tục."],
)
def test_a_report_or_going_on_answers_nothing(text: str) -> None:
    assert answered(text) == []


def test_the_only_one_left_is_answered() -> None:
    money = {"unit_id": ("b",), "areas": ("tai-chinh-cong",)}
    assert answered("Hoàn thành xong trong tháng 12.", **money) == ["s3"]


def test_another_body_is_not_answered() -> None:
    assert answered("Kiểm kê tài sản.", unit_id=("a",), areas=("tai-chinh-cong",)) == []


# -- what was found next ----------------------------------------------------------------

REQUEST = statement(8, "de-nghi", "Xử lý dứt điểm hồ sơ đất đai trễ hạn.")


def coverage(year: int, area: str = "thu-tuc-hanh-chinh") -> Row:
    place = {"unit_id": "a", "area": area, "inspected": True, "statement_id": f"c{year}"}
    return {"notice_id": f"n{year}", **place}


def problem(year: int, statement_id: str, **more: Any) -> Row:
    base = {"problem_id": f"p{year}", "statement_id": statement_id, "notice_id": f"n{year}"}
    where = {"unit_id": ("a",), "areas": ("thu-tuc-hanh-chinh",), "year": year, "theme_id": "t"}
    return {**base, **where, "text": f"Hồ sơ trễ hạn {year}", "remedied": False, **more}


def followed(*later: Row, looks: tuple[Row, ...]) -> Row:
    notices = [
        {"notice_id": f"n{y}", "inspection_year": y, "date": f"{y}-10-01"}
        for y in range(2021, 2024)
    ]
    seen = inspections(notices=notices, coverage=[coverage(2021), *looks], units=[])
    problems = [problem(2021, "s1"), *later]
    (row,) = followups([LATE, REQUEST], problems, seen=seen, told={})
    assert (row["recommendation"], row["limitation"]) == (REQUEST["text"], LATE["text"])
    return row


def test_never_inspected_again() -> None:
    row = followed(looks=())
    assert (row["next_state"], row["next_notice_id"]) == ("not_inspected", None)


def test_inspected_again_but_not_this_area() -> None:
    row = followed(looks=(coverage(2022, "tai-chinh-cong"),))
    assert (row["next_state"], row["next_notice_id"]) == ("not_inspected", "n2022")


def test_not_found_though_inspected() -> None:
    row = followed(looks=(coverage(2022, "tai-chinh-cong"), coverage(2023)))
    assert (row["next_state"], row["next_notice_id"]) == ("not_found_though_inspected", "n2023")
    assert (row["next_statement_id"], row["next_quote"]) == ("c2023", None)


def test_it_recurs_and_is_quoted() -> None:
    row = followed(problem(2022, "x"), looks=(coverage(2022),))
    assert (row["next_state"], row["next_statement_id"]) == ("recurs", "x")
    assert row["next_quote"] == "Hồ sơ trễ hạn 2022"
    assert recurring_after_advice([row], [problem(2021, "s1"), problem(2022, "x")]) == {"t": 1}


def test_put_right_in_the_next_notice() -> None:
    row = followed(problem(2022, "x", remedied=True), looks=(coverage(2022),))
    assert row["next_state"] == "declared_remedied"


def test_another_theme_is_no_recurrence() -> None:
    row = followed(problem(2022, "x", theme_id="other"), looks=(coverage(2022),))
    assert row["next_state"] == "not_found_though_inspected"


# -- the corpus -------------------------------------------------------------------------


def test_followups_of_the_corpus_quote_what_they_name(corpus_dataset: Path) -> None:
    version = current(corpus_dataset)
    assert version
    statements: Mapping[Any, Row] = {
        row["statement_id"]: row for row in stored_rows(version, "statements")
    }
    rows = list(stored_rows(version, "followups"))
    assert len(rows) > 400
    for row in rows:
        request, limitation = statements[row["recommendation_id"]], statements[row["limitation_id"]]
        assert (request["label"], limitation["label"]) == ("de-nghi", "han-che")
        assert request["notice_id"] == limitation["notice_id"] != row["next_notice_id"]
        assert (row["recommendation"], row["limitation"]) == (request["text"], limitation["text"])
        if row["next_quote"]:
            assert row["next_quote"] in str(statements[row["next_statement_id"]]["text"])
            assert statements[row["next_statement_id"]]["notice_id"] == row["next_notice_id"]
    assert {row["next_state"] for row in rows} == {
        "recurs",
        "declared_remedied",
        "not_found_though_inspected",
        "not_inspected",
    }
