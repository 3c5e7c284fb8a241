"""Runs the sessions shown in the documentation and puts their real output into it.

    python docs/sessions.py

A session is a fenced block. In `console` the lines that begin with "$ " are commands for
bash, in `pycon` those that begin with ">>> " or "... " are Python; all else is replaced by
what they print now. Errors (stderr) are shown only where the command says `2>&1`. All
sessions run one after the other, README first, in one empty folder that holds `corpus` and
`docs`, so that later ones find the dataset that earlier ones built.
"""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import regex

ROOT = Path(__file__).resolve().parent.parent
_SESSION = regex.compile(r"(?ms)^```(?P<kind>console|pycon)\n(?P<body>.*?)^```$")


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(page: str) -> list[str]:
    """The shell commands of all sessions of a page, in order."""
    blocks = (match["body"] for match in _SESSION.finditer(page) if match["kind"] == "console")
    return [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]


def rerun(page: str) -> str:
    """The page with today's output, run in the current folder."""
    names: dict[str, Any] = {}
    return _SESSION.sub(lambda match: _run(match["kind"], match["body"], names), page)


def _run(kind: str, body: str, names: dict[str, Any]) -> str:
    told = _shell(body) if kind == "console" else _python(body, names)
    return f"```{kind}\n{told}```"


def _shell(body: str) -> str:
    told = ""
    for command in commands(f"```console\n{body}```"):
        ran = subprocess.run(  # noqa: S603  (the commands are this documentation's own)
            ["/bin/bash", "-c", command], capture_output=True, text=True, check=False
        )
        told += f"$ {command}\n" + "".join(f"{line.rstrip()}\n" for line in ran.stdout.splitlines())
    return told


def _python(body: str, names: dict[str, Any]) -> str:
    told = ""
    for example in doctest.DocTestParser().get_examples(body):
        first, *more = example.source.splitlines()
        told += "\n".join([f">>> {first}", *(f"... {line}" for line in more)]) + "\n"
        printed = StringIO()
        with redirect_stdout(printed):
            exec(compile(example.source, "session", "single"), names)  # noqa: S102
        told += printed.getvalue()
    return told


def main() -> None:
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("corpus", "docs"):
            Path(name).symlink_to(ROOT / name)
        for page in pages():
            before = page.read_text(encoding="utf-8")
            after = rerun(before)
            if after != before:
                page.write_text(after, encoding="utf-8")
                sys.stdout.write(f"{page.relative_to(ROOT)} changed\n")
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
