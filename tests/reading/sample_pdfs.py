"""PDF files for the tests, drawn with a font that has all Vietnamese letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

WIDTH, HEIGHT = A4
LEFT, RIGHT = 85.0, WIDTH - 45.0
Page = Callable[[Canvas], None]


def make_pdf(pages: Sequence[Page], *, encrypt: str | None = None, rotation: int = 0) -> bytes:
    """A PDF whose pages are drawn by `pages`; `encrypt` is a user's password."""
    register_fonts()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=encrypt)
    for draw in pages:
        if rotation:
            canvas.setPageRotation(rotation)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def text(
    canvas: Canvas, x: float, top: float, words: str, *, size: float = 13, bold: bool = False
) -> None:
    """One line, from `x`, its baseline `top` points below the page's top."""
    canvas.setFont("Bold" if bold else "Regular", size)
    canvas.drawString(x, HEIGHT - top, words)


def centred(
    canvas: Canvas, middle: float, top: float, words: str, *, size: float = 13, bold: bool = False
) -> None:
    canvas.setFont("Bold" if bold else "Regular", size)
    canvas.drawCentredString(middle, HEIGHT - top, words)


def flow(
    canvas: Canvas,
    top: float,
    paragraphs: Sequence[str],
    *,
    size: float = 13,
    indent: float = 36,
    leading: float = 1.4,
    justified: bool = True,
    left: float = LEFT,
) -> float:
    """Paragraphs of running text from `top`; returns where they end."""
    for words in paragraphs:
        style = ParagraphStyle(
            "flow",
            fontName="Regular",
            fontSize=size,
            leading=leading * size,
            firstLineIndent=indent,
            alignment=TA_JUSTIFY if justified else 0,
        )
        top = _draw(canvas, words, style, top, left) + 6
    return top


def title(canvas: Canvas, top: float, words: str) -> float:
    style = ParagraphStyle("title", fontName="Bold", fontSize=14, leading=19, alignment=TA_CENTER)
    return _draw(canvas, words, style, top, LEFT)


def _draw(canvas: Canvas, words: str, style: ParagraphStyle, top: float, left: float) -> float:
    paragraph = Paragraph(words, style)
    _, height = paragraph.wrap(RIGHT - left, HEIGHT)
    paragraph.drawOn(canvas, left, HEIGHT - top - height)
    return top + float(height)


def register_fonts() -> None:
    if "Regular" in pdfmetrics.getRegisteredFontNames():
        return
    spec = find_spec("font_roboto")
    if spec is None or spec.origin is None:
        pytest.skip("no font with Vietnamese letters: install the package font-roboto")
    folder = Path(spec.origin).parent / "files"
    for name in ("Regular", "Bold"):
        pdfmetrics.registerFont(TTFont(name, folder / f"Roboto-{name}.ttf"))
