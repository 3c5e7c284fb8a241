"""Statements as vectors: kept in the dataset beside the index, and searched exactly.

Any model will do that gives each text a vector (`Embed`); which one it was is kept with them. What
a query is about the best hits by words tell, better than the few words of a reader do, and without
the model (nDCG .806 over `corpus/queries.toml`, .800 with the query's own vector beside them). The
model is asked where words find nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notice_parser.errors import UsageError
from notice_parser.search.index import INDEX

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    # len(texts) × dimensions; rows need not have length 1.
    Embed = Callable[[Sequence[str]], NDArray[np.floating]]

VECTORS = f"{INDEX}_vectors"
MODEL = f"{INDEX}_model"
_CHUNK = 1000
# The best hits by words that say what the query is about.
_BEST = 3


def add_vectors(connection: sqlite3.Connection, embed: Embed, *, code: str) -> None:
    """Keeps a vector of each statement, as 16-bit floats; `code` names the model. Statements have
    the rows 1, 2, … of their table, as `add_index` finds them."""
    import numpy as np

    connection.execute(f"CREATE TABLE {MODEL} (code TEXT NOT NULL, dimensions INTEGER NOT NULL)")
    connection.execute(f"CREATE TABLE {VECTORS} (chunk INTEGER PRIMARY KEY, vectors BLOB NOT NULL)")
    texts = [text for (text,) in connection.execute("SELECT text FROM statements ORDER BY rowid")]
    if not texts:
        return
    for start in range(0, len(texts), _CHUNK):
        vectors = _unit(np.asarray(embed(texts[start : start + _CHUNK]), np.float32))
        connection.execute(
            f"INSERT INTO {VECTORS} VALUES (?, ?)",
            (start // _CHUNK, vectors.astype("<f2").tobytes()),
        )
    connection.execute(f"INSERT INTO {MODEL} VALUES (?, ?)", (code, vectors.shape[1]))


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """The vectors of a dataset (row i of `vectors` is that of row i + 1 of `statements`), without
    what all of them share, and the model that makes one of a query."""

    code: str
    vectors: NDArray[np.float32]
    shared: NDArray[np.float32]
    embed: Embed

    def likeness(self, text: str, hits: Sequence[tuple[int, float]]) -> NDArray[np.float32]:
        """How near each statement is to the query, -1 to 1. `hits` are the best by words, with
        their scores; without any the model says where the query lies."""
        import numpy as np

        if hits:
            rows = [row - 1 for row, _ in hits[:_BEST]]
            scores = np.array([score for _, score in hits[:_BEST]], np.float32)
            wanted = (scores[:, None] * self.vectors[rows]).sum(axis=0)
        else:
            wanted = np.asarray(self.embed([text]), np.float32)[0] - self.shared
        return np.asarray(self.vectors @ _unit(wanted[None])[0], np.float32)


def model_of(database: sqlite3.Connection) -> str:
    """The code of the model whose vectors the dataset has; "" when it has none."""
    there = "SELECT 1 FROM sqlite_master WHERE name = ?"
    if not database.execute(there, (MODEL,)).fetchone():
        return ""
    row = database.execute(f"SELECT code FROM {MODEL}").fetchone()
    return str(row[0]) if row else ""


def load_meaning(database: sqlite3.Connection, embed: Embed) -> Meaning:
    """`embed` must be the model of `model_of`. Raises UsageError for a dataset without vectors."""
    import numpy as np

    code = model_of(database)
    if not code:
        raise UsageError("this dataset holds no vectors; search it by words")
    ((dimensions,),) = database.execute(f"SELECT dimensions FROM {MODEL}")
    rows = database.execute(f"SELECT vectors FROM {VECTORS} ORDER BY chunk")
    halves = np.frombuffer(b"".join(row[0] for row in rows), "<f2")
    vectors = halves.astype(np.float32).reshape(-1, dimensions)
    shared = vectors.mean(axis=0)
    return Meaning(code, _unit(vectors - shared), shared, embed)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths), np.float32)


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
