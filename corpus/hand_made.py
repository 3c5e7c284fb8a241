"""The hand-made answers of the corpus, and the rows of its gold as the dataset would have them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from notice_parser.dataset.schema import Row
from notice_parser.text import match_key
from notice_parser.themes.answers import ties

CORPUS = Path(__file__).parent


def recurrence_answers() -> list[Mapping[str, Any]]:
    return tomllib.loads((CORPUS / "recurrence.toml").read_text(encoding="utf-8"))["theme"]


def of_the_answers(unit: Row) -> bool:
    """Whether a body lies where the answers on recurrence are from: Ba Tri of Bến Tre, later of
    Vĩnh Long, and Di Linh."""
    return unit["province"] in ("Bến Tre", "Vĩnh Long", "Lâm Đồng")


def says(problem: Row, theme: Mapping[str, Any], bodies: Collection[str]) -> bool:
    """Whether a problem is one of the sentences that make the theme, found at one of the bodies;
    elsewhere the same words may stand."""
    here = set(problem["unit_id"] or ()) & set(bodies)
    return bool(here) and any(sentence in str(problem["text"]) for sentence in theme["sentences"])


def followup_answers() -> list[Mapping[str, Any]]:
    lines = (CORPUS / "followups.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def gold_statements(name: str) -> tuple[Row, ...]:
    """The statements of a notice as its gold has them."""
    gold = json.loads((CORPUS / f"gold/{name}.gold.json").read_text(encoding="utf-8"))
    assert gold["notice"]["split"] != "test"
    return tuple(
        {
            "statement_id": str(number),
            "notice_id": name,
            "text": told["text"],
            "label": told["label"],
            "areas": tuple(told["areas"]),
            "unit_id": tuple((told["unit"] or "").split("|")) if told["unit"] else (),
            "remedied": told.get("remedied", False),
            "evidence": ("area: heading",) if told["areas"] else (),
            "ordinal": number,
        }
        for number, told in enumerate(gold["statements"], start=1)
    )


def tied(statements: tuple[Row, ...]) -> Iterator[tuple[str, str]]:
    """The words of each request and of a limitation that it is tied to."""
    for tie in ties(statements):
        yield match_key(str(tie.request["text"])), match_key(str(tie.limitation["text"]))


def wanted(answers: list[Mapping[str, Any]]) -> set[tuple[str, str]]:
    return {
        (match_key(told["request"]), match_key(limitation))
        for told in answers
        for limitation in told["limitations"]
    }
