"""Killed at any moment, a build leaves the old dataset or the new one, never a mixture."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sample_notices import parse_sample, write_samples

from notice_parser.dataset import publish as publish_module
from notice_parser.dataset.build import build
from notice_parser.dataset.fingerprint import recipe
from notice_parser.dataset.lock import only_one
from notice_parser.dataset.publish import WORK, current, publish
from notice_parser.dataset.tabulate import tabulate
from notice_parser.errors import UsageError
from notice_parser.executors import InProcess

SCRIPT = Path(__file__).with_name("build_samples.py")
CHANGES_FILES = {"os.rename", "os.symlink", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "open"}


def visible(dataset: Path) -> dict[str, bytes]:
    """What a reader finds: a link that leads nowhere is no file."""
    return {
        path.name: path.read_bytes()
        for path in dataset.iterdir()
        if not path.name.startswith(".") and path.exists()
    }


def staged(dataset: Path, files: dict[str, bytes]) -> Path:
    folder = dataset / WORK / "staged"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


OLD = {"a.csv": b"old a", "b.csv": b"old b", "gone.csv": b"old"}
NEW = {"a.csv": b"new a", "b.csv": b"new b", "more.csv": b"new"}


def killed_at_step(step: int, dataset: Path, files: dict[str, bytes]) -> bool:
    """Publishes in a child that kills itself before its `step`-th change of the file system.
    False when it got through before."""
    folder = staged(dataset, files)
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, _: tuple[Any, ...]) -> None:
            nonlocal left
            if event in CHANGES_FILES:
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        publish(dataset, folder)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX")
@pytest.mark.parametrize("before", [{}, OLD], ids=["first", "second"])
def test_a_kill_before_every_single_step_of_publishing(
    tmp_path: Path, before: dict[str, bytes]
) -> None:
    seen = set()
    step = 0
    while True:
        dataset = tmp_path / str(step)
        dataset.mkdir()
        if before:
            publish(dataset, staged(dataset, before))
        killed = killed_at_step(step, dataset, NEW)
        found = visible(dataset)
        # A file that the new version does not have goes a moment after the change.
        assert found in (before, NEW, NEW | {"gone.csv": b"old"})
        assert "gone.csv" not in found or found == before
        seen.add(found == NEW)
        publish(dataset, staged(dataset, NEW))
        assert visible(dataset) == NEW
        assert len(list((dataset / ".versions").iterdir())) == 1
        if not killed:
            break
        step += 1
    assert step > 15
    assert seen == {True, False}


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_killed_at_random_moments_completes_next_time(tmp_path: Path, jobs: int) -> None:
    source, output, fresh = tmp_path / "in", tmp_path / "out", tmp_path / "fresh"
    write_samples(source, range(10))
    build([source], output=output, parse=parse_sample, executor=InProcess())
    old = visible(output)
    write_samples(source, range(60))
    started = time.monotonic()
    build([source], output=fresh, parse=parse_sample, jobs=jobs)
    usual = time.monotonic() - started + 0.3
    new = visible(fresh)
    moments = random.Random(jobs)
    for _ in range(5):
        command = [sys.executable, str(SCRIPT), str(source), str(output), str(jobs)]
        process = subprocess.Popen(command)
        time.sleep(moments.uniform(0.05, usual))
        process.kill()
        process.wait()
        assert visible(output) in (old, new)
    build([source], output=output, parse=parse_sample, executor=InProcess())
    assert visible(output) == new


def test_without_links_readers_follow_the_pointer_and_copies_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("links are not allowed here")

    monkeypatch.setattr(Path, "symlink_to", refused)
    for files in (OLD, NEW):
        publish(tmp_path, staged(tmp_path, files))
        folder = current(tmp_path)
        assert folder is not None
        assert {p.name: p.read_bytes() for p in folder.iterdir()} == files
    assert visible(tmp_path) == NEW
    assert not any(path.is_symlink() for path in tmp_path.iterdir())


def test_publishing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    assert publish(tmp_path, staged(tmp_path, NEW))
    link = tmp_path / "a.csv"
    link.unlink()
    link.write_bytes(b"an editor saved over the link")
    assert not publish(tmp_path, staged(tmp_path, NEW))
    assert visible(tmp_path) == NEW


def test_a_dataset_with_the_same_recipe_stands_and_is_shown_whole(tmp_path: Path) -> None:
    assert not publish_module.stands(tmp_path, "r1")
    publish(tmp_path, staged(tmp_path, NEW), recipe="r1")
    (tmp_path / "a.csv").unlink()
    (tmp_path / "b.csv").unlink()
    (tmp_path / "b.csv").write_bytes(b"an editor saved over the link")
    assert publish_module.stands(tmp_path, "r1")
    assert visible(tmp_path) == NEW
    assert not publish_module.stands(tmp_path, "r2")
    publish(tmp_path, staged(tmp_path, OLD))
    assert not publish_module.stands(tmp_path, "r1")
    assert not publish_module.stands(tmp_path, "")


def test_a_recipe_tells_what_tables_are_made_from() -> None:
    ledger = [{"path": "a.txt", "sha256": "1"}]
    first = recipe("p1", ledger, tabulate)
    assert first == recipe("p1", ledger, tabulate)
    others = (recipe("p2", ledger, tabulate), recipe("p1", [], tabulate), recipe("p1", ledger))
    assert len({first, *others}) == 4
    for untold in (lambda rows: rows, parse_sample, partial(tabulate)):
        assert recipe("p1", ledger, untold) == ""


def test_two_builds_of_one_dataset_do_not_mix(tmp_path: Path) -> None:
    write_samples(tmp_path / "in", range(1))
    work = tmp_path / "out" / WORK
    work.mkdir(parents=True)
    with (
        only_one(work / "lock", what="out"),
        pytest.raises(UsageError, match="another process is building it"),
    ):
        build([tmp_path / "in"], output=tmp_path / "out", parse=parse_sample)
    build([tmp_path / "in"], output=tmp_path / "out", parse=parse_sample, executor=InProcess())


def test_a_lock_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    with (
        pytest.raises(UsageError, match="out: cannot be written"),
        only_one(tmp_path / "missing" / "lock", what="out"),
    ):
        pass


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from notice_parser.dataset.lock import only_one\n"
        "with only_one(Path(sys.argv[1]), what='x'):\n"
        "    print('held', flush=True); time.sleep(60)\n"
    )
    lock = tmp_path / "lock"
    holder = subprocess.Popen([sys.executable, "-c", script, str(lock)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(UsageError), only_one(lock, what="x"):
        pass
    holder.kill()
    holder.wait()
    with only_one(lock, what="x"):
        pass
