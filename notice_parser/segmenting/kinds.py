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
    kinds, this = _kind_words(), any_of(opening_words("back"))
    several = rf"(?P<kinds>(?:{kinds})(?:(?:\s*,\s*|\s+và\s+)(?:{kinds}))*)"
    # "Hai xã Vũ Tiến và Việt Hùng" names them: no group.
    group = (
        rf"(?P<group>(?i:{_share()}(?P<both>cả\s+)?{_count()}\s+{several}"
        rf"(?:\s+{_of()})?))(?!\s*:?\s*\p{{Lu}})"
    )
    one = any_of(lexicon.load("openings").by_code["rest"].get("one"))
    last = rf"(?P<last>(?i:(?P<last_kind>{kinds})\s+(?:{one})))"
    return regex.compile(
        rf"(?<!\w)(?:{group}(?!\w)|{last}(?!\w)|(?P<back>(?i:(?P<kind>{kinds})\s+(?:{this}))(?!\w)"
        rf"|(?i:tại\s+đây)(?!\w)(?P<kind>))|(?P<alone>(?i:{kinds}))(?!\w)(?!\s+\p{{Lu}}))"
    )


def _share() -> str:
    """ "hầu hết các xã", "tất cả các xã"."""
    return rf"(?:(?P<share>{any_of((*opening_words('all-of'), *opening_words('most-of')))})\s+)?"


def _count() -> str:
    """How many: "hai", "các"; "số xã còn lại", but no "một số xã"; "3/5 xã (A, B, C)"."""
    rest = any_of(opening_words("rest"))
    number = rf"(?<!một\s)số(?=\s[\w\s,]{{2,30}}?\s(?:{rest})(?!\w))"
    part = r"\d{1,2}/\d{1,2}(?=\s[\w\s,]{2,40}\()"
    return rf"(?P<count>{'|'.join(COUNTS)}|các|những|{number}|{part})"


def _of() -> str:
    """What tells which of the kind: "này", "được kiểm tra", "còn lại (được kiểm tra)"."""
    inspected, back = any_of(opening_words("inspected")), any_of(opening_words("back"))
    rest = rf"(?P<rest>{any_of(opening_words('rest'))})(?!\s+nhau)(?:\s+(?:{inspected}))?"
    return rf"(?:(?P<of>{back}|{inspected})|{rest})(?!\w)"


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
