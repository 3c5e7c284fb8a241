"""Reading files in a process of its own, with limits on time and memory: a malformed file can
crash the library that reads it, or never end."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from notice_parser.errors import DamagedFile, InputError, NoticeError, UnreadableFile, UsageError
from notice_parser.executors import Executor, InProcess, ProcessPool
from notice_parser.model import Document
from notice_parser.reading import read
from notice_parser.settings import limits

if TYPE_CHECKING:
    from notice_parser.reading.drawing import Highlighter

Drawn = TypeVar("Drawn", bytes, tuple[str, ...])


def read_files(paths: Sequence[str | Path]) -> Iterator[tuple[str, Document | InputError]]:
    """Each path in the given order, with its document or with what is wrong, one sentence.

    Raises UsageError for settings or a lexicon that are not as they should be.
    """
    for outcome in _executor().run(_read, [str(path) for path in paths]):
        path, result = outcome.item, outcome.result
        if result is None:
            result = DamagedFile(f"{path}: reading this file {outcome.fault}")
        if isinstance(result, NoticeError) and not isinstance(result, InputError):
            raise result
        yield path, result


def draw_pages(path: str, folder: str, highlight: Highlighter) -> tuple[str, ...]:
    """Writes the pages of a file into `folder`, as `reading.drawing` does, and returns the
    paths. `highlight` makes of a document what is to stand out in it.

    Raises InputError for a file that cannot be read or has no pages, and UsageError for a
    folder that cannot be written.
    """
    task = partial(_draw, folder=folder, highlight=highlight)
    return _drawn(task, path, "drawing its pages")


def _draw(path: str, *, folder: str, highlight: Highlighter) -> tuple[str, ...] | NoticeError:
    from notice_parser.reading.drawing import draw_pages  # loads Pillow and pdfium

    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        written = draw_pages(Path(path), read(path), highlight, Path(folder))
    except NoticeError as error:
        return error
    except OSError as error:
        return UsageError(f"{folder}: cannot be written ({error.strerror}); name another folder")
    return tuple(str(one) for one in written)


def page_image(path: str, *, sha256: str, page: int) -> bytes:
    """One page of a file as PNG, as it is displayed.

    Raises InputError when the file is not the one with this SHA-256 (any more), has no such
    page or cannot be drawn.
    """
    task = partial(_page_image, sha256=sha256, page=page)
    return _drawn(task, path, f"drawing page {page}")


def _page_image(path: str, *, sha256: str, page: int) -> bytes | NoticeError:
    from notice_parser.reading.drawing import page_png  # loads Pillow and pdfium

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        return UnreadableFile(f"{path}: cannot be read ({error.strerror})")
    if hashlib.sha256(content).hexdigest() != sha256:
        return UnreadableFile(f"{path}: is not the file that the dataset was built from")
    try:
        return page_png(content, page)
    except NoticeError as error:
        return error


def _drawn(task: Callable[[str], Drawn | NoticeError], path: str, doing: str) -> Drawn:
    """What the task makes of one file. Raises what it found wrong, or that it did not end well."""
    (outcome,) = _executor().run(task, [path])
    if outcome.result is None:
        raise DamagedFile(f"{path}: {doing} {outcome.fault}")
    if isinstance(outcome.result, NoticeError):
        raise outcome.result
    return outcome.result


def _read(path: str) -> Document | NoticeError:
    try:
        return read(path)
    except NoticeError as error:
        return error


def _executor() -> Executor:
    if multiprocessing.current_process().daemon:
        return InProcess()  # already a process that may die, and one that may start no other
    most = limits()
    return ProcessPool(time_limit=most.seconds, memory_mb=most.memory_mb)
