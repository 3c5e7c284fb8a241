"""The themes of a dataset, those of most districts first, each with quotes from different
bodies; and all there is to say of one."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notice_parser.errors import UsageError
from notice_parser.text import fold
from notice_parser.themes.lookup import current_theme, joined, unit_names

# Columns of `themes` that a Theme has under the same name.
_OF_THEME = (
    "name", "keywords", "status", "units_again", "units_inspected", "recurs_after_advice",
    "longest_run",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Which problems count: of a province (with or without diacritics), an area, from a year
    on; everything where nothing is said."""

    province: str = ""
    area: str = ""
    since: int = 0


@dataclass(frozen=True, slots=True)
class Quote:
    """A problem of a theme, where and when it was found."""

    statement_id: str
    notice_id: str
    unit: str
    year: int | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Theme:
    """`problems` to `last_year` count what was selected; `status` to `longest_run` are of the
    whole dataset."""

    theme_id: str
    name: str
    keywords: str
    problems: int
    units: int
    districts: int
    provinces: int
    first_year: int | None
    last_year: int | None
    status: str
    units_again: int
    units_inspected: int
    recurs_after_advice: int
    longest_run: int
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A request, the limitation of a theme that it answers, and what was found next."""

    unit: str
    request: str
    limitation: str
    next_state: str
    next_notice_id: str | None
    next_quote: str | None


@dataclass(frozen=True, slots=True)
class ThemePage:
    """One theme, all of its quotes, where it was when (body, year, state), and the advice that
    was given and inspected again. `asked_for` is the id that was asked for; another one where
    that theme was merged into this."""

    asked_for: str
    theme: Theme
    states: tuple[tuple[str, int, str], ...]
    advice: tuple[Advice, ...]


@dataclass(frozen=True, slots=True)
class _Problem:
    bodies: tuple[str, ...]
    year: int | None
    quote: Quote


def list_themes(
    database: sqlite3.Connection,
    *,
    min_units: int = 2,
    limit: int = 20,
    quotes: int = 0,
    selection: Selection | None = None,
) -> tuple[Theme, ...]:
    """Themes found at `min_units` bodies or more, each with at most `quotes` quotes of different
    bodies. Raises UsageError for a province or area that no problem has."""
    places = _places(database)
    found = _selected(database, selection or Selection(), places)
    themes = [_theme(database, theme_id, ps, places, quotes) for theme_id, ps in found.items()]
    themes = [theme for theme in themes if theme.units >= min_units]
    themes.sort(key=lambda t: (-t.districts, -t.units, -t.problems, t.theme_id))
    return tuple(themes[:limit])


def show_theme(database: sqlite3.Connection, theme_id: str) -> ThemePage:
    """All there is to say of one theme. Raises UsageError when there is none of this id."""
    now = current_theme(database, theme_id)
    places = _places(database)
    found = _selected(database, Selection(), places, theme_id=now)
    if now not in found:
        raise UsageError(f"{theme_id}: the dataset has no theme with this id; see themes.csv")
    theme = _theme(database, now, found[now], places, len(found[now]), each_body_once=False)
    return ThemePage(theme_id, theme, _states(database, now), tuple(_advice(database, now)))


def _states(database: sqlite3.Connection, theme_id: str) -> tuple[tuple[str, int, str], ...]:
    return tuple(
        database.execute(
            "SELECT name, year, state FROM recurrence JOIN units USING (unit_id) "
            "WHERE theme_id = ? ORDER BY unit_id, year",
            (theme_id,),
        )
    )


def _advice(database: sqlite3.Connection, theme_id: str) -> Iterator[Advice]:
    names = unit_names(database)
    for unit_id, *told in database.execute(
        "SELECT unit_id, recommendation, limitation, next_state, next_notice_id, next_quote "
        "FROM followups WHERE '|' || theme_ids || '|' LIKE ? AND next_notice_id IS NOT NULL "
        "ORDER BY limitation_id, recommendation_id",
        (f"%|{theme_id}|%",),
    ):
        yield Advice(joined(unit_id, names), *told)


# -- problems ---------------------------------------------------------------------------


def _places(database: sqlite3.Connection) -> Mapping[str, tuple[str, str]]:
    rows = database.execute("SELECT unit_id, province, district FROM units")
    return {unit_id: (province or "", district or "") for unit_id, province, district in rows}


def _selected(
    database: sqlite3.Connection,
    selection: Selection,
    places: Mapping[str, tuple[str, str]],
    *,
    theme_id: str = "",
) -> Mapping[str, Sequence[_Problem]]:
    """By theme the problems that a selection wants, nearest first."""
    _check(database, selection, places)
    names = unit_names(database)
    found: dict[str, list[_Problem]] = defaultdict(list)
    for theme, unit_id, areas, statement_id, notice_id, year, page, text in database.execute(
        "SELECT theme_id, unit_id, areas, statement_id, notice_id, year, page, text FROM problems "
        "WHERE theme_id IS NOT NULL AND (? = '' OR theme_id = ?) AND coalesce(year, 0) >= ? "
        "ORDER BY theme_id, similarity DESC, problem_id",
        (theme_id, theme_id, selection.since),
    ):
        bodies = tuple(b for b in (unit_id or "").split("|") if b)
        if selection.area and selection.area not in (areas or "").split("|"):
            continue
        if selection.province and not any(_in(b, selection, places) for b in bodies):
            continue
        quote = Quote(statement_id, notice_id, joined(unit_id, names), year, page, text)
        found[theme].append(_Problem(bodies, year, quote))
    return found


def _in(body: str, selection: Selection, places: Mapping[str, tuple[str, str]]) -> bool:
    return fold(places.get(body, ("", ""))[0]) == fold(selection.province)


def _check(
    database: sqlite3.Connection, selection: Selection, places: Mapping[str, tuple[str, str]]
) -> None:
    provinces = sorted({province for province, _ in places.values() if province})
    if selection.province and fold(selection.province) not in map(fold, provinces):
        raise UsageError(
            f"{selection.province}: no body is of this province; there are {', '.join(provinces)}"
        )
    rows = database.execute("SELECT DISTINCT areas FROM problems WHERE areas IS NOT NULL")
    areas = sorted({area for (joined,) in rows for area in joined.split("|")})
    if selection.area and selection.area not in areas:
        raise UsageError(
            f"{selection.area}: no problem is of this area; there are {', '.join(areas)}"
        )


# -- themes -----------------------------------------------------------------------------


def _theme(
    database: sqlite3.Connection,
    theme_id: str,
    problems: Sequence[_Problem],
    places: Mapping[str, tuple[str, str]],
    quotes: int,
    *,
    each_body_once: bool = True,
) -> Theme:
    query = f"SELECT {', '.join(_OF_THEME)} FROM themes WHERE theme_id = ?"
    of_theme = dict(zip(_OF_THEME, database.execute(query, (theme_id,)).fetchone(), strict=True))
    bodies = {body for problem in problems for body in problem.bodies}
    there = [places[body] for body in bodies if body in places]
    years = sorted({problem.year for problem in problems if problem.year})
    told: dict[str, Any] = of_theme | {"keywords": of_theme["keywords"] or ""}
    return Theme(
        theme_id=theme_id,
        problems=len(problems),
        units=len(bodies),
        districts=len({place for place in there if place[1]}),
        provinces=len({province for province, _ in there if province}),
        first_year=years[0] if years else None,
        last_year=years[-1] if years else None,
        quotes=tuple(_quotes(problems, quotes, each_body_once=each_body_once)),
        **told,
    )


def _quotes(problems: Sequence[_Problem], count: int, *, each_body_once: bool) -> Iterator[Quote]:
    """The nearest problems first."""
    seen: set[str] = set()
    for problem in problems:
        if len(seen) < count and not (each_body_once and problem.quote.unit in seen):
            seen.add(problem.quote.unit if each_body_once else str(len(seen)))
            yield problem.quote
