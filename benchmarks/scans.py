"""Do scans, PDFs, Word and HTML say the same? `python benchmarks/scans.py [FILE …]`.

For each file: its kind, the character error against truth.txt beside it (NFC, page numbers left
out, footnotes last), and how many statements come out as they do from that text: F1 of unit,
areas, label and text, the text exact and alike by 0.9. Without arguments: the files of one notice
in the shared benchmark folder, which the environment variable NOTICE_PARSER_SHARED names; the
bars are F1 1.000 exact for PDF, DOCX and HTML, 0.99 for DOC, 0.97 alike for the scan at 200 dpi.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from time import perf_counter

from reading import SHARED, exactness

from notice_parser import parse, read
from notice_parser.model import Notice, Statement
from notice_parser.text import match_key

FILES = (
    "notice.pdf", "notice_mixedfont.pdf", "notice.docx", "notice.html", "notice.doc",
    "scan200_color.pdf", "scan150_gray.pdf",
)  # fmt: skip
HOSTILE = ("tounicode_pua.pdf", "tounicode_removed.pdf")
ALIKE = 0.9


def main(arguments: Sequence[str]) -> None:
    folder = SHARED / "benchmarks" / "reading"
    paths = [Path(argument) for argument in arguments] or [
        *(folder / name for name in FILES),
        *(folder / "hostile" / name for name in HOSTILE),
    ]
    if not (folder / "truth.txt").is_file():
        print(f"{folder}: not here; set NOTICE_PARSER_SHARED")
        return
    wanted = parse(read(folder / "truth.txt"))
    for path in paths:
        start = perf_counter()
        document = read(path)
        seconds = perf_counter() - start
        found = parse(document)
        scanned = sum(page.scanned for page in document.pages)
        told = f"{path.name}: {scanned} of {len(document.pages)} pages by OCR, {seconds:.1f} s"
        print(f"{told}{exactness(document, folder / 'truth.txt')}")
        print(
            f"    statements: F1 {f1(wanted, found, 1.0):.3f} exact, {f1(wanted, found):.3f} alike"
        )
        doubts = len(document.doubts)
        print(f"    {doubts} doubtful words, {len(document.repairs)} repairs")


def f1(wanted: Notice, found: Notice, alike: float = ALIKE) -> float:
    """Of statements with the same unit, areas, label and (almost) the same text."""
    left = list(found.statements)
    right = 0
    for statement in wanted.statements:
        same = next((s for s in left if _same(wanted, statement, found, s, alike)), None)
        if same:
            left.remove(same)
            right += 1
    return 2 * right / (len(wanted.statements) + len(found.statements))


def _same(a: Notice, one: Statement, b: Notice, other: Statement, alike: float) -> bool:
    if (one.areas, one.label) != (other.areas, other.label):
        return False
    if _units(a, one) != _units(b, other):
        return False
    mine, yours = match_key(one.text), match_key(other.text)
    if alike == 1.0:
        return mine == yours
    return SequenceMatcher(None, mine, yours, autojunk=False).ratio() >= alike


def _units(notice: Notice, statement: Statement) -> list[str]:
    found = (notice.unit(unit_id) for unit_id in statement.unit_ids)
    return [match_key(unit.name) for unit in found if unit]


if __name__ == "__main__":
    main(sys.argv[1:])
