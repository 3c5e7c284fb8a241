"""List numbering of a Word 97-2003 file, written as numbering.xml of a .docx has it."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lxml import etree

from notice_parser.reading.doc_file import LIST_OVERRIDES, LISTS, DocFile
from notice_parser.reading.doc_properties import RunLook, run_look
from notice_parser.reading.doc_styles import DocStyles
from notice_parser.reading.word_building import say
from notice_parser.reading.word_xml import NOT_XML, Element, W

_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    5: "ordinal", 22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip
_SUFFIXES = {0: "tab", 1: "space", 2: "nothing"}
_LEVELS = 9
_SIMPLE, _LEGAL, _NO_RESTART, _OWN_RESTART = 0x01, 0x04, 0x08, 0x08
_HAS_START, _HAS_FORMAT = 0x10, 0x20


def numbering(file: DocFile, styles: DocStyles) -> Element | None:
    """The element w:numbering, None where the file has no lists."""
    lists = file.structure(LISTS)
    if len(lists) < 2:
        return None
    root = etree.Element(W + "numbering")
    (count,) = struct.unpack_from("<H", lists)
    levels = _Reader(file.behind(LISTS), styles)
    known = {}
    for index in range(count):
        list_id, flags = struct.unpack_from("<i22xB", lists, 2 + 28 * index)
        abstract = etree.SubElement(root, W + "abstractNum", {W + "abstractNumId": str(index)})
        known[list_id] = index
        for level in range(1 if flags & _SIMPLE else _LEVELS):
            abstract.append(levels.level(level))
    _overrides(root, file.structure(LIST_OVERRIDES), known, styles)
    return root


def _overrides(root: Element, table: bytes, known: dict[int, int], styles: DocStyles) -> None:
    """2.9.147 LFO: which list the paragraphs with a number belong to, and what is its own."""
    count = struct.unpack_from("<I", table)[0] if len(table) >= 4 else 0
    reader = _Reader(table[4 + 16 * count :], styles)
    for index in range(count):
        list_id, own = struct.unpack_from("<i8xB", table, 4 + 16 * index)
        number = etree.SubElement(root, W + "num", {W + "numId": str(index + 1)})
        say(number, "abstractNumId", known.get(list_id, ""))
        reader.skip(4)
        for _ in range(own):
            number.append(reader.override())


class _Reader:
    """Reads levels one after the other: each says only at its end where the next begins."""

    def __init__(self, data: bytes, styles: DocStyles) -> None:
        self._data, self._at, self._styles = data, 0, styles

    def skip(self, size: int) -> None:
        self._at += size

    def override(self) -> Element:
        start, flags = struct.unpack("<iI", self._take(8))
        level = flags & 0xF
        element = etree.Element(W + "lvlOverride", {W + "ilvl": str(level)})
        if flags & _HAS_FORMAT:
            element.append(self.level(level))
        elif flags & _HAS_START:
            say(element, "startOverride", max(start, 0))
        return element

    def level(self, index: int) -> Element:
        """2.9.150 LVL."""
        head = self._take(28)
        start, kind, flags = struct.unpack_from("<iBB", head)
        follow, run_size, paragraph_size, restart = head[15], head[24], head[25], head[26]
        self.skip(paragraph_size)
        look = run_look(self._take(run_size), RunLook())
        (length,) = struct.unpack("<H", self._take(2))
        text = self._take(2 * length).decode("utf-16-le", errors="replace")
        element = etree.Element(W + "lvl", {W + "ilvl": str(index)})
        say(element, "start", max(start, 0))
        say(element, "numFmt", _FORMATS.get(kind, "decimal"))
        if flags & _NO_RESTART:
            say(element, "lvlRestart", min(restart, index))
        if flags & _LEGAL:
            say(element, "isLgl", "1")
        say(element, "suff", _SUFFIXES.get(follow, "tab"))
        say(element, "lvlText", "".join(_written(text)))
        font = self._styles.font(look)
        if font:
            run = etree.SubElement(element, W + "rPr")
            etree.SubElement(run, W + "rFonts", {W + "ascii": font})
        return element

    def _take(self, size: int) -> bytes:
        held = self._data[self._at : self._at + size]
        if len(held) < size:
            raise ValueError("a list ends in the middle")
        self._at += size
        return held


def _written(text: str) -> Iterator[str]:
    """A character below 9 stands for the number of that level: "%1" in a .docx."""
    for character in text:
        if ord(character) < _LEVELS:
            yield f"%{ord(character) + 1}"
        elif not NOT_XML.match(character):
            yield character
