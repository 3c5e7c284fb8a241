"""Pictures of pages (PNG, JPEG, TIFF, GIF) → SourceLines, recognised by `ocr`."""

from __future__ import annotations

from dataclasses import replace

from notice_parser.errors import DamagedFile, MissingProgram
from notice_parser.reading.ocr import Recognised, recognise_pages
from notice_parser.reading.page_image import pictures
from notice_parser.reading.pages import ReadPage, arranged, source_of
from notice_parser.reading.sniff import sniff
from notice_parser.reading.source import Source
from notice_parser.settings import limits


def read_picture(content: bytes) -> Source:
    """The lines of the pages in a picture.

    Raises DamagedFile for one that is broken, too large or without text, and MissingProgram
    where there is no Tesseract.
    """
    most = limits()
    pages: list[ReadPage] = []
    images = pictures(content, dpi=most.ocr_dpi, most_pixels=most.page_pixels)
    for seen in recognise_pages(images, most):
        if len(pages) == most.pages:
            raise DamagedFile(
                f"the picture has more than {most.pages} pages; give the notice alone"
            )
        if seen.missing:
            raise MissingProgram(f"the picture {seen.missing}")
        pages.append(_read(seen))
    if not any(page.columns for page in pages):
        trouble = next((page.trouble for page in pages if page.trouble), "is empty")
        raise DamagedFile(f"the picture {trouble}; if it is a notice, scan it again")
    return source_of(sniff(content), pages)


def _read(seen: Recognised) -> ReadPage:
    page = arranged(seen.page, turn=seen.turn, scanned=True)
    if page.columns or seen.blank:
        return page
    return replace(page, trouble=seen.fault or "has no text that OCR could find")
