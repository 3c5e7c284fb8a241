"""Text files → SourceLines: UTF-8, or UTF-16 with its byte order mark."""

from __future__ import annotations

import codecs

import regex

from notice_parser.errors import UnknownFormat
from notice_parser.reading.plain_tables import split_tables
from notice_parser.reading.sniff import PLAIN
from notice_parser.reading.source import Source, SourceLine
from notice_parser.reading.tables_over_pages import join_tables
from notice_parser.text import nfc

_LINE_BREAK = regex.compile(r"\r\n|[\r\n\v\x85\u2028\u2029]")
_NO_TEXT = regex.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\uFFFE\uFFFF]")
# A stray control character comes with copied text; more than one in a hundred is no text.
_MOST_CONTROLS = 0.01


def read_plain(content: bytes) -> Source:
    """The lines of a text file. A form feed starts a new page; a file without one has none.

    Raises UnknownFormat where the bytes are no UTF-8 or UTF-16 text.
    """
    pages = nfc(_decode(content)).split("\f")
    lines: list[SourceLine] = []
    number = 0
    for page_number, page in enumerate(pages, start=1):
        texts = _LINE_BREAK.split(page)
        own = page_number if len(pages) > 1 else None
        numbered = [SourceLine(t, n, page=own) for n, t in enumerate(texts, start=number + 1)]
        number += len(texts)
        lines.extend(split_tables(numbered))
    return Source(PLAIN, join_tables(lines))


def _decode(content: bytes) -> str:
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownFormat(
            f"this is no UTF-{16 if wide else 8} text (byte "
            f"{error.start + 1} does not decode) and of no other kind that is read here; "
            "open it in the program it came from and save it as DOCX, PDF or UTF-8 text"
        ) from error
    if len(_NO_TEXT.findall(text)) > _MOST_CONTROLS * len(text):
        raise UnknownFormat(
            "the bytes are no text and of no kind that is read here; "
            "open it in the program it came from and save it as DOCX or PDF"
        )
    return text
