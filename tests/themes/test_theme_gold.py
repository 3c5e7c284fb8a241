"""The gold themes, and how near the themes of problems come to them where nothing was chosen."""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="themes need the packages of [analysis]")

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))

from theme_gold import UNCLEAR, Labelled, agreement, labelled, provinces_of
from theme_words import lexicon_without

from notice_parser.themes.grouping import group_documents
from notice_parser.themes.problems import bare


def rows(corpus: Path, name: str) -> list[dict[str, str]]:
    lines = (corpus / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_gold_is_as_large_as_it_says(corpus: Path) -> None:
    names = tomllib.loads((corpus / "themes.toml").read_text(encoding="utf-8"))
    places = defaultdict(set)
    for row in rows(corpus, "themes"):
        if row["theme"] not in (None, UNCLEAR):
            places[row["theme"]].add(row["notice"].rpartition("-")[0])
    assert set(places) == set(names)
    assert sum(len(found) >= 3 for found in places.values()) >= 25
    assert len(rows(corpus, "theme_pairs")) >= 40


def test_gold_texts_stand_in_the_notices(corpus: Path) -> None:
    """Every part of a gold problem, as the gold of the notice has it."""
    for row in rows(corpus, "themes"):
        path = corpus / "gold" / f"{row['notice']}.gold.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        assert told["notice"]["split"] != "test"
        if "problems" in told:
            assert row["text"] in {problem["text"] for problem in told["problems"]}


def groups(data: Labelled) -> list[int]:
    documents = sorted({bare(text) for text in data.texts})
    number = dict(zip(documents, group_documents(documents).group, strict=True))
    return [number[bare(text)] for text in data.texts]


def test_themes_agree_with_the_gold_of_provinces_held_out() -> None:
    """Without the words and the examples that only these have."""
    data = labelled("dev")
    with lexicon_without(provinces_of("dev")):
        found = agreement(groups(data), data.themes)
    assert found.f1 >= 0.80
    assert found.ari >= 0.70


def test_the_order_of_problems_changes_nothing() -> None:
    data = labelled("dev")
    order = list(range(len(data.texts)))
    random.Random(5).shuffle(order)
    mixed = Labelled(
        tuple(data.texts[place] for place in order), tuple(data.themes[place] for place in order)
    )
    found = dict(zip(order, groups(mixed), strict=True))
    assert [found[place] for place in range(len(order))] == groups(data)


@pytest.mark.parametrize(
    ("found", "gold", "f1", "ari"),
    [
        ([1, 1, 2, 2], ["a", "a", "b", "b"], 1.0, 1.0),
        ([1, 2, 3, 4], ["a", "a", "b", "b"], 2 / 3, 0.0),
        ([1, 1, 1, 1], ["a", "a", "b", "b"], 2 / 3, 0.0),
    ],
)
def test_how_agreement_is_measured(
    found: list[int], gold: list[str], f1: float, ari: float
) -> None:
    told = agreement(found, gold)
    assert told.f1 == pytest.approx(f1)
    assert told.ari == pytest.approx(ari)
