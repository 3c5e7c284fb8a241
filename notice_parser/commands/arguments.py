"""What the commands share: their exit codes and the types of their arguments."""

from __future__ import annotations

import argparse
from typing import TypeAlias

WELL, SOME_FAILED, WRONG_USE = 0, 1, 2

Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)


def share(text: str) -> float:
    """A number above 0 and up to 1."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1:
        raise argparse.ArgumentTypeError("must be a number above 0 and up to 1")
    return number
