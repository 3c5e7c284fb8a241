"""The role words of `figure_roles.toml`, by where they stand, and the nearest to an amount."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from notice_parser.extracting.amount import Amount
from notice_parser.extracting.phrases import Phrases
from notice_parser.lexicon import load

CLAUSE = 160  # characters to the left that are read
COUNTED = ("count", "ratio")
_RANGE_STARTS = re.compile(r"(?<!\w)từ\ $")


@dataclass(frozen=True)
class RoleWords:
    """The role words, by where they stand."""

    touching: Phrases
    after: Phrases
    clause: Phrases
    time: Phrases
    sentence: Phrases
    opening: Phrases
    behind: Phrases
    made: Phrases


@lru_cache(maxsize=1)
def role_words() -> RoleWords:
    entries = load("figure_roles").entries

    def at(place: str) -> Phrases:
        return Phrases(tuple(entry for entry in entries if entry.get("at") == place))

    places = ("touching", "after", "clause", "time", "sentence", "opening", "behind", "made")
    return RoleWords(*map(at, places))


def nearest_role(key: str, begin: int, amount: Amount, roles: tuple[str, ...]) -> str:
    """The role that the last telling word before the amount gives; "lasts" for a period that
    something lasted, however short."""
    counted = amount.kind in (*COUNTED, "money")
    words = role_words().time if amount.kind == "duration" else role_words().clause
    for phrase in reversed(words.within(key, begin, amount.start)):
        given = "lasts" if phrase.entry.get("lasts", False) else str(phrase.entry.get("role"))
        if given in roles and not (counted and phrase.entry.get("shares", False)):
            return given
    return ""


def skip_space(key: str, position: int) -> int:
    return position + 1 if key[position : position + 1] == " " else position


def range_start(key: str, start: int) -> int:
    """Where "từ" begins before a range or "trở lên", else `start`."""
    match = _RANGE_STARTS.search(key, max(0, start - 4), start)
    return match.start() if match else start
