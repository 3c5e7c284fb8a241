"""How much each clue speaks for each theme: what was fitted to examples, and how it is kept.

Two judges are fitted by ridge regression (the theme 1, all others 0): one by words and aspects, one
by pairs of syllables. Together in one they would be worse: what the lexicon says fits its own
examples better than it will fit others. What counts is the mean of both.

All that is kept are whole hundredths: no machine's way of adding shows.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import log, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notice_parser.aspects import aspects
from notice_parser.lexicon import Lexicon
from notice_parser.themes.clues import ASPECTS, PAIRS, WORDS, Clues, clues

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("weights.json.gz")
JUDGES = ((WORDS, ASPECTS), (PAIRS,))
# How many examples must have a clue; aspects were named by somebody.
_RAREST = {WORDS: 2, PAIRS: 2, ASPECTS: 1}
_RIDGE = 0.5
_HUNDRED = 100


@dataclass(frozen=True, eq=False)
class Kind:
    """Of one kind of clues: `place[clue]` is its row in `rarity` and in `weights` (scipy CSR, a
    column for each theme), both in hundredths."""

    place: Mapping[str, int]
    rarity: NDArray[np.int64]
    weights: Any

    def rows(self, found: Sequence[Clues]) -> Any:
        """Rows of length 1: the known clues by how rare they are."""
        return _rows(found, self.place, (self.rarity / _HUNDRED).tolist())


@dataclass(frozen=True, eq=False)
class Weights:
    """`codes` of the themes, and what speaks for them by kind of clue. `taught_by` is a digest of
    the lexicon files that this was fitted to."""

    codes: tuple[str, ...]
    kinds: Mapping[str, Kind]
    taught_by: str

    def scores(self, found: Sequence[Mapping[str, Clues]]) -> NDArray[np.float64]:
        """How much speaks for each theme in each limitation: about 1 for its own, 0 for others."""
        told = sum(
            kind.rows([one[name] for one in found]) @ kind.weights
            for name, kind in self.kinds.items()
        )
        scores: NDArray[np.float64] = told.toarray() / _HUNDRED / len(JUDGES)
        return scores


def digest(taught_by: Sequence[Lexicon]) -> str:
    """Changes when the words of these lexicon files do."""
    entries = [
        (one.name, e.code, e.words, sorted((e.extra or {}).items()))
        for one in taught_by
        for e in one.entries
    ]
    return sha256(repr(entries).encode()).hexdigest()[:16]


def fitted(examples: Lexicon, taught_by: str) -> Weights:
    """To the words of these entries; those with `alone` are of no theme."""
    import numpy as np

    pairs = [(text, entry) for entry in examples.entries for text in entry.words]
    codes = tuple(e.code for e in examples.entries if e.words and not e.get("alone", False))
    number = {code: place for place, code in enumerate(codes)}
    right = np.zeros((len(pairs), len(codes)))
    for row, (_, entry) in enumerate(pairs):
        if entry.code in number:
            right[row, number[entry.code]] = 1
    found = [clues(text, aspects(text)) for text, _ in pairs]
    kinds: dict[str, Kind] = {}
    for judge in JUDGES:
        kinds |= _fitted([(name, [one[name] for one in found]) for name in judge], right)
    return Weights(codes, kinds, taught_by)


def _fitted(
    judge: Sequence[tuple[str, Sequence[Clues]]], right: NDArray[np.float64]
) -> dict[str, Kind]:
    """The weights with which the rows come nearest to `right`, none of them large."""
    import numpy as np
    from scipy.sparse import csr_matrix

    rarities = {name: _rarity(found, _RAREST[name]) for name, found in judge}
    places = {name: {clue: row for row, clue in enumerate(rare)} for name, rare in rarities.items()}
    tables = {
        name: _rows(found, places[name], list(rarities[name].values())) for name, found in judge
    }
    alike = sum((table @ table.T).toarray() for table in tables.values())
    pulls = np.linalg.solve(alike + _RIDGE * np.eye(len(right)), right)
    return {
        name: Kind(
            places[name],
            np.array([round(_HUNDRED * value) for value in rarities[name].values()], np.int64),
            csr_matrix(np.round(_HUNDRED * (table.T @ pulls)).astype(np.int64)),
        )
        for name, table in tables.items()
    }


def _rarity(found: Sequence[Clues], rarest: int) -> dict[str, float]:
    """Of each clue that so many have, rising by clue; 1 where rarity says nothing."""
    often = Counter(clue for one in found for clue in one)
    if rarest == 1:
        return dict.fromkeys(sorted(often), 1.0)
    return {
        clue: round(log((1 + len(found)) / (1 + count)) + 1, 2)
        for clue, count in sorted(often.items())
        if count >= rarest
    }


def _rows(found: Sequence[Clues], place: Mapping[str, int], rarity: Sequence[float]) -> Any:
    from scipy.sparse import csr_matrix

    ends, columns, values = [0], [], []
    for one in found:
        known = sorted((place[clue], much) for clue, much in one.items() if clue in place)
        weighed = [much * rarity[column] for column, much in known]
        length = sqrt(sum(value * value for value in weighed)) or 1.0
        columns += [column for column, _ in known]
        values += [value / length for value in weighed]
        ends.append(len(columns))
    return csr_matrix((values, columns, ends), shape=(len(found), len(place)))


def packed(weights: Weights) -> bytes:
    """The same bytes for the same weights."""
    kinds = {name: _packed(kind) for name, kind in weights.kinds.items()}
    content = {"taught_by": weights.taught_by, "codes": weights.codes, "kinds": kinds}
    stored = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(stored.encode(), compresslevel=9, mtime=0)


def _packed(kind: Kind) -> dict[str, Any]:
    return {
        "clues": list(kind.place),
        "rarity": kind.rarity.tolist(),
        "ends": kind.weights.indptr.tolist(),
        "themes": kind.weights.indices.tolist(),
        "weights": kind.weights.data.tolist(),
    }


@lru_cache(maxsize=1)
def stored() -> Weights:
    """Those of the lexicon as it is shipped (`models/theme_examples.py`)."""
    content = json.loads(gzip.decompress(WEIGHTS.read_bytes()))
    codes = tuple(content["codes"])
    kinds = {name: _unpacked(kind, len(codes)) for name, kind in content["kinds"].items()}
    return Weights(codes, kinds, content["taught_by"])


def _unpacked(kind: Mapping[str, Any], themes: int) -> Kind:
    import numpy as np
    from scipy.sparse import csr_matrix

    place = {clue: row for row, clue in enumerate(kind["clues"])}
    given = (np.array(kind[name], np.int64) for name in ("weights", "themes", "ends"))
    weights = csr_matrix(tuple(given), shape=(len(place), themes))
    return Kind(place, np.array(kind["rarity"], np.int64), weights)
