"""Bare limitations into groups: their vectors, and the threshold that fits them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from notice_parser.themes.cluster import Grouping, grouped
from notice_parser.themes.vectors import space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Average similarities that join two groups: those with the best B-cubed F1 on the gold themes of
# the provinces of `train` (`benchmarks/themes.py --calibrate`), without and with a model.
JOIN = 0.43
JOIN_WITH_MODEL = 0.42


def group_documents(
    documents: Sequence[str], embedded: NDArray[np.float32] | None = None
) -> Grouping:
    """Groups of bare limitations (`problems.bare`); `embedded` are a model's vectors of them
    (`embed.centred`). The same set gives the same groups in any order when it is sorted."""
    join = JOIN if embedded is None else JOIN_WITH_MODEL
    return grouped(space(documents, embedded), join=join)
