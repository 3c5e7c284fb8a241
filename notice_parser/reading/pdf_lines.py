"""Glyphs → lines of one page: rows by baseline, pieces of a row by wide gaps, words by
narrow ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from notice_parser.model import Box, Cell
from notice_parser.reading.glyphs import GlyphRun
from notice_parser.reading.items import leads
from notice_parser.reading.legacy_fonts import encoding_of_font, legacy_fonts
from notice_parser.reading.source import FontSpan, NoteMark, Reading

# All in parts of the type size.
_SAME_BASE = 0.22
_RAISED_SIZE = 0.82
_RAISED_MOST = 0.62
_TOUCHES = 0.5
_WORD_GAP_WITH_SPACE = 0.07
_WORD_GAP = 0.13
_WORD_GAP_SPACED_LINE = 0.6
_COLUMN_GAP = 1.6
_TAB_GAP = 5.0
# Justified lines have gaps of many widths, but none this much wider than the others.
_COLUMN_GAP_RATIO = 2.2
_ASCENT, _DESCENT = 0.8, 0.2
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class PageLine:
    """One piece of text without a column gap in it. `raised` are its superscripts, `readings` its
    words where they were recognised in an image; `cell` and `cell_edge` as in `SourceLine`."""

    text: str
    box: Box
    size: float
    bold: bool
    raised: tuple[NoteMark, ...] = ()
    readings: tuple[Reading, ...] = ()
    fonts: tuple[FontSpan, ...] = ()
    cell: Cell | None = None
    cell_edge: float | None = None

    @property
    def middle(self) -> float:
        return (self.box.left + self.box.right) / 2


def page_rows(runs: Sequence[GlyphRun], *, parted: bool = True) -> list[tuple[PageLine, ...]]:
    """The rows of a page from top to bottom, each as its pieces from left to right; not
    `parted` as whole lines."""
    return [pieces(row, parted=parted) for row in run_rows(runs)]


def run_rows(runs: Sequence[GlyphRun]) -> list[list[GlyphRun]]:
    """The runs of each row from top to bottom; every row has ink."""
    return _merge_raised(_by_baseline(runs))


def pieces(row: Sequence[GlyphRun], *, parted: bool = True) -> tuple[PageLine, ...]:
    """The pieces of a row between its column gaps, or, not `parted`, the row as one."""
    return tuple(_pieces(row, parted=parted))


def _by_baseline(runs: Sequence[GlyphRun]) -> list[list[GlyphRun]]:
    rows: list[list[GlyphRun]] = []
    for run in sorted(runs, key=lambda g: g.base):
        first = rows[-1][0] if rows else None
        if first and run.base - first.base <= _SAME_BASE * first.size:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [row for row in rows if any(g.text != " " for g in row)]


def _merge_raised(rows: list[list[GlyphRun]]) -> list[list[GlyphRun]]:
    """Superscripts and subscripts go to the row they touch."""
    result: list[list[GlyphRun]] = []
    for index, row in enumerate(rows):
        size = max(g.size for g in row)
        for other in [*rows[index + 1 : index + 2], *result[-1:]]:
            inked = [g for g in row if g.text != " "]
            if inked and all(_rides(g, inked, other, size) for g in inked):
                other.extend(row)
                break
        else:
            result.append(row)
    return result


def _rides(run: GlyphRun, row: Sequence[GlyphRun], other: Sequence[GlyphRun], size: float) -> bool:
    main = max(g.size for g in other)
    if size > _RAISED_SIZE * main or abs(other[0].base - run.base) > _RAISED_MOST * main:
        return False
    letters = sum(len(g.text) for g in row)
    reach = (letters * size if letters <= 3 else 0) + _TOUCHES * main
    return any(
        o.text != " " and o.left - reach <= run.right and run.left <= o.right + reach for o in other
    )


def _pieces(row: Sequence[GlyphRun], *, parted: bool) -> Iterator[PageLine]:
    inked: list[GlyphRun] = []
    spaced: list[bool] = []  # whether a space glyph stands before each
    space = False
    for run in sorted(row, key=lambda g: g.left):
        if run.text == " ":
            space = True
        elif not (inked and _doubled(inked[-1], run)):
            inked.append(run)
            spaced.append(space)
            space = False
    size = type_size(inked)
    gaps = [b.left - a.right for a, b in pairwise(inked)]
    words = sorted(g for g, s in zip(gaps, spaced[1:], strict=True) if s or g > _WORD_GAP * size)
    usual = words[len(words) // 4] if words else 0.0
    column = max(_COLUMN_GAP * size, _COLUMN_GAP_RATIO * usual if len(words) > 2 else 0.0)
    start = 0
    for index, gap in enumerate(gaps, start=1):
        led = column < gap < _TAB_GAP * size and leads("".join(g.text for g in inked[start:index]))
        if parted and gap > column and not led:
            yield _line(inked[start:index], spaced[start:index])
            start = index
    yield _line(inked[start:], spaced[start:])


def type_size(runs: Iterable[GlyphRun]) -> float:
    """The size of most letters."""
    runs = tuple(runs)
    sizes = {run.size for run in runs}
    return sizes.pop() if len(sizes) == 1 else median([r.size for r in runs for _ in r.text])


def _baseline(runs: Sequence[GlyphRun], size: float) -> float:
    """That of most letters but the raised ones."""
    bases = {run.base for run in runs}
    if len(bases) == 1:
        return bases.pop()
    return median([r.base for r in runs if r.size >= _RAISED_SIZE * size for _ in r.text])


def _is_bold(runs: Sequence[GlyphRun]) -> bool:
    if len({run.bold for run in runs}) == 1 and not runs[0].bold:
        return False
    letters = [(sum(map(str.isalnum, run.text)), run.bold) for run in runs]
    count = sum(number for number, _ in letters)
    return sum(number for number, bold in letters if bold) > _MOSTLY * count if count else False


def _doubled(last: GlyphRun, run: GlyphRun) -> bool:
    """A letter printed twice to look bold."""
    return (
        run.text == last.text and run.piece != last.piece and run.left - last.left < 0.15 * run.size
    )


def _line(runs: Sequence[GlyphRun], spaced: Sequence[bool]) -> PageLine:
    size = type_size(runs)
    base = _baseline(runs, size)
    text, starts = _text(runs, spaced)
    placed = list(zip(starts, runs, strict=True))
    raised = [
        NoteMark(start, start + len(g.text))
        for start, g in placed
        if g.size <= _RAISED_SIZE * size and g.base < base - 0.1 * size
    ]
    return PageLine(
        text,
        Box(
            round(runs[0].left, 2),
            round(base - _ASCENT * size, 2),
            round(max(g.right for g in runs), 2),
            round(base + _DESCENT * size, 2),
        ),
        round(size, 2),
        bold=_is_bold(runs),
        raised=_adjacent(raised),
        readings=tuple(
            Reading(start, start + len(g.text), g.confidence)
            for start, g in placed
            if g.confidence is not None
        ),
        fonts=_fonts(placed),
    )


def _text(runs: Sequence[GlyphRun], spaced: Sequence[bool]) -> tuple[str, list[int]]:
    """The words of the glyphs, and where each glyph stands in them."""
    typed = any(spaced[1:])
    parts, starts, length = [], [], 0
    for index, run in enumerate(runs):
        if index and _new_word(runs[index - 1], run, space=spaced[index], typed=typed):
            parts.append(" ")
            length += 1
        starts.append(length)
        parts.append(run.text)
        length += len(run.text)
    return "".join(parts), starts


def _fonts(placed: Sequence[tuple[int, GlyphRun]]) -> tuple[FontSpan, ...]:
    """Those that tell an encoding; few files have one, and asking at each glyph is slow."""
    if not any(encoding_of_font(font) for font in {run.font for _, run in placed}):
        return ()
    return legacy_fonts([FontSpan(at, at + len(g.text), g.font) for at, g in placed])


def _new_word(last: GlyphRun, run: GlyphRun, *, space: bool, typed: bool) -> bool:
    """Whether a word ends between two glyphs; what was recognised are whole words. `space`: a
    space glyph stands there; `typed`: the line has space runs, so that inside one text
    object a gap without one is spacing ("T H Ô N G  B Á O"). Between text objects pdfium
    drops space glyphs."""
    if run.confidence is not None:
        return True
    if space:
        least = _WORD_GAP_WITH_SPACE
    else:
        least = _WORD_GAP_SPACED_LINE if typed and last.piece == run.piece else _WORD_GAP
    return run.left - last.right > least * run.size


def _adjacent(marks: Sequence[NoteMark]) -> tuple[NoteMark, ...]:
    joined: list[NoteMark] = []
    for mark in marks:
        if joined and joined[-1].end == mark.start:
            joined[-1] = NoteMark(joined[-1].start, mark.end)
        else:
            joined.append(mark)
    return tuple(joined)
