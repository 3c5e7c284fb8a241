"""Tables of text files drawn with bars whose cells take several lines:

    +----+---------------+----------------------+
    | TT | Lĩnh vực      | Hạn chế              |
    +====+===============+======================+
    | 1  | Chỉ đạo, điều | - Chưa tự kiểm tra   |
    |    | hành          | CCHC tại các xã.     |
    +----+---------------+----------------------+

A table with a line for each row needs no more than its bars, and is read after lines that were
wrapped have been joined (`segmenting.table_blocks.split_bars`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from notice_parser.reading.table_rows import NO_EDGE, Piece, TableLine, column_edges, row_starts

_DRAWN = str.maketrans(
    dict.fromkeys("│┃║▏❘｜", "|")
    | dict.fromkeys("─━═", "-")
    | dict.fromkeys("┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╟╢╤╧╪╞╡╓╖╙╜┏┓┗┛┣┫┳┻╋", "+")
)
_RULE = regex.compile(r"[+|][-=+|: ]*[-=]{3}[-=+|: ]*[+|]")
_LEAST_BARS = 3
_LEAST_RULED_ROWS = 2


@dataclass(frozen=True, slots=True)
class BarGrid:
    """The lines `[start, end)`; `rows` are those between bars, by the index of their line, and
    `starts` the places in them where a row of the table begins."""

    start: int
    end: int
    rows: tuple[tuple[int, TableLine], ...]
    starts: tuple[int, ...]


def find_bar_grids(texts: Sequence[str]) -> Iterator[BarGrid]:
    """The tables in bars that have cells of several lines."""
    drawn = [text.translate(_DRAWN).strip() for text in texts]
    start = 0
    while start < len(drawn):
        end = start
        while end < len(drawn) and _is_drawn(drawn[end]):
            end += 1
        grid = _grid(texts, drawn, start, end) if end - start > 2 else None
        if grid:
            yield grid
        start = max(end, start + 1)


def _is_drawn(line: str) -> bool:
    return line.startswith(("|", "+")) and line.endswith(("|", "+")) and len(line) > 2


def _is_rule(line: str) -> bool:
    return bool(_RULE.fullmatch(line))


def _grid(texts: Sequence[str], drawn: Sequence[str], start: int, end: int) -> BarGrid | None:
    places = [index for index in range(start, end) if not _is_rule(drawn[index])]
    bars = {_bars(texts[index]) for index in places}
    if len(bars) != 1 or len(first := next(iter(bars))) < _LEAST_BARS:
        return None
    rows = [_row(texts[index], first) for index in places]
    ruled = [
        place for place, index in enumerate(places) if place == 0 or _is_rule(drawn[index - 1])
    ]
    if len(ruled) > _LEAST_RULED_ROWS and len(ruled) < len(rows):
        starts = tuple(ruled)
    elif any(edge < NO_EDGE for edge in column_edges(rows, 1).values()):
        starts = tuple(sorted({*ruled, *row_starts(rows, column_edges(rows, 1), 1)}))
    else:
        return None
    return BarGrid(start, end, tuple(zip(places, rows, strict=True)), starts)


def _bars(text: str) -> tuple[int, ...]:
    return tuple(place for place, c in enumerate(text.translate(_DRAWN)) if c == "|")


def _row(text: str, bars: Sequence[int]) -> TableLine:
    pieces: dict[int, Piece] = {}
    for column, (left, right) in enumerate(pairwise(bars)):
        written = text[left + 1 : right]
        words = written.strip()
        if words:
            begin = left + 1 + len(written) - len(written.lstrip())
            pieces[column] = Piece(words, begin, begin + len(words))
    return TableLine(pieces)
