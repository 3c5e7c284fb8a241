"""Label and area of a sentence by its words, where no heading tells, and whether it has an area.

Three linear models (support vectors over the clues of `clues`, weighed by rarity), trained by
`models/train.py` on the hand-made gold of corpus/ and kept as plain numbers in
`judge.json.gz`, with the numbers that turn their scores into chances that hold. They are pure
arithmetic: no library is loaded, and the same text gives the same answer on every machine.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import Any

from notice_parser.segmenting.chain import Chain
from notice_parser.segmenting.clues import area_clues

GENERAL, OF_AREAS = "general", "of areas"  # the classes of whether a sentence has an area
AROUND = 0.5  # weight of a paragraph's words in the area of each of its sentences
WEIGHTS = Path(__file__).with_name("judge.json.gz")


@dataclass(frozen=True)
class Model:
    """`known[clue]` is how rare the clue is and its weight for each of `classes`."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    known: Mapping[str, tuple[float, Sequence[float]]]

    def scores(self, clues: Collection[str]) -> tuple[float, ...]:
        """How much speaks for each class. Long sentences weigh no more than short ones."""
        found = [self.known[clue] for clue in sorted(clues) if clue in self.known]
        length = sqrt(sum(rarity * rarity for rarity, _ in found)) or 1.0
        totals = list(self.bias)
        for rarity, weights in found:
            share = rarity / length
            for place, weight in enumerate(weights):
                totals[place] += share * weight
        return tuple(totals)


@dataclass(frozen=True, slots=True)
class Judge:
    """The models, what makes chances of their scores, and what they have learned from:
    `teachers` is a digest of it. An area is judged alone or among those of its paragraph."""

    label: Model
    area: Model
    general: Model
    label_chain: Chain
    area_alone: Chain
    area_in_paragraph: Chain
    general_alone: Chain
    teachers: str


def area_scores(model: Model, sentences: Sequence[str], paragraph: str) -> list[tuple[float, ...]]:
    """What speaks for each area in the sentences of a paragraph, a part of it in what stands
    around them."""
    around = model.scores(area_clues(paragraph))
    return [
        tuple(own + AROUND * other for own, other in zip(scores, around, strict=True))
        for scores in (model.scores(area_clues(sentence)) for sentence in sentences)
    ]


@lru_cache(maxsize=1)
def judge() -> Judge:
    content = json.loads(gzip.decompress(WEIGHTS.read_bytes()))
    return Judge(
        label=_model(content["label"]),
        area=_model(content["area"]),
        general=_model(content["general"]),
        label_chain=Chain(**content["label_chain"]),
        area_alone=Chain(**content["area_alone"]),
        area_in_paragraph=Chain(**content["area_in_paragraph"]),
        general_alone=Chain(**content["general_alone"]),
        teachers=content["teachers"],
    )


def weights_digest() -> str:
    """The version of the models: a digest of all their numbers."""
    return sha256(gzip.decompress(WEIGHTS.read_bytes())).hexdigest()[:12]


def _model(content: Mapping[str, Any]) -> Model:
    pairs = zip(content["rarity"], content["weights"], strict=True)
    known = dict(zip(content["clues"], pairs, strict=True))
    return Model(tuple(content["classes"]), tuple(content["bias"]), known)
