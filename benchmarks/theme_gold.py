"""The gold themes of corpus/, and how a grouping is held against them. A part of `themes.py` and
`embedding.py`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CORPUS = Path(__file__).parents[1] / "corpus"
UNCLEAR = "?"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Problems of the provinces of one split, each with its theme; one that has no other like
    it in the corpus is a theme of its own."""

    texts: tuple[str, ...]
    themes: tuple[str, ...]

    def only(self, themes: frozenset[str]) -> NDArray[np.bool_]:
        return np.array([theme in themes for theme in self.themes])


def labelled(part: str) -> Labelled:
    """Those of a part: `part_of`, or `test`, from which no rule was made."""
    if part == "test":
        return _labelled(lambda _: True, "themes_test")
    return _labelled(lambda row: part_of(row) == part)


def provinces_of(part: str) -> frozenset[str]:
    """Those of a part; of `test`, which nothing was learned from, none."""
    rows = (row for row in rows_with_theme() if part_of(row) == part)
    return frozenset(province_of(row["notice"]) for row in rows)


def labelled_provinces(provinces: frozenset[str]) -> Labelled:
    return _labelled(lambda row: province_of(row["notice"]) in provinces)


def _labelled(chosen: Callable[[Mapping[str, object]], bool], name: str = "themes") -> Labelled:
    rows = [
        (str(row["text"]), str(row["theme"] or f"alone {number}"))
        for number, row in enumerate(rows_with_theme(name))
        if chosen(row)
    ]
    texts, themes = zip(*rows, strict=True)
    return Labelled(texts, themes)


def rows_with_theme(name: str = "themes") -> list[dict[str, object]]:
    """All problems of a file but those that do not say what they are about."""
    return [row for row in _rows(name) if row["theme"] != UNCLEAR]


def texts_with_notice() -> list[tuple[str, str]]:
    """Every text of the gold themes and of the pairs that must stay apart, but for `test`."""
    pairs = [
        (text, notice)
        for row in _rows("theme_pairs")
        for text, notice in zip(row["texts"], row["notices"], strict=True)  # type: ignore[call-overload]
    ]
    return [(str(row["text"]), str(row["notice"])) for row in _rows("themes")] + pairs


def readers_of_texts() -> list[tuple[str, str]]:
    """The same with the reader, "" for the first."""
    pairs = [
        (text, str(row.get("by", "")))
        for row in _rows("theme_pairs")
        for text in row["texts"]  # type: ignore[attr-defined]
    ]
    return [(str(row["text"]), str(row.get("by", ""))) for row in _rows("themes")] + pairs


def pairs_apart(part: str, kind: str) -> list[tuple[str, str]]:
    """Texts that must not come into one theme: opposites, or other objects in the same words."""
    return [
        (one, other)
        for row in _rows("theme_pairs_test" if part == "test" else "theme_pairs")
        for one, other in [row["texts"]]
        if row["kind"] == kind and (part == "test" or part_of(row) == part)
    ]


def part_of(row: Mapping[str, Any]) -> str:
    """`A` to `E` for what these readers annotated, who had not seen the lexicon; for the rest the
    split of the notice (of a pair, its second)."""
    return str(row.get("by") or split_of(row["notices"][1] if "notices" in row else row["notice"]))


def _rows(name: str) -> list[dict[str, object]]:
    lines = (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def split_of(notice: object) -> str:
    return str(_header(str(notice))["split"])


def province_of(notice: object) -> str:
    return str(_header(str(notice)).get("province") or notice)


@cache
def _header(notice: str) -> Mapping[str, object]:
    path = CORPUS / "gold" / f"{notice}.gold.json"
    header: Mapping[str, object] = json.loads(path.read_text(encoding="utf-8"))["notice"]
    return header


@dataclass(frozen=True, slots=True)
class Agreement:
    """B-cubed precision, recall and F1, and the adjusted Rand index."""

    precision: float
    recall: float
    f1: float
    ari: float

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  ARI {self.ari:.3f}"


def agreement(found: Sequence[Hashable], gold: Sequence[Hashable]) -> Agreement:
    both = Counter(zip(found, gold, strict=True))
    of_found, of_gold = Counter(found), Counter(gold)
    cells = list(zip(found, gold, strict=True))
    precision = float(np.mean([both[cell] / of_found[cell[0]] for cell in cells]))
    recall = float(np.mean([both[cell] / of_gold[cell[1]] for cell in cells]))
    f1 = 2 * precision * recall / (precision + recall)
    return Agreement(precision, recall, f1, _ari(both, of_found, of_gold))


def _ari(
    both: Counter[tuple[Hashable, Hashable]],
    found: Counter[Hashable],
    gold: Counter[Hashable],
) -> float:
    def pairs(counts: Counter[object] | Counter[Hashable]) -> float:
        return sum(n * (n - 1) / 2 for n in counts.values())

    total = found.total() * (found.total() - 1) / 2
    chance = pairs(found) * pairs(gold) / total
    return (pairs(Counter(both)) - chance) / ((pairs(found) + pairs(gold)) / 2 - chance)


def mean_average_precision(
    similar: NDArray[np.float64], themes: Sequence[str], asked: NDArray[np.bool_]
) -> float:
    """Over the `asked` problems with another of their theme: how high these rank."""
    names = np.array(themes)
    found = []
    for index in np.flatnonzero(asked):
        others = np.arange(len(names)) != index
        order = np.argsort(-similar[index][others], kind="stable")
        right = (names[others] == names[index])[order]
        if right.any():
            found.append((np.cumsum(right)[right] / (np.flatnonzero(right) + 1)).mean())
    return float(np.mean(found)) if found else float("nan")
