"""One text of an RTF file (the body, a note, a head) on its way into the XML of a .docx."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from notice_parser.reading.rtf_fonts import Fonts
from notice_parser.reading.word_building import (
    PLAIN,
    Blocks,
    MergedCell,
    RunLook,
    add,
    add_text,
    run_properties,
    say,
)
from notice_parser.reading.word_xml import NOT_XML, Element, W

_SYMBOL_CHARSET = 2
# How text looks, and the number of its font.
Looks = tuple[RunLook, int]


class Flow:
    """Its paragraphs and tables so far, and the paragraph that is being written. Text waits until
    the look changes: a byte or half a character may come alone."""

    def __init__(self, container: Element, fonts: Fonts) -> None:
        self._fonts = fonts
        self._blocks = Blocks(container)
        self._paragraph: Element | None = None
        self._waiting: list[str] = []
        self._looks: Looks = (PLAIN, -1)
        self._centred = False
        self._depth = 0
        self._cells: list[MergedCell] = []
        self._next_cell = MergedCell()

    def write(self, text: str, looks: Looks) -> None:
        if self._looks != looks:
            self._write_waiting()
            self._looks = looks
        self._waiting.append(text)

    def run(self, looks: Looks) -> Element:
        """A new run after the text that waits to be written."""
        self._write_waiting()
        return self._new_run(looks)

    def end(self) -> None:
        if self._paragraph is not None or self._waiting:
            self.end_paragraph()

    def end_paragraph(self, *, least_depth: int = 0) -> None:
        self._write_waiting()
        paragraph = self._paragraph if self._paragraph is not None else etree.Element(W + "p")
        properties = etree.Element(W + "pPr")
        if self._centred:
            say(properties, "jc", "center")
        paragraph.insert(0, properties)
        self._blocks.to_depth(max(self._depth, least_depth))
        self._blocks.add(paragraph)
        self._paragraph = None

    def take(self, word: str) -> bool:
        """Does what a control word says of paragraphs, rows and cells; False for one that says
        nothing of them."""
        if word in ("par", "sect"):
            self.end_paragraph()
        elif word in ("cell", "nestcell"):
            self.end_paragraph(least_depth=1)
            self._blocks.end_cell()
        elif word in ("row", "nestrow"):
            self._blocks.end_row(tuple(self._cells))
        elif word in ("qc", "ql", "qr", "qj"):
            self._centred = word == "qc"
        elif word == "pard":
            self._centred, self._depth = False, 0
        elif word == "intbl":
            self._depth = max(self._depth, 1)
        else:
            return self._take_cell(word)
        return True

    def _take_cell(self, word: str) -> bool:
        if word == "trowd":
            self._cells, self._next_cell = [], MergedCell()
        elif word == "clvmrg":
            self._next_cell = replace(self._next_cell, above=True)
        elif word == "clmrg":
            self._next_cell = replace(self._next_cell, before=True)
        elif word == "cellx":
            self._cells.append(self._next_cell)
            self._next_cell = MergedCell()
        else:
            return False
        return True

    def _new_run(self, looks: Looks) -> Element:
        if self._paragraph is None:
            self._paragraph = etree.Element(W + "p")
        look, font = looks
        run = add(self._paragraph, "r")
        run.append(run_properties(replace(look, font=self._fonts.of(font)[0])))
        return run

    def _write_waiting(self) -> None:
        text, self._waiting = "".join(self._waiting), []
        if not text:
            return
        run = self._new_run(self._looks)
        name, charset = self._fonts.of(self._looks[1])
        if charset == _SYMBOL_CHARSET and not text.isspace():
            for character in text:
                add(run, "sym", char=f"{ord(character):04X}", font=NOT_XML.sub("", name))
        else:
            add_text(run, text)
