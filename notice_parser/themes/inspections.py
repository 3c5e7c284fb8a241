"""What was looked at: which notice inspected which areas of which body, in order of time.

A body is followed into the one that it became whole: renamed, or merged with others on
1 July 2025. Where it was parted among several, as a district among communes, none of these
is it, and its line ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from notice_parser.dataset.schema import Row
from notice_parser.text import match_key

_OFFICE = regex.compile(r"^(?:ubnd|ủy ban nhân dân) ")


@dataclass(frozen=True, slots=True)
class Visit:
    """One notice's look at one body: by area the statement that shows it, "" where only the
    words do that none was found."""

    year: int
    date: str
    notice_id: str
    areas: Mapping[str, str]

    def looked_at(self, areas: Iterable[str]) -> bool:
        return any(area in self.areas for area in areas)

    def shown_by(self, areas: Iterable[str]) -> tuple[str, ...]:
        """The statements that show that one of these areas was inspected."""
        found = (self.areas.get(area, "") for area in areas)
        return tuple(sorted({statement for statement in found if statement}))


@dataclass(frozen=True)
class Inspections:
    """`visits` by body, in order of time; `when` is year and date of a notice; `only` names the
    body of a notice that has one only; `went_into` the body that another became, where both
    were inspected."""

    visits: Mapping[str, tuple[Visit, ...]]
    when: Mapping[str, tuple[int, str]]
    only: Mapping[str, str]
    went_into: Mapping[str, str]

    @cached_property
    def came_from(self) -> Mapping[str, tuple[str, ...]]:
        """By body the earlier ones that went into it."""
        earlier: dict[str, list[str]] = defaultdict(list)
        for before, after in sorted(self.went_into.items()):
            earlier[after].append(before)
        return {body: tuple(bodies) for body, bodies in earlier.items()}

    def bodies(self, row: Row) -> tuple[str, ...]:
        """The bodies that a statement or problem is about. Where none is named, the only one
        of its notice; of several inspected together nobody says which it is."""
        named = row["unit_id"]
        if isinstance(named, tuple) and named:
            return named
        only = self.only.get(str(row["notice_id"]))
        return (only,) if only else ()

    @cached_property
    def bodies_by_area(self) -> Mapping[str, frozenset[str]]:
        """By area the bodies where it was inspected at some time."""
        found: dict[str, set[str]] = defaultdict(set)
        for body, visits in self.visits.items():
            for visit in visits:
                for area in visit.areas:
                    found[area].add(body)
        return {area: frozenset(bodies) for area, bodies in found.items()}

    @cached_property
    def years_by_area(self) -> Mapping[str, frozenset[int]]:
        """By area the years in which it was inspected somewhere."""
        found: dict[str, set[int]] = defaultdict(set)
        for visits in self.visits.values():
            for visit in visits:
                for area in visit.areas:
                    found[area].add(visit.year)
        return {area: frozenset(years) for area, years in found.items()}


def inspections(
    *, notices: Iterable[Row], coverage: Iterable[Row], units: Sequence[Row]
) -> Inspections:
    """From the rows of these three tables. A notice that tells no year cannot be placed in
    time and is left out."""
    dated = {
        str(row["notice_id"]): (int(str(row["inspection_year"])), str(row["date"] or ""))
        for row in notices
        if row["inspection_year"] is not None
    }
    looks: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    bodies: dict[str, set[str]] = defaultdict(set)
    for row in coverage:
        body, notice_id = str(row["unit_id"]), str(row["notice_id"])
        bodies[notice_id].add(body)
        if row["inspected"] and notice_id in dated:
            looks[body][notice_id][str(row["area"] or "")] = str(row["statement_id"] or "")
    visits = {
        body: tuple(
            sorted(
                (Visit(*dated[notice_id], notice_id, areas) for notice_id, areas in by.items()),
                key=lambda visit: (visit.year, visit.date, visit.notice_id),
            )
        )
        for body, by in sorted(looks.items())
    }
    only = {notice_id: min(found) for notice_id, found in bodies.items() if len(found) == 1}
    return Inspections(visits, dated, only, _went_into(units))


def areas_of(row: Row) -> tuple[str, ...]:
    """The areas of a statement or problem; one that has none stands in the area ""."""
    areas = row["areas"]
    return areas if isinstance(areas, tuple) and areas else ("",)


def _went_into(units: Sequence[Row]) -> dict[str, str]:
    """Bodies with one successor, which is another body of these rows."""
    whole = [
        (str(row["unit_id"]), row["successors"][0], row)
        for row in units
        if isinstance(row["successors"], tuple) and len(row["successors"]) == 1
    ]
    today = {place: body for body, place, row in reversed(whole) if _is_today(place, row)}
    return {
        body: today[place] for body, place, _ in whole if place in today and today[place] != body
    }


def _is_today(successor: str, row: Row) -> bool:
    """Is the body its own successor, "xã Ba Tri, tỉnh Vĩnh Long"? A commune of a district is
    not, even where its name stays."""
    place, _, province = match_key(successor).partition(", ")
    name = _OFFICE.sub("", match_key(str(row["name"] or "")))
    same_province = not province or province.endswith(match_key(str(row["province"] or "?")))
    return not row["district"] and name == place and same_province
