"""Bodies that the cells of a table call by their name alone: "Xuân Hưng, Suối Cao" under "Đơn vị".

What kind of place it is tell the title, the opening, another cell, the head of the column, or the
table of places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from notice_parser import lexicon
from notice_parser.extracting.places import candidates, proper_name
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.table_columns import (
    DOER,
    KEY,
    Cell,
    Column,
    Row,
    cell_heading,
    cell_text,
    column_word,
)
from notice_parser.segmenting.units import UnitMention, find_units
from notice_parser.text import match_key

_UNIT = "unit"
_COMMUNE = "xã"  # the level, and the kind where nothing tells another
_JOINT = regex.compile(r"\s*[,;&/+\n]\s*|\s+(?i:và)\s+")
_AROUND = " .:-–•*"
_BARE = regex.compile(r"\p{Lu}[\p{L}'’-]*(?:\s[\p{Lu}\d][\p{L}\d'’-]*){1,4}")


@dataclass(frozen=True, slots=True)
class _Names:
    """What tells a bare name: the bodies known by theirs, and the kind of those that are new, ""
    in a column that may have none."""

    known: Mapping[str, UnitMention]
    kind: str


def bodies_of_cells(
    text: str,
    columns: Mapping[int, Column],
    header: Sequence[Row],
    rows: Sequence[Row],
    told: Sequence[UnitMention],
) -> dict[int, HeadingReading]:
    """What the cells name that call bodies by their name alone, by where each cell starts."""
    found: dict[int, HeadingReading] = {}
    for number, column in columns.items():
        if column.kind in {KEY, DOER}:
            below = [row[number] for row in rows if number in row]
            head = " ".join(cell_text(text, row[number]) for row in header if number in row)
            names = _names(text, head, below, told)
            for cell in below:
                if reading := _reading(text, cell, names):
                    found[cell[0].start] = reading
    return found


def _names(text: str, head: str, below: Sequence[Cell], told: Sequence[UnitMention]) -> _Names:
    own = [unit for cell in below for unit in cell_heading(text, cell).units]
    places = [u for u in (*told, *own) if u.named and u.level in {_COMMUNE, "huyện"}]
    known = {_proper(unit): unit for unit in reversed(places)}
    of_bodies = column_word(head) == _UNIT or 2 * len(own) > len(below)
    return _Names(known, _usual_kind(head, places) if of_bodies else "")


def _usual_kind(head: str, places: Sequence[UnitMention]) -> str:
    """ "Tên xã" over the names, or the kind of most communes that are named elsewhere."""
    kinds = {match.entry.code for match in lexicon.load("place_kinds").find(head)}
    if len(kinds) == 1:
        return kinds.pop()
    usual = Counter(unit.kind for unit in places if unit.level == _COMMUNE)
    return max(usual, key=lambda kind: usual[kind], default=_COMMUNE)


def _proper(unit: UnitMention) -> str:
    return match_key(unit.name.removeprefix(f"UBND {unit.kind} "))


def _reading(text: str, cell: Cell, names: _Names) -> HeadingReading | None:
    """All bodies of a cell, if it has nothing else and calls one by its name alone."""
    reading = cell_heading(text, cell)
    if reading.kinds:
        return None
    units: list[UnitMention] = []
    for start, end in _parts(text, cell):
        unit = _unit(text, start, end, _behind(names, units))
        if unit is None:
            return None
        units.append(unit)
    return replace(reading, units=tuple(units), coverage=1.0) if units else None


def _behind(names: _Names, before: Sequence[UnitMention]) -> _Names:
    """Behind "xã Xuân Hưng, " a name is that of a commune, too."""
    return replace(names, kind=before[-1].kind) if before and names.kind else names


def _parts(text: str, cell: Cell) -> Iterator[tuple[int, int]]:
    for paragraph in cell:
        start = paragraph.start
        joints = [*_JOINT.finditer(text, start, paragraph.end)]
        for stop, following in [*(m.span() for m in joints), (paragraph.end, paragraph.end)]:
            written = text[start:stop]
            begin = start + len(written) - len(written.lstrip(_AROUND))
            if written.strip(_AROUND):
                yield begin, begin + len(written.strip(_AROUND))
            start = following


def _unit(text: str, start: int, end: int, names: _Names) -> UnitMention | None:
    written = text[start:end]
    mentions = find_units(text, start=start, end=end)
    if len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (start, end):
        return mentions[0]
    if known := names.known.get(match_key(written)):
        return replace(known, start=start, end=end, text=written)
    kind = _kind(written, names) if names.kind and _BARE.fullmatch(written) else ""
    if not kind:
        return None
    name = f"UBND {kind} {proper_name(written)}"
    level = lexicon.load("place_kinds").by_code[kind].get("level")
    return UnitMention(start=start, end=end, text=written, name=name, level=level, kind=kind)


def _kind(written: str, names: _Names) -> str:
    """The kind of a place that only this cell names; "" for what may be no place: "Văn Phòng"."""
    kinds = {place.kind for place in candidates(written)}
    if not kinds:
        return ""
    return names.kind if names.kind in kinds or len(kinds) > 1 else kinds.pop()
