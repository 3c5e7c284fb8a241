"""Notice → draft of its gold, for a person to correct: the inverse of reading gold."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from notice_parser.evaluate.gold import MARK
from notice_parser.evaluate.items import HEADER_COLUMNS
from notice_parser.model import (
    Citation,
    Figure,
    Footnote,
    Label,
    Notice,
    Problem,
    Quoted,
    Statement,
    Unit,
)
from notice_parser.reading.sniff import PLAIN

# Below this a person should look: unit, area or label were read from the words, with doubt.
_LOOK = 0.9
Told = dict[str, Any]


def draft_gold(notice: Notice, file: str) -> Told:
    """What the parser says, in the form of corpus/gold/*.json; `file` is the file's name.

    `check` stands first and lists what to look at first: the notice's warnings, then the
    unsure statements, the most doubtful first. Each of these has a `check` of its own that
    says why, to be taken out once looked at. `line` is told for text files, `page` for
    others that have pages.
    """
    return {
        MARK: [*(warning.message for warning in notice.warnings), *_first(notice)],
        "notice": _header(notice, file),
        "units": [_unit(notice, unit) for unit in notice.units],
        "statements": [_statement(notice, statement) for statement in notice.statements],
        "problems": [_problem(notice, problem) for problem in notice.problems],
        "no_limitation": list(_no_limitation(notice)),
        "figures": [_figure(notice, figure) for figure in notice.figures],
        "citations": [_citation(notice, citation) for citation in notice.citations],
        "footnotes": [_footnote(notice, footnote) for footnote in notice.document.footnotes],
    }


# -- what to look at --------------------------------------------------------------------


def _first(notice: Notice) -> list[str]:
    unsure = [s for s in notice.statements if s.confidence < _LOOK]
    return [
        f"statement {s.ordinal} ({_reason(s)}): {s.text[:60]}"
        for s in sorted(unsure, key=lambda s: (s.confidence, s.ordinal))
    ]


def _reason(statement: Statement) -> str:
    return "; ".join([f"confidence {statement.confidence:g}", *statement.evidence])


# -- the parts of a gold ----------------------------------------------------------------


def _header(notice: Notice, file: str) -> Told:
    told = {name: getattr(notice.header, column) for name, column in HEADER_COLUMNS.items()}
    return {
        "file": file,
        "shape": notice.layout or None,
        **{name: value or None for name, value in told.items()},
        "recipients": len(notice.header.recipients),
    }


def _unit(notice: Notice, unit: Unit) -> Told:
    above = notice.unit(unit.parent_unit_id)
    return {
        "name": unit.name,
        "level": unit.level or None,
        "parent": above.name if above else None,
    }


def _statement(notice: Notice, statement: Statement) -> Told:
    return {
        "unit": _names(notice, statement.unit_ids),
        "areas": list(statement.areas),
        "label": str(statement.label),
        "text": statement.text,
        **_place(notice, statement),
        **({"remedied": True} if statement.remedied else {}),
        **_due(statement),
        **({MARK: _reason(statement)} if statement.confidence < _LOOK else {}),
    }


def _due(statement: Statement) -> Told:
    """Every request says by when, null where its words do not."""
    if statement.label is not Label.REQUEST:
        return {}
    return {"due": statement.deadline.due if statement.deadline else None}


def _problem(notice: Notice, problem: Problem) -> Told:
    remedied = {"remedied": True} if problem.remedied else {}
    return {"text": problem.text, **_place(notice, problem), **remedied}


def _no_limitation(notice: Notice) -> Iterator[Told]:
    """One entry for each time a body is said to have none, with all areas it is said of."""
    said: dict[tuple[int, str], tuple[Quoted, list[str]]] = {}
    for row in notice.coverage:
        if row.declared:
            key = (row.declared.start, row.unit_id)
            said.setdefault(key, (row.declared, []))[1].append(row.area)
    for (_, unit_id), (quote, areas) in sorted(said.items(), key=lambda entry: entry[0]):
        named = [area for area in areas if area]
        # In a list of areas "no area" cannot stand beside others.
        for told in [named] * bool(named) + [[]] * ("" in areas):
            yield {"unit": _names(notice, (unit_id,)), "areas": told, **_place(notice, quote)}


def _figure(notice: Notice, figure: Figure) -> Told:
    parts = ("numerator", "denominator", "low", "high")
    told = {part: getattr(figure, part) for part in parts}
    return {
        **_place(notice, figure),
        "text": figure.text,
        "value": _number(figure.value),
        "unit": figure.unit or None,
        "kind": figure.kind,
        "role": figure.role or None,
        "comparator": figure.comparator or None,
        "indicator": figure.indicator or None,
        **{part: _number(value) for part, value in told.items() if value is not None},
    }


def _citation(notice: Notice, citation: Citation) -> Told:
    return {
        **_place(notice, citation),
        "text": citation.text,
        "type": citation.doc_type or None,
        "number": citation.number or None,
        "date": citation.date or None,
        "issuer": citation.issuer or None,
        "pinpoint": citation.pinpoint or None,
    }


def _footnote(notice: Notice, footnote: Footnote) -> Told:
    anchor = footnote.anchor
    return {
        "mark": footnote.mark,
        "line": _line(notice, footnote.start),
        "anchor_line": None if anchor is None else _line(notice, anchor),
    }


# -- small parts ------------------------------------------------------------------------


def _names(notice: Notice, unit_ids: tuple[str, ...]) -> str | None:
    units = (notice.unit(unit_id) for unit_id in unit_ids)
    return "|".join(unit.name for unit in units if unit) or None


def _place(notice: Notice, quoted: Quoted) -> Told:
    line = _line(notice, quoted.start)
    page = notice.document.page_at(quoted.start) if line is None else None
    return {"line": line, **({"page": page} if page else {})}


def _line(notice: Notice, offset: int) -> int | None:
    if notice.document.media_type != PLAIN:
        return None
    line = notice.document.line_at(offset)
    return line.number if line else None


def _number(value: Decimal) -> int | float | str:
    """As JSON's own number where that is exact, else as text."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")
