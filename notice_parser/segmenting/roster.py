"""The inspected units and the names that a notice calls them by: "UBND xã Song Lãng", "Song Lãng",
"Sở NN&PTNT", "Trung tâm" (where it says so)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Unit
from notice_parser.segmenting.office_names import spellings
from notice_parser.segmenting.units import LEVELS
from notice_parser.text import any_of, match_key, one_tone_style

ALL_UNITS = ("*",)  # stands for all inspected units together


@dataclass(frozen=True, slots=True)
class Roster:
    """The inspected units with the pattern of all names that they are called by."""

    units: tuple[Unit, ...]
    calls: dict[str, str]  # match_key of what it is called → unit_id
    offices: tuple[tuple[str, str], ...]  # pattern of all spellings, unit_id
    pattern: regex.Pattern[str]

    def office(self, written: str) -> str:
        """The id of the office that is written so."""
        return next(i for p, i in self.offices if regex.fullmatch(p, written))

    def ids(self, chosen: Iterable[Unit]) -> tuple[str, ...]:
        return together([unit.unit_id for unit in chosen], [u.unit_id for u in self.units])

    def place(self, written: str, kinds: Sequence[str]) -> str | None:
        """The id of the one place of the kinds that is called so, with its kind or without."""
        called = call_key(written)
        places = [u for u in self.units if u.level in LEVELS and (not kinds or u.kind in kinds)]
        same = [u for u in places if called in (call_key(_proper(u)), *map(call_key, _names(u)))]
        return same[0].unit_id if len(same) == 1 else None


def together(unit_ids: Sequence[str], inspected: Iterable[str]) -> tuple[str, ...]:
    """The ids, each once; ALL_UNITS where they are three or more and all that were inspected,
    since that is said of all together."""
    whole = len(unit_ids) > 2 and set(unit_ids) >= set(inspected)
    return ALL_UNITS if whole else tuple(dict.fromkeys(unit_ids))


def names_any(sentence: str, units: tuple[Unit, ...]) -> bool:
    """Whether one of the units is called by name in a sentence."""
    return roster_of(units).pattern.search(one_tone_style(sentence)) is not None


@lru_cache(maxsize=64)
def roster_of(units: tuple[Unit, ...]) -> Roster:
    calls: dict[str, str] = {}
    proper: dict[str, list[str]] = {}
    for unit in units:
        for name in _names(unit):
            calls.setdefault(call_key(name), unit.unit_id)
        if unit.level in LEVELS:
            proper.setdefault(_proper(unit), []).append(unit.unit_id)
    # What the notice says it calls them: "(gọi tắt là Trung tâm)".
    short_names = {unit.short: unit.unit_id for unit in units if unit.short}
    # "Song Lãng đã …" is a commune where only one unit has that name; "Đông" may be anything.
    bare = {n: ids[0] for n, ids in proper.items() if len(ids) == 1 and " " in n}
    bare = {
        n: unit_id for n, unit_id in {**bare, **short_names}.items() if call_key(n) not in calls
    }
    every = {**calls, **{call_key(name): unit_id for name, unit_id in bare.items()}}
    offices = tuple((_spelled(u.name), u.unit_id) for u in units if u.level not in LEVELS)
    return Roster(units, every, offices, _pattern(calls, bare, [p for p, _ in offices]))


def _spelled(name: str) -> str:
    """ "Sở NN&PTNT", "Chi cục Trồng trọt & BVTV"."""
    kind, _, rest = name.partition(" ")
    return rf"(?i:{regex.escape(kind)})\s+{spellings(rest)}" if rest else f"(?i:{kind})(?!)"


def proper_names(units: Iterable[Unit]) -> tuple[str, ...]:
    """The names of places without their kind, the longest first: "Song Lãng"."""
    names = {unit.name.removeprefix(f"UBND {unit.kind} ") for unit in units if unit.level in LEVELS}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=64)
def without_names(names: tuple[str, ...]) -> Callable[[str], str]:
    """Takes the names out of a text: they tell nothing of what is said."""
    if not names:
        return str
    pattern = regex.compile(rf"(?<!\w)(?:{'|'.join(map(regex.escape, names))})(?!\w)")
    return lambda text: pattern.sub("", text)


def initials(name: str) -> str:
    """ "Sở NNPTNT" for "Sở Nông nghiệp và Phát triển nông thôn" and for "Sở NN&PTNT"."""
    head, _, rest = name.partition(" ")
    words = regex.findall(r"\p{L}+", rest)
    letters = (w if w == w.upper() else w[0].upper() for w in words if w.lower() != "và")
    return f"{head.capitalize()} {''.join(letters)}"


def _names(unit: Unit) -> Iterator[str]:
    """A unit's name as written without "UBND", and an office's without where it lies."""
    if unit.level in LEVELS:
        kinds = lexicon.load("place_kinds").by_code[unit.kind].words
        yield from (f"{kind} {_proper(unit)}" for kind in kinds)
        return
    yield unit.name
    name = unit.name
    for place in (unit.district, unit.province, "tỉnh"):
        shorter = regex.sub(rf"\s+{regex.escape(place)}$", "", name, flags=regex.IGNORECASE)
        if place and shorter != name and " " in shorter:
            yield shorter


def _proper(unit: Unit) -> str:
    return one_tone_style(unit.name.removeprefix(f"UBND {unit.kind}").strip())


def _pattern(
    calls: Iterable[str], bare: Iterable[str], offices: Iterable[str]
) -> regex.Pattern[str]:
    # The table has "Cuôr KNia", the notice "Cuôr Knia".
    proper = rf"|(?=\p{{Lu}})(?i:{any_of(bare)})(?!\s+\p{{Lu}})" if bare else ""
    named = f"(?i:{any_of(calls)}){proper}"
    office = "|".join(offices) or "(?!)"
    return regex.compile(rf"(?<!\w)(?:(?P<named>{named})|(?P<office>{office}))(?!\w)")


def call_key(name: str) -> str:
    return match_key(" ".join(name.split()))
