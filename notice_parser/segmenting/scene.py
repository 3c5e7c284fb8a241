"""Who can be meant in a sentence, how far into it a unit is looked for, and where one is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from notice_parser.segmenting.roster import Roster


class Reach(IntEnum):
    """How far into a sentence a unit is looked for: `OPENING` where a heading names another,
    `SUBJECT` where the title names one, `ANYWHERE` where nothing tells which."""

    OPENING = 0
    SUBJECT = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class Call:
    """At `[start, end)` of a sentence somebody is called; `unit_ids` is None for a kind of body
    that several could be. `rest` tells that those left over are called ("các xã còn lại"), `sure`
    that nothing had to be guessed."""

    start: int
    end: int
    unit_ids: tuple[str, ...] | None
    rest: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Scene:
    """Who can be meant in a sentence: the inspected units, those of heading or title, and those
    of the sentences before."""

    roster: Roster
    reach: Reach
    told: tuple[str, ...]
    earlier: Sequence[tuple[str, ...]]
    titled: bool = False
