"""Paragraphs → outline: who stands under whom, read from the document's own order.

Lines are placed together (`placing`); a table of findings stands under the heading above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from notice_parser.model import Label, Paragraph
from notice_parser.segmenting.annexes import Annex
from notice_parser.segmenting.items import Item, read_items
from notice_parser.segmenting.oddities import Open
from notice_parser.segmenting.placing import place_items, plain_scheme
from notice_parser.segmenting.table_blocks import with_captions
from notice_parser.segmenting.table_cells import TableLine
from notice_parser.segmenting.tables import table_rows
from notice_parser.segmenting.units import UnitMention

TABLE = "table"


@dataclass(frozen=True, slots=True)
class Node:
    """An item in its place: the `index`-th of the outline, under the node at `parent`.
    `oddities` says what is irregular there, in the words of `prices.PRICES`."""

    index: int
    item: Item
    parent: int | None
    depth: int
    scheme: str
    ordinals: tuple[int, ...]
    oddities: tuple[str, ...] = ()


def read_outline(
    text: str,
    paragraphs: Sequence[Paragraph],
    annexes: Sequence[Annex] = (),
    told: Sequence[UnitMention] = (),
) -> tuple[Node, ...]:
    """The outline of the content, in order of the text; a table of findings stands under the
    heading above it. Each of the `annexes` stands under its title, and under nothing else.
    `told` are the bodies of title and opening."""
    nodes: list[Node] = []
    _read_part(text, paragraphs, nodes, [], told)
    for annex in annexes:
        path: list[int] = []
        _place([annex.title] if annex.title else [], nodes, path)
        _read_part(text, annex.paragraphs, nodes, path, told)
    return tuple(nodes)


def _read_part(
    text: str,
    paragraphs: Sequence[Paragraph],
    nodes: list[Node],
    path: list[int],
    told: Sequence[UnitMention],
) -> None:
    """Append the lines to `nodes`; `path` are the indexes of those still open, outermost first."""
    groups = groupby(paragraphs, key=lambda p: p.cell.table if p.cell else None)
    blocks = with_captions(text, [(table, tuple(members)) for table, members in groups])
    for place, (table, members) in enumerate(blocks):
        rows = table_rows(text, members, told) if table is not None else ()
        if rows:
            _place_table(rows, nodes, path)
        else:
            above_table = place + 1 < len(blocks) and table is None
            _place(read_items(text, members, above_table=above_table), nodes, path)


# -- places -----------------------------------------------------------------------------


def _place(items: Sequence[Item], nodes: list[Node], path: list[int]) -> None:
    """Append the items to `nodes` and leave the nodes still open in `path`."""
    above = tuple(Open(nodes[i].item, nodes[i].scheme, nodes[i].ordinals) for i in path)
    for keep, item, reading, oddities in place_items(items, above):
        del path[keep:]
        parent = path[-1] if path else None
        scheme = reading.scheme if reading else plain_scheme(item)
        ordinals = reading.ordinals if reading else ()
        nodes.append(Node(len(nodes), item, parent, len(path), scheme, ordinals, oddities))
        path.append(len(nodes) - 1)


def _place_table(rows: Iterable[TableLine], nodes: list[Node], path: list[int]) -> None:
    """The lines of a table come with their depth below the heading above the table."""
    del path[_headings_only([nodes[i] for i in path]) :]
    base = len(path)
    for line in rows:
        del path[base + line.depth :]
        item = Item(line.start, line.end, line.marker, line.heading)
        parent = path[-1] if path else None
        nodes.append(Node(len(nodes), item, parent, len(path), TABLE, ()))
        path.append(len(nodes) - 1)
    del path[base:]


def _headings_only(path: Sequence[Node]) -> int:
    """Length of the path without the statements at its end."""
    keep = len(path)
    while keep and path[keep - 1].item.heading is None:
        keep -= 1
    return keep


def path_of(nodes: Sequence[Node], node: Node) -> tuple[Node, ...]:
    """The nodes above `node`, outermost first, without itself."""
    path: list[Node] = []
    parent = node.parent
    while parent is not None:
        path.append(nodes[parent])
        parent = nodes[parent].parent
    return tuple(reversed(path))


def nearest_label(path: Sequence[Node]) -> tuple[Node, Label] | None:
    """The label that holds at the end of `path`: that of the nearest true heading; a lead-in
    only where no heading above it has one ("- Đã triển khai các giải pháp sau:" under
    "Mặt được" opens no requests)."""
    lead: tuple[Node, Label] | None = None
    for node in reversed(path):
        heading = node.item.heading
        if heading and heading.label:
            if not node.item.lead:
                return node, heading.label
            lead = lead or (node, heading.label)
    return lead
