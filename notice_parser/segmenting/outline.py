"""Paragraphs → outline: who stands under whom, read from the document's own order.

No depth is fixed in advance. A marker that goes on with an open list is a sibling there; a
first marker opens a list below; a line without marker is placed by what it names. So
"I. → 1. → a) → -", "A. → I. → 1.1. → +" and headings without any number come out alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from notice_parser.model import Label, Paragraph
from notice_parser.segmenting.headings import lead_label
from notice_parser.segmenting.items import Item, read_items
from notice_parser.segmenting.markers import Marker, Reading
from notice_parser.segmenting.tables import TableLine, table_rows

PLAIN, TABLE = "plain", "table"


@dataclass(frozen=True, slots=True)
class Node:
    """An item in its place: the `index`-th of the outline, under the node at `parent`."""

    index: int
    item: Item
    parent: int | None
    depth: int
    scheme: str
    ordinals: tuple[int, ...]


def read_outline(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Node, ...]:
    """The outline of the content, in order of the text; a table of findings stands under the
    heading above it."""
    nodes: list[Node] = []
    path: list[int] = []  # indexes of the open nodes, outermost first
    groups = groupby(paragraphs, key=lambda p: p.cell.table if p.cell else None)
    blocks = [(table, tuple(members)) for table, members in groups]
    for place, (table, members) in enumerate(blocks):
        rows = table_rows(text, members) if table is not None else ()
        if rows:
            _place_table(rows, nodes, path)
        else:
            above_table = place + 1 < len(blocks) and table is None
            _place(read_items(text, members, above_table=above_table), nodes, path)
    return tuple(_labelled_by_place(text, nodes))


# -- places -----------------------------------------------------------------------------


def _place(items: Sequence[Item], nodes: list[Node], path: list[int]) -> None:
    """Append the items to `nodes` and leave the nodes still open in `path`."""
    for item in items:
        keep, reading = _where(item, [nodes[i] for i in path])
        del path[keep:]
        parent = path[-1] if path else None
        scheme = reading.scheme if reading else _plain_scheme(item)
        nodes.append(
            Node(len(nodes), item, parent, len(path), scheme, reading.ordinals if reading else ())
        )
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


def _plain_scheme(item: Item) -> str:
    """Lines without marker are siblings when they name the same kind of thing."""
    if item.heading is None:
        return PLAIN
    kinds = item.heading.kinds or (("lead",) if item.lead else (item.heading.section or "unknown",))
    return f"{PLAIN}:{kinds[-1]}"


def _where(item: Item, path: list[Node]) -> tuple[int, Reading | None]:
    """How many of the open nodes stay open above the item, and how its marker is read."""
    if item.marker is None:
        return _where_plain(item, path), None
    if item.marker.bullet:
        reading = item.marker.readings[0]
        return _where_bullet(item, reading.scheme, path), reading
    return _where_numbered(item, item.marker, path)


def _headings_only(path: list[Node]) -> int:
    """Length of the path without the statements at its end."""
    keep = len(path)
    while keep and path[keep - 1].item.heading is None:
        keep -= 1
    return keep


def _where_plain(item: Item, path: list[Node]) -> int:
    keep = _headings_only(path)
    if item.heading is None:
        return keep
    if item.heading.section == "conclusion":
        return 0
    scheme = _plain_scheme(item)
    for index in range(keep - 1, -1, -1):
        if path[index].scheme == scheme or _same_label_level(item, path[index]):
            return index
    return _above_leads(path, keep)


def _same_label_level(item: Item, node: Node) -> bool:
    """Labels do not nest: "Hạn chế" ends "a) Mặt được" though its "b)" was forgotten."""
    mine, other = item.heading, node.item.heading
    if mine and other and mine.label is Label.CAUSE and other.label is Label.LIMITATION:
        return False  # "Lý do:" stands below the faults it explains
    return bool(mine and other and not item.lead and mine.label and other.label and not other.areas)


def _above_leads(path: list[Node], keep: int) -> int:
    """A true heading does not stand under a lead-in sentence or an inline heading."""
    while keep and (path[keep - 1].item.lead or path[keep - 1].item.inline):
        keep -= 1
    return keep


def _where_bullet(item: Item, scheme: str, path: list[Node]) -> int:
    is_heading = item.heading is not None
    for index in range(len(path) - 1, -1, -1):
        node = path[index]
        if node.scheme != scheme:
            continue
        if not is_heading and _opens_below(node):
            return _headings_only(path)
        return index
    if path and path[-1].item.heading is None and path[-1].item.marker is None:
        return _headings_only(path)
    return len(path)


def _opens_below(node: Node) -> bool:
    """ "- Ưu điểm:" followed by "- …" items: the label stands above bullets like its own."""
    heading = node.item.heading
    return heading is not None and not node.item.inline and bool(heading.kinds)


def _where_numbered(item: Item, marker: Marker, path: list[Node]) -> tuple[int, Reading]:
    certain = [r for r in marker.readings if not r.scheme.endswith("?")]
    for reading in marker.readings:
        bare = replace(reading, scheme=reading.scheme.rstrip("?"))
        index = _sibling_before(bare, path)
        if index is not None:
            return index, bare
    for reading in certain:
        if reading.follows_none:
            return _where_first(item, reading, path), reading
    # A number was skipped or repeated; without its dot it counts on a heading only.
    reading = replace(marker.readings[0], scheme=marker.readings[0].scheme.rstrip("?"))
    if certain or (item.heading and item.heading.kinds):
        for index in range(len(path) - 1, -1, -1):
            if path[index].scheme == reading.scheme:
                return index, reading
    return _headings_only(path), reading


def _sibling_before(reading: Reading, path: list[Node]) -> int | None:
    """Index of the open node whose list `reading` goes on with."""
    for index in range(len(path) - 1, -1, -1):
        node = path[index]
        same = node.scheme == reading.scheme and len(node.ordinals) == len(reading.ordinals)
        same = same and node.ordinals[:-1] == reading.ordinals[:-1]
        if same and reading.ordinals[-1] == node.ordinals[-1] + 1:
            return index
    return None


def _where_first(item: Item, reading: Reading, path: list[Node]) -> int:
    """A first marker opens a list below, unless it restarts one: a heading that names the
    same kind of thing as an open heading of its scheme stands beside it."""
    if len(reading.ordinals) > 1:
        return _below_prefix(reading, path)
    kinds = item.heading.kinds if item.heading else ()
    for index in range(len(path) - 1, -1, -1):
        other = path[index].item.heading
        if path[index].scheme == reading.scheme and kinds and other and other.kinds == kinds:
            return index
    if item.heading is not None and not item.lead:
        return _above_leads(path, _headings_only(path))
    if path and path[-1].item.heading is None and path[-1].item.marker is None:
        return _headings_only(path)
    return len(path)


def _below_prefix(reading: Reading, path: list[Node]) -> int:
    """ "1.1." stands below "1.", "1.1.1." below "1.1."; without these, below the headings."""
    prefix = reading.ordinals[:-1]
    for index in range(len(path) - 1, -1, -1):
        if path[index].ordinals == prefix or path[index].ordinals[-1:] == prefix[-1:]:
            return index + 1
    return _headings_only(path)


def _labelled_by_place(text: str, nodes: Sequence[Node]) -> Iterator[Node]:
    """Headings of unknown words among labels: what stands before the limitations is what was
    done well ("1. Những việc đã làm tốt" above "2. Tồn tại, thiếu sót"), what stands after
    them is asked for, where no neighbour says so already."""
    groups: dict[tuple[int | None, str], list[Node]] = {}
    for node in nodes:
        if node.item.heading and not node.item.lead:
            groups.setdefault((node.parent, node.scheme), []).append(node)
    for node in nodes:
        heading = node.item.heading
        unknown = heading and not node.item.lead and not heading.kinds and not heading.section
        label = _label_by_place(text, node, groups[node.parent, node.scheme]) if unknown else None
        if heading and label:
            item = replace(node.item, heading=replace(heading, label=label, by_place=True))
            yield replace(node, item=item)
        else:
            yield node


def _label_by_place(text: str, node: Node, siblings: Sequence[Node]) -> Label | None:
    labels = {n.index: n.item.heading.label for n in siblings if n.item.heading}
    faults = [index for index, label in labels.items() if label is Label.LIMITATION]
    if len(faults) != 1:
        return None
    if node.index < faults[0]:
        return None if Label.STRENGTH in labels.values() else Label.STRENGTH
    # After the faults comes what is asked for, but also "Ý kiến giải trình của đơn vị".
    asks = lead_label(text, node.item.start, node.item.end) is Label.REQUEST
    return Label.REQUEST if asks and Label.REQUEST not in labels.values() else None


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
