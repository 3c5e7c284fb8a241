"""The letterhead: who issues the notice, its number, where and when it was signed.

In a letter place and date may stand below its subject, so those lines are looked at, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import DateMention, find_dates
from notice_parser.model import Paragraph, Quoted, quoted
from notice_parser.segmenting.frame import Frame
from notice_parser.segmenting.phrases import is_unfinished, starts_with
from notice_parser.segmenting.units import find_units
from notice_parser.text import match_key, squash

# "Số: 15/TB-ĐKT", "Số:    /TB-SNV" (not yet numbered), "Số 31 / BC-UBND".
_NUMBER = regex.compile(
    r"Số\s*:?\s*(?P<number>\d{1,6}\p{Lu}?)?[\s.…_]*/"
    # A small letter ends "TTr" (thanh tra) and "TTg": "21/KL-TTr".
    r"(?P<symbol>\s?[\p{Lu}\d](?:[\p{Lu}\d&/.\- –]|(?<=TT)[rg])*(?:[\p{Lu}\d]|(?<=TT)[rg]))"
)
_WORD = r"\p{Lu}[\p{L}'’.]*"
# Not "TB-ĐKT Yên Bái" of "Số:   /TB-ĐKT  Yên Bái, ngày …".
_PLACE = regex.compile(rf"(?<![\w/-])(?P<place>{_WORD}(?:[\s-]+{_WORD}){{0,4}})\s*,\s*$")
_BODIES = ("bodies", "signatures")  # whose words begin another body: "SỞ …", "ĐOÀN KIỂM TRA …"
_LOCAL, _PROVINCIAL = frozenset({"huyện", "xã", "phòng"}), frozenset({"tỉnh", "sở"})
_YEAR_ALONE = regex.compile(r"\s*(?:19|20)\d{2}\s*")


def letterhead_quotes(text: str, frame: Frame) -> Iterator[tuple[str, Quoted]]:
    """The words behind number, place, date, motto and issuer, each with the name of its field."""
    for paragraph in (*_whole_lines(text, frame), *_date_lines(text, frame)):
        written = text[paragraph.start : paragraph.end]
        number = _NUMBER.search(written)
        # A year alone dates nothing: "ĐOÀN KIỂM TRA CCHC NĂM 2023".
        dates = [d for d in find_dates(text, paragraph.start, paragraph.end) if _is_day(d)]
        if number:
            start = paragraph.start + number.start()
            yield "number", quoted(text, start, start + len(number.group()))
        if dates:
            yield from _place_and_date(text, paragraph, dates[0])
        if starts_with(text, paragraph.start, paragraph.end, "motto"):
            yield "motto", quoted(text, paragraph.start, paragraph.end)
        elif not (number or dates) and _in_capitals(written):
            yield "issuer", quoted(text, paragraph.start, paragraph.end)


def issuer_of(quotes: Iterable[tuple[str, Quoted]]) -> str:
    """The bodies of the letterhead, the higher first: "UBND TỈNH X - SỞ NỘI VỤ". One on two lines
    is one: "ỦY BAN NHÂN DÂN" / "TỈNH X", "ĐOÀN KIỂM TRA CẢI CÁCH" / "HÀNH CHÍNH"."""
    bodies: list[str] = []
    for name, quote in quotes:
        if name != "issuer":
            continue
        if bodies and _one_body(bodies[-1], quote.text):
            bodies[-1] = f"{bodies[-1]} {quote.text}"
        else:
            bodies.append(quote.text)
    return " - ".join(bodies)


def issued_locally(issuer: str) -> bool:
    """Whether the bodies of the letterhead are those of a district or commune."""
    levels = {unit.level for unit in find_units(issuer)}
    return bool(levels & _LOCAL) and not levels & _PROVINCIAL


def _one_body(above: str, below: str) -> bool:
    if any((m := lexicon.load(name).first(below)) and m.start == 0 for name in _BODIES):
        return False
    kind = lexicon.load("place_kinds").first(below)
    return is_unfinished(above) or bool(kind and kind.start == 0)


def _in_capitals(written: str) -> bool:
    return written == written.upper() and any(map(str.isalpha, written))


def number_and_symbol(written: str) -> tuple[str, str]:
    """ "Số: 15/TB-ĐKT" → ("15", "TB-ĐKT"); the number is empty where it was not yet given."""
    found = _NUMBER.search(written)
    if found is None:
        return "", ""
    return found["number"] or "", squash(found["symbol"]).replace(" ", "")


def _whole_lines(text: str, frame: Frame) -> Iterator[Paragraph]:
    """The lines of the letterhead, a year that a narrow column broke off joined to its date:
    "Hồ Chí Minh, ngày 14 tháng 11 năm" / "2025"."""
    lines = list(frame.letterhead)
    while lines:
        line = lines.pop(0)
        broken = match_key(text[line.start : line.end]).endswith(" năm")
        if lines and broken and _YEAR_ALONE.fullmatch(text, lines[0].start, lines[0].end):
            line = replace(line, end=lines.pop(0).end)
        yield line


def _date_lines(text: str, frame: Frame) -> Iterator[Paragraph]:
    """In a letter the place and date may stand below "V/v …": "Quảng Ninh, ngày …"."""
    for paragraph in (*frame.title, *frame.preamble):
        date = next(find_dates(text, paragraph.start, paragraph.end), None)
        if date and date.end == paragraph.end and _PLACE.search(text, paragraph.start, date.start):
            yield paragraph


def _is_day(date: DateMention) -> bool:
    return len(date.iso) > len("2023") or match_key(date.text).startswith("ngày")


def _place_and_date(
    text: str, paragraph: Paragraph, date: DateMention
) -> Iterator[tuple[str, Quoted]]:
    place = _PLACE.search(text, paragraph.start, date.start)
    if place:
        yield "place", Quoted(place.start("place"), place.end("place"), place["place"])
    yield "date", Quoted(date.start, date.end, date.text)
