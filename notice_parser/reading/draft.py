"""A line on its way into the text: cleaned, with what was taken out of it.

Everything visible that leaves a line is a `Cut`, so that it can be shown again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import TypeVar

import regex

from notice_parser.model import Role
from notice_parser.reading.mend import Change
from notice_parser.reading.source import NoteMark, Reading, SourceLine
from notice_parser.text import nfc

_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cc}--\t\n\v\f\r\x85]+", regex.V1)
_SPACES = regex.compile(r"[\s\u2800\u3164\u00A0]++")
_SURPLUS = regex.compile(r"^ ++| ++$|(?<= ) ++")
_TAB_STOP = 8
Inside = TypeVar("Inside", NoteMark, Reading)


@dataclass(frozen=True, slots=True)
class Cut:
    """`original` was taken out of the line before character `at`, or stood in the file where
    the `length` characters from there on stand now."""

    at: int
    original: str
    kind: str
    length: int = 0


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a line begins and ends across the page, and how wide its first word is: in
    points where the line has a box, in characters where not."""

    left: float
    right: float
    first_word: float
    space: float


@dataclass(frozen=True, slots=True)
class Draft:
    """`line` with clean text: NFC, single spaces, nothing invisible, none at the ends."""

    line: SourceLine
    extent: Extent
    cuts: tuple[Cut, ...] = ()

    @property
    def text(self) -> str:
        return self.line.text

    @property
    def role(self) -> Role:
        return self.line.role


def draft(line: SourceLine, changes: Sequence[Change] = ()) -> Draft:
    """The line cleaned; `changes` is what was mended in it before."""
    text, moved = _clean(line.text, [*line.marks, *line.readings, *changes])
    cuts = []
    for change in changes:
        start, end = moved(change.start), moved(change.end)
        cuts.append(Cut(min(start, end), change.original, change.kind, max(end - start, 0)))
    marks, readings = _kept(line.marks, moved), _kept(line.readings, moved)
    same = text == line.text and not line.marks and not line.readings
    clean = line if same else replace(line, text=text, marks=marks, readings=readings)
    return Draft(clean, _extent(line, text), tuple(cuts))


def _clean(
    text: str, pieces: Sequence[NoteMark | Reading | Change]
) -> tuple[str, Callable[[int], int]]:
    """The clean text, and where the bounds of `pieces` have moved: what lies between them is
    cleaned by itself."""
    bounds = sorted({0, len(text), *(b for piece in pieces for b in (piece.start, piece.end))})
    moved = {0: 0}
    clean = ""
    for start, end in pairwise(bounds):
        piece = _SPACES.sub(" ", _INVISIBLE.sub("", nfc(text[start:end])))
        clean += piece.lstrip() if not clean or clean.endswith(" ") else piece
        moved[end] = len(clean)
    clean = nfc(clean).rstrip()
    return clean, lambda bound: min(moved[bound], len(clean))


def _kept(inside: Iterable[Inside], moved: Callable[[int], int]) -> tuple[Inside, ...]:
    """What stands in a line, moved with its text; what has no text any more is dropped."""
    placed = (replace(one, start=moved(one.start), end=moved(one.end)) for one in inside)
    return tuple(one for one in placed if one.start < one.end)


def _extent(line: SourceLine, text: str) -> Extent:
    first_word = len(text.split(" ", 1)[0])
    if line.box:
        character = (line.box.right - line.box.left) / max(len(text), 1)
        return Extent(line.box.left, line.box.right, first_word * character, character)
    wide = line.text.expandtabs(_TAB_STOP).rstrip()
    return Extent(len(wide) - len(wide.lstrip()), len(wide), first_word, 1)


def cut(draft: Draft, spans: Iterable[tuple[int, int]], *, kind: str) -> Draft:
    """The draft without the characters of `spans` (disjoint), remembered as cuts, and without
    the spaces that have become too many."""
    spans = sorted(spans)
    if not spans:
        return draft
    taken = [Cut(start, _as_found(draft, start, end), kind) for start, end in spans]
    kept = [cut for cut in draft.cuts if not any(_inside(cut, *span) for span in spans)]
    cuts = tuple(sorted((*kept, *taken), key=lambda cut: cut.at))
    draft = _without(replace(draft, cuts=cuts), spans)
    return _without(draft, [space.span() for space in _SURPLUS.finditer(draft.text)])


def _as_found(draft: Draft, start: int, end: int) -> str:
    """What stood in the file where `[start, end)` of the draft stands now."""
    found, done = "", start
    for mended in (cut for cut in draft.cuts if _inside(cut, start, end)):
        found += draft.text[done : mended.at] + mended.original
        done = mended.at + mended.length
    return found + draft.text[done:end]


def _inside(cut: Cut, start: int, end: int) -> bool:
    return cut.length > 0 and start <= cut.at and cut.at + cut.length <= end


def _without(draft: Draft, spans: Sequence[tuple[int, int]]) -> Draft:
    """The draft without the characters of `spans`, its marks and cuts moved to fit."""
    starts = [start for start, _ in spans]
    lost = [0, *accumulate(end - start for start, end in spans)]

    def moved(offset: int) -> int:
        before = bisect_right(starts, offset)
        inside = max(0, spans[before - 1][1] - offset) if before else 0
        return offset - lost[before] + inside

    bounds = [0, *(bound for span in spans for bound in span), len(draft.text)]
    kept = zip(bounds[::2], bounds[1::2], strict=True)
    line = replace(
        draft.line,
        text="".join(draft.text[start:end] for start, end in kept),
        marks=_kept(draft.line.marks, moved),
        readings=_kept(draft.line.readings, moved),
    )
    cuts = (
        replace(c, at=moved(c.at), length=moved(c.at + c.length) - moved(c.at)) for c in draft.cuts
    )
    return replace(draft, line=line, cuts=tuple(cuts))
