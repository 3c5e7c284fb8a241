"""The strips between columns that consecutive lines leave free.

A line is its words with their extents across the page, in characters for a text file, in points
for a PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

Interval = tuple[float, float]
FAR = 1e9
LEAST_GUTTERS = 2


class Word(NamedTuple):
    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Strip:
    """One line: its words from left to right, none for a blank one; `apart` tells of more
    space above it than between the lines of a paragraph."""

    words: tuple[Word, ...]
    apart: bool = False

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Grain:
    """How wide gaps are, in the units of the words: `least` is more than usual between words,
    `wide` is seen in no justified line. What was `typed` may have a row whose cells have all
    slipped a little: as many pieces as the header has tell which is which."""

    least: float
    wide: float
    typed: bool = False


@dataclass
class Gutter:
    """A free strip, which may have come apart into several, and how many lines have words on
    both of its sides; none at first for what is free at the ends of a line."""

    intervals: list[Interval]
    support: int = 1

    @property
    def inner(self) -> list[Interval]:
        return [part for part in self.intervals if part[0] > -FAR and part[1] < FAR]


def gaps_of(strip: Strip, grain: Grain) -> list[Interval]:
    """The gaps between words that are more than usual."""
    pairs = pairwise(strip.words)
    return [(a.right, b.left) for a, b in pairs if b.left - a.right >= grain.least]


def wide_gaps(strip: Strip, grain: Grain) -> list[Interval]:
    """The gaps between words that no justified line has."""
    return [gap for gap in gaps_of(strip, grain) if gap[1] - gap[0] >= grain.wide]


def narrow(gutters: list[Gutter], strip: Strip, grain: Grain) -> bool:
    """Narrows the gutters to what the line leaves free, unless it leaves too few or runs across a
    sure one. Gaps of justified cells may stand under each other by chance: a narrow gutter
    gives way to a line that others part."""
    left = [[part for whole in g.intervals for part in _free(whole, strip, grain)] for g in gutters]
    lost = [g for g, free in zip(gutters, left, strict=True) if not free]
    kept = [free for g, free in zip(gutters, left, strict=True) if g.support and free]
    parted = sum(any(parts(strip, part, grain) for part in free) for free in kept)
    chance = parted >= LEAST_GUTTERS and all(_is_narrow(g, grain) for g in lost)
    if len(kept) < LEAST_GUTTERS or (any(g.support > 1 for g in lost) and not chance):
        return False
    for gutter, free in zip(tuple(gutters), left, strict=True):
        if free:
            gutter.intervals = free
            gutter.support += any(parts(strip, part, grain) for part in free)
        else:
            gutters.remove(gutter)
    return True


def _is_narrow(gutter: Gutter, grain: Grain) -> bool:
    return all(right - left < grain.wide for left, right in gutter.inner)


def _free(whole: Interval, strip: Strip, grain: Grain) -> Iterator[Interval]:
    """The parts of a free strip that have no word of the line in them."""
    start = whole[0]
    for word in strip.words:
        if word.right > start and word.left < whole[1]:
            if word.left - start >= grain.least:
                yield (start, word.left)
            start = max(start, word.right)
    if whole[1] - start >= grain.least:
        yield (start, whole[1])


def parts(strip: Strip, gutter: Interval, grain: Grain) -> bool:
    """Whether the gutter lies in a gap between two words of the line."""
    return any(left <= gutter[0] and gutter[1] <= right for left, right in gaps_of(strip, grain))


def fits(strip: Strip, gutters: Sequence[Gutter], grain: Grain) -> bool:
    return all(
        any(True for whole in gutter.intervals for _ in _free(whole, strip, grain))
        for gutter in gutters
    )
