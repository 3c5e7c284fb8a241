"""Limitations as vectors of a sentence-transformers model: from a local folder, never from a hub.

Vectors are kept in `CACHE` beside the dataset, by text and model: nothing is embedded twice, and a
dataset can be grouped again where the model's folder is not at hand.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import file_digest, sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notice_parser import lexicon
from notice_parser.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEXICAL = "lexical"
CACHE = "vectors.sqlite"
_BATCH = 32
_EXAMPLES = 48


@dataclass(frozen=True, slots=True)
class Model:
    """A model in the folder `path`; `code` is its name with a digest of its files, the same on
    every machine. `path` is empty for a dataset's own model whose folder is not known."""

    code: str
    path: str = ""


def find_model(path: str | Path) -> Model:
    """The model in this folder. Raises UsageError for a path that is no folder of a
    sentence-transformers model (a name on a hub is none), or when the library is missing."""
    folder = Path(path)
    if not (folder / "modules.json").is_file():
        raise UsageError(
            f"{path}: no folder of a sentence-transformers model (it would hold modules.json); "
            f'name a local folder, or "{LEXICAL}" for no model'
        )
    if find_spec("sentence_transformers") is None:
        raise UsageError(
            'a model needs sentence-transformers: pip install "notice-parser[semantic]"'
        )
    return Model(f"{folder.resolve().name}-{_digest(folder)}", str(folder.resolve()))


def _digest(folder: Path) -> str:
    """Of the files that say what the vectors are; a card or a licence does not."""
    told = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".safetensors", ".bin", ".model", ".txt", ".py"):
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            told.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return told.hexdigest()[:8]


def centred(texts: Sequence[str], *, model: Model, cache: Path) -> NDArray[np.float32]:
    """A vector of length 1 for each text (len(texts) × dimensions).

    Vectors of one field all point one way. Their common part, that of example limitations in the
    lexicon, is taken away: it depends on the model and not on the dataset.
    """
    import numpy as np

    entries = lexicon.load("theme_subjects").entries[:_EXAMPLES]
    vectors = _vectors([*texts, *(e.examples[0] for e in entries)], model=model, cache=cache)
    moved = vectors[: len(texts)] - vectors[len(texts) :].mean(axis=0)
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    return np.asarray(moved / np.where(lengths == 0, 1, lengths), np.float32)


def _vectors(texts: Sequence[str], *, model: Model, cache: Path) -> NDArray[np.float32]:
    """The model's own vectors, from the cache as far as it has them."""
    import numpy as np

    with closing(_opened(cache)) as database:
        known = _known(database, model.code)
        new = sorted(set(texts) - set(known))
        if new:
            rows = [(model.code, text, vector.tobytes()) for text, vector in _embedded(new, model)]
            with database:
                database.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)
            known = _known(database, model.code)
    return np.stack([np.frombuffer(known[text], np.float32) for text in texts])


def remember_join(cache: Path, model: Model, join: float) -> None:
    """Keep the threshold of this model beside its vectors."""
    with closing(_opened(cache)) as database, database:
        database.execute("INSERT OR REPLACE INTO joins VALUES (?, ?)", (model.code, join))


def known_join(cache: Path, model: Model) -> float | None:
    """What `remember_join` kept."""
    with closing(_opened(cache)) as database:
        rows = database.execute("SELECT value FROM joins WHERE model = ?", (model.code,))
        return next((float(value) for (value,) in rows), None)


def _opened(cache: Path) -> sqlite3.Connection:
    database = sqlite3.connect(cache)
    database.execute("CREATE TABLE IF NOT EXISTS joins (model TEXT PRIMARY KEY, value REAL)")
    database.execute(
        "CREATE TABLE IF NOT EXISTS vectors (model TEXT, text TEXT, vector BLOB, "
        "PRIMARY KEY (model, text)) WITHOUT ROWID"
    )
    return database


def _known(database: sqlite3.Connection, code: str) -> Mapping[str, bytes]:
    return dict(database.execute("SELECT text, vector FROM vectors WHERE model = ?", (code,)))


def _embedded(texts: Sequence[str], model: Model) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Sorted by length, so that a batch holds texts of one length and little padding, which may
    change a vector in its seventh digit; `vectors.space` rounds to the fourth."""
    if not model.path:
        raise UsageError(
            f"the themes are grouped with the model {model.code}, whose vectors are not kept here; "
            "build again with --model and its folder"
        )
    ordered = sorted(texts, key=lambda text: (len(text), text))
    vectors = _loaded(model.path).encode(ordered, batch_size=_BATCH, show_progress_bar=False)
    yield from zip(ordered, vectors.astype("float32"), strict=True)


def _loaded(path: str) -> Any:
    with _offline():
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        return SentenceTransformer(
            path, device="cpu", model_kwargs={"dtype": "float32"}, local_files_only=True
        )


@contextmanager
def _offline() -> Iterator[None]:
    """Set before the libraries are imported, which read it then."""
    before = os.environ.get("HF_HUB_OFFLINE")
    os.environ["HF_HUB_OFFLINE"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["HF_HUB_OFFLINE"]
        else:
            os.environ["HF_HUB_OFFLINE"] = before
