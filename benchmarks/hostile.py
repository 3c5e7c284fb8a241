"""What malformed files cost: `python benchmarks/hostile.py [FOLDER]`.

Each file of the folder (default: `hostile/` of the shared benchmark folder) is read by a process
of its own, as `parse` does it: seconds and processor seconds from the start of Python to the
end, the most memory of any process at work, and how it ends. Then the whole folder is built
together with one good notice: each file must be in the ledger, the good one as `ok`. What is over
the bars (15 s, 500 MB) is named; seconds hold for a machine that does nothing else, so its load is
told first.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter

from reading import SHARED

MOST_SECONDS, MOST_MB = 15.0, 500
GOOD = "tai nguyen.txt"
NOTICE = """\
THÔNG BÁO
Kết luận kiểm tra cải cách hành chính năm 2020 tại UBND xã An Hòa
1. Cải cách thể chế
a) Mặt được
- Tự kiểm tra văn bản đầy đủ.
b) Hạn chế
- Gửi báo cáo chậm.
"""
ONE_FILE = """
import sys
from resource import RUSAGE_CHILDREN, getrusage
from notice_parser.guarded import read_files
found = [result for _, result in read_files([sys.argv[1]])][0]
told = found if isinstance(found, Exception) else f"read, {len(found.text)} characters"
print(getrusage(RUSAGE_CHILDREN).ru_maxrss // 1024, told)
"""


def main(arguments: Sequence[str]) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?", type=Path)
    given = options.parse_args(arguments)
    folder = given.folder or SHARED / "benchmarks" / "reading" / "hostile"
    if not folder.is_dir():
        print(f"{folder}: not here; name a folder, or set NOTICE_PARSER_SHARED")
        return
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for path in sorted(folder.iterdir()):
        print(f"{path.name}: {cost(path)}")
    print(batch(folder))


def cost(path: Path) -> str:
    start, spent = perf_counter(), _processor_seconds()
    done = run([sys.executable, "-c", ONE_FILE, path], capture_output=True, text=True, check=True)
    seconds, spent = perf_counter() - start, _processor_seconds() - spent
    most, _, told = done.stdout.strip().partition(" ")
    over = "OVER THE BAR, " if seconds > MOST_SECONDS or int(most) > MOST_MB else ""
    told = told.replace(f"{path}: ", "")[:120]
    return f"{over}{seconds:.1f} s ({spent:.1f} s of processors), at most {most} MB: {told}"


def _processor_seconds() -> float:
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def batch(folder: Path) -> str:
    with TemporaryDirectory() as place:
        files, dataset = Path(place) / "files", Path(place) / "dataset"
        shutil.copytree(folder, files)
        (files / GOOD).write_text(NOTICE, encoding="utf-8")
        command = ["-m", "notice_parser", "build", files, "--output", dataset, "--jobs", "2"]
        start = perf_counter()
        done = run([sys.executable, *command], capture_output=True, text=True, check=False)
        seconds = perf_counter() - start
        ledger = dataset / "files.csv"
        with ledger.open(encoding="utf-8-sig", newline="") as rows:
            ends = {row["path"]: row["status"] for row in csv.DictReader(rows)}
        missing = {path.name for path in files.iterdir()} - set(ends)
    counts = {status: list(ends.values()).count(status) for status in sorted(set(ends.values()))}
    told = ", ".join(f"{number} {status}" for status, number in counts.items())
    return (
        f"built together in {seconds:.0f} s (exit code {done.returncode}): {told}; the good notice "
        f"is {ends.get(GOOD)}; {len(missing)} files are not in the ledger"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
