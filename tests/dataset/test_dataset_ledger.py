"""Each file once, with the right status, whatever the order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from notice_parser.dataset.inputs import InputFile
from notice_parser.dataset.ledger import ledger
from notice_parser.dataset.parsed import Receipt


def file(path: str, content: str) -> InputFile:
    sha = content.ljust(64, "0") if content else ""
    return InputFile(path, Path(path), sha, 1, "" if content else "no permission")


def told(files: list[InputFile], receipts: Mapping[str, Receipt]) -> dict[str, tuple[str, str]]:
    entries = ledger(files, {key.ljust(64, "0"): receipt for key, receipt in receipts.items()})
    return {entry.file.path: (entry.status, entry.reason) for entry in entries}


GOOD = Receipt(notice_id="tb-1")
WARNED = Receipt(notice_id="tb-1", warnings=("no-year: none was found", "table: one"))
BROKEN = Receipt(trouble="the file is empty")


def test_ok_partial_and_failed_with_their_reasons() -> None:
    files = [file("a", "a1"), file("b", "b2"), file("c", "c3"), file("d", "")]
    other = Receipt(notice_id="tb-2", warnings=WARNED.warnings)
    assert told(files, {"a1": GOOD, "b2": other, "c3": BROKEN}) == {
        "a": ("ok", ""),
        "b": ("partial", "no-year: none was found (and 1 more)"),
        "c": ("failed", "the file is empty"),
        "d": ("failed", "no permission"),
    }


def test_copies_and_second_scans_are_duplicates_of_the_file_that_is_kept() -> None:
    files = [file("b", "a1"), file("a", "a1"), file("scan", "b2")]
    entries = ledger(files, {"a1".ljust(64, "0"): GOOD, "b2".ljust(64, "0"): GOOD})
    assert [(e.file.path, e.status, e.reason) for e in entries] == [
        ("a", "ok", ""),
        ("b", "duplicate", "same content as a"),
        ("scan", "duplicate", "same notice as a"),
    ]
    assert {e.duplicate_of for e in entries[1:]} == {entries[0].file_id}
    assert len({e.file_id for e in entries}) == 3


def test_the_reading_without_warnings_is_kept() -> None:
    files = [file("a-bad-scan", "a1"), file("copy", "a1"), file("word", "b2")]
    assert told(files, {"a1": WARNED, "b2": GOOD}) == {
        "a-bad-scan": ("duplicate", "same notice as word"),
        "copy": ("duplicate", "same notice as word"),
        "word": ("ok", ""),
    }


def test_copies_of_a_failed_file_have_failed() -> None:
    files = [file("a", "a1"), file("b", "a1")]
    assert told(files, {"a1": BROKEN}) == {
        "a": ("failed", "the file is empty"),
        "b": ("failed", "same content as a: the file is empty"),
    }


@given(
    contents=st.lists(st.sampled_from(["a1", "b2", "c3", "d4", ""]), max_size=8),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_files_plays_no_part(contents: list[str], seed: object) -> None:
    receipts = {"a1": GOOD, "b2": WARNED, "c3": BROKEN, "d4": Receipt(notice_id="tb-2")}
    padded = {key.ljust(64, "0"): receipt for key, receipt in receipts.items()}
    files = [file(f"p{n}", content) for n, content in enumerate(contents)]
    shuffled = list(files)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    entries = ledger(files, padded)
    assert ledger(shuffled, padded) == entries
    assert [e.file.path for e in entries] == sorted(f.path for f in files)
    # Every notice that was read is there exactly once.
    in_dataset = [e.receipt.notice_id for e in entries if e.status in ("ok", "partial")]
    assert sorted(in_dataset) == sorted(
        {receipts[c].notice_id for c in contents if c and receipts[c].notice_id}
    )
