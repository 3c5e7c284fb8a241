"""The boxes of statements hold their words, and the drawn pages show them."""

from __future__ import annotations

import random
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from sample_scans import needs_tesseract

from notice_parser import parse
from notice_parser.errors import UnknownFormat, UsageError
from notice_parser.guarded import draw_pages
from notice_parser.highlights import highlights
from notice_parser.model import Document
from notice_parser.reading import read
from notice_parser.reading.page_image import cleaned, rendered
from notice_parser.reading.tesseract import recognise
from notice_parser.text import match_key

NOTICE = "52.TB-DKT (Tan Bien) ky so.docx"


@pytest.fixture(scope="module")
def pdf(corpus: Path) -> Path:
    return min((corpus / "notices").glob("*.pdf"), key=lambda path: path.stat().st_size)


@needs_tesseract
def test_ocr_of_a_statements_box_gives_its_quote(pdf: Path) -> None:
    document = read(pdf)
    statements = parse(document).statements
    for statement in random.Random(1).sample(list(statements), 2):
        seen = match_key(" ".join(seen_at(pdf, document, statement.start, statement.end)))
        quote = match_key(statement.text)
        blocks = SequenceMatcher(None, quote, seen, autojunk=False).get_matching_blocks()
        assert sum(block.size for block in blocks) > 0.9 * len(quote)


def seen_at(path: Path, document: Document, start: int, end: int) -> list[str]:
    """What is recognised in the boxes of the lines of `document.text[start:end]`."""
    scale, words = 200 / 72, []
    with pypdfium2.PdfDocument(path) as file:
        for line in document.lines_of(start, end):
            assert line.box is not None
            assert line.page is not None
            image = rendered(file[line.page - 1], dpi=200, most_pixels=10_000_000)
            box = (line.box.left - 4, line.box.top - 4, line.box.right + 4, line.box.bottom + 4)
            grey = cleaned(image.crop(tuple(edge * scale for edge in box)))
            pgm = b"P5 %d %d 255\n" % grey.size + grey.tobytes()
            words += [word.text for word in recognise(pgm, dpi=200, seconds=60)]
    return words


def test_pages_are_drawn_with_what_stands_on_them(pdf: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    written = draw_pages(str(pdf), str(folder), highlights)
    assert [Path(page).name for page in written] == [
        f"page-{n:03}.png" for n in range(1, len(read(pdf).pages) + 1)
    ]
    with Image.open(written[0]) as image, pypdfium2.PdfDocument(pdf) as file:
        plain = rendered(file[0], dpi=110, most_pixels=10_000_000)
        assert image.size == plain.size
        colours = {colour for _, colour in image.getcolors(1 << 24) or ()}
        assert (65, 105, 225) in colours  # the frames of lines of the body
        assert not {(65, 105, 225)} & {colour for _, colour in plain.getcolors(1 << 24) or ()}


def test_what_has_no_pages_cannot_be_drawn(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match="has no pages to draw on"):
        draw_pages(str(corpus / "notices" / NOTICE), str(tmp_path), highlights)


def test_a_folder_that_cannot_be_written_is_named(pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UsageError, match=r"taken: cannot be written"):
        draw_pages(str(pdf), str(tmp_path / "taken"), highlights)
