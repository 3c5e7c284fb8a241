"""Lines of a text file that hold two columns:

    ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     TỈNH BẾN TRE                 Độc lập - Tự do - Hạnh phúc

Each piece becomes a line of its own, the left column before the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import regex

from notice_parser import lexicon
from notice_parser.model import Box
from notice_parser.reading.columns import in_reading_order
from notice_parser.reading.items import leads
from notice_parser.reading.source import SourceLine

_TAB_STOP = 8
_SURE_GAP = 12
_NEAR = 3
_MOST_COLUMNS = 16
_Spans = list[tuple[int, int]]
# "Yên Bái, ngày       tháng 11 năm 2012", "Số:       /TB-ĐKT": room for what is written by hand.
_ROOM = (
    r"(?<=\bngày)\s{1,30}+(?=tháng\b|/)|(?<=\btháng)\s{1,30}+(?=năm\b|/)|(?<=\bSố:?)\s{1,30}+(?=/)"
)
_PIECE = regex.compile(rf"\S++(?:(?:{_ROOM}|\s{{1,4}}+)\S++)*+", regex.IGNORECASE)
_NUMBER = regex.compile(r"Số\s*:\s*\d*[\s.…_]*/")
_TAB = regex.compile(r" *\t[\t ]*")
_WIDE_GAP = regex.compile(r"\S(?: {5}|[ ]{0,4}\t)")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    box: Box
    line: SourceLine
    size: float = 1.0


def split_columns(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines of one page with columns taken apart; others as they are."""
    if not any(_WIDE_GAP.search(line.text) for line in lines):
        yield from lines
        return
    lines = _without_tabs(lines)
    spans = [_spans(line.text) for line in lines]
    rows = [
        _pieces(index, line, own if _is_split(spans, index) else _whole(own))
        for index, (line, own) in enumerate(zip(lines, spans, strict=True))
    ]
    below = 0
    for run in in_reading_order([row for row in rows if row]):
        for piece in run:
            row = int(piece.box.top)
            yield from (lines[index] for index in range(below, row) if not rows[index])
            below = max(below, row + 1)
            yield lines[row] if rows[row] == run and len(run) == 1 else _alone(piece)
    yield from (lines[index] for index in range(below, len(lines)))


def _without_tabs(lines: Sequence[SourceLine]) -> list[SourceLine]:
    """The lines with blanks for tabs; where these part letterhead or signatures, what stands behind
    them is set in one column, however long the words before are."""
    shown: list[SourceLine] = []
    for tabbed, group in groupby(lines, key=lambda line: "\t" in line.text):
        own = list(group)
        halves = [_TAB.split(line.text) for line in own]
        set_apart = tabbed and any(stands_beside(half) for line in halves for half in line)
        if set_apart and all(len(line) == 2 for line in halves):
            wide = max(len(left) for left, _ in halves) + _SURE_GAP
            own = [
                replace(line, text=left.ljust(wide) + right)
                for line, (left, right) in zip(own, halves, strict=True)
            ]
        shown += (replace(line, text=line.text.expandtabs(_TAB_STOP)) for line in own)
    return shown


def stands_beside(words: str) -> bool:
    """The national motto, which has the issuer beside it, the number of a notice, beside its date,
    and "Nơi nhận", beside the signature."""
    if _NUMBER.match(words):
        return True
    opens = lexicon.load("phrases").first(words)
    return opens is not None and opens.start == 0 and opens.entry.code in {"motto", "recipients"}


def _spans(text: str) -> _Spans:
    spans = [found.span() for found in _PIECE.finditer(text)]
    led = len(spans) > 1 and spans[1][0] - spans[0][1] < _SURE_GAP
    if led and leads(text[slice(*spans[0])]):
        spans[:2] = [(spans[0][0], spans[1][1])]
    return spans


def _whole(spans: _Spans) -> _Spans:
    return [(spans[0][0], spans[-1][1])] if spans else []


def _is_split(spans: Sequence[_Spans], index: int) -> bool:
    """Whether the gaps of a line part columns: one gap must be very wide, or stand under or
    over another ("Căn cứ" + tab + "Nghị định …" is one sentence)."""
    own = spans[index]
    if len(own) != 2:
        return 2 < len(own) <= _MOST_COLUMNS
    (_, start), (end, _) = own
    near = (*spans[max(index - _NEAR, 0) : index], *spans[index + 1 : index + 1 + _NEAR])
    return end - start >= _SURE_GAP or any(
        max(start, left[1]) < min(end, right[0])
        for other in near
        for left, right in pairwise(other)
    )


def _pieces(index: int, line: SourceLine, spans: _Spans) -> tuple[_Piece, ...]:
    return tuple(
        _Piece(line.text[start:end], Box(start, index, end, index + 1), line)
        for start, end in spans
    )


def _alone(piece: _Piece) -> SourceLine:
    """A line of a column, kept at its place across the page."""
    text = " " * int(piece.box.left) + piece.text
    return replace(piece.line, text=text, continues=False)
