"""Tables that go on over pages: one table, its rows numbered through, its repeated header a
running line, and a row that the page's end cut in two one row again, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from notice_parser.model import Cell, Role
from notice_parser.reading.items import ends_sentence, starts_item, starts_lower
from notice_parser.reading.running import is_page_number
from notice_parser.reading.source import SourceLine
from notice_parser.reading.table_rows import is_row_number

_HEADER_ROWS = 2
_SAME_LEFT = 9.0  # points by which the columns of two pages may differ
Row = Mapping[int, Sequence[SourceLine]]
Rows = list[dict[int, list[SourceLine]]]


@dataclass
class _Table:
    """The rows of one table so far, each with the lines of its cells by column; `between` are
    lines that belong to no table and stood at the turns of its pages."""

    rows: Rows
    between: list[SourceLine]

    def lines(self, number: int) -> Iterator[SourceLine]:
        for row, cells in enumerate(self.rows):
            for column, own in sorted(cells.items()):
                yield from (replace(line, cell=Cell(number, row, column)) for line in own)
        yield from self.between


def join_tables(lines: Iterable[SourceLine]) -> tuple[SourceLine, ...]:
    """The lines with tables numbered over the document and joined where pages part them."""
    lines = tuple(lines)
    result: list[SourceLine | _Table] = []
    again = _on_several_pages(lines)
    for key, group in groupby(lines, key=lambda line: line.cell and (line.page, line.cell.table)):
        if key is None:
            result += group
        else:
            _add(result, _table(tuple(group)), again)
    numbers = iter(range(len(result)))
    return tuple(
        line
        for entry in result
        for line in (entry.lines(next(numbers)) if isinstance(entry, _Table) else (entry,))
    )


def _table(lines: Sequence[SourceLine]) -> _Table:
    rows: dict[int, dict[int, list[SourceLine]]] = {}
    for line in lines:
        if line.cell:
            rows.setdefault(line.cell.row, {}).setdefault(line.cell.column, []).append(line)
    return _Table([rows[row] for row in sorted(rows)], [])


def _on_several_pages(lines: Iterable[SourceLine]) -> frozenset[str]:
    """What is written on two pages or more."""
    pages: dict[str, set[int | None]] = {}
    for line in lines:
        pages.setdefault(line.text.strip(), set()).add(line.page)
    return frozenset(text for text, own in pages.items() if len(own) > 1)


def _add(result: list[SourceLine | _Table], table: _Table, again: frozenset[str]) -> None:
    """Appends the table, or its rows to the table before it that it goes on with. Lines that are
    written `again` on another page are no text where they stand between its parts."""
    place = len(result) - 1
    while place >= 0 and _lies_between(result[place], again):
        place -= 1
    last = result[place] if place >= 0 else None
    if isinstance(last, _Table):
        table.rows = _parted_header(last.rows[0], table.rows)
    same = _goes_on(last, table) if isinstance(last, _Table) else {}
    if not isinstance(last, _Table) or not same:
        result.append(table)
        return
    between = [line for line in result[place + 1 :] if isinstance(line, SourceLine)]
    last.between += [_running(x) if x.text.strip() in again else x for x in between]
    del result[place + 1 :]
    header = _repeated_header(last.rows, table.rows)
    repeated = (own for row in table.rows[:header] for _, own in sorted(row.items()))
    last.between += [_running(line) for own in repeated for line in own]
    rows = [{same[c]: own for c, own in row.items()} for row in table.rows[header:]]
    if rows and _is_cut(last.rows, rows[0]):
        for column, own in rows[0].items():
            last.rows[-1].setdefault(column, []).extend(own)
        rows = rows[1:]
    last.rows += rows


def _running(line: SourceLine) -> SourceLine:
    return replace(line, cell=None, cell_edge=None, role=Role.RUNNING)


def _lies_between(entry: SourceLine | _Table, again: frozenset[str]) -> bool:
    """Whether a line may stand between the parts of a table: blank, a page number, a footnote, or
    what is written on another page too."""
    if isinstance(entry, _Table):
        return False
    written = entry.text.strip()
    return not written or entry.role is not Role.BODY or is_page_number(written) or written in again


def _goes_on(last: _Table, table: _Table) -> dict[int, int]:
    """The columns of the last table that those of a new one go on with; empty where it is one of
    its own, or begins on the same page."""
    above = [line for own in last.rows[-1].values() for line in own]
    below = [line for own in table.rows[0].values() for line in own]
    turned = above[0].page is None or above[-1].page != below[0].page
    return _same_columns(last.rows, table.rows) if turned else {}


def _same_columns(above: Sequence[Row], below: Sequence[Row]) -> dict[int, int]:
    """For each column of the second part that of the first which begins at the same place;
    empty where one begins elsewhere. A part may lack a column that has no words in it."""
    if _repeated_header(above, below):
        return {column: column for row in below for column in row}
    lefts = _lefts(above)
    found: dict[int, int] = {}
    for column, left in _lefts(below).items():
        nearest = min(lefts, key=lambda other: abs(lefts[other] - left))
        if abs(lefts[nearest] - left) > _SAME_LEFT or nearest in found.values():
            return {}
        found[column] = nearest
    return found if max(found.values()) == max(lefts) and len(found) > 1 else {}


def _lefts(rows: Sequence[Row]) -> dict[int, float]:
    """Where the words of each column begin."""
    places: dict[int, list[float]] = {}
    for row in rows:
        for column, own in row.items():
            places.setdefault(column, []).extend(_left(line) for line in own)
    return {column: min(own) for column, own in places.items()}


def _left(line: SourceLine) -> float:
    return line.box.left if line.box else len(line.text) - len(line.text.lstrip())


def _repeated_header(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows at the start of the second part say what the table's first rows say."""
    same = 0
    for first, again in zip(above[:_HEADER_ROWS], below, strict=False):
        if _words(first) != _words(again):
            break
        same += 1
    return same


def _parted_header(header: Row, rows: Rows) -> Rows:
    """The rows, the first one parted where it says what the header says and, in lines below it, the
    rest of the row that the page's end cut."""
    count = {column: len(own) for column, own in header.items()}
    again = {c: own[: count[c]] for c, own in rows[0].items() if c in count}
    rest = {c: own[count.get(c, 0) :] for c, own in rows[0].items() if own[count.get(c, 0) :]}
    return [again, rest, *rows[1:]] if rest and _words(again) == _words(header) else rows


def _words(row: Row) -> dict[int, str]:
    return {
        column: " ".join(" ".join(line.text.split()) for line in own) for column, own in row.items()
    }


def _is_cut(above: Sequence[Row], row: Row) -> bool:
    """Whether the first row of a page goes on with the last one of the page before: some cell
    goes on in the middle of a sentence, or the row lacks the number that all others have."""
    last = above[-1]
    shared = [(last[column][-1].text, row[column][0].text) for column in row if column in last]
    if 0 in row and is_row_number(row[0][0].text.strip()):
        return False
    if any(_goes_on_below(end.strip(), start.strip()) for end, start in shared):
        return True
    numbered = [bool(other.get(0)) for other in above[1:]]
    ends = [not ends_sentence(end.strip()) for end, _ in shared]
    return 0 not in row and all(numbered) and any(ends)


def _goes_on_below(end: str, start: str) -> bool:
    return starts_lower(start) and not ends_sentence(end) and not starts_item(start)
