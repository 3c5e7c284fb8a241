"""A source as a text file: long or hard-wrapped lines, with or without pages."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from rendering.source import Block, Kind, Runs, Source, Style, plain

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# A private-use character: textwrap would take a form feed for a blank.
_PAGE_END = "\ue000"
_UNWRAPPED_WIDTH = 90


@dataclass(frozen=True)
class _Line:
    """`notes` are the footnotes whose marks stand in the line."""

    text: str
    notes: tuple[str, ...] = ()
    page_end: bool = False
    paragraph_end: bool = False


def render_plain(source: Source) -> bytes:
    lines = [line for block in source.blocks for line in _lines(block, source)]
    paged = _paged if source.number("page_lines") else _unpaged
    text = "\n".join(paged(lines, source)).replace("\n\n\n", "\n\n").strip("\n")
    return (text + "\n").encode("utf-8")


def _lines(block: Block, source: Source) -> Iterator[_Line]:
    if block.kind is Kind.PAGE:
        yield _Line("", page_end=True)
        return
    if block.rows:
        yield from (_Line(text) for text in _row_texts(block, source))
    else:
        centred = block.kind is Kind.CENTRE and source.number("wrap") > 0
        texts = _centred(plain(block.runs), source) if centred else _broken(block.runs, source)
        last = len(texts) - 1
        yield from (_marked(t, block.runs, paragraph_end=i == last) for i, t in enumerate(texts))
    if source.meta.get("blank", "yes") == "yes" or block.kind in {Kind.LETTERHEAD, Kind.TITLE}:
        yield _Line("")


def _marked(text: str, runs: Runs, *, paragraph_end: bool) -> _Line:
    marks = (run.text for run in runs if run.style is Style.NOTE)
    notes = tuple(mark for mark in marks if mark.translate(_SUPERSCRIPTS) in text)
    clean = text.replace(_PAGE_END, "").rstrip()
    return _Line(clean, notes, _PAGE_END in text, paragraph_end)


def _broken(runs: Runs, source: Source) -> list[str]:
    text = "".join(_written(run.text, run.style) for run in runs)
    indent = " " * source.number("indent")
    head, mark, tail = text.partition(_PAGE_END)
    if width := source.number("wrap"):
        lines = textwrap.wrap(
            f"{head.rstrip()} {tail.lstrip()}" if mark else text,
            width,
            initial_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
        return _with_page_end(lines, head) if mark else lines
    return [indent + head + mark, tail.strip()] if mark else [indent + text]


def _with_page_end(lines: list[str], head: str) -> list[str]:
    """The mark at the end of the line in which `head` ends; it takes no room of its own."""
    left = len("".join(head.split()))
    for index, line in enumerate(lines):
        left -= len("".join(line.split()))
        if left <= 0:
            return [*lines[:index], line + _PAGE_END, *lines[index + 1 :]]
    return lines


def _written(text: str, style: Style) -> str:
    if style is Style.NOTE:
        return text.translate(_SUPERSCRIPTS)
    return _PAGE_END if style is Style.PAGE else text


def _row_texts(block: Block, source: Source) -> Iterator[str]:
    cells = [[plain(cell) for cell in row] for row in block.rows]
    if block.kind is Kind.TABLE:
        yield from ("| " + " | ".join(row) + " |" for row in cells)
    elif block.kind is Kind.TITLE:
        yield from (line for row in cells for line in _centred(row[0], source))
    elif block.kind is Kind.SIGNATURE:
        yield from cells[0]
        yield ""
        yield from cells[1]
    elif source.meta.get("letterhead", "columns") == "stacked":
        yield from (row[side] for side in (0, 1) for row in cells if row[side])
    else:
        yield from (_side_by_side(row, source) for row in cells)


def _centred(text: str, source: Source) -> list[str]:
    width = source.number("wrap")
    lines = textwrap.wrap(text, width, break_on_hyphens=False) if width else [text]
    return [line.center(width).rstrip() for line in lines]


def _side_by_side(row: list[str], source: Source) -> str:
    width = source.number("wrap", _UNWRAPPED_WIDTH)
    left = width * 2 // 5
    return (row[0].center(left) + " " + row[1].center(width - left - 1)).rstrip()


def _unpaged(lines: list[_Line], source: Source) -> Iterator[str]:
    pending: list[str] = []
    for line in lines:
        yield line.text
        pending += line.notes
        if pending and (line.page_end or (line.paragraph_end and not _ends_later(line, lines))):
            yield from _notes(pending, source)
            pending = []


def _ends_later(line: _Line, lines: list[_Line]) -> bool:
    """Whether a page end still follows, where the pending notes belong."""
    position = next(i for i, other in enumerate(lines) if other is line)
    return any(other.page_end for other in lines[position + 1 :])


def _paged(lines: list[_Line], source: Source) -> Iterator[str]:
    number, used = 1, 0
    pending: list[str] = []
    for line in lines:
        yield line.text
        used += 1
        pending += line.notes
        full = used + len(list(_notes(pending, source))) >= source.number("page_lines")
        if line.page_end or full:
            yield from _notes(pending, source) if pending else [""]
            number, used, pending = number + 1, 0, []
            yield str(number).center(source.number("wrap")).rstrip()
            yield ""
    yield from _notes(pending, source)


def _notes(marks: list[str], source: Source) -> Iterator[str]:
    if marks:
        yield ""
    for mark in marks:
        text = f"{mark.translate(_SUPERSCRIPTS)} {plain(source.notes[mark])}"
        width = source.number("wrap")
        yield from textwrap.wrap(text, width, break_on_hyphens=False) if width else [text]
    if marks:
        yield ""
