"""A new version of a dataset appears whole or not at all.

    DIR/statements.csv, …   links to .current/statements.csv, …
    DIR/.current            link to .versions/<digest of all bytes>
    DIR/.versions/<digest>  the files of one version, never changed once they are there
    DIR/.work               lock, parsed files, what is being written

Replacing the one link `.current` is the moment of change: a rename, which every POSIX
system makes atomic, for all files at once. Exchanging whole folders would do as well but
exists on few systems; renaming file after file would let a kill leave a mixture.

Where links are not allowed (FAT, Windows without the right), `.current` is a small text
file with the same content, replaced by the same rename, and the visible files are copies
made after it. `current`, and so all of this package, still sees one version only; the
copies of a run that was killed in between are put right by the next.
"""

from __future__ import annotations

import os
import shutil
from hashlib import file_digest, sha256
from pathlib import Path

from notice_parser.errors import UsageError

WORK = ".work"
_VERSIONS = ".versions"
_CURRENT = ".current"
_RECIPE = "recipe"


def current(dataset: Path) -> Path | None:
    """The folder with the files of the version in force; None where there is none yet."""
    pointer = dataset / _CURRENT
    if pointer.is_symlink():
        target = os.readlink(pointer)
    elif pointer.is_file():
        target = pointer.read_text(encoding="utf-8")
    else:
        return None
    folder = dataset / target
    return folder if folder.is_dir() else None


def check_folder(dataset: Path, names: set[str]) -> None:
    """Raises UsageError when publishing `names` in `dataset` would harm what is there."""
    if dataset.exists() and not dataset.is_dir():
        raise UsageError(f"{dataset}: is a file; name a folder for the dataset")
    if (dataset / WORK).is_dir() or not dataset.is_dir():
        return
    if taken := sorted(names & set(os.listdir(dataset))):
        raise UsageError(
            f"{dataset}: holds {', '.join(taken)}, not written by a build; name another folder"
        )


def stands(dataset: Path, recipe: str) -> bool:
    """Is the version in force the one that was published with this `recipe`? It is shown
    anew then, in case that somebody removed or replaced a visible file."""
    folder = current(dataset)
    note = dataset / WORK / _RECIPE
    if not recipe or folder is None or not note.is_file():
        return False
    if note.read_text(encoding="utf-8") != f"{recipe} {folder.name}":
        return False
    _show(dataset, Path(_VERSIONS) / folder.name)
    return True


def publish(dataset: Path, staged: Path, *, recipe: str = "") -> bool:
    """Makes the files in the folder `staged` the dataset. False when they were already.
    `recipe` names all they were made from, so that `stands` knows them again."""
    _settle(staged)
    target = Path(_VERSIONS) / _digest(staged)
    before = current(dataset)
    changed = before != dataset / target
    if changed:
        (dataset / _VERSIONS).mkdir(exist_ok=True)
        shutil.rmtree(dataset / target, ignore_errors=True)
        staged.rename(dataset / target)
        _sync(dataset / _VERSIONS)
    _show(dataset, target)
    _sweep(dataset, target.name)
    (dataset / WORK / _RECIPE).write_text(f"{recipe} {target.name}", encoding="utf-8")
    return changed


def _settle(folder: Path) -> None:
    """Waits until everything is on the disk. From then on nobody is to change it."""
    for path in folder.iterdir():
        _sync(path)
        if os.name != "nt":  # where a file that is read-only cannot be removed either
            path.chmod(0o444)
    _sync(folder)


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows cannot open a folder, nor needs it
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _digest(folder: Path) -> str:
    told = sha256()
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            told.update(f"{path.name} {file_digest(file, 'sha256').hexdigest()}\n".encode())
    return told.hexdigest()[:16]


def _show(dataset: Path, target: Path) -> None:
    names = sorted(path.name for path in (dataset / target).iterdir())
    new = dataset / WORK / "current"
    if _linked(new, target):
        # The links come first: they lead nowhere new until `.current` does, all at once.
        for name in names:
            _put_link(dataset / name, Path(_CURRENT) / name)
        new.replace(dataset / _CURRENT)
    else:
        new.write_text(target.as_posix(), encoding="utf-8")
        new.replace(dataset / _CURRENT)
        for name in names:
            copy = dataset / WORK / "copy"
            shutil.copyfile(dataset / target / name, copy)
            copy.replace(dataset / name)
    _sync(dataset)


def _linked(link: Path, target: Path) -> bool:
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError):
        return False
    return True


def _put_link(link: Path, target: Path) -> None:
    if link.is_symlink() and Path(os.readlink(link)) == target:
        return
    new = link.parent / WORK / "link"
    new.unlink(missing_ok=True)
    new.symlink_to(target)
    new.replace(link)


def _sweep(dataset: Path, kept: str) -> None:
    """Removes old versions, and what is visible of files that the new one does not have."""
    names = {path.name for path in (dataset / _VERSIONS / kept).iterdir()}
    for version in (dataset / _VERSIONS).iterdir():
        if version.name == kept:
            continue
        for path in version.iterdir():
            if path.name not in names:
                (dataset / path.name).unlink(missing_ok=True)
        # A reader on Windows may still hold a file open; the next build tries again.
        shutil.rmtree(version, ignore_errors=True)
