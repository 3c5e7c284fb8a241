"""Label and area of a sentence by its words, where no heading tells.

Two linear models (multinomial logistic regression over syllables, pairs of syllables and
the lexicon's cue words), trained by `models/train.py` on the hand-made gold of corpus/ and
kept as plain numbers in `judge.json.gz`. They are pure arithmetic: no library is loaded, and
the same text gives the same answer on every machine.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp
from pathlib import Path
from typing import Any

import regex

from notice_parser import lexicon
from notice_parser.model import Label
from notice_parser.text import match_key

WEIGHTS = Path(__file__).with_name("judge.json.gz")
_NUMBER = regex.compile(r"\d[\d.,/%]*")
_SYLLABLE = regex.compile(r"[\p{L}#]+")
_MOST_AREA_WORDS = 3


@dataclass(frozen=True)
class Model:
    """`weights[feature]` has one number for each of `classes`; `bias` likewise."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, Sequence[float]]

    def scores(self, features: Mapping[str, int]) -> tuple[float, ...]:
        """The log-odds of each class, up to a constant."""
        totals = list(self.bias)
        for feature, count in features.items():
            for place, weight in enumerate(self.weights.get(feature, ())):
                totals[place] += count * weight
        return tuple(totals)


def features(text: str) -> Counter[str]:
    """What the models see of a sentence. Numbers are all alike; names of places are words
    like any other and too rare to count."""
    key = _NUMBER.sub("#", match_key(text))
    syllables = _SYLLABLE.findall(key)
    found = Counter(dict.fromkeys((*syllables, *(f"{a} {b}" for a, b in pairwise(syllables))), 1))
    if syllables:
        found["^" + syllables[0]] = found["^" + " ".join(syllables[:2])] = 1
    found.update(_area_words(key))
    for match in lexicon.load("cues").find(text, overlapping=True):
        found[f"cue:{match.entry.code}{':start' if match.start == 0 else ''}"] = 1
    return found


def _area_words(key: str) -> dict[str, int]:
    counts = {
        f"area:{entry.code}": sum(words in key for words in _words_of(entry.code))
        for entry in lexicon.load("areas").entries
    }
    return {name: min(count, _MOST_AREA_WORDS) for name, count in counts.items() if count}


@lru_cache(maxsize=64)
def _words_of(area: str) -> tuple[str, ...]:
    entry = lexicon.load("areas").by_code[area]
    return tuple(dict.fromkeys(match_key(w) for w in (*entry.words, *entry.get("cues", ()))))


def probabilities(scores: Sequence[float]) -> tuple[float, ...]:
    powers = [exp(score - max(scores)) for score in scores]
    return tuple(power / sum(powers) for power in powers)


def label_model() -> Model:
    return _stored().label


def area_model() -> Model:
    return _stored().area


def follows(before: Label | None) -> Mapping[str, float]:
    """How likely each label is after `before` (None: at the start) in running prose."""
    counts = _stored().transitions.get(before or "", {})
    total = sum(counts.values()) + len(Label)
    return {label: (counts.get(label, 0) + 1) / total for label in Label}


@dataclass(frozen=True)
class _Stored:
    label: Model
    area: Model
    transitions: Mapping[str, Mapping[str, int]]


@lru_cache(maxsize=1)
def _stored() -> _Stored:
    content = json.loads(gzip.decompress(WEIGHTS.read_bytes()))
    return _Stored(_model(content["label"]), _model(content["area"]), content["transitions"])


def _model(content: Mapping[str, Any]) -> Model:
    weights = dict(zip(content["features"], content["weights"], strict=True))
    return Model(tuple(content["classes"]), tuple(content["bias"]), weights)
