"""Which body a mention means: its name in full, where it lies, and its id.

A notice shortens what it has once written out: "Phòng Tư pháp" for "Phòng Tư pháp huyện Ba Tri",
"Sở NN&PTNT", "xã An Hòa" without its district. What it tells anywhere holds everywhere (`Within`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from notice_parser import lexicon
from notice_parser.ids import slug
from notice_parser.model import Unit
from notice_parser.segmenting.roster import initials
from notice_parser.segmenting.units import LEVELS, UnitMention
from notice_parser.text import match_key


@dataclass(frozen=True, slots=True)
class Within:
    """The district and province that units lie in when their own words do not say;
    `districts` are those that the notice tells of a name elsewhere, `names` the full name of one
    that is shortened, by its initials and those of what it is called, `placed` that of an office
    with its place, by the name without, `short` what it is called from there on."""

    district: str
    province: str
    districts: Mapping[str, str]
    names: Mapping[str, str]
    placed: Mapping[str, str]
    short: Mapping[str, str]


def within(
    title: Sequence[UnitMention],
    mentions: Sequence[UnitMention],
    *,
    province: str,
    short: Mapping[str, str],
) -> Within:
    """What all the `mentions` of a notice tell, those of its `title` among them."""
    districts = {unit.district for unit in title if unit.district}
    return Within(
        district=districts.pop() if len(districts) == 1 else "",
        province=province,
        districts=_told(mentions),
        names=_full(mentions) | {initials(called): name for name, called in short.items()},
        placed=_placed(mentions),
        short=short,
    )


def _full(mentions: Sequence[UnitMention]) -> dict[str, str]:
    """The name written in full of what is shortened elsewhere: "Sở NN&PTNT"."""
    return {initials(unit.name): unit.name for unit in mentions if not unit.abbreviated}


def _placed(mentions: Sequence[UnitMention]) -> dict[str, str]:
    """ "Phòng Tư pháp huyện Ba Tri" for "Phòng Tư pháp", "Văn phòng Sở Y tế" for "Văn phòng Sở",
    where it is the only one in the notice."""
    placed: dict[str, set[str]] = {}
    offices = {unit.name for unit in mentions if unit.level not in LEVELS}
    for unit in mentions:
        name = unit.name.removesuffix(f" {unit.district}")
        if unit.district and name != unit.name:
            placed.setdefault(name, set()).add(unit.name)
    for name in offices:
        longer = {other for other in offices if other.startswith(f"{name} ")}
        if name.endswith(" Sở") and longer:
            placed.setdefault(name, set()).update(longer)
    return {name: full.pop() for name, full in placed.items() if len(full) == 1}


def _told(mentions: Sequence[UnitMention]) -> dict[str, str]:
    """The district that the notice tells of each name; none for a name that lies in two."""
    told: dict[str, set[str]] = {}
    for unit in mentions:
        if unit.district and unit.level != "huyện":
            told.setdefault(unit.name, set()).add(unit.district)
    return {name: districts.pop() for name, districts in told.items() if len(districts) == 1}


def unit_of(mention: UnitMention, told: Within) -> Unit:
    above_district = mention.level in {"huyện", "tỉnh", "sở"}
    elsewhere = told.districts.get(mention.name, told.district)
    of_district = mention.district or ("" if above_district else elsewhere)
    of_province = mention.province or told.province
    full = told.names.get(initials(mention.name)) if mention.abbreviated else None
    name = told.placed.get(full or mention.name, full or mention.name)
    return Unit(
        unit_id=unit_id(name, "" if mention.level == "huyện" else of_district, of_province),
        name=name,
        written=mention.text,
        level=mention.level,
        kind=mention.kind,
        district=of_district,
        province=of_province,
        parent_unit_id=_parent_id(mention, of_district, of_province),
        short=told.short.get(name, ""),
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
