"""What this machine has of what the package can use, and how to get what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

from notice_parser import settings
from notice_parser.errors import UsageError
from notice_parser.reading import libreoffice, tesseract

_READING = ("lxml", "numpy", "pillow", "pypdfium2", "regex")
_ANALYSIS = ("pandas", "scikit-learn", "scipy", "underthesea")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for; `told` says what was found, or what to do."""

    name: str
    well: bool
    told: str


def examine() -> tuple[Finding, ...]:
    return (
        _libraries("reading files", _READING, "pip install notice-parser"),
        _tesseract(),
        _libreoffice(),
        _libraries("build and open_dataset", _ANALYSIS, 'pip install "notice-parser[analysis]"'),
        _settings(),
    )


def _libraries(purpose: str, names: tuple[str, ...], install: str) -> Finding:
    versions = dict(_versions(names))
    missing = [name for name in names if name not in versions]
    if missing:
        return Finding(purpose, False, f"no {', '.join(missing)}; install: {install}")
    return Finding(purpose, True, ", ".join(f"{name} {v}" for name, v in versions.items()))


def _versions(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _tesseract() -> Finding:
    name = "scans and pictures"
    found = tesseract.installed()
    if found is None:
        return Finding(name, False, f"no Tesseract; install: {tesseract.INSTALL}")
    if found.data is None:
        told = f"Tesseract {found.version} without Vietnamese; install: {tesseract.INSTALL}"
        return Finding(name, False, told)
    return Finding(name, True, f"Tesseract {found.version} with Vietnamese ({found.data})")


def _libreoffice() -> Finding:
    name = "Word 6 and 95, OpenDocument"
    program = libreoffice.program()
    if not program:
        return Finding(name, False, f"no LibreOffice; {libreoffice.HOW_TO_INSTALL}")
    return Finding(name, True, f"LibreOffice ({program})")


def _settings() -> Finding:
    try:
        limits = asdict(settings.limits())
    except UsageError as error:
        return Finding("limits", False, str(error))
    return Finding("limits", True, ", ".join(f"{name} {value}" for name, value in limits.items()))
