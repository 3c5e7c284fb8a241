"""Texts as vectors of a sentence-transformers model: from a local folder, never from a hub.

Vectors are kept beside the dataset, by text and model: nothing is embedded twice, and what was
embedded once needs the model's folder no more. Each text goes through the model by itself, on one
processor core. That takes three times as long as batches of eight on two, but company and cores
change a vector in its seventh digit, and the same text is to become the same bytes.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import file_digest, sha256
from importlib.util import find_spec
from logging import getLogger
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from notice_parser.dataset.publish import WORK
from notice_parser.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CACHE = "vectors.sqlite"
# What a model that was taught to is told of a text: one to be found, one to find it, neither.
Kind = Literal["", "document", "query"]
_NOTE = "search-model"
_MODULES = "modules.json"
_AT_ONCE = 500
_LOADING = Lock()


@dataclass(frozen=True, slots=True)
class Model:
    """A model in the folder `path`; `code` is its name with a digest of its files, the same on
    every machine. `path` is empty for a dataset's own model whose folder is not known."""

    code: str
    path: str = field(default="", repr=False)


def find_model(path: str | Path) -> Model:
    """The model in this folder. Raises UsageError for a path that is no folder of a
    sentence-transformers model (a name on a hub is none)."""
    folder = Path(path)
    if not (folder / _MODULES).is_file():
        raise UsageError(
            f"{path}: no folder of a sentence-transformers model (it would hold modules.json); "
            "name a local folder, such as models/notice-embedding"
        )
    return Model(f"{folder.resolve().name}-{_digest(folder)}", str(folder.resolve()))


def require_library() -> None:
    """Raises UsageError when the extra "semantic" is not installed."""
    if find_spec("sentence_transformers") is None:
        raise UsageError(
            'a model needs sentence-transformers: pip install "notice-parser[semantic]"'
        )


def _digest(folder: Path) -> str:
    """Of the files that say what the vectors are; a card or a licence does not."""
    told = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".json", ".safetensors", ".bin", ".model", ".txt", ".py"):
            with path.open("rb") as file:
                digest = file_digest(file, "sha256").hexdigest()
            told.update(f"{path.relative_to(folder).as_posix()} {digest}\n".encode())
    return told.hexdigest()[:8]


def cache_of(dataset: Path) -> Path:
    """Where the vectors of a dataset's texts are kept."""
    return dataset / WORK / CACHE


def remember(dataset: Path, model: Model) -> None:
    """Notes where on this machine the model lies that the dataset is searched with."""
    (dataset / WORK / _NOTE).write_text(model.path, encoding="utf-8")


def remembered(dataset: Path) -> str:
    """The folder that the last build with a model for search noted; "" where none did, or it is
    gone."""
    try:
        noted = (dataset / WORK / _NOTE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    return noted if (Path(noted) / _MODULES).is_file() else ""


def cached(
    texts: Sequence[str], *, model: Model, cache: Path, kind: Kind = ""
) -> NDArray[np.float32]:
    """The model's vectors (len(texts) × dimensions), from the cache as far as it has them.

    Raises UsageError for a text that it lacks where the model's folder is not known.
    """
    import numpy as np

    name = f"{model.code} {kind}".strip()
    with closing(_opened(cache)) as database:
        known = dict(_known(database, name, texts))
        new = sorted(set(texts) - set(known))
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            made = dict(zip(some, (v.tobytes() for v in embedded(some, model, kind)), strict=True))
            rows = [(name, text, vector) for text, vector in made.items()]
            with database:
                database.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)
            known |= made
    return np.stack([np.frombuffer(known[text], np.float32) for text in texts])


def remember_join(cache: Path, model: Model, join: float) -> None:
    """Keep the threshold of this model's themes beside its vectors."""
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


def _known(
    database: sqlite3.Connection, name: str, texts: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    query = (
        "SELECT v.text, v.vector FROM json_each(?) i "
        "CROSS JOIN vectors v ON v.model = ? AND v.text = i.value"
    )
    yield from database.execute(query, (json.dumps(texts), name))


def embedded(texts: Sequence[str], model: Model, kind: Kind = "") -> NDArray[np.float32]:
    """The model's vectors (len(texts) × dimensions). It loads once in a process, in seconds, and
    runs for one thread at a time."""
    import numpy as np

    if not model.path:
        raise UsageError(
            f"vectors of the model {model.code} are missing here, and nobody says where it lies; "
            "build again with --model (themes) or --search-model (search) and its folder"
        )
    require_library()
    with _LOADING:
        loaded = _loaded(model.path)
        encode = getattr(loaded, f"encode_{kind}" if kind else "encode")
        with _one_core():
            found = encode(list(texts), batch_size=1, show_progress_bar=False)
    return np.asarray(found, np.float32)


def of_length_one(vectors: NDArray[Any]) -> NDArray[Any]:
    """The rows (n × dimensions, floating) each of length 1; what has none stays as it is."""
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths == 0, 1, lengths))


@contextmanager
def _one_core() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@lru_cache(maxsize=1)
def _loaded(path: str) -> Any:
    with _offline():
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()
        logging.disable_progress_bar()
        getLogger("sentence_transformers").setLevel("ERROR")
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
