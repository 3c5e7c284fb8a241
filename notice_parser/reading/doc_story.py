"""One story of a Word 97-2003 file (its main text, a note, a head) → paragraphs and tables as
a .docx has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

import regex
from lxml import etree

from notice_parser.reading.doc_properties import (
    Cell,
    ParagraphLook,
    RunLook,
    paragraph_look,
    run_look,
    style_of_run,
)
from notice_parser.reading.doc_styles import DocStyles
from notice_parser.reading.doc_text import DocText
from notice_parser.reading.word_xml import XML_SPACE, Element, W

# Character of a reference → ("footnote" or "endnote", its number).
Notes: TypeAlias = dict[int, tuple[str, int]]

_PARAGRAPH_ENDS = regex.compile(r"[\r\x07\x0c]")
_PAGE_BREAK, _CELL_END = "\x0c", "\x07"
# 2.4.3: what characters below the space mean in text.
_ELEMENTS = {
    "\t": ("tab", {}),
    "\v": ("br", {}),
    "\x0c": ("br", {"type": "page"}),
    "\x1e": ("noBreakHyphen", {}),
    "\x1f": ("softHyphen", {}),
    "\x13": ("fldChar", {"fldCharType": "begin"}),
    "\x14": ("fldChar", {"fldCharType": "separate"}),
    "\x15": ("fldChar", {"fldCharType": "end"}),
    "\xad": ("softHyphen", {}),
}
_REFERENCE, _DRAWN, _SYMBOL = "\x02", "\x08", "("
_TOKENS = regex.compile(r"[\x02\x08\t\v\x0c\x13-\x15\x1e\x1f\xad]|[^\x00-\x1f\xad]+")
_NOT_XML = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MOST_DEPTH = 30


@dataclass
class _Table:
    table: Element
    row: Element | None = None
    cell: Element | None = None


@dataclass
class StoryWriter:
    """Writes stretches of the text below an element. `notes` and `boxes` by their place."""

    text: DocText
    styles: DocStyles
    notes: Notes = field(default_factory=dict)
    boxes: dict[int, Element] = field(default_factory=dict)

    def write(self, container: Element, start: int, end: int) -> None:
        open_: list[_Table] = []
        for first, last in self._paragraphs(start, end):
            held = self.text.paragraph_of(last - 1)
            look = paragraph_look(held.modifiers, self.styles.paragraph(held.style))
            depth = min(look.depth, _MOST_DEPTH)
            del open_[depth:]
            while len(open_) < depth:
                inside = _cell(open_[-1]) if open_ else container
                open_.append(_Table(etree.SubElement(inside, W + "tbl")))
            if depth and look.row_end:
                _end_row(open_[-1], look.cells)
                continue
            place = _cell(open_[-1]) if open_ else container
            place.append(self._paragraph(first, last, held.style, look))
            ends_cell = self.text.text[last - 1] == _CELL_END and depth == 1
            if depth and (ends_cell or look.inner_cell):
                open_[-1].cell = None

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        end = min(end, len(self.text.text))
        for found in _PARAGRAPH_ENDS.finditer(self.text.text, start, end):
            yield start, found.end()
            start = found.end()
        if start < end:
            yield start, end

    def _paragraph(self, start: int, end: int, style: int, look: ParagraphLook) -> Element:
        paragraph = etree.Element(W + "p")
        properties = etree.SubElement(paragraph, W + "pPr")
        if look.centred:
            _say(properties, "jc", "center")
        if look.list and look.list < 2047:
            number = etree.SubElement(properties, W + "numPr")
            _say(number, "ilvl", str(look.level))
            _say(number, "numId", str(look.list))
        usual = self.styles.run(style)
        stop = end - 1 if self.text.text[end - 1] in "\r\x07" else end
        for first, last, modifiers in self.text.runs_of(start, end):
            base = self.styles.with_character_style(style_of_run(modifiers), usual)
            own = run_look(modifiers, base, style=base)
            if last == end:
                # The look of the paragraph's own mark is that of its list number.
                properties.append(_run_properties(own, self.styles))
            if first < stop and not own.deleted:
                self._run(paragraph, first, min(last, stop), own)
        return paragraph

    def _run(self, paragraph: Element, start: int, end: int, look: RunLook) -> None:
        run = etree.SubElement(paragraph, W + "r")
        run.append(_run_properties(look, self.styles))
        if look.symbol and look.special:
            font, code = look.symbol
            name = self.styles.font_number(font)
            for _ in range(start, end):
                etree.SubElement(run, W + "sym", {W + "char": f"{code:04X}", W + "font": name})
            return
        for token in _TOKENS.finditer(self.text.text, start, end):
            self._token(run, token[0], token.start(), special=look.special)

    def _token(self, run: Element, token: str, place: int, *, special: bool) -> None:
        if token == _REFERENCE and special:
            if place in self.notes:
                kind, number = self.notes[place]
                etree.SubElement(run, f"{W}{kind}Reference", {W + "id": str(number)})
        elif token == _DRAWN:
            if place in self.boxes:
                run.append(self.boxes.pop(place))
        elif token in _ELEMENTS:
            name, attributes = _ELEMENTS[token]
            etree.SubElement(run, W + name, {W + k: v for k, v in attributes.items()})
        else:
            text = etree.SubElement(run, W + "t", {XML_SPACE: "preserve"})
            text.text = _NOT_XML.sub("", _whole(token))


def _whole(text: str) -> str:
    """Halves of characters beyond the first plane joined."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _cell(table: _Table) -> Element:
    if table.row is None:
        table.row = etree.SubElement(table.table, W + "tr")
    if table.cell is None:
        table.cell = etree.SubElement(table.row, W + "tc")
        etree.SubElement(table.cell, W + "tcPr")
    return table.cell


def _end_row(table: _Table, cells: tuple[Cell, ...]) -> None:
    row, table.row, table.cell = table.row, None, None
    if row is None:
        return
    for element, cell in zip(row.iterfind(W + "tc"), cells, strict=False):
        properties = element.find(W + "tcPr")
        if properties is not None and cell.merged_before:
            _say(properties, "hMerge", "continue")
        if properties is not None and cell.merged_above:
            _say(properties, "vMerge", "continue")


def _run_properties(look: RunLook, styles: DocStyles) -> Element:
    properties = etree.Element(W + "rPr")
    font = styles.font(look)
    if font:
        etree.SubElement(properties, W + "rFonts", {W + "ascii": _NOT_XML.sub("", font)})
    for name, said in (
        ("b", look.bold),
        ("caps", look.capitals),
        ("smallCaps", look.small_capitals),
        ("vanish", look.hidden),
    ):
        if said:
            etree.SubElement(properties, W + name)
    if look.superscript:
        _say(properties, "vertAlign", "superscript")
    return properties


def _say(element: Element, name: str, value: str) -> None:
    etree.SubElement(element, W + name, {W + "val": value})
