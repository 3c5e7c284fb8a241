"""A source as a PDF: A4 pages laid out row by row, as Word would print them."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from rendering.page_rows import Row, block_rows, text_rows
from rendering.source import Run, Runs, Source, Style, parse_runs

LEFT, RIGHT, TOP, BOTTOM = 3 * cm, 2 * cm, 2 * cm, 2 * cm
WIDTH = A4[0] - LEFT - RIGHT
_FACES = {
    Style.PLAIN: "Regular",
    Style.BOLD: "Bold",
    Style.ITALIC: "Italic",
    Style.BOLD_ITALIC: "BoldItalic",
}
_FOLDERS = ("/usr/share/fonts/truetype/liberation2", "/usr/share/fonts/truetype/liberation")
_NOTE_SIZE = 10


def render_pdf(source: Source) -> bytes:
    _register_fonts()
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.setCreator("")
    rows = [row for block in source.blocks for row in block_rows(block, source, WIDTH)]
    notes = {mark: _note_rows(mark, runs) for mark, runs in source.notes.items()}
    pages = list(_paginate(rows, notes))
    for number, page in enumerate(pages, start=1):
        _draw_page(canvas, page, notes, number=number, running=source.meta.get("running", ""))
    canvas.save()
    return buffer.getvalue()


def _register_fonts() -> None:
    folders = [Path(f) for f in (os.environ.get("NOTICE_CORPUS_FONTS"), *_FOLDERS) if f]
    folder = next((f for f in folders if (f / "LiberationSerif-Regular.ttf").exists()), None)
    if folder is None:
        raise FileNotFoundError("no LiberationSerif-Regular.ttf; see Fonts in corpus/README.md")
    for style, face in _FACES.items():
        pdfmetrics.registerFont(TTFont(style.value, folder / f"LiberationSerif-{face}.ttf"))


def _note_rows(mark: str, runs: Runs) -> list[Row]:
    marked = (Run(mark, Style.NOTE), Run(" "), *runs)
    return list(text_rows(marked, WIDTH, size=_NOTE_SIZE))


def _paginate(rows: list[Row], notes: dict[str, list[Row]]) -> Iterator[list[Row]]:
    """Fill pages with rows; a page keeps room for the footnotes whose marks it holds."""
    page: list[Row] = []
    room = _room()
    for index, row in enumerate(rows):
        wanted = row.height + sum(_note_height(notes[mark]) for mark in row.notes)
        if page and wanted + _kept_height(rows, index) > room:
            yield page
            page, room = [], _room()
        page.append(row)
        room -= wanted
        if row.page_end:
            yield page
            page, room = [], _room()
    if page:
        yield page


def _kept_height(rows: list[Row], index: int) -> float:
    """Height of the rows that must not be parted from row `index`, headings over headings."""
    height = 0.0
    while rows[index].keeps_with_next and index + 1 < len(rows):
        index += 1
        height += rows[index].height
    return height


def _room() -> float:
    # One line below the page number, one above the running line.
    return float(A4[1] - TOP - BOTTOM - 20)


def _note_height(rows: list[Row]) -> float:
    return sum(row.height for row in rows) + 6


def _draw_page(
    canvas: Canvas, page: list[Row], notes: dict[str, list[Row]], *, number: int, running: str
) -> None:
    if number > 1:
        canvas.setFont(Style.PLAIN.value, 13)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 1.5 * cm, str(number))
    top = A4[1] - TOP - 5
    for row in page:
        top -= row.height
        row.draw(canvas, LEFT, top)
    marks = [mark for row in page for mark in row.notes]
    foot = BOTTOM + sum(_note_height(notes[mark]) for mark in marks)
    if marks:
        canvas.setLineWidth(0.5)
        canvas.line(LEFT, foot + 2, LEFT + 5 * cm, foot + 2)
    for row in (row for mark in marks for row in notes[mark]):
        foot -= row.height
        row.draw(canvas, LEFT, foot)
    if running:
        for row in text_rows(parse_runs(running), WIDTH, size=_NOTE_SIZE):
            row.draw(canvas, LEFT, 1.1 * cm)
    canvas.showPage()
