"""Tasks that behave badly. They live in a module of their own: workers import it by name."""

from __future__ import annotations

import os
import time
from pathlib import Path


def behave(item: str) -> str:
    """Does what the item says; a plain word comes back in capitals."""
    what, _, argument = item.partition(":")
    if what == "raise":
        raise ValueError(argument)
    if what == "die":
        os._exit(9)
    if what == "hang":
        time.sleep(600)
    if what == "die-once" and not Path(argument).exists():
        Path(argument).touch()
        os._exit(9)
    return item.upper()
