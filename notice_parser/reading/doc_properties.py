"""Property modifiers (2.6 Sprm) of a Word 97-2003 file: what a run or paragraph looks like."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, cast

from notice_parser.reading.word_building import MOST_DEPTH

# 2.6.1 character properties
_DELETED, _BOLD, _SMALL_CAPITALS, _CAPITALS, _HIDDEN = 0x0800, 0x0835, 0x083A, 0x083B, 0x083C
_SPECIAL, _SUPERSCRIPT, _PLAIN, _SYMBOL = 0x0855, 0x2A48, 0x2A33, 0x6A09
_FONT, _FONT_OTHER, _STYLE = 0x4A4F, 0x4A51, 0x4A30
# 2.6.2 paragraph properties
_ALIGNED, _ALIGNED_80, _LEVEL, _LIST = 0x2461, 0x2403, 0x260A, 0x460B
_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_TABLE = 0xD608
_TOGGLES = {
    _BOLD: "bold",
    _SMALL_CAPITALS: "small_capitals",
    _CAPITALS: "capitals",
    _HIDDEN: "hidden",
}
_FLAGS = {_DELETED: "deleted", _SPECIAL: "special", _SUPERSCRIPT: "superscript"}
_OPERAND_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_PLACES = frozenset((_IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW))
_LAST_LEVEL = 8
_AS_STYLE, _NOT_AS_STYLE = 0x80, 0x81


@dataclass(frozen=True, slots=True)
class RunLook:
    bold: bool = False
    capitals: bool = False
    small_capitals: bool = False
    hidden: bool = False
    deleted: bool = False
    superscript: bool = False
    special: bool = False
    font: int | None = None
    symbol: tuple[int, int] | None = None

    def flagged(self, name: str, on: bool) -> RunLook:
        return replace(self, **cast(dict[str, Any], {name: on}))


@dataclass(frozen=True, slots=True)
class Cell:
    """`merged_before` it goes on from the cell at its left, `merged_above` from that above."""

    left: int
    merged_before: bool = False
    merged_above: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """`depth` is that of tables; `list` 0 is none; `row_end` marks the end of a row."""

    centred: bool = False
    level: int = 0
    list: int = 0
    depth: int = 0
    row_end: bool = False
    inner_cell: bool = False
    cells: tuple[Cell, ...] = field(default=())


def modifiers(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each modifier with its operand; what is cut off at the end is left out."""
    at = 0
    while at + 2 <= len(data):
        (code,) = struct.unpack_from("<H", data, at)
        at += 2
        size = _OPERAND_SIZES.get(code >> 13)
        if size is None:
            size = _variable_size(code, data[at : at + 2])
        operand = data[at : at + size]
        at += size
        if len(operand) == size:
            yield code, operand


def _variable_size(code: int, head: bytes) -> int:
    if code == _TABLE:
        return struct.unpack("<H", head)[0] + 1 if len(head) == 2 else 0
    return 1 + head[0] if head else 0


def run_look(data: bytes, base: RunLook, *, style: RunLook | None = None) -> RunLook:
    """`base` with the modifiers of `data`. `style` is what "as the style" means."""
    look, usual = base, style or base
    for code, operand in modifiers(data):
        if code in _TOGGLES:
            name = _TOGGLES[code]
            look = look.flagged(name, _toggled(operand[0], usual=bool(getattr(usual, name))))
        elif code == _PLAIN:
            look = usual
        elif code in (_FONT, _FONT_OTHER):
            look = replace(look, font=struct.unpack("<H", operand)[0])
        elif code == _SYMBOL:
            look = replace(look, symbol=struct.unpack("<HH", operand))
        elif code in _FLAGS:
            look = look.flagged(_FLAGS[code], operand[0] == 1)
    return look


def style_of_run(data: bytes) -> int:
    """The index of the character style that the modifiers name, 0 for none."""
    found = [struct.unpack("<H", operand)[0] for code, operand in modifiers(data) if code == _STYLE]
    return found[-1] if found else 0


def _toggled(value: int, *, usual: bool) -> bool:
    if value == _AS_STYLE:
        return usual
    return not usual if value == _NOT_AS_STYLE else value == 1


def paragraph_look(data: bytes, base: ParagraphLook) -> ParagraphLook:
    """`base` with the modifiers of `data`."""
    look = base
    for code, operand in modifiers(data):
        value = int.from_bytes(operand[:4], "little")
        if code in (_ALIGNED, _ALIGNED_80):
            look = replace(look, centred=value == 1)
        elif code == _LEVEL:
            look = replace(look, level=min(value, _LAST_LEVEL))
        elif code == _LIST:
            look = replace(look, list=value)
        elif code in _PLACES:
            look = _placed(look, code, value)
        elif code == _TABLE:
            look = replace(look, cells=tuple(_cells(operand[2:])))
    return look


def _placed(look: ParagraphLook, code: int, value: int) -> ParagraphLook:
    """What the modifier says of the paragraph's place in a table."""
    if code == _IN_TABLE:
        return replace(look, depth=max(look.depth, value) if value else 0)
    if code == _DEPTH:
        return replace(look, depth=min(value, MOST_DEPTH))
    if code == _INNER_CELL:
        return replace(look, inner_cell=value == 1)
    return replace(look, row_end=look.row_end or value == 1)


def _cells(definition: bytes) -> Iterator[Cell]:
    """2.9.317 TDefTableOperand: edges, then what each cell is merged with."""
    count = definition[0] if definition else 0
    if len(definition) < 1 + 2 * (count + 1):
        return
    edges = struct.unpack_from(f"<{count + 1}h", definition, 1)
    at = 1 + 2 * (count + 1)
    for number in range(count):
        place = at + 20 * number
        held = definition[place : place + 2]
        flags = int.from_bytes(held, "little")
        yield Cell(edges[number], bool(flags & 2), flags & 0x60 == 0x20)
