"""The rows of a table of findings as lines of the outline.

In every row the cells that name a unit or an area are headings over what its other cells say,
each under the label at the head of its column. A row that is one cell wide ("I. UBND XÃ IA GLAI")
is a heading over the rows below it; a cell merged over several rows holds for all of them; a
header row repeated on a new page is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.model import Label
from notice_parser.segmenting.good_verdicts import is_good_verdict
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.table_cells import TableLine, said, silent
from notice_parser.segmenting.table_columns import (
    DITTO,
    DOER,
    DUE,
    INERT,
    KEY,
    NUMBER,
    SAID,
    TICK,
    VERDICT,
    Cell,
    Column,
    Row,
    cell_heading,
    cell_text,
    has_letters,
    same_words,
)
from notice_parser.segmenting.table_keys import Keys, is_high, named, named_beside, read_keys
from notice_parser.segmenting.table_notes import noted, tells_remedied, under_note
from notice_parser.segmenting.table_verdicts import verdict
from notice_parser.segmenting.units import UnitMention
from notice_parser.text import match_key


def finding_lines(
    text: str,
    columns: Mapping[int, Column],
    header: Sequence[Row],
    rows: Sequence[Row],
    told: Sequence[UnitMention] = (),
) -> Iterator[TableLine]:
    """The lines of the `rows` below the `header`, headings and what stands under them; `told` are
    the bodies that title and opening tell."""
    keys = read_keys(text, columns, header, rows, told)
    yield from _Reader(text, columns, header, keys).lines(rows)


@dataclass
class _Reader:
    """Reads the rows of one table; `keys` tell what the cells at their head name. While it does,
    `over` are the headings of rows one cell wide that still hold, outermost first; `merged` the
    cells that hold until another stands in their column."""

    text: str
    columns: Mapping[int, Column]
    header: Sequence[Row]
    keys: Keys

    def lines(self, rows: Sequence[Row]) -> Iterator[TableLine]:
        for row in self.header:
            yield from silent(row)
        over: list[TableLine] = []
        merged: dict[int, Cell] = {}
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
        last: dict[int, Cell] = {}
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
        keys = any(self._kind(number) in {KEY, NUMBER, DOER, DUE} for number in row)
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

    def _kind_of(self, number: int, cell: Cell) -> str:
        """The kind of a cell: a key that only repeats the one above says nothing."""
        kind = self._kind(number)
        return DITTO if kind == KEY and self._ditto(cell) else kind

    def _merged(self, merged: Mapping[int, Cell], row: Row) -> dict[int, Cell]:
        """The key cells that hold in a row; a new one ends those to its right."""
        own = {n: c for n, c in row.items() if self._kind_of(n, c) == KEY}
        first = min(own, default=len(self.columns))
        return {n: c for n, c in merged.items() if n < first} | own

    def _ditto(self, cell: Cell) -> bool:
        """Whether a cell repeats the one above it: "nt", "như trên"."""
        written = match_key(cell_text(self.text, cell)).strip(" .-–")
        return written in lexicon.load("table_cells").by_code["ditto"].words

    def _section(self, row: Row) -> TableLine | None:
        """The heading that a row is: nothing in it but one cell, and perhaps its number, that
        names something."""
        cells = {n: c for n, c in row.items() if self._kind(n) != NUMBER or len(row) == 1}
        if self._counts_sections(row):
            cells = {n: c for n, c in cells.items() if has_letters(cell_text(self.text, c))}
        if len(cells) != 1:
            return None
        ((number, cell),) = cells.items()
        reading = cell_heading(self.text, cell)
        alone = self._kind(number) != SAID or number == min(self.columns)
        if not alone or not (reading.kinds or reading.section):
            return None
        marker = read_marker(self.text, cell[0].start, cell[0].end)
        return TableLine(0, reading.start, cell[-1].end, marker, reading)

    def _counts_sections(self, row: Row) -> bool:
        """Whether the row has a letter or Roman numeral for its number: "II | Cải cách TTHC | 40 |
        33,75" has the points of what stands below it."""
        numbers = (cell_text(self.text, c) for n, c in row.items() if self._kind(n) == NUMBER)
        return any(has_letters(number) and number.isupper() for number in numbers)

    def _row(self, row: Row, keys: Mapping[int, Cell], *, depth: int) -> Iterator[TableLine]:
        """First what names the row, also from a cell merged with those above, then what it
        says, label by label; of a checklist also what was asked names it."""
        checked = verdict(self.text, self.columns, row)
        said_cells = self._of_kind(row, SAID)
        told = checked or {n: self.columns[n].heading for n in said_cells}
        yield from silent(self._of_kind(row, NUMBER, TICK, VERDICT, DITTO), depth)
        high, over = {} if checked else self._high(row, keys), depth
        for number, cell in sorted(({**keys, **said_cells} if checked else keys).items()):
            reading = named(self.keys, cell)
            names = bool(reading.kinds or reading.section)
            if self._of_kind(row, TICK, VERDICT) and not checked and not names:
                yield from noted(self.text, cell, depth)  # ticked twice: nobody knows what is meant
            elif number not in told:
                yield TableLine(depth, cell[0].start, cell[-1].end, heading=reading)
                depth += names
        yield from self._all_said({n: c for n, c in row.items() if n not in high}, told, depth)
        yield from self._said_together(high, keys, told, over)

    def _high(self, row: Row, held: Mapping[int, Cell]) -> dict[int, Cell]:
        own = self._of_kind(row, SAID, DOER, DUE)
        return {n: cell for n, cell in own.items() if is_high(self.keys, cell, held)}

    def _said_together(
        self,
        high: Row,
        held: Mapping[int, Cell],
        told: Mapping[int, HeadingReading | None],
        depth: int,
    ) -> Iterator[TableLine]:
        """What cells say that are merged over rows of several units, of all of these."""
        if not high:
            return
        first = high[min(high)]
        for reading in named_beside(self.keys, first, held):
            yield TableLine(depth, first[0].start, first[0].start, heading=reading)
            depth += 1
        yield from self._all_said(high, told, depth)

    def _of_kind(self, row: Row, *kinds: str) -> dict[int, Cell]:
        return {n: c for n, c in row.items() if self._kind_of(n, c) in kinds}

    def _all_said(
        self, row: Row, told: Mapping[int, HeadingReading | None], depth: int
    ) -> Iterator[TableLine]:
        """What the cells of the row say, each under its label, and the notes beside them."""
        over = [(c, self._doer(c)) for _, c in sorted(self._of_kind(row, DOER).items())]
        over += [(c, _term(c)) for _, c in sorted(self._of_kind(row, DUE).items())]
        inert = self._of_kind(row, INERT).items()
        notes = [cell for number, cell in sorted(inert) if number not in told]
        for number, heading in sorted(told.items()):
            if number not in row:
                continue
            cell = row[number]
            if not has_letters(cell_text(self.text, cell)):
                yield from silent({number: cell}, depth)
                continue
            if heading is None and is_good_verdict(cell_text(self.text, cell)):
                heading = _none_found(cell)
            label = heading.label if heading else None
            asked, over = (over, []) if label in {None, Label.REQUEST} else ([], over)
            remedies = self._remedies(notes) if label is Label.LIMITATION else []
            notes = [note for note in notes if note not in remedies]
            yield from self._said(cell, heading, asked, remedies, depth)
        for unused, _ in over:
            yield from silent({0: unused}, depth)
        for note in notes:
            yield from noted(self.text, note, depth)

    def _remedies(self, notes: Sequence[Cell]) -> list[Cell]:
        return [note for note in notes if tells_remedied(cell_text(self.text, note))]

    def _said(
        self,
        cell: Cell,
        heading: HeadingReading | None,
        over: Sequence[tuple[Cell, HeadingReading]],
        remedies: Sequence[Cell],
        depth: int,
    ) -> Iterator[TableLine]:
        """What a cell says, under the label of its column, who is to do it and until when, or that
        it was put right."""
        if heading:
            yield TableLine(depth, cell[0].start, cell[0].start, heading=heading)
            depth += 1
        for other, reading in over:
            yield TableLine(depth, other[0].start, other[-1].end, heading=reading)
            depth += 1
        lines = list(said(self.text, cell, depth))
        for note in remedies:
            lines = list(under_note(self.text, note, lines))
        yield from lines

    def _doer(self, cell: Cell) -> HeadingReading:
        """Who is to do it: "Bộ phận Một cửa của Sở" names no area."""
        return replace(named(self.keys, cell), areas=())


def _none_found(cell: Cell) -> HeadingReading:
    """What a mere "Đạt yêu cầu" among judged cells says: no fault."""
    start, end = cell[0].start, cell[-1].end
    return HeadingReading(start, end, label=Label.LIMITATION, coverage=1.0)


def _term(cell: Cell) -> HeadingReading:
    return HeadingReading(cell[0].start, cell[-1].end, term=True)


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
