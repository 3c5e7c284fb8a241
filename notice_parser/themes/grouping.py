"""Bare limitations into groups: their vectors, and the threshold that fits them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from notice_parser.embedding import Model, known_join, remember_join
from notice_parser.errors import UsageError
from notice_parser.themes.cluster import Grouping, grouped
from notice_parser.themes.vectors import space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The average similarity that joins two groups, without a model: the best mean of B-cubed F1 and ARI
# on provinces held out, with and without a third of the themes known (`benchmarks/themes.py
# --calibrate`); from 0.50 to 0.66 all are about as good.
JOIN = 0.63
# In a model's folder: `join = 0.46`, measured by `benchmarks/themes.py --model DIR --calibrate`.
JOIN_FILE = "themes.toml"


def group_documents(
    documents: Sequence[str], embedded: NDArray[np.float32] | None = None, *, join: float = JOIN
) -> Grouping:
    """Groups of bare limitations (`problems.bare`); `embedded` are a model's vectors of them
    (`embed.centred`), and then `join` is that model's (`threshold`). The same set gives the same
    groups in any order when it is sorted."""
    return grouped(space(documents, embedded), join=join)


def threshold(model: Model, cache: Path | None = None) -> float:
    """The `join` of this model: no model has the same. It stands in the model's folder; where that
    is not at hand, in the cache of the dataset that was grouped with it.

    Raises UsageError where it was never measured, or is no number from 0 to 1.
    """
    if not model.path:
        known = known_join(cache, model) if cache else None
        if known is None:
            raise UsageError(
                f"the threshold of the model {model.code} is not kept here; build again with "
                "--model and its folder"
            )
        return known
    join = _written(Path(model.path) / JOIN_FILE)
    if cache:
        remember_join(cache, model, join)
    return join


def _written(path: Path) -> float:
    if not path.is_file():
        raise UsageError(
            f"{path.parent}: how alike two limitations of one theme are was never measured for "
            "this model; in a copy of the repository, `python benchmarks/themes.py --model "
            f"{path.parent} --calibrate` measures it and writes {JOIN_FILE} there"
        )
    try:
        join = tomllib.loads(path.read_text(encoding="utf-8"))["join"]
    except (tomllib.TOMLDecodeError, KeyError, UnicodeDecodeError):
        join = None
    if not isinstance(join, float) or not 0 < join < 1:
        raise UsageError(f"{path}: `join` must be a number between 0 and 1, such as 0.45")
    return join
