"""Search: words and filters in, quotes out, with counts that narrow them further."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import islice
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from fastapi import Query as InQuery
from pydantic import BaseModel, Field

from notice_parser.search.meaning import Meaning
from notice_parser.search.query import Query, Result, search, statement_ids
from notice_parser.web.database import Row, rows
from notice_parser.web.desk import AtDesk, Desk, Page
from notice_parser.web.listing import PER_PAGE, Listing
from notice_parser.web.marking import Mark, cut

router = APIRouter()

_DOWNLOADED = (
    *("statement_id", "notice_id", "unit", "province", "year", "area", "label"),
    *("text", "page", "theme_id"),
)
_AT_ONCE = 500
_YEAR = r"^\s*(\d{4})?\s*$"
# A facet and the choice that it narrows.
_CHOICES = {
    "label": "label",
    "area": "area",
    "province": "place",
    "doc_type": "doc_type",
    "theme": "theme",
}


class Choices(BaseModel, frozen=True):
    """What can be chosen, by the names that addresses have for it."""

    q: str = ""
    place: str = Field("", max_length=200)
    first: str = Field("", alias="from", pattern=_YEAR)
    last: str = Field("", alias="to", pattern=_YEAR)
    area: str = Field("", max_length=200)
    label: str = Field("", max_length=200)
    theme: str = Field("", max_length=200)
    doc_type: str = Field("", max_length=200)
    document: str = Field("", max_length=200)
    indicator: str = Field("", max_length=200)
    mode: Literal["", "semantic", "hybrid"] = ""
    page: int = Field(1, ge=1, le=100_000)

    def query(self) -> Query:
        first, last = self.first.strip(), self.last.strip()
        return Query(
            self.q.strip(),
            place=self.place.strip(),
            years=(int(first or 0), int(last or 9999)) if first or last else None,
            area=self.area,
            label=self.label,
            theme=self.theme,
            doc_type=self.doc_type.strip(),
            document=self.document.strip(),
            indicator=self.indicator,
            limit=PER_PAGE,
            offset=PER_PAGE * (self.page - 1),
            mode=self.mode or "lexical",
        )


@router.get("/search")
def search_statements(desk: AtDesk, choices: Annotated[Choices, InQuery()]) -> Response:
    database, query = desk.database, choices.query()
    meaning = desk.site.meanings.get() if choices.mode else None
    result = search(database, query, meaning=meaning)
    facts = {
        "query": choices.q,
        "chosen": choices.model_dump(by_alias=True, exclude={"q", "page"}),
        "facets": result.facets,
        "also": result.also,
    }
    extra = {
        "facet_links": _facet_links(desk, result),
        "theme_names": _theme_names(database, result),
        "unit_ids": _unit_ids(database, result),
        "cut_hit": _cut_hit,
        "modes": ("", "hybrid", "semantic") if desk.site.meanings else (),
    }
    title = choices.q or desk.words("page", "search")
    listing = _listing(database, query, result, meaning)
    return desk.answer(Page("search.html", title, facts, listing, choices.page, extra=extra))


def _listing(
    database: sqlite3.Connection, query: Query, result: Result, meaning: Meaning | None
) -> Listing:
    """The page that was looked for is there already; downloads have all that matches."""

    def fetch(limit: int, offset: int) -> Sequence[Row] | Iterator[Row]:
        if (limit, offset) == (query.limit, query.offset):
            return [asdict(hit) for hit in result.hits]
        return islice(_all(database, query, meaning), offset, offset + limit)

    return Listing("statements", _DOWNLOADED, result.total, fetch)


def _all(database: sqlite3.Connection, query: Query, meaning: Meaning | None) -> Iterator[Row]:
    """All that match, in order, without highlights."""
    ids = statement_ids(database, replace(query, offset=0), meaning=meaning)
    unit_names = dict(database.execute("SELECT unit_id, name FROM units"))
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        found = rows(
            database,
            "SELECT s.statement_id, s.notice_id, s.unit_id, n.province, n.inspection_year AS year, "
            "s.areas AS area, s.label, s.text, s.page, (SELECT theme_id FROM problems p WHERE "
            "p.statement_id = s.statement_id ORDER BY p.problem_id LIMIT 1) AS theme_id "
            "FROM statements s JOIN notices n ON n.notice_id = s.notice_id "
            f"WHERE s.statement_id IN ({marks})",
            some,
        )
        by_id = {row["statement_id"]: row for row in found}
        for statement_id in some:
            row = by_id[statement_id]
            units = (row.pop("unit_id") or "").split("|")
            yield {**row, "unit": "|".join(unit_names.get(unit, unit) for unit in units)}


def _facet_links(desk: Desk, result: Result) -> Mapping[str, list[Mapping[str, Any]]]:
    """For each facet its values with their counts and the link that chooses or drops them."""
    return {
        facet: [_facet_link(desk, facet, value, count) for value, count in counts.items() if value]
        for facet, counts in result.facets.items()
    }


def _facet_link(desk: Desk, facet: str, value: str, count: int) -> Mapping[str, Any]:
    query = desk.address.query
    if facet == "year":
        chosen = query.get("from") == query.get("to") == value
        changes = {"from": "" if chosen else value, "to": "" if chosen else value}
    else:
        name = _CHOICES[facet]
        chosen = query.get(name) == value
        changes = {name: "" if chosen else value}
    link = desk.address.here(**changes)
    return {"value": value, "count": count, "chosen": chosen, "link": link}


def _theme_names(database: sqlite3.Connection, result: Result) -> Mapping[str, str]:
    ids = [*result.facets.get("theme", ()), *(hit.theme_id for hit in result.hits)]
    marks = ", ".join("?" * len(ids))
    return dict(
        database.execute(f"SELECT theme_id, name FROM themes WHERE theme_id IN ({marks})", ids)
    )


def _unit_ids(database: sqlite3.Connection, result: Result) -> Mapping[str, str]:
    """The unit of each hit that is about one unit only."""
    ids = [hit.statement_id for hit in result.hits]
    marks = ", ".join("?" * len(ids))
    found = database.execute(
        f"SELECT statement_id, unit_id FROM statements WHERE statement_id IN ({marks})", ids
    )
    return {statement: unit for statement, unit in found if unit and "|" not in unit}


def _cut_hit(row: Row) -> object:
    return cut(row["text"], [Mark(start, end, "hit") for start, end in row["highlights"]])
