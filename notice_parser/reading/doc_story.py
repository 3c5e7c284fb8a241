"""One story of a Word 97-2003 file (its main text, a note, a head) → paragraphs and tables as
a .docx has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import regex
from lxml import etree

from notice_parser.reading.doc_properties import (
    ParagraphLook,
    RunLook,
    paragraph_look,
    run_look,
    style_of_run,
)
from notice_parser.reading.doc_styles import DocStyles
from notice_parser.reading.doc_text import DocText
from notice_parser.reading.word_building import (
    Blocks,
    MergedCell,
    add,
    add_text,
    run_properties,
    say,
)
from notice_parser.reading.word_building import RunLook as Look
from notice_parser.reading.word_xml import NOT_XML, Element, W

# Character of a reference → ("footnote" or "endnote", its number).
Notes: TypeAlias = dict[int, tuple[str, int]]

_PARAGRAPH_ENDS = regex.compile(r"[\r\x07\x0c]")
_CELL_END = "\x07"
# 2.4.3: what characters below the space mean in text.
_ELEMENTS = {
    "\t": ("tab", {}),
    "\v": ("br", {}),
    "\x0c": ("br", {"type": "page"}),
    "\x1e": ("noBreakHyphen", {}),
    "\x13": ("fldChar", {"fldCharType": "begin"}),
    "\x14": ("fldChar", {"fldCharType": "separate"}),
    "\x15": ("fldChar", {"fldCharType": "end"}),
}
_REFERENCE, _DRAWN = "\x02", "\x08"
_TOKENS = regex.compile(r"[\x02\x08\t\v\x0c\x13-\x15\x1e]|[^\x00-\x1e]+")
# The "ư" of TCVN3. LibreOffice writes it as the hint where a word may break; in a file that
# has the letter itself, the hint is one.
_LETTER, _HINT = "\xad", "\x1f"


@dataclass
class StoryWriter:
    """Writes stretches of the text below an element. `notes` and `boxes` by their place."""

    text: DocText
    styles: DocStyles
    notes: Notes = field(default_factory=dict)
    boxes: dict[int, Element] = field(default_factory=dict)

    @cached_property
    def _has_letter(self) -> bool:
        return _LETTER in self.text.text

    def write(self, container: Element, start: int, end: int) -> None:
        blocks = Blocks(container)
        for first, last in self._paragraphs(start, end):
            held = self.text.paragraph_of(last - 1)
            look = paragraph_look(held.modifiers, self.styles.paragraph(held.style))
            blocks.to_depth(look.depth)
            if look.depth and look.row_end:
                blocks.end_row(
                    tuple(MergedCell(c.merged_before, c.merged_above) for c in look.cells)
                )
                continue
            blocks.add(self._paragraph(first, last, held.style, look))
            ends_cell = self.text.text[last - 1] == _CELL_END and look.depth == 1
            if ends_cell or look.inner_cell:
                blocks.end_cell()

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
            say(properties, "jc", "center")
        if look.list and look.list < 2047:
            number = etree.SubElement(properties, W + "numPr")
            say(number, "ilvl", str(look.level))
            say(number, "numId", str(look.list))
        usual = self.styles.run(style)
        stop = end - 1 if self.text.text[end - 1] in "\r\x07" else end
        for first, last, modifiers in self.text.runs_of(start, end):
            base = self.styles.with_character_style(style_of_run(modifiers), usual)
            own = run_look(modifiers, base, style=base)
            if last == end:
                # The look of the paragraph's own mark is that of its list number.
                properties.append(_visible(own, self.styles))
            if first < stop and not own.deleted:
                self._run(paragraph, first, min(last, stop), own)
        return paragraph

    def _run(self, paragraph: Element, start: int, end: int, look: RunLook) -> None:
        run = etree.SubElement(paragraph, W + "r")
        run.append(_visible(look, self.styles))
        if look.symbol and look.special:
            font, code = look.symbol
            name = self.styles.font_number(font)
            for _ in range(start, end):
                add(run, "sym", char=f"{code:04X}", font=NOT_XML.sub("", name))
            return
        for token in _TOKENS.finditer(self.text.text, start, end):
            self._token(run, token[0], token.start(), special=look.special)

    def _token(self, run: Element, token: str, place: int, *, special: bool) -> None:
        if token == _REFERENCE and special:
            if place in self.notes:
                kind, number = self.notes[place]
                add(run, f"{kind}Reference", id=str(number))
        elif token == _DRAWN:
            if place in self.boxes:
                run.append(self.boxes.pop(place))
        elif token in _ELEMENTS:
            name, attributes = _ELEMENTS[token]
            add(run, name, **attributes)
        else:
            hint = "" if self._has_letter else _LETTER
            add_text(run, token.replace(_HINT, hint))


def _visible(look: RunLook, styles: DocStyles) -> Element:
    return run_properties(
        Look(
            bold=look.bold,
            capitals=look.capitals,
            small_capitals=look.small_capitals,
            hidden=look.hidden,
            superscript=look.superscript,
            font=styles.font(look),
        )
    )
