"""Does the server hold out? Parallel clients over a dataset of many statements.

    python benchmarks/serve.py [DATASET] [--statements 100000] [--clients 20] [--seconds 60]

Builds a dataset from the corpus (or takes DATASET), copies it until it has so many statements
(0: takes it as it is), serves it in a process of its own and has the clients ask for pages at
random, one after the other, as fast as they are answered: searches, notices, themes, units,
figures, downloads. Prints
the answers that were no 200, requests a second, the median and the 95th percentile by kind of
page, the processor time of one answer, and the server's memory over the run, which should rise
while it warms up and then stay.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote, urlencode

from copied_dataset import copy_dataset

from notice_parser import build
from notice_parser.dataset.database import open_database

CORPUS = Path(__file__).parent.parent / "corpus" / "notices"
MOMENTS = 12
QUERIES = (
    *("thanh toan truc tuyen", "hồ sơ trễ hạn", '"thư xin lỗi"', "TTHC", "niem yet", "van ban"),
    *("ky so", "kế hoạch CCHC", "một cửa", "vi tri viec lam", "biên chế", "so hoa", "đất đai"),
)


@dataclass
class Heard:
    """What came back: seconds by kind of page, and answers that were no 200."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, took: float, error: str) -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(took)
            if error:
                self.errors.append(error)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", nargs="?")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        small = Path(arguments.dataset or Path(name) / "small")
        if not arguments.dataset:
            build([CORPUS], output=small, jobs=2)
        many = Path(name) / "many" if arguments.statements else small
        if arguments.statements:
            copy_dataset(small, many, statements=arguments.statements)
        measure(many, clients=arguments.clients, seconds=arguments.seconds)


def measure(dataset: Path, *, clients: int, seconds: float) -> None:
    database = open_database(dataset)
    (count,) = database.execute("SELECT count(*) FROM statements").fetchone()
    server = subprocess.Popen(
        [sys.executable, "-m", "notice_parser", "serve", str(dataset), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout
        port = int(server.stdout.readline().rstrip("/\n").rpartition(":")[2])
        heard = Heard()
        end = time.monotonic() + seconds
        choices = addresses(dataset)
        threads = [
            threading.Thread(target=ask, args=(port, choices, number, end, heard))
            for number in range(clients)
        ]
        for thread in threads:
            thread.start()
        memory = [resident_mb(server.pid)]
        for _ in range(MOMENTS):
            time.sleep(seconds / MOMENTS)
            memory.append(resident_mb(server.pid))
        for thread in threads:
            thread.join()
        busy = processor_seconds(server.pid)
    finally:
        server.terminate()
        server.wait()
    print(f"{count} statements, {clients} clients, {seconds:g} s, {os.cpu_count()} cores")
    report(heard, seconds=seconds, busy=busy)
    told = (f"{seconds * at / MOMENTS:.0f} s {one:.0f}" for at, one in enumerate(memory))
    print(f"memory, MB: {', '.join(told)}")


def addresses(dataset: Path) -> Mapping[str, Sequence[str]]:
    """Pages by kind, each kind as likely as the others; notices and units drawn at random."""
    database, chance = open_database(dataset), random.Random(7)

    def some(query: str, path: str) -> list[str]:
        found = [row[0] for row in database.execute(query)]
        return [
            path.format(quote(one, safe="")) for one in chance.sample(found, min(200, len(found)))
        ]

    searches = [f"/search?{urlencode({'q': query})}" for query in QUERIES]
    return {
        "search": searches,
        "search, filtered": [f"{one}&label=han-che&from=2018&to=2023" for one in searches],
        "search, page 5": [f"{one}&page=2" for one in searches],
        "search, JSON": [one.replace("/search", "/search.json") for one in searches],
        "notice": some("SELECT notice_id FROM notices", "/notices/{}?view=text"),
        "statement": some("SELECT statement_id FROM statements LIMIT 5000", "/statements/{}"),
        "theme": some("SELECT theme_id FROM themes WHERE units > 1", "/themes/{}"),
        "unit": some("SELECT unit_id FROM units", "/units/{}"),
        "figures": some(
            "SELECT DISTINCT indicator FROM figures WHERE indicator <> ''", "/figures/{}"
        ),
        "cited document": some("SELECT document_id FROM legal_documents", "/documents/{}"),
        "lists": ["/themes", "/units", "/documents", "/notices", "/figures", "/quality", "/"],
        "CSV": ["/themes.csv", "/units.csv", "/documents.csv"],
    }


def ask(
    port: int, choices: Mapping[str, Sequence[str]], number: int, end: float, heard: Heard
) -> None:
    chance = random.Random(number)
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < end:
        kind = chance.choice(list(choices))
        address = chance.choice(choices[kind])
        start = time.perf_counter()
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            error = "" if answer.status in (200, 303) else f"{answer.status} {address}"
        except OSError as failure:
            error = f"{failure!r} {address}"
            connection.close()
        heard.note(kind, time.perf_counter() - start, error)


def resident_mb(pid: int) -> float:
    """Memory of a process; Linux only."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor_seconds(pid: int) -> float:
    """What a process has used of the processors; Linux only."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(heard: Heard, *, seconds: float, busy: float) -> None:
    everything = [took for found in heard.seconds.values() for took in found]
    print(
        f"{len(everything)} answers ({len(everything) / seconds:.1f}/s), {len(heard.errors)} errors"
    )
    for error in heard.errors[:5]:
        print(f"  {error}")
    print(f"{'':20} {'answers':>8} {'median ms':>10} {'p95 ms':>8}")
    for kind, found in [*sorted(heard.seconds.items()), ("all", everything)]:
        p95 = quantiles(found, n=20)[-1] if len(found) > 1 else found[0]
        print(f"{kind:20} {len(found):8} {1000 * median(found):10.0f} {1000 * p95:8.0f}")
    print(f"processor time of one answer: {1000 * busy / len(everything):.0f} ms")


if __name__ == "__main__":
    main()
