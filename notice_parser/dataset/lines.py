"""Where the text of a notice stands: its pages and its lines, so that a quote can be marked on
its page, and read in its place, without reading the file again."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal

from notice_parser.dataset.schema import Cell, Row
from notice_parser.model import Document, Line, Notice, Page

_BOX = ("left", "top", "right", "bottom")


def line_rows(notice: Notice) -> Mapping[str, list[Row]]:
    """The rows of `pages` and `lines`. Two lines that follow each other have one character
    between them, a blank within a paragraph and a line break after it, so the lines are the
    whole text that all offsets count in."""
    document = notice.document
    starts = [paragraph.start for paragraph in document.paragraphs]
    lines = sorted(document.lines, key=lambda line: (line.start, line.number))
    return {
        "pages": [_page(notice.notice_id, page) for page in document.pages],
        "lines": [
            {
                "notice_id": notice.notice_id,
                "line": number,
                "paragraph": bisect_right(starts, line.start),
                **_line(document, line),
            }
            for number, line in enumerate(lines, start=1)
        ],
    }


def _page(notice_id: str, page: Page) -> Row:
    return {
        "notice_id": notice_id,
        "page": page.number,
        "width": _points(page.width),
        "height": _points(page.height),
        "scanned": page.scanned,
    }


def _line(document: Document, line: Line) -> dict[str, Cell]:
    box = {edge: _points(getattr(line.box, edge)) for edge in _BOX} if line.box else {}
    return {
        "text": document.text[line.start : line.end],
        "page": line.page,
        "char_start": line.start,
        "char_end": line.end,
        "role": str(line.role),
        **box,
    }


def _points(length: float) -> Decimal:
    return Decimal(str(round(length, 2)))
