"""Images of pages, drawn by a process of their own and kept while they are asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict

from notice_parser.dataset.sources import Source
from notice_parser.errors import UnreadableFile
from notice_parser.guarded import page_image

_MOST_BYTES = 64 << 20
_AT_ONCE = 2


class PageImages:
    """Images as PNG, at most `_MOST_BYTES` of them, the longest unused thrown away first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._drawing = threading.Semaphore(_AT_ONCE)

    def get(self, source: Source, page: int) -> bytes:
        """The image of a page, counted from 1.

        Raises InputError when the file is gone, has changed or cannot be drawn.
        """
        if source.location is None:
            raise UnreadableFile(f"{source.path}: the file is not where it was")
        key = (source.sha256, page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._drawing:
            image = page_image(str(source.location), sha256=source.sha256, page=page)
        with self._lock:
            self._kept[key] = image
            while sum(map(len, self._kept.values())) > _MOST_BYTES and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return image
