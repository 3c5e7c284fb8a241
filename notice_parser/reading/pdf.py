"""PDF → SourceLines, with boxes. pdfium does the parsing, `pdf_glyphs`, `pdf_lines` and
`pdf_roles` the reading.

pdfium is not thread-safe and can crash on malformed files: read each file in a process
that may die.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import count

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from notice_parser.errors import DamagedFile
from notice_parser.model import Page, Role, Warning
from notice_parser.reading.columns import in_reading_order
from notice_parser.reading.footnotes import mark_key
from notice_parser.reading.pdf_glyphs import GlyphPage, glyph_page
from notice_parser.reading.pdf_lines import PageLine, page_rows
from notice_parser.reading.pdf_roles import (
    Measure,
    centred_column,
    page_roles,
)
from notice_parser.reading.sniff import PDF
from notice_parser.reading.source import NoteMark, Source, SourceLine

MOST_PAGES = 1000
_HEADER_WITHIN = 1024
_UNREADABLE = 0.3
_DOUBTFUL = 0.01


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines of one page in reading order; `centred` if they stand in a column's middle."""

    lines: tuple[PageLine, ...]
    centred: bool


def read_pdf(content: bytes) -> Source:
    """The lines of a PDF with a text layer.

    Raises DamagedFile for one that is broken, locked, too long, or only images of pages.
    """
    # pdfium counts offsets from the header; what a mail gateway put before it goes.
    start = content[: _HEADER_WITHIN + 5].find(b"%PDF-")
    pages = _pages(content[max(start, 0) :])
    warnings = (*_without_text(pages), *_unreadable(pages))
    columns = [_columns(page) for page in pages]
    return Source(
        PDF,
        lines=tuple(_source_lines(pages, columns)),
        pages=tuple(Page(n, p.width, p.height) for n, p in enumerate(pages, start=1)),
        warnings=warnings,
    )


def _pages(content: bytes) -> list[GlyphPage]:
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise _cannot_open(error) from error
    try:
        if not 0 < len(pdf) <= MOST_PAGES:
            raise DamagedFile(
                f"the PDF has {len(pdf)} pages, readable are 1 to {MOST_PAGES}; "
                "give the notice alone"
            )
        return [_page(pdf, index) for index in range(len(pdf))]
    finally:
        pdf.close()


def _page(pdf: pdfium.PdfDocument, index: int) -> GlyphPage:
    try:
        page = pdf[index]
        try:
            return glyph_page(page)
        finally:
            page.close()
    except pdfium.PdfiumError as error:
        raise DamagedFile(
            f"page {index + 1} of the PDF is broken ({error}); save or download the file again"
        ) from error


def _cannot_open(error: pdfium.PdfiumError) -> DamagedFile:
    code = getattr(error, "err_code", None)
    if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return DamagedFile("the PDF is locked with a password; save it without one")
    return DamagedFile(
        "the PDF is broken or cut short and pdfium cannot open it; download or save it again"
    )


def _without_text(pages: Sequence[GlyphPage]) -> Iterator[Warning]:
    empty = [n for n, page in enumerate(pages, start=1) if not _inked(page)]
    if len(empty) == len(pages):
        raise DamagedFile(
            "the PDF has page images without text; it needs OCR, which this version does not do"
        )
    for number in empty:
        yield Warning(
            "page-without-text", f"Page {number} has no text; if it is a scan, it needs OCR."
        )


def _inked(page: GlyphPage) -> bool:
    return any(not glyph.text.isspace() for glyph in page.glyphs)


def _unreadable(pages: Sequence[GlyphPage]) -> Iterator[Warning]:
    letters = [g for page in pages for g in page.glyphs if not g.text.isspace()]
    bad = sum(not glyph.readable for glyph in letters)
    if bad > _UNREADABLE * len(letters):
        raise DamagedFile(
            "the PDF's fonts do not say which letters they show; print it to a new PDF, or it "
            "needs OCR, which this version does not do"
        )
    if bad > _DOUBTFUL * len(letters):
        yield Warning(
            "unreadable-letters", f"{bad} of {len(letters)} letters have no known meaning."
        )


def _columns(page: GlyphPage) -> tuple[_Column, ...]:
    runs = in_reading_order(page_rows(page.glyphs))
    return tuple(_Column(lines, centred_column(lines)) for lines in runs)


def _source_lines(
    pages: Sequence[GlyphPage], columns: Sequence[Sequence[_Column]]
) -> Iterator[SourceLine]:
    lines = [[line for column in page for line in column.lines] for page in columns]
    in_middle = [[column.centred for column in page for _ in column.lines] for page in columns]
    roles = page_roles(lines, [page.height for page in pages])
    known = {mark_key(note) for page in roles for _, note in page if note}
    measure = Measure([line for page in lines for line in page], max(page.width for page in pages))
    numbers = count(1)
    for page, (own, centred, own_roles) in enumerate(
        zip(lines, in_middle, roles, strict=True), start=1
    ):
        for line, middle, (role, note) in zip(own, centred, own_roles, strict=True):
            yield SourceLine(
                line.text,
                next(numbers),
                page=page,
                box=line.box,
                role=role,
                bold=line.bold,
                centred=middle or measure.centres(line),
                note=note,
                marks=_references(line, known) if role is Role.BODY else (),
                fonts=line.fonts,
            )


def _references(line: PageLine, known: Set[str]) -> tuple[NoteMark, ...]:
    """The superscripts that are marks of footnotes ("m2" has one that is not)."""
    return tuple(m for m in line.raised if mark_key(line.text[m.start : m.end]) in known)
