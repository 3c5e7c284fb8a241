"""Quotes in their place: text cut where something begins or ends, boxes on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from notice_parser.web.database import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """`[start, end)` of a text is of this kind: a label, `figure`, `citation`, `hit`, `mark`.
    `of` is the id of what is marked, if it can be gone to."""

    start: int
    end: int
    kind: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text with all the marks that cover it."""

    text: str
    marks: tuple[Mark, ...]

    @property
    def kinds(self) -> str:
        """For a class attribute."""
        return " ".join(dict.fromkeys(mark.kind for mark in self.marks))

    @property
    def of(self) -> str:
        return next((mark.of for mark in reversed(self.marks) if mark.of), "")


@dataclass(frozen=True, slots=True)
class Patch:
    """A rectangle of a page in points from its top left, with what is marked there."""

    left: float
    top: float
    width: float
    height: float
    mark: Mark


def cut(text: str, marks: Iterable[Mark], *, start: int = 0) -> tuple[Piece, ...]:
    """The whole of `text`, whose first character has the offset `start`, in pieces that each
    lie in a mark or outside of it as a whole."""
    end = start + len(text)
    inside = [m for m in marks if m.start < end and m.end > start and m.start < m.end]
    edges = {start, end}
    for mark in inside:
        edges |= {max(mark.start, start), min(mark.end, end)}
    return tuple(
        Piece(
            text[left - start : right - start],
            tuple(m for m in inside if m.start <= left and right <= m.end),
        )
        for left, right in pairwise(sorted(edges))
    )


def patches(lines: Iterable[Row], marks: Sequence[Mark]) -> tuple[Patch, ...]:
    """Where the marks stand on the page of these lines, one rectangle for each line. A mark
    that begins or ends within a line gets its share of the line's width."""
    return tuple(
        _patch(line, mark)
        for line in lines
        if line["left"] is not None
        for mark in marks
        if mark.start < line["char_end"] and mark.end > line["char_start"]
    )


def _patch(line: Row, mark: Mark) -> Patch:
    first, last = line["char_start"], line["char_end"]
    width = line["right"] - line["left"]
    letter = width / max(last - first, 1)
    left = line["left"] + letter * max(mark.start - first, 0)
    right = line["right"] - letter * max(last - mark.end, 0)
    height = line["bottom"] - line["top"]
    return Patch(round(left, 2), line["top"], round(right - left, 2), round(height, 2), mark)


def paragraphs(lines: Iterable[Row]) -> tuple[tuple[int, str, str], ...]:
    """(start, role, text) of each paragraph of these lines."""
    found: list[tuple[int, str, str]] = []
    number = None
    for line in lines:
        if line["paragraph"] == number:
            start, role, text = found.pop()
            found.append((start, role, f"{text} {line['text']}"))
        else:
            found.append((line["char_start"], line["role"], line["text"]))
        number = line["paragraph"]
    return tuple(found)
