"""Where and when each theme was found, found again, not found, or not looked for.

Per theme, body and year of inspection one of five states (`State`). A body has rows for a theme
that was found there or at a body that went into it, from its first to its last inspection;
outside of these years nobody looked. "Looked for" means that one of the theme's home areas was
inspected, those in which it is usually found: a theme of land files is not "not found" where
only the finances were inspected.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from notice_parser.dataset.schema import Row
from notice_parser.themes.inspections import Inspections, Visit, areas_of
from notice_parser.themes.remedies import Remedies

# A theme's home areas have at least this share of the problems that its most common one has:
# one problem under a heading that joins two areas does not make it a theme of both.
_HOME_SHARE = 0.34


class State(StrEnum):
    """What the notices of one year say of one theme at one body."""

    FOUND = "found"
    FOUND_AGAIN = "found_again"
    DECLARED_REMEDIED = "declared_remedied"
    NOT_FOUND = "not_found_though_inspected"
    NOT_INSPECTED = "not_inspected"


@dataclass(frozen=True, slots=True)
class Cell:
    """One theme at one body in one year. `inherited_from` are bodies merged into this one
    where it was found before."""

    theme_id: str
    unit_id: str
    year: int
    state: State
    statement_ids: tuple[str, ...] = ()
    inherited_from: tuple[str, ...] = ()

    def row(self) -> Row:
        return {
            "theme_id": self.theme_id,
            "unit_id": self.unit_id,
            "year": self.year,
            "state": str(self.state),
            "statement_ids": self.statement_ids,
            "inherited_from": self.inherited_from,
        }


@dataclass(frozen=True)
class History:
    """A theme over time: its problems by body and year, and the areas in which it is at home."""

    theme_id: str
    home: tuple[str, ...]
    found: Mapping[str, Mapping[int, Sequence[Row]]]


def histories(problems: Sequence[Row], seen: Inspections) -> tuple[History, ...]:
    """Of all themes, in order of their ids, from problems with `theme_id` and `year`. Where
    nobody says which body a problem is about, it counts for no body."""
    found: dict[str, dict[str, dict[int, list[Row]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    areas: dict[str, Counter[str]] = defaultdict(Counter)
    for row in problems:
        theme_id = row["theme_id"]
        if not theme_id:
            continue
        areas[str(theme_id)].update(areas_of(row))
        if row["year"] is not None:
            for body in seen.bodies(row):
                found[str(theme_id)][body][int(str(row["year"]))].append(row)
    return tuple(
        History(theme_id, _home(areas[theme_id]), found.get(theme_id, {}))
        for theme_id in sorted(areas)
    )


def _home(counts: Counter[str]) -> tuple[str, ...]:
    least = _HOME_SHARE * max(counts.values())
    return tuple(sorted(area for area, count in counts.items() if count >= least))


def cells(history: History, seen: Inspections, told: Remedies) -> Iterator[Cell]:
    """The cells of one theme, in order of body and year."""
    touched = set(history.found) | {
        seen.went_into[body] for body in history.found if body in seen.went_into
    }
    for body in sorted(touched):
        yield from cells_at(history, body, seen=seen, told=told)


def cells_at(
    history: History, body: str, *, seen: Inspections, told: Remedies, years: Sequence[int] = ()
) -> Iterator[Cell]:
    """The cells of a theme at one body, in order of time: of the given years, otherwise from
    the first to the last in which this body was inspected."""
    visits: dict[int, list[Visit]] = defaultdict(list)
    for visit in seen.visits.get(body, ()):
        visits[visit.year].append(visit)
    own = history.found.get(body, {})
    known = {*visits, *own}
    for year in years or (range(min(known), max(known) + 1) if known else ()):
        inherited = tuple(
            before
            for before in seen.came_from.get(body, ())
            if any(when <= year for when in history.found.get(before, {}))
        )
        earlier = [row for when in sorted(own) if when < year for row in own[when]]
        earlier += [row for b in inherited for y in history.found[b].values() for row in y]
        state, shown_by = _state(
            own.get(year, ()), visits.get(year, ()), earlier, history=history, body=body, told=told
        )
        yield Cell(history.theme_id, body, year, state, shown_by, inherited)


def _state(
    found: Sequence[Row],
    visits: Sequence[Visit],
    earlier: Sequence[Row],
    *,
    history: History,
    body: str,
    told: Remedies,
) -> tuple[State, tuple[str, ...]]:
    if found:
        shown_by = tuple(sorted({str(row["statement_id"]) for row in found}))
        if all(row["remedied"] for row in found):
            return State.DECLARED_REMEDIED, shown_by
        return (State.FOUND_AGAIN if earlier else State.FOUND), shown_by
    looked = [visit for visit in visits if visit.looked_at(history.home)]
    if not looked:
        return State.NOT_INSPECTED, ()
    for visit in looked if earlier else ():
        remedy = told.get((body, visit.notice_id), {}).get(history.theme_id)
        if remedy:
            return State.DECLARED_REMEDIED, (remedy.statement_id,)
    return State.NOT_FOUND, tuple(
        sorted({statement for visit in looked for statement in visit.shown_by(history.home)})
    )
