"""Notices of the corpus, mutated: `python benchmarks/mutations.py [--each 300] [--jobs 2]`.

Every mutation of tests/properties/test_mutations.py (lines dropped, doubled, swapped, characters
broken) is parsed and checked as there: nothing is raised but that it is no notice, every span is
its quote. Prints how many were parsed, the slowest against the notice as it is (CPU time, the best
of three), and each failure with its seed; exit code 1 if there is one. With --seconds it stops by
then and says how many mutations each notice had at least; --first goes on from that number.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from functools import lru_cache
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "properties")]

import test_mutations as mutations  # noqa: E402

from notice_parser import parse, read  # noqa: E402
from notice_parser.model import Document, Notice  # noqa: E402
from notice_parser.reading import read_bytes  # noqa: E402

CHUNK = 25  # mutations of one notice that a process takes at a time
# From so many times the notice a mutation is timed three times, too: a word met for the first time
# makes a pattern.
AGAIN = 2.0


class Chunk(NamedTuple):
    path: Path
    first: int
    last: int


class Outcome(NamedTuple):
    """Of a chunk: mutations done, CPU seconds of the notice and of the slowest mutation."""

    chunk: Chunk
    normal: float
    slowest: float
    failures: tuple[str, ...]


@lru_cache(maxsize=400)
def normal(path: Path) -> tuple[Document, float]:
    document = read(path)
    again = read_bytes(document.text.encode(), name="notice.txt")
    return document, min(seconds(again) for _ in range(3))


def seconds(document: Document) -> float:
    begin = time.process_time()
    parse(document)
    return time.process_time() - begin


def timed(text: str) -> tuple[Notice | None, float]:
    begin = time.process_time()
    notice = mutations.parsed(text)
    return notice, time.process_time() - begin


def run(chunk: Chunk) -> Outcome:
    try:
        document, usual = normal(chunk.path)
    except Exception as error:
        return Outcome(chunk, 1.0, 0.0, (f"{chunk.path.name}: {type(error).__name__}: {error}",))
    slowest, failures = 0.0, []
    for number in range(chunk.first, chunk.last):
        seed = f"{chunk.path.name} {number}"
        text = mutations.mutated(document, seed)
        try:
            notice, took = timed(text)
            if took > max(slowest, AGAIN * usual):
                took = min(took, timed(text)[1], timed(text)[1])
            slowest = max(slowest, took)
            if notice:
                mutations.check(notice)
        except Exception as error:
            failures.append(f"{seed}: {type(error).__name__}: {error}".split("\n")[0])
    return Outcome(chunk, usual, slowest, tuple(failures))


def chunks(start: int, each: int) -> Iterator[Chunk]:
    for first in range(start, each, CHUNK):
        for path in mutations.NOTICES:
            yield Chunk(path, first, min(first + CHUNK, each))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--each", type=int, default=300)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    options = parser.parse_args()
    until = time.monotonic() + options.seconds
    outcomes: list[Outcome] = []
    with Pool(options.jobs) as pool:
        for outcome in pool.imap_unordered(run, chunks(options.first, options.each)):
            outcomes.append(outcome)
            if time.monotonic() > until:
                pool.terminate()
                break
    report(outcomes)
    return int(any(outcome.failures for outcome in outcomes))


def report(outcomes: list[Outcome]) -> None:
    done = dict.fromkeys(mutations.NOTICES, 0)
    for outcome in outcomes:
        done[outcome.chunk.path] += outcome.chunk.last - outcome.chunk.first
    ratios = sorted((o.slowest / o.normal, o.chunk.path.name) for o in outcomes)
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    print(f"{sum(done.values())} mutations of {len(done)} notices, {min(done.values())} at least")
    print(f"slowest against the notice as it is: {ratios[-1][0]:.2f} ({ratios[-1][1]})")
    print(f"{len(failures)} failures", *failures, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
