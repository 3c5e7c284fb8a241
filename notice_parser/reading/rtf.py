"""RTF → Source.

Like an old Word file, it is written out as the XML of a .docx and read like one. List numbers
stand in the file as text (`\\listtext`), as the program that wrote it showed them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, cast

import regex
from lxml import etree

from notice_parser.errors import DamagedFile
from notice_parser.model import Warning
from notice_parser.reading.rtf_flow import Flow
from notice_parser.reading.rtf_fonts import Fonts
from notice_parser.reading.rtf_tokens import Token, tokens
from notice_parser.reading.sniff import RTF
from notice_parser.reading.source import Source
from notice_parser.reading.word import read_package
from notice_parser.reading.word_building import PLAIN, RunLook, add
from notice_parser.reading.word_package import Package
from notice_parser.reading.word_xml import Element, R, W
from notice_parser.settings import limits

_RUNNING = frozenset(kind + which for kind in ("header", "footer") for which in ("", "l", "r", "f"))
# What is not shown. After `\*` everything is left out that is not in `_SHOWN`.
_LEFT_OUT = frozenset((
    "colortbl", "stylesheet", "info", "pict", "objdata", "annotation", "filetbl", "xe",
    "tc", "rxe", "bkmkstart", "bkmkend", "atnid", "atnauthor", "nonshppict", "nonesttables",
    "fldinst", "sp", "revtbl", "listtable", "listoverridetable", "themedata", "datastore",
    "latentstyles", "generator", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc",
))  # fmt: skip
_SHOWN = frozenset(("shpinst", "shptxt", "nesttableprops", "shpgrp"))
_CHARACTERS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "{": "{", "}": "}", "\\": "\\"}
# The "ư" of TCVN3. LibreOffice writes it as `\-`, the hint where a word may break; in a file
# that has the letter itself, the hint is one.
_LETTER = regex.compile(rb"\\'[aA][dD]|\xad")
_CUT_OFF = Warning(
    "cut-off", "The file ends in the middle; get it again, or what is missing stays missing."
)
_TOGGLES = {"b": "bold", "caps": "capitals", "scaps": "small_capitals", "v": "hidden"}


def read_rtf(content: bytes) -> Source:
    """The lines of an RTF file. Raises DamagedFile for one that nests too deep."""
    writer = _Writer(hint="" if _LETTER.search(content) else "\xad", most_groups=limits().depth)
    for token in tokens(content):
        writer.take(token)
    source = read_package(writer.package(), media_type=RTF)
    return replace(source, warnings=(*source.warnings, _CUT_OFF)) if writer.open else source


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits from the one around it and gives back at its end."""

    look: RunLook = PLAIN
    font: int = -1
    fallback: int = 1
    deleted: bool = False
    skipped: bool = False
    fonts: bool = False
    ends: Callable[[], None] | None = None


class _Writer:
    def __init__(self, *, hint: str, most_groups: int) -> None:
        self._hint, self._most_groups = hint, most_groups
        self._document = etree.Element(W + "document")
        self._body = etree.SubElement(self._document, W + "body")
        self._fonts = Fonts()
        self._flows = [Flow(self._body, self._fonts)]
        self._stack: list[_State] = []
        self._state = _State()
        self._to_skip = 0
        self._star = False
        self._notes = {kind: etree.Element(f"{W}{kind}s") for kind in ("footnote", "endnote")}
        self._running: dict[str, Element] = {}

    def package(self) -> Package:
        while len(self._flows) > 1:
            self._end_flow()
        self._flow.end()
        section = etree.SubElement(self._body, W + "sectPr")
        for name in self._running:
            etree.SubElement(section, W + "headerReference", {R + "id": name})
        parts = {f"{kind}s": root for kind, root in self._notes.items()}
        return Package(self._document, parts, self._running)

    @property
    def open(self) -> bool:
        """Whether something was begun that has not ended."""
        return bool(self._stack)

    # -- tokens ---------------------------------------------------------------------------

    def take(self, token: Token) -> None:
        star, self._star = self._star, False
        if token.kind == "{":
            if len(self._stack) >= self._most_groups:
                raise DamagedFile(
                    "the RTF file nests deeper than any document does; save it again as DOCX"
                )
            self._stack.append(self._state)
            self._state = replace(self._state, ends=None)
            self._to_skip = 0
        elif token.kind == "}":
            if self._state.ends:
                self._state.ends()
            self._state = self._stack.pop() if self._stack else _State()
            self._to_skip = 0
        elif token.kind == "symbol":
            self._symbol(token.text)
        elif token.kind == "bytes":
            self._bytes(token.data)
        else:
            self._word(token.text, token.number, star=star)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._star = True
        elif self._skip_one() or self._state.skipped:
            return
        elif symbol in _SYMBOLS:
            self._text(_SYMBOLS[symbol])
        elif symbol == "-":
            self._text(self._hint)
        elif symbol == "_":
            self._element("noBreakHyphen")
        elif symbol in "\r\n":
            self._flow.end_paragraph()

    def _bytes(self, data: bytes) -> None:
        taken = min(self._to_skip, len(data))
        self._to_skip -= taken
        if self._state.fonts:
            self._fonts.name(self._state.font, data[taken:])
        elif not self._state.skipped and data[taken:]:
            self._text(self._fonts.decoded(data[taken:], self._state.font))

    def _skip_one(self) -> bool:
        """Whether this character only stands in for one that was written as `\\u`."""
        self._to_skip, skip = max(self._to_skip - 1, 0), self._to_skip > 0
        return skip

    def _word(self, word: str, number: int | None, *, star: bool) -> None:
        if word in _LEFT_OUT or (star and word not in _SHOWN):
            self._state = replace(self._state, skipped=True)
        elif self._state.skipped:
            return
        elif word == "fonttbl":
            self._state = replace(self._state, fonts=True)
        elif self._state.fonts:
            if word == "f" and number is not None:
                self._state = replace(self._state, font=number)
            elif word == "fcharset" and number is not None:
                self._fonts.charsets[self._state.font] = number
        elif word in _CHARACTERS:
            if not self._skip_one():
                self._text(_CHARACTERS[word])
        elif not (self._begins(word) or self._looks(word, number) or self._structure(word)):
            self._document_word(word, number)

    def _document_word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._text(chr(number % 0x10000))
            self._to_skip = self._state.fallback
        elif word == "uc":
            self._state = replace(self._state, fallback=min(max(number or 0, 0), 9))
        elif word == "ansicpg" and number in range(1250, 1259):
            self._fonts.code_page = f"cp{number}"
        elif word == "mac":
            self._fonts.code_page = "mac_roman"
        elif word == "deff":
            self._fonts.default = number or 0

    # -- what words do --------------------------------------------------------------------

    def _begins(self, word: str) -> bool:
        """Whether a text of its own begins: a note, a head, a text box."""
        if word == "footnote":
            root = self._notes["footnote"]
            number = str(len(root))
            add(self._run(), "footnoteReference", id=number)
            self._begin_flow(add(root, "footnote", id=number))
        elif word in _RUNNING:
            root = self._running[f"{word}{len(self._running)}"] = etree.Element(W + "hdr")
            self._begin_flow(root)
        elif word == "shptxt":
            self._begin_flow(add(self._run(), "txbxContent"))
        else:
            return False
        return True

    def _begin_flow(self, container: Element) -> None:
        self._flows.append(Flow(container, self._fonts))
        self._state = replace(self._state, ends=self._end_flow)

    def _end_flow(self) -> None:
        self._flow.end()
        self._flows.pop()

    def _looks(self, word: str, number: int | None) -> bool:
        look, on = self._state.look, number != 0
        if word in _TOGGLES:
            look = replace(look, **cast(dict[str, Any], {_TOGGLES[word]: on}))
        elif word in ("super", "nosupersub", "sub"):
            look = replace(look, superscript=word == "super" and on)
        elif word == "plain":
            look = PLAIN
            self._state = replace(self._state, font=-1, deleted=False)
        elif word == "deleted":
            self._state = replace(self._state, deleted=on)
        elif word == "f" and number is not None:
            self._state = replace(self._state, font=number)
        else:
            return False
        self._state = replace(self._state, look=look)
        return True

    def _structure(self, word: str) -> bool:
        if word in ("tab", "line"):
            self._element("tab" if word == "tab" else "br")
        elif word == "page":
            add(self._run(), "br", type="page")
        else:
            return self._flow.take(word)
        return True

    # -- writing --------------------------------------------------------------------------

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    def _run(self) -> Element:
        return self._flow.run((self._state.look, self._state.font))

    def _element(self, name: str) -> None:
        if not self._state.deleted:
            add(self._run(), name)

    def _text(self, text: str) -> None:
        if text and not self._state.deleted:
            self._flow.write(text, (self._state.look, self._state.font))
