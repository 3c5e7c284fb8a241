"""What malformed files cost: `python benchmarks/hostile.py [FOLDER] [--mutants N]`.

Each PDF or picture of the folder (default: `hostile/` of the shared benchmark folder) is read by
a process of its own, as `parse` does it: seconds, the most memory of that process or of what it
started, and the sentence. Then N mutants of two drawn PDFs are read in the same way: each must
end in a document or in one sentence.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter

from reading import SHARED

from notice_parser.guarded import read_files
from notice_parser.model import Document

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "notices"
ENDS = (".pdf", ".png", ".jpg", ".tif", ".tiff")


def main(arguments: Sequence[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", type=Path)
    options.add_argument("--mutants", type=int, default=500)
    given = options.parse_args(arguments)
    folder = given.folder or SHARED / "benchmarks" / "reading" / "hostile"
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix.lower() in ENDS:
            print(f"{path.name}: {cost(path)}")
    mutants(given.mutants)


def cost(path: Path) -> str:
    """In a process that this one waits for, so that its memory and its children's is known."""
    code = (
        "import sys\nfrom resource import *\nfrom notice_parser.guarded import read_files\n"
        "for _, found in read_files([sys.argv[1]]):\n"
        "    told = found if isinstance(found, Exception) else f'read, {len(found.pages)} pages'\n"
        "    print(getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024, told)\n"
    )
    start, spent = perf_counter(), _processor_seconds()
    done = run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
    seconds, spent = perf_counter() - start, _processor_seconds() - spent
    most, _, told = done.stdout.strip().partition(" ")
    told = told.replace(f"{path}: ", "")[:120]
    return f"{seconds:.1f} s ({spent:.1f} s of processors), at most {most} MB: {told}"


def _processor_seconds() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def mutants(count: int) -> None:
    start = perf_counter()
    ends: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        for path, found in read_files(list(_written(Path(folder), count))):
            read = f"read, {len(found.pages)} pages" if isinstance(found, Document) else ""
            ends[read or str(found).replace(f"{path}: ", "")] += 1
    seconds = perf_counter() - start
    print(f"{ends.total()} of {count} mutants accounted for in {seconds:.0f} s:")
    for end, times in ends.most_common(12):
        print(f"{times:6}  {end[:140]}")


def _written(folder: Path, count: int) -> Iterator[str]:
    sources = sorted(CORPUS.glob("*.pdf"), key=lambda path: path.stat().st_size)[:2]
    contents = [source.read_bytes() for source in sources]
    chance = random.Random(5)
    for number in range(count):
        path = folder / f"{number}.pdf"
        path.write_bytes(mutant(contents[number % len(contents)], chance))
        yield str(path)


def mutant(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a piece cut out, doubled, or filled with numbers."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 50))):
        at = chance.randrange(len(changed))
        length = min(chance.choice((1, 1, 4, 100, 1000)), len(changed) - at)
        kind = chance.randrange(4)
        if kind == 0:
            changed[at : at + length] = chance.randbytes(length)
        elif kind == 1:
            del changed[at : at + length]
        elif kind == 2:
            changed[at:at] = changed[at : at + length]
        else:
            changed[at : at + length] = b"9" * length
    return bytes(changed)


if __name__ == "__main__":
    main(sys.argv[1:])
