"""Where the content of a notice begins: behind "… thông báo kết quả như sau:", or at the first
heading or list."""

from __future__ import annotations

from collections.abc import Sequence

from notice_parser.markers import read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import read_heading
from notice_parser.segmenting.phrases import starts_with
from notice_parser.text import match_key

_LONGEST_PREAMBLE = 2  # paragraphs behind the last basis or "… như sau:"
_INTRODUCTION_LONGEST = 8
_ANNOUNCES = ("như sau", "thông báo", "kết luận")
_LONGEST_TYPED = 120


def content_start(text: str, paragraphs: Sequence[Paragraph], title_end: int) -> int:
    """What follows "… thông báo kết quả như sau:", or the first heading or list; but running prose
    that holds one dash somewhere begins after its introduction."""
    introduced, announced = _after_introduction(text, paragraphs, title_end)
    for index in range(title_end, len(paragraphs)):
        typed = index >= introduced > title_end and _typed_as_heading(text, paragraphs[index])
        if typed or begins_content(text, paragraphs[index]):
            if index > introduced and (announced or index - introduced > _LONGEST_PREAMBLE):
                return introduced
            return _table_start(paragraphs, index, title_end)
    return introduced


def begins_content(text: str, paragraph: Paragraph) -> bool:
    marker = read_marker(text, paragraph.start, paragraph.end)
    if marker and not starts_with(text, paragraph.start, paragraph.end, "basis", "announcement"):
        return True
    written = text[paragraph.start : paragraph.end].rstrip(" :")
    if written.endswith((".", ";", "/.")):
        return False  # "Sở Nội vụ thông báo để UBND huyện Thọ Xuân biết." is all names, too
    reading = read_heading(text, paragraph.start, paragraph.start + len(written))
    return reading.known and bool(reading.kinds or reading.section)


def _typed_as_heading(text: str, paragraph: Paragraph) -> bool:
    """A short line in bold or capitals without final mark: behind "… kết luận như sau:" a heading,
    whatever its words."""
    written = text[paragraph.start : paragraph.end].rstrip()
    short = len(written) <= _LONGEST_TYPED and any(map(str.isalpha, written))
    plain = not written.endswith((".", ";", ",", "/"))
    return short and plain and (paragraph.bold or written == written.upper())


def _table_start(paragraphs: Sequence[Paragraph], index: int, title_end: int) -> int:
    """Where the table begins that the paragraph is in: its header may have other words."""
    cell = paragraphs[index].cell
    while cell and index > title_end:
        above = paragraphs[index - 1].cell
        if above is None or above.table != cell.table:
            break
        index -= 1
    return index


def _after_introduction(
    text: str, paragraphs: Sequence[Paragraph], title_end: int
) -> tuple[int, bool]:
    """Where prose without headings begins, and whether words announce it: after "… thông báo kết
    quả như sau:", else after the bases that open it. "Thực hiện Nghị quyết số 19-NQ/TW, Sở đã
    …" further down is a finding."""
    start = title_end
    for index in range(title_end, min(title_end + _INTRODUCTION_LONGEST, len(paragraphs))):
        paragraph = paragraphs[index]
        written = match_key(text[paragraph.start : paragraph.end])
        if written.endswith((":", "như sau.")):
            start = index + 1
            if any(word in written for word in _ANNOUNCES):
                return start, True
        elif index == start and starts_with(text, paragraph.start, paragraph.end, "basis"):
            start = index + 1
    return start, False
