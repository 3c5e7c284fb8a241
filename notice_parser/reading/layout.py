"""How the lines of a file are set: where they end and start.

It is learnt from lines that surely go on (no sentence ends there, and the next line starts with a
small letter), so a text whose lines are whole paragraphs has no right edge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from notice_parser.model import Role
from notice_parser.reading.draft import Draft
from notice_parser.reading.items import ends_sentence, starts_item

# Share of lines that may be longer than the right edge (an address, a table row).
_MOST_BEYOND = 0.08
_EDGE_QUANTILE = 0.9
_ENOUGH_ON_PAGE = 4
_ENOUGH_STARTS = 3
# Where fewer of the lines that go on start (the second line of a title), no margin is.
_LEAST_STARTS = 0.1
# Letters of a page differ in width: where its text was taken, lines end at many columns. From this
# share of lines that surely go on though the next word had room, a sentence may break off that far
# from the edge, in parts of it. Lines of a title have room, too.
_LEAST_RAGGED = 0.05
_LINES_OF_TITLE = 2
_RAGGED_ROOM = 0.1
_BESIDE_HEIGHT = 3.0


@dataclass(frozen=True)
class Layout:
    """How the file's text is set, learnt from lines that surely go on: the right edge, that
    of pages which have their own, where the lines after them start, the space between, and
    whether they end at many columns."""

    edge: float | None
    page_edges: Mapping[int, float]
    starts: tuple[float, ...] = ()
    leading: float = 0.0
    ragged: bool = False

    def edge_of(self, draft: Draft) -> float | None:
        if draft.line.cell:
            return draft.line.cell_edge
        return self.page_edges.get(draft.line.page or 0, self.edge)

    def room_after(self, draft: Draft) -> float:
        """How much of a line may be left empty where a sentence goes on below it."""
        edge = self.edge_of(draft)
        return _RAGGED_ROOM * edge if edge and self.ragged and not draft.line.cell else 0.0


def learn_layout(drafts: Iterable[Draft]) -> Layout:
    """The layout of text that was wrapped; no edge where lines are whole paragraphs."""
    lines = [d for d in drafts if d.role is Role.BODY and _runs(d)]
    sure = list(_sure_pairs(lines))
    pages: dict[int, list[Draft]] = {}
    for draft in lines:
        pages.setdefault(draft.line.page or 0, []).append(draft)
    ends: dict[int, list[float]] = {}
    for last, draft in sure:
        if last.line.page == draft.line.page:
            ends.setdefault(last.line.page or 0, []).append(last.extent.right)
    own = {
        page: edge
        for page, right in ends.items()
        if (edge := _edge(pages[page], right, at_least=_ENOUGH_ON_PAGE)) is not None
    }
    starts = Counter(round(draft.extent.left, 1) for _, draft in sure)
    margins = tuple(left for left, count in starts.items() if count >= _LEAST_STARTS * len(sure))
    gaps = [gap for last, draft in sure if (gap := _gap(last, draft)) is not None]
    layout = Layout(_edge(lines, [last.extent.right for last, _ in sure], at_least=1), own)
    return replace(
        layout,
        starts=margins if len(sure) >= _ENOUGH_STARTS else (),
        leading=median(gaps) if gaps else 0.0,
        ragged=_is_ragged(sure, layout),
    )


def _is_ragged(sure: Sequence[tuple[Draft, Draft]], layout: Layout) -> bool:
    """Whether lines of text that go on end at many columns; boxes would tell how wide they are."""
    edges = [(last, draft, layout.edge_of(last)) for last, draft in sure if not last.line.box]
    room = sum(edge is not None and has_room(last, draft, edge) for last, draft, edge in edges)
    return room > max(_LINES_OF_TITLE, _LEAST_RAGGED * len(sure))


def _runs(draft: Draft) -> bool:
    """Whether a line is set like running text: no line of a table's cell, no row of a table typed
    with bars, which is as long as it is."""
    return draft.line.continues is None and not draft.line.cell and not is_row(draft)


def is_row(draft: Draft) -> bool:
    return draft.text.startswith("|") and draft.text.endswith("|")


def _edge(drafts: Sequence[Draft], ends: Sequence[float], *, at_least: int) -> float | None:
    """Where the lines that go on mostly end, None where few do or others end further right."""
    ends = sorted(ends)
    if len(ends) < at_least:
        return None
    edge = ends[min(int(len(ends) * _EDGE_QUANTILE), len(ends) - 1)]
    slack = 4 * drafts[0].extent.space
    beyond = sum(draft.extent.right > edge + slack for draft in drafts)
    return edge if beyond <= max(1, _MOST_BEYOND * len(drafts)) else None


def _sure_pairs(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Lines that surely go on in the next: no sentence ends, and a small letter follows."""
    for last, draft in pairwise(drafts):
        sure = draft.text[:1].islower() and not starts_item(draft.text)
        gap = _gap(last, draft)
        near = gap is None or 0 <= gap < _BESIDE_HEIGHT * _height(draft)
        if last.text and sure and near and not ends_sentence(last.text):
            yield last, draft


def _gap(last: Draft, draft: Draft) -> float | None:
    above, below = last.line.box, draft.line.box
    return below.top - above.bottom if above and below else None


def _height(draft: Draft) -> float:
    box = draft.line.box
    return box.bottom - box.top if box else 0.0


def has_room(last: Draft, draft: Draft, edge: float) -> bool:
    """Whether the first word of `draft` would have fitted at the end of `last`."""
    return last.extent.right + last.extent.space + draft.extent.first_word <= edge
