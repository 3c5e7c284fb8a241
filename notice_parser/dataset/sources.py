"""Where the files lie that a dataset was built from: on this machine, so not in the dataset."""

from __future__ import annotations

import sqlite3
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from notice_parser.dataset.publish import WORK

_NOTE = "inputs"


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the ledger. `location` is None where it is not found on this machine, or has
    another content by now."""

    file_id: str
    path: str
    sha256: str
    media_type: str
    location: Path | None


def remember(dataset: Path, base: Path) -> None:
    """Notes the folder that the paths of the ledger are relative to."""
    (dataset / WORK / _NOTE).write_text(str(base), encoding="utf-8")


def remembered(dataset: Path) -> Path | None:
    """The folder that the last build noted; None for a dataset that was copied here."""
    try:
        return Path((dataset / WORK / _NOTE).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return None


def find_source(database: sqlite3.Connection, file_id: str, *, base: Path | None) -> Source | None:
    """The file with this id; None where the ledger has none. Only the ledger's own path leads
    to a file, and never out of `base`."""
    row = database.execute(
        "SELECT file_id, path, sha256, media_type FROM files WHERE file_id = ?", (file_id,)
    ).fetchone()
    if row is None:
        return None
    _, path, digest, media_type = row
    location = _location(path, base) if base and digest else None
    if location and _content(location) != digest:
        location = None
    return Source(file_id, path, digest or "", media_type or "", location)


def _location(path: str, base: Path) -> Path | None:
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or PurePosixPath(path).is_absolute():
        return None
    # The ledger has names in NFC; a Mac may have written them in NFD.
    forms = (base.joinpath(*(unicodedata.normalize(f, p) for p in parts)) for f in ("NFC", "NFD"))
    return next((form for form in forms if form.is_file()), None)


def _content(location: Path) -> str:
    """The SHA-256 of a file, empty where it cannot be read."""
    try:
        state = location.stat()
        return _hashed(location, state.st_mtime_ns, state.st_size)
    except OSError:
        return ""


@lru_cache(maxsize=1024)
def _hashed(location: Path, _modified: int, _size: int) -> str:
    with location.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
