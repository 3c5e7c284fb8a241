"""What is taken for what: tables of expected against found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from notice_parser.evaluate.items import STATEMENT, Item
from notice_parser.evaluate.scores import Held

# Counts of statements by what the gold says, then by what the output says.
Confusion = Mapping[str, Mapping[str, int]]

MISSED = "(missed)"  # said by the output: no statement with this text
EXTRA = "(extra)"  # said by the gold: no statement with this text
NONE = "(none)"  # no area


def confusion(helds: Iterable[Held], field: str) -> Confusion:
    """Of the statements' `field`, "label" or "areas", where the text was matched. Areas that
    both sides have are counted as right, the others against each other in the order of
    their codes, and against `NONE` where one side has fewer."""
    counts = Counter(cell for held in helds for cell in _cells(held, field))
    rows = dict.fromkeys(expected for expected, _ in sorted(counts))
    return {
        row: {
            found: counts[expected, found] for expected, found in sorted(counts) if expected == row
        }
        for row in rows
    }


def _cells(held: Held, field: str) -> Iterator[tuple[str, str]]:
    matching = held.matchings[STATEMENT.name]
    for expected, found in matching.pairs:
        yield from _against(_codes(expected, field), _codes(found, field))
    for item in (*matching.missed, *(expected for expected, _ in matching.near)):
        yield from ((code, MISSED) for code in _codes(item, field))
    for item in (*matching.extra, *(found for _, found in matching.near)):
        yield from ((EXTRA, code) for code in _codes(item, field))


def _codes(item: Item, field: str) -> Sequence[str]:
    return [code or NONE for code in (item.values[field] or "").split("|")]


def _against(expected: Sequence[str], found: Sequence[str]) -> Iterator[tuple[str, str]]:
    both = Counter(expected) & Counter(found)
    yield from ((code, code) for code in both.elements())
    left = (sorted((Counter(codes) - both).elements()) for codes in (expected, found))
    yield from zip_longest(*left, fillvalue=NONE)
