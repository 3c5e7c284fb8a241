"""A paragraph that holds several lines: labels that stand inside it, items counted in one line, a
lead-in behind other sentences; and a number on a line of its own above what it numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from notice_parser.markers import Marker, read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import inline_end, read_heading
from notice_parser.segmenting.phrases import sentence_ends

_BEFORE_NUMBER = regex.compile(r"(?<=[.;])\s+(?=(?:[0-9]{1,2}|[a-zđ])[.)/]\s+\p{Lu})")
_LONGEST_HEADING = 120
_LONGEST_LABEL = 60  # of a label inside a paragraph


def numbered(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, "Phần II" together with the line below it, "ĐỀ XUẤT, KIẾN NGHỊ"."""
    number: Paragraph | None = None
    for paragraph in paragraphs:
        if number and _is_heading(text, paragraph):
            yield replace(paragraph, start=number.start)
            number = None
            continue
        if number:
            yield number
        number = paragraph if _is_number(text, paragraph) else None
        if number is None:
            yield paragraph
    if number:
        yield number


def _is_number(text: str, paragraph: Paragraph) -> bool:
    marker = read_marker(text, paragraph.start, paragraph.end)
    if marker is None or paragraph.cell:
        return False
    return marker.end == paragraph.end and marker.readings[0].scheme.isalpha()


def _is_heading(text: str, paragraph: Paragraph) -> bool:
    """Whether a short line without number and final mark can be what is numbered above it."""
    written = text[paragraph.start : paragraph.end]
    if paragraph.cell or read_marker(text, paragraph.start, paragraph.end):
        return False
    return len(written) <= _LONGEST_HEADING and written[-1] not in ".;:"


def parts_of(text: str, paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph, parted before labels that stand inside it ("Về thể chế: Ưu điểm: …. Hạn chế:
    Không."), before numbers that go on with its own ("1. Gỡ bỏ 15 TTHC. 2. Xin lỗi …") and before
    a last sentence that leads in what follows ("Nhìn chung, huyện Trùng Khánh đã có nhiều cố
    gắng …. Đoàn kiểm tra đề nghị:")."""
    start = paragraph.start
    marker = read_marker(text, start, paragraph.end)
    begin = marker.end if marker else start
    ends = list(sentence_ends(text, begin, paragraph.end))
    leads_in = ends[-1] if ends and text[: paragraph.end].endswith(":") else None
    numbers = _BEFORE_NUMBER.finditer(text, begin, paragraph.end)
    stops = {stop.end(): stop for stop in (*numbers, *ends)}
    for _, stop in sorted(stops.items()):
        counted = _next_number(text, stop.end(), paragraph.end, marker)
        if counted or stop is leads_in or _label_at(text, stop.end(), paragraph.end):
            yield replace(paragraph, start=start, end=stop.start() + len(stop.group().rstrip()))
            start, marker = stop.end(), counted or marker
    yield replace(paragraph, start=start)


def _label_at(text: str, start: int, end: int) -> bool:
    """Whether a label and a colon stand there before their text: "Tồn tại: 02 nhiệm vụ chậm." """
    colon = inline_end(text, start, min(end, start + _LONGEST_LABEL))
    reading = read_heading(text, start, colon) if colon else None
    return reading is not None and reading.opens_line and reading.kinds == ("label",)


def _next_number(text: str, start: int, end: int, marker: Marker | None) -> Marker | None:
    """The marker there, if it counts on from the one that its line begins with."""
    following = read_marker(text, start, end) if marker and not marker.bullet else None
    if marker is None or following is None or following.end >= end:
        return None
    own = {(r.scheme, r.ordinals[:-1], r.ordinals[-1]) for r in marker.readings if r.ordinals}
    goes_on = any(
        r.ordinals and (r.scheme, r.ordinals[:-1], r.ordinals[-1] - 1) in own
        for r in following.readings
    )
    return following if goes_on else None


def opens_with_label(text: str, paragraph: Paragraph) -> bool:
    """Whether a paragraph opens with a label, a colon and text of its own."""
    marker = read_marker(text, paragraph.start, paragraph.end)
    return _label_at(text, marker.end if marker else paragraph.start, paragraph.end)
