"""Gold files: what a careful reader says that a notice says.

The form is that of corpus/gold/*.json, described in corpus/README.md. A statement may also
have `due`, a figure `indicator`, and everything that has a `line` may have a `page` instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notice_parser import lexicon
from notice_parser.errors import UsageError
from notice_parser.evaluate.items import (
    CITATION,
    DECLARED,
    FIGURE,
    HEADER,
    PROBLEM,
    STATEMENT,
    Item,
    Items,
    cited,
    header_items,
)
from notice_parser.model import Label

_STATEMENT = ("areas", "label", "text", "unit")
# Codes of docs/dataset.md; a gold may leave a role or comparator out.
_FIGURE = {
    "kind": ("rate", "count", "ratio", "money", "duration", "level", "score", "rank", "measure"),
    "role": ("actual", "target", "limit", "period", "change", "base", "", None),
    "comparator": (">=", ">", "<=", "<", "~", "+", "-", "", None),
}
MARK = "check"
# Where a gold has the items of each subject. A list that is not there says nothing, an empty
# one that the notice has none; so do a header field that is not there and one that is null.
_LISTS = {
    STATEMENT.name: "statements",
    PROBLEM.name: "problems",
    DECLARED.name: "no_limitation",
    FIGURE.name: "figures",
    CITATION.name: "citations",
}


@dataclass(frozen=True, slots=True)
class Gold:
    """`file` and `shape` are empty where the gold does not say; `marked` is the number of
    statements that a draft asked a person to look at and that still say so. `subjects` and
    `fields` (of the header) are those that the gold speaks of at all."""

    path: str
    items: Items
    file: str
    shape: str
    marked: int
    subjects: frozenset[str]
    fields: frozenset[str]

    def tells(self, subject: str, item: Item) -> bool:
        """Whether the gold would have the item, if the notice did."""
        if subject == HEADER.name:
            return item.values["field"] in self.fields
        return subject in self.subjects


def read_gold(path: str | Path) -> Gold:
    """Raises UsageError, with one sentence, for a file that cannot be read or is no gold."""
    try:
        told = json.loads(Path(path).read_text(encoding="utf-8"))
        _check(told)
        return Gold(
            path=str(path),
            items=gold_items(told),
            file=str(told["notice"].get("file") or ""),
            shape=str(told["notice"].get("shape") or ""),
            marked=sum(MARK in statement for statement in told["statements"]),
            subjects=frozenset(name for name, key in _LISTS.items() if key in told),
            fields=frozenset(told["notice"]),
        )
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except KeyError as error:
        raise UsageError(f"{path}: is no gold annotation ({error} is missing)") from error
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise UsageError(f"{path}: is no gold annotation ({error or 'a value'})") from error


def _check(told: Any) -> None:
    if not isinstance(told["notice"], dict) or not isinstance(told["statements"], list):
        raise TypeError("`notice` must be an object and `statements` a list")
    _check_statements(told["statements"])
    for number, figure in enumerate(told.get("figures", ()), start=1):
        for field, codes in _FIGURE.items():
            if figure[field] not in codes:
                known = ", ".join(filter(None, codes))
                raise ValueError(f"figure {number}: {field} {figure[field]!r} is none of {known}")


def _check_statements(statements: Sequence[Any]) -> None:
    areas = frozenset(lexicon.load("areas").by_code)
    for number, statement in enumerate(statements, start=1):
        if not isinstance(statement, dict) or not statement.keys() >= set(_STATEMENT):
            raise TypeError(f"statement {number}: each statement needs {', '.join(_STATEMENT)}")
        if statement["label"] not in tuple(Label):
            known = ", ".join(Label)
            raise ValueError(f"statement {number}: label {statement['label']!r} is none of {known}")
        if not isinstance(statement["areas"], list):
            raise TypeError(f"statement {number}: `areas` must be a list")
        for area in statement["areas"]:
            if area not in areas:
                known = ", ".join(sorted(areas))
                raise ValueError(f"statement {number}: area {area!r} is none of {known}")


def gold_items(told: Mapping[str, Any]) -> Items:
    return {
        STATEMENT.name: [
            STATEMENT.item(_statement(s), number, **_place(s))
            for number, s in enumerate(told["statements"], start=1)
        ],
        PROBLEM.name: [
            PROBLEM.item(_problem(p), number, **_place(p))
            for number, p in enumerate(told.get("problems", ()), start=1)
        ],
        DECLARED.name: list(_declared(told)),
        FIGURE.name: [
            FIGURE.item(_figure(f), number, **_place(f))
            for number, f in enumerate(told.get("figures", ()), start=1)
        ],
        CITATION.name: [
            CITATION.item(_citation(c), number, **_place(c))
            for number, c in enumerate(told.get("citations", ()), start=1)
        ],
        HEADER.name: header_items(told["notice"]),
    }


def _place(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"line": told.get("line"), "page": told.get("page")}


def _statement(told: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "text": told["text"],
        "unit": told["unit"] or "",
        "areas": "|".join(told["areas"]),
        "label": told["label"],
        "remedied": "yes" if told.get("remedied") else "",
        "due": _where_given(told, "due"),
    }


def _problem(told: Mapping[str, Any]) -> dict[str, str | None]:
    return {"text": told["text"], "remedied": "yes" if told.get("remedied") else ""}


def _where_given(told: Mapping[str, Any], field: str) -> str | None:
    return (told[field] or "") if field in told else None


def _declared(told: Mapping[str, Any]) -> Iterator[Item]:
    """What is said of two units, or of all, is said of each."""
    everyone = [unit["name"] for unit in told.get("units", ())] or [""]
    each = [
        (n, unit, area)
        for n in told.get("no_limitation", ())
        for unit in (n["unit"].split("|") if n["unit"] else everyone)
        for area in n["areas"] or [""]
    ]
    for number, (n, unit, area) in enumerate(each, start=1):
        yield DECLARED.item({"unit": unit, "area": area}, number, **_place(n))


def _figure(told: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "text": told.get("text", ""),
        "value": str(told["value"]),
        "unit": told["unit"] or "",
        "kind": told["kind"],
        "role": told["role"] or "",
        "comparator": told["comparator"] or "",
        "indicator": _where_given(told, "indicator"),
    }


def _citation(told: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        "document": cited(told["number"], told["text"], told["pinpoint"]),
        "text": told["text"],
        "date": told["date"] or "",
        "pinpoint": told["pinpoint"] or "",
    }
