"""How fast and how exactly PDFs are read: `python benchmarks/reading.py [FILE.pdf …]`.

Prints pages per second of processor time, as a ratio to pdfplumber on the same file in the
same run (where pdfplumber is installed), and the character error against the truth.txt
beside the file. Without arguments it reads notice.pdf and notice_mixedfont.pdf of the shared
benchmark folder, which the environment variable NOTICE_PARSER_SHARED names.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from time import process_time

from notice_parser.model import Role
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
        print(f"{path.name}: {speed(path)}{exactness(path)}")


def speed(path: Path) -> str:
    pages = len(read(path).pages)
    ours = pages / best_time(lambda: read(path))
    if find_spec("pdfplumber") is None:
        return f"{ours:.1f} pages/s (install pdfplumber for a ratio)"
    theirs = pages / best_time(lambda: with_pdfplumber(path))
    return f"{ours:.1f} pages/s, {ours / theirs:.1f} times pdfplumber"


def best_time(work: Callable[[], object]) -> float:
    """Processor seconds of the fastest of a few rounds: other programs disturb it least."""
    times = []
    for _ in range(ROUNDS):
        start = process_time()
        work()
        times.append(process_time() - start)
    return min(times)


def with_pdfplumber(path: Path) -> None:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def exactness(path: Path) -> str:
    truth_path = path.with_name("truth.txt")
    if not truth_path.is_file():
        return ""
    document = read(path)
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
