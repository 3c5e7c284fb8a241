"""Notice → rows, and the few tables that are summed up over all notices."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TypeVar

from notice_parser.dataset.schema import TABLES, Cell, Row
from notice_parser.model import (
    Citation,
    Coverage,
    Document,
    Figure,
    Notice,
    Quoted,
    Statement,
    Unit,
    covered,
)

Found = TypeVar("Found", bound=Quoted)


def tabulate(notice: Notice) -> Mapping[str, list[Row]]:
    """The rows of one notice, by table. `units` rows are still to be merged over notices
    (`merged_units`); `files`, `legal_documents` and what is derived are not here."""
    return {
        "notices": [_notice_row(notice)],
        "units": [_unit_row(unit) for unit in notice.units],
        "statements": [_statement_row(notice, statement) for statement in notice.statements],
        "problems": list(_problem_rows(notice)),
        "coverage": [_coverage_row(notice, coverage) for coverage in notice.coverage],
        "figures": _figure_rows(notice),
        "citations": [
            {"citation_id": f"{home or notice.notice_id}-c{count}", "statement_id": home}
            | _citation_row(notice, citation)
            for citation, home, count in _at_home(notice, notice.citations)
        ],
        "remainders": [
            {"remainder_id": f"{notice.notice_id}-r{count}", "notice_id": notice.notice_id}
            | {"reason": remainder.reason}
            | _quote(notice.document, remainder)
            for count, remainder in enumerate(notice.remainders, start=1)
        ],
    }


def _quote(document: Document, quoted: Quoted) -> dict[str, Cell]:
    return {
        "text": quoted.text,
        "page": document.page_at(quoted.start),
        "char_start": quoted.start,
        "char_end": quoted.end,
    }


def _fields(value: object, *names: str) -> dict[str, Cell]:
    return {name: getattr(value, name) for name in names}


def _notice_row(notice: Notice) -> Row:
    text_chars, covered_chars = character_counts(notice)
    header = notice.header
    return {
        "notice_id": notice.notice_id,
        "file_id": notice.document.file_id,
        **_fields(header, "doc_type", "number", "symbol", "date", "place", "issuer", "title"),
        **_fields(header, "province", "inspected_unit", "inspection_year", "announced_at"),
        **_fields(header, "signer", "signer_title", "recipients"),
        "layout": notice.layout,
        "text_chars": text_chars,
        "covered_chars": covered_chars,
    }


def character_counts(notice: Notice) -> tuple[int, int]:
    """Characters of body text, and how many of them are something: a statement, heading,
    header field, declaration, figure or citation. A remainder is none of these."""
    remainders = set(notice.remainders)
    known = covered(quoted for quoted in notice.quoted() if quoted not in remainders)
    ends = [span.end for span in known]
    inside = 0
    for paragraph in notice.document.body:
        for span in known[bisect_right(ends, paragraph.start) :]:
            if span.start >= paragraph.end:
                break
            inside += min(span.end, paragraph.end) - max(span.start, paragraph.start)
    return sum(p.end - p.start for p in notice.document.body), inside


def _unit_row(unit: Unit) -> Row:
    return {
        **_fields(unit, "unit_id", "name", "level", "kind", "district", "province"),
        **_fields(unit, "parent_unit_id", "place_code", "successors"),
    }


def _statement_row(notice: Notice, statement: Statement) -> Row:
    return {
        **_fields(statement, "statement_id", "areas", "text", "page", "ordinal"),
        **_fields(statement, "heading_path", "remedied", "evidence"),
        "notice_id": notice.notice_id,
        "unit_id": statement.unit_ids,
        "label": str(statement.label),
        "char_start": statement.start,
        "char_end": statement.end,
        "confidence": Decimal(str(statement.confidence)),
        "due_date": statement.deadline.due if statement.deadline else "",
        "due_text": statement.deadline.text if statement.deadline else "",
    }


def _problem_rows(notice: Notice) -> Iterator[Row]:
    """Each problem with unit and areas of its statement; its theme is known later."""
    statements = {statement.statement_id: statement for statement in notice.statements}
    for problem in notice.problems:
        statement = statements[problem.statement_id]
        yield {
            **_fields(problem, "problem_id", "statement_id", "remedied"),
            "notice_id": notice.notice_id,
            "unit_id": statement.unit_ids,
            "areas": statement.areas,
            "year": notice.header.inspection_year,
            **_quote(notice.document, problem),
        }


def _coverage_row(notice: Notice, coverage: Coverage) -> Row:
    shown_by = (
        statement.statement_id
        for statement in notice.statements
        if coverage.unit_id in statement.unit_ids and coverage.area in (statement.areas or ("",))
    )
    return {
        "notice_id": notice.notice_id,
        "unit_id": coverage.unit_id,
        "area": coverage.area,
        "inspected": True,
        "declared_none": coverage.declared is not None,
        "limitations": coverage.limitations,
        "statement_id": next(shown_by, None),
        **(_quote(notice.document, coverage.declared) if coverage.declared else {}),
    }


def _figure_rows(notice: Notice) -> list[Row]:
    at_home = list(_at_home(notice, notice.figures))
    ids = {figure.start: f"{home or notice.notice_id}-f{count}" for figure, home, count in at_home}
    return [
        {"figure_id": ids[figure.start], "statement_id": home}
        | {"tied_to": tuple(ids[start] for start in figure.tied_to)}
        | _figure_row(notice, figure)
        for figure, home, _ in at_home
    ]


def _figure_row(notice: Notice, figure: Figure) -> dict[str, Cell]:
    return {
        "notice_id": notice.notice_id,
        **_fields(figure, "value", "unit", "kind", "role", "comparator", "low", "high"),
        **_fields(figure, "numerator", "denominator", "indicator", "period", "warnings"),
        "measured": figure.measured,
        **_quote(notice.document, figure),
    }


def _citation_row(notice: Notice, citation: Citation) -> dict[str, Cell]:
    return {
        "notice_id": notice.notice_id,
        **_fields(citation, "doc_type", "number", "date", "issuer", "law_name", "pinpoint"),
        **_fields(citation, "relation", "document_id", "resolved_from", "warnings"),
        **_quote(notice.document, citation),
    }


def _at_home(notice: Notice, found: Iterable[Found]) -> Iterator[tuple[Found, str | None, int]]:
    """Each fact with the id of the statement around it and its number, from 1, in there."""
    statements = sorted(notice.statements, key=lambda statement: statement.start)
    starts = [statement.start for statement in statements]
    counts: Counter[str | None] = Counter()
    for fact in sorted(found, key=lambda quoted: (quoted.start, quoted.end)):
        index = bisect_right(starts, fact.start) - 1
        inside = index >= 0 and fact.end <= statements[index].end
        home = statements[index].statement_id if inside else None
        counts[home] += 1
        yield fact, home, counts[home]


def merged_units(rows: Iterable[Row]) -> Iterator[Row]:
    """One row for each `unit_id` of rows sorted by it. In each column the value that most
    notices give wins, among equals the first in the alphabet; unknown counts for nothing."""
    names = [column.name for column in TABLES["units"].columns]
    for _, versions in groupby(rows, key=lambda row: row["unit_id"]):
        told = _votes(versions, names)
        yield {name: _winner(told[name]) for name in names}


def legal_documents(citations: Iterable[Row]) -> Iterator[Row]:
    """One row for each `document_id` of citation rows sorted by it, described as most of
    its mentions do."""
    names = ["document_id", "doc_type", "number", "date", "issuer", "law_name"]
    for document_id, mentions in groupby(citations, key=lambda row: row["document_id"]):
        if not document_id:
            continue
        told = _votes(mentions, [*names, "notice_id"])
        yield {
            **{name: _winner(told[name]) for name in names},
            "mentions": told["document_id"].total(),
            "notices": len(told["notice_id"]),
        }


def _votes(rows: Iterable[Row], names: Sequence[str]) -> Mapping[str, Counter[Cell]]:
    told: dict[str, Counter[Cell]] = {name: Counter() for name in names}
    for row in rows:
        for name in names:
            if row[name] not in (None, "", ()):
                told[name][row[name]] += 1
    return told


def _winner(votes: Counter[Cell]) -> Cell:
    return min(votes, key=lambda cell: (-votes[cell], str(cell)), default=None)
