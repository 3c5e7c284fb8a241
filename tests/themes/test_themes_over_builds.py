"""Builds of real notices one after another: ids stay, edits stay, nothing is half done."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from notice_parser.cli import main
from notice_parser.dataset.build import build
from notice_parser.dataset.database import open_database
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index
from notice_parser.themes import derive_themes
from notice_parser.themes.edits import EDITS

CORPUS = Path(__file__).parents[2] / "corpus" / "notices"
OLD = [CORPUS / "TB-KL-KiemTra-BaTri-2022.txt", CORPUS / "TB_KL_CCHC_DiLinh_2022.txt"]
NEW = CORPUS / "Thong bao KL dot kiem tra cac xa huyen Mo Cay Nam 2024.txt"
Captured = pytest.CaptureFixture[str]


def built(inputs: list[Path], output: Path) -> None:
    build(
        inputs,
        output=output,
        derive=derive_themes,
        finish=add_index,
        executor=InProcess(),
        beside=[EDITS],
    )


def visible(dataset: Path) -> dict[str, bytes]:
    return {
        p.name: p.read_bytes() for p in dataset.iterdir() if p.name[0] != "." and p.is_symlink()
    }


def themes(dataset: Path) -> dict[str, str]:
    rows = open_database(dataset).execute("SELECT problem_id, theme_id FROM problems")
    return dict(rows.fetchall())


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    dataset = tmp_path_factory.mktemp("first") / "dataset"
    built(OLD, dataset)
    return dataset


@pytest.fixture
def dataset(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "dataset", symlinks=True))


def test_old_problems_keep_their_themes_when_notices_are_added(dataset: Path) -> None:
    before, log = themes(dataset), (dataset / "theme_registry.jsonl").read_bytes()
    built([*OLD, NEW], dataset)
    after = themes(dataset)
    assert len(after) > len(before)
    assert before.items() <= after.items()
    assert (dataset / "theme_registry.jsonl").read_bytes().startswith(log), "append-only"
    same = visible(dataset)
    built([NEW, *reversed(OLD)], dataset)
    assert visible(dataset) == same


def test_the_same_history_gives_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    built(list(reversed(OLD)), other)
    for each in (dataset, other):
        built([NEW, *OLD], each)
    assert visible(dataset) == visible(other)


def test_what_leaves_the_dataset_is_remembered(dataset: Path) -> None:
    before = themes(dataset)
    built(OLD[:1], dataset)
    assert len(themes(dataset)) < len(before)
    built(OLD, dataset)
    assert themes(dataset) == before


def busiest(dataset: Path) -> list[str]:
    rows = open_database(dataset).execute(
        "SELECT theme_id FROM themes ORDER BY problems DESC, theme_id LIMIT 2"
    )
    return [theme_id for (theme_id,) in rows]


def test_edits_are_made_at_once_and_no_later_build_undoes_them(
    dataset: Path, capsys: Captured
) -> None:
    one, other = busiest(dataset)
    name = "Chậm, muộn, trễ"
    assert main(["themes", "edit", str(dataset), "rename", one, name]) == 0
    assert capsys.readouterr().out == f"rename  {one}  {name}\n"
    assert main(["themes", "edit", str(dataset), "merge", other, one]) == 0
    for _ in range(2):
        query = "SELECT name, edited FROM themes WHERE theme_id = ?"
        named = open_database(dataset).execute(query, (one,))
        assert named.fetchall() == [(name, "name|members")]
        assert other not in themes(dataset).values()
        built([*OLD, NEW], dataset)
    assert main(["themes", "show", str(dataset), other]) == 0
    assert f"{other} was merged into {one}\n" in capsys.readouterr().out
    assert (dataset / EDITS).read_text(encoding="utf-8").count("[[edit]]") == 2


def test_a_refused_edit_leaves_no_trace(dataset: Path, capsys: Captured) -> None:
    before = visible(dataset)
    assert main(["themes", "edit", str(dataset), "lock", "t-unknown"]) == 2
    assert "there is no theme t-unknown" in capsys.readouterr().err
    assert not (dataset / EDITS).exists()
    assert visible(dataset) == before


def test_an_edit_written_by_hand_counts_in_the_next_build(dataset: Path) -> None:
    one, _ = busiest(dataset)
    text = f'# vì sao: …\n[[edit]]\naction = "rename"\ntheme = "{one}"\nname = "Tên mới"\n'
    (dataset / EDITS).write_text(text, encoding="utf-8")
    built(OLD, dataset)
    names = open_database(dataset).execute("SELECT name FROM themes WHERE theme_id = ?", (one,))
    assert names.fetchone() == ("Tên mới",)
    assert (dataset / EDITS).read_text(encoding="utf-8") == text


def test_a_proposal_is_shown_then_accepted(dataset: Path, capsys: Captured) -> None:
    one, _ = busiest(dataset)
    problem = next(p for p, theme in sorted(themes(dataset).items()) if theme == one)
    built([*OLD, NEW], dataset)
    before = visible(dataset)
    assert main(["themes", "recluster", str(dataset)]) == 0
    told = capsys.readouterr().out
    assert visible(dataset) == before
    if "would change nothing" not in told:
        code = told.split("--accept ")[1].strip()
        assert main(["themes", "recluster", str(dataset), "--accept", code]) == 0
        assert main(["themes", "recluster", str(dataset)]) == 0
        assert capsys.readouterr().out.endswith("a re-clustering would change nothing\n")
    assert main(["themes", "recluster", str(dataset), "--accept", "p-old"]) == 2
    assert "look at it again" in capsys.readouterr().err
    assert themes(dataset)[problem]


KILLED = """
import os, signal, sys
from pathlib import Path
from notice_parser.dataset import publish
from notice_parser.themes import deciding
from notice_parser.search.index import add_index

def stop(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

publish.publish = stop
values = {"action": "rename", "theme": sys.argv[2], "name": "X"}
deciding.decide(Path(sys.argv[1]), values, finish=add_index)
"""


def test_a_kill_loses_nothing_and_the_next_build_goes_on(dataset: Path) -> None:
    """Killed when all is made, the edit is written, and nothing is published."""
    one, _ = busiest(dataset)
    before = visible(dataset)
    arguments = [sys.executable, "-c", KILLED, str(dataset), one]
    killed = subprocess.run(arguments, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert visible(dataset) == before
    built(OLD, dataset)
    log = (dataset / "theme_registry.jsonl").read_bytes()
    assert log.startswith(before["theme_registry.jsonl"])
    (renamed,) = map(json.loads, log[len(before["theme_registry.jsonl"]) :].splitlines())
    assert (renamed["event"], renamed["theme_id"], renamed["name"]) == ("rename", one, "X")
