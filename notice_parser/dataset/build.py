"""Files in, dataset out: gather, parse what is new, keep the ledger, write, publish."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notice_parser.dataset import publish, sources
from notice_parser.dataset.correcting import IN_ORDER, correct
from notice_parser.dataset.corrections import CORRECTIONS, Correction, read_corrections
from notice_parser.dataset.export import Finish
from notice_parser.dataset.fingerprint import fingerprint, recipe
from notice_parser.dataset.handing_on import handed_on, stored_rows
from notice_parser.dataset.inputs import InputFile, gather
from notice_parser.dataset.ledger import Entry, Status, first_of_each_content, ledger
from notice_parser.dataset.parsed import Drawer, ParseFile, Parser, Reader, Receipt
from notice_parser.dataset.schema import Row
from notice_parser.dataset.tables import Tables
from notice_parser.dataset.tabulate import legal_documents, merged_units
from notice_parser.dataset.workshop import Derive, finished, workshop
from notice_parser.executors import Executor, ProcessPool
from notice_parser.parsing import parse as parse_notice
from notice_parser.reading import read_bytes
from notice_parser.settings import limits


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` different contents are dealt with, `file` last; `reused` says that
    an earlier run had parsed it."""

    done: int
    total: int
    file: InputFile
    reused: bool


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. `entries` is the ledger in order of path; `skipped` names hidden and
    temporary files; `changed` is False when the dataset was right already. `corrections` are
    the rows of `correction_log` that a person should look at."""

    dataset: Path
    entries: tuple[Entry, ...]
    skipped: tuple[str, ...]
    parsed: int
    reused: int
    changed: bool
    corrections: tuple[Row, ...] = ()

    def count(self, status: Status) -> int:
        return sum(entry.status == status for entry in self.entries)


def build(
    inputs: Sequence[str | Path],
    *,
    output: str | Path,
    jobs: int = 1,
    time_limit: float | None = None,
    derive: Derive | None = None,
    finish: Finish | None = None,
    progress: Callable[[Progress], None] | None = None,
    executor: Executor | None = None,
    read: Reader = read_bytes,
    parse: Parser = parse_notice,
    beside: Sequence[str] = (),
) -> BuildReport:
    """Builds, or brings up to date, the dataset in the folder `output`.

    A file whose content was parsed before is not parsed again. The dataset is the same,
    byte for byte, whatever was there before, in whatever order and with however many
    `jobs`; a build that is killed leaves what was there. `time_limit` is in seconds, for
    one file; without it the settings decide. `derive` makes rows of further tables from those
    of all notices, and may read files of the names `beside` in `output`; `finish` adds to the
    SQLite file before anyone sees it. `executor` takes the place of `jobs` processes.

    The dataset then holds these inputs and nothing else: what an earlier build had from
    other folders leaves, but for the tables that are handed on (`handing_on`). What is wrong
    with a single file goes into the ledger. Raises UsageError for inputs or an output that
    cannot be, for a `corrections.csv` that is none, and while another process builds the same
    dataset.
    """
    dataset = Path(output)
    with workshop(dataset) as work:
        corrections = read_corrections(dataset / CORRECTIONS)
        found = gather(inputs, leave_out=dataset)
        sources.remember(dataset, found.base)
        parser = fingerprint(read, parse)
        drawer = Drawer(work / "parsed" / parser)
        wanted = tuple(first_of_each_content(found.files).values())
        receipts = {file.sha256: receipt for file in wanted if (receipt := drawer.find(file))}
        reused = len(receipts)
        runner = executor or _pool(jobs, time_limit)
        task = ParseFile(drawer, read, parse)
        receipts |= _parsed(wanted, receipts, runner=runner, task=task, progress=progress)
        entries = ledger(found.files, receipts)
        files = [dataset / name for name in (*beside, CORRECTIONS)]
        later_steps = [step for step in (derive, finish) if step]
        made_from = recipe(parser, [entry.row() for entry in entries], *later_steps, files=files)
        changed = not publish.stands(dataset, made_from)
        if changed:
            with Tables(work / "scratch" / "rows.sqlite") as tables:
                _fill(tables, entries, drawer, corrections, before=publish.current(dataset))
                staged = finished(tables, dataset, derive=derive, finish=finish)
            changed = publish.publish(dataset, staged, recipe=made_from)
        _tidy(drawer, wanted)
        left = _not_in_order(dataset)
    parsed = len(receipts) - reused
    return BuildReport(dataset, entries, found.skipped, parsed, reused, changed, left)


def _not_in_order(dataset: Path) -> tuple[Row, ...]:
    version = publish.current(dataset)
    rows = stored_rows(version, "correction_log") if version else ()
    return tuple(row for row in rows if row["outcome"] not in IN_ORDER)


def _pool(jobs: int, time_limit: float | None) -> ProcessPool:
    most = limits()
    seconds = most.seconds if time_limit is None else time_limit
    return ProcessPool(jobs=jobs, time_limit=seconds, memory_mb=most.memory_mb)


def _parsed(
    wanted: Sequence[InputFile],
    known: Mapping[str, Receipt],
    *,
    runner: Executor,
    task: ParseFile,
    progress: Callable[[Progress], None] | None,
) -> dict[str, Receipt]:
    """Receipts of the files that are not known yet, by SHA-256."""
    receipts: dict[str, Receipt] = {}
    tell = progress or (lambda _: None)
    for done, file in enumerate((f for f in wanted if f.sha256 in known), start=1):
        tell(Progress(done, len(wanted), file, reused=True))
    new = [file for file in wanted if file.sha256 not in known]
    for done, outcome in enumerate(runner.run(task, new), start=len(known) + 1):
        receipts[outcome.item.sha256] = outcome.result or Receipt(
            trouble=f"this file {outcome.fault}; the others went on without it"
        )
        tell(Progress(done, len(wanted), outcome.item, reused=False))
    return receipts


def _fill(
    tables: Tables,
    entries: Sequence[Entry],
    drawer: Drawer,
    corrections: Sequence[Correction],
    *,
    before: Path | None,
) -> None:
    """The rows of these entries, corrected, and what the version `before` hands on."""
    tables.add("files", (entry.row() for entry in entries))
    for entry in entries:
        if entry.status in ("ok", "partial"):
            for name, rows in drawer.rows(entry.file):
                tables.add_packed(name, rows)
    tables.replace("units", merged_units(tables.rows("units")))
    correct(tables, corrections)
    tables.replace("legal_documents", legal_documents(tables.rows("citations", by=["document_id"])))
    for name, handed in handed_on(before).items():
        tables.add(name, handed)


def _tidy(drawer: Drawer, wanted: Sequence[InputFile]) -> None:
    """Throws away what no later run of this parser on these files needs."""
    drawer.keep_only(wanted)
    for folder in drawer.folder.parent.iterdir():
        if folder != drawer.folder:
            shutil.rmtree(folder, ignore_errors=True)
