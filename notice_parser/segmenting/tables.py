"""Findings laid out as a table: TT | Nội dung | Ưu điểm | Hạn chế | Đề nghị.

`table_columns` says what each column is. In every row the cells that name a unit or an area are
headings over what its other cells say, each under the label at the head of its column. A row
that is one cell wide ("I. UBND XÃ IA GLAI") is a heading over the rows below it; a cell merged
over several rows holds for all of them; a header row repeated on a new page is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile

import regex

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.model import Label, Paragraph
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.table_blocks import is_caption, rows_of
from notice_parser.segmenting.table_cells import TableLine, has_letters, said, silent
from notice_parser.segmenting.table_columns import (
    DOER,
    INERT,
    KEY,
    NUMBER,
    SAID,
    Column,
    Row,
    cell_heading,
    cell_text,
    is_header,
    names_label,
    read_columns,
    same_words,
)
from notice_parser.segmenting.units import UnitMention
from notice_parser.text import match_key

_SEEN = {Label.STRENGTH, Label.LIMITATION, Label.CAUSE}
_HEADER_WITHIN = 3  # rows
_SENTENCE = 60  # characters of a cell that is no mere figure or name
_EVERYONE = regex.compile(r"(?:tất cả|toàn bộ|các|những|cả|mọi)\b")


def table_rows(text: str, paragraphs: Sequence[Paragraph]) -> tuple[TableLine, ...]:
    """The table's lines for the outline, after its caption if there is one; empty for one that
    is no table of findings, whose cells are read like any other paragraphs."""
    rows = rows_of(paragraphs)
    header = _header(text, rows)
    below = rows[header:]
    columns = read_columns(text, _over(rows[:header]), [r for r in below if len(r) > 1])
    if _tells(columns, below, text):
        reader = _Reader(text, columns, rows[:header], _everyone(text, columns, below))
        lines = reader.lines(below)
    elif header and _only_figures(text, columns, below):
        lines = _figures(rows)
    else:
        return ()
    captions = [_caption(text, p) for p in paragraphs if p.cell is None]
    return (*captions, *(replace(line, depth=line.depth + len(captions)) for line in lines))


def findings_after(text: str, after: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The tables of findings in an annex, among what stands after the signature, each with the
    headings right above it. One with nothing but requests repeats those of the notice with their
    deadlines ("THỜI HẠN KHẮC PHỤC CÁC HẠN CHẾ QUA KIỂM TRA")."""
    groups = groupby(after, key=lambda p: p.cell.table if p.cell else None)
    blocks = [(table, tuple(members)) for table, members in groups]
    found: list[Paragraph] = []
    for (_, before), (table, members) in pairwise([(None, ()), *blocks]):
        lines = table_rows(text, members) if table is not None else ()
        if any(line.heading and line.heading.label in _SEEN for line in lines):
            heads = takewhile(lambda p: _heads_table(text, p), reversed(before))
            found += [*reversed(tuple(heads)), *members]
    return tuple(found)


def _heads_table(text: str, paragraph: Paragraph) -> bool:
    if paragraph.cell:
        return False
    return is_caption(text, paragraph) or bool(cell_heading(text, [paragraph]).kinds)


def _caption(text: str, paragraph: Paragraph) -> TableLine:
    marker = read_marker(text, paragraph.start, paragraph.end)
    reading = cell_heading(text, [paragraph])
    return TableLine(0, reading.start, paragraph.end, marker, reading)


def _header(text: str, rows: Sequence[Row]) -> int:
    """How many rows at the top are headers: as far as the last of the first few that can be
    one and names labels, or the first that can be one."""
    able = [place for place, row in enumerate(rows[:_HEADER_WITHIN]) if is_header(text, row)]
    labels = [p for p in able if any(names_label(text, cell) for cell in rows[p].values())]
    if labels and max(labels) < len(rows) - 1:
        return _last_of_block(text, rows, labels[0]) + 1
    return able[0] + 1 if able and len(rows) > able[0] + 1 else 0


def _last_of_block(text: str, rows: Sequence[Row], first: int) -> int:
    """A header of two rows names some labels in each: "Kết quả" over "Ưu điểm | Hạn chế"."""
    following = rows[first + 1]
    labels = sum(names_label(text, cell) for cell in following.values())
    return first + 1 if labels > 1 and 0 not in following and is_header(text, following) else first


def _over(header: Sequence[Row]) -> dict[int, Sequence[Paragraph]]:
    """For each column its lowest header cell."""
    over: dict[int, Sequence[Paragraph]] = {}
    for row in header:
        over |= row
    return over


def _tells(columns: Mapping[int, Column], rows: Sequence[Row], text: str) -> bool:
    """Whether the table says something of units, areas or under labels."""
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


# -- tables of findings -----------------------------------------------------------------


def _everyone(
    text: str, columns: Mapping[int, Column], rows: Sequence[Row]
) -> tuple[UnitMention, ...]:
    """All units that the table names, for cells like "Các đơn vị được kiểm tra"."""
    numbers = [n for n, column in columns.items() if column.kind in {KEY, DOER}]
    found = (
        unit
        for row in rows
        for number in numbers
        if number in row
        for unit in cell_heading(text, row[number]).units
    )
    return tuple({unit.name: unit for unit in found}.values())


@dataclass
class _Reader:
    """Reads the rows of one table. `over` are the headings of rows one cell wide that still
    hold, outermost first; `merged` the cells that hold until another stands in their column."""

    text: str
    columns: Mapping[int, Column]
    header: Sequence[Row]
    everyone: tuple[UnitMention, ...]

    def lines(self, rows: Sequence[Row]) -> Iterator[TableLine]:
        for row in self.header:
            yield from silent(row)
        over: list[TableLine] = []
        merged: dict[int, Sequence[Paragraph]] = {}
        for row in self._whole(rows):
            if self._is_silent(row):
                yield from silent(row, len(over))
                continue
            section = self._section(row)
            if section:
                over, merged = _under(over, section), {}
                others = {n: c for n, c in row.items() if c[-1].end != section.end}
                yield from silent(others, len(over) - 1)
                yield replace(section, depth=len(over) - 1)
                continue
            merged = self._merged(merged, row)
            yield from self._row(row, merged, depth=len(over))

    def _whole(self, rows: Sequence[Row]) -> Iterator[Row]:
        """The rows, those taken together of which the second goes on with the labels that stand in
        a cell of the first: "* Hạn chế:" and, in the next row, what they are."""
        last: dict[int, Sequence[Paragraph]] = {}
        for row in rows:
            if last and self._goes_on(last, row):
                last |= {n: (*last.get(n, ()), *cell) for n, cell in row.items()}
                continue
            if last:
                yield last
            last = dict(row)
        if last:
            yield last

    def _goes_on(self, above: Row, row: Row) -> bool:
        keys = any(self._kind(number) in {KEY, NUMBER, DOER} for number in row)
        return not keys and any(
            cell_heading(self.text, [paragraph]).label
            for number in row
            if self._kind(number) == SAID
            for paragraph in above.get(number, ())
        )

    def _is_silent(self, row: Row) -> bool:
        """A header again, or the numbers of the columns: (1) | (2) | (3)."""
        again = _repeats(self.text, row, self.header)
        written = [cell_text(self.text, cell) for cell in row.values()]
        return again or (len(row) > 1 and not any(map(has_letters, written)))

    def _kind(self, number: int) -> str:
        column = self.columns.get(number)
        return column.kind if column else INERT

    def _merged(
        self, merged: Mapping[int, Sequence[Paragraph]], row: Row
    ) -> dict[int, Sequence[Paragraph]]:
        """The key cells that hold in a row; a new one ends those to its right."""
        own = {n: c for n, c in row.items() if self._kind(n) == KEY and not self._ditto(c)}
        first = min(own, default=len(self.columns))
        return {n: c for n, c in merged.items() if n < first} | own

    def _ditto(self, cell: Sequence[Paragraph]) -> bool:
        """Whether a cell repeats the one above it: "nt", "như trên"."""
        written = match_key(cell_text(self.text, cell)).strip(" .-–")
        return written in lexicon.load("table_cells").by_code["ditto"].words

    def _section(self, row: Row) -> TableLine | None:
        """The heading that a row is: nothing in it but one cell, and perhaps its number, that
        names something."""
        cells = {n: c for n, c in row.items() if self._kind(n) != NUMBER or len(row) == 1}
        if len(cells) != 1:
            return None
        ((number, cell),) = cells.items()
        reading = cell_heading(self.text, cell)
        alone = self._kind(number) != SAID or number == min(self.columns)
        if not alone or not (reading.kinds or reading.section):
            return None
        marker = read_marker(self.text, cell[0].start, cell[0].end)
        return TableLine(0, reading.start, cell[-1].end, marker, reading)

    def _row(
        self, row: Row, keys: Mapping[int, Sequence[Paragraph]], *, depth: int
    ) -> Iterator[TableLine]:
        """First what names the row, also from a cell merged with those above, then what it
        says, label by label."""
        yield from self._inert(row, depth)
        for _, cell in sorted(keys.items()):
            reading = self._key(cell)
            yield TableLine(depth, cell[0].start, cell[-1].end, heading=reading)
            depth += bool(reading.kinds or reading.section)
        doers = [c for n, c in sorted(row.items()) if self._kind(n) == DOER]
        for number, cell in sorted(row.items()):
            column = self.columns.get(number)
            if not column or column.kind != SAID:
                continue
            if not has_letters(cell_text(self.text, cell)):
                yield from silent({number: cell}, depth)
                continue
            inner = depth
            if column.heading:
                yield TableLine(depth, cell[0].start, cell[0].start, heading=column.heading)
                inner += 1
            label = column.heading.label if column.heading else None
            for doer in doers if label in {None, Label.REQUEST} else ():
                yield TableLine(inner, doer[0].start, doer[-1].end, heading=self._key(doer))
                inner += 1
            doers = doers if label not in {None, Label.REQUEST} else []
            yield from said(self.text, cell, inner)
        for doer in doers:
            yield from silent({0: doer}, depth)

    def _inert(self, row: Row, depth: int) -> Iterator[TableLine]:
        """Cells that say nothing by themselves: numbers, deadlines, notes."""
        inert = {
            n: c
            for n, c in row.items()
            if self._kind(n) in {NUMBER, INERT} or (self._kind(n) == KEY and self._ditto(c))
        }
        return silent(inert, depth)

    def _key(self, cell: Sequence[Paragraph]) -> HeadingReading:
        """What a cell names; "Các đơn vị được kiểm tra" all units of the table, "Các xã" those of
        its kinds."""
        reading = cell_heading(self.text, cell)
        words = match_key(cell_text(self.text, cell))
        if reading.kinds or not self.everyone or not _EVERYONE.match(words):
            return reading
        kinds = {m.entry.code for m in lexicon.load("place_kinds").find(words)}
        units = [u for u in self.everyone if not kinds or u.kind in kinds]
        return replace(reading, units=tuple(units), coverage=1.0)


def _repeats(text: str, row: Row, headers: Sequence[Row]) -> bool:
    """Whether each cell has the words of a header above it; of a header of two rows, either."""
    over = {n: [header[n] for header in headers if n in header] for n in row}
    return len(row) > 1 and all(any(same_words(text, row[n], h) for h in over[n]) for n in row)


def _under(over: Sequence[TableLine], section: TableLine) -> list[TableLine]:
    """The headings that still hold with a new one: those before the first of its kind."""
    kinds = set(_kinds(section))
    same = [place for place, line in enumerate(over) if kinds & set(_kinds(line))]
    return [*over[: min(same, default=len(over))], section]


def _kinds(line: TableLine) -> tuple[str, ...]:
    heading = line.heading
    return (heading.kinds or (heading.section,)) if heading else ()
