"""The filters of a query as one SQL condition over the index's tables of rows and facets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from notice_parser import lexicon
from notice_parser.model import Label
from notice_parser.search.index import PLACES
from notice_parser.search.places import named
from notice_parser.search.sentences import wrong
from notice_parser.text import fold, squash


class Filters(Protocol):
    """The filters of `query.Query`; "" and None let everything through."""

    @property
    def place(self) -> str: ...
    @property
    def years(self) -> tuple[int, int] | None: ...
    @property
    def area(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def theme(self) -> str: ...
    @property
    def doc_type(self) -> str: ...
    @property
    def document(self) -> str: ...
    @property
    def indicator(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Condition:
    """`sql` is about the row `r` and its facet `f`; `values` are bound to it."""

    sql: str
    values: dict[str, object]


_IN_LIST = "instr('|' || {column} || '|', '|' || :{name} || '|') > 0"


def condition(database: sqlite3.Connection, filters: Filters) -> Condition:
    """Raises QueryError for a label or an area that there is not."""
    _known("no-label", filters.label, tuple(Label))
    _known("no-area", filters.area, tuple(lexicon.load("areas").by_code))
    parts: list[str] = []
    values: dict[str, object] = {}
    for sql, bound in _parts(database, filters):
        parts.append(sql)
        values |= bound
    return Condition(" AND ".join(parts) or "1", values)


def _known(what: str, code: str, codes: tuple[str, ...]) -> None:
    if code and code not in codes:
        raise wrong(what, code=code, codes=", ".join(codes))


def _parts(
    database: sqlite3.Connection, filters: Filters
) -> Iterator[tuple[str, dict[str, object]]]:
    if filters.label:
        yield "f.label = :label", {"label": filters.label}
    if filters.area:
        yield _IN_LIST.format(column="f.areas", name="area"), {"area": filters.area}
    if filters.theme:
        yield _IN_LIST.format(column="r.themes", name="theme"), {"theme": filters.theme}
    if filters.years:
        first, last = filters.years
        yield "f.year BETWEEN :first AND :last", {"first": first, "last": last}
    if filters.doc_type:
        yield _doc_types(database, filters.doc_type)
    if filters.document:
        yield _documents(database, filters.document)
    if filters.indicator:
        sql = _of_statements("SELECT statement_id FROM figures WHERE indicator = :indicator")
        yield sql, {"indicator": filters.indicator}
    yield from _places(filters.place)


def _of_statements(ids: str) -> str:
    return f"r.row IN (SELECT rowid FROM statements WHERE statement_id IN ({ids}))"


def _places(place: str) -> Iterator[tuple[str, dict[str, object]]]:
    """Each part between commas is a name that the unit must have: "xã Tân Thủy, Ba Tri"."""
    parts = [part for part in place.split(",") if part.strip()]
    for number, part in enumerate(parts):
        key, kind = named(part)
        sql = f"SELECT place FROM {PLACES} WHERE key = :key{number}"
        if kind:
            sql += f" AND kind = :kind{number}"
        yield f"r.place IN ({sql})", {f"key{number}": key, f"kind{number}": kind}


def _doc_types(database: sqlite3.Connection, doc_type: str) -> tuple[str, dict[str, object]]:
    known = [str(name) for (name,) in database.execute("SELECT DISTINCT doc_type FROM notices")]
    return _one_of("f.doc_type", "doc_type", [name for name in known if _same(name, doc_type)])


def _documents(database: sqlite3.Connection, document: str) -> tuple[str, dict[str, object]]:
    """Documents of this id, number or name of a law."""
    ids = [
        document_id
        for document_id, number, law, kind in database.execute(
            "SELECT document_id, coalesce(number, ''), coalesce(law_name, ''), "
            "coalesce(doc_type, '') FROM legal_documents"
        )
        if document_id == document
        or any(_same(name, document) for name in (number, law, f"{kind} {law}"))
    ]
    inside, values = _one_of("document_id", "document", ids)
    return _of_statements(f"SELECT statement_id FROM citations WHERE {inside}"), values


def _one_of(column: str, name: str, wanted: list[str]) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {f"{name}{i}": value for i, value in enumerate(wanted)}
    return f"{column} IN ({', '.join(f':{key}' for key in values)})", values


def _same(name: str, typed: str) -> bool:
    return fold(squash(name)) == fold(squash(typed))
