"""The search index inside the dataset's SQLite file.

    statements_index         FTS5 over `statements`: its words as written, and folded
    statements_index_words   in how many statements each word stands, in each of the two forms
    statements_index_rows    what filters and facets ask of each statement, in narrow rows
    statements_index_facets  label, areas, year, province and type of notice that go together
    statements_index_about, statements_index_codes  what each statement is about (`about`)
    statements_index_places  under which names of places each unit of each notice is found

FTS5 never folds "đ" and knows one tone placement only, so what is indexed is prepared here.
The index keeps no text; its rowid is that of the row in `statements`. The double quotes of
`content="statements"` are what other programs (Datasette, sqlite-utils) look for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import regex

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.errors import UsageError
from notice_parser.search.about import ABOUT, CODES, add_about
from notice_parser.search.places import Names, place_names
from notice_parser.text import fold, match_key, nfc, one_tone_style

INDEX = "statements_index"
WORDS = f"{INDEX}_words"
ROWS = f"{INDEX}_rows"
FACETS = f"{INDEX}_facets"
PLACES = f"{INDEX}_places"

_WORD = regex.compile(r"\w+")
_TABLES = f"""
CREATE VIRTUAL TABLE {INDEX} USING fts5(
  text, folded, content="statements", tokenize='unicode61 remove_diacritics 0');
CREATE TABLE {WORDS} (word TEXT PRIMARY KEY, exact INTEGER NOT NULL, folded INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE {FACETS} (facet INTEGER PRIMARY KEY, label TEXT NOT NULL, areas TEXT NOT NULL,
  year INTEGER, province TEXT NOT NULL, doc_type TEXT NOT NULL);
CREATE TABLE {ROWS} (row INTEGER PRIMARY KEY, facet INTEGER NOT NULL, place INTEGER NOT NULL,
  themes TEXT NOT NULL);
CREATE TABLE {PLACES} (key TEXT, kind TEXT, place INTEGER, PRIMARY KEY (key, kind, place))
  WITHOUT ROWID;
CREATE INDEX statements_notice ON statements (notice_id, ordinal);
CREATE INDEX problems_statement ON problems (statement_id);
CREATE INDEX problems_theme ON problems (theme_id);
CREATE INDEX citations_statement ON citations (statement_id);
CREATE INDEX citations_document ON citations (document_id);
CREATE INDEX figures_statement ON figures (statement_id);
CREATE INDEX figures_indicator ON figures (indicator);
CREATE INDEX figures_notice ON figures (notice_id);
CREATE INDEX citations_notice ON citations (notice_id);
CREATE INDEX problems_notice ON problems (notice_id);
CREATE INDEX coverage_unit ON coverage (unit_id);
CREATE INDEX notices_file ON notices (file_id);
CREATE INDEX units_parent ON units (parent_unit_id);
"""


_FACET = (
    "s.label, coalesce(s.areas, ''), n.inspection_year, coalesce(n.province, ''), "
    "coalesce(n.doc_type, '')"
)


def add_index(connection: sqlite3.Connection) -> None:
    """Adds the index to a database that holds all tables."""
    connection.executescript(_TABLES)
    connection.executemany(
        f"INSERT INTO {INDEX} (rowid, text, folded) VALUES (?, ?, ?)", _texts(connection)
    )
    connection.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")
    _add_words(connection)
    add_about(connection)
    connection.execute(
        f"INSERT INTO {FACETS} SELECT row_number() OVER (ORDER BY 1, 2, 3, 4, 5), * FROM ("
        f"SELECT DISTINCT {_FACET} FROM statements s JOIN notices n USING (notice_id) "
        "ORDER BY 1, 2, 3, 4, 5)"
    )
    places = _places(connection)
    connection.executemany(f"INSERT INTO {ROWS} VALUES (?, ?, ?, ?)", _rows(connection, places))
    names = _names(connection)
    connection.executemany(
        f"INSERT INTO {PLACES} VALUES (?, ?, ?)",
        sorted(
            (key, kind, place)
            for (notice_id, unit_id), place in places.items()
            for key, kind in _found_by(names, notice_id, unit_id)
        ),
    )


def check_index(database: sqlite3.Connection) -> None:
    """Raises UsageError where the database has no index, or one that lacks a table of today's."""
    known = (name for (name,) in database.execute("SELECT name FROM sqlite_master"))
    if not {INDEX, WORDS, ROWS, FACETS, PLACES, ABOUT, CODES} <= set(known):
        raise UsageError(
            "the dataset has no search index of this version; run `notice-parser build` again"
        )


def _texts(connection: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    for rowid, text in connection.execute("SELECT rowid, text FROM statements ORDER BY rowid"):
        yield rowid, _either_tone_style(text), fold(text)


def _either_tone_style(text: str) -> str:
    """The words in the old placement, then those that the text has in the new one: a program
    that passes words on as they are typed finds either."""
    old = match_key(text)
    as_written = nfc(text).lower()
    if one_tone_style(as_written) == as_written:
        return old
    moved = (word for word in _WORD.findall(as_written) if one_tone_style(word) != word)
    return f"{old} {' '.join(moved)}"


def _add_words(connection: sqlite3.Connection) -> None:
    """A plain table: looking words up in the virtual one takes thirty times as long."""
    connection.executescript(
        f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, {INDEX}, 'col');"
        f"INSERT INTO {WORDS} SELECT term, sum(doc * (col = 'text')), sum(doc * (col = 'folded')) "
        "FROM temp.vocabulary GROUP BY term ORDER BY term;"
        "DROP TABLE temp.vocabulary;"
    )


Place = tuple[str, str]


def _places(connection: sqlite3.Connection) -> dict[Place, int]:
    """A number for each notice with each unit (or list of units) that its statements name."""
    query = "SELECT DISTINCT notice_id, coalesce(unit_id, '') FROM statements ORDER BY 1, 2"
    return {place: number for number, place in enumerate(connection.execute(query), start=1)}


def _rows(
    connection: sqlite3.Connection, places: dict[Place, int]
) -> Iterator[tuple[int, int, int, str]]:
    themes: dict[str, dict[str, None]] = {}
    for statement_id, theme_id in connection.execute(
        "SELECT statement_id, theme_id FROM problems WHERE theme_id IS NOT NULL ORDER BY problem_id"
    ):
        themes.setdefault(statement_id, {})[theme_id] = None
    facets = {
        tuple(about): facet for facet, *about in connection.execute(f"SELECT * FROM {FACETS}")
    }
    for rowid, statement_id, notice_id, unit_id, *about in connection.execute(
        f"SELECT s.rowid, s.statement_id, s.notice_id, coalesce(s.unit_id, ''), {_FACET} "
        "FROM statements s JOIN notices n USING (notice_id) ORDER BY s.rowid"
    ):
        joined = LIST_SEPARATOR.join(themes.get(statement_id, ()))
        yield rowid, facets[tuple(about)], places[notice_id, unit_id], joined


def _names(connection: sqlite3.Connection) -> dict[Place, Names]:
    """The names of the places of each unit, and of each notice as a whole (unit ""): those of
    all its units, and of its province."""
    units = {
        unit_id: place_names(name, kind, district, province, successors.split(LIST_SEPARATOR))
        for unit_id, name, kind, district, province, successors in connection.execute(
            "SELECT unit_id, name, coalesce(kind, ''), coalesce(district, ''), "
            "coalesce(province, ''), coalesce(successors, '') FROM units"
        )
    }
    names: dict[Place, Names] = {}
    for notice_id, unit, province in connection.execute(
        "SELECT notice_id, coalesce(inspected_unit, ''), coalesce(province, '') FROM notices"
    ):
        names[notice_id, ""] = place_names(unit, "", "", province, ())
    for notice_id, unit_ids in connection.execute(
        "SELECT notice_id, unit_id FROM statements WHERE unit_id IS NOT NULL "
        "UNION SELECT notice_id, unit_id FROM coverage"
    ):
        for unit_id in unit_ids.split(LIST_SEPARATOR):
            own = units.get(unit_id, frozenset())
            names[notice_id, unit_id] = own
            names[notice_id, ""] |= own
    return names


def _found_by(names: dict[Place, Names], notice_id: str, unit_ids: str) -> Names:
    return frozenset().union(
        *(names.get((notice_id, unit_id), ()) for unit_id in unit_ids.split(LIST_SEPARATOR))
    )
