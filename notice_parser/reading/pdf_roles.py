"""What each line of a PDF is on its page: running head or foot, footnote, or body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

import regex

from notice_parser.model import Role
from notice_parser.reading.footnotes import mark_key
from notice_parser.reading.pdf_lines import PageLine
from notice_parser.reading.running import is_page_number

Pages = Sequence[Sequence[PageLine]]
_DIGITS = regex.compile(r"\d+")
# Running lines stand in the outer parts of the page's height, footnotes in its lower part.
_MARGIN = 0.12
_FOOT = 0.4
_LEAST_REPEATS = 3
_OUTERMOST = 3
_LONGEST_NUMBER = 4
_SAME_PLACE = 6.0
_SAME_LINE = 1.0
_SMALLER = 0.93
_NOTE_START = regex.compile(r"[\[(]?(\d{1,2}|\*{1,3}|[¹²³⁰⁴-⁹]{1,2})[\])]?\s?(?=\p{L})")
# In points.
_LEAST_INDENT = 24.0
_OFF_CENTRE = 12.0


def page_roles(pages: Pages, heights: Sequence[float]) -> list[list[tuple[Role, str]]]:
    """For each line of each page its role, and the mark of the footnote that starts there."""
    size = _body_size(pages)
    roles = []
    for lines, running, height in zip(pages, _running(pages, heights), heights, strict=True):
        notes = _footnotes(lines, running, size=size, height=height)
        roles.append([_role(index, running, notes) for index in range(len(lines))])
    return roles


def _role(index: int, running: Set[int], notes: Mapping[int, str]) -> tuple[Role, str]:
    if index in running:
        return Role.RUNNING, ""
    return (Role.FOOTNOTE, notes[index]) if index in notes else (Role.BODY, "")


def _running(pages: Pages, heights: Sequence[float]) -> list[set[int]]:
    """For each page the indices of its running lines: lone numbers at its top or foot, and
    what stands in the same place on three pages or more."""
    edges = [_edges(lines, height) for lines, height in zip(pages, heights, strict=True)]
    often = Counter(
        key
        for lines, edge in zip(pages, edges, strict=True)
        for key in {_key(lines[index]) for index in edge}
    )
    least = max(_LEAST_REPEATS, len(pages) // 2)
    numbers = [
        (lines[i].middle, lines[i].box.top)
        for lines, edge in zip(pages, edges, strict=True)
        for i in edge
        if _is_page_number(lines, i)
    ]
    return [
        {
            i
            for i in edge
            if _is_page_number(lines, i)
            or _is_misread_number(lines, i, numbers)
            or often[_key(lines[i])] >= least
        }
        for lines, edge in zip(pages, edges, strict=True)
    ]


def _is_page_number(lines: Sequence[PageLine], index: int) -> bool:
    """A number alone in its row and at the outside of the page: no cell of a table."""
    if not is_page_number(lines[index].text):
        return False
    top = lines[index].box.top
    outside = min(sum(o.box.top < top for o in lines), sum(o.box.top > top for o in lines))
    return outside < _OUTERMOST and _alone(lines, index)


def _is_misread_number(
    lines: Sequence[PageLine], index: int, numbers: Sequence[tuple[float, float]]
) -> bool:
    """A short word of a scan, alone where other pages have their numbers: an "8" that was
    read as "tộc"."""
    line = lines[index]
    if not line.readings or len(line.text) > _LONGEST_NUMBER or not _alone(lines, index):
        return False
    near = (
        abs(line.middle - middle) < _OFF_CENTRE and abs(line.box.top - top) < _OFF_CENTRE
        for middle, top in numbers
    )
    return sum(near) >= _LEAST_REPEATS


def _edges(lines: Sequence[PageLine], height: float) -> list[int]:
    return [
        index
        for index, line in enumerate(lines)
        if line.box.bottom < _MARGIN * height or line.box.top > (1 - _MARGIN) * height
    ]


def _key(line: PageLine) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.box.top / _SAME_PLACE)


def _body_size(pages: Pages) -> float:
    """The type size of most letters."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _footnotes(
    lines: Sequence[PageLine], running: Set[int], *, size: float, height: float
) -> dict[int, str]:
    """The footnote lines at the foot of a page, by index: the mark where a note starts, ""
    where it goes on."""
    small: list[int] = []
    for index in sorted(range(len(lines)), key=lambda i: -lines[i].box.top):
        if index in running:
            continue
        line = lines[index]
        if line.size > _SMALLER * size or line.box.top < _FOOT * height:
            break
        small.append(index)
    references = {
        mark_key(line.text[mark.start : mark.end])
        for index, line in enumerate(lines)
        if index not in small
        for mark in line.raised
    }
    marks = {i: _note_mark(lines[i], references, alone=_alone(lines, i)) for i in reversed(small)}
    first = min((lines[i].box.top for i, mark in marks.items() if mark), default=None)
    if first is None:
        return {}
    return {i: mark for i, mark in marks.items() if lines[i].box.top >= first - _SAME_LINE}


def _note_mark(line: PageLine, references: Set[str], *, alone: bool) -> str:
    """The mark that a footnote starts with, as printed, "" where none does: it is raised, or
    the page refers to it (a table in small type has numbers before its lines too). In a scan
    no mark is known to be raised: there the line has to stand `alone` in its row."""
    if line.raised and line.raised[0].start == 0:
        return line.text[: line.raised[0].end]
    found = _NOTE_START.match(line.text)
    mark = found[0].strip() if found else ""
    known = mark_key(mark) in references or (bool(line.readings) and alone)
    return mark if known else ""


def _alone(lines: Sequence[PageLine], index: int) -> bool:
    box = lines[index].box
    others = (other.box for i, other in enumerate(lines) if i != index)
    return not any(other.top < box.bottom and box.top < other.bottom for other in others)


class Measure:
    """Where running text begins and ends across the pages of a file."""

    def __init__(self, lines: Sequence[PageLine], width: float) -> None:
        wide = [line.box for line in lines if line.box.right - line.box.left > 0.5 * width]
        boxes = wide or [line.box for line in lines]
        self.left = _quantile([box.left for box in boxes], 0.1)
        self.right = _quantile([box.right for box in boxes], 0.9)
        self._starts = Counter(round(line.box.left) for line in lines)

    def centres(self, line: PageLine) -> bool:
        """Whether a line is short and in the middle, and starts where few others do (many
        start at a paragraph's indent)."""
        left, right = line.box.left - self.left, self.right - line.box.right
        start = round(line.box.left)
        others = sum(self._starts[start + step] for step in (-1, 0, 1)) - 1
        return min(left, right) > _LEAST_INDENT and abs(left - right) < _OFF_CENTRE and others < 4


def centred_column(lines: Sequence[PageLine]) -> bool:
    """Whether the lines of one column stand in its middle."""
    if len(lines) < 2:
        return False
    middles = [line.middle for line in lines]
    lefts = [line.box.left for line in lines]
    return max(middles) - min(middles) < _OFF_CENTRE and max(lefts) - min(lefts) > 3.0


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
