"""Lines as on the page → lines in Unicode with the characters that were meant.

Everything that changes is a `Change`, which becomes a `Repair`: with them the text as it
stood in the file can be had again (`Document.as_found`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from notice_parser.reading.legacy import Decoded, decode_lines
from notice_parser.reading.lookalikes import lookalikes
from notice_parser.reading.source import NoteMark, Reading, SourceLine

LOOKALIKE = "look-alike"


@dataclass(frozen=True, slots=True)
class Change:
    """`[start, end)` of the mended line stands for `original`."""

    start: int
    end: int
    original: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Part:
    original: str
    text: str
    kind: str


def mended(lines: Sequence[SourceLine]) -> Iterator[tuple[SourceLine, tuple[Change, ...]]]:
    """Each line with what was changed in it. An encoding is a matter of the whole file: the
    lines before and after one say what its bytes mean."""
    # What was recognised in an image is Unicode, however it reads.
    decoded = decode_lines([("" if line.readings else line.text, line.fonts) for line in lines])
    for line, found in zip(lines, decoded, strict=True):
        yield _mended(line, found)


def _mended(line: SourceLine, found: Sequence[Decoded]) -> tuple[SourceLine, tuple[Change, ...]]:
    if not found and line.text.isascii():
        return line, ()
    inside: tuple[NoteMark | Reading, ...] = (*line.marks, *line.readings)
    if not (found or inside or line.fonts or any(lookalikes(line.text))):
        return line, ()
    bounds = sorted({bound for one in inside for bound in (one.start, one.end)})
    parts = [final for part in _parts(line.text, found, bounds) for final in _final(part)]
    moved = {0: 0}
    changes: list[Change] = []
    before = after = 0
    for part in parts:
        if part.kind:
            end = after + len(part.text)
            changes.append(Change(after, end, part.original, part.kind))
        before, after = before + len(part.original), after + len(part.text)
        moved[before] = after
    text = "".join(part.text for part in parts)
    marks = tuple(NoteMark(moved[mark.start], moved[mark.end]) for mark in line.marks)
    readings = tuple(replace(r, start=moved[r.start], end=moved[r.end]) for r in line.readings)
    mended_line = replace(line, text=text, marks=marks, readings=readings, fonts=())
    return mended_line, tuple(changes)


def _parts(text: str, found: Sequence[Decoded], bounds: Sequence[int]) -> Iterator[_Part]:
    """The line cut where something is decoded, and at the marks of notes."""
    done = 0
    for piece in found:
        yield from _kept(text, done, piece.start, bounds)
        yield from _read(text, piece, bounds)
        done = piece.end
    yield from _kept(text, done, len(text), bounds)


def _kept(text: str, start: int, end: int, bounds: Sequence[int]) -> Iterator[_Part]:
    for a, b in _cut(start, end, bounds):
        yield _Part(text[a:b], text[a:b], "")


def _read(text: str, piece: Decoded, bounds: Sequence[int]) -> Iterator[_Part]:
    """What was decoded; a mark of a note inside is digits, which no encoding changes, so the
    parts around it can be told by their length."""
    cuts = list(_cut(piece.start, piece.end, bounds))
    taken = 0
    for number, (a, b) in enumerate(cuts, start=1):
        last = number == len(cuts)
        end = len(piece.text) if last else taken + piece.length_of(text[a:b])
        read = piece.text[taken:end]
        yield _Part(text[a:b], read, piece.encoding if read != text[a:b] else "")
        taken = end


def _cut(start: int, end: int, bounds: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield from pairwise([start, *(b for b in bounds if start < b < end), end])


def _final(part: _Part) -> Iterator[_Part]:
    """The part with its look-alikes replaced, each a part of its own in text that was not
    decoded."""
    found = list(lookalikes(part.text))
    if not found:
        yield part
        return
    done = 0
    text = ""
    for start, end, meant in found:
        if not part.kind:
            yield _Part(part.text[done:start], part.text[done:start], "")
            yield _Part(part.text[start:end], meant, LOOKALIKE)
        text += part.text[done:start] + meant
        done = end
    rest = part.text[done:]
    yield _Part(rest, rest, "") if not part.kind else replace(part, text=text + rest)
