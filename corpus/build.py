"""Builds corpus/notices/ from corpus/sources/: `python corpus/build.py [NAME …]`."""

from __future__ import annotations

import sys
from pathlib import Path

from rendering.page import render_pdf
from rendering.plain import render_plain
from rendering.source import SourceError, read_source
from rendering.word import render_docx

HERE = Path(__file__).parent
RENDERERS = {".txt": render_plain, ".docx": render_docx, ".pdf": render_pdf}


def build(path: Path) -> Path:
    """Render one source; the same source gives the same bytes."""
    source = read_source(path)
    target = HERE / "notices" / source.file_name
    if target.suffix not in RENDERERS:
        raise SourceError(f"{path.name}: {source.file_name} is not .txt, .docx or .pdf")
    target.write_bytes(RENDERERS[target.suffix](source))
    return target


def main(names: list[str]) -> None:
    sources = sorted((HERE / "sources").glob("*.txt"))
    for path in sources:
        if not names or path.stem in names:
            print(f"{path.stem} → {build(path).name}")


if __name__ == "__main__":
    main(sys.argv[1:])
