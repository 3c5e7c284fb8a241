"""Marks in a grid and bars over years, drawn by matplotlib. Sizes are in inches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from notice_parser.errors import UsageError
from notice_parser.themes.recurrence import State

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABELS = {
    State.FOUND: "có hạn chế",
    State.FOUND_AGAIN: "lặp lại (số lần ghi nhận)",
    State.DECLARED_REMEDIED: "ghi nhận đã khắc phục",
    State.NOT_FOUND: "có kiểm tra, không ghi nhận",
    State.NOT_INSPECTED: "không kiểm tra",
}
_COLOURS = {
    State.FOUND: "#e07b39",
    State.FOUND_AGAIN: "#a31f1f",
    State.DECLARED_REMEDIED: "#2f7d46",
    State.NOT_FOUND: "#5b6b7b",
    State.NOT_INSPECTED: "#b8b8b8",
}
_HATCH = "/////"
_SETTINGS: Any = {
    "font.family": "DejaVu Sans",  # comes with matplotlib and has every Vietnamese letter
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "notice-parser",  # the same picture is the same file
}
_CELL = 0.38
_ROW_LONGEST, _COLUMN_LONGEST = 46, 52  # characters in a line of a label


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell says, and how often it was found up to there."""

    state: State
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """A panel of bars: (year, inspected, found, provinces) for each year."""

    title: str
    years: Sequence[tuple[int, ...]]


def grid_figure(
    rows: Sequence[str],
    columns: Sequence[str],
    marks: Mapping[tuple[int, int], Mark],
    *,
    title: str,
    path: str | Path | None,
    slanted: bool = False,
    arrows: Sequence[tuple[int, int]] = (),
) -> Figure:
    """Marks by (row, column), both counted from 0. `arrows` lead from one row to another."""
    labels = [_cut(row, _ROW_LONGEST, lines=2) for row in rows]
    width = max(7.5, 5.1 + _CELL * len(columns) * (1 if slanted else 1.6))
    height = 1.6 + _CELL * max(1, len(rows)) + (1.9 if slanted else 0.3)
    with _pyplot() as pyplot:
        figure, axes = pyplot.subplots(figsize=(width, height), layout="constrained")
        axes.set_xlim(-0.5, len(columns) - 0.5)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), labels)
        turned = {"rotation": 55, "ha": "left", "rotation_mode": "anchor"} if slanted else {}
        headings = [_cut(column, _COLUMN_LONGEST) for column in columns]
        axes.set_xticks(range(len(columns)), headings, **turned)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for (y, x), mark in sorted(marks.items()):
            _draw(axes, x, y, mark)
        for before, after in arrows:
            _arrow(axes, before, after, marks)
        axes.set_xticks([x - 0.5 for x in range(1, len(columns))], minor=True)
        axes.set_yticks([y - 0.5 for y in range(1, len(rows))], minor=True)
        axes.grid(which="minor", color="#dddddd", linewidth=0.6)
        axes.tick_params(which="minor", length=0)
        figure.suptitle("\n".join(wrap(title, 90)), fontsize=12)
        _legend(figure, {mark.state for mark in marks.values()})
        pyplot.close(figure)
        return _saved(figure, path)


def bar_figure(panels: Sequence[Bars], *, title: str, path: str | Path | None) -> Figure:
    """Bars for each panel, one above the other, over the same years."""
    years = sorted({year for panel in panels for year, *_ in panel.years})
    size = (max(7.5, 1.2 + 0.8 * len(years)), 1.3 + 2.2 * max(1, len(panels)))
    with _pyplot() as pyplot:
        figure, grid = pyplot.subplots(
            max(1, len(panels)), squeeze=False, figsize=size, layout="constrained"
        )
        for axes, panel in zip(grid[:, 0], panels, strict=False):
            _bars(axes, panel)
        figure.suptitle(title, fontsize=12)
        pyplot.close(figure)
        return _saved(figure, path)


def _cut(label: str, width: int, *, lines: int = 1) -> str:
    return "\n".join(wrap(label, width, max_lines=lines, placeholder=" …"))


@contextmanager
def _pyplot() -> Iterator[Any]:
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise UsageError('pictures need matplotlib: pip install "notice-parser[plots]"') from error
    with pyplot.rc_context(_SETTINGS):
        yield pyplot


def _saved(figure: Figure, path: str | Path | None) -> Figure:
    if path is None:
        return figure
    kind = Path(path).suffix.lower()
    if kind not in (".png", ".svg"):
        raise UsageError(f"{path}: the name of a picture must end in .png or .svg")
    # Neither the hour nor the library's version is part of the picture.
    metadata: Any = {"Date": None} if kind == ".svg" else {"Software": None}
    try:
        figure.savefig(path, dpi=150, metadata=metadata)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error
    return figure


# -- marks ------------------------------------------------------------------------------


def _draw(axes: Axes, x: float, y: float, mark: Mark) -> None:
    colour = _COLOURS[mark.state]
    match mark.state:
        case State.NOT_INSPECTED:
            _hatched(axes, x - 0.5, y - 0.5, 1, 1)
        case State.NOT_FOUND:
            axes.plot(x, y, "o", ms=9, mfc="white", mec=colour, mew=1.4)
        case State.DECLARED_REMEDIED:
            axes.plot(x, y, "s", ms=12, color=colour)
            axes.text(x, y, "✓", color="white", ha="center", va="center", fontsize=9)
        case _:
            axes.plot(x, y, "o", ms=13, color=colour)
    if mark.count > 1 and mark.state in (State.FOUND, State.FOUND_AGAIN):
        axes.text(x, y, str(mark.count), color="white", ha="center", va="center", fontsize=8)


def _hatched(axes: Axes, x: float, y: float, width: float, height: float) -> None:
    from matplotlib.patches import Rectangle

    patch = Rectangle(
        (x, y), width, height, facecolor="#f4f4f4", edgecolor="#c0c0c0", hatch=_HATCH, linewidth=0
    )
    axes.add_patch(patch)


def _arrow(axes: Axes, before: int, after: int, marks: Mapping[tuple[int, int], Mark]) -> None:
    """From the last look at a body to the first at the one that it was merged into."""
    looked = {
        row: [x for (y, x), m in sorted(marks.items()) if y == row and m.state != "not_inspected"]
        for row in (before, after)
    }
    if looked[before] and looked[after]:
        start, end = (looked[before][-1], before), (looked[after][0], after)
        style = {"arrowstyle": "-|>", "color": "#444444", "shrinkA": 9, "shrinkB": 9, "lw": 1.1}
        axes.annotate("", xy=end, xytext=start, arrowprops=style)


def _legend(figure: Figure, states: set[State]) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = []
    for state, label in _LABELS.items():
        if state not in states:
            continue
        if state is State.NOT_INSPECTED:
            patch = Patch(facecolor="#f4f4f4", edgecolor="#c0c0c0", hatch=_HATCH, label=label)
            handles.append(patch)
            continue
        marker = "s" if state is State.DECLARED_REMEDIED else "o"
        fill = "white" if state is State.NOT_FOUND else _COLOURS[state]
        handles.append(
            Line2D([], [], ls="", marker=marker, mfc=fill, mec=_COLOURS[state], ms=9, label=label)
        )
    figure.legend(handles=handles, loc="outside lower center", ncols=3, frameon=False)


def _bars(axes: Axes, panel: Bars) -> None:
    tallest = max((inspected for _, inspected, *_ in panel.years), default=1) or 1
    for year, inspected, found, provinces in panel.years:
        if not inspected:
            _hatched(axes, year - 0.5, 0, 1, tallest * 1.3)
            continue
        axes.bar(year, inspected, width=0.72, facecolor="white", edgecolor="#5b6b7b", linewidth=1)
        axes.bar(year, found, width=0.72, color="#a31f1f")
        told = f"{found}/{inspected}"
        if found:
            told += f"\n{round(100 * found / inspected)}% · {provinces} tỉnh"
        axes.text(year, inspected, told, ha="center", va="bottom", fontsize=7.5)
    axes.set_ylim(0, tallest * 1.3)
    axes.set_xlim(panel.years[0][0] - 0.5, panel.years[-1][0] + 0.5)
    axes.set_xticks([year for year, *_ in panel.years])
    axes.set_ylabel("số đơn vị")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_title("\n".join(wrap(panel.title, 90)), fontsize=10, loc="left")
