"""How values look on a terminal: tables, trees, hits, progress; and as JSON and CSV."""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from notice_parser.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.tree import Tree

    from notice_parser.dataset.build import BuildReport, Progress
    from notice_parser.doctor import Finding
    from notice_parser.model import Notice
    from notice_parser.search.query import Hit, Result

_COLOURS = {
    "mat-duoc": "green",
    "han-che": "red",
    "nguyen-nhan": "magenta",
    "de-nghi": "yellow",
    "ket-luan": "cyan",
}
_PIPE_WIDTH = 160


def console() -> Console:
    """Colours and the real width on a terminal; plain and wide lines in a pipe."""
    from rich.console import Console

    width = None if sys.stdout.isatty() else _PIPE_WIDTH
    return Console(width=width, highlight=False, markup=False, emoji=False, legacy_windows=False)


def to_json(value: object) -> str:
    """JSON with Vietnamese as it is; exact decimals as numbers where JSON can hold them."""
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


# -- one notice -------------------------------------------------------------------------

Writer = Callable[[str, "Notice"], None]


def notice_writer(form: str) -> Writer:
    """A function that prints one notice after another in the form `table`, `json` (one
    object a notice), `jsonl` or `csv` (one statement a line)."""
    writers: Mapping[str, Writer] = {
        "table": _write_table,
        "json": _write_json,
        "jsonl": _write_lines,
        "csv": _csv_writer(),
    }
    return writers[form]


def _rows(notice: Notice) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    from notice_parser.dataset.tabulate import tabulate

    return tabulate(notice)


def _write_json(file: str, notice: Notice) -> None:
    tables = dict(_rows(notice))
    about = {"file": file, "status": "partial" if notice.warnings else "ok"}
    warnings = [{"code": w.code, "message": w.message} for w in notice.warnings]
    (notice_row,) = tables.pop("notices")
    print(to_json({**about, "warnings": warnings, "notice": notice_row, **tables}))


def _write_lines(file: str, notice: Notice) -> None:
    for row in _rows(notice)["statements"]:
        print(json.dumps({"file": file, **row}, ensure_ascii=False, default=_plain))


def _csv_writer() -> Writer:
    started: list[csv.DictWriter[str]] = []

    def write(file: str, notice: Notice) -> None:
        from notice_parser.dataset.schema import TABLES, as_text

        names = ["file", *(column.name for column in TABLES["statements"].columns)]
        if not started:
            started.append(csv.DictWriter(sys.stdout, names, lineterminator="\n"))
            started[0].writeheader()
        for row in _rows(notice)["statements"]:
            started[0].writerow({"file": file} | {n: as_text(v) for n, v in row.items()})

    return write


def _write_table(file: str, notice: Notice) -> None:
    from rich.table import Table

    names = {unit.unit_id: unit.name for unit in notice.units}
    table = Table("page", "unit", "areas", "label", "text", title=_headline(notice), expand=False)
    for s in notice.statements:
        unit = ", ".join(names[u] for u in s.unit_ids) or "(all)"
        page = str(s.page or "")
        table.add_row(page, unit, ", ".join(s.areas), s.label, s.text, style=_COLOURS[s.label])
    console().print(table)


def _headline(notice: Notice) -> str:
    header = notice.header
    number = f"{header.number or '…'}/{header.symbol}" if header.symbol else "(no number)"
    return f"{number}, {header.date or 'no date'}: {header.title or '(no title)'}"


# -- trees ------------------------------------------------------------------------------


def print_tree(notice: Notice) -> None:
    names = {unit.unit_id: unit.name for unit in notice.units}
    lines = [
        (", ".join(names[u] for u in s.unit_ids), ", ".join(s.areas), str(s.label), s.page, s.text)
        for s in notice.statements
    ]
    _print_tree(f"{notice.notice_id}  {_headline(notice)}", lines)
    left = [r for r in notice.remainders if r.reason == "no label"]
    for remainder in left:
        console().print(f"no label: {remainder.text}", style="dim")


def print_stored_tree(database: sqlite3.Connection, notice_id: str) -> None:
    """Raises UsageError when the dataset has no such notice."""
    row = database.execute("SELECT title FROM notices WHERE notice_id = ?", (notice_id,)).fetchone()
    if row is None:
        raise UsageError(f"{notice_id}: the dataset has no notice with this id; see notices.csv")
    names = dict(database.execute("SELECT unit_id, name FROM units"))
    lines = [
        (", ".join(names[u] for u in (unit or "").split("|") if u), areas or "", label, page, text)
        for unit, areas, label, page, text in database.execute(
            "SELECT unit_id, areas, label, page, text FROM statements WHERE notice_id = ? "
            "ORDER BY ordinal",
            (notice_id,),
        )
    ]
    _print_tree(f"{notice_id}  {row[0] or ''}", lines)


def _print_tree(title: str, lines: Sequence[tuple[str, str, str, int | None, str]]) -> None:
    from rich.text import Text
    from rich.tree import Tree

    root = Tree(Text(title, style="bold"))
    branches: dict[tuple[str, ...], Tree] = {}
    for unit, areas, label, page, text in lines:
        unit_name, area_name = unit or "(all units)", areas or "(no area)"
        path = ((unit_name, "bold"), (area_name, "blue"), (label, _COLOURS[label]))
        branch = _branch(root, branches, path)
        branch.add(Text(text + (f"  [p. {page}]" if page else ""), style=_COLOURS[label]))
    console().print(root)


def _branch(
    root: Tree, branches: dict[tuple[str, ...], Tree], path: Sequence[tuple[str, str]]
) -> Tree:
    from rich.text import Text

    node, key = root, ()
    for name, style in path:
        key = (*key, name)  # type: ignore[assignment]
        if key not in branches:
            branches[key] = node.add(Text(name, style=style))
        node = branches[key]
    return node


# -- building ---------------------------------------------------------------------------


@contextmanager
def progress() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, one line a file otherwise; both on stderr."""
    if not sys.stderr.isatty():
        yield lambda step: print(
            f"[{step.done}/{step.total}] {step.file.path}{' (unchanged)' if step.reused else ''}",
            file=sys.stderr,
        )
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda step: bar.update(
            task, completed=step.done, total=step.total, description=step.file.path[-40:]
        )


def print_report(report: BuildReport) -> None:
    """The files that need a look, then the counts."""
    out = console()
    for entry in report.entries:
        if entry.status != "ok":
            out.print(f"{entry.status:9}  {entry.file.path}: {entry.reason}", soft_wrap=True)
    counts = ", ".join(
        f"{report.count(status)} {status}" for status in ("ok", "partial", "failed", "duplicate")
    )
    out.print(f"{len(report.entries)} files: {counts}", soft_wrap=True)
    out.print(
        f"{report.parsed} parsed, {report.reused} unchanged"
        + (f", {len(report.skipped)} hidden or temporary left out" if report.skipped else "")
        + f"; the dataset is in {report.dataset}",
        soft_wrap=True,
    )


def print_findings(findings: Sequence[Finding]) -> None:
    out = console()
    for finding in findings:
        sign = "ok     " if finding.well else "missing"
        out.print(f"{sign}  {finding.name}: {finding.told}", soft_wrap=True)


def print_scan(rows: Sequence[tuple[str, int | None, str, str]], skipped: Sequence[str]) -> None:
    """`rows` are path, size in bytes, how it would be read, and the trouble if any."""
    out = console()
    for path, size, kind, trouble in rows:
        note = f"problem: {trouble}" if trouble else kind
        out.print(f"{path}  ({size if size is not None else '?'} bytes)  {note}", soft_wrap=True)
    for path in skipped:
        out.print(f"{path}  left out: hidden or temporary", soft_wrap=True)
    troubled = sum(1 for *_, trouble in rows if trouble)
    out.print(f"{len(rows)} files, {troubled} with a problem; nothing was written", soft_wrap=True)


# -- lists ------------------------------------------------------------------------------


def print_hits(result: Result, *, as_json: bool) -> None:
    if as_json:
        hits = [asdict(hit) for hit in result.hits]
        print(to_json({"total": result.total, "facets": result.facets, "hits": hits}))
        return
    out = console()
    for hit in result.hits:
        _print_hit(out, hit)
    out.print(f"{result.total} found, {len(result.hits)} shown")


def _print_hit(out: Console, hit: Hit) -> None:
    from rich.text import Text

    text = Text(hit.text)
    for start, end in hit.highlights:
        text.stylize("bold reverse", start, end)
    page = f", page {hit.page}" if hit.page else ""
    where = f"{hit.unit or 'all units'}, {hit.area or 'no area'}, {hit.year or '?'}"
    out.print(f"{hit.label}  {where}", style=_COLOURS[hit.label], soft_wrap=True)
    out.print(Text("    “").append_text(text).append("”"), soft_wrap=True)
    out.print(f"    {hit.notice_id}{page}", style="dim", soft_wrap=True)
