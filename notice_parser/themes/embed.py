"""Limitations as centred vectors of a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from notice_parser import lexicon
from notice_parser.embedding import Model, cached, of_length_one

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEXICAL = "lexical"
_EXAMPLES = 48


def centred(texts: Sequence[str], *, model: Model, cache: Path) -> NDArray[np.float32]:
    """A vector of length 1 for each text (len(texts) × dimensions).

    Vectors of one field all point one way. Their common part, that of example limitations in the
    lexicon, is taken away: it depends on the model and not on the dataset.
    """
    entries = lexicon.load("theme_subjects").entries[:_EXAMPLES]
    texts_and_examples = [*texts, *(entry.examples[0] for entry in entries)]
    vectors = cached(texts_and_examples, model=model, cache=cache)
    return of_length_one(vectors[: len(texts)] - vectors[len(texts) :].mean(axis=0))
