"""Notes beside findings: those that tell that a limitation was put right ("Đã khắc phục việc
công khai ngay sau kiểm tra"), and all others, which are kept as no statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from notice_parser import lexicon
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.table_cells import NOTE, TableLine, silent
from notice_parser.segmenting.table_columns import Cell, cell_text, has_letters
from notice_parser.text import match_key


def tells_remedied(written: str) -> bool:
    """Whether a note says that what stands beside it was put right."""
    done = lexicon.load("table_cells").by_code["done"].words
    return match_key(written).strip(" .;") in done or is_remedied(f"({written.strip(' .;')})")


def noted(text: str, cell: Cell, depth: int) -> Iterator[TableLine]:
    """A note that is no statement; a figure says nothing at all."""
    if not has_letters(cell_text(text, cell)):
        yield from silent({0: cell}, depth)
        return
    start = cell[0].start
    yield TableLine(depth, start, start, heading=HeadingReading(start, start, section=NOTE))
    yield from (TableLine(depth + 1, p.start, p.end) for p in cell)


def under_note(text: str, note: Cell, lines: Sequence[TableLine]) -> Iterator[TableLine]:
    """The lines of a limitation, those that a note says were put right one level below it."""
    meant = _meant(text, cell_text(text, note), lines)
    start, end = note[0].start, note[-1].end
    for place, line in enumerate(lines):
        if place in meant:
            heading = HeadingReading(start, end, remedy=True)
            yield TableLine(line.depth, start, end, heading=heading)
        depth = line.depth + (place in meant)
        yield TableLine(depth, line.start, line.end, line.marker, line.heading)


def _meant(text: str, note: str, lines: Sequence[TableLine]) -> frozenset[int]:
    """The places of the lines that a note means: those with which it shares most pairs of
    syllables, all where it shares none with any."""
    usual = lexicon.load("table_cells").by_code["done"].get("usual")
    said = _pairs(note) - {pair for words in usual for pair in _pairs(words)}
    shared = {
        place: len(said & _pairs(text[line.start : line.end]))
        for place, line in enumerate(lines)
        if line.heading is None
    }
    most = max(shared.values(), default=0)
    return frozenset(place for place, count in shared.items() if count == most)


def _pairs(written: str) -> set[tuple[str, str]]:
    return set(pairwise(match_key(written).split()))
