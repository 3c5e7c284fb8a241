"""Where a sentence calls inspected bodies, by name or by kind: "xã Song Lãng", "cả hai xã", "UBND
huyện", "đơn vị này"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import regex

from notice_parser.segmenting.kinds import end_of_kinds, is_of, kinds_of, of_kinds
from notice_parser.segmenting.openings import (
    COUNTS,
    acted_by,
    in_one_list,
    leads,
    led,
    opening_words,
    opens_with_another,
    owned,
    spaced,
)
from notice_parser.segmenting.roster import ALL_UNITS, Roster, call_key
from notice_parser.text import match_key

_REACH_OF_PREDICATE = 20  # characters behind a body in which it is told that it does something
_SEVERAL = 2


class Reach(IntEnum):
    """How far into a sentence a unit is looked for: `OPENING` where a heading names another,
    `SUBJECT` where the title names one, `ANYWHERE` where nothing tells which."""

    OPENING = 0
    SUBJECT = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class Call:
    """At `[start, end)` of a sentence somebody is called; `unit_ids` is None for a kind of body
    that several could be."""

    start: int
    end: int
    unit_ids: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Scene:
    """Who can be meant in a sentence: the inspected units, those of heading or title, and those
    of the sentences before."""

    roster: Roster
    reach: Reach
    told: tuple[str, ...]
    earlier: Sequence[tuple[str, ...]]
    titled: bool = False


def calls_in(sentence: str, scene: Scene) -> Iterator[Call]:
    """All calls in a sentence, from left to right."""
    by_name = {m.start(): m for m in scene.roster.pattern.finditer(sentence)}
    by_kind = {m.start(): m for m in of_kinds().finditer(sentence)}
    end = 0
    for start, match in sorted((by_kind | by_name).items()):
        if start < end:
            continue
        listed = bool(end) and in_one_list(spaced(sentence[end:start]))
        if start in by_name:
            call: Call | None = _by_name(match, scene.roster)
        else:
            call = _by_kind(sentence, match, scene, listed=listed)
        if call:
            yield call
            end = call.end


def does_something(sentence: str, end: int) -> bool:
    """Whether a predicate follows behind a body: "Chi cục chưa …"."""
    follows = match_key(sentence[end : end + _REACH_OF_PREDICATE])
    return any(follows.startswith(f"{word} ") for word in opening_words("predicate"))


def _by_name(match: regex.Match[str], roster: Roster) -> Call:
    named = match["named"]
    unit_id = roster.calls[call_key(named)] if named else roster.office(match["office"])
    return Call(*match.span(), (unit_id,))


def _by_kind(sentence: str, match: regex.Match[str], scene: Scene, *, listed: bool) -> Call | None:
    """`listed` tells that it goes on with a list: "UBND huyện và các đơn vị"."""
    lead = leads(sentence[: match.start()])
    if match["group"] and (lead or listed or not _loose(match)):
        kinds = kinds_of(match["kinds"])
        if any(is_of(unit, kinds) for unit in scene.roster.units):
            return Call(*match.span(), _group(match, scene, lead=lead, listed=listed))
    elif match["back"]:
        return Call(*match.span(), _same(match["kind"], scene))
    elif match["alone"] and (listed or _stands_alone(sentence, match, lead=lead)):
        alone = _only(match["alone"], scene.roster)
        if alone is None and opens_with_another(sentence):
            return None  # "Văn phòng HĐND và UBND huyện hướng dẫn …"
        # Under the heading of a commune "UBND huyện ưu tiên cấp cho xã …" is about the commune.
        least = Reach.OPENING if lead or listed else Reach.SUBJECT
        if alone == scene.told or scene.reach > least:
            return Call(*match.span(), alone)
    return None


def _loose(match: regex.Match[str]) -> bool:
    """ "… ở 03 đơn vị" may be others than those inspected, "cả hai đơn vị" hardly."""
    return not (match["both"] or match["of"] or kinds_of(match["kinds"]))


def _group(
    match: regex.Match[str], scene: Scene, *, lead: bool, listed: bool
) -> tuple[str, ...] | None:
    """The units of "cả hai xã", "các xã được kiểm tra", "hai đơn vị nói trên"; of "các xã" those
    of its kind where the sentence opens with them or lists them."""
    kinds = kinds_of(match["kinds"])
    chosen = [unit for unit in scene.roster.units if is_of(unit, kinds)]
    count = COUNTS.get(match["count"].lower())
    of = match_key(match["of"] or "")
    if of in opening_words("back"):
        before = next((ids for ids in reversed(scene.earlier) if len(ids) == count), ())
        if before:
            return before
    if of in opening_words("inspected"):
        meant = True
    elif count is None:
        opens = lead and (kinds or scene.titled)
        here = bool(of or listed or opens) or scene.reach is Reach.ANYWHERE
        meant = here and (listed or scene.reach is not Reach.OPENING) and len(chosen) >= _SEVERAL
    else:
        meant = count == len(chosen)
    if not meant:
        return None
    every = len(chosen) == len(scene.roster.units)
    return ALL_UNITS if every else scene.roster.ids(chosen)


def _same(kind: str, scene: Scene) -> tuple[str, ...] | None:
    """Those of the sentence before, where "xã này", "đơn vị này" can mean them."""
    last = scene.earlier[-1] if scene.earlier else scene.told
    meant = [u for u in scene.roster.units if u.unit_id in last]
    return last if len(meant) == 1 and is_of(meant[0], kinds_of(kind)) else None


def _stands_alone(sentence: str, match: regex.Match[str], *, lead: bool) -> bool:
    """Whether a kind of body alone stands for a body: "UBND huyện", "Chi cục chưa …"."""
    before = spaced(sentence[: match.start()])
    if before.endswith("cấp "):
        return False  # "công chức cấp xã" are those of all communes
    acts = does_something(sentence, end_of_kinds(sentence, match.end()))
    if owned(before):
        return True
    return acts or led(before) if lead else acts and acted_by(before)


def _only(kind: str, roster: Roster) -> tuple[str, ...] | None:
    """The one unit of the kind, where there is but one."""
    of_kind = [unit for unit in roster.units if is_of(unit, kinds_of(kind))]
    return (of_kind[0].unit_id,) if len(of_kind) == 1 else None
