"""Who issues documents: `agencies.toml`, ready for look-up by symbol and by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.text import match_key

# Cities run by the central government: "UBND thành phố Đà Nẵng", "Thành ủy Hải Phòng".
_CITIES = frozenset(
    match_key(name) for name in ("Hà Nội", "Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Cần Thơ", "Huế")
)
_SESSION = regex.compile(r"K?[0-9]+$")  # "QH13", "UBTVQHK9", "NHNN7"


@dataclass(frozen=True, slots=True)
class Agency:
    """One entry of `agencies.toml`; the keys are explained there."""

    code: str
    name: str
    scope: str


@lru_cache(maxsize=1)
def _agencies() -> dict[str, Agency]:
    return {
        entry.code: Agency(entry.code, entry.get("name"), entry.get("scope"))
        for entry in lexicon.load("agencies").entries
    }


@lru_cache(maxsize=1)
def _by_symbol() -> dict[str, Agency]:
    agencies = _agencies()
    return {
        symbol.upper(): agencies[entry.code]
        for entry in lexicon.load("agencies").entries
        for symbol in entry.get("symbols", ())
    }


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {
        wrong: entry.get("symbols")[0]
        for entry in lexicon.load("agencies").entries
        for wrong in entry.get("misspelled", ())
    }


@lru_cache(maxsize=1)
def agencies_by_word() -> dict[str, Agency]:
    """The agencies by what a text calls them, as `match_key` writes it."""
    agencies = _agencies()
    return {
        match_key(word): agencies[entry.code]
        for entry in lexicon.load("agencies").entries
        for word in entry.words
    }


def agency_of_symbol(group: str) -> Agency | None:
    """The agency that one group of a symbol means, whatever session stands behind it."""
    known = _by_symbol()
    return known.get(group.upper()) or known.get(_SESSION.sub("", group).upper())


def official_spelling(group: str) -> str:
    """ "TTG" is "TTg", "TƯ" is "TW"."""
    return _spellings().get(group, group)


def level_of(province: str) -> str:
    """ "thành phố" for a city run by the central government, else "tỉnh"."""
    return "thành phố" if match_key(province) in _CITIES else "tỉnh"


def issuer_name(agency: Agency, province: str) -> str:
    """The agency of a symbol by name: "UBND tỉnh Đồng Tháp", "Sở Nội vụ tỉnh Đồng Tháp"."""
    if agency.scope == "national":
        return agency.name
    return _local_name(agency.name, agency.scope, province)


@lru_cache(maxsize=16384)
def _local_name(name: str, scope: str, province: str) -> str:
    level = level_of(province)
    if scope != "level" and not province:
        return name
    if name.endswith("Tỉnh ủy"):
        return f"{name if level == 'tỉnh' else name.replace('Tỉnh ủy', 'Thành ủy')} {province}"
    if scope == "local":
        return name
    return f"{name.removesuffix(' tỉnh')} {level} {province}".strip()
