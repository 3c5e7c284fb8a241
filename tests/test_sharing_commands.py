"""export, compare, cite, correct, and search with its filters, from the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sample_notices import parse_sample, write_samples

from notice_parser.cli import main
from notice_parser.dataset.build import build
from notice_parser.executors import InProcess
from notice_parser.search.index import add_index

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("commands")
    write_samples(folder / "in", range(1, 4))
    build(
        [folder / "in"],
        output=folder / "out",
        executor=InProcess(),
        parse=parse_sample,
        finish=add_index,
    )
    return str(folder / "out")


def test_a_selection_is_exported(dataset: str, tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "part.jsonl"
    arguments = ["--format", "jsonl", "-o", str(target), "--table", "statements"]
    narrowed = ["--query", "chua cap nhat", "--label", "han-che", "--place", "xã Số 2"]
    assert main(["export", dataset, *arguments, *narrowed]) == 0
    assert capsys.readouterr().out == f"{target}\n"
    (row,) = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert row["statement_id"] == "tb-002-s2"


def test_a_statement_is_cited(dataset: str, capsys: Captured) -> None:
    assert main(["cite", dataset, "tb-001-s1"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("“Đã ban hành 1 văn bản, đạt 1,5% kế hoạch.” (Thông báo, ngày 8/2023")
    assert main(["cite", dataset, "tb-001-s1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["date"] == "2023-08"
    assert main(["cite", dataset, "nothing"]) == 2
    assert "no statement" in capsys.readouterr().err


def test_datasets_are_compared(dataset: str, capsys: Captured) -> None:
    assert main(["compare", dataset, dataset]) == 0
    assert "statements: 6 rows, all the same" in capsys.readouterr().out
    assert main(["compare", dataset, dataset, "--json", "--table", "notices"]) == 0
    told = json.loads(capsys.readouterr().out)["tables"]
    assert told == {"notices": {"appeared": [], "vanished": [], "changed": [], "same": 3}}


def test_search_by_filters_alone_and_in_pages(dataset: str, capsys: Captured) -> None:
    pages = []
    for offset in ("0", "2"):
        options = ["--label", "han-che", "--years", "2020-2023", "--limit", "2", "--offset", offset]
        assert main(["search", dataset, *options, "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["total"] == 3
        pages += [hit["statement_id"] for hit in told["hits"]]
    assert pages == ["tb-001-s2", "tb-002-s2", "tb-003-s2"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["search", "DATASET", "x", "--years", "23"], "must be a year"),
        (["search", "DATASET", "x", "--area", "x"], "no area has this code"),
        (["search", "DATASET", "x", "--mode", "hybrid"], "holds no vectors"),
        (["export", "DATASET", "--format", "xlsx", "-o", "DATASET"], "is there already"),
        (["correct", "DATASET", "x", "label", "x", "--who", "a", "--why", "b"], "no row"),
        (["evaluate", "DATASET"], "nothing to hold the dataset against"),
        (["compare", "DATASET", "nowhere"], "holds no dataset"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    dataset: str, capsys: Captured, arguments: list[str], sentence: str
) -> None:
    try:
        code = main([dataset if part == "DATASET" else part for part in arguments])
    except SystemExit as stopped:
        code = int(str(stopped.code))
    told = capsys.readouterr().err
    assert (code, sentence in told, "Traceback" in told) == (2, True, False)


def test_search_by_words_loads_no_heavy_library(dataset: str) -> None:
    script = (
        "import sys; from notice_parser.cli import main; "
        f"main(['search', {dataset!r}, 'chua cap nhat', '--format', 'json']); "
        "heavy = {'torch', 'numpy', 'pandas', 'sklearn', 'underthesea', 'rich', 'spacy'}; "
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
