"""Lines of a table → its rows. A cell may take several lines, and nothing but the words tell
whether a line goes on with the cells above it or begins new ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from notice_parser.markers import read_marker
from notice_parser.reading.items import breaks_off, ends_sentence, starts_item, starts_lower

NO_EDGE = float("inf")
_LONGEST_NUMBER = 6
_MOSTLY = 0.6


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one line in one column, and where they stand across the page."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class TableLine:
    """The pieces of a line by column. `spanning`: its one piece takes the whole row; `apart`:
    there is empty space above it."""

    pieces: Mapping[int, Piece]
    spanning: bool = False
    apart: bool = False


def column_edges(lines: Sequence[TableLine], space: float) -> dict[int, float]:
    """Where the lines of each column end at the latest; NO_EDGE for all where no cell is
    wrapped, so that every line is whole. `space` is what one character takes."""
    if not any(True for _ in _wrapped(lines)):
        return {column: NO_EDGE for line in lines for column in line.pieces}
    edges: dict[int, float] = {}
    for line in lines:
        for column, piece in () if line.spanning else line.pieces.items():
            edges[column] = max(edges.get(column, 0.0), piece.right + 0.5 * space)
    return edges


def _wrapped(lines: Sequence[TableLine]) -> Iterator[tuple[Piece, Piece]]:
    """Pieces of a column that surely go on in the line below."""
    for above, below in pairwise(lines):
        for column, piece in below.pieces.items():
            before = above.pieces.get(column)
            if before and not below.apart and _surely_goes_on(before.text, piece.text):
                yield before, piece


def _surely_goes_on(above: str, text: str) -> bool:
    lower = starts_lower(text) and not ends_sentence(above) and not starts_item(text)
    return lower or breaks_off(above, text)


def row_starts(
    lines: Sequence[TableLine], edges: Mapping[int, float], space: float
) -> tuple[int, ...]:
    """The indexes of the lines that begin a row."""
    numbered = _numbers_rows(lines)
    starts: list[int] = []
    current: dict[int, Piece] = {}  # the last piece of each column in the row so far
    for index, line in enumerate(lines):
        if _begins_row(line, lines[index - 1 : index], current, edges, space, numbered=numbered):
            starts.append(index)
            current = {}
        current |= line.pieces
    return tuple(starts)


def _numbers_rows(lines: Sequence[TableLine]) -> bool:
    """Whether the first column holds the numbers of the rows, below its header."""
    first = [line.pieces[0].text for line in lines if 0 in line.pieces and not line.spanning]
    return sum(map(is_row_number, first)) >= _MOSTLY * max(len(first) - 1, 1)


def is_row_number(text: str) -> bool:
    """ "1", "02.", "IV", "a)"."""
    marker = read_marker(f"{text} Ả", 0, len(text) + 2)
    whole = marker is not None and not marker.bullet and marker.end == len(text) + 1
    return len(text) <= _LONGEST_NUMBER and (whole or text.rstrip(".)").isdigit())


def _begins_row(
    line: TableLine,
    before: Sequence[TableLine],
    current: Mapping[int, Piece],
    edges: Mapping[int, float],
    space: float,
    *,
    numbered: bool,
) -> bool:
    if not current or line.spanning or any(above.spanning for above in before):
        return True
    pieces = line.pieces
    going_on = any(
        c in current and _surely_goes_on(current[c].text, pieces[c].text) for c in pieces
    )
    if numbered and 0 in pieces and is_row_number(pieces[0].text):
        # A number in the middle of its row's height stands beside lines that go on.
        return 0 in current or not going_on
    if going_on or not (0 in pieces or len(pieces) > 1):
        return False
    fresh = {c: _is_fresh(pieces[c], current.get(c), edges.get(c, NO_EDGE), space) for c in pieces}
    if line.apart:
        return True
    # Without a word in the first column no cell may go on, or it would be cut.
    whole = all(fresh[c] or _may_end(current[c].text, pieces[c].text) for c in pieces)
    return any(fresh.values()) and (0 in fresh or whole)


def _may_end(above: str, text: str) -> bool:
    return ends_sentence(above) and not starts_lower(text)


def _is_fresh(piece: Piece, last: Piece | None, edge: float, space: float) -> bool:
    """Whether a piece surely begins something new: nothing stands above it in its row, it is a
    list item, or its first word would have fitted on the line above."""
    if last is None or starts_item(piece.text):
        return True
    first_word = len(piece.text.split(" ", 1)[0]) * space
    return last.right + space + first_word <= edge
