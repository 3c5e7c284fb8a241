"""Outline → statements, coverage and remainders: every line becomes exactly one of these,
a heading, or part of the frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from notice_parser.model import Coverage, Heading, Quoted, Remainder
from notice_parser.segmenting.conclusions import introductions
from notice_parser.segmenting.coverage import coverage_of, not_declared, note
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.inspected import Inspected
from notice_parser.segmenting.lines import Line, read_lines
from notice_parser.segmenting.outcomes import with_outcomes
from notice_parser.segmenting.outline import Node, path_of
from notice_parser.segmenting.prose import highest
from notice_parser.segmenting.roster import proper_names
from notice_parser.segmenting.silent_lines import INTRODUCTION
from notice_parser.segmenting.subjects import with_areas
from notice_parser.segmenting.whole import of_all_bodies


@dataclass(frozen=True, slots=True)
class Sections:
    drafts: tuple[Draft, ...]
    coverage: tuple[Coverage, ...]
    headings: tuple[Heading, ...]
    remainders: tuple[Remainder, ...]
    layout: str


def read_sections(text: str, nodes: Sequence[Node], inspected: Inspected) -> Sections:
    prose = not any(node.item.heading and node.item.heading.tells_findings for node in nodes)
    leading_over = frozenset() if prose else introductions(text, nodes)
    written = [node for node in nodes if not node.item.heading and node.index not in leading_over]
    lines = list(with_outcomes(tuple(read_lines(text, nodes, written, inspected, prose=prose))))
    every = [draft for line in lines for draft in line.drafts]
    drafts = tuple(of_all_bodies(with_areas(every, proper_names(inspected.units)), inspected))
    looked_at = _looked_at(lines, drafts, [unit.unit_id for unit in inspected.units])
    coverage = coverage_of(looked_at, drafts)
    introduced = (nodes[index].item for index in sorted(leading_over))
    remainders = [
        *(Remainder(i.start, i.end, text[i.start : i.end], INTRODUCTION) for i in introduced),
        *(remainder for line in lines for remainder in line.left),
        *not_declared(looked_at, coverage),
    ]
    headings = tuple(_headings(text, nodes))
    return Sections(drafts, coverage, headings, tuple(remainders), _layout(nodes, drafts))


def _looked_at(
    lines: Sequence[Line], drafts: Sequence[Draft], everyone: Sequence[str]
) -> dict[tuple[str, str], list[Quoted]]:
    """Of which units and areas the lines tell; `drafts` are theirs, with areas."""
    looked_at: dict[tuple[str, str], list[Quoted]] = {}
    following = iter(drafts)
    for line in lines:
        found = list(islice(following, len(line.drafts)))
        note(looked_at, line.context, found, line.declared, everyone=everyone)
    return looked_at


def _headings(text: str, nodes: Sequence[Node]) -> Iterator[Heading]:
    for node in nodes:
        item = node.item
        if item.heading and item.start < item.end:
            marker = item.marker.text if item.marker else ""
            yield Heading(
                item.start,
                item.end,
                text[item.start : item.end],
                marker=marker,
                depth=node.depth,
                kinds=item.heading.kinds,
            )


def _layout(nodes: Sequence[Node], drafts: Sequence[Draft]) -> str:
    """The order in which headings name things, as most of the outline has it:
    "unit>area>label"."""
    orders = Counter(_order(path_of(nodes, n)) for n in nodes if n.item.heading is None)
    known = {order: count for order, count in orders.items() if order}
    if not known:
        return "prose" if drafts else ""
    return highest(known)


def _order(path: Sequence[Node]) -> str:
    kinds = [kind for node in path if node.item.heading for kind in node.item.heading.kinds]
    return ">".join(dict.fromkeys(kinds))
