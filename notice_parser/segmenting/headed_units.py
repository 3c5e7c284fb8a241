"""Whom a line is about by the headings above it, or by the title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.outline import Node, path_of
from notice_parser.segmenting.roster import ALL_UNITS
from notice_parser.segmenting.scene import Reach
from notice_parser.segmenting.spoken_of import asked_together
from notice_parser.segmenting.turned_to import commune_headed, department_asked

_LONGEST_REASON = 80
_TOGETHER = "unit: words of the sentence, of several together"
# How sure each source of a decision is. First values: a trained judge replaces them.
BY_HEADING, BY_LEAD, BY_TITLE, BY_PLACE, MISSING = 1.0, 0.95, 0.95, 0.8, 0.5
BY_RUN_IN, BY_GUESS = 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Headed:
    """The units with the reason and how sure they are; `untold` is how sure they are for a sentence
    that does not tell its own."""

    unit_ids: tuple[str, ...]
    reach: Reach
    reason: str
    sure: float = BY_HEADING
    untold: float = BY_HEADING


def headed_units(text: str, path: Sequence[Node], inspected: Inspected) -> Headed:
    """The units that the nearest node of `path` names, whose last is the line itself; else those of
    the title."""
    for node in reversed(path):
        unit_ids = inspected.of_node.get(node.index, ())
        if not unit_ids:
            continue
        words = words_of(text, node)[:_LONGEST_REASON]
        if unit_ids == ALL_UNITS:
            return Headed((), Reach.OPENING, f"unit: all together, {words}")
        if _runs_into_another(node, path[-1]):
            reason = f"unit: {words} of another paragraph"
            return Headed(unit_ids, Reach.SUBJECT, reason, untold=BY_RUN_IN)
        if heading := node.item.heading:
            by_kind = len(unit_ids) > 1 and not any(u.named for u in heading.units)
            sure = BY_PLACE if by_kind else BY_HEADING
            return Headed(unit_ids, Reach.OPENING, f"unit: {words}", sure)
        return Headed(unit_ids, Reach.SUBJECT, f"unit: {words}", BY_PLACE)
    if len(inspected.units) > 1 and (asked := department_asked(text, path)):
        return Headed((), Reach.OPENING, f"unit: none, {asked} was not inspected")
    return _titled(text, path, inspected)


def _titled(text: str, path: Sequence[Node], inspected: Inspected) -> Headed:
    if len(inspected.of_title) == 1:
        if other := commune_headed(path):
            reason = f"unit: title, but see {words_of(text, other)[:_LONGEST_REASON]}"
            return Headed(inspected.of_title, Reach.SUBJECT, reason, BY_PLACE)
        return Headed(inspected.of_title, Reach.SUBJECT, "unit: title", BY_TITLE)
    if inspected.of_title:
        return Headed((), Reach.ANYWHERE, "unit: all units of the title", BY_TITLE)
    if len(inspected.units) == 1:
        only = inspected.units[0].unit_id
        return Headed((only,), Reach.SUBJECT, "unit: the only one named", BY_PLACE)
    return Headed((), Reach.ANYWHERE, "", MISSING)


def _runs_into_another(above: Node, node: Node) -> bool:
    """Whether the body that `above` names may be that of its own paragraph alone: "Xã Minh Quang:
    chữ ký số hết hạn" / "Huyện chưa cấp tài khoản", "3. Đối với Trung tâm: tiếp tục …" / "Giám đốc
    Sở chịu trách nhiệm …"."""
    runs_in = above.item.inline and not above.item.lead
    return runs_in and node.item.marker is None and node.index > above.index + 1


def asked_beside(
    text: str, nodes: Sequence[Node], node: Node, inspected: Inspected
) -> Headed | None:
    """Several inspected units that a line below the heading of one asks together; below that of a
    body that has others below it only at the end: "Đề nghị các đơn vị khẩn trương khắc phục"."""
    headed = (inspected.of_node.get(n.index, ()) for n in reversed(path_of(nodes, node)))
    told = next(filter(None, headed), ())
    lowest = any(unit.unit_id in told and unit.level == "xã" for unit in inspected.units)
    last = node.item.marker is None and all(n.item.heading is None for n in nodes[node.index :])
    if len(told) != 1 or len(inspected.units) < 2 or not (lowest or last):
        return None
    asked = asked_together(text[node.item.start : node.item.end], inspected.units)
    units = () if asked == ALL_UNITS else asked
    return Headed(units, Reach.OPENING, _TOGETHER, BY_PLACE) if asked else None


def words_of(text: str, node: Node) -> str:
    """A heading as written, with its marker: "b) Hạn chế". The label of a table's cell stands
    at the head of its column."""
    item = node.item
    marker = f"{item.marker.text} " if item.marker else ""
    span = item.heading if item.start == item.end and item.heading else item
    return (marker + text[span.start : span.end].rstrip(" :")).replace("|", "/")
