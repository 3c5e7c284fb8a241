"""What statements are about and say is wrong, by the words that make themes of limitations.

    statements_index_about   which subjects and faults of the lexicon each statement names
    statements_index_codes   in how many statements each of them is named

"Làm hộ dân" and "nộp thay" share no word, but a subject: what names the subjects of a query goes
before what only shares its words. Read as they stand: the words know no text without diacritics.
"""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence

from notice_parser.aspects.faults import faults
from notice_parser.aspects.terms import syllables_of, terms

ABOUT = "statements_index_about"
CODES = "statements_index_codes"
# What a fault that is named weighs beside a subject: it says less of what is looked for.
_FAULT = 0.25
_TABLES = f"""
CREATE TABLE {ABOUT} (code TEXT NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (code, row))
  WITHOUT ROWID;
CREATE TABLE {CODES} (code TEXT PRIMARY KEY, statements INTEGER NOT NULL) WITHOUT ROWID;
"""


def add_about(connection: sqlite3.Connection) -> None:
    """To a database that holds the statements. The row of a statement is its rowid."""
    connection.executescript(_TABLES)
    texts = connection.execute("SELECT rowid, text FROM statements ORDER BY rowid").fetchall()
    pairs = sorted((code, row) for row, text in texts for code in _codes(text))
    connection.executemany(f"INSERT INTO {ABOUT} VALUES (?, ?)", pairs)
    connection.execute(
        f"INSERT INTO {CODES} SELECT code, count(*) FROM {ABOUT} GROUP BY code ORDER BY code"
    )


def _codes(text: str) -> frozenset[str]:
    syllables = syllables_of(text)
    subjects = (f"subject {term.entry.code}" for term in terms("theme_subjects").find(syllables))
    wrong = (f"fault {fault.code}" for fault in faults(syllables, len(syllables)).faults)
    return frozenset((*subjects, *wrong))


def shares(database: sqlite3.Connection, text: str, rows: Sequence[int]) -> dict[int, float]:
    """How much of what this query is about each of these statements is about as well, 0 to 1 (and
    some more for the same faults); the rarer a subject, the more it counts."""
    weights = _weights(database, text)
    whole = sum(weight for code, weight in weights.items() if code.startswith("subject"))
    if not whole:
        return {}
    query = (
        f"SELECT row, code FROM json_each(:codes) c CROSS JOIN json_each(:rows) r "
        f"CROSS JOIN {ABOUT} ON code = c.value AND row = r.value"
    )
    found: dict[int, float] = {}
    values = {"codes": json.dumps(list(weights)), "rows": json.dumps(rows)}
    for row, code in database.execute(query, values):
        found[row] = found.get(row, 0.0) + weights[code] / whole
    return found


def _weights(database: sqlite3.Connection, text: str) -> dict[str, float]:
    """What each code of this query counts; nothing where no statement or each has it."""
    codes = json.dumps(sorted(_codes(text)))
    (rows,) = database.execute("SELECT max(rowid) FROM statements").fetchone()
    query = f"SELECT code, statements FROM json_each(?) c CROSS JOIN {CODES} ON code = c.value"
    return {
        code: math.log(rows / count) * (1.0 if code.startswith("subject") else _FAULT)
        for code, count in database.execute(query, (codes,))
    }
