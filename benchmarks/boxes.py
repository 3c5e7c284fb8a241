"""Are the boxes right? `python benchmarks/boxes.py [FILE …] [--statements N]`.

Draws N random statements of each file: the lines that a statement's box covers are cut out of the
rendered page and recognised; the statement's words must be in what is read. Prints how alike they
are. Without files: the PDFs of the corpus.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2

from notice_parser import parse, read
from notice_parser.model import Box, Document, Statement
from notice_parser.reading.page_image import POINTS, cleaned, rendered
from notice_parser.reading.tesseract import recognise
from notice_parser.text import match_key

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "notices"
DPI, MARGIN = 200, 4.0
ALIKE = 0.9


def main(arguments: Sequence[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--statements", type=int, default=50)
    given = options.parse_args(arguments)
    files = given.files or sorted(CORPUS.glob("*.pdf"))
    found = [(path, s) for path in files for s in _statements(path)]
    chosen = random.Random(3).sample(found, min(given.statements, len(found)))
    scores = []
    for path, (document, statement) in chosen:
        score = likeness(path, document, statement)
        scores.append(score)
        if score < ALIKE:
            print(f"{score:.2f} {path.name}: {statement.text[:80]}")
    right = sum(score >= ALIKE for score in scores)
    told = f"{right} of {len(scores)} boxes give their quote (alike by {ALIKE})"
    print(f"{told}, worst {min(scores, default=1.0):.2f}")


def _statements(path: Path) -> Iterator[tuple[Document, Statement]]:
    document = read(path)
    for statement in parse(document).statements:
        yield document, statement


def likeness(path: Path, document: Document, statement: Statement) -> float:
    """How much of the quote is read in its boxes; a line that holds more than the quote gives
    more, which does not count."""
    read_words = match_key(" ".join(_read_lines(path, document, statement)))
    quote = match_key(statement.text)
    blocks = SequenceMatcher(None, quote, read_words, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(quote)


def _read_lines(path: Path, document: Document, statement: Statement) -> Iterator[str]:
    pdf = pypdfium2.PdfDocument(path)
    for line in document.lines_of(statement.start, statement.end):
        if line.box and line.page:
            image = rendered(pdf[line.page - 1], dpi=DPI, most_pixels=40_000_000)
            grey = cleaned(image.crop(_pixels(line.box)))
            pgm = b"P5 %d %d 255\n" % grey.size + grey.tobytes()
            yield " ".join(word.text for word in recognise(pgm, dpi=DPI, seconds=60))
    pdf.close()


def _pixels(box: Box) -> tuple[float, float, float, float]:
    scale = DPI / POINTS
    left, top = (box.left - MARGIN) * scale, (box.top - MARGIN) * scale
    return (left, top, (box.right + MARGIN) * scale, (box.bottom + MARGIN) * scale)


if __name__ == "__main__":
    main(sys.argv[1:])
