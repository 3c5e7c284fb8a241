"""The inspected units: which bodies the headings and the title mean, each with its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from notice_parser.model import Label, Paragraph, Unit
from notice_parser.segmenting.identity import unit_of, within
from notice_parser.segmenting.introductions import introduced, prose_units, short_name
from notice_parser.segmenting.items import Item
from notice_parser.segmenting.outline import Node, nearest_label, path_of
from notice_parser.segmenting.roster import ALL_UNITS, together
from notice_parser.segmenting.scene import Reach
from notice_parser.segmenting.spoken_of import spoken_of
from notice_parser.segmenting.units import UnitMention, find_units, is_facility
from notice_parser.text import match_key


@dataclass(frozen=True, slots=True)
class Inspected:
    """All units in order of first mention; those of the title or, where it names none, of the
    opening ("Đoàn đã kiểm tra tại …"); those each heading names (by index of its node)."""

    units: tuple[Unit, ...]
    of_title: tuple[str, ...]
    of_node: dict[int, tuple[str, ...]]


def inspected_units(
    text: str,
    nodes: Sequence[Node],
    *,
    title: Sequence[UnitMention],
    preamble: Sequence[Paragraph],
    province: str,
) -> Inspected:
    prose = list(prose_units(text, nodes, title))
    opening = list(introduced(text, nodes, preamble))
    openers = [*(u for _, u in prose), *opening]
    headed = [(n, _named(n, title)) for n in nodes]
    mentions = [*title, *(u for _, named in headed for u in named), *openers]
    short = {u.name: called for u in openers if (called := short_name(text, u))}
    told = within(title, mentions, province=province, short=short)
    of_title = [unit_of(u, told) for u in _of_title(title, mentions)]
    # A request to a body that was not inspected ("III. Kiến nghị / 2. Đối với Sở Tài chính")
    # stays with the unit it stands under; a commune of which findings tell was inspected.
    found = [
        u
        for n, named in headed
        for u in named
        if not _asks(nodes, n) or _told_of(text, nodes, n, u)
    ]
    every = (*of_title, *(unit_of(u, told) for u in (*found, *openers)))
    known = {unit.unit_id: unit for unit in every}
    of_node = {n.index: _ids([unit_of(u, told) for u in named], known) for n, named in headed}
    of_node |= {index: (unit_of(mention, told).unit_id,) for index, mention in prose}
    told_first = of_title or [unit_of(u, told) for u in opening]
    title_ids = tuple(dict.fromkeys(unit.unit_id for unit in told_first))
    inspected = Inspected(tuple(known.values()), title_ids, of_node)
    inspected = replace(inspected, of_node=of_node | _addressed(text, nodes, inspected))
    return replace(inspected, of_node=inspected.of_node | _grouped(text, nodes, inspected))


def _of_title(
    title: Sequence[UnitMention], mentions: Sequence[UnitMention]
) -> Iterator[UnitMention]:
    """Those that the title tells were inspected. "tại một số phòng và UBND xã của huyện Hướng Hóa"
    names none of the communes."""
    named_any = any(unit.named for unit in mentions if not unit.container)
    return (u for u in title if not u.container and (u.named or not named_any))


def _ids(units: Sequence[Unit], known: Mapping[str, Unit]) -> tuple[str, ...]:
    return together([unit.unit_id for unit in units if unit.unit_id in known], known)


def _named(node: Node, title: Sequence[UnitMention]) -> list[UnitMention]:
    """The units of a heading; "UBND HUYỆN" alone is the one district that the title names."""
    heading = node.item.heading
    if heading is None or node.item.lead:
        return []
    same = {u.kind: [t for t in title if t.kind == u.kind] for u in heading.units if not u.named}
    meant = (same[u.kind][0] if len(same.get(u.kind, ())) == 1 else u for u in heading.units)
    told = {unit.name for unit in title}
    return [
        unit
        for unit in meant
        if unit.named and (unit.name in told or not (heading.areas and is_facility(unit)))
    ]


def _asks(nodes: Sequence[Node], node: Node) -> bool:
    path = (*path_of(nodes, node), node)
    label = nearest_label(path)
    concludes = any(n.item.heading and n.item.heading.section == "conclusion" for n in path)
    return concludes or (label is not None and label[1] is Label.REQUEST)


def _told_of(text: str, nodes: Sequence[Node], asking: Node, unit: UnitMention) -> bool:
    """Whether findings name a commune to which requests turn: "Xã Ngọc Sơn tự đặt thêm bước …"
    above "II. Đối với xã Đức Thắng, xã Ngọc Sơn"."""
    called = match_key(unit.name.removeprefix("UBND "))
    before = (n for n in nodes[: asking.index] if n.item.heading is None and not _asks(nodes, n))
    return unit.level == "xã" and any(
        called in match_key(text[n.item.start : n.item.end]) for n in before
    )


def _addressed(text: str, nodes: Sequence[Node], found: Inspected) -> dict[int, tuple[str, ...]]:
    """Lead-ins that name inspected units: "Đoàn kiểm tra yêu cầu UBND xã Hải Lạng:"; requests also
    several by their kind: "Sở Nội vụ đề nghị Chủ tịch UBND các xã, phường:"."""
    leads = [node for node in nodes if node.item.lead]
    named = {n.index: _units_in(text, n.item, found) or _group_asked(text, n, found) for n in leads}
    return {index: unit_ids for index, unit_ids in named.items() if unit_ids}


def _group_asked(text: str, node: Node, found: Inspected) -> tuple[str, ...]:
    heading = node.item.heading
    if heading is None or heading.label is not Label.REQUEST or len(found.units) < 2:
        return ()
    written = text[node.item.start : node.item.end]
    spoken = spoken_of(written, found.units, reach=Reach.ANYWHERE)
    asked = spoken.unit_ids if spoken else ()
    return asked if len(asked) > 1 or asked == ALL_UNITS else ()


def _grouped(text: str, nodes: Sequence[Node], found: Inspected) -> dict[int, tuple[str, ...]]:
    """Headings that name inspected communes by their kind: "2. UBND các xã, thị trấn"."""
    communes = {unit.unit_id for unit in found.units if unit.level == "xã"}
    grouped: dict[int, tuple[str, ...]] = {}
    for node in nodes:
        heading = node.item.heading
        if heading is None or node.item.lead or heading.areas or found.of_node.get(node.index):
            continue
        written = text[node.item.start : node.item.end]
        spoken = spoken_of(written, found.units, reach=Reach.ANYWHERE)
        if spoken and len(spoken.unit_ids) > 1 and communes.issuperset(spoken.unit_ids):
            grouped[node.index] = spoken.unit_ids
    return grouped


def _units_in(text: str, item: Item, found: Inspected) -> tuple[str, ...]:
    names = {mention.name for mention in find_units(text, start=item.start, end=item.end)}
    named = [unit.unit_id for unit in found.units if unit.name in names]
    return together(named, [unit.unit_id for unit in found.units])
