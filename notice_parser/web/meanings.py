"""Search by meaning on the pages: the vectors of the version in force, in memory once."""

from __future__ import annotations

import threading

from notice_parser.errors import QueryError
from notice_parser.search.meaning import Meaning, open_meaning
from notice_parser.web.database import Connections


class Meanings:
    """The vectors of the dataset with the model in `folder`, which whoever serves has named; ""
    for none. Raises UsageError for a folder that does not fit the dataset."""

    def __init__(self, connections: Connections, folder: str) -> None:
        self._connections = connections
        self._folder = folder
        self._lock = threading.Lock()
        self._kept: tuple[str, Meaning] | None = None
        if folder:
            self.get()

    def get(self) -> Meaning:
        """Raises QueryError where there are no vectors, or another model's."""
        version = self._connections.version
        with self._lock:
            if self._kept is None or self._kept[0] != version:
                self._kept = None
                self._kept = version, open_meaning(self._connections.get(), self._folder)
            return self._kept[1]

    def __bool__(self) -> bool:
        """Whether anybody can search by meaning. A build may have taken the vectors away."""
        try:
            return bool(self._folder and self.get())
        except QueryError:
            return False
