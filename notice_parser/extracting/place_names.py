"""Names of administrative units as words: their kind, their case, what they match."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.extracting.place_table import (
    COMMUNE_KINDS,
    DISTRICT_KINDS,
    PROVINCE_KINDS,
    PlaceTable,
    Row,
    place_table,
)
from notice_parser.text import any_of, match_key, nfc, squash

_CITIES = frozenset({"thành phố", "thành phố trung ương"})
_LEVEL = {
    "tỉnh": PROVINCE_KINDS,
    "thành phố": DISTRICT_KINDS | _CITIES,
    **dict.fromkeys(DISTRICT_KINDS - _CITIES, DISTRICT_KINDS),
    **dict.fromkeys(COMMUNE_KINDS, COMMUNE_KINDS),
}
GAP = r"\s{1,3}"  # between the words of a name or a kind
_WORD = regex.compile(r"\p{L}+")
_ROMAN = regex.compile(r"(?=[IVX]{2})X?(?:IX|IV|V?I{0,3})")


@lru_cache(maxsize=4096)
def kind_code(word: str) -> str:
    """The kind that a word or abbreviation means ("TX." is "thị xã"); other words stay."""
    return _kind_codes().get(match_key(word), match_key(word))


def is_kind(row: Row, kind: str) -> bool:
    """Whether a row is of this kind, where "thành phố" is either level and "" is any."""
    return not kind or row.kind == kind or (kind in _CITIES and row.kind in _CITIES)


def is_level(row: Row, kind: str) -> bool:
    """Whether a row is of the level of this kind: a "thị xã" may have become a city."""
    return row.kind in _LEVEL.get(kind, ())


@lru_cache(maxsize=65536)
def without_kind(name: str) -> tuple[str, str]:
    """The name and the kind before it, if any: ("Cao Lãnh", "thành phố") for "TP. Cao Lãnh"."""
    name = squash(nfc(name))
    found = _leading_kind().match(name)
    return (name[found.end() :], kind_code(found["kind"])) if found else (name, "")


def rows_like(name: str) -> list[Row]:
    """Rows of exactly this name, in any case and tone placement, where there are any;
    otherwise those that differ in diacritics, i for y or leading zeros only."""
    return exactly(name, place_table().rows(name))


def exactly(name: str, rows: Iterable[Row]) -> list[Row]:
    """The rows of exactly this name, or all where there is none."""
    rows = list(rows)
    exact = [row for row in rows if match_key(row.name) == match_key(name)]
    return exact if exact and not name.isdigit() else rows


def proper_name(written: str) -> str:
    """The name with capitals as usual: "AN HÒA" and "an hòa" give "An Hòa", "M'ĐRẮK" gives
    "M'Đrắk". Only the case of letters changes. A name in mixed case that the table does not
    have stays as it is."""
    return in_usual_case(place_table(), written)


@lru_cache(maxsize=65536)
def in_usual_case(table: PlaceTable, written: str) -> str:
    """`proper_name`, by this table."""
    for row in table.rows(written):
        if match_key(row.name) == match_key(written) and len(row.name) == len(written):
            return "".join(
                w.upper() if usual.isupper() else w.lower()
                for w, usual in zip(written, row.name, strict=True)
            )
    if not written.isupper() and not written.islower():
        return written
    return _WORD.sub(_capitalised, written)


def _capitalised(word: regex.Match[str]) -> str:
    return word.group() if _ROMAN.fullmatch(word.group()) else word.group().capitalize()


@lru_cache(maxsize=1)
def kind_words() -> str:
    """A pattern for all words and abbreviations of kinds."""
    return any_of(kind_word_list(), space=GAP)


def kind_word_list() -> tuple[str, ...]:
    return tuple(_kind_codes())


@lru_cache(maxsize=1)
def _kind_codes() -> dict[str, str]:
    entries = lexicon.load("place_kinds").entries
    return {match_key(word): entry.code for entry in entries for word in entry.words}


@lru_cache(maxsize=1)
def _leading_kind() -> regex.Pattern[str]:
    body = r"(?:(?:ủy|uỷ)\s+ban\s+nhân\s+dân|ubnd)\s+"
    return regex.compile(rf"(?i)(?:{body})?(?P<kind>{kind_words()})(?:\s+|(?<=\.))(?=\S)")
