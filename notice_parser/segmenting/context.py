"""What holds at a place of the outline: unit, areas and label, each from the nearest heading
above that names one, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from notice_parser.model import Label
from notice_parser.segmenting.calls import Reach
from notice_parser.segmenting.headings import HeadingReading, read_heading
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.openings import team_asks
from notice_parser.segmenting.outline import Node, nearest_label, path_of
from notice_parser.segmenting.phrases import of_all_units, starts_with
from notice_parser.segmenting.roster import ALL_UNITS
from notice_parser.segmenting.units import find_units

CONCLUSION = "conclusion"
SILENT_SECTIONS = frozenset({"background", "annex"})

_LONGEST_REASON = 80
_LONGEST_OPENING = 120
_OPENING = regex.compile(r"(?:Về|Đối với|Trong|Trên lĩnh vực|Còn về|Riêng về)\s")
_COMMA = regex.compile(r",\s")
# How sure each source of a decision is. First values: a trained judge replaces them.
BY_HEADING, BY_LEAD, BY_TITLE, BY_PLACE, MISSING = 1.0, 0.95, 0.95, 0.8, 0.5


@dataclass(frozen=True, slots=True)
class Context:
    """`reasons` has one sentence for unit, area and label each that headings tell; `sure` is
    the product of how sure unit, area and label are (1.0 for a label that is still to be found).
    `section` is the nearest section's code, "" in the main part; `area_named` tells whether
    an area heading stands above, `area_hint` is one of unknown words or a lead-in. `general`
    tells a conclusion about all that was inspected, which has no area."""

    unit_ids: tuple[str, ...]
    areas: tuple[str, ...]
    label: Label | None
    section: str
    heading_path: tuple[str, ...]
    reasons: tuple[str, ...]
    sure: float
    reach: Reach
    area_named: bool
    area_hint: str
    general: bool


def context_of(
    text: str,
    nodes: Sequence[Node],
    node: Node,
    *,
    inspected: Inspected,
    unknown: frozenset[int],
    summed_up: int,
) -> Context:
    """What holds for the line `node`; `unknown` are the `unknown_areas` of the outline, from
    `summed_up` on it speaks of the whole inspection."""
    path = tuple(above for above in path_of(nodes, node) if above.item.heading)
    section, within = _section(path)
    label = nearest_label(within)
    opens = label is None and _sums_up(text, nodes, node)
    if opens or node.index >= summed_up:
        section, within, label = CONCLUSION, (), None
    units, reach, unit_reason, unit_sure = _units(text, (*within, node), inspected)
    areas, area_reason, area_named = _areas(text, within, unknown)
    own = opening_areas(text, node.item.start, node.item.end)
    if label is None and (own or _asks_beyond(text, node, within)):
        areas, area_reason, area_named = (), "", False  # each sentence tells its own
    label_reason = _label_reason(text, label[0]) if label else ""
    label_sure = _sureness(label[0]) if label else BY_HEADING
    return Context(
        unit_ids=units,
        areas=areas,
        label=label[1] if label else None,
        section=section,
        heading_path=tuple(_words(text, above) for above in path),
        reasons=tuple(filter(None, (unit_reason, area_reason, label_reason))),
        sure=unit_sure * label_sure * _area_sureness(within),
        reach=reach,
        area_named=area_named,
        area_hint=_area_hint(text, within, unknown),
        general=section == CONCLUSION and not _parted(nodes, within, inspected),
    )


def _asks_beyond(text: str, node: Node, path: Sequence[Node]) -> bool:
    """Whether a paragraph below one that an area runs into asks for what was found in all: "Hiện
    đại hóa hành chính. …" / "Sở Nội vụ đề nghị UBND huyện …"."""
    named = next((n for n in reversed(path) if n.item.heading and n.item.heading.areas), None)
    below = named is not None and named.item.inline and node.index > named.index + 1
    return below and team_asks(text, node.item.start, node.item.end)


def _sums_up(text: str, nodes: Sequence[Node], node: Node) -> bool:
    """ "Nhìn chung, …" behind other paragraphs; at the head of a section it only opens that."""
    if not starts_with(text, node.item.start, node.item.end, "summary"):
        return False
    beside = [n.index for n in nodes if n.parent == node.parent and n.item.heading is None]
    return node.index != beside[0] or len(beside) == 1


def _parted(nodes: Sequence[Node], within: Sequence[Node], inspected: Inspected) -> bool:
    """Whether a conclusion has requests for several units, each under a heading of its own, and
    the line stands under one of them: those are as detailed as any. "2. Yêu cầu UBND huyện Ba
    Tri" alone only says to whom all is addressed."""
    if not any(_names_unit(above) for above in within[1:]):
        return False
    inside = (n for n in nodes if _names_unit(n) and within[0] in path_of(nodes, n))
    return len({inspected.of_node.get(n.index) for n in inside}) > 1


def _names_unit(node: Node) -> bool:
    return bool(node.item.heading and node.item.heading.units and not node.item.lead)


def summing_up(text: str, nodes: Sequence[Node]) -> int:
    """The index of the paragraph below the last heading that speaks of the whole inspection,
    though no heading says so: "Nhìn chung, các đơn vị được kiểm tra …" after the last unit's
    requests. Beyond the last node where there is none."""
    headings = (n.index for n in nodes if n.item.heading and not (n.item.inline or n.item.lead))
    last = max(headings, default=-1)
    below = [n for n in nodes if n.index > last]
    label = nearest_label(path_of(nodes, below[0])) if below else None
    if label is None or label[1] is not Label.REQUEST:
        return len(nodes)
    summing = (
        n.index
        for n in below[1:]
        if n.item.marker is None and starts_with(text, n.item.start, n.item.end, "summary")
    )
    return next(summing, len(nodes))


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


def _is_finding(path: Sequence[Node]) -> bool:
    section, within = _section(path)
    return section != CONCLUSION and nearest_label(within) is None


def _label_reason(text: str, node: Node) -> str:
    return f"label: {_words(text, node)}{_told(node.item.heading)}"


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


def _section(path: Sequence[Node]) -> tuple[str, tuple[Node, ...]]:
    """The innermost section and the part of the path that lies in it.

    A conclusion speaks of all that was inspected, so headings above it name nothing for it; but
    "A. NỘI DUNG KẾT LUẬN" may stand over all findings. A background section ends where headings
    below it name units, areas or labels: so does "A. NỘI DUNG KIỂM TRA".
    """
    for place in range(len(path) - 1, -1, -1):
        heading = path[place].item.heading
        section = heading.section if heading else ""
        if section == CONCLUSION and not _holds_findings(path[place + 1 :]):
            return section, tuple(path[place:])
        below = (node.item.heading for node in path[place + 1 :])
        if section and not any(other and other.kinds for other in below):
            return section, tuple(path)
    return "", tuple(path)


def _holds_findings(below: Sequence[Node]) -> bool:
    """Whether areas, and in them strengths or faults, are told under a heading."""
    headings = [node.item.heading for node in below if node.item.heading]
    found = any(h.label in {Label.STRENGTH, Label.LIMITATION} for h in headings)
    return found and any(h.areas for h in headings)


def _units(
    text: str, path: Sequence[Node], inspected: Inspected
) -> tuple[tuple[str, ...], Reach, str, float]:
    for node in reversed(path):
        unit_ids = inspected.of_node.get(node.index, ())
        if not unit_ids:
            continue
        words = _words(text, node)[:_LONGEST_REASON]
        if unit_ids == ALL_UNITS:
            return (), Reach.OPENING, f"unit: all together, {words}", BY_HEADING
        if node.item.heading:
            return unit_ids, Reach.OPENING, f"unit: {words}", BY_HEADING
        return unit_ids, Reach.SUBJECT, f"unit: {words}", BY_PLACE
    if len(inspected.of_title) == 1:
        return inspected.of_title, Reach.SUBJECT, "unit: title", BY_TITLE
    if inspected.of_title:
        return (), Reach.ANYWHERE, "unit: all units of the title", BY_TITLE
    if len(inspected.units) == 1:
        only = inspected.units[0].unit_id
        return (only,), Reach.SUBJECT, "unit: the only one named", BY_PLACE
    return (), Reach.ANYWHERE, "", MISSING


def _areas(
    text: str, path: Sequence[Node], unknown: frozenset[int]
) -> tuple[tuple[str, ...], str, bool]:
    for node in reversed(path):
        heading = node.item.heading
        if heading and heading.areas:
            told = _told(heading) if not heading.label else ""
            return heading.areas, f"area: {_words(text, node)}{told}", True
        if node.index in unknown:
            return (), f"area: unknown heading {_words(text, node)}", False
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


def _words(text: str, node: Node) -> str:
    """A heading as written, with its marker: "b) Hạn chế". The label of a table's cell stands
    at the head of its column."""
    item = node.item
    marker = f"{item.marker.text} " if item.marker else ""
    span = item.heading if item.start == item.end and item.heading else item
    return (marker + text[span.start : span.end].rstrip(" :")).replace("|", "/")
