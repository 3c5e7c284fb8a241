"""How themes, their recurrence and what a re-clustering would change look on a terminal."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.terminal import console, to_json

if TYPE_CHECKING:
    from rich.console import Console

    from notice_parser.themes.listing import Quote, Theme, ThemePage
    from notice_parser.themes.proposal import Proposal

# How a state looks in a row of years; the last is for what nobody looked at.
SIGNS = {
    "found": "●",
    "found_again": "◉",
    "declared_remedied": "✓",
    "not_found_though_inspected": "○",
    "not_inspected": "·",
}
_STYLES = {"found": "red", "found_again": "bold red", "declared_remedied": "green"}
_SHOWN_MOVES = 5


def print_themes(themes: Sequence[Theme], *, as_json: bool) -> None:
    if as_json:
        print(to_json([asdict(theme) for theme in themes]))
        return
    out = console()
    for theme in themes:
        _print_theme(out, theme)
    if not themes:
        out.print("no limitation recurs at so many units")


def _print_theme(out: Console, theme: Theme) -> None:
    years = "–".join(str(y) for y in dict.fromkeys((theme.first_year, theme.last_year)) if y)
    again = f"again at {theme.units_again}, " if theme.units_again else ""
    out.print(f"{theme.theme_id}  {theme.name}", style="bold", soft_wrap=True)
    out.print(
        f"    {theme.districts} districts, {theme.units} units, {theme.provinces} provinces, "
        f"{theme.problems} times, {again}{years}; {(theme.keywords or '').replace('|', ', ')}",
        soft_wrap=True,
    )
    for quote in theme.quotes:
        page = f", page {quote.page}" if quote.page else ""
        where = f"{quote.unit or 'all units'}, {quote.notice_id}{page}"
        out.print(f"    “{quote.text}” ({where})", style="dim", soft_wrap=True)


# -- one theme --------------------------------------------------------------------------


def print_theme(page: ThemePage, *, as_json: bool) -> None:
    """All quotes with body, year and page, where it was when, and what came of advice."""
    if as_json:
        print(to_json(asdict(page)))
        return
    out, theme = console(), page.theme
    if page.asked_for != theme.theme_id:
        out.print(f"{page.asked_for} was merged into {theme.theme_id}", soft_wrap=True)
    out.print(f"{theme.theme_id}  {theme.name}", style="bold", soft_wrap=True)
    out.print(
        f"    found at {theme.units} of {theme.units_inspected} units whose area was inspected, "
        f"again at {theme.units_again}, after advice {theme.recurs_after_advice} times; "
        f"at most {theme.longest_run} inspections in a row",
        soft_wrap=True,
    )
    for quote in sorted(theme.quotes, key=lambda quote: (quote.unit, quote.year or 0)):
        _print_quote(out, quote)
    _print_states(out, page.states)
    for advice in page.advice:
        out.print(f"    asked of {advice.unit}: “{advice.request}”", soft_wrap=True)
        told = f": “{advice.next_quote}”" if advice.next_quote else ""
        out.print(
            f"        {advice.next_state}, {advice.next_notice_id}{told}",
            style="dim",
            soft_wrap=True,
        )


def _print_quote(out: Console, quote: Quote) -> None:
    page = f", page {quote.page}" if quote.page else ""
    where = f"{quote.unit or 'all units'}, {quote.year or '?'}, {quote.notice_id}{page}"
    out.print(f"    “{quote.text}” ({where})", style="dim", soft_wrap=True)


def _print_states(out: Console, states: Sequence[tuple[str, int, str]]) -> None:
    by_unit: dict[str, list[str]] = {}
    for unit, year, state in states:
        by_unit.setdefault(unit, []).append(f"{year} {SIGNS[state]}")
    for unit, told in by_unit.items():
        if len(told) > 1:
            out.print(f"    {unit}: {'  '.join(told)}", soft_wrap=True)
    if any(len(told) > 1 for told in by_unit.values()):
        out.print(f"    {_legend()}", style="dim", soft_wrap=True)


def _legend() -> str:
    return ", ".join(f"{sign} {state}" for state, sign in SIGNS.items())


# -- recurrence -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One theme at one body, and its state in each year."""

    theme_id: str
    theme: str
    unit: str
    states: Mapping[int, str]


def print_recurrence(rows: Sequence[Mapping[str, Any]], *, form: str, limit: int) -> None:
    """`rows` of recurrence with names: as a table of years for people, the pairs that were
    found in most years first; all of them as JSON or CSV."""
    if form == "json":
        print(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
    elif form == "csv":
        names = list(rows[0]) if rows else []
        writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _joined(value) for name, value in row.items()})
    else:
        _print_lines(_lines(rows), limit)


def _joined(value: Any) -> Any:
    return LIST_SEPARATOR.join(value) if isinstance(value, list) else value


def _lines(rows: Sequence[Mapping[str, Any]]) -> list[Line]:
    states: dict[tuple[str, str], dict[int, str]] = {}
    names: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        key = (row["theme_id"], row["unit_id"])
        states.setdefault(key, {})[row["year"]] = row["state"]
        names[key] = (row["theme"], row["unit"])
    lines = [Line(key[0], *names[key], told) for key, told in states.items()]
    return sorted(lines, key=lambda line: (-_times_found(line), line.unit, line.theme_id))


def _times_found(line: Line) -> int:
    return sum(state in ("found", "found_again") for state in line.states.values())


def _print_lines(lines: Sequence[Line], limit: int) -> None:
    from rich.table import Table
    from rich.text import Text

    out = console()
    if not lines:
        out.print("no such limitation was found there")
        return
    shown = lines[:limit]
    years = sorted({year for line in shown for year in line.states})
    table = Table("unit", *map(str, years), "theme", "", expand=False)
    for line in shown:
        states = [line.states.get(year, "not_inspected") for year in years]
        signs = [Text(SIGNS[s], style=_STYLES.get(s, "dim"), justify="center") for s in states]
        table.add_row(line.unit, *signs, line.theme_id, line.theme)
    out.print(table)
    left = f"; {len(lines) - len(shown)} more pairs of theme and unit" if len(lines) > limit else ""
    out.print(_legend() + left, soft_wrap=True)


# -- decisions --------------------------------------------------------------------------


def print_events(events: Sequence[Mapping[str, Any]]) -> None:
    """What the log got, one event a line."""
    for event in events:
        told = [event["event"], event["theme_id"], event["other_id"], event["name"]]
        text = f"“{event['text']}”" if event["text"] else None
        console().print("  ".join(filter(None, [*told, text])), soft_wrap=True)


# -- a proposal -------------------------------------------------------------------------


def print_proposal(proposal: Proposal, names: Mapping[str, str]) -> None:
    """What would change, most first."""
    from notice_parser.themes.proposal import by_theme

    out = console()
    for (before, after), moves in by_theme(proposal.moves).items():
        title = names.get(after) or "a new theme"
        out.print(f"{before} → {after}  {len(moves)} problems to {title}", soft_wrap=True)
        for move in moves[:_SHOWN_MOVES]:
            out.print(f"    “{move.text}”", style="dim", soft_wrap=True)
        if len(moves) > _SHOWN_MOVES:
            out.print(f"    … {len(moves) - _SHOWN_MOVES} more", style="dim")
    if not proposal.moves:
        out.print("a re-clustering would change nothing")
        return
    out.print(
        f"{len(proposal.moves)} problems would change their theme; nothing was written. "
        f"To accept: --accept {proposal.code}",
        soft_wrap=True,
    )
