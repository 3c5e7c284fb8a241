"""How fast and how large is a build? Ratios count; the machine is only named.

    python benchmarks/build.py [--notices 1000]

Makes varied copies of the text and Word notices of the corpus (other numbers, dates and
names, so that none is a duplicate; a PDF cannot be varied without its source), builds them
with one and two jobs, once more unchanged, and a quarter of them for the growth of memory.
"""

from __future__ import annotations

import argparse
import io
import json
import platform
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import regex

WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
CORPUS = Path(__file__).parent.parent / "corpus" / "notices"
_NUMBER = regex.compile(r"(?<![\d/.,])[1-9]\d?(?=[,.]?\d*\s*(?:%|hồ sơ|văn bản|xã|thủ tục))")
_SERIAL = regex.compile(r"(?<=Số: {0,2})\d+(?= {0,2}/)")
_DAY = regex.compile(r"(?<=ngày )\d{1,2}(?=(?: tháng |/)\d)")
_PERSON = regex.compile(r"(?<=[Ôô]ng |[Bb]à )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+){1,3}")
_WORD_TEXT = regex.compile(r"(?<=<w:t(?: [^>]{0,40})?>)[^<]+")
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Hạnh", "Khoa", "Lan", "Minh", "Phúc", "Tâm", "Yến")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notices", type=int, default=1000)
    parser.add_argument("--measure", nargs=3, metavar=("IN", "OUT", "JOBS"))
    arguments = parser.parse_args()
    if arguments.measure:
        source, output, jobs = arguments.measure
        print(json.dumps(measured(source, output, int(jobs))))
        return
    with tempfile.TemporaryDirectory() as name:
        report(Path(name), arguments.notices)


def report(folder: Path, count: int) -> None:
    copies(folder / "all", count)
    copies(folder / "quarter", count // 4)
    one = in_own_process(folder / "all", folder / "one", jobs=1)
    two = in_own_process(folder / "all", folder / "two", jobs=2)
    again = in_own_process(folder / "all", folder / "two", jobs=2)
    quarter = in_own_process(folder / "quarter", folder / "small", jobs=2)
    same = digests(folder / "one") == digests(folder / "two")
    print(f"{platform.machine()}, Python {platform.python_version()}, {count} notices")
    print(f"kept of {count}:             {two['notices']:.0f}, ledger: {two['statuses']}")
    for jobs, run in (("1 job ", one), ("2 jobs", two)):
        speed = f"{count / run['seconds']:8.1f} notices/s"
        print(f"{jobs}:  {speed}  ({run['seconds']:.1f} s, {run['cpu']:.1f} s of processor)")
    print(f"2 jobs to 1:             {one['seconds'] / two['seconds']:.2f} times as fast")
    print(f"second, unchanged run:   {again['seconds'] / two['seconds']:.3f} of the first")
    print(f"peak memory:             parent {two['parent_mb']} MB, worker {two['worker_mb']} MB")
    print(f"with a quarter of them:  parent {quarter['parent_mb']} MB, "
          f"worker {quarter['worker_mb']} MB")  # fmt: skip
    print(f"same bytes for 1 and 2:  {same}")


def in_own_process(source: Path, output: Path, *, jobs: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", str(source), str(output), str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def measured(source: str, output: str, jobs: int) -> dict[str, object]:
    from notice_parser.dataset.build import build

    started = time.perf_counter()
    built = build([source], output=output, jobs=jobs)
    seconds = time.perf_counter() - started
    statuses = {s: built.count(s) for s in ("ok", "partial", "failed", "duplicate")}
    return {
        "seconds": seconds,
        "notices": statuses["ok"] + statuses["partial"],
        "statuses": statuses,
        "cpu": sum(sum(resource.getrusage(who)[:2]) for who in WHO),
        "parent_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    }


def digests(dataset: Path) -> dict[str, bytes]:
    from hashlib import sha256

    return {
        path.name: sha256(path.read_bytes()).digest()
        for path in dataset.iterdir()
        if not path.name.startswith(".")
    }


def copies(folder: Path, count: int) -> None:
    """`count` varied notices, always the same."""
    folder.mkdir()
    originals = sorted(p for p in CORPUS.iterdir() if p.suffix in (".txt", ".docx"))
    for number in range(count):
        original = originals[number % len(originals)]
        chance = random.Random(number)
        content = original.read_bytes()
        if original.suffix == ".docx":
            content = varied_word(content, chance, number)
        else:
            content = varied(content.decode(), chance, number).encode()
        (folder / f"{number:05}{original.suffix}").write_bytes(content)


def varied(text: str, chance: random.Random, number: int) -> str:
    text = _SERIAL.sub(str(number + 1), text)
    text = _NUMBER.sub(lambda _: str(chance.randint(1, 99)), text)
    text = _DAY.sub(lambda _: f"{chance.randint(10, 28)}", text)
    return _PERSON.sub(lambda _: " ".join(_name(chance)), text)


def _name(chance: random.Random) -> Iterator[str]:
    yield chance.choice(_FAMILY)
    yield from chance.sample(_GIVEN, 2)


def varied_word(content: bytes, chance: random.Random, number: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                xml = data.decode()
                data = _WORD_TEXT.sub(lambda m: varied(m.group(), chance, number), xml).encode()
            new.writestr(part, data, compress_type=zipfile.ZIP_DEFLATED)
    return made.getvalue()


if __name__ == "__main__":
    main()
