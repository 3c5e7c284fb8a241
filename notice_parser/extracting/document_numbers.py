"""Number and symbol of a document: "5/2021/TT-BNV" read as number, year, type and issuer.

61/2018/NĐ-CP · 01/NQ-CP · 12-NQ/TU · 1234/SNV-CCHC · 45/2013/QH13 · 25-HĐBT · 02/CP ·
183/2010/TTLT-BTC-BNN · 1141 TC/QĐ/CĐKT · damaged: 61/2018/NĐ -CP · 61/2018/NĐCP · 31  /BC ·
08/2012 TT-BNV · 4405/VPCP- KSTT · 08 a/2010/TT-BTP · 1357TC/QĐ-TCT
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import regex

from notice_parser.extracting.agencies import (
    Agency,
    agency_of_symbol,
    issuer_name,
    official_spelling,
)
from notice_parser.extracting.document_types import (
    DocumentType,
    alternatives,
    by_abbreviation,
    document_types,
)
from notice_parser.text import SPACE

# Capitals with few small letters among them: "TTg", "CTr", "QyĐ", "QH13", "BGD&ĐT".
_GROUP = r"\p{Lu}(?:[\p{Lu}0-9&]|[ghirty]{1,2}(?!\p{Ll}))*+(?!\p{Ll})"
_SPACED = r"(?:\h[-–]\h?|[-–]\h)"  # "61/2018/NĐ -CP"
# "4405/VPCP- KSTT", but not "12/QĐ-UBND - UBND xã" or "12/QĐ-UBND- UBND xã"
_BROKEN = r"(?:-\h|\h-)(?=\p{Lu}{2})(?!\h?(?:UB|HĐ)ND)"
_SYMBOL = (
    rf"(?:(?=\p{{Lu}}\w{{0,7}}{_SPACED})(?:TYPES){_SPACED})?"  # the look ahead saves the list
    rf"{_GROUP}(?:(?:[-–/.]|{_BROKEN}){_GROUP}){{0,7}}(?:(?<=QH)\h[0-9]{{1,2}}\b)?"
)
# "QCVN 06:2021/BXD" is a standard, "1/2/2023" a date, "9.061/2018" part of a figure.
_NUMBERED = (
    # "số 1.256/UBND-NC" has its thousands parted.
    r"(?<![0-9A-Za-z/.,–-]|[0-9]:)(?P<digits>(?:(?<=[Ss]ố\h)[1-9][0-9]?\.(?=[0-9]{3}/))?[0-9]{1,6})"
    r"(?:\h(?=[a-zđ]/[0-9]{4}/))?(?P<letter>[a-hjkmnp-zđA-C]?)"  # "08 a/2010/TT-BTP"
    # "18/013/TT-BGTVT" has lost a digit.
    r"(?:\h?/\h?(?P<year>(?:19|20)[0-9]{2}|0[0-2][0-9](?=/\p{Lu})))?"
    r"(?P<mark>\h{0,3}/\h?|-|\h(?=\p{Lu}{2,6}[/-]\p{Lu}|(?:CP|TTg|HĐBT)\b)"
    r"|(?=\p{Lu}{2,6}/\p{Lu}))"  # "1357TC/QĐ-TCT" has lost a space
    rf"(?P<symbol>{_SYMBOL})"
)
# What joins number and symbol is rare and literal, so it is searched first: fifteen times
# faster than a search that begins with digits. The module re is faster than regex here and for
# short pieces; it has no `\p{Lu}`, so whatever is no small letter is let through.
_JOINTS = (
    re.compile(rf"/(?={SPACE}?[^\W\d_a-zđ])(?<=[0-9a-zđA-CIO \t\xa0]/)"),
    re.compile(r"-(?=[^\W\d_a-zđ])(?:(?<=[0-9]-)|(?<=[0-9][a-zđA-C]-))"),
)
# A number in small letters: "1234/ubnd-nc", "61/2018/nđ-cp".
_SMALL_JOINT = re.compile(r"/(?=[a-zđ]{2,6}-[a-zđ])(?<=[0-9]/)")
_SMALL_SYMBOL = re.compile(r"[a-zđ]{2,6}(?:-[a-zđ]{2,12}){1,3}(?![\w/])")
# Letters that a scan has for figures: "6l/2018/", "1O7/2021/", "45/2O20/".
_MISREAD = re.compile(r"(?<![\w/.,–-])(?=[lIO]?[0-9])[0-9lIO]{1,5}(?:/[12][09O][0-9O]{2})?[/-]\Z")
_FIGURES = str.maketrans("lIO", "110")
# How nearly every number is written, between spaces or marks. Whatever could be read otherwise
# is left to `_numbered`.
_PLAIN = re.compile(
    r"([0-9]{1,6})([a-hjkmnp-zđ]?)(?:/((?:19|20)[0-9]{2}))?([/-])"
    r"([A-ZĐƯ]{2,}(?:r|[0-9]{0,2})(?:[/-][A-ZĐƯ]{1,12}(?:[gr]|[0-9]{0,2}))*)"
    r"(?=[,;)*”\n]|[.:]\s| (?![-–/A-ZĐ0-9]))"
)
_LONGEST = 24  # characters of a number with its year and what joins it to its symbol
_DIGITS = regex.compile(
    r"(?r)(?<![0-9])(?:(?<=[Ss]ố\h)[1-9][0-9]?\.)?[0-9]{1,6}(?:\h?[a-zđ]|[A-C])?(?:\h?/\h?(?:19|20|0)[0-9]{2})?\h{0,3}[/-]"
)


class Symbol(NamedTuple):
    """`official` is the symbol in official form, with what joins it to its number.

    `kind` and `agencies` are what it says, `national` the issuer where there is one of it in the
    country; `warnings` what had to be repaired; `old_form` has a space before it
    ("1141 TC/QĐ/CĐKT"); `of_letter` begins with an office ("SNV-CCHC").
    """

    official: str
    kind: DocumentType | None
    agencies: tuple[Agency, ...]
    national: str
    warnings: tuple[str, ...]
    old_form: bool
    of_letter: bool


class DocumentNumber(NamedTuple):
    """`official` is the number in official form; `year` what the number itself says ("")."""

    official: str
    digits: str
    year: str
    symbol: Symbol
    warnings: tuple[str, ...]


@lru_cache(maxsize=1)
def _numbered() -> regex.Pattern[str]:
    abbreviations = alternatives(
        a for kind in document_types().values() for a in kind.abbreviations
    )
    return regex.compile(_NUMBERED.replace("TYPES", abbreviations))


def find_numbers(text: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """Start, end and reading of every number with a symbol; the same one may come twice."""
    for joint in _JOINTS:
        for match in joint.finditer(text):
            end = match.end()
            first = end - _LONGEST if end > _LONGEST else 0
            start = text.rfind(" ", first, end) + 1
            plain = _PLAIN.match(text, start) if start else None
            if plain and plain.end(4) == end:
                yield start, plain.end(), read_number(*plain.groups(""))
                continue
            digits = _DIGITS.match(text, first, end)
            found = number_at(text, digits.start()) if digits else None
            if digits and found:
                yield digits.start(), *found
            else:
                yield from _misread(text, first, end)
    for match in _SMALL_JOINT.finditer(text):
        yield from _in_small_letters(text, match.end())


def _misread(text: str, first: int, joint: int) -> Iterator[tuple[int, int, DocumentNumber]]:
    """The number before the `joint` with the figures that a scan took for letters."""
    written = _MISREAD.search(text, first, joint)
    if written and written[0] != (figures := written[0].translate(_FIGURES)):
        yield from _repaired(text, written.start(), figures + text[joint : joint + _LONGEST])


def _in_small_letters(text: str, joint: int) -> Iterator[tuple[int, int, DocumentNumber]]:
    digits = _DIGITS.match(text, max(0, joint - _LONGEST), joint)
    symbol = _SMALL_SYMBOL.match(text, joint)
    if digits and symbol:
        written = digits[0] + symbol[0].upper() + text[symbol.end() : symbol.end() + 2]
        for found in _repaired(text, digits.start(), written):
            if found[2].symbol.kind or found[2].symbol.agencies:
                yield found


def _repaired(text: str, start: int, meant: str) -> Iterator[tuple[int, int, DocumentNumber]]:
    """The number at `start` as it was `meant`, letter by letter."""
    before = text[max(0, start - 4) : start]
    if found := number_at(before + meant, len(before)):
        end, number = found
        warnings = tuple(dict.fromkeys((*number.warnings, "number-repaired")))
        yield start, start + end - len(before), number._replace(warnings=warnings)


def number_at(text: str, start: int) -> tuple[int, DocumentNumber] | None:
    """End and reading of the number with a symbol that begins at `start`."""
    plain = _PLAIN.match(text, start) if text[start - 1 : start] == " " else None
    if plain:
        return plain.end(), read_number(*plain.groups(""))
    match = _numbered().match(text, start)
    if match is None:
        return None
    digits, letter, year, mark, symbol = match.group("digits", "letter", "year", "mark", "symbol")
    if year and mark == " ":  # "08/2012 TT-BNV" has lost a stroke
        mark = " /"
    number = read_number(digits, letter, year or "", mark or " ", symbol)
    if not mark or match.start("letter") > match.end("digits"):
        number = number._replace(warnings=(*number.warnings, "number-repaired"))
    return match.end(), number


def read_number(digits: str, letter: str, year: str, mark: str, symbol: str) -> DocumentNumber:
    """The parts of a number, put into official form.

    A number below ten gets its leading zero (Nghị định 30/2020/NĐ-CP, annex I, II.2).
    """
    read = read_symbol(mark, symbol)
    warnings = read.warnings
    if len(year) == 3 or "." in digits:  # "18/013/TT-BGTVT", "1.256/UBND-NC"
        year = f"2{year}" if len(year) == 3 else year
        digits, warnings = digits.replace(".", ""), ("number-repaired",)
    own = official_digits(digits) + letter
    official = f"{own}/{year}{read.official}" if year else own + read.official
    return DocumentNumber(official, own, year, read, warnings)


@lru_cache(maxsize=16384)
def read_symbol(mark: str, symbol: str) -> Symbol:
    """The symbol and the mark before it, put into official form: there are few of them."""
    groups, joints = _split(symbol)
    old_form = mark.isspace()  # "1141 TC/QĐ/CĐKT": the office first
    order = (1, 0) if old_form else (0, 1)
    at = next((i for i in order if i < len(groups) and _kind(groups[i])), None)
    kind = _kind(groups[at]) if at is not None else None
    offices = (agency_of_symbol(group) for i, group in enumerate(groups) if i != at)
    agencies = tuple(agency for agency in offices if agency)
    if kind is None or kind.code != "thong-tu-lien-tich":
        agencies = agencies[:1]
    one_of_it = agencies and agencies[0].scope == "national"
    lost_stroke = old_form and at == 0 and joints[:1] == ("-",)  # "20 KH-UBND"
    separator = "/" if "/" in mark or lost_stroke else mark
    written = "".join(a + b for a, b in zip(groups, (*joints, ""), strict=True))
    repaired = mark != separator or symbol.replace("–", "-") != written
    return Symbol(
        separator + written,
        kind,
        agencies,
        "|".join(issuer_name(agency, "") for agency in agencies) if one_of_it else "",
        ("number-repaired",) if repaired else (),
        old_form,
        agency_of_symbol(groups[0]) is not None,
    )


def official_digits(digits: str) -> str:
    """ "5" is "05"; "0157" stays as the office writes it."""
    return digits.rjust(2, "0")


def _split(symbol: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Groups and what joins them, glued ones apart: "NĐCP" gives "NĐ", "CP"."""
    parts = regex.split(
        r"(\h?[-–]\h?|[/.])", symbol.replace(" ", "") if _QH.search(symbol) else symbol
    )
    groups: list[str] = []
    joints: list[str] = []
    for index, part in enumerate(parts):
        if index % 2:
            joints.append("/" if part == "/" else "-")
            continue
        unglued = _unglue(part) if index == 0 else (part,)
        groups.extend(official_spelling(group) for group in unglued)
        joints.extend("-" * (len(unglued) - 1))
    return tuple(groups), tuple(joints)


_QH = regex.compile(r"QH\h[0-9]")


def _unglue(group: str) -> tuple[str, ...]:
    if _kind(group) or agency_of_symbol(group):
        return (group,)
    for cut in range(len(group) - 1, 1, -1):
        if _kind(group[:cut]) and agency_of_symbol(group[cut:]):
            return group[:cut], group[cut:]
    return (group,)


def _kind(group: str) -> DocumentType | None:
    return by_abbreviation().get(group.upper())
