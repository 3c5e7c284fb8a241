"""Search over the statements of a dataset, with or without diacritics."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

import regex

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.errors import UsageError
from notice_parser.search.index import INDEX
from notice_parser.text import fold, match_key

_TERM = regex.compile(r'"(?P<phrase>[^"]+)"|(?P<word>\S+)')
_TOKEN = regex.compile(r"[\p{L}\p{N}\p{M}]+")
_LONGEST_QUERY = 500
# An exact hit counts more than one that only matches without diacritics.
_WEIGHTS = "3.0, 1.0"
_FACETS = {
    "label": "s.label",
    "area": "s.areas",
    "year": "n.inspection_year",
    "province": "n.province",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One statement. `highlights` are half-open spans into `text`; a higher `score` is a
    better match."""

    statement_id: str
    notice_id: str
    unit: str
    province: str
    year: int | None
    area: str
    label: str
    text: str
    highlights: tuple[tuple[int, int], ...]
    page: int | None
    theme_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """`total` counts all that match, `hits` are the best of them; `facets` count all."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    hits: tuple[Hit, ...]


def search(
    database: sqlite3.Connection, query: str, *, label: str = "", limit: int = 20, offset: int = 0
) -> Result:
    """Statements that have all words of the query, best first; "…" is a phrase, `word*` a
    beginning. Words may be typed without diacritics.

    Raises UsageError for a query without a word or over 500 characters.
    """
    terms = _terms(query)
    matching = (
        f"FROM {INDEX} CROSS JOIN statements s ON s.rowid = {INDEX}.rowid "
        "JOIN notices n ON n.notice_id = s.notice_id "
        f"WHERE {INDEX} MATCH :match AND (:label = '' OR s.label = :label)"
    )
    values = {"match": _match(terms), "label": label, "limit": limit, "offset": offset}
    (total,) = database.execute(f"SELECT count(*) {matching}", values).fetchone()
    rows = database.execute(
        "SELECT s.statement_id, s.notice_id, s.unit_id, n.province, n.inspection_year, s.areas, "
        "s.label, s.text, s.page, (SELECT theme_id FROM problems p "
        "WHERE p.statement_id = s.statement_id ORDER BY p.problem_id LIMIT 1), "
        f"-bm25({INDEX}, {_WEIGHTS}) AS score {matching} "
        "ORDER BY score DESC, s.statement_id LIMIT :limit OFFSET :offset",
        values,
    ).fetchall()
    names = dict(database.execute("SELECT unit_id, name FROM units"))
    facets = {name: _facet(database, column, matching, values) for name, column in _FACETS.items()}
    return Result(total, facets, tuple(_hit(row, names, terms) for row in rows))


def _terms(query: str) -> tuple[tuple[str, ...], ...]:
    """Each term as its tokens; the last token of a prefix ends in "*"."""
    if len(query) > _LONGEST_QUERY:
        raise UsageError(f"the query has over {_LONGEST_QUERY} characters; shorten it")
    terms: list[tuple[str, ...]] = []
    for match in _TERM.finditer(query):
        written = match["phrase"] or match["word"]
        tokens = _TOKEN.findall(match_key(written))
        if tokens and written.endswith("*"):
            tokens[-1] += "*"
        if tokens:
            terms.append(tuple(tokens))
    if not terms:
        raise UsageError("the query has no word to look for")
    return tuple(terms)


def _match(terms: tuple[tuple[str, ...], ...]) -> str:
    """The FTS5 expression. Tokens hold letters and digits only, so quoting is enough."""
    return " AND ".join(f"(exact : {_fts(t)} OR folded : {_fts(_folded(t))})" for t in terms)


def _folded(term: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(token) for token in term)


def _fts(term: tuple[str, ...]) -> str:
    star = " *" if term[-1].endswith("*") else ""
    return '"' + " ".join(term).rstrip("*") + '"' + star


def _facet(
    database: sqlite3.Connection, column: str, matching: str, values: Mapping[str, object]
) -> dict[str, int]:
    counts: dict[str, int] = {}
    query = f"SELECT {column}, count(*) {matching} GROUP BY 1 ORDER BY 2 DESC, 1"
    for value, count in database.execute(query, values):
        for item in str(value if value is not None else "").split(LIST_SEPARATOR):
            counts[item] = counts.get(item, 0) + count
    return counts


def _hit(
    row: tuple[object, ...], names: Mapping[str, str], terms: tuple[tuple[str, ...], ...]
) -> Hit:
    statement, notice, unit, province, year, area, label, text, page, theme, score = row
    unit_ids = str(unit or "").split(LIST_SEPARATOR)
    return Hit(
        statement_id=str(statement),
        notice_id=str(notice),
        unit=LIST_SEPARATOR.join(names.get(unit_id, unit_id) for unit_id in unit_ids),
        province=str(province or ""),
        year=int(str(year)) if year is not None else None,
        area=str(area or ""),
        label=str(label),
        text=str(text),
        highlights=_highlights(str(text), terms),
        page=int(str(page)) if page is not None else None,
        theme_id=str(theme or ""),
        score=round(float(str(score)), 6),
    )


def _highlights(text: str, terms: tuple[tuple[str, ...], ...]) -> tuple[tuple[int, int], ...]:
    """Where the terms stand; `fold` keeps the length, so offsets are those of the text."""
    folded = fold(text)
    spans: set[tuple[int, int]] = set()
    for term in terms:
        tokens = [regex.escape(fold(token).rstrip("*")) for token in term]
        tail = r"[\p{L}\p{N}]*" if term[-1].endswith("*") else ""
        pattern = r"(?<![\p{L}\p{N}])" + r"[^\p{L}\p{N}]+".join(tokens) + tail + r"(?![\p{L}\p{N}])"
        spans |= {match.span() for match in regex.finditer(pattern, folded)}
    return tuple(sorted(spans))
