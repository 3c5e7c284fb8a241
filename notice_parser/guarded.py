"""Reading files in a process of its own, with limits on time and memory: a malformed file can
crash the library that reads it, or never end."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from pathlib import Path

from notice_parser.errors import DamagedFile, InputError, NoticeError
from notice_parser.executors import Executor, InProcess, ProcessPool
from notice_parser.model import Document
from notice_parser.reading import read
from notice_parser.settings import limits


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
