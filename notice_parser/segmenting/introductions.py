"""Inspected bodies that no heading names: those of the introduction ("… đã làm việc tại UBND huyện,
Phòng Tư pháp và UBND xã Cường Lợi"), and those that paragraphs of running prose open with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import label_signs
from notice_parser.segmenting.openings import (
    inspected_at,
    inspected_list,
    lists_bodies,
    opens_paragraph,
)
from notice_parser.segmenting.outline import Node
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.prose import area_chances, highest
from notice_parser.segmenting.unit_grammar import place_kinds
from notice_parser.segmenting.units import LEVELS, UnitMention, find_units, is_facility
from notice_parser.text import match_key

_THEME = 60  # characters at the start of a paragraph that may name what it is about
_OPENING = 120  # characters at the start of a paragraph that may name whom it is about
_LED = 80  # characters before a body in which words say that it was inspected
_ASIDE = regex.compile(r"\([^)\n]*\)")
_CALLED = regex.compile(
    r"[^(,;.]{0,12}\([^)]*?(?:gọi|viết) tắt[^)]*?(?:là|:)\s*(?P<short>[^)]{2,40})\)"
)
_CALLED_BESIDE = regex.compile(r"\s?\((?P<short>\p{Lu}[^()]{1,39})\)")


def with_bare_names(
    text: str, nodes: Sequence[Node], title: Sequence[UnitMention], preamble: Sequence[Paragraph]
) -> tuple[Node, ...]:
    """The outline with the bodies of headings that are nothing but a name that title or opening
    tell ("1. Mường So" of "các xã Mường So, Khổng Lào"), or words of their own that end in such a
    body ("NGÀY THỨ HAI (19/9/2023) – TẠI XÃ CƯ DRĂM")."""
    told = [*title, *(m for p in preamble for m in _listed(text, p))]
    places = [m for m in told if m.level in LEVELS and m.named and not m.container]
    by_name = {match_key(m.name.removeprefix(f"UBND {m.kind} ")): m for m in places}
    names = {m.name for m in places}
    return tuple(_with_body(text, node, by_name, names) for node in nodes)


def told_bodies(
    text: str, title: Sequence[UnitMention], preamble: Sequence[Paragraph]
) -> tuple[UnitMention, ...]:
    """Those that title or opening tell."""
    return (*title, *(mention for p in preamble for mention in _listed(text, p)))


def _with_body(
    text: str, node: Node, by_name: Mapping[str, UnitMention], names: Collection[str]
) -> Node:
    item = node.item
    if item.heading is None or item.heading.kinds or item.lead:
        return node
    words = text[item.start : item.end].rstrip(" :.")
    end = item.start + len(words)
    unit = None
    if named := by_name.get(match_key(words)):
        unit = replace(named, start=item.start, end=end, text=words)
    elif not label_signs(text, item.start, end).labels:
        told = (m for m in find_units(text, start=item.start, end=end) if m.end == end)
        unit = next((m for m in told if m.name in names), None)
    if unit is None:
        return node
    heading = replace(item.heading, units=(unit,), coverage=1.0)
    return replace(node, item=replace(item, heading=heading))


def introduced(
    text: str, nodes: Sequence[Node], preamble: Sequence[Paragraph]
) -> Iterator[UnitMention]:
    """Bodies that the introduction names as inspected and the findings speak of: "… đã làm việc
    tại UBND huyện, Phòng Tư pháp (gọi tắt là Phòng) và UBND xã Cường Lợi"."""
    said = match_key(text[nodes[0].item.start :]) if nodes else ""
    for mention in (m for p in preamble for m in _listed(text, p)):
        proper = mention.name.removeprefix(f"UBND {mention.kind} ")
        called = (mention.text, short_name(text, mention))  # "Phòng TN&MT"
        names = (proper.removesuffix(f" {mention.district}"), *called)
        if any(match_key(name) in said for name in names if name):
            yield mention


def _listed(text: str, paragraph: Paragraph) -> Iterator[UnitMention]:
    """The bodies behind "tại", "gồm", each with those that are listed behind it."""
    start, end = paragraph.start, paragraph.end
    brackets = [match.span() for match in _ASIDE.finditer(text, start, end)]
    asides = [span for span in brackets if not lists_bodies(text[start : span[0] + 1])]
    listed = 0
    for mention in _counted_by_kind(text, start, end):
        if any(begin < mention.start < stop for begin, stop in asides):
            continue
        leads = inspected_at(text[max(start, mention.start - _LED) : mention.start])
        goes_on = listed and inspected_list(text[listed : mention.start])
        listed = mention.end if leads or goes_on else 0
        # "… Phòng Kinh tế và Trung tâm Phục vụ hành chính công" are bodies of a commune alike.
        place = mention.container or (
            is_facility(mention) and not (goes_on and _is_centre(mention))
        )
        if listed and mention.named and mention.level != "tỉnh" and not place:
            yield mention


def _counted_by_kind(text: str, start: int, end: int) -> Iterator[UnitMention]:
    """The bodies there, also those whose names follow their kind otherwise than "02 xã: …"."""
    listed = _leads_to_names().sub(lambda lead: ":".rjust(len(lead.group())), text[start:end])
    for mention in find_units(listed):
        begin, stop = start + mention.start, start + mention.end
        yield replace(mention, start=begin, end=stop, text=text[begin:stop])


@lru_cache(maxsize=1)
def _leads_to_names() -> regex.Pattern[str]:
    """ "02 xã gồm: Đức Thắng, Ngọc Sơn", "02 xã (Đức Thắng, Ngọc Sơn)", "02 xã là Đức Thắng"."""
    return regex.compile(
        rf"(?<=\d\s+(?i:{place_kinds()})\s)(?:(?:bao )?gồm(?: có)?\s?:?|là\s?:?|\()(?=\s*\p{{Lu}})"
    )


def _is_centre(mention: UnitMention) -> bool:
    return match_key(mention.name).startswith("trung tâm ")


def short_name(text: str, mention: UnitMention) -> str:
    """What a body is called from here on: "Trung tâm Dịch vụ việc làm tỉnh (gọi tắt là Trung
    tâm)", "Trung tâm Dịch vụ việc làm (Trung tâm DVVL)"."""
    if found := _CALLED.match(text, mention.end):
        return found["short"]
    beside = _CALLED_BESIDE.match(text, mention.end)
    kind = match_key(mention.name.partition(" ")[0]) + " "
    return beside["short"] if beside and match_key(beside["short"]).startswith(kind) else ""


def is_prose(nodes: Sequence[Node]) -> bool:
    """Whether no heading names a unit or what was found, so that sentences have to."""
    headings = (n.item.heading for n in nodes if n.item.heading)
    return not any(heading.units or heading.tells_findings for heading in headings)


def prose_units(
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
    led = {n.index for n in nodes if n.item.lead and _names_body(text, n)}
    for node in nodes:
        start, end = node.item.start, node.item.end
        if starts_with(text, start, end, "summary"):
            return
        if node.parent in led:
            continue
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


def _names_body(text: str, node: Node) -> bool:
    """Whether a lead-in names whom the list below it is about: "… đề nghị UBND huyện Quỳnh Phụ chỉ
    đạo thực hiện các việc sau đây:"."""
    return any(u.named for u in find_units(text, start=node.item.start, end=node.item.end))


def _theme(text: str, start: int, end: int) -> str:
    """The area of a paragraph that opens with words for one: "Về cải cách thể chế, …"."""
    named = lexicon.load("areas").first(text[start : min(end, start + _THEME)])
    if named is None:
        return ""
    return highest(area_chances(text[start:end]))


def _opening_unit(text: str, start: int, end: int) -> UnitMention | None:
    near = min(end, start + _OPENING)
    mention = next((u for u in find_units(text, start=start, end=near) if u.named), None)
    if mention is None:
        return None
    aside = mention.level in LEVELS  # "Sau khi sáp nhập thôn, UBND xã Bản Hồ …"
    return mention if opens_paragraph(text[start : mention.start], aside=aside) else None
