"""Each thing that is not right, once: expected and found side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from notice_parser.evaluate.items import Fields, Item, Subject
from notice_parser.evaluate.matching import Matching, differing
from notice_parser.evaluate.scores import Held


@dataclass(frozen=True, slots=True)
class Miss:
    """`kind` is "wrong" (both sides have it, other in the fields `differs`), "missed" (only
    the gold has it) or "extra" (only the output). `where` is the gold's line, else the page,
    else the place in the gold's list; `number` is that place, None for an extra."""

    gold: str
    subject: str
    kind: str
    where: str
    line: int | None = None
    page: int | None = None
    number: int | None = None
    differs: Fields = ()
    expected: Mapping[str, str] | None = None
    found: Mapping[str, str] | None = None


def misses(helds: Iterable[Held]) -> Iterator[Miss]:
    """By gold file and subject, each in the order of the notice."""
    for held in helds:
        for matching in held.matchings.values():
            rows = [*_wrong(held.gold, matching), *_missed(held.gold, matching)]
            rows += _extra(held.gold, matching)
            yield from (row for _, row in sorted(rows, key=lambda placed: placed[0]))


# A place in the gold's list, with 1 for what stands behind the item of that place.
_Placed = tuple[tuple[int, int], Miss]


def _wrong(gold: str, matching: Matching) -> Iterator[_Placed]:
    subject = matching.subject
    for expected, found in (*matching.pairs, *matching.near):
        differs = differing(subject, (expected, found))
        page = expected.page or found.page
        miss = Miss(
            *(gold, subject.name, "wrong", _where(subject, expected, page)),
            line=expected.line,
            page=page,
            number=expected.number,
            differs=differs,
            expected=_shown(expected),
            found=_shown(found),
        )
        if differs:
            yield (expected.number, 0), miss


def _missed(gold: str, matching: Matching) -> Iterator[_Placed]:
    """Where gold gives neither line nor page, the page of the item before it is near."""
    subject = matching.subject
    pages = {expected.number: found.page for expected, found in (*matching.pairs, *matching.near)}
    for item in matching.missed:
        where = _where(subject, item, item.page)
        near = pages.get(max((n for n in pages if n < item.number), default=0))
        if near and not (item.line or item.page):
            where = f"about page {near}, {where}"
        miss = Miss(
            *(gold, subject.name, "missed", where),
            line=item.line,
            page=item.page,
            number=item.number,
            expected=_shown(item),
        )
        yield (item.number, 0), miss


def _extra(gold: str, matching: Matching) -> Iterator[_Placed]:
    """An extra stands behind the last item before it that the gold has too."""
    subject = matching.subject
    partners = {found.number: expected for expected, found in (*matching.pairs, *matching.near)}
    for item in matching.extra:
        after = partners.get(max((n for n in partners if n < item.number), default=0))
        where = f"page {item.page}" if item.page else "at the beginning"
        if after and not item.page:
            where = f"after {_where(subject, after, None)}"
        miss = Miss(gold, subject.name, "extra", where, page=item.page, found=_shown(item))
        yield (after.number if after else 0, 1), miss


def _where(subject: Subject, item: Item, page: int | None) -> str:
    if item.line:
        return f"line {item.line}"
    return f"page {page}" if page else f"{subject.name} {item.number}"


def _shown(item: Item) -> dict[str, str]:
    return {field: value for field, value in item.shown.items() if value is not None}
