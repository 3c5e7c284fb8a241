"""What the cells name that stand at the head of a table's rows: units and areas, each on its own,
all units together ("Các đơn vị"), or those of several rows beside a cell that is merged over them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from notice_parser import lexicon
from notice_parser.model import Cell as Place
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.table_bodies import bodies_of_cells
from notice_parser.segmenting.table_columns import (
    DOER,
    KEY,
    Cell,
    Column,
    Row,
    cell_heading,
    cell_text,
)
from notice_parser.segmenting.units import UnitMention
from notice_parser.text import match_key

_EVERYONE = regex.compile(r"(?:tất cả|toàn bộ|các|những|cả|mọi|\d{1,2} đơn vị)\b")
_COUNTED = regex.compile(r"\D{0,12}?(\d{1,2})\b")
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Keys:
    """What tells it: `bodies` are what cells name by their name alone, by where they start,
    `everyone` all units of the table, `told` those of title and opening; `rows` by their number."""

    text: str
    bodies: Mapping[int, HeadingReading]
    everyone: tuple[UnitMention, ...]
    told: tuple[UnitMention, ...]
    rows: Mapping[int, Row]


def read_keys(
    text: str,
    columns: Mapping[int, Column],
    header: Sequence[Row],
    rows: Sequence[Row],
    told: Sequence[UnitMention],
) -> Keys:
    bodies = bodies_of_cells(text, columns, header, rows, told)
    numbers = [n for n, column in columns.items() if column.kind in {KEY, DOER}]
    found = (
        unit
        for row in rows
        for number in numbers
        if number in row
        for unit in (bodies.get(row[number][0].start) or cell_heading(text, row[number])).units
    )
    everyone = tuple({unit.name: unit for unit in found}.values())
    by_number = {_place(cell).row: row for row in rows for cell in row.values()}
    return Keys(text, bodies, everyone, tuple(told), by_number)


def named(keys: Keys, cell: Cell) -> HeadingReading:
    """What a cell names; "Các đơn vị được kiểm tra" all units of the table, "Các xã" those of
    its kinds."""
    if of_bodies := keys.bodies.get(cell[0].start):
        return of_bodies
    reading = cell_heading(keys.text, cell)
    words = match_key(cell_text(keys.text, cell))
    if reading.kinds or not _EVERYONE.match(words):
        return reading
    units = _together(keys, words)
    return replace(reading, units=units, coverage=1.0) if units else reading


def _together(keys: Keys, words: str) -> tuple[UnitMention, ...]:
    """Those whom "Các đơn vị", "Các xã", "Cả 3 đơn vị" mean: of the table or, where it names others
    than so many, of title and opening, too."""
    kinds = {m.entry.code for m in lexicon.load("place_kinds").find(words)}
    of_table = [u for u in keys.everyone if not kinds or u.kind in kinds]
    more = (u for u in keys.told if u.named and not u.container)
    both = {u.name: u for u in (*more, *keys.everyone) if not kinds or u.kind in kinds}
    count = int(counted.group(1)) if (counted := _COUNTED.match(words)) else 0
    few = len(of_table) != count if count else len(of_table) < _SEVERAL
    return tuple(both.values()) if few and len(both) >= count else tuple(of_table)


# -- cells merged over several rows -----------------------------------------------------


def is_high(keys: Keys, cell: Cell, held: Mapping[int, Cell]) -> bool:
    """Whether a cell is merged over rows of several units or areas: a request to all three
    communes. `held` are the key cells of its own row."""
    return any(len(cells) > 1 for cells in _beside(keys, cell, held))


def named_beside(keys: Keys, cell: Cell, held: Mapping[int, Cell]) -> Iterator[HeadingReading]:
    """What stands beside a merged cell names, each column of keys taken together."""
    for cells in _beside(keys, cell, held):
        readings = [named(keys, key) for key in cells]
        if any(reading.kinds for reading in readings):
            units = {unit.name: unit for reading in readings for unit in reading.units}
            areas = dict.fromkeys(area for reading in readings for area in reading.areas)
            yield replace(readings[0], units=tuple(units.values()), areas=tuple(areas))


def _beside(keys: Keys, cell: Cell, held: Mapping[int, Cell]) -> Iterator[list[Cell]]:
    """For each column of keys the cells that stand beside a merged one."""
    place = _place(cell)
    spanned = range(place.row + 1, place.row + place.height)
    below = [keys.rows[number] for number in spanned if number in keys.rows]
    for number, key in sorted(held.items()):
        yield [key, *(row[number] for row in below if number in row)]


def _place(cell: Cell) -> Place:
    """Where it stands; all paragraphs of a table's row stand in cells."""
    assert cell[0].cell is not None
    return cell[0].cell
