"""The inspected units: which bodies the headings and the title mean, each with its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

import regex

from notice_parser import lexicon
from notice_parser.ids import slug
from notice_parser.model import Label, Paragraph, Unit
from notice_parser.segmenting.outline import Node, nearest_label, path_of
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.prose import area_chances, highest
from notice_parser.segmenting.roster import initials, opening_words, together
from notice_parser.segmenting.units import LEVELS, UnitMention, find_units
from notice_parser.text import any_of, match_key

_THEME = 60  # characters at the start of a paragraph that may name what it is about
_OPENING = 120  # characters at the start of a paragraph that may name whom it is about
_LED = 40  # characters before a body in which words say that it was inspected
# "… tại UBND huyện Phước Long, Phòng Tư pháp huyện, UBND xã A và UBND xã B".
_LIST_JOINT = regex.compile(
    r"(?:huyện|quận|thị xã|thành phố)?\s*(?:\([^)]*\))?\s*(?:,|;|và|cùng|cùng với|,\s*và|với|-)"
)
_ASIDE = regex.compile(r"\([^)\n]*\)")
_CALLED = regex.compile(
    r"[^(,;.]{0,12}\([^)]*?(?:gọi|viết) tắt[^)]*?(?:là|:)\s*(?P<short>[^)]{2,40})\)"
)


@dataclass(frozen=True, slots=True)
class Inspected:
    """All units in order of first mention; those of the title; those each heading names
    (by index of its node)."""

    units: tuple[Unit, ...]
    of_title: tuple[str, ...]
    of_node: dict[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Within:
    """The district and province that units lie in when their own words do not say;
    `districts` are those that the notice tells of a name elsewhere, `names` the full name of one
    that is shortened, by its initials, `placed` that of an office with its place, by the name
    without, `short` what it is called from there on."""

    district: str
    province: str
    districts: Mapping[str, str]
    names: Mapping[str, str]
    placed: Mapping[str, str]
    short: Mapping[str, str]


def inspected_units(
    text: str,
    nodes: Sequence[Node],
    *,
    title: Sequence[UnitMention],
    preamble: Sequence[Paragraph],
    province: str,
) -> Inspected:
    districts = {u.district for u in title if u.district}
    prose = list(_of_prose(text, nodes, title))
    openers = [*(u for _, u in prose), *_introduced(text, nodes, preamble)]
    mentions = [*title, *(u for n in nodes for u in _named(n, title)), *openers]
    within = _Within(
        districts.pop() if len(districts) == 1 else "",
        province,
        _told(mentions),
        _full(mentions),
        _placed(mentions),
        {u.name: short for u in openers if (short := _short(text, u))},
    )
    # "tại một số phòng và UBND xã của huyện Hướng Hóa" names none of the communes.
    named_any = any(u.named for u in mentions if not u.container)
    told = [u for u in title if not u.container and (u.named or not named_any)]
    of_title = [_unit(u, within) for u in told]
    headed = [(n, [_unit(u, within) for u in _named(n, title)]) for n in nodes]
    # A request to a body that was not inspected ("III. Kiến nghị / 2. Đối với Sở Tài chính")
    # stays with the unit it stands under.
    found = [unit for n, units in headed if not _asks(nodes, n) for unit in units]
    known = {u.unit_id: u for u in (*of_title, *found, *(_unit(u, within) for u in openers))}
    title_ids = tuple(dict.fromkeys(unit.unit_id for unit in of_title))
    of_node = {
        n.index: together([u.unit_id for u in units if u.unit_id in known], known)
        for n, units in headed
    }
    of_node |= {index: (_unit(mention, within).unit_id,) for index, mention in prose}
    inspected = Inspected(tuple(known.values()), title_ids, of_node)
    return replace(inspected, of_node=of_node | _addressed(text, nodes, inspected))


def _full(mentions: Sequence[UnitMention]) -> dict[str, str]:
    """The name written in full of what is shortened elsewhere: "Sở NN&PTNT"."""
    return {initials(unit.name): unit.name for unit in mentions if not unit.abbreviated}


def _placed(mentions: Sequence[UnitMention]) -> dict[str, str]:
    """ "Phòng Tư pháp huyện Ba Tri" for "Phòng Tư pháp", where it is the only one in the notice."""
    placed: dict[str, set[str]] = {}
    for unit in mentions:
        name = unit.name.removesuffix(f" {unit.district}")
        if unit.district and name != unit.name:
            placed.setdefault(name, set()).add(unit.name)
    return {name: full.pop() for name, full in placed.items() if len(full) == 1}


def _told(mentions: Sequence[UnitMention]) -> dict[str, str]:
    """The district that the notice tells of each name; none for a name that lies in two."""
    told: dict[str, set[str]] = {}
    for unit in mentions:
        if unit.district and unit.level != "huyện":
            told.setdefault(unit.name, set()).add(unit.district)
    return {name: districts.pop() for name, districts in told.items() if len(districts) == 1}


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
        if unit.named and (unit.name in told or not (heading.areas and _is_facility(unit)))
    ]


def _is_facility(unit: UnitMention) -> bool:
    places = (w for e in lexicon.load("bodies").entries for w in e.get("facilities", ()))
    return match_key(unit.name).startswith(tuple(map(match_key, places)))


def _asks(nodes: Sequence[Node], node: Node) -> bool:
    path = (*path_of(nodes, node), node)
    label = nearest_label(path)
    concludes = any(n.item.heading and n.item.heading.section == "conclusion" for n in path)
    return concludes or (label is not None and label[1] is Label.REQUEST)


def is_prose(nodes: Sequence[Node]) -> bool:
    """Whether no heading names a unit or what was found, so that sentences have to."""
    headings = (n.item.heading for n in nodes if n.item.heading)
    return not any(heading.units or heading.tells_findings for heading in headings)


def _of_prose(
    text: str, nodes: Sequence[Node], title: Sequence[UnitMention]
) -> Iterator[tuple[int, UnitMention]]:
    """Paragraphs of running prose with the body that they, or those before them, open with:
    "Tại Chi cục Thủy lợi, …", "UBND xã Đông đã …". One that opens with a theme not yet told of
    the body of the title goes back to that one, and so does one under the heading of another
    area than were told before."""
    if not is_prose(nodes):
        return
    current: UnitMention | None = None
    told: set[str] = set()
    headed: set[tuple[str, ...]] = set()
    for node in nodes:
        start, end = node.item.start, node.item.end
        if starts_with(text, start, end, "summary"):
            return
        if node.item.heading:
            areas = node.item.heading.areas
            current = current if not areas or areas in headed else None
            headed.add(areas)
        opening = _opening_unit(text, start, end)
        theme = "" if opening else _theme(text, start, end)
        if opening:
            current = opening
        elif theme and theme not in told and len(title) == 1:
            current = None
        if current:
            yield node.index, current
        else:
            told.add(theme)


def _theme(text: str, start: int, end: int) -> str:
    """The area of a paragraph that opens with words for one: "Về cải cách thể chế, …"."""
    named = lexicon.load("areas").first(text[start : min(end, start + _THEME)])
    if named is None:
        return ""
    return highest(area_chances(text[start:end]))


def _introduced(
    text: str, nodes: Sequence[Node], preamble: Sequence[Paragraph]
) -> Iterator[UnitMention]:
    """Bodies that the introduction names as inspected and the findings speak of: "… đã làm việc
    tại UBND huyện, Phòng Tư pháp (gọi tắt là Phòng) và UBND xã Cường Lợi"."""
    said = match_key(text[nodes[0].item.start :]) if nodes else ""
    for mention in (m for p in preamble for m in _listed(text, p)):
        proper = mention.name.removeprefix(f"UBND {mention.kind} ")
        names = (proper.removesuffix(f" {mention.district}"), _short(text, mention))
        if any(match_key(name) in said for name in names if name):
            yield mention


def _listed(text: str, paragraph: Paragraph) -> Iterator[UnitMention]:
    """The bodies behind "tại", "gồm", each with those that are listed behind it."""
    start, end = paragraph.start, paragraph.end
    asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
    listed = 0
    for mention in find_units(text, start=start, end=end):
        if any(begin < mention.start < stop for begin, stop in asides):
            continue
        before = match_key(text[max(start, mention.start - _LED) : mention.start])
        leads = bool(_led().search(before))
        goes_on = listed and _LIST_JOINT.fullmatch(match_key(text[listed : mention.start]))
        listed = mention.end if leads or goes_on else 0
        inspected = listed and mention.named and mention.level != "tỉnh"
        if inspected and not (mention.container or _is_facility(mention)):
            yield mention


@lru_cache(maxsize=1)
def _led() -> regex.Pattern[str]:
    """ "… đã kiểm tra tại", "… gồm:"."""
    return regex.compile(rf"(?<!\w)(?:{any_of(opening_words('inspected-at'))})\s*:?\s*$")


def _short(text: str, mention: UnitMention) -> str:
    """What a body is called from here on: "Trung tâm Dịch vụ việc làm tỉnh (gọi tắt là Trung
    tâm)"."""
    found = _CALLED.match(text, mention.end)
    return found["short"] if found else ""


def _opening_unit(text: str, start: int, end: int) -> UnitMention | None:
    near = min(end, start + _OPENING)
    mention = next((u for u in find_units(text, start=start, end=near) if u.named), None)
    if mention is None:
        return None
    before = match_key(text[start : mention.start])
    if mention.level in LEVELS:  # "Sau khi sáp nhập thôn, UBND xã Bản Hồ …"
        before = _aside().sub("", before)
    return mention if _opens().fullmatch(before) else None


@lru_cache(maxsize=1)
def _aside() -> regex.Pattern[str]:
    return regex.compile(rf"^(?:{any_of(opening_words('adverbial'))})\b[^.;:]*?,\s*")


@lru_cache(maxsize=1)
def _opens() -> regex.Pattern[str]:
    """What may stand before the body that a paragraph is about: "Còn", "Riêng tại"."""
    links, places = (any_of(opening_words(code)) for code in ("link", "place"))
    return regex.compile(rf"(?:(?:{links})[\s,]*)*(?:{places})?")


def _addressed(text: str, nodes: Sequence[Node], found: Inspected) -> dict[int, tuple[str, ...]]:
    """Lead-ins that name inspected units: "Đoàn kiểm tra yêu cầu UBND xã Hải Lạng:"."""
    leads = (node for node in nodes if node.item.lead)
    named = {n.index: named_units(text, n.item.start, n.item.end, found) for n in leads}
    return {index: unit_ids for index, unit_ids in named.items() if unit_ids}


def named_units(text: str, start: int, end: int, found: Inspected) -> tuple[str, ...]:
    """The ids of the inspected units that `text[start:end]` names."""
    names = {mention.name for mention in find_units(text, start=start, end=end)}
    named = [unit.unit_id for unit in found.units if unit.name in names]
    return together(named, [unit.unit_id for unit in found.units])


def _unit(mention: UnitMention, within: _Within) -> Unit:
    above_district = mention.level in {"huyện", "tỉnh", "sở"}
    elsewhere = within.districts.get(mention.name, within.district)
    of_district = mention.district or ("" if above_district else elsewhere)
    of_province = mention.province or within.province
    full = within.names.get(initials(mention.name)) if mention.abbreviated else None
    name = within.placed.get(full or mention.name, full or mention.name)
    return Unit(
        unit_id=unit_id(name, "" if mention.level == "huyện" else of_district, of_province),
        name=name,
        written=mention.text,
        level=mention.level,
        kind=mention.kind,
        district=of_district,
        province=of_province,
        parent_unit_id=_parent_id(mention, of_district, of_province),
        short=within.short.get(name, ""),
    )


def _parent_id(mention: UnitMention, district: str, province: str) -> str:
    """The id of the People's Committee above, in the form that its own mention would get."""
    if mention.level == "tỉnh" or not province:
        return ""
    if district and mention.level != "huyện":
        return unit_id(f"UBND {district}", "", province)
    central = lexicon.load("place_kinds").by_code["thành phố"].get("central")
    kind = "thành phố" if province in central else "tỉnh"
    return unit_id(f"UBND {kind} {province}", "", province)


def unit_id(name: str, district: str, province: str) -> str:
    """ "ubnd-xa-an-hoa-5d1c.huyen-tam-nong.dong-thap": the name, then what it lies in. The
    four digits tell An Hòa from An Hóa, which lose their difference in plain letters."""
    marks = sha256(match_key(name).encode()).hexdigest()[:4]
    return ".".join(filter(None, (f"{slug(name)}-{marks}", slug(district), slug(province))))
