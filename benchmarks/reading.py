"""How fast and how exactly PDFs are read: `python benchmarks/reading.py [FILE.pdf …]`.

Prints pages per second of processor time, as ratios to pdfplumber and docling-parse on the
same file in the same run (where they are installed), the most memory that a process needs for
it, and the character error against the truth.txt beside the file. Then the time for a page of
files with up to 1,001 pages. Without arguments it reads notice.pdf and notice_mixedfont.pdf of
the shared benchmark folder, which the environment variable NOTICE_PARSER_SHARED names.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from notice_parser.model import Document, Role
from notice_parser.reading import read
from notice_parser.text import nfc, squash

SHARED = Path(
    os.environ.get("NOTICE_PARSER_SHARED") or Path(__file__).resolve().parents[2] / "shared"
)
FILES = ("notice.pdf", "notice_mixedfont.pdf")
ROUNDS = 3


def main(arguments: Sequence[str]) -> None:
    paths = [Path(argument) for argument in arguments]
    paths = paths or [SHARED / "benchmarks" / "reading" / name for name in FILES]
    for path in paths:
        if not path.is_file():
            print(f"{path}: not here; name a PDF, or set NOTICE_PARSER_SHARED")
            continue
        wrong = exactness(read(path), path.with_name("truth.txt"))
        print(f"{path.name}: {speed(path)}, {memory(path)}{wrong}")
    if paths and paths[0].is_file():
        lengths(paths[0])


def speed(path: Path) -> str:
    pages = len(read(path).pages)
    others = [one for one in OTHERS if find_spec(one[1])]
    ours, *theirs = best_times([lambda: read(path), *(partial(work, path) for *_, work in others)])
    told = f"{pages / ours:.1f} pages/s"
    for (name, *_), seconds in zip(others, theirs, strict=True):
        told += f", {seconds / ours:.1f} times {name} ({pages / seconds:.1f})"
    return told


def memory(path: Path) -> str:
    """Of a process that does nothing else."""
    code = (
        "import sys; from notice_parser.reading import read; read(sys.argv[1]);"
        # Not getrusage: that counts what this process had before it became another one.
        "print(*(w for w in open('/proc/self/status').read().split('VmHWM:')[1].split()[:1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, check=True)
    return f"{int(done.stdout) // 1024} MB"


def lengths(path: Path) -> None:
    """The pages of `path` again and again: time for a page must not grow with their number."""
    import pypdfium2

    from notice_parser.settings import FILE_VARIABLE

    source = pypdfium2.PdfDocument(path)
    with TemporaryDirectory() as folder:
        settings = Path(folder) / "notice_parser.toml"
        settings.write_text("[limits]\npages = 2000\n")
        os.environ[FILE_VARIABLE] = str(settings)
        for wanted in (11, 110, 1001):
            longer = pypdfium2.PdfDocument.new()
            while len(longer) < wanted:
                longer.import_pages(source, list(range(min(len(source), wanted - len(longer)))))
            file = Path(folder) / f"{wanted}.pdf"
            longer.save(file)
            start = process_time()
            read(file)
            spent = process_time() - start
            print(f"{wanted:5} pages: {1000 * spent / wanted:.1f} ms a page, {memory(file)}")
        del os.environ[FILE_VARIABLE]


def best_times(works: Sequence[Callable[[], object]]) -> list[float]:
    """Processor seconds of each one's fastest round: other programs disturb it least. The
    rounds take turns, so that all are disturbed alike."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for own, work in zip(times, works, strict=True):
            start = process_time()
            work()
            own.append(process_time() - start)
    return [min(own) for own in times]


def with_pdfplumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def with_docling(path: Path) -> None:
    """Words and their boxes, in the order in which docling-parse gives them."""
    from docling_parse.pdf_parser import DoclingPdfParser

    pdf = DoclingPdfParser(loglevel="fatal").load(str(path))
    for _, page in pdf.iterate_pages():
        list(page.word_cells)


OTHERS = (
    ("pdfplumber", "pdfplumber", with_pdfplumber),
    ("docling-parse", "docling_parse", with_docling),
)


def exactness(document: Document, truth_path: Path) -> str:
    if not truth_path.is_file():
        return ""
    kept = (p for p in document.paragraphs if p.role is not Role.RUNNING)
    found = squash(" ".join(document.text[p.start : p.end] for p in kept))
    # The truth keeps the mark of its one footnote, which is a field of its own here.
    truth = squash(nfc(truth_path.read_text(encoding="utf-8"))).replace("án¹", "án")
    wrong = edits(truth, found)
    return f", {wrong} of {len(truth)} characters wrong ({wrong / len(truth):.4%})"


def edits(wanted: str, found: str) -> int:
    """Levenshtein distance by furthest-reaching diagonals (Ukkonen): fast where texts are
    nearly equal."""
    goal = len(wanted) - len(found)
    reached = {0: _slide(wanted, found, 0, 0)}
    count = 0
    while reached.get(goal, -1) < len(wanted):
        count += 1
        reached = {
            diagonal: _slide(
                wanted,
                found,
                max(
                    reached.get(diagonal, -2) + 1,
                    reached.get(diagonal - 1, -2) + 1,
                    reached.get(diagonal + 1, -2),
                ),
                diagonal,
            )
            for diagonal in range(-count, count + 1)
        }
    return count


def _slide(wanted: str, found: str, row: int, diagonal: int) -> int:
    """How far row and row - diagonal go on with equal characters."""
    row = min(row, len(wanted), len(found) + diagonal)
    while row < len(wanted) and 0 <= row - diagonal < len(found):
        if wanted[row] != found[row - diagonal]:
            break
        row += 1
    return row


if __name__ == "__main__":
    main(sys.argv[1:])
