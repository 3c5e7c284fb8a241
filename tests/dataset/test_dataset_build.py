"""Files in, dataset out: incremental, the same bytes always, every file accounted for."""

from __future__ import annotations

import csv
import random
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import frictionless
import pytest
from sample_notices import parse_sample, sample, write_samples

from notice_parser.dataset.build import BuildReport, Progress, build
from notice_parser.dataset.schema import TABLES, Row
from notice_parser.dataset.tables import Tables
from notice_parser.errors import Defect, UsageError
from notice_parser.executors import InProcess

IN_PROCESS = InProcess()


def built(inputs: Path | list[Path], output: Path, **options: Any) -> BuildReport:
    options = {"executor": IN_PROCESS, **options}
    given = inputs if isinstance(inputs, list) else [inputs]
    return build(given, output=output, parse=parse_sample, **options)


def visible(dataset: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in dataset.iterdir() if not p.name.startswith(".")}


def rows(dataset: Path, table: str) -> list[dict[str, str]]:
    with (dataset / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_what_is_written_and_what_is_reported(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(5))
    (tmp_path / "in" / ".DS_Store").write_bytes(b"x")
    report = built(tmp_path / "in", tmp_path / "out")
    assert (report.count("ok"), report.parsed, report.reused, report.changed) == (5, 5, 0, True)
    assert report.skipped == (".DS_Store",)
    assert set(visible(tmp_path / "out")) == {
        "datapackage.json",
        "dataset.sqlite",
        *(f"{table}.{end}" for table in TABLES for end in ("csv", "jsonl")),
    }
    assert len(rows(tmp_path / "out", "statements")) == 10
    assert len(rows(tmp_path / "out", "legal_documents")) == 5


def test_frictionless_finds_types_keys_and_references_as_declared(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(4))
    (tmp_path / "in" / "warned.txt").write_text(sample(9, extra="! mờ"), encoding="utf-8")
    built(tmp_path / "in", tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out" / "datapackage.json"))
    assert report.flatten(["title", "note", "message"]) == []
    assert report.stats["tasks"] == len(TABLES)


def test_only_what_is_new_is_parsed_and_the_result_is_as_from_scratch(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_samples(folder, range(6))
    built(folder, tmp_path / "out")
    before = visible(tmp_path / "out")

    unchanged = built(folder, tmp_path / "out")
    assert (unchanged.parsed, unchanged.reused, unchanged.changed) == (0, 6, False)
    assert visible(tmp_path / "out") == before

    write_samples(folder, range(6, 8))
    (folder / "tb001.txt").unlink()
    (folder / "tb002.txt").write_text(sample(42), encoding="utf-8")
    (folder / "tb003.txt").rename(folder / "renamed.txt")
    later = built(folder, tmp_path / "out")
    assert (later.parsed, later.reused) == (3, 4)
    built(folder, tmp_path / "fresh")
    assert visible(tmp_path / "out") == visible(tmp_path / "fresh")
    ids = {row["notice_id"] for row in rows(tmp_path / "out", "notices")}
    assert ids == {"tb-000", "tb-003", "tb-004", "tb-005", "tb-006", "tb-007", "tb-042"}

    for path in folder.iterdir():
        path.unlink()
    assert built(folder, tmp_path / "out").entries == ()
    assert rows(tmp_path / "out", "notices") == []


def test_parsed_files_that_left_are_not_kept(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(4))
    built(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in" / "tb001.txt").unlink()
    built(tmp_path / "in", tmp_path / "out")
    assert len(list((tmp_path / "out" / ".work" / "parsed").rglob("*.jsonl"))) == 3


def test_a_broken_parsed_file_is_made_anew(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(3))
    built(tmp_path / "in", tmp_path / "out")
    before = visible(tmp_path / "out")
    whole, empty, _ = (tmp_path / "out" / ".work" / "parsed").rglob("*.jsonl")
    whole.write_bytes(whole.read_bytes()[:-20])
    empty.write_bytes(b"")
    assert built(tmp_path / "in", tmp_path / "out").parsed == 2
    assert visible(tmp_path / "out") == before


def test_the_same_bytes_whatever_jobs_order_and_place(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(20))
    files = sorted((tmp_path / "in").iterdir())
    built(tmp_path / "in", tmp_path / "out")
    expected = visible(tmp_path / "out")

    random.Random(7).shuffle(files)
    built(files, tmp_path / "shuffled")
    assert visible(tmp_path / "shuffled") == expected

    for jobs in (1, 2):
        built(tmp_path / "in", tmp_path / f"jobs{jobs}", executor=None, jobs=jobs)
        assert visible(tmp_path / f"jobs{jobs}") == expected

    write_samples(tmp_path / "elsewhere" / "in", range(20))
    built(tmp_path / "elsewhere" / "in", tmp_path / "third")
    assert visible(tmp_path / "third") == expected


def test_garbage_ends_in_the_ledger_with_one_sentence_each(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    write_samples(folder, range(3))
    garbage = {
        "empty.txt": b"",
        "bytes.pdf": bytes(range(256)) * 8,
        "truncated.docx": b"PK\x03\x04" + bytes(60),
        "english.txt": b"This is a letter about something else.",
        "die.txt": (sample(91) + "\nDIE\n").encode(),
        "hang.txt": (sample(92) + "\nHANG\n").encode(),
        "raise.txt": (sample(93) + "\nRAISE\n").encode(),
        "warned.txt": sample(94, extra="! hai trang bị mờ").encode(),
        "copy.txt": sample(1).encode(),
    }
    for name, content in garbage.items():
        (folder / name).write_bytes(content)
    (folder / "folder.pdf").mkdir()
    report = built(folder, tmp_path / "out", executor=None, jobs=2, time_limit=2)
    told = {row["path"]: (row["status"], row["reason"]) for row in rows(tmp_path / "out", "files")}
    assert len(told) == len(report.entries) == 3 + len(garbage) + 1
    assert told["tb000.txt"] == ("ok", "")
    assert told["tb001.txt"] == ("duplicate", "same content as copy.txt")
    assert told["warned.txt"] == ("partial", "sample: hai trang bị mờ")
    failed = {path: reason for path, (status, reason) in told.items() if status == "failed"}
    assert set(failed) == {*garbage, "folder.pdf"} - {"warned.txt", "copy.txt"}
    assert "took longer than 2 s" in failed["hang.txt"]
    assert "killed the process" in failed["die.txt"]
    assert "RuntimeError: a defect" in failed["raise.txt"]
    assert all("\n" not in reason and reason for reason in failed.values())


def test_a_file_that_killed_its_worker_is_tried_again(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(2))
    (tmp_path / "in" / "die.txt").write_text(sample(9) + "\nDIE\n", encoding="utf-8")
    (tmp_path / "in" / "empty.txt").write_text("", encoding="utf-8")
    for expected in (4, 1):
        report = built(tmp_path / "in", tmp_path / "out", executor=None)
        assert report.parsed == expected


def test_derived_tables_and_additions_to_the_database(tmp_path: Path) -> None:
    def derive(tables: Tables, _: Path) -> Mapping[str, Iterable[Row]]:
        limits = [row for row in tables.rows("statements") if row["label"] == "han-che"]
        theme = {"theme_id": "t-1", "name": "Chưa cập nhật", "problems": len(limits)}
        same = ("statement_id", "notice_id", "unit_id", "areas", "text", "char_start", "char_end")
        return {
            "themes": [theme],
            "problems": (
                {"problem_id": f"p-{row['statement_id']}", "theme_id": "t-1", "remedied": False}
                | {name: row[name] for name in same}
                for row in limits
            ),
        }

    def finish(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE extra AS SELECT count(*) AS n FROM statements")

    write_samples(tmp_path / "in", range(4))
    built(tmp_path / "in", tmp_path / "out", derive=derive, finish=finish)
    assert len(rows(tmp_path / "out", "problems")) == 4
    assert rows(tmp_path / "out", "themes")[0]["problems"] == "4"
    connection = sqlite3.connect(tmp_path / "out" / "dataset.sqlite")
    assert connection.execute("SELECT n FROM extra").fetchone() == (8,)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_build_that_fails_leaves_the_old_dataset(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(3))
    built(tmp_path / "in", tmp_path / "out")
    before = visible(tmp_path / "out")
    write_samples(tmp_path / "in", range(5))

    def derive(tables: Tables, _: Path) -> Mapping[str, Iterable[Row]]:
        return {"themes": [{"theme_id": "t-1", "name": "a name and no count"}]}

    with pytest.raises(Defect, match="themes"):
        built(tmp_path / "in", tmp_path / "out", derive=derive)
    assert visible(tmp_path / "out") == before
    # The new files were parsed all the same, and are not parsed twice.
    assert built(tmp_path / "in", tmp_path / "out").parsed == 0


def test_progress_tells_of_every_content_once(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(4))
    built(tmp_path / "in", tmp_path / "out")
    write_samples(tmp_path / "in", range(6))
    heard: list[Progress] = []
    built(tmp_path / "in", tmp_path / "out", progress=heard.append)
    assert [step.done for step in heard] == [1, 2, 3, 4, 5, 6]
    assert [step.reused for step in heard] == [True] * 4 + [False] * 2
    assert {step.total for step in heard} == {6}


def test_the_output_may_lie_in_the_input_folder(tmp_path: Path) -> None:
    write_samples(tmp_path, range(3))
    for _ in range(2):
        assert len(built(tmp_path, tmp_path / "out").entries) == 3


def test_wrong_use_is_said_so(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(1))
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="name a folder"):
        built(tmp_path / "in", tmp_path / "file")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notices.csv").write_text("my own work", encoding="utf-8")
    with pytest.raises(UsageError, match=r"holds notices\.csv, not written by a build"):
        built(tmp_path / "in", tmp_path / "mine")
    assert (tmp_path / "mine" / "notices.csv").read_text(encoding="utf-8") == "my own work"
    with pytest.raises(UsageError, match="cannot be written"):
        built(tmp_path / "in", Path("/proc/nowhere"))
