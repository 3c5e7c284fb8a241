"""What a notice says of itself: number, place, date, title, unit, year, signer, recipients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from notice_parser import lexicon
from notice_parser.extracting.dates import DateMention, find_dates
from notice_parser.extracting.places import candidates
from notice_parser.markers import read_marker
from notice_parser.model import Header, Paragraph, Quoted
from notice_parser.segmenting.closing import is_person
from notice_parser.segmenting.frame import Frame, addressees, is_dateline, only_types
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.units import UnitMention, find_units
from notice_parser.text import match_key, squash

# "Số: 15/TB-ĐKT", "Số:    /TB-SNV" (not yet numbered), "Số 31 / BC-UBND".
_NUMBER = regex.compile(
    r"Số\s*:?\s*(?P<number>\d{1,6}\p{Lu}?)?[\s.…_]*/"
    r"(?P<symbol>\s?[\p{Lu}\d][\p{Lu}\d&/.\- –]*[\p{Lu}\d])"
)
_PLACE = regex.compile(r"(?P<place>\p{Lu}[\p{L}'’.]*(?:[\s-]+\p{Lu}[\p{L}'’.]*){0,4})\s*,\s*$")
_TIME = regex.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3])\s*(?:giờ|h|g)\s*(?P<minute>[0-5]?\d)?(?!\d)\s*(?:phút)?"
)
_NEAR = 12  # characters between a time of day and its date: ", ngày "
# "… hoạt động của Trung tâm … tại UBND xã X": "tại" outranks "của".
_OF_DOCUMENT = regex.compile(r"số\s*:?\s*\S+(?:\s+\S+)?\s+$")
_YEAR_ALONE = regex.compile(r"\s*(?:19|20)\d{2}\s*")
_INSPECTED_AT = tuple(
    regex.compile(rf"(?<!\w)(?:{words})\s+", regex.IGNORECASE)
    for words in ("tại|đối với|làm việc với", "của|ở", r"kính gửi\s*:?")
)


def read_header(text: str, frame: Frame) -> Header:
    """The header fields with the exact words behind each (`Header.quotes`)."""
    quotes: list[tuple[str, Quoted]] = [
        *_letterhead_quotes(text, [*_whole_lines(text, frame), *_date_lines(text, frame)]),
        *(("title", _quote(text, p)) for p in frame.title),
        *_preamble_quotes(text, frame.preamble),
        *_closing_quotes(text, frame),
    ]
    first = _firsts(quotes)
    number = _NUMBER.search(first.get("number", ""))
    dated = _date_of(first.get("date", ""))
    title = _title(text, frame)
    told = [unit for unit in title_units(text, frame) if not unit.container]
    units = [unit for unit in told if unit.named] or told
    announced_at = _announced_at(text, frame.preamble)
    return Header(
        doc_type=frame.doc_type,
        number=(number["number"] or "") if number else "",
        symbol=squash(number["symbol"]).replace(" ", "") if number else "",
        date=dated.iso if dated else "",
        place=first.get("place", ""),
        issuer=" - ".join(q.text for name, q in quotes if name == "issuer"),
        title=title,
        province=_province(text, frame, first.get("place", ""), units),
        inspected_unit="|".join(unit.name for unit in units),
        inspection_year=_year(title, dated.iso if dated else announced_at),
        announced_at=announced_at,
        signer=first.get("signer", ""),
        signer_title=first.get("signer_title", ""),
        recipients=tuple(_recipients(quotes)),
        quotes=tuple(quotes),
    )


def title_units(text: str, frame: Frame) -> tuple[UnitMention, ...]:
    """The bodies that the title names after "tại", "đối với": those inspected, and the
    district or province that they belong to (`container`). To whom a letter is addressed is
    inspected where nothing else names a body; to whom a report is addressed lies above."""
    addressed = addressees(text, (*frame.letterhead, *frame.title))
    told = [p for p in frame.title if p not in addressed]
    named = _units_after_anchor(text, told)
    if any(not unit.container for unit in named):
        return named
    upward = bool(
        frame.doc_type and lexicon.load("notice_types").by_code[frame.doc_type].get("upward")
    )
    found = _units_after_anchor(text, addressed)
    return (*named, *(replace(unit, container=upward) for unit in found))


def _units_after_anchor(text: str, lines: Sequence[Paragraph]) -> tuple[UnitMention, ...]:
    if not lines:
        return ()
    start, end = lines[0].start, lines[-1].end
    # A title may be broken in the middle of a name: "tại huyện Giồng" / "Trôm".
    one_line = text[:end].replace("\n", " ")
    anchors = (pattern.search(one_line, start, end) for pattern in _INSPECTED_AT)
    anchor = next(filter(None, anchors), None)
    return find_units(one_line, start=anchor.end() if anchor else start, end=end)


def _quote(text: str, span: Paragraph | DateMention) -> Quoted:
    return Quoted(span.start, span.end, text[span.start : span.end])


def _firsts(quotes: Iterable[tuple[str, Quoted]]) -> dict[str, str]:
    first: dict[str, str] = {}
    for name, quote in quotes:
        first.setdefault(name, quote.text)
    return first


def _title(text: str, frame: Frame) -> str:
    """The title without a first line that only names the type: "THÔNG BÁO KẾT LUẬN"."""
    addressed = addressees(text, frame.title)
    lines = [
        text[p.start : p.end]
        for p in frame.title
        if p not in addressed
        and not starts_with(text, p.start, p.end, "motto")
        and not is_dateline(text[p.start : p.end])
    ]
    if lines and frame.doc_type and only_types(lines[0]):
        lines = lines[1:]
    return squash(" ".join(line for line in lines if any(c.isalnum() for c in line)))


# -- letterhead -------------------------------------------------------------------------


def _letterhead_quotes(text: str, letterhead: Sequence[Paragraph]) -> Iterator[tuple[str, Quoted]]:
    for paragraph in letterhead:
        written = text[paragraph.start : paragraph.end]
        number = _NUMBER.search(written)
        # A year alone dates nothing: "ĐOÀN KIỂM TRA CCHC NĂM 2023".
        dates = [d for d in find_dates(text, paragraph.start, paragraph.end) if _is_day(d)]
        if number:
            start = paragraph.start + number.start()
            yield "number", Quoted(start, start + len(number.group()), number.group())
        if dates:
            yield from _place_and_date(text, paragraph, dates[0])
        if starts_with(text, paragraph.start, paragraph.end, "motto"):
            yield "motto", _quote(text, paragraph)
        elif (
            not number
            and not dates
            and written == written.upper()
            and any(map(str.isalpha, written))
        ):
            yield "issuer", _quote(text, paragraph)


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


def _date_of(written: str) -> DateMention | None:
    return next(find_dates(written), None)


def _province(text: str, frame: Frame, place: str, units: Sequence[UnitMention]) -> str:
    """ "TỈNH ĐỒNG THÁP" in the letterhead or the title; else the place of signing."""
    letterhead = [m for p in frame.letterhead for m in find_units(text, start=p.start, end=p.end)]
    named = [mention.province for mention in (*letterhead, *units) if mention.province]
    if named:
        return named[0]
    # "Ba Tri, ngày …" is signed in a district: no province.
    kinds = ("tỉnh", "thành phố trung ương")
    if any(candidates(place, kind=kind) for kind in kinds):
        return place
    return next(filter(None, map(_lies_in, (*letterhead, *units))), "")


def _lies_in(unit: UnitMention) -> str:
    """The province of a district that only one has, today's successors aside."""
    if unit.level != "huyện" or not unit.named:
        return ""
    places = candidates(unit.name.removeprefix(f"UBND {unit.kind} "), kind=unit.kind)
    provinces = {place.province for place in places}
    return provinces.pop() if len(provinces) == 1 else ""


def _year(title: str, date: str) -> int | None:
    years = [m.iso for m in find_dates(title) if len(m.iso) >= 4]
    year = years[-1][:4] if years else date[:4]
    return int(year) if year else None


# -- preamble ---------------------------------------------------------------------------


def _preamble_quotes(text: str, preamble: Sequence[Paragraph]) -> Iterator[tuple[str, Quoted]]:
    for paragraph in preamble:
        yield _preamble_kind(text, paragraph), _quote(text, paragraph)


def _preamble_kind(text: str, paragraph: Paragraph) -> str:
    if starts_with(text, paragraph.start, paragraph.end, "basis"):
        return "basis"
    announced = _date_announced(text[paragraph.start : paragraph.end])
    return "announcement" if announced else "preamble"


def _announced_at(text: str, preamble: Sequence[Paragraph]) -> str:
    """ "Vào lúc 09 giờ 00 phút, ngày 28/7/2023" → "2023-07-28T09:00"; without a time of day
    the day on which it was announced: "Từ ngày 03/7 … đã kiểm tra. Ngày 14/7/2023, … hội nghị
    thông qua kết quả"."""
    for paragraph in preamble:
        written = text[paragraph.start : paragraph.end]
        dates = _days(written)
        for time in _TIME.finditer(written):
            for date in dates:
                if 0 <= date.start - time.end() <= _NEAR:
                    return f"{date.iso}T{int(time['hour']):02}:{int(time['minute'] or 0):02}"
    announced = (_date_announced(text[p.start : p.end]) for p in preamble)
    return next(filter(None, announced), "")


def _days(written: str) -> list[DateMention]:
    """The days that are told, but for those of documents: "Quyết định số 318/QĐ-UBND ngày …"."""
    dates = (date for date in find_dates(written) if len(date.iso) == 10)
    return [date for date in dates if not _OF_DOCUMENT.search(written, 0, date.start)]


def _date_announced(written: str) -> str:
    """The day nearest before words that announce, or else behind them, in one sentence."""
    dates = _days(written)
    for phrase in lexicon.load("phrases").find(written):
        if phrase.entry.code != "announcement":
            continue
        before = [d for d in dates if d.end <= phrase.start]
        after = [d for d in dates if d.start >= phrase.end]
        for date in (*before[-1:], *after[:1]):
            between = written[min(date.end, phrase.end) : max(date.start, phrase.start)]
            if ". " not in between and "; " not in between:
                return date.iso
    return ""


# -- closing ----------------------------------------------------------------------------


def _closing_quotes(text: str, frame: Frame) -> Iterator[tuple[str, Quoted]]:
    bulleted = False
    for paragraph in frame.recipients:
        marker = read_marker(text, paragraph.start, paragraph.end)
        start = marker.end if marker else paragraph.start
        label = starts_with(text, paragraph.start, paragraph.end, "recipients")
        goes_on = bulleted and not (marker and marker.bullet)
        bulleted = bulleted or bool(marker and marker.bullet)
        name = "recipient-continued" if goes_on else "recipient"
        quote = Quoted(start, paragraph.end, text[start : paragraph.end])
        yield "recipients-label" if label else name, quote
    yield from _signature_quotes(text, frame.signature)


def _recipients(quotes: Iterable[tuple[str, Quoted]]) -> list[str]:
    """One text for each bullet; a line without one goes on with the recipient above."""
    found: list[str] = []
    for name, quote in quotes:
        if name == "recipient":
            found.append(quote.text)
        elif name == "recipient-continued" and found:
            found[-1] = f"{found[-1]} {quote.text}"
    return [recipient.rstrip(" ;.,/") for recipient in found]


def _signature_quotes(text: str, signature: Sequence[Paragraph]) -> Iterator[tuple[str, Quoted]]:
    quotes = [_quote(text, p) for p in signature]
    person = next((i for i, q in reversed(list(enumerate(quotes))) if is_person(q.text)), None)
    posts = [i for i, q in enumerate(quotes[:person]) if _is_post(q.text)] if person else []
    for index, quote in enumerate(quotes):
        name = "signature"
        if index == person:
            name = "signer"
        elif posts and index == posts[-1]:
            name = "signer_title"
        yield name, quote


def _is_post(line: str) -> bool:
    match = lexicon.load("signatures").first(line.strip(" (*"))
    return bool(match and match.entry.code != "signed")
