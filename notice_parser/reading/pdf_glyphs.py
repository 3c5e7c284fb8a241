"""The glyphs of a PDF page as pdfium reports them, in the page's own reading direction.

pdfium's own lines lose letters' order where the font changes inside a word ("ỦY": Ủ from a
font with Vietnamese letters, Y from one without), so only its glyph records are used. Glyphs
of one text object that touch are handed on together: there are a fifth as many.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, repeat
from math import atan2, degrees, hypot, inf
from operator import itemgetter
from struct import Struct
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import regex

from notice_parser.errors import DamagedFile
from notice_parser.model import Box
from notice_parser.reading.glyphs import Aside, GlyphPage, GlyphRun
from notice_parser.reading.pdf_rules import page_rules

# In parts of the type size. No two words are as close as this (`pdf_lines` asks for more).
_TOUCHING = 0.07
_FIRST_MARK = "\u0300"
_HYPHENS = (0x02, 0xFFFE)
_SPACES = frozenset((0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F, 0x3000))
_BOLD_NAME = regex.compile(r"bold|black|heavy|demi(?!l)", regex.IGNORECASE)
# pdfium guesses a weight from the stems where the font names none; below this it is noise.
_BOLD_WEIGHT = 700
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_SIDES = Struct("4f").unpack  # left, top, right, bottom
_RUN = GlyphRun._make  # a third of the time of GlyphRun(…)
# In degrees: text is one line across the page; a scanner's text may be crooked, and more is
# something else.
_LEVEL, _CROOKED = 0.01, 15.0


def _unchecked(function: Any, result: Any) -> Callable[..., Any]:
    """The function of pdfium without ctypes' check of each argument, which takes longer than
    what pdfium does. Addresses have to be given as `c_void_p` or by `byref`."""
    return ctypes.CFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_unicode = _unchecked(raw.FPDFText_GetUnicode, ctypes.c_uint)
_loose_box = _unchecked(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_is_generated = _unchecked(raw.FPDFText_IsGenerated, ctypes.c_int)
_text_object = _unchecked(raw.FPDFText_GetTextObject, ctypes.c_void_p)
_font_of = _unchecked(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
_render_mode = _unchecked(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int)


class _Turn(NamedTuple):
    """How a page is displayed. Along its line a letter reaches from `along * box[start] - zero`
    to `along * box[end] - zero` of its box (left, top, right, bottom); from the top of the page
    its baseline is `across * origin[axis] - top` away, with its origin (x, y)."""

    start: int
    end: int
    along: int
    zero: float
    axis: int
    across: int
    top: float
    rotation: int


class _Style(NamedTuple):
    """What holds for a whole text object. `degrees` is its direction on the page as displayed,
    against the clock: 0 for text to be read."""

    size: float
    bold: bool
    piece: int
    hidden: bool
    font: str
    degrees: float

    @property
    def level(self) -> bool:
        return abs(self.degrees) < _LEVEL

    @property
    def aside(self) -> bool:
        return abs(self.degrees) > _CROOKED


def glyph_page(page: pdfium.PdfPage, *, most: int) -> GlyphPage:
    """All glyphs of the page in the order of its content; spaces that pdfium guessed are
    left out. Raises DamagedFile for more than `most` glyphs."""
    textpage = page.get_textpage()
    try:
        count = raw.FPDFText_CountChars(textpage)
        if count > most:
            raise DamagedFile(f"{count} letters are more than a page can hold")
        runs, asides, quarters = _TextPage(textpage.raw, count, _turn(page)).read()
    finally:
        textpage.close()
    width, height = page.get_size()
    return GlyphPage(
        width,
        height,
        tuple(_joined(runs)),
        rules=page_rules(page),
        asides=tuple(asides),
        quarters=quarters,
    )


def _turn(page: pdfium.PdfPage) -> _Turn:
    left, bottom, right, top = page.get_cropbox()
    return {
        0: _Turn(0, 2, 1, left, 1, -1, -top, 0),
        90: _Turn(3, 1, 1, bottom, 0, 1, left, 90),
        180: _Turn(2, 0, -1, -right, 1, 1, bottom, 180),
        270: _Turn(1, 3, -1, -top, 0, -1, -right, 270),
    }[page.get_rotation()]


class _TextPage:
    """What pdfium knows of the letters of a page. It is asked as little as can be: most of the
    time of reading goes into these questions."""

    def __init__(self, textpage: Any, count: int, turn: _Turn) -> None:
        self._textpage, self._turn = textpage, turn
        self._address = ctypes.cast(textpage, ctypes.c_void_p)
        self._fonts: dict[int | None, tuple[str, bool]] = {}
        each = repeat(self._address, count)
        self._codes: list[int] = list(map(_unicode, each, range(count)))

    def read(self) -> tuple[list[GlyphRun], list[Aside], int]:
        """The runs of text to be read, what runs in other directions, and how far the page has
        to be turned (`GlyphPage.quarters`)."""
        runs: list[GlyphRun] = []
        asides: list[tuple[_Style, Aside]] = []
        letters: Counter[int] = Counter()
        for style, indices in self._objects():
            letters[round(style.degrees / 90) % 4] += len(indices)
            if not style.aside:
                runs += self._object_runs(indices, style)
            elif aside := self._aside(indices):
                asides.append((style, aside))
        quarters = letters.most_common(1)[0][0] if letters else 0
        return runs, list(_lines(asides)), quarters

    def _objects(self) -> Iterator[tuple[_Style, list[int]]]:
        """The text objects of the page, and their letters."""
        codes = self._codes
        owners = map(_text_object, repeat(self._address), range(len(codes)))
        styles: dict[int | None, _Style] = {}
        for owner, own in groupby(enumerate(owners), key=itemgetter(1)):
            indices = [
                index
                for index, _ in own
                if codes[index] not in _SPACES or not _is_generated(self._address, index)
            ]
            if indices and owner not in styles:
                styles[owner] = self._style(indices[0], owner, len(styles))
            if indices:
                yield styles[owner], indices

    def _aside(self, indices: Sequence[int]) -> Aside | None:
        text = "".join(self._text(index, self._codes[index])[0] for index in indices).strip()
        box, turn = raw.FS_RECTF(), self._turn
        across, down = [], []
        for index in indices:
            _loose_box(self._address, index, ctypes.byref(box))
            sides = _SIDES(box)
            across += [turn.along * sides[side] - turn.zero for side in (turn.start, turn.end)]
            down += [turn.across * sides[s ^ 1] - turn.top for s in (turn.start, turn.end)]
        edges = (min(across), min(down), max(across), max(down))
        return Aside(text, Box(*(round(edge, 2) for edge in edges))) if text else None

    def _object_runs(self, indices: Sequence[int], style: _Style) -> Iterator[GlyphRun]:
        box, codes = raw.FS_RECTF(), self._codes
        box_address = ctypes.byref(box)
        start, end, along, zero, *_ = self._turn
        size, bold, piece, hidden, font, _ = style
        level = style.level
        reach = _TOUCHING * size if level else -inf
        text, readable, base = "", True, self._base(indices[0])
        first = last = right = -inf
        for index in indices:
            code = codes[index]
            _loose_box(self._address, index, box_address)
            sides = _SIDES(box)
            near, far = along * sides[start] - zero, along * sides[end] - zero
            plain = 0x20 < code < 0x2000 and code != 0xA0
            if plain and last <= near <= right + reach:
                text += chr(code)
                last, right = near, far if far > right else right
                continue
            if text:
                yield _RUN(
                    (text, first, right, base, size, bold, piece, readable, hidden, font, None)
                )
            text, readable = (chr(code), True) if plain else self._text(index, code)
            base = base if level else self._base(index)
            first, right, last = near, far, near if plain else inf
        yield _RUN((text, first, right, base, size, bold, piece, readable, hidden, font, None))

    def _base(self, index: int) -> float:
        """How far the letter's baseline is from the top of the page."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._textpage, index, x, y)
        return self._turn.across * (x.value, y.value)[self._turn.axis] - self._turn.top

    def _text(self, index: int, code: int) -> tuple[str, bool]:
        """What the letter is, and whether that is known."""
        if code in _SPACES:
            return " ", True
        if code in _HYPHENS and raw.FPDFText_IsHyphen(self._textpage, index):
            return "-", True
        if code < 0x20 or 0xD800 <= code < 0xE000 or code in (0xFFFD, 0xFFFE, 0xFFFF):
            return "\ufffd", False
        return chr(code), True

    def _style(self, index: int, owner: int | None, number: int) -> _Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._textpage, index, matrix)
        scale = hypot(matrix.c, matrix.d) or 1.0
        size = abs(raw.FPDFText_GetFontSize(self._textpage, index)) * scale or 1.0
        text_object = ctypes.c_void_p(owner)
        hidden = bool(owner) and _render_mode(text_object) in _UNSEEN
        handle = _font_of(text_object) if owner else None
        font, bold = self._fonts.get(handle) or self._font(index)
        self._fonts[handle] = font, bold
        against = degrees(atan2(matrix.b, matrix.a)) - self._turn.rotation
        return _Style(size, bold, number, hidden, font, (against + 180) % 360 - 180)

    def _font(self, index: int) -> tuple[str, bool]:
        """The name of a letter's font, and whether it is bold."""
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._textpage, index, buffer, 128, flags)
        name = buffer.value.decode("utf-8", "ignore")
        weight: Any = raw.FPDFText_GetFontWeight(self._textpage, index)
        return name, weight >= _BOLD_WEIGHT or bool(_BOLD_NAME.search(name))


def _lines(asides: Sequence[tuple[_Style, Aside]]) -> Iterator[Aside]:
    """Asides of one direction that follow one another in the content are one."""
    for _, group in groupby(asides, key=lambda pair: round(pair[0].degrees)):
        own = [aside for _, aside in group]
        boxes = [aside.box for aside in own]
        yield Aside(
            " ".join(aside.text for aside in own),
            Box(
                min(box.left for box in boxes),
                min(box.top for box in boxes),
                max(box.right for box in boxes),
                max(box.bottom for box in boxes),
            ),
        )


def _joined(runs: Iterable[GlyphRun]) -> Iterator[GlyphRun]:
    """Combining marks go with the letter before them: sorted by place, they would stray."""
    last: GlyphRun | None = None
    for run in runs:
        if last and run.text >= _FIRST_MARK and unicodedata.combining(run.text[0]):
            last = last._replace(text=last.text + run.text)
            continue
        if last:
            yield last
        last = run
    if last:
        yield last
