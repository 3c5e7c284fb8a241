"""What holds at a place of the outline: unit, areas and label, each from the nearest heading
above that names one, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from notice_parser.model import Label, Span
from notice_parser.segmenting.conclusions import CONCLUSION, section_of, sums_up
from notice_parser.segmenting.headed_units import (
    BY_HEADING,
    BY_LEAD,
    asked_beside,
    headed_units,
    words_of,
)
from notice_parser.segmenting.headings import HeadingReading, read_heading
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.likeliest import SURE
from notice_parser.segmenting.outline import Node, nearest_label, path_of
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.prose import judge_labels, sentences
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.scene import Reach
from notice_parser.segmenting.team import team_asks
from notice_parser.segmenting.units import find_units

_LONGEST_OPENING = 120
_OPENING = regex.compile(r"(?:Về|Đối với|Trong|Trên lĩnh vực|Còn về|Riêng về)\s")
_COMMA = regex.compile(r",\s")


@dataclass(frozen=True, slots=True)
class Context:
    """`reasons` has one sentence for unit, area and label each that headings tell; `sure` is
    the product of how sure unit, area and label are (1.0 for a label that is still to be found).
    `among` are the labels of a heading that names several: each sentence tells which it has.
    `section` is the nearest section's code, "" in the main part; `area_named` tells whether
    an area heading stands above, `area_hint` is one of unknown words or a lead-in. `general` tells
    that what is asked there is asked of everything, since each area has its own requests; `term`
    is the cell of the column of deadlines beside it; `put_right` tells that the heading ("a) Các
    hạn chế đã khắc phục") or a note beside it says so; `untold` is how sure the unit is for a
    sentence that does not tell its own."""

    unit_ids: tuple[str, ...]
    areas: tuple[str, ...]
    label: Label | None
    among: tuple[Label, ...]
    section: str
    heading_path: tuple[str, ...]
    reasons: tuple[str, ...]
    sure: float
    reach: Reach
    area_named: bool
    area_hint: str
    general: bool
    term: Span | None
    put_right: bool
    untold: float


def context_of(
    text: str,
    nodes: Sequence[Node],
    node: Node,
    *,
    inspected: Inspected,
    unknown: frozenset[int],
    summed_up: int,
    asked_by_area: bool,
) -> Context:
    """What holds for the line `node`; `unknown` are the `unknown_areas` of the outline, from
    `summed_up` on it speaks of the whole inspection; `asked_by_area` tells that requests stand
    under headings of areas."""
    headings = (above for above in path_of(nodes, node) if above.item.heading)
    path = tuple(above for above in headings if not _of_another_line(nodes, above, node))
    section, within = section_of(path)
    label = nearest_label(within)
    if label and _beyond_causes(text, node, label[0]):
        label = None
    if node.index >= summed_up or (label is None and sums_up(text, nodes, node)):
        section, within, label = CONCLUSION, (), None
    remark = bool(label and label[1] is Label.STRENGTH and _remarks(text, node))
    if label and remark:
        label = label[0], Label.CONCLUSION
    headed = tuple(n for n in path if n not in within and inspected.of_node.get(n.index))
    above = () if node.index >= summed_up or not within else headed
    about = headed_units(text, (*above, *within, node), inspected)
    if label and label[1] is Label.REQUEST:
        about = asked_beside(text, nodes, node, inspected) or about
    areas, area_reason, area_named = _areas(text, within, unknown)
    if label is None and _tells_own_area(text, node, within):
        areas, area_reason, area_named = (), "", False
    among = _among(label[0]) if label and not remark else ()
    label_reason = _label_reason(text, label[0], remark=remark) if label and not among else ""
    label_sure = _sureness(label[0]) if label else BY_HEADING
    return Context(
        unit_ids=about.unit_ids,
        areas=areas,
        label=label[1] if label and not among else None,
        among=among,
        section=section,
        heading_path=tuple(words_of(text, above) for above in path),
        reasons=tuple(filter(None, (about.reason, area_reason, label_reason))),
        sure=about.sure * label_sure * _area_sureness(within),
        reach=about.reach,
        area_named=area_named,
        area_hint=_area_hint(text, within, unknown),
        general=section == CONCLUSION and asked_by_area,
        term=next((Span(n.item.start, n.item.end) for n in path if _is_term(n)), None),
        put_right=any(n.item.heading and n.item.heading.remedy for n in path)
        or (label is not None and is_remedied(words_of(text, label[0]))),
        untold=about.untold,
    )


def _of_another_line(nodes: Sequence[Node], above: Node, node: Node) -> bool:
    """Whether the area that `above` names is that of its own paragraph, one of several without
    marker: "Còn 48 hồ sơ …" / "Về công tác cán bộ: có 02 phòng …" / "Chi nhánh thu tiền …"."""
    heading, before = above.item.heading, nodes[above.index - 1]
    runs_in = above.item.inline and above.item.marker is None
    if not runs_in or heading is None or heading.kinds != ("area",) or node.item.marker:
        return False
    beside = above.index > 0 and before.item.heading is None and before.parent == above.parent
    return beside and before.item.marker is None and node.index > above.index + 1


def _beyond_causes(text: str, node: Node, labelled: Node) -> bool:
    """Whether a paragraph of running prose asks for something behind one that tells the causes:
    "Nguyên nhân chủ quan: …" / "Để công tác CCHC đạt kết quả cao hơn, Đoàn đề nghị …"."""
    heading, own_line = labelled.item.heading, labelled.index + 1
    causes = heading is not None and heading.label is Label.CAUSE and labelled.item.inline
    if not causes or node.index <= own_line or node.item.marker:
        return False
    told = judge_labels(text, sentences(text, node.item.start, node.item.end))
    asked = all(judged.label is Label.REQUEST for judged in told)
    return asked and any(judged.probability >= SURE for judged in told)


def _among(labelled: Node) -> tuple[Label, ...]:
    """The labels of a heading that names several: "b) Hạn chế và kiến nghị"."""
    labels = labelled.item.heading.labels if labelled.item.heading else ()
    return labels if len(labels) > 1 else ()


def _is_term(node: Node) -> bool:
    return node.item.heading is not None and node.item.heading.term


def _remarks(text: str, node: Node) -> bool:
    """Whether a paragraph opens as a remark on all: "Nhìn chung, Sở đã có nhiều cố gắng" under
    "Kết quả đạt được"."""
    return node.item.marker is None and starts_with(text, node.item.start, node.item.end, "summary")


def _tells_own_area(text: str, node: Node, path: Sequence[Node]) -> bool:
    """Whether each sentence of a line tells its own area, whatever headings name."""
    opened = opening_areas(text, node.item.start, node.item.end)
    return bool(opened) or _asks_beyond(text, node, path)


def _asks_beyond(text: str, node: Node, path: Sequence[Node]) -> bool:
    """Whether a paragraph below one that an area runs into asks for what was found in all: "Hiện
    đại hóa hành chính. …" / "Sở Nội vụ đề nghị UBND huyện …"."""
    named = next((n for n in reversed(path) if n.item.heading and n.item.heading.areas), None)
    below = named is not None and named.item.inline and node.index > named.index + 1
    return below and team_asks(text, node.item.start, node.item.end)


def _label_reason(text: str, node: Node, *, remark: bool) -> str:
    """The heading that names the label, or over which a remark on all rises."""
    opens = "opens as a remark on all, under " if remark else ""
    return f"label: {opens}{words_of(text, node)}{_told(node.item.heading)}"


def _told(heading: HeadingReading | None) -> str:
    """By what a heading of unknown words was named."""
    if heading is None or not heading.told:
        return ""
    return f" ({heading.told}, {heading.chance:.2f})"


def _area_sureness(path: Sequence[Node]) -> float:
    """How sure the heading that names the area is that it does."""
    headings = (node.item.heading for node in reversed(path))
    named = next((heading for heading in headings if heading and heading.areas), None)
    return named.chance if named and named.told else BY_HEADING


def _sureness(node: Node) -> float:
    chance = node.item.heading.chance if node.item.heading else 1.0
    return chance * (BY_LEAD if node.item.lead else BY_HEADING)


def _areas(
    text: str, path: Sequence[Node], unknown: frozenset[int]
) -> tuple[tuple[str, ...], str, bool]:
    for node in reversed(path):
        heading = node.item.heading
        if heading and heading.areas:
            told = _told(heading) if not heading.label else ""
            return heading.areas, f"area: {words_of(text, node)}{told}", True
        if node.index in unknown:
            return (), f"area: unknown heading {words_of(text, node)}", False
    return (), "", False


def opening_areas(text: str, start: int, end: int) -> tuple[str, ...]:
    """The areas that a sentence of running prose opens with, as a heading might: "Về cải cách
    thể chế, trong năm …"."""
    opening = _OPENING.match(text, start, min(end, start + _LONGEST_OPENING))
    if opening is None:
        return ()
    commas = _COMMA.finditer(text, opening.end(), min(end, start + _LONGEST_OPENING))
    for comma in reversed([found.start() for found in commas]):
        reading = read_heading(text, start, comma)
        if reading.known and reading.kinds == ("area",):
            return reading.areas
    return ()


def _area_hint(text: str, path: Sequence[Node], unknown: frozenset[int]) -> str:
    """The words of an area heading that the lexicon does not know: they still tell a judge. The
    names of bodies in them do not: "Đề nghị UBND huyện Lập Thạch:"."""
    hints = [n for n in path if n.index in unknown or n.item.lead]
    if not hints:
        return ""
    start, end = hints[-1].item.start, hints[-1].item.end
    words, done = "", start
    for unit in find_units(text, start=start, end=end):
        words, done = words + text[done : unit.start], unit.end
    return words + text[done:end]
