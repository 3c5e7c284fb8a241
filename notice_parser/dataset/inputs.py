"""Which files there are: folders walked, temporary files left out, contents hashed.

`path` of an input file is relative to the deepest folder that holds all inputs (the folder
itself, when one folder is given), with "/" between names, so that the dataset is the same
wherever the files lie.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from notice_parser import ids
from notice_parser.errors import UsageError
from notice_parser.text import nfc

# Hidden files and the Mac's "._…", Word's lock files and its unsaved copies.
_TEMPORARY_STARTS = (".", "~$", "~wrl")
_TEMPORARY_ENDS = (".tmp", ".crdownload", ".part", "~")
_SYSTEM_NAMES = {"thumbs.db", "desktop.ini", "__macosx"}
_DOCUMENT_ENDS = (".pdf", ".docx", ".doc", ".rtf", ".txt", ".html", ".htm", ".odt")

_NAMED_LIKE_FILE = "a folder that is named like a file; the files in it are listed by themselves"
_LINKED_FOLDER = "a link to a folder, which is not followed; give that folder as an input"
_NO_FILE = "not a file but a device or a pipe; give a file"


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file as it was when the run began. `sha256` is empty and `trouble` a sentence
    where the content cannot be had; `location` is where it lies on this machine."""

    path: str
    location: Path
    sha256: str = ""
    size: int | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """`files` in order of `path`; `skipped` are hidden and temporary files, not looked at.
    `base` is the folder that paths are relative to."""

    base: Path
    files: tuple[InputFile, ...]
    skipped: tuple[str, ...] = ()


def gather(inputs: Sequence[str | Path], *, leave_out: Path | None = None) -> Inputs:
    """Every file in `inputs` (files and folders), once, hashed. `leave_out` is a folder that
    is not walked (the dataset, when it lies among its inputs).

    Raises UsageError when no input is given, or one does not exist or lies in `leave_out`.
    """
    leave_out = leave_out.resolve() if leave_out else None
    given = [_existing(Path(one), leave_out) for one in inputs]
    if not given:
        raise UsageError("no input: name at least one file or folder with notices")
    base = _common_folder(given)
    found = {location for one in given for location in _walk(one, leave_out)}
    named = {location: _name(location, base) for location in found}
    wanted = sorted((name, location) for location, name in named.items() if not _temporary(name))
    paths = ids.unique(name for name, _ in wanted)
    return Inputs(
        base,
        files=tuple(_hashed(path, at) for path, (_, at) in zip(paths, wanted, strict=True)),
        skipped=tuple(sorted(name for name in named.values() if _temporary(name))),
    )


def _existing(path: Path, leave_out: Path | None) -> Path:
    absolute = Path(os.path.abspath(path))
    if not os.path.lexists(absolute):
        raise UsageError(f"{path}: no such file or folder")
    if leave_out and absolute.resolve().is_relative_to(leave_out):
        raise UsageError(f"{path}: lies in the output folder; keep notices and dataset apart")
    if absolute.is_dir() and not os.access(absolute, os.R_OK | os.X_OK):
        raise UsageError(f"{path}: no permission to open this folder; ask its owner")
    return absolute


def _common_folder(given: Iterable[Path]) -> Path:
    folders = [path if path.is_dir() else path.parent for path in given]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError as error:
        raise UsageError("the inputs lie on different drives: build from one of them") from error


def _walk(top: Path, leave_out: Path | None) -> Iterator[Path]:
    if not top.is_dir():
        yield top
        return
    barred: list[Path] = []
    for folder, subfolders, names in os.walk(
        top, onerror=lambda error: barred.append(Path(error.filename))
    ):
        here = Path(folder)
        yield from (here / name for name in names)
        yield from (here / name for name in subfolders if _told_of(here / name))
        subfolders[:] = [name for name in subfolders if _entered(here / name, leave_out)]
    yield from barred


def _told_of(folder: Path) -> bool:
    """Is this folder a line of the ledger? One that is named like a file is, though what is
    in it is read all the same; so is a link, which might lead round in a circle."""
    return folder.name.lower().endswith(_DOCUMENT_ENDS) or folder.is_symlink()


def _entered(folder: Path, leave_out: Path | None) -> bool:
    return not _temporary(folder.name) and folder.resolve() != leave_out


def _name(location: Path, base: Path) -> str:
    relative = os.fsencode(location.relative_to(base))
    # A name from an old system may be no UTF-8; the ledger must hold it all the same.
    return nfc(relative.decode("utf-8", errors="backslashreplace").replace(os.sep, "/"))


def _temporary(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return (
        name.startswith(_TEMPORARY_STARTS)
        or name.endswith(_TEMPORARY_ENDS)
        or name in _SYSTEM_NAMES
    )


def _hashed(path: str, location: Path) -> InputFile:
    try:
        mode = location.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(location).close()
            linked = location.is_symlink()
            return InputFile(path, location, trouble=_LINKED_FOLDER if linked else _NAMED_LIKE_FILE)
        if not stat.S_ISREG(mode):
            # Opening a pipe or a device might wait for ever.
            return InputFile(path, location, trouble=_NO_FILE)
        with location.open("rb") as file:
            return InputFile(path, location, file_digest(file, "sha256").hexdigest(), file.tell())
    except OSError as error:
        return InputFile(path, location, trouble=_why(error))


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it; ask its owner for read access"
    if isinstance(error, FileNotFoundError):
        return "the file is gone, or is a link to nothing; check the folder"
    return f"it cannot be read ({error.strerror or type(error).__name__}); check the disk"
