"""Which statements a query is about: terms as FTS5 expressions, filters as conditions.

All terms must be there. Where that finds too few, plain words may be missing, as long as
what is there weighs enough: rare words weigh more than common ones.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notice_parser.search.filters import Condition
from notice_parser.search.index import INDEX, ROWS, WORDS
from notice_parser.search.terms import FILLER, Term
from notice_parser.text import fold

# With so many hits that have all words nobody needs those that lack some.
_ENOUGH = 10
# What must be there of the weight of all words (the first share that finds enough), and from how
# many terms on words may be missing.
_SHARES = (0.5, 0.3)
_FEWEST_TERMS = 3


@dataclass(frozen=True, slots=True)
class Matching:
    """A set of statements as SQL: `source` ("FROM … WHERE …") gives `r`, rows of the index's
    table of rows, each once; `order` sorts them, best first; `values` are bound to both."""

    source: str
    order: str
    values: Mapping[str, object]


def weights(database: sqlite3.Connection, terms: Sequence[Term]) -> tuple[float, ...]:
    """What each term counts: more the rarer it is, and the more words it has; nothing when it
    stands nowhere."""
    (rows,) = database.execute(f"SELECT count(*) FROM {ROWS}").fetchone()
    return tuple(_weight(database, term, rows) for term in terms)


def _weight(database: sqlite3.Connection, term: Term, rows: int) -> float:
    forms = [term.words, *(words for words, _ in term.instead)]
    standings = [min(_standing(database, word) for word in words) for words in forms]
    standing = standings[0] or max(standings)
    if not standing and not term.begins:
        return 0.0
    rarity = math.log((rows - standing + 0.5) / (standing + 0.5) + 1)
    return rarity * math.sqrt(len(term.words)) * (FILLER if term.filler else 1.0)


def _standing(database: sqlite3.Connection, word: str) -> int:
    """In how many statements a word stands; one with diacritics that stands nowhere, without."""
    for form, column in ((word, "text"), (fold(word), "folded")):
        row = database.execute(
            f"SELECT doc FROM {WORDS} WHERE term = ? AND col = ?", (form, column)
        ).fetchone()
        if row and (column == "folded" or form != fold(word)):
            return int(row[0])
    return 0


def browse(condition: Condition) -> Matching:
    """All that the filters let through, the newest notices first."""
    source = f"FROM {ROWS} r WHERE {condition.sql}"
    return Matching(source, "r.year DESC, r.row", condition.values)


def match_all(terms: Sequence[Term], condition: Condition, *, as_typed: bool = False) -> Matching:
    """The statements that have all terms; the index drives the join (a plain JOIN may not).
    `as_typed`: words typed with diacritics have them in the text as well."""
    source = (
        f"FROM {INDEX} i CROSS JOIN {ROWS} r ON r.row = i.rowid "
        f"WHERE {INDEX} MATCH :match AND {condition.sql}"
    )
    order = f"bm25({INDEX}, 2.0, 1.0), r.row"
    return Matching(source, order, {**condition.values, "match": _all(terms, as_typed)})


def match_most(
    database: sqlite3.Connection,
    terms: Sequence[Term],
    condition: Condition,
    *,
    weighing: Sequence[float],
) -> Matching | None:
    """The statements that have most of the terms; None where no term may be missing."""
    plain = [(w, t) for t, w in zip(terms, weighing, strict=True) if t.plain and not t.filler]
    if len(plain) < _FEWEST_TERMS:
        return None
    always = [term for term in terms if not term.plain]
    left = sum(weight for weight, _ in plain)
    whole, least = left, _SHARES[-1] * left
    found: dict[int, float] = {}
    for weight, term in sorted(plain, key=lambda pair: (-pair[0], pair[1].words)):
        rows = _rows(database, [term, *always], condition) if weight else set()
        # What has none of the heavier terms cannot come to enough any more.
        for row in rows if left >= least else rows & found.keys():
            found[row] = found.get(row, 0.0) + weight
        left -= weight
    for share in _SHARES:
        ordered = sorted((-w, row) for row, w in found.items() if w >= share * whole)
        if enough(len(ordered)):
            break
    source = f"FROM json_each(:rows) i CROSS JOIN {ROWS} r ON r.row = i.value WHERE 1"
    return Matching(source, "i.key", {"rows": json.dumps([row for _, row in ordered])})


def enough(total: int) -> bool:
    return total >= _ENOUGH


def _rows(database: sqlite3.Connection, terms: Sequence[Term], condition: Condition) -> set[int]:
    """As typed: where words may be missing, a word of other diacritics is too much of a guess."""
    for as_typed in (True, False):
        matching = match_all(terms, condition, as_typed=as_typed)
        rows = database.execute(f"SELECT r.row {matching.source}", matching.values).fetchall()
        if rows:
            return {row for (row,) in rows}
    return set()


# -- FTS5 expressions. Words are letters and digits only, so that quoting them is enough. ------


def _all(terms: Sequence[Term], as_typed: bool) -> str:
    wanted = [term for term in terms if not term.without]
    telling = [term for term in wanted if not term.filler] or wanted
    unwanted = [_typed(term, as_typed=True) for term in terms if term.without]
    expression = " AND ".join(_any_form(term, as_typed) for term in telling)
    return f"({expression}) NOT ({' OR '.join(unwanted)})" if unwanted else expression


def _any_form(term: Term, as_typed: bool) -> str:
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
