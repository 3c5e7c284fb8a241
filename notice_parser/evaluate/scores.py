"""How much of what a careful reader sees did the parser find: counts and rates by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from notice_parser.evaluate.items import (
    CITATION,
    DECLARED,
    FIGURE,
    HEADER,
    PROBLEM,
    STATEMENT,
    Fields,
    Item,
    Items,
    Subject,
)
from notice_parser.evaluate.matching import Matching, same

STRICT = "statements (text, unit, areas, label)"
LIMITATIONS = "limitations (text, unit, areas)"


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over all notices; rates are 1.0 where nothing was to be found or was found."""

    field: str
    right: int
    missed: int
    extra: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Held:
    """One gold file held against its notice. `matchings` go by the name of the subject."""

    gold: str
    notice_id: str
    shape: str
    expected: Items
    found: Items
    matchings: Mapping[str, Matching]


@dataclass(frozen=True, slots=True)
class Shape:
    """The scores of all notices of one shape; `statements` is the number in their gold."""

    shape: str
    notices: int
    statements: int
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    """Items of a subject that agree in `fields` are right; `only` a field and the
    value that an item has to have to count."""

    name: str
    subject: Subject
    fields: Fields
    only: tuple[str, str] | None = None

    def keys(self, items: Items) -> Counter[tuple[str, ...]]:
        return Counter(item.key(self.fields) for item in items[self.subject.name] if self._is(item))

    def _is(self, item: Item) -> bool:
        return self.only is None or item.values[self.only[0]] == self.only[1]


_FIELDS = (
    _Field(STRICT, STATEMENT, ("text", "unit", "areas", "label")),
    _Field("text", STATEMENT, ("text",)),
    _Field("text and unit", STATEMENT, ("text", "unit")),
    _Field("text and areas", STATEMENT, ("text", "areas")),
    _Field("text and label", STATEMENT, ("text", "label")),
    _Field(LIMITATIONS, STATEMENT, ("text", "unit", "areas"), ("label", "han-che")),
    _Field("remedied", STATEMENT, ("text",), ("remedied", "yes")),
    _Field("declared none (unit, area)", DECLARED, ("unit", "area")),
    _Field("figures (value, kind)", FIGURE, ("value", "kind")),
    _Field("figures (value, unit, kind)", FIGURE, ("value", "unit", "kind")),
    _Field(
        "figures (the same, role, comparator)",
        FIGURE,
        ("value", "unit", "kind", "role", "comparator"),
    ),
    _Field(
        "citations (number or name, date, pinpoint)", CITATION, ("document", "date", "pinpoint")
    ),
    _Field("header fields", HEADER, ("field", "value")),
)
_PROBLEMS = _Field("problems (text)", PROBLEM, ("text",))
_ALIKE = "problems (half of the words or more)"
# What not every gold tells: scored on those items of the gold that do.
_WHERE_TOLD = (
    ("due dates, where the gold tells", STATEMENT, "due"),
    ("indicators, where the gold tells", FIGURE, "indicator"),
)


def scores(helds: Sequence[Held]) -> tuple[Score, ...]:
    always = [_score(field, helds) for field in _FIELDS]
    problems = [_score(_PROBLEMS, helds), _alike_score(_ALIKE, _of(helds, PROBLEM))]
    told = [_told_score(name, _of(helds, subject), field) for name, subject, field in _WHERE_TOLD]
    counted = (score for score in problems if score.right + score.missed + score.extra)
    return (*always, *counted, *(score for score in told if score))


def _alike_score(name: str, matchings: Iterable[Matching]) -> Score:
    """Right is also what overlaps: parted elsewhere, but not run together with another."""
    tally = [0, 0, 0]
    for matching in matchings:
        groups = ((*matching.pairs, *matching.near), matching.missed, matching.extra)
        tally = [count + len(group) for count, group in zip(tally, groups, strict=True)]
    return Score(name, *tally)


def _of(helds: Iterable[Held], subject: Subject) -> list[Matching]:
    return [held.matchings[subject.name] for held in helds]


def _score(field: _Field, helds: Iterable[Held]) -> Score:
    tally = [0, 0, 0]
    for held in helds:
        wanted, found = field.keys(held.expected), field.keys(held.found)
        right = wanted & found
        for place, counter in enumerate((right, wanted - right, found - right)):
            tally[place] += counter.total()
    return Score(field.name, *tally)


def _told_score(name: str, matchings: Sequence[Matching], field: str) -> Score | None:
    """None where no pair of items tells the field on both sides. Of items that only the
    output has nobody knows what the gold would say, so they are not counted."""
    right = missed = extra = told = 0
    for matching in matchings:
        for pair in matching.pairs:
            expected, found = (item.values[field] for item in pair)
            if expected is None or found is None:
                continue
            told += 1
            agree = same(matching.subject, pair, (field,))
            right += agree and bool(expected)
            missed += not agree and bool(expected)
            extra += not agree and bool(found)
        alone = (*matching.missed, *(expected for expected, _ in matching.near))
        missed += sum(bool(item.values[field]) for item in alone)
    return Score(name, right, missed, extra) if told else None


def shapes(helds: Sequence[Held]) -> tuple[Shape, ...]:
    """In the order of their names."""
    groups: dict[str, list[Held]] = {}
    for held in sorted(helds, key=lambda held: held.shape):
        groups.setdefault(held.shape, []).append(held)
    return tuple(
        Shape(
            shape,
            len(group),
            sum(len(held.expected[STATEMENT.name]) for held in group),
            scores(group),
        )
        for shape, group in groups.items()
    )
