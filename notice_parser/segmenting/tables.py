"""Findings laid out as a table: TT | Nội dung | Ưu điểm | Hạn chế | Đề nghị.

How many rows are its header, and whether it tells findings, nothing but figures, or is no table
to be read as one. `table_columns` says what each column is, `table_findings` what the rows say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from notice_parser.markers import read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.table_blocks import rows_of
from notice_parser.segmenting.table_cells import TableLine
from notice_parser.segmenting.table_columns import (
    DOER,
    KEY,
    SAID,
    TICK,
    VERDICT,
    Column,
    Row,
    cell_heading,
    cell_text,
    column_word,
    is_header,
    is_number,
    names_label,
    read_columns,
)
from notice_parser.segmenting.table_findings import finding_lines
from notice_parser.segmenting.units import UnitMention

_HEADER_WITHIN = 3  # rows
_SENTENCE = 60  # characters of a cell that is no mere figure or name


def table_rows(
    text: str, paragraphs: Sequence[Paragraph], told: Sequence[UnitMention] = ()
) -> tuple[TableLine, ...]:
    """The table's lines for the outline, after its caption if there is one; empty for one that
    is no table of findings, whose cells are read like any other paragraphs. `told` are the bodies
    that title and opening tell, which cells may call by their name alone."""
    rows = rows_of(paragraphs)
    header = _header(text, rows)
    below = rows[header:]
    columns = read_columns(text, _over(rows[:header]), [r for r in below if len(r) > 1])
    if _tells(columns, below, text):
        lines = finding_lines(text, columns, rows[:header], below, told)
    elif header and _only_figures(text, columns, below):
        lines = _figures(rows)
    else:
        return ()
    captions = [_caption(text, p) for p in paragraphs if p.cell is None]
    return (*captions, *(replace(line, depth=line.depth + len(captions)) for line in lines))


def _caption(text: str, paragraph: Paragraph) -> TableLine:
    marker = read_marker(text, paragraph.start, paragraph.end)
    reading = cell_heading(text, [paragraph])
    return TableLine(0, reading.start, paragraph.end, marker, reading)


def _header(text: str, rows: Sequence[Row]) -> int:
    """How many rows at the top are headers: as far as the last of the first few that can be
    one and names labels, or the first that can be one."""
    able = [place for place, row in enumerate(rows[:_HEADER_WITHIN]) if is_header(text, row)]
    able = [p for p in able if p == able[0] or not _counted(text, rows[able[0]], rows[p])]
    labels = [p for p in able if any(names_label(text, cell) for cell in rows[p].values())]
    if labels and max(labels) < len(rows) - 1:
        return _last_of_block(text, rows, labels[0]) + 1
    return able[0] + 1 if able and len(rows) > able[0] + 1 else 0


def _counted(text: str, header: Row, row: Row) -> bool:
    """Whether a row has a number where the header has "TT": "1 | Kế hoạch CCHC | Chưa ban hành"."""
    return any(
        column_word(cell_text(text, cell)) == "number" and is_number(cell_text(text, row[number]))
        for number, cell in header.items()
        if number in row
    )


def _last_of_block(text: str, rows: Sequence[Row], first: int) -> int:
    """A header of two rows names some labels in each: "Kết quả" over "Ưu điểm | Hạn chế", or
    points: "Kết quả" over "Điểm tối đa | Điểm đạt"."""
    following = rows[first + 1]
    labels = sum(names_label(text, cell) for cell in following.values())
    known = all(column_word(cell_text(text, cell)) for cell in following.values())
    below = 0 not in following and is_header(text, following)
    return first + 1 if below and (labels > 1 or known) else first


def _over(header: Sequence[Row]) -> dict[int, Sequence[Paragraph]]:
    """For each column its lowest header cell."""
    over: dict[int, Sequence[Paragraph]] = {}
    for row in header:
        over |= row
    return over


def _tells(columns: Mapping[int, Column], rows: Sequence[Row], text: str) -> bool:
    """Whether the table says something of units, areas or under labels."""
    if any(column.kind in {TICK, VERDICT} for column in columns.values()):
        return True
    said = [column for column in columns.values() if column.kind == SAID]
    if any(column.heading for column in said):
        return True
    keys = [n for n, column in columns.items() if column.kind == KEY]
    named = any(cell_heading(text, row[n]).kinds for row in rows for n in keys if n in row)
    doers = any(column.kind == DOER for column in columns.values())
    return bool(said) and (named or doers)


# -- tables of figures ------------------------------------------------------------------


def _only_figures(text: str, columns: Mapping[int, Column], rows: Sequence[Row]) -> bool:
    """Whether a table with a header has nothing but names, figures and dates in its cells."""
    cells = [cell_text(text, cell) for row in rows for cell in row.values()]
    short = all(len(c) < _SENTENCE and not c.endswith((".", ";")) for c in cells)
    digits = sum(any(map(str.isdigit, c)) for c in cells)
    return short and len(columns) > 2 and 2 * digits >= len(cells)


def _figures(rows: Sequence[Row]) -> Iterator[TableLine]:
    """All cells below a heading that says they are background: none is a statement."""
    paragraphs = [p for row in rows for _, cell in sorted(row.items()) for p in cell]
    first = paragraphs[0]
    background = HeadingReading(first.start, first.end, section="background")
    yield TableLine(0, first.start, first.end, heading=background)
    yield from (TableLine(1, p.start, p.end) for p in paragraphs[1:])
