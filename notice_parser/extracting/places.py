"""Administrative units: what a name may stand for, and where a text names one.

Nothing here replaces a name as written: `candidates` describes it, `find_places` points at
it, `proper_name` changes the case of its letters only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notice_parser.extracting.place_mentions import PlaceMention, find_places
from notice_parser.extracting.place_names import (
    exactly,
    is_kind,
    kind_code,
    proper_name,
    rows_like,
    without_kind,
)
from notice_parser.extracting.place_table import (
    PROVINCE_KINDS,
    Row,
    place_key,
    place_table,
    spoken,
)

__all__ = ["Place", "PlaceMention", "candidates", "find_places", "proper_name"]


@dataclass(frozen=True, slots=True)
class Place:
    """One administrative unit of the table.

    `district` has its kind ("huyện Tam Nông": thị xã and huyện Kỳ Anh are two), `province`
    has none ("Đồng Tháp"). `valid_from` and `valid_to` are outer bounds, ISO 8601, possibly
    partial, empty where open. `successors` are today's units in full ("xã Tam Nông, tỉnh
    Đồng Tháp"): the unit itself while it exists, empty where the lists do not say.
    """

    code: str
    kind: str
    name: str
    district: str
    province: str
    valid_from: str
    valid_to: str
    successors: tuple[str, ...]


def candidates(
    name: str, *, kind: str = "", province: str = "", district: str = "", date: str = ""
) -> tuple[Place, ...]:
    """All places that `name` may stand for, sorted by code; empty where the table has none.

    The name may have its kind before it ("TP. Cao Lãnh", "Q.1", "UBND xã An Hòa") and lack
    its diacritics; where places have exactly these diacritics, only they are given.
    `kind`, `province`, `district` and `date` (ISO 8601, may be partial) are facts: a place
    that contradicts one is not given, and no fact is dropped to find something. A district
    given with its kind means that one, unless only one of another kind has the place ("thị
    xã Sa Đéc" became "thành phố Sa Đéc" in 2013).
    """
    wanted_kind, (bare, own_kind) = kind_code(kind), without_kind(name)
    if rows_like(name):  # "Phường Đúc" is all name: "phường Phường Đúc"
        bare, own_kind = name, ""
    rows = [
        row
        for row in place_table().rows(bare)
        if is_kind(row, own_kind) and is_kind(row, wanted_kind) and _valid(row, date)
    ]
    if province:
        wanted = place_key(without_kind(province)[0])
        rows = [row for row in rows if place_key(row.province) == wanted]
    if district:
        rows = _in_district(rows, district)
    # "huyện Đăk Tô" is the "huyện Đắk Tô", though a commune is written "xã Đăk Tô".
    rows = exactly(bare, rows)
    rows.sort(key=lambda row: (row.code, row.valid_from, row.valid_to))
    return tuple(map(_place, rows))


def place_names() -> Iterator[str]:
    """The names of all places that the table has, without their kind."""
    return place_table().names()


def _in_district(rows: list[Row], district: str) -> list[Row]:
    name, kind = without_kind(district)
    namesakes = [
        row
        for row in rows
        if row.district and place_key(without_kind(row.district)[0]) == place_key(name)
    ]
    same_kind = [row for row in namesakes if row.district.startswith(f"{kind} ")]
    return same_kind or namesakes


def _valid(row: Row, date: str) -> bool:
    """Partial dates are compared as far as both go: "2013" holds all days of the year."""
    return _not_after(row.valid_from, date) and _not_after(date, row.valid_to)


def _not_after(first: str, second: str) -> bool:
    known = min(len(first), len(second))
    return first[:known] <= second[:known]


def _place(row: Row) -> Place:
    return Place(
        row.code,
        row.kind,
        row.name,
        row.district,
        row.province,
        row.valid_from,
        row.valid_to,
        tuple(_successors(row)),
    )


def _successors(row: Row) -> list[str]:
    if not row.valid_to:
        units = [f"{spoken(row.kind)} {row.name}"]
    else:
        units = row.successors.split("|") if row.successors else []
    if row.kind in PROVINCE_KINDS:
        return units
    return [f"{unit}, {place_table().today[row.province]}" for unit in units]
