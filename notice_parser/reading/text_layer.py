"""Can a PDF page's own text be trusted, or must the page be recognised as an image?

Fonts that name the wrong letters give rubbish that every program calls success; a scanner's
own recognition, made for English, loses the marks of Vietnamese; and a signature stamped by
a program is a line of text on a page that is otherwise an image.
"""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from notice_parser.reading.glyphs import GlyphPage
from notice_parser.reading.legacy import apply, decode_lines
from notice_parser.reading.pdf_lines import PageLine
from notice_parser.reading.wording import marked_share, valid_share

EMPTY, LETTERS, WORDS, PICTURE, UNMARKED = "empty", "letters", "words", "picture", "unmarked"
_UNREADABLE = 0.3
# Vietnamese text has 0.95 and more, with its names and foreign words.
_VALID = 0.85
_ENOUGH_WORDS = 20
_MARKED = 0.6
_FEW_LETTERS = 400
_COVERED = 0.5


def fault(glyphs: GlyphPage, lines: Sequence[PageLine], page: pdfium.PdfPage) -> str:
    """Why the text of a page cannot be trusted, as one of the codes above; "" where it can."""
    letters = glyphs.letters
    if not letters:
        return EMPTY
    if glyphs.unreadable > _UNREADABLE * letters:
        return LETTERS
    text = "\n".join(line.text for line in lines)
    if _is_wrong(text) and _is_wrong(_decoded(lines)):
        return WORDS
    hidden = glyphs.hidden > letters / 2
    unmarked = hidden and marked_share(text) < _MARKED
    if (unmarked or letters < _FEW_LETTERS) and _pictured(page) > _COVERED:
        return UNMARKED if unmarked else PICTURE
    return ""


def _is_wrong(text: str) -> bool:
    share, words = valid_share(text)
    return words >= _ENOUGH_WORDS and share < _VALID


def _decoded(lines: Sequence[PageLine]) -> str:
    """What the lines say in the encoding of their fonts or words: TCVN3 and its like are
    wrong as they stand, but not lost."""
    found = decode_lines([(line.text, line.fonts) for line in lines])
    return "\n".join(apply(line.text, own) for line, own in zip(lines, found, strict=True))


def _pictured(page: pdfium.PdfPage) -> float:
    """The share of the page that its largest image covers."""
    width, height = page.get_size()
    largest = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        largest = max(largest, (right - left) * (top - bottom))
    return float(largest / max(width * height, 1.0))
