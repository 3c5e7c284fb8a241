"""What is told of the whole inspection, what stands in a section beside the findings, and what only
leads over to them.

Headings tell most of it. Where none does, "Nhìn chung, …" behind all others concludes, and a
paragraph above units, areas or what was done well only leads over to them.
"""

from __future__ import annotations

from collections.abc import Sequence

from notice_parser.model import Label
from notice_parser.segmenting.outline import Node, nearest_label, path_of
from notice_parser.segmenting.phrases import of_all_units, starts_with

CONCLUSION = "conclusion"
_OPENING = 80  # characters at the start of a paragraph that may say that it is about all


def introductions(text: str, nodes: Sequence[Node]) -> frozenset[int]:
    """The indexes of paragraphs that only lead over to the headings below them: no label stands
    over them, and units, areas or what was done well come next ("Số liệu kiểm tra tính từ ngày
    15/12/2019." above "Ưu điểm:"). Before a list of faults alone they tell what was done well, and
    "Nhìn chung, …", "Các đơn vị được kiểm tra đều …" sum up wherever they stand."""
    following: dict[int | None, Node] = {}
    found: list[int] = []
    for node in reversed(nodes):
        heading = node.item.heading
        if heading and not (node.item.lead or node.item.inline):
            following[node.parent] = node
        elif heading is None and _is_finding(path_of(nodes, node)):
            start, end = node.item.start, node.item.end
            if starts_with(text, start, end, "summary") or of_all_units(text, start, end):
                continue
            after = following.get(node.parent)
            opens = after and after.item.heading
            if opens and (opens.units or opens.areas or opens.label is Label.STRENGTH):
                found.append(node.index)
    return frozenset(found)


def summing_up(text: str, nodes: Sequence[Node]) -> int:
    """The index of the paragraph below the last heading that speaks of the whole inspection,
    though no heading says so: "Nhìn chung, các đơn vị được kiểm tra …" after the last unit's
    requests or the running text on it. Beyond the last node where there is none."""
    headings = [n for n in nodes if n.item.heading and not (n.item.inline or n.item.lead)]
    below = nodes[headings[-1].index + 1 :] if headings else nodes
    if not below or not _closes_unit(path_of(nodes, below[0])):
        return len(nodes)
    summing = (n.index for n in below[1:] if n.item.marker is None and _is_of_all(text, n))
    return next(summing, len(nodes))


def _closes_unit(path: Sequence[Node]) -> bool:
    """Whether requests stand there, or running text under the name of a unit."""
    label = nearest_label(path)
    if label:
        return label[1] is Label.REQUEST
    return any(node.item.heading and node.item.heading.units for node in path)


def _is_of_all(text: str, node: Node) -> bool:
    start, end = node.item.start, min(node.item.end, node.item.start + _OPENING)
    return starts_with(text, start, node.item.end, "summary") or of_all_units(text, start, end)


def section_of(path: Sequence[Node]) -> tuple[str, tuple[Node, ...]]:
    """The innermost section and the part of the path that lies in it.

    A conclusion speaks of all that was inspected, so headings above it name nothing for it; but
    "A. NỘI DUNG KẾT LUẬN" may stand over all findings. A background section ends where headings
    below it name units, areas or labels: so does "A. NỘI DUNG KIỂM TRA". Units below "I. THÀNH
    PHẦN" are those whose people were there.
    """
    for place in range(len(path) - 1, -1, -1):
        heading = path[place].item.heading
        section = heading.section if heading else ""
        if section == CONCLUSION and not _holds_findings(path[place + 1 :]):
            return section, tuple(path[place:])
        below = (node.item.heading for node in path[place + 1 :])
        named = {kind for other in below if other for kind in other.kinds}
        if section and not named - ({"unit"} if section == "attendance" else set()):
            return section, tuple(path)
    return "", tuple(path)


def _holds_findings(below: Sequence[Node]) -> bool:
    """Whether areas, and in them strengths or faults, are told under a heading."""
    headings = [node.item.heading for node in below if node.item.heading]
    found = any(h.label in {Label.STRENGTH, Label.LIMITATION} for h in headings)
    return found and any(h.areas for h in headings)


def _is_finding(path: Sequence[Node]) -> bool:
    section, within = section_of(path)
    return section != CONCLUSION and nearest_label(within) is None


def sums_up(text: str, nodes: Sequence[Node], node: Node) -> bool:
    """ "Nhìn chung, …" behind other paragraphs; at the head of a section it only opens that."""
    if not starts_with(text, node.item.start, node.item.end, "summary"):
        return False
    beside = [n.index for n in nodes if n.parent == node.parent and n.item.heading is None]
    return node.index != beside[0] or len(beside) == 1
