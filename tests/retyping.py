"""A notice of plain text typed anew as a source of the corpus, so that the corpus's own
renderers make a Word file with automatic numbering and a PDF of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import regex
from rendering.source import Source, read_source

_LEVELS = {"#": r"[IVX]+\. .+", "##": r"\d+\. .+", "###": r"[a-z]\) .+"}
_NOTE = regex.compile(r"¹ (?P<words>.+)")
_FRONT = "---\nfile: retyped.docx\nnumbering: automatic\n---"


def retyped(path: Path, folder: Path) -> Source:
    """The notice in `path` as a source. Its one footnote, which cuts a sentence in two, goes
    to the foot of the page whose last words stand before it."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    lines = [line for line in lines if line]
    at = next(i for i, line in enumerate(lines) if _NOTE.fullmatch(line))
    note = lines[at].removeprefix("¹ ")
    lines[at - 1 : at + 2] = [lines[at - 1] + "{page} " + lines[at + 1]]
    target = folder / "retyped.txt"
    target.write_text("\n".join([*_markup(lines), f"[^1]: {note}"]), encoding="utf-8")
    return read_source(target)


def _markup(lines: list[str]) -> Iterator[str]:
    number, place, *lines = lines
    closing = lines.index("Nơi nhận:")
    signer = next(i for i, line in enumerate(lines) if line.startswith("**"))
    yield from (_FRONT, "::letterhead", f"{number} || {place}", "::end")
    yield from ("::title", *lines[:2], "::end")
    yield from (_line(line) for line in lines[2:closing])
    yield from ("::signature", *lines[closing:signer], "||")
    yield from (line.replace("*", "") for line in lines[signer:])
    yield "::end"


def _line(line: str) -> str:
    marked = line.replace("¹", "[^1]")
    level = next((m for m, form in _LEVELS.items() if regex.fullmatch(form, line)), "")
    return f"{level} {marked}".strip()
