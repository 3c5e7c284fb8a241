"""A list as XLSX, for people: frozen header, filters, widths. The one owner of openpyxl here."""

from __future__ import annotations

from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import regex

from notice_parser.web.database import Row
from notice_parser.web.listing import IN_MEMORY, MOST_ROWS, Listing

# XML has no way to write these.
_CONTROLS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_CELL = 32_767
_WIDE = {"text", "example", "name", "title", "path", "reason"}


def as_xlsx(listing: Listing, headings: Mapping[str, str]) -> IO[bytes]:
    """The workbook as a file to read from. `headings` are the columns' names for people."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(listing.name[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(listing.columns, start=1):
        width = 80 if column in _WIDE else 18
        sheet.column_dimensions[get_column_letter(number)].width = width
    count = min(listing.total, MOST_ROWS) + 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(listing.columns))}{count}"
    sheet.append([_cell(sheet, headings[column], heading=True) for column in listing.columns])
    for row in listing.fetch(MOST_ROWS, 0):
        sheet.append(_cells(sheet, row, listing.columns))
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115, read by the caller
    book.save(file)
    file.seek(0)
    return file


def _cells(sheet: Any, row: Row, columns: tuple[str, ...]) -> list[Any]:
    return [_cell(sheet, row[column]) for column in columns]


def _cell(sheet: Any, value: Any, *, heading: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if value is None:
        return None
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=_CONTROLS.sub("", value)[:_LONGEST_CELL])
    cell.data_type = "s"  # never a formula, whatever it begins with
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if heading:
        cell.font = Font(bold=True)
    return cell
