"""The contract of executors: one outcome for each item, whatever single items do."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest
from tasks_for_executors import behave

from notice_parser.errors import UsageError
from notice_parser.executors import Executor, InProcess, Outcome, ProcessPool

EXECUTORS = [
    pytest.param(InProcess(), id="in-process"),
    pytest.param(ProcessPool(jobs=1, time_limit=2), id="one-worker"),
    pytest.param(ProcessPool(jobs=2, time_limit=2), id="two-workers"),
]
ISOLATING = EXECUTORS[1:]
WORDS = [f"word{n}" for n in range(40)]


def outcomes(executor: Executor, items: list[str]) -> dict[str, Outcome[str, str]]:
    collected = list(executor.run(behave, items))
    assert sorted(outcome.item for outcome in collected) == sorted(items)
    return {outcome.item: outcome for outcome in collected}


@pytest.mark.parametrize("executor", EXECUTORS)
def test_every_item_has_one_result(executor: Executor) -> None:
    found = outcomes(executor, WORDS)
    assert {item: outcome.result for item, outcome in found.items()} == {
        word: word.upper() for word in WORDS
    }


@pytest.mark.parametrize("executor", EXECUTORS)
def test_nothing_to_do_is_done(executor: Executor) -> None:
    assert outcomes(executor, []) == {}


@pytest.mark.parametrize("executor", EXECUTORS)
def test_an_item_that_raises_is_named_and_the_others_finish(executor: Executor) -> None:
    found = outcomes(executor, [*WORDS, "raise:đứt quãng"])
    assert found["raise:đứt quãng"].result is None
    assert found["raise:đứt quãng"].fault == "made the parser fail (ValueError: đứt quãng)"
    assert all(found[word].fault == "" for word in WORDS)


@pytest.mark.parametrize("executor", ISOLATING)
def test_items_that_kill_or_hang_are_named_and_the_others_finish(executor: Executor) -> None:
    bad = ["die:a", "hang:b", "die:c"]
    found = outcomes(executor, [*WORDS[:20], *bad, *WORDS[20:]])
    assert [found[item].fault for item in bad] == [
        "killed the process that was parsing it",
        "took longer than 2 s",
        "killed the process that was parsing it",
    ]
    assert all(found[word].result == word.upper() for word in WORDS)


@pytest.mark.parametrize("executor", ISOLATING)
def test_an_item_whose_worker_died_once_gets_a_second_try(
    executor: Executor, tmp_path: Path
) -> None:
    item = f"die-once:{tmp_path / 'tried'}"
    assert outcomes(executor, [item, *WORDS])[item].result == item.upper()


def test_a_consumer_that_stops_early_leaves_no_worker_behind() -> None:
    running = ProcessPool(jobs=2, time_limit=60).run(behave, ["word", "hang:x", "hang:y"])
    assert next(running).result == "WORD"
    started = time.monotonic()
    running.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("way", ["script", "stdin", "argument"])
def test_a_caller_without_main_guard_is_not_run_again(tmp_path: Path, way: str) -> None:
    code = (
        "from notice_parser.executors import ProcessPool\n"
        "print([outcome.result for outcome in ProcessPool(jobs=1).run(str.upper, ['a'])])\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    arguments = {"script": [str(script)], "stdin": ["-"], "argument": ["-c", code]}[way]
    done = subprocess.run(
        [sys.executable, *arguments], input=code, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['A']\n"


@pytest.mark.parametrize("wrong", [{"jobs": 0}, {"jobs": -1}, {"time_limit": 0}])
def test_a_pool_without_workers_or_time_is_wrong_use(wrong: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="must be 1 or more"):
        ProcessPool(**wrong)


def test_a_task_that_workers_cannot_import_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    vanishing = ModuleType("only_here")
    exec("def task(item): return item", vanishing.__dict__)
    monkeypatch.setitem(sys.modules, "only_here", vanishing)
    with pytest.raises(UsageError, match="worker processes cannot start"):
        list(ProcessPool(jobs=1).run(vanishing.task, ["a"]))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_workers_leave_when_their_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from notice_parser.executors import ProcessPool\n"
        "from tasks_for_executors import behave\n"
        "for outcome in ProcessPool(jobs=1, time_limit=600).run(behave, ['word', 'hang:x']):\n"
        "    print(outcome.result, flush=True)\n"
    )
    marker = str(tmp_path)
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        env={**os.environ, "EXECUTOR_TEST": marker},
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"WORD\n"
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 10
    while _with_environment(marker) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert _with_environment(marker) == []


def _with_environment(marker: str) -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and marker.encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:  # it ended while we looked, or is not ours
            continue
    return found
