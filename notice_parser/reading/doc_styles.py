"""Styles and fonts of a Word 97-2003 file."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

from notice_parser.reading.doc_file import FONTS, STYLES, DocFile
from notice_parser.reading.doc_properties import (
    ParagraphLook,
    RunLook,
    paragraph_look,
    run_look,
)

_PARAGRAPH, _CHARACTER = 1, 2
_NONE = 0xFFF
_MOST_BASES = 12
_FONT_NAME_AT = 40


@dataclass(frozen=True, slots=True)
class _Style:
    kind: int
    base: int
    paragraph: bytes = b""
    run: bytes = b""


@dataclass
class DocStyles:
    """Each style's looks, with what it takes over from the styles that it is based on."""

    styles: dict[int, _Style]
    default: RunLook
    fonts: tuple[str, ...]
    _runs: dict[int, RunLook] = field(default_factory=dict)
    _paragraphs: dict[int, ParagraphLook] = field(default_factory=dict)

    def run(self, style: int) -> RunLook:
        """The look of runs in paragraphs of the style."""
        if style not in self._runs:
            look = self.default
            for one in self._chain(style):
                look = run_look(one.run, look)
            self._runs[style] = look
        return self._runs[style]

    def paragraph(self, style: int) -> ParagraphLook:
        if style not in self._paragraphs:
            look = ParagraphLook()
            for one in self._chain(style):
                look = paragraph_look(one.paragraph, look)
            self._paragraphs[style] = look
        return self._paragraphs[style]

    def with_character_style(self, style: int, look: RunLook) -> RunLook:
        """`look` of the paragraph with the character style over it."""
        for one in self._chain(style):
            if one.kind == _CHARACTER:
                look = run_look(one.run, look)
        return look

    def font(self, look: RunLook) -> str:
        number = look.font
        return self.fonts[number] if number is not None and number < len(self.fonts) else ""

    def font_number(self, number: int) -> str:
        return self.fonts[number] if number < len(self.fonts) else ""

    def _chain(self, style: int) -> list[_Style]:
        """From the first base to the style itself."""
        chain: list[_Style] = []
        while style in self.styles and len(chain) < _MOST_BASES:
            chain.append(self.styles[style])
            style = chain[-1].base
        return chain[::-1]


def read_styles(file: DocFile) -> DocStyles:
    sheet = file.structure(STYLES)
    fonts = _fonts(file.structure(FONTS))
    if len(sheet) < 20:
        return DocStyles({}, RunLook(), fonts)
    header, count, base_size = struct.unpack_from("<HHH", sheet)
    default = RunLook(font=struct.unpack_from("<H", sheet, 14)[0] if header >= 14 else None)
    styles, at = {}, 2 + header
    for index in range(count):
        if at + 2 > len(sheet):
            break
        (size,) = struct.unpack_from("<H", sheet, at)
        if size:
            styles[index] = _style(sheet[at + 2 : at + 2 + size], base_size)
        at += 2 + size
    return DocStyles(styles, default, fonts)


def _style(data: bytes, base_size: int) -> _Style:
    """2.9.260 STD: kind and base, the name, then the properties."""
    if len(data) < base_size + 2 or base_size < 6:
        return _Style(0, _NONE)
    _, kind, parts = struct.unpack_from("<HHH", data)
    style = _Style(kind & 0xF, kind >> 4)
    at = base_size + 2 + 2 * (struct.unpack_from("<H", data, base_size)[0] + 1)
    held = []
    for _ in range(parts & 0xF):
        if at + 2 > len(data):
            break
        (size,) = struct.unpack_from("<H", data, at)
        held.append(data[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    if style.kind == _PARAGRAPH and held:
        return replace(style, paragraph=held[0][2:], run=held[1] if len(held) > 1 else b"")
    return replace(style, run=held[0]) if style.kind == _CHARACTER and held else style


def _fonts(table: bytes) -> tuple[str, ...]:
    """2.9.286 SttbfFfn."""
    names, at = [], 4
    while at < len(table) and table[at]:
        record = table[at : at + table[at] + 1]
        name = record[_FONT_NAME_AT:].decode("utf-16-le", errors="ignore")
        names.append(name.split("\0")[0])
        at += len(record)
    return tuple(names)
