"""Values over years as a drawing: where the dots, lines and axes are. A template writes it as
SVG, so that it needs neither script nor anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from statistics import median

WIDTH, HEIGHT = 760, 340
LEFT, RIGHT, TOP, BOTTOM = 64, 16, 16, 36
MOST_SERIES = 6  # that can be told apart by colour
_LEAST = 1e-6  # of the highest value; below it all are nothing
_SPREAD = 0.7  # of a year's width, for the dots of one year


@dataclass(frozen=True, slots=True)
class Value:
    """One figure: `series` is whose it is, `note` what is said of it, `link` its place."""

    year: int
    value: float
    series: str
    is_target: bool
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    series: int | None
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class Chart:
    """`lines` are (name, number of its colour, points); with more series than colours there
    is one line only, the median. `targets` are drawn as strokes."""

    years: tuple[tuple[int, float], ...]
    ticks: tuple[tuple[float, float], ...]
    dots: tuple[Dot, ...]
    targets: tuple[Dot, ...]
    lines: tuple[tuple[str, int | None, tuple[tuple[float, float], ...]], ...]
    more_series: bool


def chart(values: Sequence[Value], *, percent: bool) -> Chart | None:
    """The drawing of these values; None where there are none."""
    if not values:
        return None
    years = range(min(v.year for v in values), max(v.year for v in values) + 1)
    step = (WIDTH - LEFT - RIGHT) / len(years)
    place = {year: LEFT + step * (index + 0.5) for index, year in enumerate(years)}
    ticks = _ticks(max(v.value for v in values), percent=percent)
    height = _Scale(ticks[-1])
    actual = [v for v in values if not v.is_target]
    names = list(dict.fromkeys(v.series for v in sorted(actual, key=lambda v: v.series)))
    colours = {name: number for number, name in enumerate(names)}
    crowded = len(names) > MOST_SERIES
    return Chart(
        years=tuple(place.items()),
        ticks=tuple((tick, height(tick)) for tick in ticks),
        dots=tuple(_dots(actual, place, step, height, {} if crowded else colours)),
        targets=tuple(
            Dot(round(place[v.year], 1), height(v.value), None, v.note, v.link)
            for v in values
            if v.is_target
        ),
        lines=_lines(actual, place, height, {} if crowded else colours),
        more_series=crowded,
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    top: float

    def __call__(self, value: float) -> float:
        inside = HEIGHT - TOP - BOTTOM
        return round(TOP + inside * (1 - min(max(value, 0) / self.top, 1)), 1)


def _ticks(highest: float, *, percent: bool) -> list[float]:
    """From 0 to at least the highest value, in five steps or fewer."""
    if percent and highest <= 100:
        return [0, 25, 50, 75, 100]
    if highest < _LEAST:
        return [0, 1]
    rough = highest / 4
    unit: float = 10 ** floor(log10(rough))
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    return [step * number for number in range(ceil(highest / step) + 1)]


def _dots(
    values: Iterable[Value],
    place: Mapping[int, float],
    step: float,
    height: _Scale,
    colours: Mapping[str, int],
) -> Iterable[Dot]:
    """The dots of a year side by side in order of series where there are too many of them to
    be told apart, else above each other."""
    by_year: dict[int, list[Value]] = {}
    for value in values:
        by_year.setdefault(value.year, []).append(value)
    for year, inside in sorted(by_year.items()):
        ordered = sorted(inside, key=lambda v: (v.value, v.series, v.note))
        for index, value in enumerate(ordered):
            share = (index + 0.5) / len(ordered) - 0.5
            x = place[year] + (0 if colours else share * step * _SPREAD)
            yield Dot(
                round(x, 1), height(value.value), colours.get(value.series), value.note, value.link
            )


def _lines(
    values: Sequence[Value],
    place: Mapping[int, float],
    height: _Scale,
    colours: Mapping[str, int],
) -> tuple[tuple[str, int | None, tuple[tuple[float, float], ...]], ...]:
    groups: dict[str, dict[int, list[float]]] = {}
    for value in values:
        name = value.series if colours else ""
        groups.setdefault(name, {}).setdefault(value.year, []).append(value.value)
    return tuple(
        (
            name,
            colours.get(name),
            tuple(
                (round(place[y], 1), height(median(found))) for y, found in sorted(years.items())
            ),
        )
        for name, years in sorted(groups.items())
    )
