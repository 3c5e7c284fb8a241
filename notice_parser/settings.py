"""Settings, from a file `notice_parser.toml`.

    [limits]
    seconds = 300     # for one file
    pages = 1000      # of one file

The file is the one that the environment variable NOTICE_PARSER_SETTINGS names, or else the one
in the current folder, or none.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from notice_parser.errors import UsageError

FILE_VARIABLE = "NOTICE_PARSER_SETTINGS"
_FILE = "notice_parser.toml"


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. The defaults are for a computer of 2 cores and 4 GB.

    `seconds` and `memory_mb` (of 2^20 bytes, as all MB here) hold for the process that reads the
    file; `file_mb` is how large the file may be, `unpacked_mb` the text inside of it (of a DOCX, or
    HTML), `tags` how many that may have in one part, and `depth` how deep groups of an RTF file may
    nest (XML and HTML: 256); `pages` is per file; `page_letters` and `page_pixels` are per page;
    `ocr_dpi` is the resolution at which pages are recognised, `ocr_seconds` the time for one page
    and `ocr_processes` how many pages at a time.
    """

    seconds: float = 300.0
    memory_mb: int = 1500
    file_mb: int = 256
    unpacked_mb: int = 32
    tags: int = 1_000_000
    depth: int = 256
    pages: int = 1000
    page_letters: int = 200_000
    page_pixels: int = 40_000_000
    ocr_dpi: int = 200
    ocr_seconds: float = 60.0
    ocr_processes: int = 2


def limits() -> Limits:
    """The limits that hold. Raises UsageError for a settings file that is not of the form
    above."""
    named = os.environ.get(FILE_VARIABLE, "")
    path = Path(named or _FILE).absolute()
    if not path.is_file():
        if named:
            raise UsageError(f"{FILE_VARIABLE}: {named} is no file; check the path")
        return Limits()
    return _read(path, path.stat().st_mtime_ns)


def fingerprint() -> str:
    """Changes with any limit that can change what is read."""
    return repr(sorted(asdict(limits()).items()))


@lru_cache(maxsize=8)
def _read(path: Path, _modified: int) -> Limits:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(
            f"{path}: not a settings file ({error}); see docs/for-scripts.md"
        ) from error
    strange = sorted(set(content) - {"limits"})
    if strange or not isinstance(content.get("limits", {}), dict):
        raise UsageError(f"{path}: {(strange or ['limits'])[0]!r} is no table; the one is [limits]")
    return Limits(**_checked(path, content.get("limits", {})))


def _checked(path: Path, given: Mapping[str, Any]) -> Mapping[str, Any]:
    kinds = {field.name: type(field.default) for field in fields(Limits)}
    for name, value in given.items():
        if name not in kinds:
            raise UsageError(f"{path}: {name!r} is no limit; the limits are {', '.join(kinds)}")
        allowed = (int, float) if kinds[name] is float else (int,)
        if isinstance(value, bool) or not isinstance(value, allowed) or value <= 0:
            kind = "number" if kinds[name] is float else "whole number"
            raise UsageError(f"{path}: {name} must be a {kind} above 0, not {value!r}")
    return given
