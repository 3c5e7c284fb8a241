"""PDF → SourceLines, with boxes. pdfium does the parsing, `pdf_glyphs`, `pdf_lines` and
`pdf_roles` the reading; a page whose own text is missing or wrong goes to `ocr`.

pdfium is not thread-safe and can crash on malformed files: read each file in a process
that may die.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from notice_parser.errors import DamagedFile, MissingProgram
from notice_parser.model import Warning
from notice_parser.reading import text_layer
from notice_parser.reading.glyphs import GlyphPage
from notice_parser.reading.pages import ReadPage, arranged, source_of
from notice_parser.reading.pdf_glyphs import glyph_page
from notice_parser.reading.sniff import PDF
from notice_parser.reading.source import Source
from notice_parser.reading.turn import Turn
from notice_parser.reading.wording import valid_share
from notice_parser.settings import Limits, limits

if TYPE_CHECKING:
    from notice_parser.reading.ocr import Recognised
    from notice_parser.reading.page_image import Picture

_HEADER_WITHIN = 1024
_DOUBTFUL = 0.01
# Recognition has to find this many times the words that the page's own text has.
_BETTER = 1.2


def read_pdf(content: bytes) -> Source:
    """The lines of a PDF: its own text, or what is recognised in the images of its pages.

    Raises DamagedFile for one that is broken, locked, too long or empty, and MissingProgram
    where no page can be read without OCR, and there is none.
    """
    most = limits()
    with opened(content) as pdf:
        if not 0 < len(pdf) <= most.pages:
            raise DamagedFile(
                f"the PDF has {len(pdf)} pages, readable are 1 to {most.pages}; "
                "give the notice alone"
            )
        read = [_own_text(pdf, index, most) for index in range(len(pdf))]
        pages = [page for page, _ in read]
        doubtful = [index for index, (_, fault) in enumerate(read) if fault]
        if doubtful:
            pages = _recognised(pdf, pages, doubtful, most)
    if not any(page.columns for page in pages):
        raise DamagedFile(_nothing(pages))
    return source_of(PDF, pages, warnings=tuple(_unreadable(pages)))


@contextmanager
def opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """The PDF for reading. Raises DamagedFile for one that is broken or locked."""
    # pdfium counts offsets from the header; what a mail gateway put before it goes.
    start = content[: _HEADER_WITHIN + 5].find(b"%PDF-")
    try:
        pdf = pdfium.PdfDocument(content[max(start, 0) :])
    except pdfium.PdfiumError as error:
        raise _cannot_open(error) from error
    try:
        yield pdf
    finally:
        pdf.close()


def _cannot_open(error: pdfium.PdfiumError) -> DamagedFile:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return DamagedFile("the PDF is locked with a password; save it without one")
    return DamagedFile(
        "the PDF is broken or cut short and pdfium cannot open it; download or save it again"
    )


def _own_text(pdf: pdfium.PdfDocument, index: int, most: Limits) -> tuple[ReadPage, str]:
    """A page with its own text, and why that cannot be trusted ("" where it can)."""
    try:
        page = pdf[index]
        try:
            glyphs, turn = _upright(page, most)
            read = arranged(glyphs, turn=turn)
            return read, text_layer.fault(glyphs, read.lines, page)
        finally:
            page.close()
    except (pdfium.PdfiumError, DamagedFile) as error:
        trouble = f"is broken and left out ({error}); save or download the file again"
        return ReadPage(0.0, 0.0, trouble=trouble), ""


def _upright(page: pdfium.PdfPage, most: Limits) -> tuple[GlyphPage, Turn | None]:
    """The glyphs of a page, turned where most of them run up, down or on their heads (a table
    printed sideways), and how it was turned."""
    glyphs = glyph_page(page, most=most.page_letters)
    if not glyphs.quarters:
        return glyphs, None
    rotation = page.get_rotation()
    page.set_rotation((rotation + 90 * glyphs.quarters) % 360)
    try:
        turned = glyph_page(page, most=most.page_letters)
    finally:
        page.set_rotation(rotation)
    return turned, Turn(-glyphs.quarters % 4, 0.0, glyphs.width, glyphs.height)


def _recognised(
    pdf: pdfium.PdfDocument, pages: Sequence[ReadPage], doubtful: Sequence[int], most: Limits
) -> list[ReadPage]:
    """The pages, those at `doubtful` recognised in their images where that gives more."""
    from notice_parser.reading.ocr import recognise_pages  # loads Pillow and numpy

    result, missing = list(pages), ""
    images = (_image(pdf, index, most) for index in doubtful)
    for index, seen in zip(doubtful, recognise_pages(images, most), strict=True):
        result[index] = _better(pages[index], seen)
        missing = missing or seen.missing
    if missing and not any(page.columns for i, page in enumerate(pages) if i not in doubtful):
        raise MissingProgram(f"the PDF has pages without readable text; it {missing}")
    return result


def _image(pdf: pdfium.PdfDocument, index: int, most: Limits) -> Picture:
    from notice_parser.reading.page_image import rendered

    page = pdf[index]
    try:
        image = rendered(page, dpi=most.ocr_dpi, most_pixels=most.page_pixels)
        return (image, *page.get_size())
    finally:
        page.close()


def _better(own: ReadPage, seen: Recognised) -> ReadPage:
    """The page as recognised, if that gives more good words than its own text has."""
    if seen.blank:
        return own
    if seen.fault:
        return replace(own, trouble=seen.fault)
    read = arranged(seen.page, turn=seen.turn, scanned=True)
    if not own.columns:
        return read if read.columns else replace(own, trouble="has no text that OCR could find")
    return read if _good_words(read) > _BETTER * _good_words(own) else own


def _good_words(page: ReadPage) -> float:
    share, words = valid_share(page.text)
    return share * words


def _nothing(pages: Sequence[ReadPage]) -> str:
    troubles = list(dict.fromkeys(page.trouble for page in pages if page.trouble))
    if not troubles:
        return "the pages of the PDF are empty; get the file again from where it came"
    return f"no page of the PDF can be read: page 1 {troubles[0]}"


def _unreadable(pages: Sequence[ReadPage]) -> Iterator[Warning]:
    letters, bad = sum(p.letters for p in pages), sum(p.unreadable for p in pages)
    if bad > _DOUBTFUL * letters:
        yield Warning("unreadable-letters", f"{bad} of {letters} letters have no known meaning.")
