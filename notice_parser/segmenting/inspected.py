"""The inspected units: which bodies the headings and the title mean, each with its id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from notice_parser import lexicon
from notice_parser.ids import slug
from notice_parser.model import Unit
from notice_parser.segmenting.outline import Node
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.units import UnitMention, find_units
from notice_parser.text import match_key

_OPENING = 120  # characters at the start of a paragraph that may name whom it is about


@dataclass(frozen=True, slots=True)
class Inspected:
    """All units in order of first mention; those of the title; those each heading names
    (by index of its node)."""

    units: tuple[Unit, ...]
    of_title: tuple[str, ...]
    of_node: dict[int, tuple[str, ...]]


def inspected_units(
    text: str, nodes: Sequence[Node], *, title: Sequence[UnitMention], province: str
) -> Inspected:
    districts = {u.district for u in title if u.district}
    district = districts.pop() if len(districts) == 1 else ""
    units: dict[str, Unit] = {}
    inspected = [unit for unit in title if not unit.container]
    of_title = _ids(inspected, units, district=district, province=province)
    of_node: dict[int, tuple[str, ...]] = {}
    for index, node in enumerate(nodes):
        heading = node.item.heading
        if heading and heading.units and not node.item.lead:
            named = [u if u.named else _meant(u, title) for u in heading.units]
            mentions = [u for u in named if u]
            of_node[index] = _ids(mentions, units, district=district, province=province)
    for index, mention in _of_prose(text, nodes):
        of_node[index] = _ids([mention], units, district=district, province=province)
    found = Inspected(tuple(units.values()), of_title, of_node)
    return replace(found, of_node=of_node | _addressed(text, nodes, found))


def _of_prose(text: str, nodes: Sequence[Node]) -> Iterator[tuple[int, UnitMention]]:
    """Paragraphs of running prose with the body that they, or those before them, open with:
    "Tại Chi cục Thủy lợi, …", "UBND xã Đông đã …". Where headings name units this says
    nothing, and where they name labels neither."""
    if any(n.item.heading and (n.item.heading.label or n.item.heading.units) for n in nodes):
        return
    current: UnitMention | None = None
    for node in nodes:
        if starts_with(text, node.item.start, node.item.end, "summary"):
            return
        current = _opening_unit(text, node) or current
        if current:
            yield node.index, current


def _opening_unit(text: str, node: Node) -> UnitMention | None:
    start = node.item.start
    end = min(node.item.end, start + _OPENING)
    mention = next((u for u in find_units(text, start=start, end=end) if u.named), None)
    if mention is None:
        return None
    before = match_key(text[start : mention.start])
    places = lexicon.load("phrases").by_code["place"].words
    return mention if before in {"", *places} else None


def _addressed(text: str, nodes: Sequence[Node], found: Inspected) -> dict[int, tuple[str, ...]]:
    """Lead-ins that name inspected units: "Đoàn kiểm tra yêu cầu UBND xã Hải Lạng:"."""
    leads = (node for node in nodes if node.item.lead)
    named = {n.index: named_units(text, n.item.start, n.item.end, found) for n in leads}
    return {index: unit_ids for index, unit_ids in named.items() if unit_ids}


def named_units(text: str, start: int, end: int, found: Inspected) -> tuple[str, ...]:
    """The ids of the inspected units that `text[start:end]` names; none where it names three
    or more and these are all, since that is said of all together."""
    names = {mention.name for mention in find_units(text, start=start, end=end)}
    unit_ids = tuple(unit.unit_id for unit in found.units if unit.name in names)
    return () if len(unit_ids) > 2 and set(unit_ids) >= set(found.of_title) else unit_ids


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
