"""Tables without ruling lines: consecutive lines whose words leave the same strips free.

    TT   Nội dung             Ưu điểm                    Hạn chế
    1    Chỉ đạo, điều hành   - Giao kế hoạch đầu năm.   - Chưa sơ kết.

A table has three columns or more: letterheads and signatures have two, and so have lists whose
texts stand behind a tab.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from notice_parser.markers import read_marker
from notice_parser.reading.gutters import (
    FAR,
    LEAST_GUTTERS,
    Grain,
    Gutter,
    Interval,
    Strip,
    Word,
    fits,
    gaps_of,
    narrow,
    parts,
    wide_gaps,
)

_LEAST_ALIKE = 3  # lines with as many pieces as the header
_HEADER_LINES = 3  # lines of a header cell above the first line that has three pieces
_MOST_GUTTERS = 15
_LONGEST_TRY = 100
_MOST_BLANK = 2  # blank lines between two rows
# Evidence: how many lines have words on both sides of a gutter, and where it is narrow, as
# gaps of justified text are, how many begin at the same place behind it.
_SUPPORT = 2
_SUPPORT_NARROW = 3
_SAME_START = 0.6


@dataclass(frozen=True, slots=True)
class Found:
    """The lines `[start, end)` are a table; `gutters` part its columns; the words of the lines
    in `spanning` run across them ("II. UBND XÃ IA GLAI" over the rows of that commune); those in
    `slipped` have a piece for each column, between wide gaps, not quite where it should stand."""

    start: int
    end: int
    gutters: tuple[Interval, ...]
    spanning: frozenset[int] = frozenset()
    slipped: frozenset[int] = frozenset()


def find_tables(strips: Sequence[Strip], grain: Grain) -> Iterator[Found]:
    """The tables among the lines, from top to bottom."""
    done = 0
    for seed, strip in enumerate(strips):
        if seed < done or not LEAST_GUTTERS <= len(gaps_of(strip, grain)) <= _MOST_GUTTERS:
            continue
        end, found = _grown(strips, seed, done, grain)
        if found:
            yield found
        # What is no table after so many lines is none from the next line on either.
        done = end if found or end - seed > _LONGEST_TRY else done


def columns(gutters: Sequence[Interval]) -> tuple[Interval, ...]:
    """From where to where the columns between the gutters reach; each begins where the gutter
    before it ends."""
    lefts = [-FAR, *(right for _, right in gutters)]
    rights = [*(left for left, _ in gutters), FAR]
    return tuple(zip(lefts, rights, strict=True))


def column_of(word: Word, gutters: Sequence[Interval]) -> int:
    """The column that the word begins in."""
    return sum(word.left >= left for left, _ in gutters)


def _grown(
    strips: Sequence[Strip], seed: int, above: int, grain: Grain
) -> tuple[int, Found | None]:
    """Where the lines around `seed` end that could be a table, and whether they are one."""
    end, gutters, spanning, slipped = _downwards(strips, seed, grain)
    start = _with_header(strips, seed, above, gutters, grain)
    found = _supported(strips, range(start, end), gutters, spanning | slipped, grain)
    alike = sum(_slipped(strip, strips[seed], grain) for strip in strips[seed:end])
    if not found and alike >= _LEAST_ALIKE:
        found = tuple(max(g.inner, key=_width) for g in gutters if g.support and g.inner)
    if not found or (slipped and len(found) != len(wide_gaps(strips[seed], grain))):
        return end, None
    return end, Found(start, end, found, spanning, slipped)


def _downwards(
    strips: Sequence[Strip], seed: int, grain: Grain
) -> tuple[int, list[Gutter], frozenset[int], frozenset[int]]:
    """Where the lines from `seed` on end that leave its gutters free, what is left of these, and
    which of the lines span the columns, which have slipped."""
    first, last = strips[seed].words[0], strips[seed].words[-1]
    gutters = [
        Gutter([(-FAR, first.left)], support=0),
        *(Gutter([gap]) for gap in gaps_of(strips[seed], grain)),
        Gutter([(last.right, FAR)], support=0),
    ]
    kept = [replace(gutter) for gutter in gutters]  # as they are at the end so far
    spanning: set[int] = set()
    slipped: set[int] = set()
    end, airy = seed + 1, False
    for index in _written(strips, seed + 1):
        strip = strips[index]
        apart = strip.apart or not strips[index - 1].words
        # A heading between two tables stands apart, and its rows do not.
        if _spans(strips, index, gutters, grain) and (airy or not apart):
            spanning.add(index)
        elif not narrow(gutters, strip, grain):
            if not _slipped(strip, strips[seed], grain):
                break
            slipped.add(index)
            end = index + 1
        elif not apart or gaps_of(strip, grain):
            end, kept, airy = index + 1, [replace(g) for g in gutters], airy or apart
    return end, kept, frozenset(i for i in spanning if i < end), frozenset(slipped)


def _width(interval: Interval) -> float:
    return interval[1] - interval[0]


def _slipped(strip: Strip, header: Strip, grain: Grain) -> bool:
    """Whether a typed line has as many pieces as the header, three gaps or more between them."""
    gaps = len(wide_gaps(header, grain))
    return grain.typed and gaps > LEAST_GUTTERS and len(wide_gaps(strip, grain)) == gaps


def _written(strips: Sequence[Strip], start: int) -> Iterator[int]:
    """The lines that are not blank, as far as no more blank ones follow each other than rows of
    a table have between them."""
    blank = 0
    for index in range(start, len(strips)):
        blank = 0 if strips[index].words else blank + 1
        if blank > _MOST_BLANK:
            return
        if not blank:
            yield index


def _spans(strips: Sequence[Strip], index: int, gutters: Sequence[Gutter], grain: Grain) -> bool:
    """Whether one cell takes the whole row: a line without gaps, but after its number, across a
    gutter, and below it the table goes on as above."""
    strip = strips[index]
    gaps = gaps_of(strip, grain)
    numbered = len(gaps) == 1 and _is_marker(strip.words[0].text)
    if (gaps and not numbered) or fits(strip, gutters, grain):
        return False
    below = next((s for s in strips[index + 1 : index + 2 + _MOST_BLANK] if s.words), None)
    return (
        below is not None
        and len(gaps_of(below, grain)) >= LEAST_GUTTERS
        and fits(below, gutters, grain)
        and _starts_at_columns(below, gutters, grain)
    )


def _starts_at_columns(strip: Strip, gutters: Sequence[Gutter], grain: Grain) -> bool:
    """Whether most cells of the line begin where the columns do; those of another table, whose
    header happens to leave the gutters free, do not."""
    starts = [strip.words[0].left, *(right for _, right in gaps_of(strip, grain))]
    columns = [part[1] for gutter in gutters for part in gutter.inner]
    near = sum(any(abs(start - at) <= grain.least / 2 for at in columns) for start in starts[1:])
    return near >= _SAME_START * (len(starts) - 1)


def _is_marker(text: str) -> bool:
    """ "1", "2.", "IV", "-": what stands before the words of an item."""
    marker = read_marker(f"{text} Ả", 0, len(text) + 2)
    return marker is not None and marker.end == len(text) + 1


def _with_header(
    strips: Sequence[Strip], seed: int, above: int, gutters: list[Gutter], grain: Grain
) -> int:
    """Where the table begins: the words of a header cell may take more lines than those of
    others, "Đơn vị" over "thực hiện"."""
    start = seed
    while start > max(above, seed - _HEADER_LINES):
        strip = strips[start - 1]
        inner = sorted(part for gutter in gutters for part in gutter.inner)
        if len(inner) < LEAST_GUTTERS:
            break
        # A caption begins before the second gutter; the words of one cell may stand behind it.
        behind = inner[0][0] if gaps_of(strip, grain) else inner[1][0]
        if strips[start].apart or not strip.words or strip.words[0].left <= behind:
            break
        if not fits(strip, gutters, grain) or not narrow(gutters, strip, grain):
            break
        start -= 1
    return start


def _supported(
    strips: Sequence[Strip],
    lines: range,
    gutters: Sequence[Gutter],
    spanning: Set[int],
    grain: Grain,
) -> tuple[Interval, ...]:
    """The gutters that enough lines show; none where they are too few for a table."""
    rows = [strips[i] for i in lines if strips[i].words and i not in spanning]
    inner = sorted(part for gutter in gutters for part in gutter.inner)
    sure = [part for part in inner if _is_shown(rows, part, grain)]
    if sure and _marks_items(rows, sure[0], alone=len(sure) == LEAST_GUTTERS):
        sure = sure[1:]
    return tuple(sure) if len(sure) >= LEAST_GUTTERS else ()


def _is_shown(rows: Sequence[Strip], gutter: Interval, grain: Grain) -> bool:
    parted = [row for row in rows if parts(row, gutter, grain)]
    if gutter[1] - gutter[0] >= grain.wide:
        return len(parted) >= _SUPPORT
    starts = [min(w.left for w in row.words if w.left >= gutter[1] - 0.01) for row in parted]
    same = sum(start - gutter[1] < grain.least / 2 for start in starts)
    return len(parted) >= _SUPPORT_NARROW and same >= _SAME_START * len(starts)


def _marks_items(rows: Sequence[Strip], gutter: Interval, *, alone: bool) -> bool:
    """Whether what stands before the first gutter are the bullets of a list, whose texts stand
    behind a tab; or its numbers, if there are two more columns and no header."""
    before = [" ".join(w.text for w in row.words if w.right <= gutter[0]) for row in rows]
    marks = [text for text in before if text]
    numbers = any(any(c.isalnum() for c in text) for text in marks)
    return all(map(_is_marker, marks)) and (alone or not numbers)
