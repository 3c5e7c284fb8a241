"""Text files → SourceLines, in Unicode or in an older encoding."""

from __future__ import annotations

import regex

from notice_parser.errors import UnknownFormat
from notice_parser.reading.decoding import decode_text
from notice_parser.reading.plain_tables import split_tables
from notice_parser.reading.sniff import PLAIN
from notice_parser.reading.source import Source, SourceLine
from notice_parser.reading.tables_over_pages import join_tables
from notice_parser.text import nfc

_LINE_BREAK = regex.compile(r"\r\n|[\r\n\v\u2028\u2029]")
# Some mainframes end lines so; but next to its like it is a letter of an older encoding.
_NEXT_LINE = regex.compile(r"\x85")
_CONTROLS_BESIDE = regex.compile(r"[\x80-\x84\x86-\x9f]")
_NO_TEXT = regex.compile(r"[\x00\x01\x07\x08\x0e\x0f\x16-\x18\x1a\x1f\uFFFE\uFFFF]")
# A stray control character comes with copied text; more than one in a hundred is no text.
# Those that are letters in VISCII or VPS do not count.
_MOST_CONTROLS = 0.01
_MOST_LOST = 0.5


def read_plain(content: bytes) -> Source:
    """The lines of a text file. A form feed starts a new page; a file without one has none.

    Raises UnknownFormat where the bytes are no text.
    """
    text = nfc(_text(content))
    if not _CONTROLS_BESIDE.search(text):
        text = _NEXT_LINE.sub("\n", text)
    pages = text.split("\f")
    lines: list[SourceLine] = []
    number = 0
    for page_number, page in enumerate(pages, start=1):
        texts = _LINE_BREAK.split(page)
        own = page_number if len(pages) > 1 else None
        numbered = [SourceLine(t, n, page=own) for n, t in enumerate(texts, start=number + 1)]
        number += len(texts)
        lines.extend(split_tables(numbered))
    return Source(PLAIN, join_tables(lines))


def _text(content: bytes) -> str:
    text = decode_text(content)
    lost = text.count("\ufffd") > _MOST_LOST * len(text)
    if lost or len(_NO_TEXT.findall(text)) > _MOST_CONTROLS * len(text):
        raise UnknownFormat(
            "the bytes are no text and of no kind that is read here; "
            "open it in the program it came from and save it as DOCX or PDF"
        )
    return text
