"""What the documentation says is there, and what is there is documented."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import subprocess
import sys
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import regex

from notice_parser import cli, lexicon
from notice_parser.commands.arguments import Parser
from notice_parser.dataset.schema import TABLES
from notice_parser.model import Label
from notice_parser.themes.followup import NextState
from notice_parser.themes.recurrence import State

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "corpus/README.md")),
    ROOT / "models/README.md",
    *sorted(DOCS.glob("*.md")),
]
SOURCES = sorted((ROOT / "corpus/sources").glob("*.txt"))
_OPTION = regex.compile(r"(?<![\w-])--?[a-z][a-z-]*")
# "A=b notice-parser …" begins a command, also after "; " and at the start of a line.
_OURS = regex.compile(r"(?:^|; )(?:[A-Z_]+=\S+ )?notice-parser (?P<rest>.*)$")
_REDIRECTED = regex.compile(r"\s\d?>(?:&\d|\s*\S+)")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    """What stands under a heading of level 3, up to the next heading of level 1 to 3."""
    _, found, rest = page.partition(f"\n### `{heading}`\n")
    assert found, f"no section for `{heading}`"
    return regex.split(r"\n#{1,3} ", rest)[0]


def sessions() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sessions", DOCS / "sessions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SESSIONS = sessions()


def commands() -> Mapping[str, ArgumentParser]:
    """Also those of commands that have commands of their own: "themes", which lists them without
    being told to, and "themes show"."""
    found = {}
    for name, parser in own_commands(cli.parser()).items():
        if parser.unnamed:
            for own, told in own_commands(parser).items():
                found[name if own == parser.unnamed else f"{name} {own}"] = told
        else:
            found[name] = parser
    return found


def own_commands(parser: ArgumentParser) -> Mapping[str, Parser]:
    (found,) = (a for a in parser._actions if isinstance(a, _SubParsersAction))
    return found.choices


# -- the command line -------------------------------------------------------------------


@pytest.mark.parametrize("name", commands())
def test_each_command_is_documented_with_its_options_and_no_others(name: str) -> None:
    told = section(text(DOCS / "for-scripts.md"), name)
    real = {o for action in commands()[name]._actions for o in action.option_strings}
    assert set(_OPTION.findall(told)) == real - {"-h", "--help"}
    assert f"notice-parser {name} " in told


def test_no_command_is_documented_that_does_not_exist() -> None:
    headings = regex.findall(r"(?m)^### `(.+)`$", text(DOCS / "for-scripts.md"))
    assert set(headings) == set(commands())


def shown() -> Iterator[tuple[str, str]]:
    for page in SESSIONS.pages():
        for command in SESSIONS.commands(text(page)):
            first = command.split(" | ")[0].split(" > ")[0]
            if match := _OURS.search(_REDIRECTED.sub("", first.split("; echo")[0])):
                yield page.name, match["rest"]


@pytest.mark.parametrize(("page", "command"), list(shown()))
def test_each_command_shown_is_accepted(page: str, command: str) -> None:
    gold = str(ROOT / "corpus/gold/any.gold.json")
    arguments = shlex.split(regex.sub(r"\$\(.*\)", gold, command))
    assert cli.parser().parse_args(arguments)


def test_the_readme_opens_with_build_themes_search() -> None:
    told = [command.split()[1] for command in SESSIONS.commands(text(ROOT / "README.md"))]
    assert told[:3] == ["build", "themes", "search"]


@pytest.mark.parametrize("page", SESSIONS.pages(), ids=lambda page: page.name)
def test_each_session_shows_output(page: Path) -> None:
    for block in regex.findall(r"(?ms)^```(?:console|pycon)\n(.*?)^```$", text(page)):
        lines = block.splitlines()
        assert [line for line in lines if not line.startswith(("$ ", ">>> ", "... "))], block


def test_a_session_is_run_again_and_its_old_output_replaced() -> None:
    page = "```console\n$ printf 'xã\\n'\nold\n```\nAnd:\n```pycon\n>>> 6 * 7\nold\n```\n"
    told = "```console\n$ printf 'xã\\n'\nxã\n```\nAnd:\n```pycon\n>>> 6 * 7\n42\n```\n"
    assert SESSIONS.rerun(page) == told


def test_make_targets_that_the_readme_names_exist() -> None:
    targets = set(regex.findall(r"(?m)^([a-z]+):", text(ROOT / "Makefile")))
    named = set(regex.findall(r"(?m)^    make (\w+)", text(ROOT / "README.md")))
    assert named == {"demo", "test"}
    assert named <= targets


# -- the dataset ------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_each_column_of_each_table_is_described_and_no_other(table: str) -> None:
    told = section(text(DOCS / "dataset.md").partition("\n## Codes\n")[0], table)
    rows = regex.findall(r"(?m)^\| `(\w+)` \| (\w+) \|", told)
    assert rows == [(column.name, column.type) for column in TABLES[table].columns]
    assert "Key: " + ", ".join(f"`{name}`" for name in TABLES[table].key) in told


@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("statements.label", [label.value for label in Label]),
        ("areas", lexicon.load("areas").by_code),
        ("citations", lexicon.load("relations").by_code),
        ("recurrence.state", [state.value for state in State]),
        ("followups.next_state", [state.value for state in NextState]),
    ],
)
def test_each_code_is_explained(heading: str, codes: list[str]) -> None:
    told = section(text(DOCS / "dataset.md").partition("\n## Codes\n")[2], heading)
    assert [code for code in codes if f"`{code}`" not in told] == []


def test_labels_and_areas_are_explained_in_vietnamese_too() -> None:
    told = text(DOCS / "for-officials.md")
    codes = [*(label.value for label in Label), *lexicon.load("areas").by_code]
    assert [code for code in codes if f"| `{code}` |" not in told] == []


# -- the lexicon ------------------------------------------------------------------------


def test_each_lexicon_file_is_described_and_no_other() -> None:
    told = regex.findall(r"(?m)^\| `(\w+)\.toml` \|", text(DOCS / "lexicon.md"))
    assert sorted(told) == sorted(lexicon.names())


def statements(*, lexicon_folder: str) -> list[Mapping[str, Any]]:
    """Of the worked example, parsed by a new process, which has loaded no words yet."""
    arguments = ["parse", str(DOCS / "examples/van-chan-2024.txt"), "--format", "jsonl"]
    ran = subprocess.run(
        [sys.executable, "-c", "from notice_parser.cli import main; main()", *arguments],
        env={**os.environ, lexicon.EXTRA_FOLDER_VARIABLE: lexicon_folder},
        capture_output=True,
        check=True,
    )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_without_its_words_the_worked_example_is_judged_by_its_sentences() -> None:
    reasons = [reason for s in statements(lexicon_folder="") for reason in s["evidence"]]
    assert any("by what stands below and beside" in reason for reason in reasons)


def test_the_words_of_the_worked_example_give_every_label_and_area() -> None:
    taught = statements(lexicon_folder=str(DOCS / "examples/tu-dien"))
    assert [(s["label"], s["areas"]) for s in taught] == [
        ("mat-duoc", ["chi-dao-dieu-hanh"]),
        ("han-che", ["chi-dao-dieu-hanh"]),
        ("mat-duoc", ["thu-tuc-hanh-chinh"]),
        ("han-che", ["thu-tuc-hanh-chinh"]),
    ]
    assert not any("words of the" in reason for s in taught for reason in s["evidence"])


# -- files and links --------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = regex.findall(r"\]\((?!https?:)([^)#]+)", text(page))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_each_model_file_is_described_and_no_other() -> None:
    told = regex.findall(r"(?m)^\| `([\w.]+)` \|", text(ROOT / "models/README.md"))
    there = [p.name for p in (ROOT / "models").iterdir() if p.suffix in {".py", ".toml"}]
    assert sorted(told) == sorted(there)


def corpus_row(source: Path) -> str:
    """The row of a source up to its last cell, as the files have it."""
    file = next(line for line in text(source).splitlines() if line.startswith("file:"))
    gold: Mapping[str, Any] = json.loads(text(ROOT / f"corpus/gold/{source.stem}.gold.json"))
    shape, split = gold["notice"]["shape"], gold["notice"]["split"]
    count = len(gold["statements"])
    return f"| {source.stem} | {file.rpartition('.')[2]} | {shape} | {split} | {count} | "


def test_the_table_of_the_corpus_is_true() -> None:
    page = text(ROOT / "corpus/README.md")
    rows = page.partition("| source | format |")[2].partition("\n\n")[0].splitlines()[2:]
    expected = [corpus_row(source) for source in SOURCES]
    assert [row[: row.rindex(" | ") + 3] for row in rows] == expected
