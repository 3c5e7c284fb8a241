"""Plots: everything is drawn once, inside, and at its height."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notice_parser.web.chart import BOTTOM, HEIGHT, LEFT, MOST_SERIES, TOP, WIDTH, Value, chart

VALUES = st.lists(
    st.builds(
        Value,
        year=st.integers(2010, 2026),
        value=st.floats(0, 1e9),
        series=st.sampled_from("abcdefgh"),
        is_target=st.booleans(),
        note=st.just("n"),
        link=st.just(""),
    ),
    min_size=1,
    max_size=30,
)


@given(VALUES, st.booleans())
def test_every_value_is_drawn_inside(values: list[Value], percent: bool) -> None:
    drawn = chart(values, percent=percent)
    assert drawn
    assert len(drawn.dots) + len(drawn.targets) == len(values)
    for dot in (*drawn.dots, *drawn.targets):
        assert LEFT <= dot.x <= WIDTH
        assert TOP <= dot.y <= HEIGHT - BOTTOM
    heights = [y for _, y in drawn.ticks]
    assert heights == sorted(heights, reverse=True)
    assert len(drawn.ticks) <= 6
    years = [year for year, _ in drawn.years]
    assert years == list(range(min(v.year for v in values), max(v.year for v in values) + 1))


def value(year: int, number: float, series: str, *, target: bool = False) -> Value:
    return Value(year, number, series, target, f"{series} {year}", "")


def test_few_series_have_a_line_each_and_many_their_median() -> None:
    few = chart([value(2022, 40, "a"), value(2023, 60, "a"), value(2023, 9, "b")], percent=True)
    assert few
    assert [(name, colour) for name, colour, _ in few.lines] == [("a", 0), ("b", 1)]
    many = chart([value(2022, n, f"s{n}") for n in range(MOST_SERIES + 1)], percent=True)
    assert many
    assert many.more_series
    ((_, colour, ((_, height),)),) = many.lines
    assert colour is None
    assert height == next(dot.y for dot in many.dots if dot.note == "s3 2022")


def test_rates_stand_between_0_and_100() -> None:
    drawn = chart([value(2022, 40, "a"), value(2022, 80, "a", target=True)], percent=True)
    assert drawn
    assert [tick for tick, _ in drawn.ticks] == [0, 25, 50, 75, 100]
    assert [target.note for target in drawn.targets] == ["a 2022"]


def test_nothing_to_draw() -> None:
    assert chart([], percent=True) is None
