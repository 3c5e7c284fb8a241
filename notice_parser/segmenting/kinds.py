"""Bodies that are called by their kind: "cả hai xã", "đơn vị này", "Chi cục và Trung tâm"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Unit
from notice_parser.segmenting.openings import COUNTS, opening_words
from notice_parser.text import any_of


@lru_cache(maxsize=1)
def of_kinds() -> regex.Pattern[str]:
    """Bodies that are called by their kind: "cả hai xã", "đơn vị này", "huyện"."""
    kinds, counts = _kind_words(), "|".join(COUNTS)
    back = any_of([*opening_words("back"), *opening_words("inspected")])
    # "Hai xã Vũ Tiến và Việt Hùng" names them: no group.
    group = (
        rf"(?P<group>(?i:(?P<both>cả\s+)?(?P<count>{counts}|các|những)\s+(?P<kinds>(?:{kinds})"
        rf"(?:(?:\s*,\s*|\s+và\s+)(?:{kinds}))*)(?:\s+(?P<of>{back})(?!\w))?))(?!\s*:?\s*\p{{Lu}})"
    )
    this = any_of(opening_words("back"))
    return regex.compile(
        rf"(?<!\w)(?:{group}(?!\w)|(?P<back>(?i:(?P<kind>{kinds})\s+(?:{this}))(?!\w)"
        rf"|(?i:tại\s+đây)(?!\w)(?P<kind>))|(?P<alone>(?i:{kinds}))(?!\w)(?!\s+\p{{Lu}}))"
    )


@lru_cache(maxsize=1)
def _kind_words() -> str:
    places = (word for e in lexicon.load("place_kinds").entries for word in e.words)
    bodies = (word for e in lexicon.load("bodies").entries if e.get("heads") for word in e.words)
    return any_of(w for w in (*places, *bodies, *opening_words("body")) if not w.endswith("."))


def kinds_of(written: str) -> tuple[str, ...]:
    """The kinds of body that words name; none where they may be of any kind: "hai đơn vị"."""
    kinds = tuple(regex.findall(_kind_words(), written.lower()))
    return () if set(kinds) & set(opening_words("body")) else kinds


def is_of(unit: Unit, kinds: Sequence[str]) -> bool:
    return not kinds or unit.kind in kinds or any(unit.name.lower().startswith(k) for k in kinds)


def end_of_kinds(sentence: str, end: int) -> int:
    """Where a list of kinds ends that goes on at `end`: "Chi cục và Trung tâm chưa có …"."""
    others = _others().match(sentence, end)
    return others.end() if others else end


@lru_cache(maxsize=1)
def _others() -> regex.Pattern[str]:
    return regex.compile(rf"(?:\s*(?:,|và)\s+(?i:{_kind_words()})(?!\w)(?!\s+\p{{Lu}}))+")
