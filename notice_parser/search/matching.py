"""Which statements a query is about: terms as FTS5 expressions, filters as conditions.

All terms must be there. Where that finds too few, plain words may be missing, as long as
what is there weighs enough: rare words weigh more than common ones.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from notice_parser.search.filters import Condition
from notice_parser.search.index import FACETS, INDEX, ROWS, WORDS
from notice_parser.search.meaning import nearest
from notice_parser.search.terms import FILLER, SHORT_FORM, Term
from notice_parser.text import fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# (place in the order, row, its facet, its themes); all that match, in no order
Matches = list[tuple[float, int, int, str]]

# With so many hits that have all words nobody needs those that lack some.
_ENOUGH = 10
# What must be there of the weight of all words (the first share that finds enough), and from how
# many terms on words may be missing.
_SHARES = (0.5, 0.3)
_FEWEST_TERMS = 3
# A word in more of the statements than this finds nothing by itself.
_COMMON = 0.1
# So many of the nearest statements belong to what is found by vectors.
_NEAREST = 100

_COLUMNS = "r.row, r.facet, r.themes"
_JOINED = f"CROSS JOIN {FACETS} f ON f.facet = r.facet"


def weights(database: sqlite3.Connection, terms: Sequence[Term]) -> tuple[float, ...]:
    """What each term counts: more the rarer it is, and the more words it has; nothing when it
    stands nowhere."""
    (rows,) = database.execute(f"SELECT max(row) FROM {ROWS}").fetchone()
    return tuple(_weight(database, term, rows or 0) for term in terms)


def _weight(database: sqlite3.Connection, term: Term, rows: int) -> float:
    forms = [term.words, *(words for words, _ in term.instead)]
    standings = [min(_standing(database, word) for word in words) for words in forms]
    standing = standings[0] or max(standings)
    if not standing and not term.begins:
        return 0.0
    rarity = math.log((rows - standing + 0.5) / (standing + 0.5) + 1)
    # "TTHC" says as much as the four words it stands for.
    same = [term.words, *(words for words, weight in term.instead if weight == SHORT_FORM)]
    return rarity * math.sqrt(max(map(len, same))) * (FILLER if term.filler else 1.0)


def _standing(database: sqlite3.Connection, word: str) -> int:
    """In how many statements a word stands; one with diacritics that stands nowhere, without."""
    bare = fold(word)
    for form, column in ((word, "exact"), (bare, "folded")):
        query = f"SELECT {column} FROM {WORDS} WHERE word = ?"
        row = database.execute(query, (form,)).fetchone()
        if row and row[0] and (column == "folded" or form != bare):
            return int(row[0])
    return 0


def browse(database: sqlite3.Connection, condition: Condition) -> Matches:
    """All that the filters let through, the newest notices first."""
    query = f"SELECT -coalesce(f.year, 0), {_COLUMNS} FROM {ROWS} r {_JOINED} WHERE {condition.sql}"
    return database.execute(query, condition.values).fetchall()


def match_all(database: sqlite3.Connection, terms: Sequence[Term], condition: Condition) -> Matches:
    """The statements that have all terms; the index drives the join (a plain JOIN may not)."""
    query = (
        f"SELECT bm25({INDEX}, 2.0, 1.0), {_COLUMNS} "
        f"FROM {INDEX} i CROSS JOIN {ROWS} r ON r.row = i.rowid {_JOINED} "
        f"WHERE {INDEX} MATCH :match AND {condition.sql}"
    )
    values = {**condition.values, "match": _all(terms, as_typed=False)}
    return database.execute(query, values).fetchall()


def match_most(
    database: sqlite3.Connection,
    terms: Sequence[Term],
    condition: Condition,
    *,
    weighing: Sequence[float],
    all_there: Matches,
) -> Matches:
    """The statements that have most of the terms, and those that have all."""
    telling = [(w, t) for t, w in zip(terms, weighing, strict=True) if t.plain and not t.filler]
    if len(telling) < _FEWEST_TERMS:
        return all_there
    always = [term for term in terms if not term.plain]
    found: dict[int, float] = {}
    rarer = _rarer(database, telling)
    for weight, term in rarer:
        for row in _rows(database, [term, *always]) if weight else ():
            found[row] = found.get(row, 0.0) + weight
    # A word that stands nowhere is missed as much as any other.
    present = [weight for weight, _ in rarer if weight]
    whole = sum(present) * len(rarer) / max(len(present), 1)
    found |= {row: whole for _, row, _, _ in all_there}
    matches = all_there
    for share in _SHARES:
        heavy = {row: weight for row, weight in found.items() if weight >= share * whole}
        matches = _allowed(database, heavy, condition)
        if enough(matches):
            break
    return matches


def _rarer(
    database: sqlite3.Connection, weighed: Sequence[tuple[float, Term]]
) -> Sequence[tuple[float, Term]]:
    """Without words that are everywhere, unless there are hardly any others."""
    (rows,) = database.execute(f"SELECT max(row) FROM {ROWS}").fetchone()
    most = _COMMON * (rows or 0)
    rarer = [
        (weight, term)
        for weight, term in weighed
        if min(_standing(database, word) for word in term.words) <= most
    ]
    return rarer if len(rarer) > 1 else weighed


def _rows(database: sqlite3.Connection, terms: Sequence[Term]) -> list[int]:
    """As typed: where words may be missing, a word of other diacritics is too much of a guess."""
    for as_typed in (True, False):
        query = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH ?"
        rows = database.execute(query, (_all(terms, as_typed=as_typed),)).fetchall()
        if rows:
            return [row for (row,) in rows]
    return []


def _allowed(
    database: sqlite3.Connection, heavy: dict[int, float], condition: Condition
) -> Matches:
    query = (
        f"SELECT {_COLUMNS} FROM json_each(:rows) i "
        f"CROSS JOIN {ROWS} r ON r.row = i.value {_JOINED} WHERE {condition.sql}"
    )
    values = {**condition.values, "rows": json.dumps(list(heavy))}
    return [(-heavy[row], row, *rest) for row, *rest in database.execute(query, values)]


def with_near(
    database: sqlite3.Connection,
    matches: Matches,
    likeness: NDArray[np.float32],
    condition: Condition,
    *,
    best: Collection[int],
) -> Matches:
    """The matches, and the nearest of the statements that the filters let through. The rows `best`
    come first, then the nearest."""
    allowed = {row for _, row, _, _ in browse(database, condition)} if condition.values else None
    near = dict(nearest(likeness, allowed, _NEAREST))
    found = near | {row: float(likeness[row - 1]) for _, row, _, _ in matches}
    # Nearness is at most 1.
    found |= {row: 2 + found[row] for row in best}
    return _allowed(database, found, condition)


def enough(matches: Matches) -> bool:
    return len(matches) >= _ENOUGH


# -- FTS5 expressions. Words are letters and digits only, so that quoting them is enough. ------


def _all(terms: Sequence[Term], *, as_typed: bool) -> str:
    wanted = [term for term in terms if not term.without]
    telling = [term for term in wanted if not term.filler] or wanted
    unwanted = [_typed(term, as_typed=True) for term in terms if term.without]
    expression = " AND ".join(_any_form(term, as_typed=as_typed) for term in telling)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _any_form(term: Term, *, as_typed: bool) -> str:
    others = [f"text : {_phrase(words)}" for words, _ in term.instead]
    return f"({' OR '.join([_typed(term, as_typed=as_typed), *others])})"


def _typed(term: Term, *, as_typed: bool) -> str:
    runs = [term.words] if term.exact_order else [(word,) for word in term.words]
    star = " *" if term.begins else ""
    return "(" + " AND ".join(_run(run, star, as_typed=as_typed) for run in runs) + ")"


def _run(words: Sequence[str], star: str, *, as_typed: bool) -> str:
    """What is typed without diacritics has them all without. What has them is looked for in
    both columns, so that `bm25` puts the exact ones first."""
    bare = tuple(map(fold, words))
    exact, folded = f"text : {_phrase(words)}{star}", f"folded : {_phrase(bare)}{star}"
    if bare == tuple(words):
        return folded
    return exact if as_typed else f"({exact} OR {folded})"


def _phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'
