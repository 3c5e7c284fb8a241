"""The list numbers and bullets that Word shows, which stand nowhere in the text.

Rules: ECMA-376 part 1, 17.9 (numbering). Lists of one abstract definition count on
together; a list with `startOverride` starts again where it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import regex

from notice_parser.reading.word_styles import PLAIN, Look, Styles, paragraph_look, run_look
from notice_parser.reading.word_symbols import plain_bullet
from notice_parser.reading.word_xml import (
    Element,
    W,
    child_number,
    child_value,
    number,
    switch,
)

_PLACE = regex.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 3999
_MAX_LETTERS = 780  # as Word: a … z, aa … zz, and so on up to thirty letters
_LAST_LEVEL = 8  # a list of Word has nine levels
_NOTE_SIGNS = "*†‡§"
_WITHOUT_NUMBER = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` has %1 … %9 where the numbers of the levels go."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    look: Look = PLAIN


@dataclass(frozen=True, slots=True)
class List:
    """One `w:num`: its abstract definition, its levels, and where it starts again."""

    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """A list number or bullet; `apart` says whether a space or tab parts it from the text."""

    text: str
    apart: bool


def format_number(value: int, form: str) -> str:
    """`value` in a format of Word (`w:numFmt`); one that is not known counts in decimals."""
    if form in _WITHOUT_NUMBER:
        return ""
    if form == "decimalZero":
        return f"{value:02d}"
    if form in {"lowerRoman", "upperRoman"} and 0 < value <= _MAX_ROMAN:
        return _cased(_roman(value), form)
    if form in {"lowerLetter", "upperLetter"} and 0 < value <= _MAX_LETTERS:
        return _cased(chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1), form)
    if form == "chicago" and 0 < value <= _MAX_LETTERS:
        return _NOTE_SIGNS[(value - 1) % 4] * ((value - 1) // 4 + 1)
    return str(value)


def _cased(text: str, form: str) -> str:
    return text.upper() if form.startswith("upper") else text


def _roman(value: int) -> str:
    digits = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        digits += letters * count
    return digits


@dataclass
class Numbering:
    """The lists of a file and how far each has counted. `marker` counts on: call it once a
    paragraph, in document order."""

    lists: Mapping[str, List]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def marker(self, look: Look, *, own_level: int | None, styles: list[str]) -> Marker | None:
        """The marker of the next paragraph, None where it is in no list.

        `look` includes what the paragraph inherits, `own_level` is what it says itself;
        `styles` are the ids of its style and of those that this one is based on.
        """
        list_id = look.list_id or ""
        used = self.lists.get(list_id)
        if used is None:
            return None
        index = own_level if own_level is not None else _linked_level(used, look, styles)
        level = used.levels.get(index)
        if level is None:
            return None
        text = _shown(used, level, self._count(list_id, used, index))
        return Marker(text, apart=level.suffix != "nothing") if text else None

    def _count(self, list_id: str, used: List, index: int) -> dict[int, int]:
        counts = self._counts.setdefault(used.abstract, {})
        start = used.levels[index].start
        if index in used.starts and (list_id, index) not in self._begun:
            counts.pop(index, None)
            start = used.starts[index]
        self._begun.add((list_id, index))
        counts[index] = counts[index] + 1 if index in counts else start
        for lower in [i for i in counts if i > index and _restarts(used.levels.get(i), index)]:
            del counts[lower]
        return counts


def _restarts(level: Level | None, higher: int) -> bool:
    """Whether a paragraph of the 0-based level `higher` makes `level` start again.

    `w:lvlRestart` 0 is never; k is after level k (1-based) or one above it; absent is always.
    """
    return level is None or level.restart is None or higher < level.restart


def _linked_level(used: List, look: Look, styles: list[str]) -> int:
    """The level that names the paragraph's style as its own (headings), else the style's."""
    linked = {level.style: index for index, level in used.levels.items() if level.style}
    return next((linked[s] for s in styles if s in linked), look.list_level or 0)


def _shown(used: List, level: Level, counts: Mapping[int, int]) -> str:
    if level.look.hidden:
        return ""
    if level.format == "bullet":
        return plain_bullet(level.text, level.look.font or "")

    def number_at(match: regex.Match[str]) -> str:
        index = int(match.group(1)) - 1
        other = used.levels.get(index, Level())
        value = counts.get(index, used.starts.get(index, other.start))
        plain = level.legal and other.format not in _WITHOUT_NUMBER
        return format_number(value, "decimal" if plain else other.format)

    text = _PLACE.sub(number_at, level.text)
    return text.upper() if level.look.capitals else text


def read_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists of the part numbering.xml; without that part there are none."""
    if root is None:
        return Numbering({})
    abstracts = {e.get(W + "abstractNumId", ""): e for e in root.findall(W + "abstractNum")}
    numbers = {e.get(W + "numId", ""): e for e in root.findall(W + "num")}

    def with_levels(abstract: Element) -> Element:
        # A definition with `numStyleLink` borrows the levels of the one behind a list style.
        style = styles.definitions.get(child_value(abstract, "numStyleLink") or "")
        list_id = paragraph_look(None if style is None else style.find(W + "pPr")).list_id
        borrowed = child_value(numbers.get(list_id or ""), "abstractNumId") or ""
        return abstracts.get(borrowed, abstract)

    return Numbering(
        {
            list_id: _list(name, with_levels(abstracts[name]), element)
            for list_id, element in numbers.items()
            if list_id != "0" and (name := child_value(element, "abstractNumId") or "") in abstracts
        }
    )


def _list(abstract: str, definition: Element, element: Element) -> List:
    levels = {_index(e): _level(e) for e in definition.findall(W + "lvl")}
    starts: dict[int, int] = {}
    for override in element.findall(W + "lvlOverride"):
        own = override.find(W + "lvl")
        if own is not None:
            levels[_index(override)] = _level(own)
        start = child_number(override, "startOverride")
        if start is not None:
            starts[_index(override)] = start
    return List(abstract, levels, starts)


def _index(element: Element) -> int:
    return min(number(element.get(W + "ilvl")) or 0, _LAST_LEVEL)


def _level(element: Element) -> Level:
    start = child_number(element, "start")
    return Level(
        format=child_value(element, "numFmt") or "decimal",
        text=child_value(element, "lvlText") or "",
        start=0 if start is None else start,
        suffix=child_value(element, "suff") or "tab",
        restart=child_number(element, "lvlRestart"),
        legal=switch(element, "isLgl") or False,
        style=child_value(element, "pStyle") or "",
        look=run_look(element.find(W + "rPr")),
    )
