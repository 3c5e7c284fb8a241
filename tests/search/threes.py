"""Vectors without a model: how often each three letters stand in a text, hashed."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from notice_parser.text import fold


def in_threes(texts: Sequence[str]) -> NDArray[np.float32]:
    vectors = np.zeros((len(texts), 64), np.float32)
    for row, text in enumerate(texts):
        letters = f" {fold(text)} "
        for start in range(len(letters) - 2):
            vectors[row, crc32(letters[start : start + 3].encode()) % 64] += 1
    return vectors
