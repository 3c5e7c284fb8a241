"""Rows of a page → its pieces of text in reading order.

The head of a notice and its signature stand in two columns: the agency left, the motto
right; the recipients left, the signer right. There the left column comes first. Rows of
three pieces, or with bare numbers on the left, are a table and are read row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

import regex

from notice_parser.model import Box


class Piece(Protocol):
    """Text without a wide gap in it; `size` is its height, in the units of its box."""

    @property
    def text(self) -> str: ...
    @property
    def box(self) -> Box: ...
    @property
    def size(self) -> float: ...


P = TypeVar("P", bound=Piece)
Row = tuple[P, ...]
# Rows of one zone are no further apart than this many type sizes (room for a signature).
_MOST_APART = 7.0
_NEXT_ROW = 0.9
_SAME_MIDDLE = 6.0
_SAME_LEFT = 2.0
_OVERLAP = 0.3
_MOST_ROWS = 60
# The recipients stand beside the signature (Thông tư 01/2011/TT-BNV, Nghị định 30/2020/NĐ-CP),
# which often begins a line higher.
_RECIPIENTS = regex.compile(r"nơi\s+nhận", regex.IGNORECASE)


def in_reading_order(rows: Sequence[Row[P]]) -> Iterator[Row[P]]:
    """Runs of lines in reading order; each column is a run of its own."""
    rows = _side_by_side(rows)
    done = 0
    for start, end in _zones(rows):
        yield from rows[done:start]
        middle = _gutter(rows[start:end]) or 0.0
        pieces = [piece for row in rows[start:end] for piece in row]
        yield tuple(piece for piece in pieces if _middle(piece) < middle)
        yield tuple(piece for piece in pieces if _middle(piece) >= middle)
        done = end
    yield from rows[done:]


def _side_by_side(rows: Sequence[Row[P]]) -> list[Row[P]]:
    """Rows whose pieces stand beside each other become one: the columns of a signature
    rarely share their baselines."""
    result: list[Row[P]] = []
    for row in rows:
        last = result[-1] if result else ()
        if last and all(_beside(a, b) for a in last for b in row):
            result[-1] = tuple(sorted((*last, *row), key=lambda piece: piece.box.left))
        else:
            result.append(row)
    return result


def _beside(upper: Piece, lower: Piece) -> bool:
    size = min(upper.size, lower.size)
    overlap = min(upper.box.bottom, lower.box.bottom) - max(upper.box.top, lower.box.top)
    apart = max(upper.box.left, lower.box.left) - min(upper.box.right, lower.box.right)
    recipients = lower.box.left < upper.box.left and _RECIPIENTS.match(lower.text)
    return apart > size and overlap > (-1.0 if recipients else _OVERLAP) * size


def _zones(rows: Sequence[Row[P]]) -> Iterator[tuple[int, int]]:
    """The rows `[start, end)` that are set in two columns."""
    done = 0
    for first in range(len(rows)):
        if first < done or len(rows[first]) != 2:
            continue
        end = _zone_end(rows, first)
        if _is_table(rows, first, end):
            continue
        start = first
        while start > done and _belongs(rows[start - 1], rows[start:end]):
            start -= 1
        while end < len(rows) and _belongs(rows[end], rows[start:end]):
            end += 1
        yield start, end
        done = end


def _zone_end(rows: Sequence[Row[P]], start: int) -> int:
    """One past the last row of two pieces in the zone that starts at `start`."""
    end = start + 1
    for index in range(start + 1, min(len(rows), start + _MOST_ROWS)):
        row = rows[index]
        if _distance(rows[index - 1], row) > _MOST_APART * row[0].size:
            break
        if len(row) > 2 or _gutter(rows[start : index + 1]) is None:
            break
        if len(row) == 2:
            end = index + 1
    return end


def _is_table(rows: Sequence[Row[P]], start: int, end: int) -> bool:
    around = rows[max(start - 1, 0) : end + 1]
    left = [row[0].text for row in rows[start:end] if len(row) == 2]
    return any(len(row) > 2 for row in around) or not any(
        character.isalpha() for text in left for character in text
    )


def _belongs(row: Row[P], zone: Sequence[Row[P]]) -> bool:
    """Whether a single line above or below the zone stands under the lines of a column."""
    gutter = _gutter((*zone, row)) if len(row) == 1 else None
    if gutter is None:
        return False
    piece = row[0]
    gap = max(_distance(zone[-1], row), _distance(row, zone[0]))
    column = [o for r in zone for o in r if (_middle(o) < gutter) == (_middle(piece) < gutter)]
    return gap < _NEXT_ROW * piece.size and any(
        abs(_middle(piece) - _middle(other)) < _SAME_MIDDLE
        or abs(piece.box.left - other.box.left) < _SAME_LEFT
        for other in column
    )


def _gutter(rows: Sequence[Row[P]]) -> float | None:
    """The middle of the empty strip between two columns, None where a piece crosses it."""
    pairs = [row for row in rows if len(row) == 2]
    left = max(row[0].box.right for row in pairs)
    right = min(row[1].box.left for row in pairs)
    for row in rows:
        for piece in row if len(row) == 1 else ():
            if _middle(piece) < (left + right) / 2:
                left = max(left, piece.box.right)
            else:
                right = min(right, piece.box.left)
    return (left + right) / 2 if right > left else None


def _distance(above: Row[P], below: Row[P]) -> float:
    """Empty space between two rows, negative where the second stands above the first."""
    return min(p.box.top for p in below) - max(p.box.bottom for p in above)


def _middle(piece: Piece) -> float:
    return (piece.box.left + piece.box.right) / 2
