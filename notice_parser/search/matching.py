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
from notice_parser.search.terms import Term
from notice_parser.text import fold

# With so many hits that have all words nobody needs those that lack some.
_ENOUGH = 10
# What must be there of the weight of all words, and from how many terms on words may be missing.
_SHARE = 0.6
_FEWEST_TERMS = 3


@dataclass(frozen=True, slots=True)
class Matching:
    """A set of statements as SQL: `source` ("FROM … WHERE …") gives `r`, rows of the index's
    table of rows, each once; `order` sorts them, best first; `values` are bound to both."""

    source: str
    order: str
    values: Mapping[str, object]


def weights(database: sqlite3.Connection, terms: Sequence[Term]) -> tuple[float, ...]:
    """What each term counts: more the rarer it is, and the more words it has."""
    (rows,) = database.execute(f"SELECT count(*) FROM {ROWS}").fetchone()
    return tuple(_weight(database, term, rows) for term in terms)


def _weight(database: sqlite3.Connection, term: Term, rows: int) -> float:
    forms = [term.words, *(words for words, _ in term.instead)]
    standing = max(min(_standing(database, word) for word in words) for words in forms)
    rarity = math.log((rows - standing + 0.5) / (standing + 0.5) + 1)
    return rarity * math.sqrt(len(term.words))


def _standing(database: sqlite3.Connection, word: str) -> int:
    """In how many statements a word stands, in any spelling."""
    row = database.execute(
        f"SELECT doc FROM {WORDS} WHERE term = ? AND col = 'folded'", (fold(word),)
    ).fetchone()
    return row[0] if row else 0


def browse(condition: Condition) -> Matching:
    """All that the filters let through, the newest notices first."""
    source = f"FROM {ROWS} r WHERE {condition.sql}"
    return Matching(source, "r.year DESC, r.row", condition.values)


def match_all(terms: Sequence[Term], condition: Condition) -> Matching:
    """The statements that have all terms; the index drives the join (a plain JOIN may not)."""
    source = (
        f"FROM {INDEX} i CROSS JOIN {ROWS} r ON r.row = i.rowid "
        f"WHERE {INDEX} MATCH :match AND {condition.sql}"
    )
    order = f"bm25({INDEX}, 2.0, 1.0), r.row"
    return Matching(source, order, {**condition.values, "match": _all(terms)})


def match_most(
    database: sqlite3.Connection,
    terms: Sequence[Term],
    condition: Condition,
    *,
    weighing: Sequence[float],
) -> Matching | None:
    """The statements that have most of the terms; None where no term may be missing."""
    plain = [(w, t) for t, w in zip(terms, weighing, strict=True) if not t.required]
    plain = [(w, t) for w, t in plain if not t.without]
    if len(plain) < _FEWEST_TERMS:
        return None
    always = [term for term in terms if term.required or term.without]
    heaviest_first = sorted(plain, key=lambda pair: (-pair[0], pair[1].words))
    need = _SHARE * sum(weight for weight, _ in plain)
    left = sum(weight for weight, _ in plain)
    found: dict[int, float] = {}
    for weight, term in heaviest_first:
        rows = _rows(database, match_all([term, *always], condition))
        # What has none of the heavier terms cannot come to enough any more.
        wanted = rows if left >= need else rows & found.keys()
        for row in wanted:
            found[row] = found.get(row, 0.0) + weight
        left -= weight
    ordered = sorted((-weight, row) for row, weight in found.items() if weight >= need)
    source = f"FROM json_each(:rows) i CROSS JOIN {ROWS} r ON r.row = i.value WHERE 1"
    return Matching(source, "i.key", {"rows": json.dumps([row for _, row in ordered])})


def enough(total: int) -> bool:
    return total >= _ENOUGH


def _rows(database: sqlite3.Connection, matching: Matching) -> set[int]:
    return {row for (row,) in database.execute(f"SELECT r.row {matching.source}", matching.values)}


# -- FTS5 expressions. Words are letters and digits only, so that quoting them is enough. ------


def _all(terms: Sequence[Term]) -> str:
    wanted = " AND ".join(_any_form(term) for term in terms if not term.without)
    unwanted = " OR ".join(_typed(term) for term in terms if term.without)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _any_form(term: Term) -> str:
    forms = [_typed(term), *(f"text : {_phrase(words)}" for words, _ in term.instead)]
    return f"({' OR '.join(forms)})"


def _typed(term: Term) -> str:
    """The words as typed; what lacks its diacritics has them all without. One that is typed
    with them is looked for in both columns, so that `bm25` puts the exact ones first; one to
    be left out is left out as typed."""
    runs = [term.words] if term.exact_order else [(word,) for word in term.words]
    return "(" + " AND ".join(_run(run, term) for run in runs) + ")"


def _run(words: Sequence[str], term: Term) -> str:
    star = " *" if term.begins else ""
    bare = tuple(map(fold, words))
    exact, folded = f"text : {_phrase(words)}{star}", f"folded : {_phrase(bare)}{star}"
    if bare == tuple(words):
        return folded
    return exact if term.without else f"({exact} OR {folded})"


def _phrase(words: Sequence[str]) -> str:
    return '"' + " ".join(words) + '"'
