"""Gold against output: how much of what a careful reader sees did the parser find?

The gold form is that of corpus/gold/*.json. Texts are compared with single spaces and one
tone style, names of units and header fields without regard to case.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from notice_parser.errors import UsageError
from notice_parser.text import match_key, squash

Key = tuple[str, ...]
Items = Mapping[str, Counter[Key]]

STRICT = "statements (text, unit, areas, label)"
_INDICATOR = "figures (value, unit, kind, indicator)"
_DUE = "due dates (text, date)"
_STATEMENT = {"text", "unit", "areas", "label"}
_HEADER = {
    "number": "number",
    "symbol": "symbol",
    "place": "place",
    "date": "date",
    "type": "doc_type",
    "province": "province",
    "title": "title",
    "inspected": "inspected_unit",
    "inspection_year": "inspection_year",
    "announced": "announced_at",
    "signer": "signer",
    "signer_role": "signer_title",
}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over all notices; rates are 1.0 where nothing was to be found or was found."""

    field: str
    right: int
    missed: int
    extra: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing the gold has and the output not (`kind` "missed"), or the reverse."""

    gold: str
    field: str
    kind: str
    item: Key


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`notices` names the notice that each gold file was held against."""

    notices: Mapping[str, str]
    scores: tuple[Score, ...]
    misses: tuple[Miss, ...]


def evaluate(database: sqlite3.Connection, golds: Sequence[str | Path]) -> Evaluation:
    """Hold gold files against the dataset.

    Raises UsageError for a file that is no gold, or whose notice the dataset does not have.
    """
    notices: dict[str, str] = {}
    counts: dict[str, list[int]] = {}
    misses: list[Miss] = []
    for path in golds:
        gold = read_gold(path)
        notice_id = _notice_of(database, gold, str(path))
        notices[str(path)] = notice_id
        expected, found = _checked_items(gold, str(path)), output_items(database, notice_id)
        for name, wanted in expected.items():
            right = wanted & found[name]
            missed, extra = wanted - right, found[name] - right
            tally = counts.setdefault(name, [0, 0, 0])
            for place, counter in enumerate((right, missed, extra)):
                tally[place] += counter.total()
            for kind, counter in (("missed", missed), ("extra", extra)):
                misses += [Miss(str(path), name, kind, item) for item in counter.elements()]
    scores = tuple(Score(name, *tally) for name, tally in counts.items())
    return Evaluation(notices, scores, tuple(misses))


def read_gold(path: str | Path) -> Mapping[str, Any]:
    try:
        gold = json.loads(Path(path).read_text(encoding="utf-8"))
        if not isinstance(gold["notice"], dict) or not isinstance(gold["statements"], list):
            raise TypeError("`notice` must be an object and `statements` a list")
        for statement in gold["statements"]:
            if not isinstance(statement, dict) or not statement.keys() >= _STATEMENT:
                raise TypeError(f"each statement needs {', '.join(sorted(_STATEMENT))}")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path}: is no gold annotation ({error})") from error
    return gold  # type: ignore[no-any-return]


def _notice_of(database: sqlite3.Connection, gold: Mapping[str, Any], path: str) -> str:
    """The notice that has most of the gold's statement texts."""
    wanted = {_text(s["text"]) for s in gold["statements"]}
    shared: Counter[str] = Counter()
    for notice_id, text in database.execute("SELECT notice_id, text FROM statements"):
        shared[notice_id] += _text(text) in wanted
    best = max(sorted(shared), key=lambda notice_id: shared[notice_id], default="")
    if not best or not shared[best]:
        raise UsageError(f"{path}: the dataset has no notice with its statements")
    return best


# -- what the gold says -----------------------------------------------------------------


def _checked_items(gold: Mapping[str, Any], path: str) -> Items:
    try:
        return gold_items(gold)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"{type(error).__name__}: {error}"
        raise UsageError(f"{path}: is no gold annotation ({what})") from error


def gold_items(gold: Mapping[str, Any]) -> Items:
    statements = [
        (_text(s["text"]), _units(s["unit"]), "|".join(s["areas"]), s["label"])
        for s in gold["statements"]
    ]
    figures = [
        (_number(f["value"]), f["unit"] or "", f["kind"], f["role"] or "", f["comparator"] or "")
        for f in gold.get("figures", ())
    ]
    citations = [
        (_cited(c["number"], c["text"], c["pinpoint"]), c["date"] or "", _text(c["pinpoint"] or ""))
        for c in gold.get("citations", ())
    ]
    header = {mine: gold["notice"].get(theirs) for theirs, mine in _HEADER.items()}
    return {
        **_statement_items(statements),
        "remedied": Counter((_text(s["text"]),) for s in gold["statements"] if s.get("remedied")),
        "declared none (unit, area)": Counter(
            (_units(n["unit"]), area)
            for n in gold.get("no_limitation", ())
            for area in n["areas"] or [""]
        ),
        **_figure_items(figures),
        **_optional_items(gold),
        "citations (number or name, date, pinpoint)": Counter(citations),
        "header fields": Counter(_header_items(header)),
    }


def _optional_items(gold: Mapping[str, Any]) -> Items:
    """What only some gold says: indicators of figures, due dates of requests."""
    told: dict[str, Counter[Key]] = {}
    figures = [f for f in gold.get("figures", ()) if "indicator" in f]
    if figures:
        told[_INDICATOR] = Counter(
            (_number(f["value"]), f["unit"] or "", f["kind"], f["indicator"])
            for f in figures
            if f["indicator"]
        )
    requests = [s for s in gold["statements"] if "due" in s]
    if requests:
        told[_DUE] = Counter((_text(s["text"]), s["due"]) for s in requests if s["due"])
    return told


def _number(value: object) -> str:
    return format(Decimal(str(value)).normalize(), "f")


def _cited(number: str | None, text: str, pinpoint: str | None) -> str:
    """A document's number, or its words without the pinpoint: "luật cư trú"."""
    if number and "/" in number:
        return number
    return squash(_text(text).replace(_text(pinpoint or ""), "")) if pinpoint else _text(text)


# -- what the output says ---------------------------------------------------------------


def output_items(database: sqlite3.Connection, notice_id: str) -> Items:
    names = dict(database.execute("SELECT unit_id, name FROM units"))

    def units(ids: str | None) -> str:
        return _units("|".join(names.get(i, i) for i in (ids or "").split("|")))

    told = _select(database, "text, unit_id, areas, label FROM statements", notice_id)
    statements = [(_text(t), units(ids), areas or "", label) for t, ids, areas, label in told]
    remedied = _select(database, "text FROM statements", notice_id, "AND remedied")
    none = _select(database, "unit_id, area FROM coverage", notice_id, "AND declared_none")
    columns = ", ".join(_HEADER.values())
    (header,) = _select(database, f"{columns} FROM notices", notice_id)
    return {
        **_statement_items(statements),
        "remedied": Counter((_text(text),) for (text,) in remedied),
        "declared none (unit, area)": Counter((units(u), area or "") for u, area in none),
        **_figure_items(_figures(database, notice_id)),
        _INDICATOR: Counter(
            (_number(value), unit or "", kind, indicator)
            for value, unit, kind, indicator in _select(
                database,
                "value, unit, kind, indicator FROM figures",
                notice_id,
                "AND indicator > ''",
            )
        ),
        _DUE: Counter(
            (_text(text), due)
            for text, due in _select(
                database, "text, due_date FROM statements", notice_id, "AND due_date > ''"
            )
        ),
        "citations (number or name, date, pinpoint)": Counter(_citations(database, notice_id)),
        "header fields": Counter(_header_items(dict(zip(_HEADER.values(), header, strict=True)))),
    }


def _figures(database: sqlite3.Connection, notice_id: str) -> Iterator[Key]:
    columns = "value, unit, kind, role, comparator FROM figures"
    for value, *rest in _select(database, columns, notice_id):
        yield _number(value), *(cell or "" for cell in rest)


def _select(
    database: sqlite3.Connection, what: str, notice_id: str, condition: str = ""
) -> list[tuple[Any, ...]]:
    query = f"SELECT {what} WHERE notice_id = ? {condition} ORDER BY rowid"
    return database.execute(query, (notice_id,)).fetchall()


def _citations(database: sqlite3.Connection, notice_id: str) -> Iterator[Key]:
    for number, text, date, pinpoint in _select(
        database, "number, text, date, pinpoint FROM citations", notice_id
    ):
        yield _cited(number, text, pinpoint), date or "", _text(pinpoint or "")


# -- both in one form -------------------------------------------------------------------


def _statement_items(statements: Sequence[tuple[str, str, str, str]]) -> Items:
    def each(*places: int, of: Callable[[Key], bool] = lambda _: True) -> Counter[Key]:
        return Counter(tuple(s[p] for p in places) for s in statements if of(s))

    return {
        STRICT: each(0, 1, 2, 3),
        "text": each(0),
        "text and unit": each(0, 1),
        "text and areas": each(0, 2),
        "text and label": each(0, 3),
        "limitations (text, unit, areas)": each(0, 1, 2, of=lambda s: s[3] == "han-che"),
    }


def _figure_items(figures: Iterable[Key]) -> Items:
    figures = list(figures)
    return {
        "figures (value, unit, kind)": Counter(f[:3] for f in figures),
        "figures (with role and comparator)": Counter(figures),
    }


def _header_items(header: Mapping[str, Any]) -> Iterator[Key]:
    for name, value in header.items():
        if value not in (None, ""):
            yield name, _text(str(value))


def _text(text: str) -> str:
    return match_key(text)


def _units(names: str | None) -> str:
    return "|".join(sorted(_text(name) for name in (names or "").split("|")))
