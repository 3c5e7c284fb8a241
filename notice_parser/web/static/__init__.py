"""The files that go with every page: read once, so that no request ever names a path."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

_TYPES = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}

# Name → content and media type.
STATIC: Mapping[str, tuple[bytes, str]] = {
    name: ((files(__name__) / name).read_bytes(), kind) for name, kind in _TYPES.items()
}
