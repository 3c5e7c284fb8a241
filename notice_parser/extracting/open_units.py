"""What a number counts where no lexicon knows it: "17 kiểm lâm viên", "03 ngôn ngữ".

Any noun can be counted, so the list of units is open: behind a whole number that nothing else
explains, the first words that can be a noun are the unit. `open_units.toml` says which cannot.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

import regex

from notice_parser.extracting.amount import Place
from notice_parser.extracting.measured import Measure
from notice_parser.lexicon import Entry, load

_NOUN = regex.compile(r"\ (\p{Ll}++)(?:\ (\p{Ll}++))?(?:\ (\p{Ll}++))?(?!\w)")
_ACTS = "verbs"
_PERSON = "viên"
_MAX_DIGITS = 7


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    """Word → code of its entry, by place."""
    places: dict[str, dict[str, str]] = {}
    for entry in load("open_units").entries:
        words = places.setdefault(entry.get("at"), {})
        words.update(dict.fromkeys(entry.words, entry.code))
    return places


def open_unit(place: Place, end: int) -> Measure | None:
    """The noun behind the number of `place` that ends at `end`, None where there is none."""
    numeral = place.numeral
    if not _is_whole(numeral.text) or place.is_name(None) or _follows_a_name(place):
        return None
    found = _NOUN.match(place.key, end)
    stop = _end_of_noun(found) if found else None
    if found is None or stop is None or not place.line[end + 1 : stop].islower():
        return None
    unit = place.key[end + 1 : stop]
    return Measure("count", unit, Decimal(1), stop, Entry(unit, (unit,)))


def _is_whole(text: str) -> bool:
    return text.replace(".", "").replace(" ", "").isdigit() and len(text) <= _MAX_DIGITS


def _follows_a_name(place: Place) -> bool:
    """ "phần mềm iOffice 4 vẫn lỗi", "(1)": a number behind a name or a mark is part of it."""
    before = place.line[max(0, place.start - 40) : place.start].rstrip(" ")
    if not before:
        return False
    word = before.rpartition(" ")[2]
    return not (word.islower() or before[-1] in ",:;(") and " " in before


def _end_of_noun(found: regex.Match[str]) -> int | None:
    """ "kiểm lâm viên" has three syllables, "ngôn ngữ" two, "robot hướng dẫn" one."""
    first, second, third = found.groups()
    words = _words()
    no_noun = words["no-noun"].get(first) or words["no-noun"].get(f"{first} {second}")
    person = third == _PERSON and no_noun == _ACTS
    if third in words["third"] and second not in words["no-more"] and (person or not no_noun):
        return found.end(3)
    if no_noun is not None:
        return None
    return found.end(1) if second is None or second in words["no-more"] else found.end(2)
