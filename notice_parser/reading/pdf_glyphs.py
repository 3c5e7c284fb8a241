"""The glyphs of a PDF page as pdfium reports them, in the page's own reading direction.

pdfium's own lines lose letters' order where the font changes inside a word ("ỦY": Ủ from a
font with Vietnamese letters, Y from one without), so only its glyph records are used.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from notice_parser.errors import DamagedFile
from notice_parser.reading.pdf_rules import page_rules
from notice_parser.reading.ruled_tables import Rule

_FIRST_MARK = "\u0300"
_HYPHENS = (0x02, 0xFFFE)
_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000))
_BOLD_NAME = regex.compile(r"bold|black|heavy|demi(?!l)", regex.IGNORECASE)
# pdfium guesses a weight from the stems where the font names none; below this it is noise.
_BOLD_WEIGHT = 700
# The text object of a glyph as a plain address: a typed pointer costs as much as all else.
_text_object = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(raw.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)
_render_mode = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_void_p).value or 0
)
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


class Glyph(NamedTuple):
    """One glyph, or one whole word recognised in an image, which then has a `confidence`.
    `left` and `right` include its side bearings; `base` is its baseline's distance from the
    top of the page; all in points. `piece` numbers the text object, `hidden` says that it is
    not drawn."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    piece: int
    readable: bool
    hidden: bool = False
    font: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class GlyphPage:
    """`width` and `height` as displayed, after rotation. `left_out` counts what was recognised in
    an image and is no word; `rules` are the lines drawn on the page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    left_out: int = 0
    rules: tuple[Rule, ...] = ()


class _Style(NamedTuple):
    size: float
    bold: bool
    piece: int
    hidden: bool
    font: str


def glyph_page(page: pdfium.PdfPage, *, most: int) -> GlyphPage:
    """All glyphs of the page in the order of its content; spaces that pdfium guessed are
    left out. Raises DamagedFile for more than `most` glyphs."""
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > most:
            raise DamagedFile(f"{count} letters are more than a page can hold")
        width, height = page.get_size()
        turn = _turn(page)
        glyphs = tuple(_joined(_glyphs(textpage.raw, count, turn)))
    finally:
        textpage.close()
    return GlyphPage(width, height, glyphs, rules=page_rules(page))


def _turn(page: pdfium.PdfPage) -> tuple[int, float, float, float, float]:
    left, bottom, right, top = page.get_cropbox()
    return (page.get_rotation(), left, bottom, right, top)


def _glyphs(
    textpage: Any, count: int, turn: tuple[int, float, float, float, float]
) -> Iterator[Glyph]:
    rotation, page_left, page_bottom, page_right, page_top = turn
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    styles: dict[int | None, _Style] = {}
    textpage_address = ctypes.cast(textpage, ctypes.c_void_p)
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in _SPACES and raw.FPDFText_IsGenerated(textpage, index):
            continue
        if not raw.FPDFText_GetCharOrigin(textpage, index, x, y):
            continue
        raw.FPDFText_GetLooseCharBox(textpage, index, box)
        address = _text_object(textpage_address, index)
        style = styles.get(address)
        if style is None:
            style = styles[address] = _style(textpage, index, address, len(styles))
        if rotation == 0:
            left, right, base = box.left - page_left, box.right - page_left, page_top - y.value
        elif rotation == 90:
            left, right = box.bottom - page_bottom, box.top - page_bottom
            base = x.value - page_left
        elif rotation == 270:
            left, right, base = page_top - box.top, page_top - box.bottom, page_right - x.value
        else:
            left, right = page_right - box.right, page_right - box.left
            base = y.value - page_bottom
        plain = 0x20 < code < 0x2000 and code != 0xA0  # nearly all; a call would cost much
        text, readable = (chr(code), True) if plain else _text(textpage, index, code)
        own = (style.size, style.bold, style.piece, readable, style.hidden, style.font)
        yield Glyph(text, left, right, base, *own)


def _text(textpage: Any, index: int, code: int) -> tuple[str, bool]:
    if code in _SPACES:
        return " ", True
    if code in _HYPHENS and raw.FPDFText_IsHyphen(textpage, index):
        return "-", True
    if code < 0x20 or 0xD800 <= code < 0xE000 or code in (0xFFFD, 0xFFFE, 0xFFFF):
        return "\ufffd", False
    return chr(code), True


def _style(textpage: Any, index: int, address: int | None, number: int) -> _Style:
    """Size and weight of a text object, asked at its first glyph."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    scale = hypot(matrix.c, matrix.d) or 1.0
    size = abs(raw.FPDFText_GetFontSize(textpage, index)) * scale or 1.0
    hidden = bool(address) and _render_mode(address) in _UNSEEN
    font = _font(textpage, index)
    weight: Any = raw.FPDFText_GetFontWeight(textpage, index)
    bold = weight >= _BOLD_WEIGHT or bool(_BOLD_NAME.search(font))
    return _Style(size, bold, number, hidden, font)


def _font(textpage: Any, index: int) -> str:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, name, 128, flags)
    return name.value.decode("utf-8", "ignore")


def _joined(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Combining marks go with the letter before them: sorted by place, they would stray."""
    last: Glyph | None = None
    for glyph in glyphs:
        if last and glyph.text >= _FIRST_MARK and unicodedata.combining(glyph.text[0]):
            last = last._replace(text=last.text + glyph.text)
            continue
        if last:
            yield last
        last = glyph
    if last:
        yield last
