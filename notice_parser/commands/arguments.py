"""What the commands share: their exit codes and the types of their arguments."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, TypeAlias

WELL, SOME_FAILED, WRONG_USE = 0, 1, 2


class Parser(argparse.ArgumentParser):
    """A parser of arguments; of a command with commands of its own, one may go without its
    name: with `unnamed` = "list", `themes DATASET` is `themes list DATASET`. The argument
    `anywhere`, one that may be left out or given several times, may stand after options too,
    where `argparse` does not look for it."""

    unnamed = ""
    anywhere = ""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As `argparse` has it, with the command that goes without saying put in."""
        if self.unnamed and args and args[0] not in (*self._commands(), "-h", "--help"):
            args = [self.unnamed, *args]
        found, rest = super().parse_known_args(args, namespace)
        if not self.anywhere or any(argument.startswith("-") for argument in rest):
            return found, rest
        before = getattr(found, self.anywhere)
        if isinstance(before, list):
            setattr(found, self.anywhere, before + rest)
            return found, []
        if not before and len(rest) == 1:
            setattr(found, self.anywhere, rest.pop())
        return found, rest

    def _commands(self) -> Sequence[str]:
        groups = (a for a in self._actions if isinstance(a, argparse._SubParsersAction))
        return [name for group in groups for name in group.choices]


Subcommands: TypeAlias = "argparse._SubParsersAction[Parser]"


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
