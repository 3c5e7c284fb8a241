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
from notice_parser.reading.source import NoteMark, Reading, SourceLine
from notice_parser.text import nfc

_INVISIBLE = regex.compile(r"[\p{Cf}\p{Cc}--\t\n\v\f\r\x85]+", regex.V1)
_SPACES = regex.compile(r"[\s\u2800\u3164\u00A0]++")
_SURPLUS = regex.compile(r"^ ++| ++$|(?<= ) ++")
_TAB_STOP = 8
Inside = TypeVar("Inside", NoteMark, Reading)


@dataclass(frozen=True, slots=True)
class Cut:
    """`original` was taken out of the line before character `at`."""

    at: int
    original: str
    kind: str


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


def draft(line: SourceLine) -> Draft:
    text, moved = _clean(line)
    marks, readings = _kept(line.marks, moved), _kept(line.readings, moved)
    return Draft(replace(line, text=text, marks=marks, readings=readings), _extent(line, text))


def _clean(line: SourceLine) -> tuple[str, Callable[[int], int]]:
    """Cleans the pieces between the bounds of marks and words, so that these stay where they
    were; the text, and where each bound went."""
    inside: tuple[NoteMark | Reading, ...] = (*line.marks, *line.readings)
    bounds = sorted({0, len(line.text), *(b for one in inside for b in (one.start, one.end))})
    moved = {0: 0}
    text = ""
    for start, end in pairwise(bounds):
        piece = _SPACES.sub(" ", _INVISIBLE.sub("", nfc(line.text[start:end])))
        text += piece.lstrip() if not text or text.endswith(" ") else piece
        moved[end] = len(text)
    text = nfc(text).rstrip()
    return text, lambda bound: min(moved[bound], len(text))


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
    taken = (Cut(start, draft.text[start:end], kind) for start, end in spans)
    cuts = tuple(sorted((*draft.cuts, *taken), key=lambda cut: cut.at))
    draft = _without(replace(draft, cuts=cuts), spans)
    return _without(draft, [space.span() for space in _SURPLUS.finditer(draft.text)])


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
    return replace(draft, line=line, cuts=tuple(replace(c, at=moved(c.at)) for c in draft.cuts))
