"""Which item of the output is which item of the gold."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from notice_parser.evaluate.items import STATEMENT, Fields, Item, Subject

Pair = tuple[Item, Item]
# Half of the words in common: a statement cut in two, or two run together.
_MOST_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class Matching:
    """Pairs are (expected, found). `pairs` are the same thing, right or wrong in its fields;
    `near` are put side by side only for a person to see, and count as missed and extra."""

    subject: Subject
    pairs: tuple[Pair, ...]
    near: tuple[Pair, ...]
    missed: tuple[Item, ...]
    extra: tuple[Item, ...]


def match(subject: Subject, expected: Sequence[Item], found: Sequence[Item]) -> Matching:
    left, right = list(expected), list(found)
    pairs = [p for fields in subject.same for p in _taken(left, right, fields)]
    near = [p for fields in subject.near for p in _taken(left, right, fields)]
    if subject.alike:
        near += _alike(left, right, subject.alike)
    return Matching(subject, tuple(pairs), tuple(near), tuple(left), tuple(right))


def _taken(left: list[Item], right: list[Item], fields: Fields) -> list[Pair]:
    """The pairs that agree in the fields, taken out of both lists."""
    waiting: dict[tuple[str, ...], deque[Item]] = defaultdict(deque)
    for item in right:
        waiting[item.key(fields)].append(item)
    pairs = [(item, alike.popleft()) for item in left if (alike := waiting.get(item.key(fields)))]
    _take_out(left, right, pairs)
    return pairs


def _take_out(left: list[Item], right: list[Item], pairs: Sequence[Pair]) -> None:
    for place, side in enumerate((left, right)):
        gone = {pair[place].number for pair in pairs}
        side[:] = [item for item in side if item.number not in gone]


def _alike(left: list[Item], right: list[Item], field: str) -> list[Pair]:
    lists = [[(item.values[field] or "").split() for item in side] for side in (left, right)]
    pairs = [(left[i], right[j]) for i, j in nearest(*lists, least=_MOST_WORDS)]
    _take_out(left, right, pairs)
    return pairs


def nearest(
    left: Sequence[Sequence[str]], right: Sequence[Sequence[str]], *, least: float
) -> Iterator[tuple[int, int]]:
    """Places in both lists of sequences that are alike by `least` or more (0 to 1: twice the
    common elements by all elements), the most alike first, each place once."""
    alike = []
    for j, other in enumerate(right):
        matcher = SequenceMatcher(None, b=other, autojunk=False)
        for i, one in enumerate(left):
            matcher.set_seq1(one)
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= least:
                alike.append((-matcher.ratio(), i, j))
    used: tuple[set[int], set[int]] = (set(), set())
    for ratio, i, j in sorted(alike):
        if -ratio >= least and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield i, j


def forgiving(expected: Sequence[Item], found: Sequence[Item], least: float) -> list[Item]:
    """The statements found, each with the gold's text where its own is as like to it as
    `least` or more: for text in which single letters were misread."""
    texts = [Counter(item.values["text"] or "" for item in side) for side in (expected, found)]
    wanted, strange = sorted(texts[0] - texts[1]), sorted(texts[1] - texts[0])
    renamed = {strange[j]: wanted[i] for i, j in nearest(wanted, strange, least=least)}
    return [_renamed(item, renamed) for item in found]


def _renamed(item: Item, renamed: dict[str, str]) -> Item:
    text = renamed.get(item.values["text"] or "")
    return item if text is None else replace(item, values={**item.values, "text": text})


def same(subject: Subject, pair: Pair, fields: Fields | None = None) -> bool:
    return not differing(subject, pair, fields)


def differing(subject: Subject, pair: Pair, fields: Fields | None = None) -> Fields:
    """The fields, all checked ones if none are named, in which a pair differs. What one side
    does not tell at all is no difference."""
    expected, found = (item.values for item in pair)
    return tuple(
        field
        for field in fields or subject.checked
        if None not in (expected[field], found[field]) and expected[field] != found[field]
    )


STRICT_FIELDS: Fields = ("text", "unit", "areas", "label")


def strictly_right(pair: Pair) -> bool:
    return same(STATEMENT, pair, STRICT_FIELDS)
