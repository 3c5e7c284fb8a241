"""Whether advice was followed: each request, the limitation it answers, and what the next
inspection of that body found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from notice_parser.dataset.schema import Row
from notice_parser.themes.answers import Tie, ties
from notice_parser.themes.inspections import Inspections, Visit, areas_of
from notice_parser.themes.remedies import Remedies


class NextState(StrEnum):
    """What the next inspection says of a limitation. The first that is true of any of its
    bodies stands."""

    RECURS = "recurs"
    DECLARED_REMEDIED = "declared_remedied"
    NOT_FOUND = "not_found_though_inspected"
    NOT_INSPECTED = "not_inspected"


@dataclass(frozen=True, slots=True)
class _Next:
    state: NextState
    notice_id: str | None = None
    statement_id: str | None = None
    quote: str | None = None


_NEVER = _Next(NextState.NOT_INSPECTED)


@dataclass(frozen=True)
class _Evidence:
    """What the next state is read from; `found` by theme, body and notice."""

    seen: Inspections
    told: Remedies
    problems: Mapping[str, Sequence[Row]]
    found: Mapping[tuple[str, str, str], Sequence[Row]]


def followups(
    statements: Iterable[Row], problems: Sequence[Row], *, seen: Inspections, told: Remedies
) -> Iterator[Row]:
    """Rows of the table `followups`. `problems` have a `theme_id`; a limitation recurs when the
    next notice that inspected its area tells a problem of the same theme of the same body,
    or of the body that it went into."""
    evidence = _evidence(problems, seen, told)
    ordered = sorted(statements, key=lambda row: (str(row["notice_id"]), int(str(row["ordinal"]))))
    for _, rows in groupby(ordered, key=lambda row: row["notice_id"]):
        for tie in ties(tuple(rows)):
            yield _row(tie, evidence)


def _evidence(problems: Sequence[Row], seen: Inspections, told: Remedies) -> _Evidence:
    of_statement: dict[str, list[Row]] = defaultdict(list)
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in problems:
        if row["theme_id"]:
            of_statement[str(row["statement_id"])].append(row)
            for body in seen.bodies(row):
                found[str(row["theme_id"]), body, str(row["notice_id"])].append(row)
    return _Evidence(seen, told, of_statement, found)


def _row(tie: Tie, evidence: _Evidence) -> Row:
    limitation, request = tie.limitation, tie.request
    problems = evidence.problems.get(str(limitation["statement_id"]), ())
    themes = tuple(sorted({str(problem["theme_id"]) for problem in problems}))
    bodies = evidence.seen.bodies(limitation)
    after = min(
        (_next(body, limitation, themes, evidence) for body in bodies),
        key=lambda found: list(NextState).index(found.state),
        default=_NEVER,
    )
    return {
        "recommendation_id": request["statement_id"],
        "limitation_id": limitation["statement_id"],
        "next_state": str(after.state),
        "next_notice_id": after.notice_id,
        "score": Decimal(str(tie.score)),
        "unit_id": bodies,
        "theme_ids": themes,
        "recommendation": request["text"],
        "limitation": limitation["text"],
        "next_statement_id": after.statement_id,
        "next_quote": after.quote,
    }


def _next(body: str, limitation: Row, themes: Sequence[str], evidence: _Evidence) -> _Next:
    """What the first later notice says that looked at the area; where none did, the first
    later one of this body, if there is one."""
    now = evidence.seen.when.get(str(limitation["notice_id"]))
    later = list(_later(body, now, evidence.seen)) if now else []
    for there, visit in later:
        if visit.looked_at(areas_of(limitation)):
            return _told(there, visit, themes, evidence) or _clean(visit, limitation)
    return _Next(NextState.NOT_INSPECTED, later[0][1].notice_id) if later else _NEVER


def _later(body: str, now: tuple[int, str], seen: Inspections) -> Iterator[tuple[str, Visit]]:
    """Later looks at a body, then at the one that it went into."""
    for there in (body, seen.went_into.get(body, "")):
        for visit in seen.visits.get(there, ()):
            if (visit.year, visit.date) > now:
                yield there, visit


def _told(body: str, visit: Visit, themes: Sequence[str], evidence: _Evidence) -> _Next | None:
    found = [
        problem
        for theme_id in themes
        for problem in evidence.found.get((theme_id, body, visit.notice_id), ())
    ]
    still = [problem for problem in found if not problem["remedied"]]
    for state, problems in ((NextState.RECURS, still), (NextState.DECLARED_REMEDIED, found)):
        if problems:
            first = min(problems, key=lambda problem: str(problem["problem_id"]))
            return _Next(state, visit.notice_id, str(first["statement_id"]), str(first["text"]))
    put_right = evidence.told.get((body, visit.notice_id), {})
    for theme_id in themes:
        if remedy := put_right.get(theme_id):
            return _Next(
                NextState.DECLARED_REMEDIED, visit.notice_id, remedy.statement_id, remedy.text
            )
    return None


def _clean(visit: Visit, limitation: Row) -> _Next:
    shown_by = visit.shown_by(areas_of(limitation))
    return _Next(NextState.NOT_FOUND, visit.notice_id, shown_by[0] if shown_by else None)
