"""Search over the statements of a dataset: words and filters in, ranked quotes out.

>>> search(open_database("dataset"), Query("thanh toan truc tuyen", years=(2021, 2023)))
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from heapq import nsmallest
from typing import Any, Literal

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.model import Label
from notice_parser.search.filters import Condition, condition
from notice_parser.search.fusing import fused, with_subjects, with_themes
from notice_parser.search.index import FACETS, ROWS, check_index
from notice_parser.search.matching import (
    Matches,
    browse,
    enough,
    match_all,
    match_most,
    weights,
    with_near,
)
from notice_parser.search.meaning import Meaning
from notice_parser.search.ranking import Judge, Judged
from notice_parser.search.sentences import wrong
from notice_parser.search.terms import Term, read_terms

Mode = Literal["lexical", "semantic", "hybrid"]

# The best by the index's own measure are judged by ours; nobody pages further than that.
_JUDGED = 100
# The best hits that say what the query is about: first so many by words, then so many of what was
# found by these.
_ROUNDS = (5, 12)
_MOST_THEMES = 20
_FACETS = ("label", "area", "year", "province", "doc_type")


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for. `text`: words, "a phrase", -without, begin*; when empty, all that the
    filters let through. A filter that is empty lets everything through.

    `place`: a name of any level, old or today's ("xã Tân Thủy, Ba Tri"). `years`: first and
    last. `doc_type`: of the notice. `document`: a cited document by id, number or name of the
    law. `area`, `label`, `theme`, `indicator`: codes.
    """

    text: str = ""
    place: str = ""
    years: tuple[int, int] | None = None
    area: str = ""
    label: str = ""
    theme: str = ""
    doc_type: str = ""
    document: str = ""
    indicator: str = ""
    limit: int = 20
    offset: int = 0
    mode: Mode = "lexical"


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
    """`total` counts all that match, `hits` are the best of them; `facets` count all. `also`
    are the words that were looked for beside those of the query."""

    total: int
    facets: Mapping[str, Mapping[str, int]]
    hits: tuple[Hit, ...]
    also: tuple[str, ...] = ()


def search(database: sqlite3.Connection, query: Query, *, meaning: Meaning | None = None) -> Result:
    """The statements that the query is about, best first. `meaning` is needed for the modes
    "semantic" (the hundred nearest) and "hybrid" (those, and what the words find).

    The order is the same each time, so that pages fit together. Raises QueryError for a query
    without a word, over 500 characters, or with a code or page that there cannot be, and for a
    mode that needs vectors where there are none; UsageError for a dataset of another version.
    """
    found = _find(database, query, meaning)
    last = query.offset + query.limit
    ranked = _ranked(database, found, last)[query.offset : last]
    return Result(
        total=len(found.matches),
        facets=_facets(database, found.matches),
        hits=_hits(database, ranked),
        also=_also(found.terms),
    )


def statement_ids(
    database: sqlite3.Connection, query: Query, *, meaning: Meaning | None = None
) -> tuple[str, ...]:
    """The ids of all statements that the query is about, in the order of `search`."""
    found = _find(database, query, meaning)
    ranked = _ranked(database, found, -1)
    ids = dict(database.execute("SELECT rowid, statement_id FROM statements"))
    return tuple(ids[row] for row, _ in ranked)


def as_json(result: Result) -> dict[str, Any]:
    """The result as the command line prints it with `--format json`."""
    hits = [asdict(hit) for hit in result.hits]
    return {"total": result.total, "facets": result.facets, "hits": hits}


@dataclass(frozen=True, slots=True)
class _Found:
    """`near` is how near rows are to the query, where vectors are searched as well."""

    terms: tuple[Term, ...]
    matches: Matches
    judge: Judge | None = None
    near: Mapping[int, float] | None = None
    mode: Mode = "lexical"


def _find(database: sqlite3.Connection, query: Query, meaning: Meaning | None) -> _Found:
    if query.limit < 0 or query.offset < 0:
        raise wrong("page")
    if query.mode != "lexical" and meaning is None:
        raise wrong("no-vectors")
    check_index(database)
    where = condition(database, query)
    if not query.text.strip():
        return _Found((), browse(database, where))
    terms = read_terms(query.text)
    weighing = weights(database, terms)
    words = [] if query.mode == "semantic" else _by_words(database, terms, where, weighing)
    found = _Found(terms, words, Judge(terms, weighing), mode=query.mode)
    if meaning is None or query.mode == "lexical":
        return found
    return _with_near(database, query.text, meaning, found, where)


def _with_near(
    database: sqlite3.Connection, text: str, meaning: Meaning, words: _Found, where: Condition
) -> _Found:
    """What words find, and what is near to the best of it; and once more, to the best of that."""
    found, kept = words, list[int]()
    # Where words find nothing the model says what is near, and what it finds says no more.
    for count in _ROUNDS if words.matches else _ROUNDS[:1]:
        best = _ranked(database, found, _JUDGED)[:_JUDGED]
        kept = kept or [row for row, _ in best]
        likeness = meaning.likeness(text, [(row, one.score) for row, one in best[:count]])
        matches = words.matches
        # Whoever quotes, or leaves words out, means it: then no vector finds what words do not.
        if words.mode == "semantic" or all(term.plain for term in words.terms):
            matches = with_near(database, matches, likeness, where, best=kept)
        near = {row: float(likeness[row - 1]) for _, row, _, _ in matches}
        found = replace(found, matches=matches, near=near)
    return found


def _by_words(
    database: sqlite3.Connection,
    terms: Sequence[Term],
    where: Condition,
    weighing: Sequence[float],
) -> Matches:
    matches = match_all(database, terms, where)
    if enough(matches):
        return matches
    return match_most(database, terms, where, weighing=weighing, all_there=matches)


def _facets(database: sqlite3.Connection, matches: Matches) -> dict[str, dict[str, int]]:
    counts: tuple[Counter[Any], ...] = tuple(Counter() for _ in _FACETS)
    together = Counter([facet for _, _, facet, _ in matches])
    query = (
        "SELECT f.facet, f.label, f.areas, f.year, f.province, f.doc_type "
        f"FROM json_each(?) i CROSS JOIN {FACETS} f ON f.facet = i.value"
    )
    for facet, *values in database.execute(query, (json.dumps(list(together)),)):
        count = together[facet]
        for counted, value in zip(counts, values, strict=True):
            counted[value] += count
    told = {n: dict(_most_first(_each(c))) for n, c in zip(_FACETS, counts, strict=True)}
    themes = _each(Counter([themes for _, _, _, themes in matches]))
    del themes[""]
    return {**told, "theme": dict(_most_first(themes)[:_MOST_THEMES])}


def _each(counted: Mapping[Any, int]) -> Counter[str]:
    """The counts of lists as those of their items; no value is ""."""
    counts: Counter[str] = Counter()
    for value, count in counted.items():
        for item in str("" if value is None else value).split(LIST_SEPARATOR):
            counts[item] += count
    return counts


def _most_first(counted: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _ranked(database: sqlite3.Connection, found: _Found, last: int) -> list[tuple[int, Judged]]:
    """The first `last` rows in order (all for -1), each as judged."""
    window = _JUDGED if found.near is None else 2 * _JUDGED
    wanted = max(last, window) if last >= 0 else len(found.matches)
    matches = nsmallest(wanted, found.matches)
    rows = [row for _, row, _, _ in matches]
    if not found.judge:
        return [(row, Judged(0.0, ())) for row in rows]
    judge = found.judge
    texts = _texts(database, rows)
    judged = [(row, judge(text, label)) for row, text, label in texts]
    judged = with_subjects(database, judged, found.terms)
    first, rest = judged[:window], judged[window:]
    if found.near is not None:
        troubles = {row for row, _, label in texts if judge.trouble and label == Label.LIMITATION}
        first = fused(first, found.near, troubles, by_words=found.mode == "hybrid")
    elif found.mode == "lexical":
        first = with_themes(first, {row: themes for _, row, _, themes in matches})
    return sorted(first, key=lambda pair: -pair[1].score) + rest


def _texts(database: sqlite3.Connection, rows: Sequence[int]) -> list[tuple[int, str, str]]:
    return database.execute(
        "SELECT s.rowid, s.text, s.label FROM json_each(?) i "
        "CROSS JOIN statements s ON s.rowid = i.value ORDER BY i.key",
        (json.dumps(rows),),
    ).fetchall()


def _hits(database: sqlite3.Connection, ranked: Sequence[tuple[int, Judged]]) -> tuple[Hit, ...]:
    names: dict[str, str] = dict(database.execute("SELECT unit_id, name FROM units"))
    return tuple(_hit(database, row, judged, names) for row, judged in ranked)


def _hit(database: sqlite3.Connection, row: int, judged: Judged, names: Mapping[str, str]) -> Hit:
    statement, notice, unit, province, year, area, label, text, page, themes = database.execute(
        "SELECT s.statement_id, s.notice_id, coalesce(s.unit_id, ''), f.province, f.year, "
        "f.areas, s.label, s.text, s.page, r.themes FROM statements s "
        f"JOIN {ROWS} r ON r.row = s.rowid JOIN {FACETS} f USING (facet) WHERE s.rowid = ?",
        (row,),
    ).fetchone()
    return Hit(
        statement_id=statement,
        notice_id=notice,
        unit=LIST_SEPARATOR.join(names.get(one, one) for one in unit.split(LIST_SEPARATOR)),
        province=province,
        year=year,
        area=area,
        label=label,
        text=text,
        highlights=judged.highlights,
        page=page,
        theme_id=themes.split(LIST_SEPARATOR)[0],
        score=round(judged.score, 6),
    )


def _also(terms: Sequence[Term]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(words) for term in terms for words, _ in term.instead))
