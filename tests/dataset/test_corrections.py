"""Corrections: applied at every build, kept, listed when their row is no more what it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sample_notices import parse_sample, sample, write_samples

from notice_parser.dataset.build import BuildReport, build
from notice_parser.dataset.compare import compare
from notice_parser.dataset.correcting import write_correction
from notice_parser.dataset.corrections import CORRECTIONS, HEADER
from notice_parser.dataset.database import open_database
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.errors import UsageError
from notice_parser.evaluate import corrected_golds, evaluate
from notice_parser.executors import InProcess


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_samples(tmp_path / "in", range(1, 4))
    return tmp_path


def built(folder: Path) -> BuildReport:
    return build([folder / "in"], output=folder / "out", executor=InProcess(), parse=parse_sample)


def write(folder: Path, *lines: Sequence[str]) -> None:
    (folder / "out").mkdir(exist_ok=True)
    rows = [",".join(line) for line in (HEADER, *lines)]
    (folder / "out" / CORRECTIONS).write_text("\n".join(rows) + "\n", encoding="utf-8")


def rows(folder: Path, table: str) -> dict[str, dict[str, Any]]:
    version = current(folder / "out")
    assert version
    key = {"correction_log": "line", "coverage": "area"}.get(table, f"{table[:-1]}_id")
    return {str(row[key]): dict(row) for row in stored_rows(version, table)}


def line(row_id: str, field: str, old: str, new: str) -> tuple[str, ...]:
    return (row_id, field, old, new, "Lan", "2026-11-26", "đọc lại")


def outcomes(folder: Path) -> list[str]:
    return [row["outcome"] for row in rows(folder, "correction_log").values()]


def test_a_correction_is_applied_marked_and_logged(folder: Path) -> None:
    built(folder)
    write(folder, line("tb-001-s1", "areas", "the-che", "chinh-phu-so|the-che"))
    assert not built(folder).corrections
    row = rows(folder, "statements")["tb-001-s1"]
    assert (row["areas"], row["corrected"]) == (("chinh-phu-so", "the-che"), ("areas",))
    assert rows(folder, "statements")["tb-002-s1"]["corrected"] == ()
    (told,) = rows(folder, "correction_log").values()
    assert (told["outcome"], told["read_value"], told["who"]) == ("applied", "the-che", "Lan")


def test_it_stays_when_files_are_added_and_read_anew(folder: Path) -> None:
    write(folder, line("tb-001-s2", "label", "han-che", "ket-luan"))
    built(folder)
    (folder / "in/more.txt").write_text(sample(9), encoding="utf-8")
    built(folder)
    assert rows(folder, "statements")["tb-001-s2"]["label"] == "ket-luan"
    (folder / "out" / CORRECTIONS).unlink()
    built(folder)
    assert rows(folder, "statements")["tb-001-s2"]["label"] == "han-che"


def test_a_build_sees_that_the_file_changed(folder: Path) -> None:
    built(folder)
    write(folder, line("tb-001-s1", "remedied", "false", "true"))
    assert built(folder).changed
    assert not built(folder).changed


def test_problems_and_coverage_follow(folder: Path) -> None:
    write(
        folder,
        line("tb-001-s1", "label", "mat-duoc", "han-che"),
        line("tb-001-s2", "label", "han-che", "mat-duoc"),
        line("tb-002-s2", "areas", "the-che", "tai-chinh-cong"),
        line("tb-003", "inspection_year", "2023", "2021"),
    )
    built(folder)
    problems = {row["statement_id"]: row for row in rows(folder, "problems").values()}
    assert problems["tb-001-s1"]["text"] == rows(folder, "statements")["tb-001-s1"]["text"]
    assert "tb-001-s2" not in problems
    version = current(folder / "out")
    assert version
    coverage = {
        (row["notice_id"], row["area"]): row["limitations"]
        for row in stored_rows(version, "coverage")
    }
    assert coverage["tb-001", "the-che"] == 1
    assert (coverage["tb-002", "the-che"], coverage["tb-002", "tai-chinh-cong"]) == (0, 1)


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ([line("tb-999-s1", "label", "mat-duoc", "han-che")], ["vanished"]),
        ([line("tb-001-s1", "label", "de-nghi", "han-che")], ["changed"]),
        ([line("tb-001-s1", "label", "de-nghi", "mat-duoc")], ["confirmed"]),
        ([line("tb-001-s1", "label", "mat-duoc", "tot")], ["refused"]),
        ([line("tb-001-s1", "text", "a", "b")], ["refused"]),
        ([line("tb-001-s1", "unit_id", "xa-1", "xa-77")], ["refused"]),
        ([line("tb-001-s1", "unit_id", "xa-1", "xa-2")], ["applied"]),
        ([line("tb-001-s1", "statements.label", "mat-duoc", "ket-luan")], ["applied"]),
        ([line("tb-001-s1", "notices.label", "mat-duoc", "ket-luan")], ["refused"]),
        ([line("tb-001-s1-f1", "value", "1.5", "x")], ["refused"]),
        ([line("tb-001-s1-f1", "value", "1.5", "97.830")], ["applied"]),
        ([line("tb-001", "date", "2023-08", "hôm qua")], ["refused"]),
        ([line("xa-1", "kind", "", "xã")], ["applied"]),
        (
            [
                line("tb-001-s1", "label", "mat-duoc", "ket-luan"),
                line("tb-001-s1", "label", "mat-duoc", "han-che"),
            ],
            ["superseded", "applied"],
        ),
    ],
)
def test_what_becomes_of_a_correction(
    folder: Path, lines: list[tuple[str, ...]], outcome: list[str]
) -> None:
    write(folder, *lines)
    report = built(folder)
    assert outcomes(folder) == outcome
    fine = {"applied", "confirmed", "superseded"}
    assert [row["outcome"] for row in report.corrections] == [o for o in outcome if o not in fine]


def test_a_correction_whose_row_vanished_is_listed_until_it_is_back(folder: Path) -> None:
    write(folder, line("tb-003-s1", "label", "mat-duoc", "han-che"))
    (folder / "in/tb003.txt").rename(folder / "tb003.txt")
    assert [row["outcome"] for row in built(folder).corrections] == ["vanished"]
    (folder / "tb003.txt").rename(folder / "in/tb003.txt")
    assert not built(folder).corrections
    assert rows(folder, "statements")["tb-003-s1"]["label"] == "han-che"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"id,field\nx,y\n", "lacks the column"),
        (b"id,field,new_value,who,when,why\nx,y,z\n", "line 2: has not as many cells"),
        (b"id,field,new_value,who,when,why\n,y,z,a,b,c\n", "line 2: needs an id"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
)
def test_a_file_that_is_none_is_told_so(folder: Path, content: bytes, sentence: str) -> None:
    (folder / "out").mkdir()
    (folder / "out" / CORRECTIONS).write_bytes(content)
    with pytest.raises(UsageError, match=sentence):
        built(folder)


def test_writing_one_takes_down_what_the_row_said(folder: Path) -> None:
    built(folder)
    for value in ("chinh-phu-so", "tai-chinh-cong"):
        write_correction(folder / "out", "tb-001-s1", "areas", value, who="Lan", why='vì, "lẽ"')
    written = (folder / "out" / CORRECTIONS).read_text(encoding="utf-8").splitlines()
    assert written[0] == ",".join(HEADER)
    assert written[1].startswith("tb-001-s1,areas,the-che,chinh-phu-so,Lan,")
    assert written[1].endswith(',"vì, ""lẽ"""')
    built(folder)
    assert outcomes(folder) == ["superseded", "applied"]


@pytest.mark.parametrize(
    ("row_id", "field", "value", "sentence"),
    [
        ("tb-999", "date", "2023", "no row"),
        ("tb-001-s1", "text", "x", "cannot be corrected"),
        ("tb-001-s1", "label", "x", "no label"),
    ],
)
def test_one_that_cannot_be_applied_is_not_written(
    folder: Path, row_id: str, field: str, value: str, sentence: str
) -> None:
    built(folder)
    with pytest.raises(UsageError, match=sentence):
        write_correction(folder / "out", row_id, field, value, who="Lan", why="")
    assert not (folder / "out" / CORRECTIONS).exists()


def test_corrected_notices_are_gold(folder: Path) -> None:
    built(folder)
    before = folder / "before"
    (folder / "out").rename(before)
    with pytest.raises(UsageError, match="no row is corrected"):
        corrected_golds(before)
    write(folder, line("tb-001-s1", "label", "mat-duoc", "han-che"))
    built(folder)
    evaluation = evaluate(open_database(before), corrected_golds(folder / "out"))
    assert list(evaluation.notices.values()) == ["tb-001"]
    (labels,) = [score for score in evaluation.scores if score.field == "text and label"]
    assert (labels.right, labels.missed, labels.extra) == (1, 1, 1)


def test_two_datasets_are_compared_row_by_row(folder: Path) -> None:
    built(folder)
    old = folder / "old"
    (folder / "out").rename(old)
    (folder / "in/tb001.txt").unlink()
    (folder / "in/tb007.txt").write_text(sample(7), encoding="utf-8")
    write(folder, line("tb-002-s1", "label", "mat-duoc", "ket-luan"))
    built(folder)
    told = {table.table: table for table in compare(old, folder / "out").tables}
    assert told["notices"].appeared == (("tb-007",),)
    assert told["notices"].vanished == (("tb-001",),)
    (changed,) = told["statements"].changed
    assert changed.key == ("tb-002-s1",)
    assert changed.cells["label"] == ("mat-duoc", "ket-luan")
    assert told["statements"].same == 3
    assert all(table.equal for table in compare(old, old).tables)
    with pytest.raises(UsageError, match="no such table"):
        compare(old, old, tables=["x"])
