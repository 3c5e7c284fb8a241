"""Statements as vectors: kept in the dataset beside the index, and searched exactly.

    statements_index_model    which model it was, and how many numbers a vector has
    statements_index_vectors  a thousand vectors in each row, of statements in the order of rows

A vector is kept in whole numbers, `SCALE` long: what differs from machine to machine in its seventh
digit is rounded away, but for the few numbers that lie between two.

What a query is about the best hits by words tell, better than the few words of a reader do, and
without the model. The model is asked where words find nothing. Statements of one theme are near to
each other whatever their words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from notice_parser.dataset.export import Finish
from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.embedding import Model, cached, embedded, find_model, of_length_one
from notice_parser.search.index import INDEX, ROWS, add_index
from notice_parser.search.sentences import wrong

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # len(texts) × dimensions; rows need not have length 1.
    Embed = Callable[[Sequence[str]], NDArray[np.floating]]
    # len(texts) × dimensions, as they are kept.
    Whole = NDArray[np.int16]

VECTORS = f"{INDEX}_vectors"
MODEL = f"{INDEX}_model"
SCALE = 4096
_CHUNK = 1000
_ROWS = "SELECT rowid, text FROM statements ORDER BY rowid"
# What the middle of a statement's themes counts beside the statement.
_THEMES = 1.0


# -- storing -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IndexWithVectors:
    """`add_index`, and a vector of this model for each statement; `cache` keeps them from build to
    build."""

    model: Model
    cache: Path = field(repr=False)

    def __call__(self, connection: sqlite3.Connection) -> None:
        add_index(connection)
        embed = partial(cached, model=self.model, cache=self.cache, kind="document")
        add_vectors(connection, embed, code=self.model.code)


def index_like(database: sqlite3.Connection) -> Finish:
    """`add_index` for a dataset made from the statements of this one; with its vectors, where it
    has some."""

    def finish(connection: sqlite3.Connection) -> None:
        add_index(connection)
        if code := model_of(database):
            place = {text: row - 1 for row, text in database.execute(_ROWS)}
            vectors = _stored(database)
            _store(connection, lambda texts: vectors[[place[text] for text in texts]], code=code)

    return finish


def add_vectors(connection: sqlite3.Connection, embed: Embed, *, code: str) -> None:
    """Keeps a vector of each statement; `code` names the model. Statements have the rows 1, 2, …
    of their table, as `add_index` finds them."""
    _store(connection, lambda texts: _whole(embed(texts)), code=code)


def _store(
    connection: sqlite3.Connection, vectors: Callable[[Sequence[str]], Whole], *, code: str
) -> None:
    texts = [text for _, text in connection.execute(_ROWS)]
    if not texts:
        return
    connection.execute(f"CREATE TABLE {MODEL} (code TEXT NOT NULL, dimensions INTEGER NOT NULL)")
    connection.execute(f"CREATE TABLE {VECTORS} (chunk INTEGER PRIMARY KEY, vectors BLOB NOT NULL)")
    for start in range(0, len(texts), _CHUNK):
        found = vectors(texts[start : start + _CHUNK])
        row = (start // _CHUNK, found.astype("<i2").tobytes())
        connection.execute(f"INSERT INTO {VECTORS} VALUES (?, ?)", row)
    connection.execute(f"INSERT INTO {MODEL} VALUES (?, ?)", (code, found.shape[1]))


def _whole(vectors: NDArray[np.floating]) -> Whole:
    import numpy as np

    return np.asarray((of_length_one(np.asarray(vectors, np.float64)) * SCALE).round(), np.int16)


def _stored(database: sqlite3.Connection) -> Whole:
    import numpy as np

    ((dimensions,),) = database.execute(f"SELECT dimensions FROM {MODEL}")
    chunks = database.execute(f"SELECT vectors FROM {VECTORS} ORDER BY chunk")
    return np.frombuffer(b"".join(row[0] for row in chunks), "<i2").reshape(-1, dimensions)


# -- searching ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The vectors of a dataset (row i of `vectors` is that of row i + 1 of `statements`), without
    what all of them share, drawn towards their themes, and the model that makes one of a query."""

    code: str
    vectors: NDArray[np.float32]
    shared: NDArray[np.float32]
    embed: Embed

    def likeness(self, text: str, hits: Sequence[tuple[int, float]]) -> NDArray[np.float32]:
        """How near each statement is to the query, -1 to 1. `hits` are the best so far, with
        their scores; without any the model says where the query lies."""
        import numpy as np

        if hits:
            rows = [row - 1 for row, _ in hits]
            scores = np.array([[score] for _, score in hits], np.float32)
            wanted = (scores * self.vectors[rows]).sum(axis=0)
        else:
            wanted = of_length_one(np.asarray(self.embed([text]), np.float32))[0] - self.shared
        return np.asarray(self.vectors @ of_length_one(wanted[None])[0], np.float32)


def model_of(database: sqlite3.Connection) -> str:
    """The code of the model whose vectors the dataset has; "" when it has none."""
    there = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if not database.execute(there, (MODEL,)).fetchone():
        return ""
    row = database.execute(f"SELECT code FROM {MODEL}").fetchone()
    return str(row[0]) if row else ""


def open_meaning(database: sqlite3.Connection, folder: str | Path = "") -> Meaning:
    """The vectors of a dataset, and the model in this folder, which loads with the first query of
    which words find nothing. Without a folder such a query raises QueryError.

    Raises UsageError for a dataset without vectors, for no folder of a model, for another model
    than that of the vectors, and, with such a query, when sentence-transformers is not installed.
    """
    code = model_of(database)
    if not code:
        raise wrong("no-vectors")
    if not str(folder):
        return load_meaning(database, partial(_no_model, code))
    model = find_model(folder)
    if model.code != code:
        raise wrong("other-model", folder=str(folder), model=code, other=model.code)
    return load_meaning(database, lambda texts: embedded(texts, model, "query"))


def _no_model(code: str, texts: Sequence[str]) -> NoReturn:
    raise wrong("no-model", model=code, text=texts[0])


def load_meaning(database: sqlite3.Connection, embed: Embed) -> Meaning:
    """`embed` must be the model of `model_of`. Raises UsageError for a dataset without vectors."""
    import numpy as np

    code = model_of(database)
    if not code:
        raise wrong("no-vectors")
    vectors = _stored(database).astype(np.float32) / SCALE
    shared = vectors.mean(axis=0)
    own = of_length_one(vectors - shared)
    return Meaning(code, of_length_one(own + _THEMES * _themes(database, own)), shared, embed)


def _themes(database: sqlite3.Connection, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The middle of the themes of each statement; nothing for one without."""
    import numpy as np

    members: dict[str, list[int]] = {}
    of_row: dict[int, list[str]] = {}
    query = f"SELECT row, themes FROM {ROWS} WHERE themes != '' ORDER BY row"
    for row, themes in database.execute(query):
        of_row[row - 1] = themes.split(LIST_SEPARATOR)
        for theme_id in of_row[row - 1]:
            members.setdefault(theme_id, []).append(row - 1)
    middle = {theme_id: vectors[rows].mean(axis=0) for theme_id, rows in members.items()}
    found = np.zeros_like(vectors)
    for row, theme_ids in of_row.items():
        found[row] = np.mean([middle[theme_id] for theme_id in theme_ids], axis=0)
    return found


def nearest(
    likeness: NDArray[np.float32], allowed: Collection[int] | None, count: int
) -> list[tuple[int, float]]:
    """The `count` nearest of the allowed rows (None: all), and how near they are."""
    import numpy as np

    if allowed is not None:
        rows = np.fromiter(allowed, np.int64, len(allowed))
    elif len(likeness) > count:
        rows = np.argpartition(-likeness, count)[:count] + 1
    else:
        rows = np.arange(1, len(likeness) + 1)
    order = np.lexsort((rows, -likeness[rows - 1]))[:count]
    return [(int(row), float(likeness[row - 1])) for row in rows[order]]
