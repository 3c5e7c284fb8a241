"""Rows of a printed page: a text line, a line of a letterhead, a table row, a signature."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reportlab.lib.units import cm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from rendering.source import Block, Kind, Runs, Source, Style, emphasised

Draw = Callable[[Canvas, float, float], None]
_HEADING_STYLES = {1: Style.BOLD, 2: Style.BOLD, 3: Style.BOLD_ITALIC, 4: Style.ITALIC}
_FIRST_LINE_INDENT = 1.27 * cm
_LEADING = 1.25
_SPACE_BEFORE = 5.0
_PADDING = 4.0
# At 13 points "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" no longer fits its column.
_LARGEST_COLUMN_SIZE = 12.0


@dataclass(frozen=True)
class Row:
    """`draw(canvas, left, bottom)` puts it on the page; `height` holds the space above it."""

    height: float
    draw: Draw
    notes: tuple[str, ...] = ()
    page_end: bool = False
    keeps_with_next: bool = False


@dataclass(frozen=True)
class _Piece:
    """Part of a word in one font; a word may change font or carry a footnote mark."""

    text: str
    style: Style
    size: float

    @property
    def font(self) -> str:
        typeless = self.style in {Style.NOTE, Style.PAGE}
        return (Style.PLAIN if typeless else self.style).value

    @property
    def width(self) -> float:
        return float(stringWidth(self.text, self.font, self.size))


_Word = tuple[_Piece, ...]


def block_rows(block: Block, source: Source, width: float) -> Iterator[Row]:
    size = float(source.number("font_size", 13))
    if block.kind is Kind.PAGE:
        yield Row(0, lambda canvas, left, bottom: None, page_end=True)
    elif block.kind is Kind.TITLE:
        for row in block.rows:
            yield from text_rows(emphasised(row[0], Style.BOLD), width, size=size, centred=True)
        yield _gap(size)
    elif block.kind is Kind.LETTERHEAD:
        columns = tuple(zip(*block.rows, strict=True))
        yield _columns_row(columns, width, size=size, centred=(True, True))
        yield _gap(size)
    elif block.kind is Kind.SIGNATURE:
        right = tuple(emphasised(line, Style.BOLD) for line in block.rows[1])
        columns = (block.rows[0], (*right[:-1], (), (), (), right[-1]))
        yield _gap(size)
        yield _columns_row(columns, width, size=size, centred=(False, True))
    elif block.kind is Kind.TABLE:
        yield from _table_rows(block, width, size=size - 1)
    else:
        yield from _paragraph_rows(block, width, size=size)


def _gap(size: float) -> Row:
    return Row(size, lambda canvas, left, bottom: None)


def _paragraph_rows(block: Block, width: float, *, size: float) -> Iterator[Row]:
    heading = block.kind is Kind.HEADING
    runs = emphasised(block.runs, _HEADING_STYLES[block.level]) if heading else block.runs
    centred = block.kind is Kind.CENTRE
    indent = 0 if centred else _FIRST_LINE_INDENT
    rows = list(text_rows(runs, width, size=size, centred=centred, indent=indent))
    for index, row in enumerate(rows):
        space = _SPACE_BEFORE if index == 0 else 0.0
        yield replace(row, height=row.height + space, keeps_with_next=heading)


def text_rows(
    runs: Runs, width: float, *, size: float, centred: bool = False, indent: float = 0.0
) -> Iterator[Row]:
    """The lines of one paragraph, justified except the last."""
    lines = list(_broken(_words(runs, size), width, indent, size=size))
    for index, line in enumerate(lines):
        offset = indent if index == 0 else 0.0
        natural = _natural_width(line, size)
        spread = 0.0
        if centred:
            offset = (width - natural) / 2
        elif index < len(lines) - 1 and len(line) > 1:
            spread = (width - offset - natural) / (len(line) - 1)
        pieces = [piece for word in line for piece in word]
        yield Row(
            size * _LEADING,
            _line_drawer(line, offset=offset, spread=spread, size=size),
            tuple(p.text for p in pieces if p.style is Style.NOTE),
            any(p.style is Style.PAGE for p in pieces),
        )


def _words(runs: Runs, size: float) -> list[_Word]:
    words: list[list[_Piece]] = [[]]
    for run in runs:
        piece_size = size * 0.65 if run.style is Style.NOTE else size
        for index, text in enumerate(run.text.split(" ")):
            if index:
                words.append([])
            if text or run.style is Style.PAGE:
                words[-1].append(_Piece(text, run.style, piece_size))
    return [tuple(word) for word in words if word]


def _broken(
    words: list[_Word], width: float, indent: float, *, size: float
) -> Iterator[list[_Word]]:
    line: list[_Word] = []
    room = width - indent
    for word in words:
        if line and _natural_width([*line, word], size) > room:
            yield line
            line, room = [], width
        line.append(word)
    if line:
        yield line


def _word_width(word: _Word) -> float:
    return sum(piece.width for piece in word)


def _natural_width(line: list[_Word], size: float) -> float:
    spaces = float(stringWidth(" ", Style.PLAIN.value, size)) * (len(line) - 1)
    return sum(_word_width(word) for word in line) + spaces


def _line_drawer(line: list[_Word], *, offset: float, spread: float, size: float) -> Draw:
    space = float(stringWidth(" ", Style.PLAIN.value, size))

    def draw(canvas: Canvas, left: float, bottom: float) -> None:
        x, baseline = left + offset, bottom + size * 0.25
        for index, word in enumerate(line):
            for piece in word:
                # The blank after a word is typed, as Word does, not left to the reader's guess.
                blank = " " if piece is word[-1] and index < len(line) - 1 else ""
                rise = size * 0.4 if piece.style is Style.NOTE else 0.0
                canvas.setFont(piece.font, piece.size)
                canvas.drawString(x, baseline + rise, piece.text + blank)
                x += piece.width
            x += space + spread

    return draw


def _columns_row(
    columns: tuple[tuple[Runs, ...], ...], width: float, *, size: float, centred: tuple[bool, ...]
) -> Row:
    small = min(size - 1, _LARGEST_COLUMN_SIZE)
    left_width = width * 0.42
    boxes = ((0.0, left_width), (left_width + 6, width - left_width - 6))
    stacks = []
    for lines, (_, box_width), middle in zip(columns, boxes, centred, strict=True):
        stack: list[Row] = []
        for line in lines:
            rows = text_rows(line, box_width, size=small, centred=middle)
            stack += rows if line else [_gap(small * _LEADING)]
        stacks.append(stack)
    return _stacked(stacks, [x for x, _ in boxes])


def _stacked(stacks: list[list[Row]], offsets: list[float], *, padding: float = 0.0) -> Row:
    heights = [sum(row.height for row in stack) for stack in stacks]
    height = max(heights) + 2 * padding

    def draw(canvas: Canvas, left: float, bottom: float) -> None:
        for stack, offset in zip(stacks, offsets, strict=True):
            top = bottom + height - padding
            for row in stack:
                top -= row.height
                row.draw(canvas, left + offset, top)

    notes = tuple(mark for stack in stacks for row in stack for mark in row.notes)
    return Row(height, draw, notes)


def _table_rows(block: Block, width: float, *, size: float) -> Iterator[Row]:
    count = len(block.rows[0])
    percents = block.widths or (100 / count,) * count
    widths = [width * percent / 100 for percent in percents]
    edges = [sum(widths[:i]) for i in range(count + 1)]
    yield _gap(_SPACE_BEFORE)
    for index, cells in enumerate(block.rows):
        stacks = []
        for cell, cell_width in zip(cells, widths, strict=True):
            runs = cell if index else emphasised(cell, Style.BOLD)
            inner = cell_width - 2 * _PADDING
            stacks.append(list(text_rows(runs, inner, size=size, centred=index == 0)))
        row = _stacked(stacks, [edge + _PADDING for edge in edges[:-1]], padding=_PADDING)
        yield replace(row, draw=_ruled(row, edges), keeps_with_next=index == 0)


def _ruled(row: Row, edges: list[float]) -> Draw:
    def draw(canvas: Canvas, left: float, bottom: float) -> None:
        row.draw(canvas, left, bottom)
        canvas.setLineWidth(0.5)
        canvas.grid([left + edge for edge in edges], [bottom, bottom + row.height])

    return draw
