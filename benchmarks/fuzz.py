"""What becomes of damaged files: `python benchmarks/fuzz.py [--files 5000] [--seed 0]`.

Damages PDF, DOCX and HTML files, as often each, in five ways: their bytes, and for PDF and DOCX
also what is compressed inside (the content of a page, a font, a part of the package). All are
read as `parse` reads them, by a process that may die. Each must end in a document or in one
sentence: what killed or outran its process (60 s here) is named and, with --keep, copied. Prints
the ends by kind, the slowest file, and whether any file is unaccounted for; exit code 1 if so.

A PDF whose text was damaged is recognised as an image; that takes seconds and tells nothing of
our readers, so Tesseract is kept out of sight, unless --ocr asks for it.
"""

from __future__ import annotations

import argparse
import base64
import os
import random
import shutil
import sys
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import regex

from notice_parser.errors import InputError
from notice_parser.guarded import read_files
from notice_parser.model import Document
from notice_parser.settings import FILE_VARIABLE

NOTICES = Path(__file__).resolve().parents[1] / "corpus" / "notices"
# Short ones, so that there is time for many.
PDFS = (
    "289-TB_Lap-Thach_2021 (ban chinh thuc).pdf",
    "Thong bao KL kiem tra CCHC xa Son Hoa 11.2025.pdf",
)
DOCXS = (
    "TB-KL Con Cuông (05 xã) - 2018 - bản cuối.docx",
    "Bat Xat - TB ket luan CCHC 2023 (bang tong hop).docx",
)
_STREAM = regex.compile(rb"(?<!end)stream\r?\n\K.+?(?=endstream)", regex.DOTALL)
HTML = """\
<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><nav>Trang chủ</nav>
<table border=1><tr><th rowspan=2>Đơn vị<td colspan=2>Xã</tr></table><ol start=3><li>Một<ul><li>Hai
</ul></ol><p align=center><b>KẾT LUẬN</b><a href="#_ftn1"><sup>[1]</sup></a><div id="_ftn1">[1] Ghi
chú</div><pre>a\nb</pre></body></html>"""
KINDS = ("pdf", "docx", "html")
BATCH, SECONDS = 99, 60
# How the sentence begins where no reader could say it itself.
LOST = "reading this file"
Mutation = Callable[[bytearray, random.Random], bytes]


def flip(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 3, 20, 200))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def cut(content: bytearray, chance: random.Random) -> bytes:
    return bytes(content[: chance.randrange(1, len(content))])


def repeat(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    end = min(start + chance.choice((4, 40, 400)), len(content))
    times = chance.choice((2, 50, 500))
    return bytes(content[:start] + content[start:end] * times + content[end:])


def remove(content: bytearray, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return bytes(content[:start] + content[start + chance.choice((1, 10, 300)) :])


def extreme(content: bytearray, chance: random.Random) -> bytes:
    """Counts and offsets that are as large, or as small, as can be."""
    for _ in range(chance.choice((1, 5))):
        at = chance.randrange(max(len(content) - 4, 1))
        content[at : at + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\xff\xff\xff\x7f", b"9999"))
    return bytes(content)


MUTATIONS: tuple[Mutation, ...] = (flip, cut, repeat, remove, extreme)


def inside_pdf(content: bytes, mutate: Mutation, chance: random.Random) -> bytes:
    """The PDF with one of its streams damaged as it was before it was packed: the content of a
    page, or a font. The table of objects, which is wrong then, is taken away: pdfium finds them."""
    stream = chance.choice(list(_STREAM.finditer(content)))
    packed = stream[0].strip(b"\r\n")
    text = packed.endswith(b"~>")
    plain = zlib.decompress(base64.a85decode(packed[:-2]) if text else packed)
    damaged = zlib.compress(mutate(bytearray(plain), chance))
    packed = base64.a85encode(damaged) + b"~>" if text else damaged
    changed = content[: stream.start()] + packed + content[stream.end() :]
    return changed.replace(b"startxref", b"startnone")


def inside_zip(content: bytes, mutate: Mutation, chance: random.Random) -> bytes:
    """The package with one of its parts damaged, so that its XML is reached."""
    buffer = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(buffer, "w", ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        damaged = chance.choice(names)
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutate(bytearray(part), chance) if name == damaged else part)
    return buffer.getvalue()


def damaged(kind: str, chance: random.Random) -> bytes:
    """One damaged file of the kind pdf, docx or html."""
    mutate, inside = chance.choice(MUTATIONS), chance.random() < 0.5
    if kind == "html":
        return mutate(bytearray(HTML.encode() * chance.choice((1, 10))), chance)
    name = chance.choice(PDFS if kind == "pdf" else DOCXS)
    content = (NOTICES / name).read_bytes()
    if inside:
        return (inside_pdf if kind == "pdf" else inside_zip)(content, mutate, chance)
    return mutate(bytearray(content), chance)


def main(arguments: Sequence[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=5000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--keep", type=Path, help="folder for files that nobody could read")
    options.add_argument("--ocr", action="store_true")
    given = options.parse_args(arguments)
    if not given.ocr:
        os.environ["PATH"] = ""
    ends: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    slowest, start = (0.0, ""), perf_counter()
    with TemporaryDirectory() as place:
        os.environ[FILE_VARIABLE] = str(_settings(Path(place)))
        for first in range(0, given.files, BATCH):
            batch = range(first, min(first + BATCH, given.files))
            paths = [_written(Path(place), number, given.seed) for number in batch]
            begun = perf_counter()
            for path, found in read_files(paths):
                seconds, begun = perf_counter() - begun, perf_counter()
                slowest = max(slowest, (seconds, Path(path).name))
                ends[path.rpartition(".")[2]][_end(path, found, given.keep)] += 1
            for path in paths:
                path.unlink()
    for kind, counts in ends.items():
        print(f"{kind}: {counts.total()} files")
        for end, times in counts.most_common(12):
            print(f"{times:6}  {end[:140]}")
    accounted = sum(counts.total() for counts in ends.values())
    lost = sum(times for c in ends.values() for end, times in c.items() if end.startswith(LOST))
    print(
        f"{accounted} of {given.files} accounted for in {perf_counter() - start:.0f} s; {lost} "
        f"killed or outran their process; slowest {slowest[1]}: {slowest[0]:.1f} s"
    )
    return int(accounted != given.files)


def _settings(folder: Path) -> Path:
    path = folder / "notice_parser.toml"
    path.write_text(f"[limits]\nseconds = {SECONDS}\nocr_processes = 1\n")
    return path


def _written(folder: Path, number: int, seed: int) -> Path:
    kind = KINDS[number % len(KINDS)]
    path = folder / f"{number}.{kind}"
    path.write_bytes(damaged(kind, random.Random(f"{seed} {number}")))
    return path


def _end(path: str, found: Document | InputError, keep: Path | None) -> str:
    if isinstance(found, Document):
        return f"read, {len(found.pages)} pages" if found.pages else "read"
    told = str(found).replace(f"{path}: ", "")
    if told.startswith(LOST) and keep:
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, keep)
    return regex.sub(r"\d+", "#", told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
