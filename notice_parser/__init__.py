"""Vietnamese inspection notices (thông báo kết luận kiểm tra CCHC) as a dataset.

    >>> from notice_parser import read, parse, build, open_dataset
    >>> notice = parse(read("thong-bao.pdf"))
    >>> report = build(["thong-bao/"], output="dataset")
    >>> open_dataset("dataset").statements

The four verbs import what they need when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notice_parser.dataset.build import BuildReport, Progress
    from notice_parser.dataset.frames import Dataset
    from notice_parser.embedding import Model
    from notice_parser.model import Document, Notice

__all__ = ["__version__", "build", "open_dataset", "parse", "read"]
__version__ = "0.1.0"


def read(path: str | Path) -> Document:
    """The file at `path` as one normalised text with its lines and pages.

    It is read in a process of its own, which the settings give so much time and memory.
    Raises errors.InputError with one sentence that says what is wrong and what to do.
    """
    from notice_parser.guarded import read_files

    ((_, document),) = read_files([path])
    if isinstance(document, Exception):
        raise document
    return document


def parse(document: Document) -> Notice:
    """Everything the notice says, with its place in the text.

    Raises errors.NotANotice when the document says nothing of any inspected unit.
    """
    from notice_parser.parsing import parse

    return parse(document)


def build(
    inputs: Sequence[str | Path],
    *,
    output: str | Path,
    jobs: int = 1,
    model: str | Path = "lexical",
    search_model: str | Path = "",
    progress: Callable[[Progress], None] | None = None,
) -> BuildReport:
    """Make, or bring up to date, the dataset in the folder `output` from files and folders.

    Themes are formed by wording and lexicon ("lexical"), or also by the vectors of the
    sentence-transformers model in the folder `model`. With a `search_model`, which may be the same
    folder, the dataset holds a vector of each statement, and can be searched by meaning.

    The same files give the same bytes whatever `jobs` is. Every file is in the ledger with
    its status and the reason. Raises errors.UsageError for inputs or an output that cannot
    be, and when the extra "analysis" (themes) is not installed, or "semantic" for a model.
    """
    from notice_parser.dataset.build import build
    from notice_parser.embedding import cache_of, find_model, remember, require_library
    from notice_parser.search.index import add_index
    from notice_parser.search.meaning import IndexWithVectors
    from notice_parser.themes import ThemesByModel, derive_themes
    from notice_parser.themes.cluster import require_libraries
    from notice_parser.themes.edits import EDITS
    from notice_parser.themes.embed import LEXICAL

    require_libraries()
    derive = derive_themes if model == LEXICAL else ThemesByModel(_measured(model))
    searched_with = find_model(search_model) if search_model else None
    if searched_with or model != LEXICAL:
        require_library()
    finish = IndexWithVectors(searched_with, cache_of(Path(output))) if searched_with else add_index
    report = build(
        inputs,
        output=output,
        jobs=jobs,
        derive=derive,
        finish=finish,
        progress=progress,
        beside=[EDITS],
    )
    if searched_with:
        remember(report.dataset, searched_with)
    return report


def _measured(folder: str | Path) -> Model:
    """The model there, refused before any file is parsed where it has no threshold."""
    from notice_parser.embedding import find_model
    from notice_parser.themes.grouping import threshold

    model = find_model(folder)
    threshold(model)
    return model


def open_dataset(path: str | Path) -> Dataset:
    """The tables of a dataset as pandas data frames: `open_dataset("dataset").statements`.

    Raises errors.UsageError when pandas is not installed or `path` holds no dataset.
    """
    from notice_parser.dataset.frames import open_dataset

    return open_dataset(path)
