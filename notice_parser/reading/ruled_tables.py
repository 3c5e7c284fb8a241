"""Ruling lines → the cells that they enclose. A cell merged with its neighbours is one whose
inner lines are missing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from notice_parser.model import Box

_SAME_LINE = 2.0  # points between lines that are one, drawn twice or in pieces
_TOUCHES = 3.0
_MOSTLY = 0.5  # share of a cell's side that has to be drawn
_MOST_LINES = 1500
_MOST_FIELDS = 20_000  # a form or a sheet of squared paper has more
_LEAST_SIDE = 4.0


class Rule(NamedTuple):
    """A horizontal or vertical line, in points from the page's top left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.right - self.left >= self.bottom - self.top


class GridCell(NamedTuple):
    """A cell by its topmost row and leftmost column."""

    row: int
    column: int
    box: Box


@dataclass(frozen=True)
class Grid:
    """A ruled table: where its lines stand, and which cell each field between them is of."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    fields: tuple[tuple[int, ...], ...]  # by row and column the index of the cell

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def cell_at(self, x: float, y: float) -> GridCell | None:
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1:
            return self.cells[self.fields[row][column]]
        return None


def find_grids(rules: Sequence[Rule]) -> tuple[Grid, ...]:
    """The ruled tables of a page from top to bottom: two columns or more in two rows or more,
    or one row of three (the rest of a table on a new page). Boxes and underlines are none."""
    lines = [*_joined(rules, horizontal=True), *_joined(rules, horizontal=False)]
    if len(lines) > _MOST_LINES:
        return ()
    grids = [grid for group in _touching(lines) if (grid := _grid(group))]
    outer = [g for g in grids if not any(_inside(g, other) for other in grids if other is not g)]
    return tuple(sorted(outer, key=lambda grid: grid.top))


def _joined(rules: Sequence[Rule], *, horizontal: bool) -> Iterator[Rule]:
    """Lines of one direction, pieces and doubles of one line taken together."""
    own = [r if horizontal else _mirrored(r) for r in rules if r.horizontal == horizontal]
    rows: list[list[Rule]] = []
    for rule in sorted(own, key=lambda r: (r.top + r.bottom) / 2):
        if rows and rule.top - rows[-1][0].top <= _SAME_LINE:
            rows[-1].append(rule)
        else:
            rows.append([rule])
    for row in rows:
        place = sum(r.top for r in row) / len(row)
        row.sort(key=lambda r: r.left)
        left, right = row[0].left, row[0].right
        for rule in row[1:]:
            if rule.left > right + _TOUCHES:
                yield _placed(left, right, place, horizontal=horizontal)
                left = rule.left
            right = max(right, rule.right)
        yield _placed(left, right, place, horizontal=horizontal)


def _mirrored(rule: Rule) -> Rule:
    return Rule(rule.top, rule.left, rule.bottom, rule.right)


def _placed(left: float, right: float, place: float, *, horizontal: bool) -> Rule:
    rule = Rule(left, place, right, place)
    return rule if horizontal else _mirrored(rule)


def _touching(lines: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups of lines that cross or touch one another."""
    left = list(lines)
    while left:
        group = [left.pop()]
        for line in group:
            near = [other for other in left if _meet(line, other)]
            group += near
            left = [other for other in left if other not in near]
        yield group


def _meet(a: Rule, b: Rule) -> bool:
    return (
        a.horizontal != b.horizontal
        and a.left - _TOUCHES <= b.right
        and b.left - _TOUCHES <= a.right
        and a.top - _TOUCHES <= b.bottom
        and b.top - _TOUCHES <= a.bottom
    )


def _grid(lines: Sequence[Rule]) -> Grid | None:
    across = [line for line in lines if line.horizontal]
    down = [line for line in lines if not line.horizontal]
    xs = _places([*(r.left for r in down), *(end for r in across for end in (r.left, r.right))])
    ys = _places([*(r.top for r in across), *(end for r in down for end in (r.top, r.bottom))])
    too_small = len(xs) < 3 or len(ys) < 2 or (len(xs) == 3 and len(ys) == 2)
    if too_small or len(xs) * len(ys) > _MOST_FIELDS:
        return None
    fields = _fields(xs, ys, across, down)
    cells = tuple(_cells(xs, ys, fields))
    several = any(len(set(row)) > 1 for row in fields)
    return Grid(xs, ys, cells, fields) if several else None


def _places(values: Sequence[float]) -> tuple[float, ...]:
    """The values in order, those that are nearly equal as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= _LEAST_SIDE:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def _fields(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> tuple[tuple[int, ...], ...]:
    """For each row and column the number of the cell that the field belongs to."""
    wide = len(xs) - 1
    cell_of = list(range(wide * (len(ys) - 1)))

    def root(field: int) -> int:
        while cell_of[field] != field:
            field = cell_of[field]
        return field

    def merge(field: int, other: int) -> None:
        first, second = sorted((root(field), root(other)))
        cell_of[second] = first

    for column, x in enumerate(xs[1:-1], start=1):
        drawn = [(r.top, r.bottom) for r in down if abs(r.left - x) <= _LEAST_SIDE]
        for row, (top, bottom) in enumerate(pairwise(ys)):
            if not _covers(drawn, top, bottom):
                merge(row * wide + column, row * wide + column - 1)
    for row, y in enumerate(ys[1:-1], start=1):
        drawn = [(r.left, r.right) for r in across if abs(r.top - y) <= _LEAST_SIDE]
        for column, (left, right) in enumerate(pairwise(xs)):
            if not _covers(drawn, left, right):
                merge(row * wide + column, (row - 1) * wide + column)
    roots = [root(field) for field in range(len(cell_of))]
    numbers = {number: place for place, number in enumerate(dict.fromkeys(roots))}
    flat = [numbers[number] for number in roots]
    return tuple(tuple(flat[start : start + wide]) for start in range(0, len(flat), wide))


def _covers(drawn: Sequence[tuple[float, float]], start: float, end: float) -> bool:
    inside = sum(max(0.0, min(b, end) - max(a, start)) for a, b in drawn)
    return inside >= _MOSTLY * (end - start)


def _cells(
    xs: Sequence[float], ys: Sequence[float], fields: Sequence[Sequence[int]]
) -> Iterator[GridCell]:
    places: dict[int, list[tuple[int, int]]] = {}
    for row, numbers in enumerate(fields):
        for column, number in enumerate(numbers):
            places.setdefault(number, []).append((row, column))
    for _, own in sorted(places.items()):
        rows, columns = [row for row, _ in own], [column for _, column in own]
        box = Box(xs[min(columns)], ys[min(rows)], xs[max(columns) + 1], ys[max(rows) + 1])
        yield GridCell(min(rows), min(columns), box)


def _inside(grid: Grid, other: Grid) -> bool:
    return (
        other.xs[0] < grid.xs[0]
        and grid.xs[-1] < other.xs[-1]
        and other.top < grid.top
        and grid.bottom < other.bottom
    )
