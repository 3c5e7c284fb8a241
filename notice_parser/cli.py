"""The command line: arguments in, exit code out. What is printed is drawn by `terminal`.

Exit codes: 0 all well; 1 some files failed or are partial; 2 wrong use.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence

from notice_parser import __version__
from notice_parser.commands import datasets, files, search, themes
from notice_parser.commands.arguments import SOME_FAILED, WELL, WRONG_USE, Parser
from notice_parser.errors import NoticeError, UsageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; every deliberate error is one sentence on stderr."""
    _speak_utf8()
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        code = command(options)
        sys.stdout.flush()
    except NoticeError as error:
        print(f"notice-parser: {error}", file=sys.stderr)
        return WRONG_USE if isinstance(error, UsageError) else SOME_FAILED
    except KeyboardInterrupt:
        print("notice-parser: stopped; what was finished is kept", file=sys.stderr)
        return 130
    except BrokenPipeError:  # `notice-parser parse … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WELL
    return code


def _speak_utf8() -> None:
    """Vietnamese on any terminal, also in a pipe and under the locale C."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def parser() -> Parser:
    """All commands and their options."""
    top = Parser(
        prog="notice-parser",
        description="Vietnamese inspection notices (thông báo kết luận kiểm tra) as a dataset.",
        epilog="Exit codes: 0 all well, 1 some files failed or are partial, 2 wrong use.",
    )
    top.add_argument("--version", action="version", version=f"notice-parser {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for group in (files, datasets, themes, search):
        group.add(commands)
    return top
