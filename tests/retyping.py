"""A notice of plain text typed anew as a source of the corpus, so that the corpus's own
renderers make a Word file and a PDF of it."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import regex

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))
from rendering.page import render_pdf
from rendering.source import Source, read_source
from rendering.word import render_docx

_LEVELS = (("# ", r"[IVX]+\. "), ("## ", r"\d+\. "), ("### ", r"[a-z]\) "))
_NOTE = regex.compile(r"¹ (?P<note>.+)")


def retyped(path: Path, folder: Path) -> Source:
    """The notice in `path` as a source with automatic numbering. Its one footnote, which cuts
    a sentence in two, is made a footnote; the sentence goes on at the next page."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    note = next(i for i, line in enumerate(lines) if _NOTE.match(line))
    lines[note - 1 : note + 2] = [_marked(lines[note - 1]) + "{page} " + lines[note + 1]]
    note_text = _NOTE.match(path.read_text(encoding="utf-8")[0:0] or _original(path))["note"]
    target = folder / "retyped.txt"
    target.write_text("", encoding="utf-8")
    return read_source(target)
