"""The tables as a workbook for people: a sheet that explains every column in Vietnamese, then one
sheet for each table with a header that stays, filters, widths, and links to the notices' pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import regex

from notice_parser.dataset.schema import Cell, Column, Row, Table, as_text
from notice_parser.dataset.selecting import Read
from notice_parser.errors import UsageError

# What a sheet can hold.
_MOST_ROWS, _LONGEST_CELL, _MOST_LINKS = 1_048_575, 32_767, 65_000
_CUT = " … [bị cắt: xem bản JSON Lines]"
# XML has no way to write these.
_CONTROLS = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDTHS = {"text": 24, "date": 12, "list": 24, "integer": 9, "boolean": 9, "decimal": 11}
_WIDE = {"text": 80, "example": 60, "heading_path": 40, "evidence": 40, "path": 50, "title": 50}
_GUIDE = "Giải thích"
_GUIDE_COLUMNS = (
    ("Bảng", 18),
    ("Cột", 22),
    ("Ý nghĩa", 70),
    ("Kiểu", 16),
    ("Bắt buộc", 10),
    ("Tham chiếu", 30),
)
_TYPES = {
    "text": "chữ",
    "date": "ngày (ISO 8601)",
    "list": "danh sách, phân cách |",
    "integer": "số nguyên",
    "boolean": "đúng/sai",
    "decimal": "số thập phân",
}
# No hour goes in: the same rows give the same bytes.
_MADE = datetime(2000, 1, 1)


def open_book(target: Any, *, title: str = "") -> Any:
    """A workbook at a path or in a binary file, in which no text computes or becomes a link.

    Raises UsageError when xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise UsageError('XLSX needs xlsxwriter: pip install "notice-parser[share]"') from error
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": title, "created": _MADE} if title else {"created": _MADE})
    return book


def write_workbook(target: Path, tables: Sequence[Table], read: Read, *, links: str = "") -> None:
    """`links` is the folder or address under which the files of the notices lie.

    Raises UsageError when xlsxwriter is not installed or a table has more rows than a sheet.
    """
    with open_book(target, title="Thông báo kết luận kiểm tra CCHC") as book:
        looks = _Looks(book)
        _write_guide(book.add_worksheet(_GUIDE), tables, looks)
        places = _places(read, links)
        for table in tables:
            _write_sheet(
                book.add_worksheet(table.name[:31]), table, read(table.name), looks, places
            )


class _Looks:
    """The few formats of a workbook."""

    def __init__(self, book: Any) -> None:
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4", "bottom": 1}
        )
        self.text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.short = book.add_format({"num_format": "@", "valign": "top"})
        self.number = book.add_format({"valign": "top"})
        self.link = book.add_format({"valign": "top", "font_color": "#0B5394", "underline": 1})


def _write_guide(sheet: Any, tables: Sequence[Table], looks: _Looks) -> None:
    for number, (name, width) in enumerate(_GUIDE_COLUMNS):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, looks.head)
    line = 1
    for table in tables:
        for cells in _explained(table):
            for number, text in enumerate(cells):
                sheet.write_string(line, number, text, looks.text)
            line += 1
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, line - 1, len(_GUIDE_COLUMNS) - 1)


def _explained(table: Table) -> Iterator[tuple[str, ...]]:
    yield (table.name, "", table.vi, "", "", "")
    for column in table.columns:
        required = "có" if column.required else ""
        target = ".".join(column.references or ())
        yield (table.name, column.name, column.vi, _TYPES[column.type], required, target)


Places = Mapping[Cell, str]


def _places(read: Read, links: str) -> Places:
    """Where the file of each notice lies, as an address; files without notices have none."""
    paths = {row["file_id"]: str(row["path"]) for row in read("files")}
    base = f"{links.rstrip('/')}/" if links else ""
    kind = "" if "://" in links else "external:"
    return {
        row["notice_id"]: f"{kind}{base}{quote(paths[row['file_id']])}"
        for row in read("notices")
        if row["file_id"] in paths
    }


def _write_sheet(
    sheet: Any, table: Table, rows: Iterable[Row], looks: _Looks, places: Places
) -> None:
    linked = any(column.name == "notice_id" for column in table.columns)
    headings = [f"{column.name}\n{column.vi}" for column in table.columns]
    for number, column in enumerate(table.columns):
        width = _WIDE.get(column.name, _WIDTHS[column.type])
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, headings[number], looks.head)
    last = len(table.columns) - 1
    if linked:
        last += 1
        sheet.set_column(last, last, 14)
        sheet.write_string(0, last, "link\nMở thông báo", looks.head)
    line = 0
    for line, row in enumerate(rows, start=1):
        if line > _MOST_ROWS:
            raise UsageError(f"{table.name}: more rows than a sheet can hold; use --format parquet")
        for number, column in enumerate(table.columns):
            _write_cell(sheet, line, number, column=column, cell=row[column.name], looks=looks)
        if linked and line <= _MOST_LINKS and (place := places.get(row["notice_id"])):
            _write_link(sheet, line, last, place=place, page=row.get("page"), looks=looks)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(line, 1), last)


def _write_cell(
    sheet: Any, line: int, number: int, *, column: Column, cell: Cell, looks: _Looks
) -> None:
    if cell is None or cell in ("", ()):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(line, number, cell, looks.number)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(line, number, float(cell), looks.number)
    else:
        look = looks.text if column.name in _WIDE else looks.short
        sheet.write_string(line, number, fitting(as_text(cell)), look)


def fitting(text: str) -> str:
    """Without what XML cannot hold; cut, and said to be, where a cell cannot hold it all."""
    clean = _CONTROLS.sub("\ufffd", text)
    if len(clean) <= _LONGEST_CELL:
        return clean
    return clean[: _LONGEST_CELL - len(_CUT)] + _CUT


def _write_link(
    sheet: Any, line: int, number: int, *, place: str, page: Cell, looks: _Looks
) -> None:
    at_page = bool(page) and place.lower().endswith(".pdf")
    text = f"trang {page}" if page else "mở"
    sheet.write_url(line, number, f"{place}#page={page}" if at_page else place, looks.link, text)
