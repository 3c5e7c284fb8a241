"""Where a text names an administrative unit with its kind: "huyện Tam Nông", "TP. Cao Lãnh",
"hai xã An Hòa và Phú Cường".

A kind word is looked for backwards from each capital letter or digit that one may stand
before; numpy finds these, ten times as fast as a pattern. The longest name of the table
that begins there is taken, up to five syllables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from notice_parser import lexicon
from notice_parser.extracting.place_names import (
    GAP,
    in_usual_case,
    is_kind,
    is_level,
    kind_code,
    kind_word_list,
    kind_words,
)
from notice_parser.extracting.place_table import PlaceTable, place_key, place_table
from notice_parser.model import Quoted
from notice_parser.text import any_of, match_key

_LONGEST_KIND = 28  # characters of "hai thành  phố: " and its like, with slips of the space bar
_SYLLABLE = r"\p{Lu}[\p{L}\p{Mn}]*(?:['’]\s?\p{L}[\p{L}\p{Mn}]*)*"
_NUMBER = r"\d{1,2}(?![\w/%]|[.,]\d)"
_FIRST = rf"(?:{_SYLLABLE}|{_NUMBER})(?!\w)"
# "thị trấn Nông trường Việt Lâm" is the only kind of name with a small letter.
_NEXT = rf"(?:[ \u00a0]{{1,2}}|\s?[-–]\s?)(?:{_FIRST}|trường(?!\w))"
_NAME = regex.compile(rf"(?P<part>{_FIRST})(?P<part>{_NEXT}){{0,4}}+")
_SMALL_LETTER = regex.compile(r"[^\S\n]+\p{Ll}")
_CAPITAL = regex.compile(r"[^\S\n]+\p{Lu}")
_AND = regex.compile(
    r"[^\S\n]*+(?:(?P<comma>[,;])[^\S\n]*+(?:và[^\S\n]++)?|và[^\S\n]++)", regex.IGNORECASE
)
_CHUNK = 1 << 16  # characters; what fits the processor's cache is twice as fast
_BEGINS, _BETWEEN, _GAP, _LAST, _LAST_BUT_TWO = range(5)  # bits of a character's class


@dataclass(frozen=True, slots=True)
class PlaceMention(Quoted):
    """A unit named in the text. `text` is the words as written, with their kind except after
    the first of a list; `kind` is as written ("thành phố" at either level), unabbreviated;
    `name` is the name as written, with capitals as usual."""

    kind: str
    name: str


def find_places(text: str, start: int = 0, end: int | None = None) -> Iterator[PlaceMention]:
    """The mentions in `text[start:end]`, in order, not overlapping; time linear in its length.

    Only names that the table has at that level are found: "xã" before a commune's name, and
    a "thị xã" that is a "thành phố" by now. `candidates` says which unit it may be.
    """
    end = len(text) if end is None else end
    table, free_from = place_table(), start
    for position in _places_for_names(text, start, end):
        kind = _kind_before().match(text, max(start, position - _LONGEST_KIND), position)
        # "xã Hòa THÀNH PHỐ VINH": a kind whose first word was a name's last begins nothing.
        if kind is None or kind.start("kind") < free_from:
            continue
        begin, code = kind.start("kind"), kind_code(kind["kind"])
        if _no_unit().match(text, begin):
            continue
        several = bool(kind["several"])
        while name_end := _name_end(table, text, position, end, code):
            written = text[position:name_end]
            name = in_usual_case(table, written)
            yield PlaceMention(begin, name_end, text[begin:name_end], code, name)
            free_from = name_end
            joined = _AND.match(text, name_end, end)
            if joined is None or (joined["comma"] and not several):
                break
            begin = position = joined.end()


def _places_for_names(text: str, start: int, end: int) -> Iterator[int]:
    """Offsets of capitals and digits that may follow a kind: judged by the character before
    (a space or full stop), the second before (its last letter) and the fourth before (its
    last letter but two: "huyện", "tỉnh", " xã"). Few others pass."""
    import numpy  # loaded on first use

    classes_of = _classes()
    for first in range(start, end, _CHUNK):
        before = text[max(start, first - 4) : first].rjust(4)
        chunk = before + text[first : min(first + _CHUNK, end)]
        codes = numpy.frombuffer(chunk.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
        classes = classes_of[codes]
        second, fourth = classes[2:-2], classes[:-4]
        kind = (second >> _GAP) | ((second >> _LAST) & (fourth >> _LAST_BUT_TWO))
        found = (classes[4:] >> _BEGINS) & (classes[3:-1] >> _BETWEEN) & kind & 1
        for index in numpy.flatnonzero(found):
            yield first + int(index)


@lru_cache(maxsize=1)
def _classes() -> Any:
    """The bits for each character that there is."""
    import numpy  # loaded on first use

    words = {*kind_word_list(), *(word.rstrip(".") for word in kind_word_list())}
    last, last_but_two = {word[-1] for word in words}, {word[-3:-2] for word in words}
    classes = numpy.zeros(sys.maxunicode + 1, dtype=numpy.uint8)
    classes[:] = 1 << _LAST_BUT_TWO
    for code in range(0x2100):
        character = chr(code)
        small, space = character.lower(), character.isspace()
        classes[code] = (
            (character.isupper() or character.isdigit()) << _BEGINS
            | (space or character == ".") << _BETWEEN
            | (space or character == ":") << _GAP
            | (small in last) << _LAST
            | (small in last_but_two or not character.isalnum()) << _LAST_BUT_TWO
        )
    return classes


def _name_end(table: PlaceTable, text: str, start: int, end: int, kind: str) -> int | None:
    """Where the longest name that begins at `start` ends, None where no name begins."""
    name = _NAME.match(text, start, end)
    if name is None:
        return None
    ends = name.ends("part")[::-1]
    # "XÃ HƯNG YÊN NĂM 2023": exact spellings first, for "xã Hưng Yên Nam" is a unit too.
    for exactly in (True, False):
        for name_end in ends:
            written = text[start:name_end]
            if _is_known(table, written, kind, exactly) and _stops(text, name_end, written):
                return int(name_end)
    return None


@lru_cache(maxsize=65536)
def _is_known(table: PlaceTable, written: str, kind: str, exactly: bool) -> bool:
    """Whether the table has the name at this level, `exactly` with its diacritics. Numbers
    need the very kind ("phường 2"), single syllables always their diacritics."""
    if written.isdigit():
        return any(is_kind(row, kind) for row in table.rows(written))
    rows = [row for row in table.rows(written) if is_level(row, kind)]
    if exactly or " " not in place_key(written):
        return any(match_key(row.name) == match_key(written) for row in rows)
    return bool(rows)


def _stops(text: str, end: int, written: str) -> bool:
    """Whether the name may end here: "phường 02 hồ sơ" counts files, "xã Tân Hòa Tây" is not
    "xã Tân Hòa", and a single syllable is too little before another capital letter."""
    if written.isdigit():
        return not (
            _words("counted").match(text, end)
            or (written[0] == "0" and _SMALL_LETTER.match(text, end))
        )
    if not _CAPITAL.match(text, end) or _after_name().match(text, end):
        return True
    return " " in written and not _words("name-goes-on").match(text, end)


@lru_cache(maxsize=1)
def _kind_before() -> regex.Pattern[str]:
    words = lexicon.load("place_words").by_code
    several = any_of(words["several"].words, space=GAP)
    other = any_of(words["no-unit-after"].words, space=GAP)
    return regex.compile(
        rf"(?ri)(?<!\w)(?P<several>(?:{several})\s{{1,2}})?+"
        rf"(?<!\w)(?<!(?:{other})\s{{1,3}})(?P<kind>{kind_words()})(?::?[^\S\n]{{1,3}}|(?<=\.))"
    )


@lru_cache(maxsize=8)
def _words(code: str) -> regex.Pattern[str]:
    words = any_of(lexicon.load("place_words").by_code[code].words, space=GAP)
    return regex.compile(rf"\s{{1,2}}(?i:{words})(?!\w)|\s?%")


@lru_cache(maxsize=1)
def _after_name() -> regex.Pattern[str]:
    words = any_of(lexicon.load("place_words").by_code["after-name"].words, space=GAP)
    return regex.compile(rf"\s{{1,3}}(?i:{words}|{kind_words()})(?!\w)")


@lru_cache(maxsize=1)
def _no_unit() -> regex.Pattern[str]:
    words = any_of(lexicon.load("place_words").by_code["no-unit"].words, space=GAP)
    return regex.compile(rf"(?:{words})(?!\w)")
