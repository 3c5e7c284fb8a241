"""How well files in legacy encodings are read: `python benchmarks/legacy.py [FOLDER]`.

FOLDER holds `files/` and `truth/` (a transcript of each file, the same name with .txt); without
it the folder benchmarks/legacy of the shared folder is taken, which the environment variable
NOTICE_PARSER_SHARED names. White space is collapsed and both sides are NFC. For each file:

- characters: similarity of the two texts (2M / T of the aligned characters that are equal);
- diacritics: of the letters with a mark in the transcript, the share that is found with it;
  texts are aligned by their letters without marks, and what is missing counts as wrong. Case
  does not count here: the transcripts have small letters where the page, set in .VnTimeH, has
  capitals;
- syllables: the share of the transcript's words that are found, as often as they stand there.

Where LibreOffice is installed, "converted" is what we read from its .docx of the same file.
Where viparse is installed (`pip install "viparse[docx,office,pdf,rtf]"`, with LibreOffice for
.doc), its figures for the same files stand beside ours. It gets the encoding "auto".
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from importlib.util import find_spec
from pathlib import Path
from statistics import mean
from time import perf_counter

import regex

from notice_parser.errors import InputError
from notice_parser.reading import read, read_bytes
from notice_parser.reading.libreoffice import as_docx, program
from notice_parser.text import fold, nfc, squash

SHARED = Path(
    os.environ.get("NOTICE_PARSER_SHARED") or Path(__file__).resolve().parents[2] / "shared"
)
MEASURES = ("characters", "diacritics", "syllables")


def main(arguments: Sequence[str]) -> None:
    folder = Path(arguments[0]) if arguments else SHARED / "benchmarks" / "legacy"
    if not (folder / "files").is_dir():
        print(f"{folder}: no files/ here; name a folder, or set NOTICE_PARSER_SHARED")
        return
    readers = {"ours": ours}
    if program():
        readers["converted"] = converted
    if find_spec("viparse"):
        readers["viparse"] = theirs
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in readers}
    for path in sorted((folder / "files").iterdir()):
        wanted = clean((folder / "truth" / f"{path.stem}.txt").read_text(encoding="utf-8"))
        shown = []
        for name, reader in readers.items():
            start = perf_counter()
            found = clean(reader(path))
            seconds = perf_counter() - start
            figures = (*measures(wanted, found), seconds)
            rows[name].append(figures)
            shown.append(f"{name} " + " ".join(f"{figure:.4f}" for figure in figures[:3]))
        print(f"{path.name[:44]:44}  " + "  |  ".join(shown))
    print(f"\n{len(rows['ours'])} files: mean and worst of {', '.join(MEASURES)}")
    for name, figures in rows.items():
        columns = list(zip(*figures, strict=True))[:3]
        print(f"{name:10} " + "  ".join(f"{mean(c):.4f} {min(c):.4f}" for c in columns))
    spent = {name: sum(row[3] for row in figures) for name, figures in rows.items()}
    print("seconds: " + "  ".join(f"{name} {used:.1f}" for name, used in spent.items()))


def clean(text: str) -> str:
    return squash(nfc(text))


def ours(path: Path) -> str:
    try:
        return read(path).text
    except InputError as error:
        print(error)
        return ""


def converted(path: Path) -> str:
    """The file saved as .docx by LibreOffice and then read by us; others as usual."""
    kind = path.suffix[1:]
    if kind not in ("doc", "rtf"):
        return ours(path)
    content = as_docx(path.read_bytes(), suffix=kind)
    return read_bytes(content, name=path.name).text


def theirs(path: Path) -> str:
    import viparse

    try:
        return "\n".join(str(document.text) for document in viparse.load(path, encoding="auto"))
    except Exception as error:
        print(f"viparse: {path.name}: {error}")
        return ""


def measures(wanted: str, found: str) -> tuple[float, float, float]:
    pairs = list(aligned(wanted, found))
    same = sum(x == y for x, y in pairs)
    marked = sum(is_marked(x) for x in wanted)
    right = sum(x.lower() == y.lower() for x, y in pairs if is_marked(x))
    return (
        2 * same / max(len(wanted) + len(found), 1),
        right / marked if marked else 1.0,
        syllables(wanted, found),
    )


def aligned(wanted: str, found: str) -> Iterator[tuple[str, str]]:
    """Pairs of characters whose base letters are equal, in the order of both texts: first by
    words, then by letters where words differ (by letters alone difflib takes minutes)."""
    a, b = regex.split(r"(?<= )", wanted), regex.split(r"(?<= )", found)
    a_folded, b_folded = [fold(word) for word in a], [fold(word) for word in b]
    matcher = SequenceMatcher(None, a_folded, b_folded, autojunk=False)
    for kind, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        left, right = "".join(a[a_start:a_end]), "".join(b[b_start:b_end])
        if kind == "equal":
            yield from zip(left, right, strict=True)
        elif kind == "replace":
            letters = SequenceMatcher(None, fold(left), fold(right), autojunk=False)
            for block in letters.get_matching_blocks():
                yield from zip(
                    left[block.a : block.a + block.size],
                    right[block.b : block.b + block.size],
                    strict=True,
                )


def is_marked(character: str) -> bool:
    return character in "đĐ" or len(unicodedata.normalize("NFD", character)) > 1


def words(text: str) -> list[str]:
    return regex.findall(r"[\p{L}\p{N}]+", text)


def syllables(wanted: str, found: str) -> float:
    expected, there = Counter(words(wanted.lower())), Counter(words(found.lower()))
    return sum((expected & there).values()) / max(expected.total(), 1)


if __name__ == "__main__":
    main(sys.argv[1:])
