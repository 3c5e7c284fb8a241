"""Notes beside a limitation, and the one that tells that it was put right: "Đã khắc phục việc
công khai ngay sau kiểm tra"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from notice_parser import lexicon
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.table_cells import TableLine
from notice_parser.text import match_key


def tells_remedied(written: str) -> bool:
    """Whether a note says that what stands beside it was put right."""
    done = lexicon.load("table_cells").by_code["done"].words
    return match_key(written).strip(" .;") in done or is_remedied(f"({written.strip(' .;')})")


def put_right(text: str, note: str, lines: Sequence[TableLine]) -> frozenset[int]:
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
