"""The ledger: each input file once, with what became of it and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from notice_parser import ids
from notice_parser.dataset.inputs import InputFile
from notice_parser.dataset.parsed import Receipt
from notice_parser.dataset.schema import Row

Status = Literal["ok", "partial", "failed", "duplicate"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `duplicate_of` is the id of the file that is kept."""

    file: InputFile
    file_id: str
    receipt: Receipt
    status: Status
    reason: str = ""
    duplicate_of: str = ""

    def row(self) -> Row:
        return {
            "file_id": self.file_id,
            "path": self.file.path,
            "sha256": self.file.sha256,
            "media_type": self.receipt.media_type,
            "bytes": self.file.size,
            "pages": self.receipt.pages,
            "ocr_pages": self.receipt.ocr_pages,
            "status": self.status,
            "reason": self.reason,
            "warnings": self.receipt.warnings,
            "duplicate_of": self.duplicate_of,
        }


def first_of_each_content(files: Iterable[InputFile]) -> Mapping[str, InputFile]:
    """By SHA-256, the file to parse: the first in order of path among equal ones."""
    first: dict[str, InputFile] = {}
    for file in sorted(files, key=lambda file: file.path):
        if file.sha256:
            first.setdefault(file.sha256, file)
    return first


def ledger(files: Sequence[InputFile], receipts: Mapping[str, Receipt]) -> tuple[Entry, ...]:
    """What became of each file; `receipts` by SHA-256, of `first_of_each_content`.

    Of several files with one notice the best is kept: without warnings before with, then
    by path. Copies of a file that failed have failed as well. So no notice is left out,
    and the order of files plays no part.
    """
    ordered = sorted(files, key=lambda file: file.path)
    file_ids = dict(
        zip((file.path for file in ordered), ids.unique(_own_ids(ordered)), strict=True)
    )
    first = first_of_each_content(ordered)
    judged = {sha: _judged(file, file_ids[file.path], receipts[sha]) for sha, file in first.items()}
    kept = _best_of_each_notice(judged.values())
    entries = (_copy_or_own(file, file_ids[file.path], judged.get(file.sha256)) for file in ordered)
    return tuple(_settled(entry, kept) for entry in entries)


def _own_ids(files: Iterable[InputFile]) -> Iterator[str]:
    for file in files:
        # As `ids.file_id`, from the hash that is already known.
        yield f"f-{file.sha256[:16]}" if file.sha256 else f"f-unread-{ids.digest(file.path)}"


def _judged(file: InputFile, file_id: str, receipt: Receipt) -> Entry:
    if receipt.trouble:
        return Entry(file, file_id, receipt, "failed", receipt.trouble)
    if receipt.warnings:
        more = len(receipt.warnings) - 1
        reason = receipt.warnings[0] + (f" (and {more} more)" if more else "")
        return Entry(file, file_id, receipt, "partial", reason)
    return Entry(file, file_id, receipt, "ok")


def _best_of_each_notice(entries: Iterable[Entry]) -> Mapping[str, Entry]:
    kept: dict[str, Entry] = {}
    for entry in sorted(entries, key=lambda entry: (entry.status != "ok", entry.file.path)):
        if entry.receipt.notice_id:
            kept.setdefault(entry.receipt.notice_id, entry)
    return kept


def _copy_or_own(file: InputFile, file_id: str, original: Entry | None) -> Entry:
    if original is None:
        return Entry(file, file_id, Receipt(), "failed", file.trouble)
    if original.file.path == file.path:
        return original
    reason = f"same content as {original.file.path}"
    if original.status == "failed":
        reason = f"{reason}: {original.reason}"
    return replace(original, file=file, file_id=file_id, reason=reason)


def _settled(entry: Entry, kept: Mapping[str, Entry]) -> Entry:
    best = kept.get(entry.receipt.notice_id)
    if best is None or best.file_id == entry.file_id:
        return entry
    same = "content" if best.file.sha256 == entry.file.sha256 else "notice"
    return replace(
        entry,
        status="duplicate",
        reason=f"same {same} as {best.file.path}",
        duplicate_of=best.file_id,
    )
