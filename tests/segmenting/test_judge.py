"""Sentences without headings: what the models see of them and what they make of it."""

from __future__ import annotations

import pytest

from notice_parser.model import Label
from notice_parser.segmenting.clues import area_clues, label_clues
from notice_parser.segmenting.prose import (
    area_chances,
    areas_in_paragraph,
    judge_labels,
    label_chances,
    sentences,
)

PRAISE, FAULT, CAUSE, REQUEST, REMARK = Label

# -- what is seen -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Không có hồ sơ trễ hạn.", "!trễ"),
        ("Có kế hoạch nhưng thực hiện chậm.", "after:chậm"),
        ("Đạt 45%, trong khi chỉ tiêu là 80%.", "below target"),
        ("Đạt 82%, cao hơn chỉ tiêu 80%.", "on target"),
        ("Kiểm tra 12/12 phòng.", "all of"),
        ("Kiểm tra 2/12 phòng.", "part of"),
        ("Tỷ lệ đúng hạn đạt 100%.", "all"),
        ("Đề nghị xã niêm yết.", "cue:request:start"),
        ("UBND xã được đề nghị niêm yết.", "cue:request"),
    ],
)
def test_label_clues(text: str, clue: str) -> None:
    assert clue in label_clues(text)


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("Không có hồ sơ; trả trễ hạn.", "!trễ"),  # a negation ends with its clause
        ("Tuy nhiên, báo cáo gửi muộn.", "contrast"),  # nothing stands before it
        ("Năm trước 45%, năm nay 82%.", "below target"),  # no target is named
        ("UBND xã được đề nghị niêm yết.", "cue:request:start"),
    ],
)
def test_clues_that_are_not_there(text: str, clue: str) -> None:
    assert clue not in label_clues(text)


def test_numbers_are_all_alike_and_tones_too() -> None:
    assert label_clues("Còn 12 hồ sơ, hoà giải.") == label_clues("Còn 7 hồ sơ, hòa giải.")
    assert area_clues("Chi 12 triệu đồng.") == area_clues("Chi 9,5 triệu đồng.")


# -- what is made of it -------------------------------------------------------------------

PARAGRAPH = (
    "UBND xã ban hành kế hoạch rà soát văn bản đúng thời gian. Không có văn bản trái luật. "
    "Tuy nhiên, việc công bố kết quả rà soát còn chậm. Nguyên nhân là do công chức tư pháp kiêm "
    "nhiệm. Đề nghị UBND xã công bố kết quả rà soát đúng thời hạn."
)


def test_a_paragraph_is_judged_sentence_by_sentence() -> None:
    judged = judge_labels(PARAGRAPH, sentences(PARAGRAPH, 0, len(PARAGRAPH)))
    assert [j.label for j in judged] == [PRAISE, PRAISE, FAULT, CAUSE, REQUEST]
    assert all(0.5 < j.probability <= 1 for j in judged)


def test_only_labels_asked_for_are_given() -> None:
    spans = sentences(PARAGRAPH, 0, len(PARAGRAPH))
    judged = judge_labels(PARAGRAPH, spans, among=(REMARK, REQUEST))
    assert {j.label for j in judged} <= {REMARK, REQUEST}
    assert set(label_chances("Đề nghị sửa.", (FAULT, REQUEST))) == {FAULT, REQUEST}


def test_neighbours_change_the_chance_of_a_sentence() -> None:
    sentence = "Địa bàn rộng, dân cư phân tán."
    alone = label_chances(sentence, tuple(Label))[CAUSE]
    text = f"Báo cáo gửi chậm. {sentence} Đề nghị xã sớm ổn định nhân sự."
    among = judge_labels(text, sentences(text, 0, len(text)))
    assert among[1].label is CAUSE
    assert among[1].probability > alone


def test_the_paragraph_helps_to_find_the_area() -> None:
    named, vague = "Công tác rà soát văn bản quy phạm pháp luật.", "Việc này làm còn chậm."
    alone = area_chances(vague)
    _, within = areas_in_paragraph([named, vague], f"{named} {vague}")
    assert within["the-che"] == max(within.values())
    assert within["the-che"] > alone["the-che"]


def test_no_sentences() -> None:
    assert judge_labels("", ()) == ()
    assert sentences("", 0, 0) == ()


@pytest.mark.parametrize("text", ["…", "123", "Ωμέγα", "a" * 10_000])
def test_strange_text_is_judged_without_complaint(text: str) -> None:
    assert sum(label_chances(text, tuple(Label)).values()) == pytest.approx(1)
    assert sum(area_chances(text).values()) == pytest.approx(1)
