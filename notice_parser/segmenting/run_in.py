"""Headings that run into their text without a colon, most as a sentence of their own: "Thủ tục
hành chính. Cán bộ tiếp nhận vui vẻ …", "3. Xã Mường Báng. Xã đã …", "Ưu điểm - Đã ban hành …".

Where most numbered paragraphs of a notice open so and one of them names an area, those of words
that nobody knows are headings, too: "4. Chứng từ, thu nhập tăng thêm và xe công. Kinh phí …".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from notice_parser.markers import read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import read_heading
from notice_parser.segmenting.phrases import sentence_ends

_LONGEST = 80  # characters
_MOST_WORDS = 14
_FEWEST, _MOST = 3, 0.6  # paragraphs that open so, and their share
_PARTS = regex.compile(r"[.;]\s*[-–]?\s+|\s+[-–]\s+")
_TELLS = regex.compile(r"(?<!\w)(?:đã|chưa|không|còn|được|bị|đạt|cần|phải|vẫn|mới)(?!\w)")
_SEVERAL = regex.compile(r"(?:các|cả|một số|nhiều|hầu hết|đa số)(?!\w)", regex.IGNORECASE)


def running_in(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """The schemes of numbers whose paragraphs open with a heading, since most of those with more
    than one sentence open with few words, and these name an area at least once."""
    openings: dict[str, list[str]] = {}
    for paragraph in paragraphs:
        marker = read_marker(text, paragraph.start, paragraph.end)
        if marker is None or marker.bullet:
            continue
        if any(sentence_ends(text, marker.end, paragraph.end)):
            first = _few_words(text, marker.end, paragraph.end)
            openings.setdefault(marker.readings[0].scheme, []).append(first)
    for scheme, opened in openings.items():
        short = [first for first in opened if first]
        if len(short) >= max(_FEWEST, _MOST * len(opened)) and any(
            read_heading(first, 0, len(first)).kinds == ("area",) for first in short
        ):
            yield scheme


def _few_words(text: str, start: int, end: int) -> str:
    """The sentence of few words that a paragraph opens with, without its full stop; "" for a longer
    one and for one that tells something."""
    stop = next(sentence_ends(text, start, min(end, start + _LONGEST)), None)
    first = text[start : stop.start()] if stop else ""
    few = len(first.split()) <= _MOST_WORDS and not any(map(str.isdigit, first))
    return first if few and not tells(first) else ""


def tells(sentence: str) -> bool:
    """Whether it tells something, or what several do: "Trường Tiểu học Tân Dĩnh đã công khai tài
    chính.", "Các đơn vị thực hiện công khai tài chính."."""
    return bool(_TELLS.search(sentence) or _SEVERAL.match(sentence))


def run_in(
    text: str, start: int, end: int, *, headed: bool, bullet: bool
) -> tuple[int, int] | None:
    """Where the area, unit or label ends that a paragraph opens with, and where its text begins;
    behind a bullet only a label can. `headed` tells that paragraphs of its number open with
    headings, so that one of unknown words is one, too."""
    if label := _label(text, start, end):
        return label
    first = next(sentence_ends(text, start, min(end, start + _LONGEST)), None)
    if bullet or first is None or text[first.start()] != ".":
        return None
    reading = read_heading(text, start, first.start())
    alone = reading.kinds in {("area",), ("unit",)} and reading.opens_line
    if alone:
        names = not tells(text[start : first.start()])
    else:
        names = headed and bool(_few_words(text, start, end))
    return (first.start() + 1, first.end()) if names else None


def _label(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The same for a label: "Mặt làm được. Tỉnh ủy …", "Ưu điểm.- …", "Ưu điểm; …"."""
    parts = _PARTS.search(text, start, min(end, start + _LONGEST))
    if parts is None or parts.end() >= end or text[parts.end()].islower():
        return None
    reading = read_heading(text, start, parts.start())
    alone = reading.kinds == ("label",) and reading.opens_line
    return (len(text[: parts.start() + 1].rstrip()), parts.end()) if alone else None
