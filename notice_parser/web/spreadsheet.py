"""A list as XLSX, for people: a header that stays, filters, widths, no text that computes."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import TemporaryFile
from typing import IO, Any

from notice_parser.dataset.sheets import fitting, open_book
from notice_parser.web.listing import MOST_ROWS, Listing

_WIDE = {"text", "example", "name", "title", "path", "reason", "warnings", "statement", "evidence"}
_WIDTH, _WIDER = 18, 70


def as_xlsx(listing: Listing, headings: Mapping[str, str]) -> IO[bytes]:
    """The workbook as a file to read from. `headings` are the columns' names for people."""
    file = TemporaryFile()  # noqa: SIM115, read by the caller
    with open_book(file) as book:
        _write(book, listing, headings)
    file.seek(0)
    return file


def _write(book: Any, listing: Listing, headings: Mapping[str, str]) -> None:
    sheet = book.add_worksheet(listing.name[:31])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for number, column in enumerate(listing.columns):
        sheet.set_column(number, number, _WIDER if column in _WIDE else _WIDTH)
        sheet.write_string(0, number, headings[column], head)
    line = 0
    for line, row in enumerate(listing.fetch(MOST_ROWS, 0), start=1):
        for number, column in enumerate(listing.columns):
            value = row[column]
            if isinstance(value, str):
                sheet.write_string(line, number, fitting(value), wrapped)
            elif value is not None:
                sheet.write_number(line, number, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(line, 1), len(listing.columns) - 1)
