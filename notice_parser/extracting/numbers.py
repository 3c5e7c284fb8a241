"""Numbers as Vietnamese offices write them, as exact decimals.

The point groups thousands and the comma begins the decimals: 1.234.567 · 1.234,5 · 97,83.
A typist who learned it the other way writes 98.5% or 1,234,567: these are read too, with a
warning wherever two readings are possible. What has no reading ("1.2.3") has no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

DECIMAL_POINT = "decimal-point"
AMBIGUOUS_SEPARATOR = "ambiguous-separator"
SPACE_IN_NUMBER = "space-in-number"

# Beginning with a plain set, which is found fast; what follows a number may be taken too.
_NUMERAL = re.compile(r"[0-9](?:[0-9.,]*[0-9])?")
# "1 234 567 đồng": groups of exactly three, never after a telephone's leading zero
_MORE_GROUPS = re.compile(r"(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4}+(?![0-9]|[.,][0-9])")
_FIRST_GROUP = re.compile(r"[1-9][0-9]{0,2}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})++(?:,[0-9]++)?")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]++)?|(?:,[0-9]{3})+\.[0-9]++)")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?:[ \u00a0\u2009\u202f][0-9]{3})++")
_MAX_DIGITS = 24


class Numeral(NamedTuple):
    """Digits with their separators at `[start, end)` of a line."""

    start: int
    end: int
    text: str


class Reading(NamedTuple):
    """What a numeral means, and what a person should check."""

    value: Decimal
    warnings: tuple[str, ...] = ()


_ROMAN = frozenset("IVX")


def find_numerals(line: str) -> Iterator[Numeral]:
    """Every run of digits and separators that no letter precedes ("B2", "Covid-19")."""
    position = 0
    for match in _NUMERAL.finditer(line):
        start, end = match.span()
        if start < position or (start > 0 and _inside_word(line, start)):
            continue
        more = _MORE_GROUPS.match(line, end)
        if more and _FIRST_GROUP.fullmatch(line, start, end):
            end = more.end()
        yield Numeral(start, end, line[start:end])
        position = end


def _inside_word(line: str, start: int) -> bool:
    before = line[start - 1]
    if before == " ":  # nearly all
        return False
    if before in "-–":  # "Covid-19"
        return line[start - 2 : start - 1].isalpha()
    if before == "/":  # "Quý II/2023", but not "20 km/30 phút"
        return line[start - 2 : start - 1] in _ROMAN
    return before.isalnum() or before == "_"


def read_numeral(text: str, *, whole: bool = False, small: bool = False) -> Reading | None:
    """The value of `text`, None where it has none.

    `whole`: what is counted cannot be divided, so "1,234 hồ sơ" is 1234 and "2.1 hồ sơ" is a
    heading number. `small`: a value of four digits would be absurd, so "98.567%" is 98.567.
    """
    if len(text) > _MAX_DIGITS:
        return None
    if text.isdigit():
        return Reading(Decimal(text))
    if _SPACED.fullmatch(text):
        return Reading(Decimal("".join(text.split())), (SPACE_IN_NUMBER,))
    if _ENGLISH.fullmatch(text):
        return Reading(Decimal(text.replace(",", "")), (AMBIGUOUS_SEPARATOR,))
    if _GROUPED.fullmatch(text):
        return _grouped(text, small)
    return _decimal(text, whole)


def _grouped(text: str, small: bool) -> Reading:
    if small and text.count(".") == 1 and "," not in text:
        return Reading(Decimal(text), (AMBIGUOUS_SEPARATOR,))
    return Reading(Decimal(text.replace(".", "").replace(",", ".")))


def _decimal(text: str, whole: bool) -> Reading | None:
    head, separator, tail = text.partition("," if "," in text else ".")
    if not (head.isdigit() and tail.isdigit()):
        return None
    if whole:
        if separator == "," and len(tail) == 3 and head[0] != "0" and len(head) <= 3:
            return Reading(Decimal(head + tail), (AMBIGUOUS_SEPARATOR,))
        if separator == ".":
            return None
    warnings = (DECIMAL_POINT,) if separator == "." else ()
    return Reading(Decimal(f"{head}.{tail}"), warnings)
