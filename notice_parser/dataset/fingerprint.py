"""When must a file be parsed again although it did not change? When the parser did."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from notice_parser import lexicon, settings
from notice_parser.reading import tesseract

_PACKAGE = Path(__file__).parent.parent
# What reads files, and what themes are made with.
_READING = ("lxml", "numpy", "pillow", "pypdfium2", "regex")
_DERIVING = (
    "numpy",
    "scikit-learn",
    "scipy",
    "sentence-transformers",
    "torch",
    "transformers",
    "underthesea",
)


def fingerprint(*steps: Callable[..., Any]) -> str:
    """Changes with any source file of this package, any rule, the limits, the libraries and
    programs that read files, Python (its Unicode tables) and the steps used. A version number
    declared by hand would be forgotten; what this costs is that an update parses everything
    once more."""
    parts = [
        platform.python_version(),
        lexicon.fingerprint(),
        settings.fingerprint(),
        tesseract.fingerprint(),
        *(f"{name} {_version(name)}" for name in _READING),
        *(_qualified(step) for step in steps),
        *_sources(),
    ]
    return _digest(parts)


def recipe(
    parser: str,
    ledger: Iterable[Mapping[str, Any]],
    *steps: Callable[..., Any],
    files: Iterable[Path] = (),
) -> str:
    """Changes with anything that the tables are made from: the parser's fingerprint, the
    ledger, the `steps` after parsing and the `files` that they read. Empty when that cannot be
    told, as for a step outside of this package, whose source may change under the same name."""
    if not all(_is_ours(step) for step in steps):
        return ""
    return _digest(
        [
            parser,
            *(f"{name} {_version(name)}" for name in _DERIVING),
            *(_qualified(step) for step in steps),
            *(repr(sorted(row.items())) for row in ledger),
            *(f"{path.name} {_content(path)}" for path in files),
        ]
    )


def _is_ours(step: Callable[..., Any]) -> bool:
    package, _, _ = __name__.partition(".")
    return _qualified(step).startswith(f"{package}.") and "<" not in _qualified(step)


def _digest(parts: Iterable[str]) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _sources() -> Iterator[str]:
    for path in sorted(_PACKAGE.rglob("*")):
        if path.suffix in {".py", ".toml", ".csv", ".gz"}:
            name = path.relative_to(_PACKAGE).as_posix()
            yield f"{name} {sha256(path.read_bytes()).hexdigest()}"


def _content(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "absent"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


def _qualified(step: Callable[..., Any]) -> str:
    if is_dataclass(step):  # which is what its fields say
        return f"{type(step).__module__}.{step!r}"
    # What else is no plain function (a partial, an object) may hold anything.
    return f"{step.__module__}.{getattr(step, '__qualname__', '<object>')}"
