"""The inspected units: which bodies the headings and the title mean, each with its id."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notice_parser.ids import slug
from notice_parser.model import Unit
from notice_parser.segmenting.outline import Node
from notice_parser.segmenting.units import UnitMention


@dataclass(frozen=True, slots=True)
class Inspected:
    """All units in order of first mention; those of the title; those each heading names
    (by index of its node)."""

    units: tuple[Unit, ...]
    of_title: tuple[str, ...]
    of_node: dict[int, tuple[str, ...]]


def inspected_units(
    nodes: Sequence[Node], title: Sequence[UnitMention], *, province: str
) -> Inspected:
    districts = {u.district for u in title if u.district}
    district = districts.pop() if len(districts) == 1 else ""
    units: dict[str, Unit] = {}
    of_title = _ids(title, units, district=district, province=province)
    of_node: dict[int, tuple[str, ...]] = {}
    for index, node in enumerate(nodes):
        heading = node.item.heading
        if heading and heading.units and not node.item.lead:
            named = [u if u.named else _meant(u, title) for u in heading.units]
            mentions = [u for u in named if u]
            of_node[index] = _ids(mentions, units, district=district, province=province)
    return Inspected(tuple(units.values()), of_title, of_node)


def _meant(generic: UnitMention, title: Sequence[UnitMention]) -> UnitMention | None:
    """ "UBND HUYỆN" in a heading is the one district that the title names."""
    same = [u for u in title if u.kind == generic.kind]
    return same[0] if len(same) == 1 else None


def _ids(
    mentions: Iterable[UnitMention], units: dict[str, Unit], *, district: str, province: str
) -> tuple[str, ...]:
    made = [_unit(mention, district=district, province=province) for mention in mentions]
    for unit in made:
        units.setdefault(unit.unit_id, unit)
    return tuple(dict.fromkeys(unit.unit_id for unit in made))


def _unit(mention: UnitMention, *, district: str, province: str) -> Unit:
    of_district = mention.district or (
        district if mention.level not in {"huyện", "tỉnh", "sở"} else ""
    )
    of_province = mention.province or province
    within_district = of_district if mention.level != "huyện" else ""
    return Unit(
        unit_id=unit_id(mention.name, within_district, of_province),
        name=mention.name,
        written=mention.text,
        level=mention.level,
        kind=mention.kind,
        district=of_district,
        province=of_province,
        parent_unit_id=_parent_id(mention, of_district, of_province),
    )


def _parent_id(mention: UnitMention, district: str, province: str) -> str:
    """The id of the People's Committee above, in the form that its own mention would get."""
    if mention.level == "tỉnh" or not province:
        return ""
    if district and mention.level != "huyện":
        return unit_id(f"UBND {district}", "", province)
    return unit_id(f"UBND tỉnh {province}", "", province)


def unit_id(name: str, district: str, province: str) -> str:
    """ "ubnd-xa-an-hoa.huyen-tam-nong.dong-thap": the name, then what it lies in."""
    return ".".join(filter(None, (slug(name), slug(district), slug(province))))
