"""Items → their places: the one outline that explains all lines of a notice best.

No depth is fixed in advance, and no line is placed by itself. Every marker can be read in more
than one way and every line could stand beside or below each of those still open above it; what
speaks against a place ("its number was skipped", "a unit would stand below a label") has a
price, and the outline with the lowest sum is taken. So "I. → 1. → a) → -", "A. → I. → 1.1. → +"
and headings without any number come out alike, and "1." of a list of findings is told from
"1." of the areas by what follows. What the best outline could not avoid is kept with each
line: a reader is told where a notice is numbered against all sense.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from operator import attrgetter
from typing import NamedTuple

from notice_parser.markers import Reading
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.items import Item
from notice_parser.segmenting.oddities import (
    PLAIN,
    Open,
    OutlineSoFar,
    habit_of,
    oddities,
)
from notice_parser.segmenting.prices import PRICES

_WIDTH = 6  # outlines that are followed at a time


class Place(NamedTuple):
    """Where an item stands: how many of the open nodes stay open above it, and how it and its
    marker are read; `oddities` are the keys of PRICES that it could not avoid."""

    keep: int
    item: Item
    reading: Reading | None
    oddities: tuple[str, ...]


class _Read(NamedTuple):
    """An item as it can be read: the node that it opens, the reading of its marker, and whether
    that is doubtful."""

    opened: Open
    reading: Reading | None
    doubtful: bool


@dataclass(frozen=True, slots=True)
class _State:
    """An outline so far and its price; `place` is that of its last item."""

    price: int
    so_far: OutlineSoFar
    place: Place | None = None
    before: _State | None = None


class _Step(NamedTuple):
    """One way to go on from an outline, and what the outline costs then."""

    price: int
    before: _State
    opened: Open
    place: Place

    def taken(self) -> _State:
        so_far = _after(self.before.so_far, self.opened, self.place.keep)
        return _State(self.price, so_far, self.place, self.before)


def place_items(items: Sequence[Item], above: tuple[Open, ...] = ()) -> tuple[Place, ...]:
    """The place of each item in the cheapest outline below the nodes that are open `above`; of
    equal ones the first found."""
    states = [_State(0, OutlineSoFar(above))]
    for item in items:
        readings = tuple(_readings(item))
        states = _cheapest([step for state in states for step in _steps(state, readings)])
    places: list[Place] = []
    state: _State | None = states[0]
    while state and state.place:
        places.append(state.place)
        state = state.before
    return tuple(reversed(places))


def _cheapest(steps: list[_Step]) -> list[_State]:
    """The best states, one for each set of open nodes: what comes next depends on these only."""
    best: dict[object, _State] = {}
    for step in sorted(steps, key=attrgetter("price")):
        state = step.taken()
        path = tuple((id(o.item), o.scheme, o.ordinals) for o in state.so_far.path)
        key = (path, state.so_far.habits, state.so_far.numbers)
        best.setdefault(key, state)
        if len(best) == _WIDTH:
            break
    return list(best.values())


def _steps(state: _State, readings: Sequence[_Read]) -> Iterator[_Step]:
    so_far = state.so_far
    for opened, reading, doubtful in readings:
        for keep in range(len(so_far.path) + 1):
            against = tuple(oddities(so_far, opened, keep, doubtful=doubtful))
            price = state.price + sum([PRICES[oddity] for oddity in against])
            yield _Step(price, state, opened, Place(keep, opened.item, reading, against))


def _readings(item: Item) -> Iterator[_Read]:
    for read, (reading, doubtful) in product(_variants(item), _of_marker(item)):
        scheme = reading.scheme if reading else plain_scheme(read)
        yield _Read(Open(read, scheme, reading.ordinals if reading else ()), reading, doubtful)


def _variants(item: Item) -> tuple[Item, ...]:
    """A line that looks like a heading of unknown words is tried as one, too; one of known
    words that looks like a statement is tried as that."""
    if not item.looks:
        return (item,)
    other = None if item.heading else HeadingReading(item.start, item.end)
    return (item, replace(item, heading=other))


def _of_marker(item: Item) -> tuple[tuple[Reading | None, bool], ...]:
    """The readings of the marker, and whether each is doubtful."""
    if item.marker is None:
        return ((None, False),)
    bare = ((replace(r, scheme=r.scheme.rstrip("?")), r) for r in item.marker.readings)
    return tuple((reading, reading.scheme != written.scheme) for reading, written in bare)


def plain_scheme(item: Item) -> str:
    """Lines without marker are siblings when they name the same kind of thing."""
    if item.heading is None:
        return PLAIN
    kinds = item.heading.kinds or (("lead",) if item.lead else (item.heading.section or "unknown",))
    return f"{PLAIN}:{kinds[-1]}"


def _after(so_far: OutlineSoFar, opened: Open, keep: int) -> OutlineSoFar:
    path = (*so_far.path[:keep], opened)
    habits, numbers = so_far.habits, so_far.numbers
    if kind := habit_of(opened.item):
        others = (habit for habit in habits if habit[0] != kind)
        habits = (*others, (kind, opened.scheme, keep))
    if opened.text and opened.ordinals:
        rest = (number for number in numbers if number[0] != opened.scheme)
        numbers = (*rest, (opened.scheme, opened.ordinals))
    return OutlineSoFar(path, habits, numbers)
