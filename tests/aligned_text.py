"""A source of the corpus as a text file whose tables stand in columns by blanks, the cells
wrapped to their width, as a PDF's text comes out of a viewer that keeps the layout."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rendering.plain import render_plain
from rendering.source import Block, Kind, Run, Source, plain

_GAP = 3
_TABLE = "\ue001"


def render_aligned(source: Source, *, width: int) -> bytes:
    """The source as text; each table takes `width` characters, or, with 0, as many as its
    cells need in one line each."""
    tables: list[str] = []
    blocks: list[Block] = []
    for block in source.blocks:
        if block.kind is Kind.TABLE:
            blocks.append(Block(Kind.BODY, runs=(Run(f"{_TABLE}{len(tables)}{_TABLE}"),)))
            tables.append("\n".join(_rows(block, width)))
        else:
            blocks.append(block)
    text = render_plain(replace(source, blocks=tuple(blocks))).decode()
    for number, table in enumerate(tables):
        text = text.replace(f"{_TABLE}{number}{_TABLE}", table)
    return text.encode()


def _rows(block: Block, width: int) -> Iterator[str]:
    cells = [[plain(cell) for cell in row] for row in block.rows]
    widths = _widths(block, cells, width)
    for row in cells:
        wrapped = [
            textwrap.wrap(cell, wide, break_on_hyphens=False) or [""]
            for cell, wide in zip(row, widths, strict=True)
        ]
        for index in range(max(map(len, wrapped))):
            line = [own[index] if index < len(own) else "" for own in wrapped]
            padded = (piece.ljust(wide) for piece, wide in zip(line, widths, strict=True))
            yield (" " * _GAP).join(padded).rstrip()


def _widths(block: Block, cells: Sequence[Sequence[str]], width: int) -> list[int]:
    if not width:
        return [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [max(width * share // 100 - _GAP, 3) for share in block.widths]
