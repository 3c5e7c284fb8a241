"""List markers at the start of a paragraph: I. · 1. · 1.1. · I.1. · A1. · a) · (1) · - · "- +".

A marker can be read in more than one way ("i)" is a letter after "h)", else a Roman one;
"đ" and "e" both follow "d"): `read_marker` gives every reading and the outline chooses the
one that goes on with a list already open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

_BULLETS = "-–—−‒+•*▪■●○◦❖►➢➤✓✔§·"
_DASHES = str.maketrans(dict.fromkeys("–—−‒", "-"))
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_ORDINAL_WORDS = {
    "nhất": 1,
    "hai": 2,
    "ba": 3,
    "một": 1,
    "tư": 4,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
}

# A bullet is followed by a space or, typed in haste, at once by a capital: "-Công tác".
# "- +" nests two bullets in one paragraph; the inner one counts.
_BULLET = regex.compile(rf"(?:[{_BULLETS}]\s*)*+(?<=([{_BULLETS}])\s*)(?:(?<=\s)|(?=\p{{Lu}}))")
_ORDINAL = regex.compile(
    r"""
    (?P<counted>Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám)\s+là\s*[,:]\s*
  | (?P<word>(?i:Phần|Mục|Chương|Điều))\s+(?i:thứ\s+)?
        (?P<word_ordinal>[IVXLC]+|[A-H]|\d{1,3}|(?i:nhất|hai|ba|tư|bốn|năm|sáu))\b\s*[.:)\-–]?(?:\s+|$)
  | (?P<multi>\d{1,2}(?:\.\d{1,2}){1,4})[.)]?(?:\s+(?=[\p{L}("“\[])|(?=\p{Lu}))
  | (?P<lead>[A-H]|[IVX]{1,5})
        (?:\.(?P<rest>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?|(?P<rest>\d{1,2}(?:\.\d{1,2}){0,3})[.)])
        (?:\s+(?=[\p{L}("“\[])|(?=\p{Lu}))
  | (?P<open>\()?(?P<single>\d{1,3}|[IVXLC]{1,7}|[ivx]{2,5}|\p{L})\s?
        (?P<close>[.)/]|[-–](?=\s+["“(]?\p{L}|\p{Lu}\p{L}))
        (?:\s+|(?=\p{Lu}\p{L}))
  | (?P<bare>\d{1,2}|[IVX]{1,5})\s+(?=\p{Lu})
    """,
    regex.VERBOSE,
)
_ROMAN = regex.compile(r"(?=[IVXLC])(?:X{0,3})(?:IX|IV|V?I{0,3})", regex.IGNORECASE)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a marker: its `scheme` ("1.", "a)", "I.", "-") and ordinals.

    `ordinals` is empty for bullets, one number for plain lists, several for "1.1.2".
    """

    scheme: str
    ordinals: tuple[int, ...] = ()

    @property
    def follows_none(self) -> bool:
        return not self.ordinals or self.ordinals[-1] == 1


@dataclass(frozen=True, slots=True)
class Marker:
    """`text` is the marker as written; the paragraph's own words begin at `end`."""

    text: str
    end: int
    readings: tuple[Reading, ...]

    @property
    def bullet(self) -> bool:
        return not self.readings[0].ordinals


def read_marker(text: str, start: int, end: int) -> Marker | None:
    """The marker at the start of the paragraph `text[start:end]`."""
    bullet = _BULLET.match(text, start, end)
    if bullet and bullet.end() > start:
        scheme = bullet[1].translate(_DASHES)
        return Marker(bullet.group().strip(), bullet.end(), (Reading(scheme),))
    match = _ORDINAL.match(text, start, end)
    readings = tuple(dict.fromkeys(_readings(match))) if match else ()
    if not match or not readings:
        return None
    return Marker(match.group().strip(), match.end(), readings)


def _readings(match: regex.Match[str]) -> Iterator[Reading]:
    if match["counted"]:
        yield Reading("một là", (_ORDINAL_WORDS[match["counted"].lower()],))
    elif match["word"]:
        sign = match["word_ordinal"]
        # "PHẦN C" comes after "PHẦN B"; as a Roman number it would be a hundred.
        letters = len(sign) == 1 and sign in "ABCDEFGH"
        number = _LATIN.index(sign.lower()) + 1 if letters else _number(sign)
        if number:
            yield Reading(match["word"].lower(), (number,))
    elif match["lead"]:
        # "A1.", "I.2.", "II.2.1": below "A.", "I.", "II.".
        lead = match["lead"]
        first = _LATIN.index(lead.lower()) + 1 if lead in "ABCDEFGH" else _number(lead)
        yield Reading("A1", (first, *(int(part) for part in match["rest"].split("."))))
    elif match["multi"]:
        yield Reading("1.1", tuple(int(part) for part in match["multi"].split(".")))
    elif match["bare"]:
        # "I KẾT QUẢ", "2 Công tác": the dot was forgotten. The outline accepts it only where
        # a list is open that it goes on with.
        style = "1." if match["bare"].isdigit() else "I."
        yield Reading(style + "?", (_number(match["bare"]),))
    else:
        close = match["close"].translate(_DASHES)
        yield from _single(match["single"], (match["open"] or "") + "{}" + close)


def _single(sign: str, frame: str) -> Iterator[Reading]:
    if sign.isdigit():
        yield Reading(frame.format("1"), (int(sign),))
        return
    case = "I" if sign[0].isupper() else "i"
    roman = _ROMAN.fullmatch(sign)
    letter = "A" if sign[0].isupper() else "a"
    if roman and (len(sign) > 1 or sign.lower() in "ivx"):
        yield Reading(frame.format(case), (_number(sign),))
    if len(sign) == 1:
        for alphabet in (_VIETNAMESE, _LATIN):
            if sign.lower() in alphabet:
                yield Reading(frame.format(letter), (alphabet.index(sign.lower()) + 1,))


def _number(sign: str) -> int:
    if sign.isdigit():
        return int(sign)
    if sign.lower() in _ORDINAL_WORDS:
        return _ORDINAL_WORDS[sign.lower()]
    values = [_ROMAN_VALUES.get(c, 0) for c in sign.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
