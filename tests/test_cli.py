"""The command line: what it prints, what it returns, what it must not load."""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from notice_parser.cli import main, parser
from notice_parser.text import fold

ROOT = Path(__file__).parents[1]
RUN = [sys.executable, "-c", "import sys; from notice_parser.cli import main; sys.exit(main())"]
NOTICE = """\
UBND TỈNH HÀ GIANG
SỞ NỘI VỤ
Số: 12/TB-SNV
Hà Giang, ngày 05 tháng 6 năm 2022
THÔNG BÁO
Kết luận kiểm tra công tác cải cách hành chính năm 2022 tại UBND huyện Quản Bạ
I. UBND XÃ QUYẾT TIẾN
1. Công tác chỉ đạo, điều hành
a) Ưu điểm
- Ban hành kế hoạch CCHC đúng thời gian.
b) Tồn tại, hạn chế
- Chưa tự kiểm tra CCHC.
2. Cải cách thể chế
a) Ưu điểm: Rà soát 15 văn bản quy phạm pháp luật.
b) Tồn tại, hạn chế: Không.
"""
# An unknown area under a label leaves a line without one: the result is partial.
PARTIAL = "THÔNG BÁO\nKết luận kiểm tra\nI. HẠN CHẾ\n- Chưa tự kiểm tra CCHC.\n"
STATEMENT_COLUMNS = [
    *("statement_id", "notice_id", "unit_id", "areas", "label", "text", "page"),
    *("char_start", "char_end", "ordinal", "heading_path", "remedied", "confidence", "evidence"),
]
TABLES = {"units", "statements", "coverage", "figures", "citations", "remainders"}
HEAVY = ("torch", "spacy", "pandas", "sklearn", "underthesea", "rich", "fastapi", "xlsxwriter")
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def notice(tmp_path: Path) -> str:
    path = tmp_path / "thông báo.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return str(path)


def out(capsys: Captured) -> str:
    return capsys.readouterr().out


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONIOENCODING"}
    return subprocess.run(
        [*RUN, *arguments], capture_output=True, env=inherited | environment, check=False
    )


def loaded(*arguments: str) -> set[str]:
    """The heavy modules in memory after the command has run."""
    script = (
        "import sys\nfrom notice_parser.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        f"print(*[m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, check=True
    )
    return set(done.stderr.decode().split())


# -- the process ------------------------------------------------------------------------


def test_the_installed_command_runs() -> None:
    script = Path(sysconfig.get_path("scripts")) / "notice-parser"
    if not script.exists():
        pytest.skip(f"the package is not installed: no {script}")
    done = subprocess.run([script, "--version"], capture_output=True, check=True)
    assert done.stdout.startswith(b"notice-parser ")


def test_vietnamese_in_a_pipe_under_the_locale_c(notice: str) -> None:
    for form in ("table", "json"):
        done = run("parse", notice, "--format", form, LC_ALL="C", PYTHONUTF8="0", LANG="C")
        assert (done.returncode, done.stderr) == (0, b"")
        assert "Chưa tự kiểm tra CCHC." in done.stdout.decode("utf-8")


def test_a_reader_that_stops_reading_is_no_error(notice: str) -> None:
    command = [*RUN, "parse", *[notice] * 200, "--format", "jsonl"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_help_loads_nothing_heavy() -> None:
    assert loaded("--help") == set()


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_parsing_a_text_loads_nothing_heavy(notice: str, form: str) -> None:
    assert loaded("parse", notice, "--format", form) == set()


def test_a_table_of_a_text_loads_only_what_draws_it(notice: str) -> None:
    assert loaded("parse", notice) <= {"rich"}


# -- parse ------------------------------------------------------------------------------


def test_parse_as_json(notice: str, capsys: Captured) -> None:
    assert main(["parse", notice, "--format", "json"]) == 0
    told = json.loads(out(capsys))
    assert (told["file"], told["status"], told["warnings"]) == (notice, "ok", [])
    assert told["notice"]["symbol"] == "TB-SNV"
    assert told["notice"]["inspection_year"] == 2022
    assert told.keys() >= TABLES
    assert [s["text"] for s in told["statements"]] == [
        "Ban hành kế hoạch CCHC đúng thời gian.",
        "Chưa tự kiểm tra CCHC.",
        "Rà soát 15 văn bản quy phạm pháp luật.",
    ]


def test_parse_as_json_lines(notice: str, capsys: Captured) -> None:
    assert main(["parse", notice, notice, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in out(capsys).splitlines()]
    assert len(rows) == 6
    for row in rows:
        assert row.keys() == {"file", *STATEMENT_COLUMNS, "due_date", "due_text"}
    assert rows[1]["label"] == "han-che"
    assert rows[1]["areas"] == ["chi-dao-dieu-hanh"]


def test_parse_as_csv(notice: str, capsys: Captured) -> None:
    assert main(["parse", notice, notice, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(out(capsys))))
    assert list(rows[0])[: len(STATEMENT_COLUMNS) + 1] == ["file", *STATEMENT_COLUMNS]
    assert len(rows) == 6, "one header for all files"
    assert rows[0]["remedied"] == "false"
    assert rows[1]["text"] == "Chưa tự kiểm tra CCHC."


def test_parse_as_table(notice: str, capsys: Captured) -> None:
    assert main(["parse", notice]) == 0
    printed = out(capsys)
    for words in ("12/TB-SNV", "UBND xã Quyết Tiến", "han-che", "Chưa tự kiểm tra CCHC."):
        assert words in printed


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_parse_goes_on_after_a_bad_file(
    notice: str, tmp_path: Path, capsys: Captured, form: str
) -> None:
    (tmp_path / "empty.txt").touch()
    bad = [str(tmp_path / "empty.txt"), str(tmp_path), str(tmp_path / "nowhere.pdf")]
    assert main(["parse", *bad, notice, "--format", form]) == 1
    printed = capsys.readouterr()
    assert "Chưa tự kiểm tra CCHC." in printed.out
    sentences = printed.err.splitlines()
    assert len(sentences) == len(bad)
    for path, sentence in zip(bad, sentences, strict=True):
        assert sentence.startswith(f"notice-parser: {path}: ")


def test_a_partial_result_is_printed_and_told(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "partial.txt"
    path.write_text(PARTIAL, encoding="utf-8")
    assert main(["parse", str(path), "--format", "json"]) == 1
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert told["status"] == "partial"
    assert {"no-unit", "no-year"} <= {warning["code"] for warning in told["warnings"]}
    assert all(f"{path}: partial: " in line for line in printed.err.splitlines())


# -- build, scan, show ------------------------------------------------------------------


def test_build_then_build_again(notice: str, tmp_path: Path, capsys: Captured) -> None:
    dataset = tmp_path / "dataset"
    assert main(["build", notice, "-o", str(dataset)]) == 0
    printed = capsys.readouterr()
    assert "1 files: 1 ok, 0 partial, 0 failed, 0 duplicate" in printed.out
    assert printed.err == "[1/1] thông báo.txt\n"
    assert main(["build", notice, "--output", str(dataset), "--jobs", "2"]) == 0
    assert "0 parsed, 1 unchanged" in out(capsys)
    assert (dataset / "statements.csv").is_file()


def test_build_with_a_bad_file_says_so(notice: str, tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "empty.txt").touch()
    inputs = [notice, str(tmp_path / "empty.txt")]
    assert main(["build", *inputs, "-o", str(tmp_path / "dataset")]) == 1
    assert "failed     empty.txt: the file is empty" in out(capsys)


@pytest.mark.parametrize(
    ("command", "option"),
    [("parse", "--format=csv"), ("build", "--output=x"), ("evaluate", "--errors")],
)
def test_files_may_stand_on_both_sides_of_an_option(command: str, option: str) -> None:
    options = parser().parse_args([command, "one", "two", option, "three", "four"])
    files = next(value for value in vars(options).values() if isinstance(value, list))
    assert files[-3:] == ["two", "three", "four"]
    with pytest.raises(SystemExit):
        parser().parse_args([command, "one", option, "two", "--nonsense"])


def test_scan_writes_nothing(notice: str, tmp_path: Path, capsys: Captured) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert main(["scan", str(tmp_path)]) == 0
    assert "text/plain" in out(capsys)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "~$lock.docx").touch()
    assert main(["scan", str(tmp_path)]) == 1
    printed = out(capsys)
    assert "empty.txt  (0 bytes)  problem: " in printed
    assert "~$lock.docx  left out" in printed
    assert "2 files, 1 with a problem; nothing was written" in printed
    assert len(sorted(tmp_path.rglob("*"))) == len(before) + 2


def test_show_a_file(notice: str, capsys: Captured) -> None:
    assert main(["show", notice]) == 0
    lines = out(capsys).splitlines()
    assert "12/TB-SNV" in lines[0]
    order = ["UBND xã Quyết Tiến", "chi-dao-dieu-hanh", "mat-duoc", "Ban hành kế hoạch", "han-che"]
    at = [next(i for i, line in enumerate(lines) if words in line) for words in order]
    assert at == sorted(at)


def test_show_a_notice_of_a_dataset(corpus_dataset: Path, capsys: Captured) -> None:
    with (corpus_dataset / "notices.csv").open(encoding="utf-8", newline="") as file:
        notice_id = next(csv.DictReader(file))["notice_id"]
    assert main(["show", notice_id, "--dataset", str(corpus_dataset)]) == 0
    assert out(capsys).startswith(notice_id)


# -- themes, search, evaluate -----------------------------------------------------------


def test_themes(corpus_dataset: Path, capsys: Captured) -> None:
    arguments = ["themes", str(corpus_dataset), "--limit", "3", "--quotes", "2"]
    assert main(arguments) == 0
    assert " districts, " in out(capsys)
    assert main([*arguments, "--format", "json"]) == 0
    themes = json.loads(out(capsys))
    assert len(themes) == 3
    for theme in themes:
        assert 1 <= len(theme["quotes"]) <= 2
        assert theme["units"] >= 2
    assert main([*arguments, "--min-units", "100000"]) == 0
    assert out(capsys) == "no limitation recurs at so many units\n"


def test_search(corpus_dataset: Path, capsys: Captured) -> None:
    arguments = ["search", str(corpus_dataset), "thanh toan truc tuyen", "--limit", "2"]
    assert main([*arguments, "--label", "han-che"]) == 0
    printed = out(capsys)
    assert "thanh toán trực tuyến" in printed.lower()
    assert ", 2 shown" in printed
    assert main([*arguments, "--format", "json"]) == 0
    result = json.loads(out(capsys))
    assert len(result["hits"]) == 2
    for hit in result["hits"]:
        words = {fold(hit["text"][start:end]) for start, end in hit["highlights"]}
        assert words >= {"thanh", "toan", "truc", "tuyen"}  # and their synonyms


def test_evaluate(corpus: Path, corpus_dataset: Path, capsys: Captured) -> None:
    gold = str(corpus / "gold" / "son-la-thuan-chau-2017.gold.json")
    arguments = ["evaluate", str(corpus_dataset), gold]
    assert main(arguments) == 0
    lines = out(capsys).splitlines()
    assert lines[0].split() == ["field", "P", "R", "F1", "right", "missed", "extra"]
    for start in ("shape (F1) ", "prose ", "label: gold", "han-che ", "area: gold", "confidence "):
        assert any(line.startswith(start) for line in lines), start
    assert lines[-1].startswith("expected calibration error 0.")
    assert main([*arguments, "--errors"]) == 0
    errors = out(capsys).splitlines()[len(lines) + 1 :]
    assert main([*arguments, "--json", "--errors"]) == 0
    told = json.loads(out(capsys))
    assert list(told["notices"]) == [gold]
    assert len(told["misses"]) == len(errors) > 0
    for miss, line in zip(told["misses"], errors, strict=True):
        assert line.startswith(miss["kind"])
        assert line.endswith(f"({gold}, {miss['where']})")
        for field in miss["differs"]:
            sides = [miss[side][field] or "(none)" for side in ("expected", "found")]
            assert f"{field}: {sides[0]} → {sides[1]}" in line
    assert sum(b["statements"] for b in told["calibration"]["bins"]) == sum(
        count for row in told["labels"].values() for found, count in row.items() if found[0] != "("
    )


def test_evaluate_against_another_dataset(notice: str, tmp_path: Path, capsys: Captured) -> None:
    gold, one, two = (str(tmp_path / name) for name in ("gold.json", "one", "two"))
    assert main(["build", notice, "-o", one]) == 0
    assert main(["annotate", notice, "-o", gold]) == 0
    text = Path(notice).read_text(encoding="utf-8")
    Path(notice).write_text(text.replace("a) Ưu điểm\n", "a) Kiến nghị\n"), encoding="utf-8")
    assert main(["build", notice, "-o", two]) == 0
    capsys.readouterr()
    assert main(["evaluate", one, gold, "--against", one]) == 0
    assert out(capsys) == "nothing changed\n"
    assert main(["evaluate", one, gold, "--against", two]) == 0
    printed = out(capsys)
    assert "statements (text, unit, areas, label)" in printed
    assert "became right: wrong statement: label: mat-duoc → de-nghi" in printed
    assert main(["evaluate", two, gold, "--against", one, "--errors", "--json"]) == 0
    (change,) = json.loads(out(capsys))["against"]["items"]
    assert (change["became"], change["before"]) == ("wrong", None)
    assert change["now"]["differs"] == ["label"]


def test_annotate_prints_a_draft_and_never_overwrites_one(
    notice: str, tmp_path: Path, capsys: Captured
) -> None:
    assert main(["annotate", notice]) == 0
    draft = json.loads(out(capsys))
    assert [s["label"] for s in draft["statements"]] == ["mat-duoc", "han-che", "mat-duoc"]
    path = tmp_path / "gold.json"
    assert main(["annotate", notice, "-o", str(path)]) == 0
    assert json.loads(path.read_text(encoding="utf-8")) == draft
    path.write_text("corrected", encoding="utf-8")
    assert main(["annotate", notice, "-o", str(path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "corrected"
    assert main(["annotate", notice, "-o", str(tmp_path / "nowhere" / "gold.json")]) == 2
    assert "gold.json: cannot be written" in capsys.readouterr().err
    assert main(["annotate", str(tmp_path / "nowhere.txt")]) == 1
    assert "nowhere.txt" in capsys.readouterr().err


def test_evaluate_says_that_a_draft_was_not_looked_at(
    corpus: Path, corpus_dataset: Path, tmp_path: Path, capsys: Captured
) -> None:
    gold = str(tmp_path / "gold.json")
    notice = corpus / "notices" / "31.8.2022 TB Ket luan KT CCHC So NN va PTNT Nghe An.txt"
    assert main(["annotate", str(notice), "-o", gold]) == 0
    assert main(["evaluate", str(corpus_dataset), gold]) == 0
    (sentence,) = capsys.readouterr().err.splitlines()
    assert sentence.startswith(f"notice-parser: {gold}: statements still marked `check`: ")


# -- wrong use --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "DATASET", "!!!"], "the query has no word to look for"),
        (["search", "DATASET", "a" * 600], "over 500 characters"),
        (["search", "nowhere", "đất"], "nowhere: holds no dataset"),
        (["themes", "nowhere"], "nowhere: holds no dataset"),
        (["evaluate", "nowhere", "gold.json"], "nowhere: holds no dataset"),
        (["evaluate", "DATASET", "gold.json"], "gold.json: cannot be read"),
        (["evaluate", "DATASET", "g.json", "--against", "nowhere"], "g.json: cannot be read"),
        (["show", "no-such-notice"], "add --dataset DIR"),
        (["show", "no-such-notice", "--dataset", "DATASET"], "no notice with this id"),
        (["build", "nowhere", "-o", "out"], "nowhere: no such file or folder"),
        (["scan", "nowhere"], "nowhere: no such file or folder"),
    ],
)
def test_wrong_use_is_one_sentence(
    corpus_dataset: Path,
    tmp_path: Path,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [str(corpus_dataset) if a == "DATASET" else a for a in arguments]
    assert main(given) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    (sentence,) = printed.err.splitlines()
    assert sentence.startswith("notice-parser: ")
    assert words in sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required: COMMAND"),
        (["nonsense"], "invalid choice: 'nonsense'"),
        (["parse"], "required: FILE"),
        (["parse", "x", "--format", "xml"], "invalid choice: 'xml'"),
        (["parse", "x", "--nonsense"], "--nonsense"),
        (["build", "x"], "required: -o/--output"),
        (["build", "x", "-o", "y", "--jobs", "0"], "a whole number from 1"),
        (["build", "x", "-o", "y", "--jobs", "²"], "a whole number from 1"),
        (["search", "x", "đất", "--label", "hạn chế"], "invalid choice"),
        (["evaluate", "x", "y", "--fuzzy", "0"], "a number above 0 and up to 1"),
        (["evaluate", "x", "y", "--fuzzy", "90%"], "a number above 0 and up to 1"),
        (["themes", "x", "--limit", "many"], "must be a whole number from 1"),
    ],
)
def test_unknown_options_are_one_sentence(
    capsys: Captured, arguments: list[str], words: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    sentence = capsys.readouterr().err.splitlines()[-1]
    assert sentence.startswith("notice-parser")
    assert words in sentence


# -- help -------------------------------------------------------------------------------


def commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def test_help_says_what_a_person_needs(capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    printed = out(capsys)
    assert "Exit codes: 0" in printed
    for name, _ in commands():
        assert f"\n    {name}" in printed


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=lambda value: str(value)[:9])
def test_every_option_says_what_it_does(name: str, command: argparse.ArgumentParser) -> None:
    for action in command._actions:
        told = action.help or action.choices
        assert told, f"{name} {action.dest}"


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_every_command_is_documented(name: str) -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = "".join(page.read_text(encoding="utf-8") for page in pages if page.exists())
    assert f"notice-parser {name}" in text, "say in README.md or docs/ what the command is for"


def test_a_query_may_stand_after_options(
    corpus_dataset: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for arguments in (["xin loi", "--label=han-che"], ["--label=han-che", "xin loi"]):
        assert main(["search", str(corpus_dataset), *arguments]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1]
    with pytest.raises(SystemExit):
        main(["search", str(corpus_dataset), "--label=han-che", "xin", "loi"])


# -- serve ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "nowhere: holds no dataset"),
        (["nowhere", "--host", "0.0.0.0"], "can be reached by other machines: add --token"),
        (["nowhere", "--token", "short"], "16 characters or more"),
    ],
)
def test_serving_what_cannot_be_is_one_sentence(
    arguments: list[str], sentence: str, capsys: Captured
) -> None:
    assert main(["serve", *arguments]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert sentence in told.err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_is_a_number(port: str, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "nowhere", "--port", port])
    assert ended.value.code == 2
    assert "a whole number up to 65535" in capsys.readouterr().err
