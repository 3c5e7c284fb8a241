"""Inspected bodies named in headings and titles: "UBND XÃ AN HÒA", "Sở Nội vụ",
"các xã Tân Mỹ, An Hiệp và thị trấn Ba Tri", "Phòng Tư pháp huyện Ba Tri".

Names are read by their form, not from a list of places: a commune that no list knows, or
that was renamed yesterday, is read as well as any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.extracting.places import candidates, proper_name
from notice_parser.lexicon import Entry
from notice_parser.model import Quoted
from notice_parser.segmenting.office_names import official
from notice_parser.segmenting.unit_grammar import another_name, bodies_in, holds, joined_name
from notice_parser.text import match_key, one_tone_style

LEVELS = ("xã", "huyện", "tỉnh")
_SHORT = regex.compile(r"\s\p{Lu}{2,}(?!\w)")
_LETTER = regex.compile(r"\w")
_LIES_IN = {"", ",", "-", "–", "(", "thuộc", "(thuộc", "trực thuộc", "của"}


@dataclass(frozen=True, slots=True)
class UnitMention(Quoted):
    """A body named at `[start, end)`.

    `name` is the short form in title case ("UBND xã An Hòa"); `level` and `kind` as in the
    dataset contract; `district` ("huyện Ba Tri") and `province` ("Bến Tre") where the same
    phrase names them. `container` marks the district of "05 xã thuộc huyện Con Cuông".
    """

    name: str
    level: str
    kind: str
    district: str = ""
    province: str = ""
    container: bool = False

    @property
    def named(self) -> bool:
        """False for "UBND HUYỆN" without a name, which the title has to explain."""
        return self.name != f"UBND {self.kind}"

    @property
    def abbreviated(self) -> bool:
        """ "Sở NN&PTNT", "Phòng TN và MT"."""
        return self.level not in LEVELS and bool(_SHORT.search(self.name))


@dataclass(frozen=True, slots=True)
class _Part:
    """One place or organisation, before containers are told from units."""

    start: int
    end: int
    kind: str
    name: str
    level: str
    body: bool


def find_units(text: str, *, start: int = 0, end: int | None = None) -> tuple[UnitMention, ...]:
    """The bodies named in the heading or title `text[start:end]`, from left to right."""
    written, text = text[start:end], one_tone_style(text[start:end])
    parts = tuple(_parts(text))
    mentions: list[UnitMention] = []
    index = 0
    while index < len(parts):
        group = [parts[index]]
        while index + 1 < len(parts) and _contains(text, parts[index + 1], group):
            index += 1
            group.append(parts[index])
        mentions.append(_mention(written, group, offset=start))
        index += 1
    return tuple(mentions)


def is_office(name: str) -> bool:
    """Whether it is the name of an office as the lexicon has it: "Sở Nội vụ"."""
    return any(
        name == f"{entry.get('short')} {known}"
        for entry in lexicon.load("bodies").entries
        for known in entry.get("names", ())
    )


def is_facility(unit: UnitMention) -> bool:
    """Whether it is a place where something is done ("Bộ phận một cửa"), which beside an area in
    one heading is no inspected body."""
    places = (w for e in lexicon.load("bodies").entries for w in e.get("facilities", ()))
    return match_key(unit.name).startswith(tuple(map(match_key, places)))


def _contains(text: str, part: _Part, group: list[_Part]) -> bool:
    """Whether `part` only says where the unit before it lies: "xã An Hiệp, huyện Ba Tri"."""
    between = text[group[-1].end : part.start].strip().lower()
    higher = _rank(part.level) > _rank(group[-1].level)
    return higher and not part.body and between in _LIES_IN


def _rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _mention(text: str, group: list[_Part], *, offset: int) -> UnitMention:
    unit, containers = group[0], group[1:]
    lies_in = {part.level: part for part in [*containers, unit]}
    district, province = lies_in.get("huyện"), lies_in.get("tỉnh")
    end = group[-1].end
    return UnitMention(
        start=offset + unit.start,
        end=offset + end,
        text=text[unit.start : end],
        name=_full_name(unit, containers),
        level=unit.level,
        kind=unit.kind,
        district=f"{district.kind} {district.name}".strip() if district and district.name else "",
        province=province.name if province else "",
        container=bool(holds().search(match_key(text[max(0, unit.start - 60) : unit.start]))),
    )


def _full_name(unit: _Part, containers: list[_Part]) -> str:
    if unit.level in LEVELS:
        return f"UBND {unit.kind} {unit.name}".rstrip()
    # "Phòng Tư pháp" is one of dozens: the district belongs to the name.
    # … a sở is the only one of its province, however it is written.
    inside = [part for part in containers[:1] if unit.level != "sở"]
    places = [f"{part.kind} {part.name}" for part in inside]
    return " ".join([unit.name, *places])


def _parts(text: str) -> Iterator[_Part]:
    taken = 0
    for match in bodies_in(text):
        # "cơ sở dữ liệu", "các phòng chuyên môn": without a capital it is no name.
        lower = match["org"] and not _capital(match) and match.start() > 0
        if match.start() < taken or lower or _is_collective(match):
            continue
        found = tuple(_places(match) if match["kind"] else _organisation(match))
        taken = found[-1].end
        yield from found


def _capital(match: regex.Match[str]) -> bool:
    """Whether the name has a capital; that of "Công an huyện" stands before the kind of place."""
    name = match["org_name"] or ""
    kinds = (w for e in lexicon.load("place_kinds").entries for w in e.words)
    return (match["org"] if not name or match_key(name) in kinds else name)[0].isupper()


def _is_collective(match: regex.Match[str]) -> bool:
    """ "Các phòng chuyên môn", "trường tiểu học"; "Trường Tiểu học Tân Dĩnh" is one of them."""
    written = match["org_name"] or ""
    name = match_key(written)
    words = lexicon.load("heading_words").by_code["collective"].words
    whole = (w for w in words if name.startswith(w) and not _LETTER.match(name, len(w)))
    return any(not written[len(w) :].lstrip(" ,")[:1].isupper() for w in whole)


def _places(match: regex.Match[str]) -> Iterator[_Part]:
    """One place, or the several of "các xã A, B và C"."""
    kind, text = _kind(match["kind"]), match.string
    body = bool(match["body"])
    end, name = match.end(), proper_name(match["name"] or "")
    joined = joined_name().match(text, end)
    if joined and candidates(whole := f"{name} - {proper_name(joined['name'])}", kind=kind.code):
        end, name = joined.end(), whole  # "phường Xuân Hương - Đà Lạt"
    central = match_key(name) in map(match_key, kind.get("central", ()))
    level = "tỉnh" if central else kind.get("level")
    yield _Part(match.start(), end, kind.code, name, level, body)
    position = end
    while match["plural"] and (another := another_name().match(text, position)):
        name = another["name"]
        yield _Part(
            another.start("name"),
            another.end(),
            kind.code,
            proper_name(name),
            kind.get("level"),
            body,
        )
        position = another.end()


def _organisation(match: regex.Match[str]) -> Iterator[_Part]:
    entry = _body(match["org"])
    written = f"{match['org']} {match['org_name']}".rstrip()
    name = _organisation_case(written, entry)
    key = match_key(match["org"])
    kind = next((word for word in entry.words if key.startswith(word)), key)
    yield _Part(match.start(), match.end("org_name"), kind, name, entry.get("level"), True)


def _organisation_case(written: str, entry: Entry) -> str:
    _, _, name = written.partition(" ")
    if name and (found := official(name, entry.get("names", ()))):
        return f"{entry.get('short')} {found}"
    if written != written.upper():
        return written[0].upper() + written[1:]
    return _from_capitals(written, entry)


def _from_capitals(written: str, entry: Entry) -> str:
    """ "PHÒNG TƯ PHÁP" → "Phòng Tư pháp": as the lexicon has it, else with a capital at the head
    of each part."""
    proper = [f"{entry.get('short')} {name}" for name in entry.get("names", ())]
    known = {match_key(name): name for name in (*proper, *entry.get("whole", ()))}
    key = match_key(written)
    if key in known:
        return str(known[key])
    for opening in entry.get("of_place", ()):
        if key == match_key(opening) or key.startswith(f"{match_key(opening)} "):
            return f"{opening}{key[len(match_key(opening)) :]}"
    words = written.split()
    longest_first = sorted(entry.words, key=len, reverse=True)
    head = len(next((w for w in longest_first if key.startswith(w)), words[0]).split())
    rest = " ".join(words[head:]).lower()
    rest = regex.sub(r"(?:^|- )\p{L}", lambda m: m.group().upper(), rest)
    return f"{' '.join(words[:head]).capitalize()} {rest}"


@lru_cache(maxsize=256)
def _kind(written: str) -> Entry:
    entries = lexicon.load("place_kinds").entries
    return next(e for e in entries if match_key(written) in map(match_key, e.words))


@lru_cache(maxsize=256)
def _body(written: str) -> Entry:
    entries = lexicon.load("bodies").entries
    key = match_key(written)
    words = ((e, (*e.words, *e.get("of_place", ()), *e.get("whole", ()))) for e in entries)
    return next(e for e, known in words if key in map(match_key, known))
