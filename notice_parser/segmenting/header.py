"""What a notice says of itself: number, place, date, title, unit, year, signer, recipients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from notice_parser.extracting.dates import find_dates
from notice_parser.extracting.places import candidates
from notice_parser.model import Header, Paragraph, Quoted, quoted
from notice_parser.segmenting.closing import closing_quotes, recipients_of
from notice_parser.segmenting.frame import Frame
from notice_parser.segmenting.letterhead import issuer_of, letterhead_quotes, number_and_symbol
from notice_parser.segmenting.preamble import announced_at, preamble_quotes
from notice_parser.segmenting.title import title_text, title_units
from notice_parser.segmenting.units import UnitMention, find_units
from notice_parser.segmenting.year import inspection_year


def read_header(text: str, frame: Frame) -> Header:
    """The header fields with the exact words behind each (`Header.quotes`)."""
    quotes: list[tuple[str, Quoted]] = [
        *letterhead_quotes(text, frame),
        *(("title", quoted(text, p.start, p.end)) for p in frame.title),
        *preamble_quotes(text, frame.preamble),
        *closing_quotes(text, frame.recipients, frame.signature),
    ]
    first = _firsts(quotes)
    number, symbol = number_and_symbol(first.get("number", ""))
    date, place = _date(first.get("date", "")), first.get("place", "")
    title, announced = title_text(text, frame), announced_at(text, frame.preamble)
    opening = [text[p.start : p.end] for p in frame.preamble]
    told = [unit for unit in title_units(text, frame) if not unit.container]
    units = [unit for unit in told if unit.named] or told
    return Header(
        doc_type=frame.doc_type,
        number=number,
        symbol=symbol,
        date=date,
        place=place,
        issuer=issuer_of(quotes),
        title=title,
        province=_province(text, frame, place, units),
        inspected_unit="|".join(unit.name for unit in units),
        inspection_year=inspection_year(title, date or announced, opening),
        announced_at=announced,
        signer=first.get("signer", ""),
        signer_title=first.get("signer_title", ""),
        recipients=tuple(recipients_of(quotes)),
        quotes=tuple(quotes),
    )


def _firsts(quotes: Iterable[tuple[str, Quoted]]) -> dict[str, str]:
    first: dict[str, str] = {}
    for name, quote in quotes:
        first.setdefault(name, quote.text)
    return first


def _date(written: str) -> str:
    found = next(find_dates(written), None)
    return found.iso if found else ""


def _province(text: str, frame: Frame, place: str, units: Sequence[UnitMention]) -> str:
    """ "TỈNH ĐỒNG THÁP" in the letterhead or the title; else the place of signing ("Ba Tri, ngày …"
    is signed in a district), else where the bodies lie, else the one of the recipients ("Sở Nội vụ
    tỉnh Bắc Ninh"). What is no province is one only where nothing else tells: a narrow column broke
    "TỈNH THÁI" / "BÌNH"."""
    bodies = (*_bodies(text, frame.letterhead), *units)
    named = [mention.province for mention in bodies if mention.province]
    known = (province for province in (*named, place) if _is_province(province))
    sent_to = {unit.province for unit in _bodies(text, frame.recipients)} - {""}
    only = sent_to if len(sent_to) == 1 else ()
    return next(chain(known, filter(None, map(_lies_in, bodies)), only, named), "")


def _bodies(text: str, lines: Sequence[Paragraph]) -> list[UnitMention]:
    return [unit for line in lines for unit in find_units(text, start=line.start, end=line.end)]


def _is_province(name: str) -> bool:
    """Asked for cities under the government, the gazetteer gives "Phủ Lý", too."""
    kinds = ("tỉnh", "thành phố trung ương")
    return any(place.kind in kinds for kind in kinds for place in candidates(name, kind=kind))


def _lies_in(unit: UnitMention) -> str:
    """The province of a district that only one has, today's successors aside."""
    if unit.level != "huyện" or not unit.named:
        return ""
    places = candidates(unit.name.removeprefix(f"UBND {unit.kind} "), kind=unit.kind)
    provinces = {place.province for place in places}
    return provinces.pop() if len(provinces) == 1 else ""
