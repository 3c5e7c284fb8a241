"""Labels below the heading of a unit that has a label of its own: "1. Xã Kim Phú - Ưu điểm:" /
"Tồn tại:" / "2. Xã Mỹ Bằng - Ưu điểm:" / "Tồn tại:".

As headings they stand beside each other. What is told under "Tồn tại:" is told of Kim Phú all the
same, until the heading of another unit comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notice_parser.model import Label
from notice_parser.segmenting.outline import Node, path_of

_FAULTS = frozenset({Label.LIMITATION, Label.CAUSE})


@dataclass(frozen=True, slots=True)
class _Run:
    """A heading of unit and label, the headings of labels beside it that follow, and what all
    those below and behind it say."""

    head: Node
    behind: tuple[Node, ...]
    labels: frozenset[Label]


def labels_of_units(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The outline, each label behind the heading of a unit and another label in its place below
    that heading."""
    parents = [n.parent for n in nodes if _is_unit_with_label(n)]
    moved = {
        label.index: run.head.index
        for parent in dict.fromkeys(parents)
        for run, label in _pairs(list(_runs(nodes, parent)))
    }
    if not moved:
        return tuple(nodes)
    placed = [replace(node, parent=moved.get(node.index, node.parent)) for node in nodes]
    return tuple(replace(node, depth=len(path_of(placed, node))) for node in placed)


def _runs(nodes: Sequence[Node], parent: int | None) -> Iterator[_Run]:
    """The runs among the headings below `parent`; any other heading ends one."""
    head: Node | None = None
    behind: list[Node] = []
    for node in (n for n in nodes if n.parent == parent and n.item.heading):
        if head and _is_label(node):
            behind.append(node)
            continue
        if head:
            yield _run(nodes, head, behind)
        head, behind = (node if _is_unit_with_label(node) else None), []
    if head:
        yield _run(nodes, head, behind)


def _run(nodes: Sequence[Node], head: Node, behind: Sequence[Node]) -> _Run:
    below = (n for n in nodes if n.parent == head.index)
    told = (n.item.heading.label for n in (*below, *behind) if n.item.heading)
    return _Run(head, tuple(behind), frozenset(label for label in told if label))


def _is_label(node: Node) -> bool:
    heading = node.item.heading
    return bool(heading and heading.kinds == ("label",) and not node.item.lead)


def _is_unit_with_label(node: Node) -> bool:
    heading = node.item.heading
    return bool(heading and heading.units and heading.label and not node.item.lead)


def _pairs(runs: Sequence[_Run]) -> Iterator[tuple[_Run, Node]]:
    """The runs, each with the labels that are its unit's. Behind the last unit may stand what is
    said of all ("I. Ưu điểm của xã A" / "II. Ưu điểm của xã B" / "III. Hạn chế"): there a label
    is the unit's if it was one before, or a fault behind a single unit."""
    alike = len(runs) > 1 and len({_said(run.head) for run in runs}) == 1
    before = {label for run in runs[:-1] for label in run.labels}
    for run in runs:
        for label in run.behind:
            numbered = bool(label.ordinals) and label.scheme == run.head.scheme
            if numbered and not alike:
                continue  # "I. Ưu điểm của UBND huyện" / "II. Hạn chế" / "III. Kiến nghị"
            if run is not runs[-1] or _said(label) in (before if runs[1:] else _FAULTS):
                yield run, label


def _said(node: Node) -> Label | None:
    return node.item.heading.label if node.item.heading else None
