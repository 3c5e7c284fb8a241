"""Under which names of places a unit is found: its own, those around it, old and today's."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from notice_parser.extracting.place_names import without_kind
from notice_parser.extracting.place_table import (
    PROVINCE_KINDS,
    Row,
    place_key,
    place_table,
    spoken,
)

# (`place_key` of a name, kind or "")
Names = frozenset[tuple[str, str]]


def place_names(
    name: str, kind: str, district: str, province: str, successors: Iterable[str]
) -> Names:
    """The names of a unit ("UBND xã Tân Thủy"), of its district and province, of the units
    that took its place ("xã Tân Thủy, tỉnh Vĩnh Long"), and of those whose place it took."""
    today = [place_table().today.get(province, "")] if province else []
    own = named(name)
    found = {own, *map(named, filter(None, [district, *today])), *_province(province)}
    if kind:
        found.add((own[0], kind))
    for successor in successors:
        found |= set(map(named, filter(None, successor.split(", "))))
    for place in today:
        for row in _predecessors().get((*own, named(place)[0]), ()):
            found |= {named(f"{spoken(row.kind)} {row.name}"), *_province(row.province)}
            found |= {named(row.district)} if row.district else set()
    return frozenset(found)


def _province(name: str) -> frozenset[tuple[str, str]]:
    """A province by its name without kind, which alone may also be that of a commune."""
    kinds = {row.kind for row in place_table().rows(name) if row.kind in PROVINCE_KINDS}
    return frozenset(named(f"{spoken(kind)} {name}") for kind in kinds) if name else frozenset()


def named(text: str) -> tuple[str, str]:
    """The key and kind of a name: ("tan thuy", "xã") for "UBND xã Tân Thủy"."""
    bare, kind = without_kind(text)
    return place_key(bare), spoken(kind)


@lru_cache(maxsize=1)
def _predecessors() -> dict[tuple[str, str, str], list[Row]]:
    """The rows that became part of a unit of today, by its key, kind and province's key."""
    table = place_table()
    found: dict[tuple[str, str, str], list[Row]] = {}
    for lines in table.lines.values():
        for row in (Row(*line.split(",")) for line in lines):
            if row.valid_to and row.successors and row.province in table.today:
                province, _ = named(table.today[row.province])
                for successor in row.successors.split("|"):
                    found.setdefault((*named(successor), province), []).append(row)
    return found
