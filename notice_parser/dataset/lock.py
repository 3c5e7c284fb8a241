"""One build of a dataset at a time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from notice_parser.errors import UsageError

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_one(path: Path, *, what: str) -> Iterator[None]:
    """Holds the lock file `path` for a while; `what` names what is locked, for the message.

    The lock is the operating system's: it ends with the process that holds it, however
    that ends, so there is no stale lock to take over. Raises UsageError when it is held, or
    the file cannot be made.
    """
    try:
        file = path.open("ab")
    except OSError as error:
        raise UsageError(f"{what}: cannot be written ({error.strerror})") from error
    with file:
        try:
            _take(file)
        except OSError as error:
            raise UsageError(f"{what}: another process is building it; wait for it") from error
        yield
