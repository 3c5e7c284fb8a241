"""Where parsing runs: in this process, or in worker processes that may die or hang.

Both run a task over items and yield one `Outcome` per item, in no fixed order. A pool in
which one document that kills its worker takes the others along (as
`concurrent.futures.ProcessPoolExecutor` does) is of no use here: each worker holds one
item at a time, so the item to blame is always known, and a new worker takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import inf
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Generic, Protocol, TypeVar

from notice_parser.errors import UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

# A worker killed from outside (out of memory, an operator) is no proof against its item.
_ATTEMPTS = 2
_START_LIMIT = 120.0


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """What became of `item`: a result, or `fault`, one clause ("took longer than 5 s")."""

    item: Item
    result: Result | None
    fault: str = ""


class Executor(Protocol):
    """Runs a task over items. The order of outcomes is free; there is one for each item.

    A task that raises gives an outcome with a fault.
    """

    def run(
        self, task: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Outcome[Item, Result]]: ...


@dataclass(frozen=True)
class InProcess:
    """One item after the other in the calling process: for debugging and for callers that
    have their own isolation. An item that kills the process kills the caller."""

    def run(
        self, task: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Outcome[Item, Result]]:
        for item in items:
            result, fault = _attempt(task, item)
            yield Outcome(item, result, fault)


@dataclass(frozen=True)
class ProcessPool:
    """`jobs` worker processes. An item that kills its worker (twice), takes longer than
    `time_limit` seconds or more than `memory_mb` of memory (where the system can limit it),
    gives an outcome with a fault, and the others go on.

    Task, items and results must be picklable. Raises UsageError when there are to be no
    workers, or they cannot start.
    """

    jobs: int = 1
    time_limit: float = 300.0
    memory_mb: int | None = None

    def __post_init__(self) -> None:
        if self.jobs < 1 or self.time_limit <= 0:
            raise UsageError(
                f"jobs must be 1 or more and the time limit above 0, not {self.jobs} and "
                f"{self.time_limit:g}"
            )

    def run(
        self, task: Callable[[Item], Result], items: Iterable[Item]
    ) -> Iterator[Outcome[Item, Result]]:
        queue = [_Errand(item) for item in items][::-1]
        workers = [_Worker(task, self.memory_mb) for _ in range(min(self.jobs, len(queue)))]
        try:
            while queue or any(worker.errand for worker in workers):
                _hand_out(workers, queue)
                for worker in _stirring(workers, self.time_limit):
                    errand, outcome = worker.errand, worker.outcome(self.time_limit)
                    if errand and worker.died and errand.attempt < _ATTEMPTS:
                        queue.append(_Errand(errand.item, errand.attempt + 1))
                    elif outcome:
                        yield outcome
                workers = [worker.successor() if worker.ended else worker for worker in workers]
        finally:
            for worker in workers:
                worker.stop()


@dataclass(frozen=True, slots=True)
class _Errand(Generic[Item]):
    item: Item
    attempt: int = 1


def _hand_out(workers: list[_Worker[Item, Result]], queue: list[_Errand[Item]]) -> None:
    for worker in workers:
        if queue and worker.ready and not worker.errand:
            worker.give(queue.pop())


def _stirring(
    workers: list[_Worker[Item, Result]], time_limit: float
) -> list[_Worker[Item, Result]]:
    """The workers that have something to say, have died, or are over time."""
    next_deadline = min(worker.deadline(time_limit) for worker in workers)
    timeout = None if next_deadline == inf else max(0.0, next_deadline - time.monotonic())
    heard = wait([worker.connection for worker in workers], timeout)
    now = time.monotonic()
    return [w for w in workers if w.connection in heard or w.deadline(time_limit) <= now]


@dataclass(eq=False)
class _Worker(Generic[Item, Result]):
    """One child process and what it is doing."""

    task: Callable[[Item], Result]
    memory_mb: int | None
    connection: Connection = field(init=False)
    process: BaseProcess = field(init=False)
    errand: _Errand[Item] | None = None
    since: float = field(default_factory=time.monotonic)
    ready: bool = False
    died: bool = False
    ended: bool = False

    def __post_init__(self) -> None:
        # `spawn` is the same on every system and inherits no lock or file of this process.
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(theirs, self.task, self.memory_mb), daemon=True
        )
        with _without_main():
            self.process.start()
        theirs.close()

    def successor(self) -> _Worker[Item, Result]:
        return _Worker(self.task, self.memory_mb)

    def deadline(self, time_limit: float) -> float:
        if not self.ready:
            return self.since + _START_LIMIT
        return self.since + time_limit if self.errand else inf

    def give(self, errand: _Errand[Item]) -> None:
        self.errand, self.since = errand, time.monotonic()
        try:
            self.connection.send(errand.item)
        except OSError:
            # It died between two items; `outcome` finds the connection closed.
            return

    def outcome(self, time_limit: float) -> Outcome[Item, Result] | None:
        """What its item came to; None when it only says that it has started."""
        if not self.connection.poll():
            return self._lost(f"took longer than {time_limit:g} s")
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            self.died = True
            return self._lost("killed the process that was parsing it")
        if not self.ready:
            self.ready = True
            return None
        done, self.errand = self.errand, None
        return Outcome(done.item, *message) if done else None

    def _lost(self, fault: str) -> Outcome[Item, Result] | None:
        self.stop()
        if not self.ready:
            raise UsageError(
                "worker processes cannot start; the task must live in a module that they can "
                "import, and there must be memory for them"
            )
        self.ended = True
        lost, self.errand = self.errand, None
        return Outcome(lost.item, None, fault) if lost else None

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


@contextmanager
def _without_main() -> Iterator[None]:
    """A new process would run the caller's script once more (and start processes again, if
    the script does so without `if __name__ == "__main__"`). Workers have no use for it."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _serve(connection: Connection, task: Callable[[Item], Result], memory_mb: int | None) -> None:
    """The life of a worker: items in, outcomes out, until the other side is gone."""
    # Ctrl-C reaches the whole process group; only the parent is to answer it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    if memory_mb:
        _limit_memory(memory_mb)
    try:
        connection.send("ready")
        while True:
            connection.send(_attempt(task, connection.recv()))
    except (EOFError, OSError):
        return


def _limit_memory(memory_mb: int) -> None:
    """Beyond this, allocating fails: Python raises MemoryError, a C library ends the process.
    What is only reserved (thread stacks, libraries) does not count."""
    if sys.platform != "linux":
        return  # no such limit there
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory_mb << 20
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _leave_with_parent() -> None:
    """A parent that was killed cannot end a worker which hangs."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _attempt(task: Callable[[Item], Result], item: Item) -> tuple[Result | None, str]:
    try:
        return task(item), ""
    except MemoryError:
        return None, "needed more memory than it may have (limit `memory_mb`)"
    except Exception as error:  # whatever one item does, the others go on
        return None, f"made the parser fail ({type(error).__name__}: {error})"
