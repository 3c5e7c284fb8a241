"""Figures of whole sentences, as tables; promises that hold for any text."""

from __future__ import annotations

import time
import tomllib
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notice_parser.extracting.figures import find_figures
from notice_parser.model import Figure, Label, Span

CASES = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "figures.toml").read_text(encoding="utf-8")
)["case"]


def row(figure: Figure) -> list[str]:
    return [
        figure.text,
        str(figure.value),
        figure.unit,
        figure.kind,
        figure.role,
        figure.comparator,
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_figures_of_a_sentence(case: dict[str, Any]) -> None:
    label = Label(case["label"]) if "label" in case else None
    figures = find_figures(case["text"], label=label)
    assert [row(figure) for figure in figures] == case["figures"]
    for figure, extra in zip(figures, case.get("extra", ()), strict=False):
        for name, wanted in extra.items():
            found = getattr(figure, name)
            assert found == (tuple(wanted) if name == "warnings" else _typed(name, wanted)), name


def _typed(name: str, wanted: str) -> Decimal | str:
    return wanted if name in ("indicator", "period", "measured") else Decimal(wanted)


def test_masked_spans_give_nothing() -> None:
    text = "Theo Quyết định 12 hồ sơ và 15 hồ sơ."
    inside = text.index("12 hồ sơ")
    masked = (Span(inside, inside + len("12 hồ sơ")),)
    assert [f.text for f in find_figures(text, masked=masked)] == ["15 hồ sơ"]


def test_offsets_are_those_of_the_whole_text() -> None:
    text = "Xã An Hòa.\nĐạt 85%.\nĐạt 90%."
    start = text.index("Đạt 85%")
    figures = find_figures(text, start=start, end=text.index("\n", start))
    assert [(f.text, f.start) for f in figures] == [("85%", text.index("85%"))]


def test_nothing_crosses_a_line_break() -> None:
    assert [f.text for f in find_figures("Đạt 12\nhồ sơ và 85\n%")] == []


def test_the_label_says_whether_a_statement_asks() -> None:
    text = "Số hóa 100% kết quả còn hiệu lực."
    assert [f.role for f in find_figures(text, label=Label.REQUEST)] == ["target"]
    assert [f.role for f in find_figures(text, label=Label.STRENGTH)] == ["actual"]


KINDS = ["rate", "count", "ratio", "money", "duration", "level", "score", "rank", "measure"]
ROLES = ["actual", "target", "limit", "period", "change", "base"]
COMPARATORS = (("", ">=", ">", "<=", "<", "~"), ("+", "-"))
WORDS = """12|05|/| |%|hồ sơ|xã|,|.|-|đến|từ|trên|tổng số|mức độ|3|xếp thứ|năm|2023|tháng|ngày|tăng
|tối thiểu|phần trăm|ba mươi|triệu đồng|không có|(|)|1.234,5|hồ sơ trễ hạn|đạt|so với|\u00a0|giờ
|xếp|thứ nhất|đứng thứ ba|vượt mức|sao|nay|đã|đủ|bố trí|xuống dưới|trong ngày|từ 04 tháng nay
|điểm|İ|9:00|trở lên|tỷ|lên|xuống còn|quý I/|1 234|ngày 12/5/2023|hoá|trong đó|45%|Điều|và|2/3 số"""
PIECES = st.sampled_from(WORDS.split("|"))
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=30).map(" ".join))


@given(TEXTS)
def test_quotes_are_the_text_and_figures_are_disjoint(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    position = 0
    for figure in find_figures(text):
        assert position <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        assert "\n" not in figure.text
        assert figure.value.is_finite()
        assert figure.kind in KINDS
        assert figure.role in ROLES
        assert figure.comparator in COMPARATORS[figure.role == "change"]
        assert figure.measured in text
        position = figure.end


@given(TEXTS)
def test_decomposed_text_gives_the_same_after_composing(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    again = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text))
    assert find_figures(again) == find_figures(composed)


@example(text="TỐI THIỂU 0%", first=0, second=1)
@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_no_figure_touches_what_is_masked(text: str, first: int, second: int) -> None:
    low, high = sorted((min(first, len(text)), min(second, len(text))))
    for figure in find_figures(text, masked=(Span(low, high),)):
        assert figure.end <= low or figure.start >= high or low == high


TIED = [
    ("Giải quyết 36/42 hồ sơ, đạt 85,71%.", [{"36/42 hồ sơ", "85,71%"}], ()),
    ("Giải quyết 36/42 hồ sơ, đạt 90%.", [{"36/42 hồ sơ", "90%"}], ("rate-mismatch",)),
    ("Tiếp nhận 200 hồ sơ, đúng hạn 190 hồ sơ, đạt 95%.", [{"200 hồ sơ", "190 hồ sơ", "95%"}], ()),
    ("Tiếp nhận 200 hồ sơ, đúng hạn 190 hồ sơ, đạt 80%.", [], ()),
    (
        "Thanh toán trực tuyến mới đạt 18,4%, còn thấp so với mục tiêu tối thiểu 40%.",
        [{"18,4%", "tối thiểu 40%"}],
        (),
    ),
    (
        "Hoàn thành 40/50 nhiệm vụ (80%), chưa đạt chỉ tiêu 90%.",
        [{"40/50 nhiệm vụ", "80%", "90%"}],
        (),
    ),
    ("Ký số đạt 97%. Chỉ tiêu số hóa là 60%.", [], ()),
]


@pytest.mark.parametrize(("text", "groups", "warnings"), TIED)
def test_figures_of_one_measurement_are_tied(
    text: str, groups: list[set[str]], warnings: tuple[str, ...]
) -> None:
    figures = find_figures(text)
    words = {figure.start: figure.text for figure in figures}
    tied = [{figure.text, *(words[s] for s in figure.tied_to)} for figure in figures]
    assert [group for group in tied if len(group) > 1] == [
        group for group in tied for wanted in groups if group == wanted
    ]
    assert all(group in tied for group in groups)
    assert tuple(w for figure in figures for w in figure.warnings) == warnings


def test_a_tied_rate_shares_the_indicator_but_not_the_whole() -> None:
    whole, part, rate = find_figures("Tiếp nhận 200 hồ sơ, đúng hạn 190 hồ sơ, đạt 95%.")
    assert (whole.indicator, part.indicator, rate.indicator) == ("", "on-time", "on-time")
    assert (rate.numerator, rate.denominator) == (Decimal(190), Decimal(200))


@pytest.mark.parametrize(
    "unit",
    [
        "1 ", "1,", "1/", "12 hồ sơ, ", "5/13 xã ", "đạt 85% ", "từ 1 đến ", "1. ", "mức độ 3, ",
        "năm 2023 ", "không có ", "tối thiểu ", "hồ sơ ", "tỷ lệ ", "1 234 ", "(1) ", "\n", "a",
        "ba mươi phần trăm ", "so với ", "trên tổng số ", "đạt 10%, mục tiêu 20%, ",
        "xếp hạng ", "đứng thứ nhất ", "xếp thứ ", "cao hơn điểm 5 điểm ",
        "không mở đủ 2 kỳ ", "đã 5 năm ",
    ],
)  # fmt: skip
def test_time_is_linear(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        runs = []
        for _ in range(3):
            start = time.process_time()
            find_figures(text)
            runs.append(time.process_time() - start)
        return min(runs)

    find_figures(unit)
    small, large = seconds(2_000), seconds(16_000)
    assert large < 24 * small + 0.05  # eight times the text; quadratic time would be 64
