"""How exactly every kind of file but PDF is read: `python benchmarks/formats.py [FOLDER]`.

FOLDER is benchmarks/reading of the shared folder (NOTICE_PARSER_SHARED), with one notice as
DOC, DOCX, HTML and text in several encodings, its `truth.txt`, and `hostile/`. For each file it
prints the wrong characters (Levenshtein, NFC, white space collapsed, running text dropped), the
processor time and the peak of Python's memory; for the hostile ones how they end. Then how many
of the list numbers and bullets that stand nowhere in the text of notice.docx are shown, and how
many of the lines of tricky.docx are as Word shows them.
"""

from __future__ import annotations

import os
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from zipfile import ZipFile

import regex
from lxml import etree
from reading import edits

from notice_parser.errors import InputError
from notice_parser.model import Document, Role
from notice_parser.reading import read
from notice_parser.text import nfc, squash

SHARED = Path(
    os.environ.get("NOTICE_PARSER_SHARED") or Path(__file__).resolve().parents[2] / "shared"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBERED = f"{WORD}pPr/{WORD}numPr"
# What Word shows of tricky.docx: insertions in, deletions out, a text box once, and so on.
TRICKY = (
    "T01 chèn: ĐÃ-CHÈN hết", "T02 số 01/NQ-CP ngày", "T03 dòng một dòng hai sau tab",
    "T04 viết hoa: ỦY BAN NHÂN DÂN", "T05 ẩn: hiện", "T06 LIÊN-KẾT", "T07 ĐIỀU-KHIỂN",
    "T08 KHỐI-SDT", "T09", "HỘP-VĂN-BẢN", "T10 ký hiệu ☑ xong", "T11 28/08/2023",
    "T12 THẺ-THÔNG-MINH", "T13 mềmmại", "T14 ô ngoài", "T15 BẢNG-LỒNG", "T16 CHUYỂN-ĐẾN",
    "T17 ĐẦU-TRANG",
)  # fmt: skip
NUMBER = regex.compile(r"(?:[IVX]+|\d+|[a-zđ])[.)]")
BULLET = regex.compile(r"[-•]")


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else SHARED / "benchmarks" / "reading"
    if not (folder / "truth.txt").is_file():
        print(f"{folder}: no truth.txt here; name a folder, or set NOTICE_PARSER_SHARED")
        return
    truth = squash(nfc((folder / "truth.txt").read_text(encoding="utf-8")))
    for path in files(folder):
        print(f"{path.name:28} {exactness(path, truth)}")
    print(f"\nnotice.docx: {automatic(folder / 'notice.docx')}")
    shown = read(folder / "tricky.docx")
    lines = Counter(shown.text[p.start : p.end] for p in shown.paragraphs)
    right = sum(lines[line] == 1 for line in TRICKY)
    print(f"tricky.docx: {right} of {len(TRICKY)} lines as Word shows them, {lines.total()} in all")
    print("\nhostile files that are no PDF")
    for path in sorted((folder / "hostile").iterdir()):
        if not path.read_bytes()[:1024].count(b"%PDF-") and path.suffix != ".pdf":
            print(f"{path.name:20} {end_of(path)}")


def files(folder: Path) -> Iterator[Path]:
    yield from (folder / f"notice.{kind}" for kind in ("docx", "doc", "html"))
    yield folder / "notice_lie.html"
    yield from (p for p in sorted((folder / "encodings").iterdir()) if p.suffix != ".pdf")


def exactness(path: Path, truth: str) -> str:
    start = process_time()
    document = read(path)
    seconds = process_time() - start
    found = squash(" ".join(texts(document)))
    # The mark of the one footnote, where it is typed, is text; else it is a field of its own.
    wanted = truth if "án¹" in found else truth.replace("án¹", "án")
    wrong = edits(wanted, found)
    markers = [text.split(" ")[0] for text in texts(document)]
    numbers, bullets = (sum(map(bool, map(p.fullmatch, markers))) for p in (NUMBER, BULLET))
    return (
        f"{wrong:4} of {len(wanted)} characters wrong ({wrong / len(wanted):.3%}), "
        f"{numbers} numbers, {bullets} bullets, {len(document.repairs)} repairs, {seconds:.2f} s"
    )


def automatic(path: Path) -> str:
    """Of the paragraphs that Word numbers, how many have a number or a bullet before their text."""
    shown = Counter(texts(read(path)))
    with ZipFile(path) as archive:
        body, styles = (
            etree.fromstring(archive.read(f"word/{n}.xml")) for n in ("document", "styles")
        )
    listed = {s.get(f"{WORD}styleId") for s in styles if s.find(NUMBERED) is not None}
    counts: Counter[str] = Counter()
    for paragraph in body.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        by_style = style is not None and style.get(f"{WORD}val") in listed
        if paragraph.find(NUMBERED) is None and not by_style:
            continue
        words = squash(nfc("".join(t.text or "" for t in paragraph.iter(f"{WORD}t"))))
        found = next((text for text in shown if text.endswith(f" {words}")), "")
        shown[found] -= 1
        marker = found.removesuffix(words).strip()
        known = ("number", NUMBER), ("bullet", BULLET)
        counts[next((name for name, p in known if p.fullmatch(marker)), "lost one")] += 1
    return (
        f"{counts['number']} automatic numbers, {counts['bullet']} bullets, {counts['lost']} lost"
    )


def texts(document: Document) -> list[str]:
    kept = (p for p in document.paragraphs if p.role is not Role.RUNNING)
    return [document.text[p.start : p.end] for p in kept]


def end_of(path: Path) -> str:
    tracemalloc.start()
    start = process_time()
    try:
        document = read(path)
        end = f"read as {document.media_type}, {len(document.text)} characters"
    except InputError as error:
        end = str(error).partition(": ")[2]
    seconds, (_, peak) = process_time() - start, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return f"{seconds:.2f} s, {peak / 1e6:.0f} MB: {end}"


if __name__ == "__main__":
    main(sys.argv[1:])
