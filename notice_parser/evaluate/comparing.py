"""Two runs against the same gold: what became better, and what worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from notice_parser.evaluate.measure import Evaluation
from notice_parser.evaluate.misses import Miss
from notice_parser.evaluate.scores import Score


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """`shape` is empty for all notices together; a score that one run has not got is None."""

    shape: str
    field: str
    before: Score | None
    now: Score | None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that is right in one run only, or wrong in both in another way. An item is
    right where `before` or `now` is None; an extra is right where it is no longer there."""

    became: str  # "right", "wrong", "otherwise wrong"
    before: Miss | None
    now: Miss | None


@dataclass(frozen=True, slots=True)
class Comparison:
    scores: tuple[ScoreChange, ...]
    items: tuple[ItemChange, ...]


def compare(before: Evaluation, now: Evaluation) -> Comparison:
    """What changed from one evaluation to another of the same gold files."""
    return Comparison(tuple(_scores(before, now)), tuple(_items(before.misses, now.misses)))


def _scores(before: Evaluation, now: Evaluation) -> Iterator[ScoreChange]:
    old, new = _by_name(before), _by_name(now)
    for shape, field in dict.fromkeys((*new, *old)):
        told = old.get((shape, field)), new.get((shape, field))
        if told[0] != told[1]:
            yield ScoreChange(shape, field, *told)


def _by_name(evaluation: Evaluation) -> Mapping[tuple[str, str], Score]:
    groups = [("", evaluation.scores), *((s.shape, s.scores) for s in evaluation.shapes)]
    return {(shape, score.field): score for shape, scores in groups for score in scores}


def _items(before: Iterable[Miss], now: Iterable[Miss]) -> Iterator[ItemChange]:
    old, new = _by_item(before), _by_item(now)
    for key in dict.fromkeys((*new, *old)):
        was, is_ = old.get(key), new.get(key)
        if is_ is None:
            yield ItemChange("right", was, None)
        elif was is None:
            yield ItemChange("wrong", None, is_)
        elif (was.kind, was.differs, _differing(was)) != (is_.kind, is_.differs, _differing(is_)):
            yield ItemChange("otherwise wrong", was, is_)


def _differing(miss: Miss) -> list[str]:
    return [(miss.found or {}).get(field, "") for field in miss.differs]


def _by_item(misses: Iterable[Miss]) -> dict[tuple[object, ...], Miss]:
    """What the gold has is known by its place there, an extra by what it says; the same
    said again is another extra."""
    found: dict[tuple[object, ...], Miss] = {}
    seen: Counter[tuple[object, ...]] = Counter()
    for miss in misses:
        told = tuple(sorted((miss.found or {}).items())) if miss.kind == "extra" else ()
        key = (miss.gold, miss.subject, miss.number, told)
        seen[key] += 1
        found[(*key, seen[key])] = miss
    return found
