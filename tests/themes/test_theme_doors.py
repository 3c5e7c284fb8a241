"""The commands on themes and recurrence, on the dataset of the corpus."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

from notice_parser.cli import main, parser
from notice_parser.dataset.database import open_database

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def told(capsys: Captured, *words: str) -> Any:
    return json.loads(run(capsys, *words, "--format", "json"))


def of_ba_tri(dataset: Path) -> str:
    """A theme that was found at the district Ba Tri, in whatever way themes are made."""
    query = (
        "SELECT theme_id FROM recurrence JOIN units USING (unit_id) WHERE name = "
        "'UBND huyện Ba Tri' ORDER BY state <> 'found_again', theme_id LIMIT 1"
    )
    (theme_id,) = open_database(dataset).execute(query).fetchone()
    return str(theme_id)


@pytest.mark.parametrize(
    ("words", "dataset"),
    [
        (["themes", "dataset"], "dataset"),
        (["themes", "--limit", "3", "dataset"], "dataset"),
        (["themes", "list", "show"], "show"),
        (["themes", "show", "dataset", "t-1"], "dataset"),
        (["themes", "edit", "dataset", "lock", "t-1"], "dataset"),
    ],
)
def test_a_dataset_may_stand_where_a_command_does(words: list[str], dataset: str) -> None:
    assert parser().parse_args(words).dataset == dataset


def test_themes_of_a_province_and_an_area(corpus_dataset: Path, capsys: Captured) -> None:
    dataset = str(corpus_dataset)
    everywhere = told(capsys, "themes", dataset, "--limit", "1000")
    there = told(
        capsys, "themes", dataset, "--province", "lam dong", "--area", "thu-tuc-hanh-chinh",
        "--since", "2022", "--min-units", "1", "--quotes", "5", "--limit", "1000",
    )  # fmt: skip
    assert len(there) > 0
    assert {theme["provinces"] for theme in there} == {1}
    assert all(theme["first_year"] >= 2022 for theme in there)
    at_all = {theme["theme_id"]: theme for theme in everywhere}
    for theme in there:
        if theme["theme_id"] in at_all:
            assert theme["units"] <= at_all[theme["theme_id"]]["units"]
            assert theme["units_inspected"] == at_all[theme["theme_id"]]["units_inspected"]


def test_a_theme_with_all_its_quotes(corpus_dataset: Path, capsys: Captured) -> None:
    theme_id = of_ba_tri(corpus_dataset)
    page = told(capsys, "themes", "show", str(corpus_dataset), theme_id)
    theme = page["theme"]
    assert page["asked_for"] == theme["theme_id"] == theme_id
    assert len(theme["quotes"]) == theme["problems"]
    assert any(unit == "UBND huyện Ba Tri" for unit, *_ in page["states"])
    text = run(capsys, "themes", "show", str(corpus_dataset), theme_id)
    for quote in theme["quotes"]:
        assert f"“{quote['text']}” ({quote['unit'] or 'all units'}, {quote['year']}, " in text
    for advice in page["advice"]:
        assert advice["request"] in text


def test_recurrence_of_a_body_in_three_forms(corpus_dataset: Path, capsys: Captured) -> None:
    words = ["recurrence", str(corpus_dataset), "--unit", "huyen ba tri", "--province", "Bến Tre"]
    rows = told(capsys, *words)
    assert {row["unit"] for row in rows} == {"UBND huyện Ba Tri"}
    assert {row["year"] for row in rows} == {2021, 2022, 2023}
    assert {"found", "found_again", "not_found_though_inspected"} <= {row["state"] for row in rows}
    table = list(csv.DictReader(io.StringIO(run(capsys, *words, "--format", "csv"))))
    assert [row["state"] for row in table] == [row["state"] for row in rows]
    assert [row["statement_ids"].split("|") for row in table if row["statement_ids"]] == [
        row["statement_ids"] for row in rows if row["statement_ids"]
    ]
    shown = run(capsys, *words, "--limit", "2")
    assert shown.count("UBND huyện Ba Tri") == 2
    assert "more pairs of theme and unit" in shown
    assert "not_inspected" in shown.splitlines()[-1]


def test_recurrence_of_a_theme(corpus_dataset: Path, capsys: Captured) -> None:
    theme_id = of_ba_tri(corpus_dataset)
    rows = told(capsys, "recurrence", str(corpus_dataset), "--theme", theme_id)
    assert {row["theme_id"] for row in rows} == {theme_id}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["themes", "{}", "--province", "Atlantis"], "Atlantis: no body is of this province"),
        (["themes", "{}", "--area", "x"], "x: no problem is of this area; there are che-do"),
        (["themes", "show", "{}", "t-x"], "t-x: the dataset has no theme with this id"),
        (["recurrence", "{}", "--theme", "t-x"], "t-x: the dataset has no theme with this id"),
        (["recurrence", "{}", "--unit", "Atlantis"], "Atlantis: the dataset has no such body"),
        (["themes", "edit", "nowhere", "lock", "t-x"], "nowhere: holds no dataset"),
        (["themes", "recluster", "nowhere"], "nowhere: holds no dataset"),
    ],
)
def test_wrong_use_is_one_sentence(
    corpus_dataset: Path, capsys: Captured, words: list[str], sentence: str
) -> None:
    assert main([word.format(corpus_dataset) for word in words]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"notice-parser: {sentence}")
    assert error.count("\n") == 1
