"""Physical lines → paragraphs.

The strongest sign of a deliberate line break: the next word would have fitted on the line
above. Where the right edge lies is learnt from lines that surely go on (no sentence ends
there, and the next line starts with a small letter), so a text whose lines are whole
paragraphs has no right edge and stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import regex

from notice_parser.model import Role
from notice_parser.reading.draft import Draft
from notice_parser.reading.items import (
    all_caps,
    ends_notice,
    ends_sentence,
    is_label,
    signed,
    starts_item,
    starts_lower,
)

# Share of lines that may be longer than the right edge (an address, a table row).
_MOST_BEYOND = 0.08
_EDGE_QUANTILE = 0.9
_ENOUGH_ON_PAGE = 4
_ENOUGH_STARTS = 3
# Where fewer of the lines that go on start (the second line of a title), no margin is.
_LEAST_STARTS = 0.1
# Letters of a page differ in width: where its text was taken, lines end at many columns. From this
# share of lines that surely go on though the next word had room, a sentence may break off that far
# from the edge, in parts of it.
_LEAST_RAGGED = 0.02
_RAGGED_ROOM = 0.1
# More space than usual between two lines, in parts of their height, sets paragraphs apart
# (6 points after 13-point type are common).
_BLANK_GAP = 0.3
_BESIDE_HEIGHT = 3.0
_INDENT_CHARACTERS = 1.5
# Where lines are whole paragraphs, one of so many characters that ends no sentence was cut by
# the end of its page; a heading is shorter.
_LONG_LINE = 100
_MOSTLY = 0.75
# A title goes on in the next line with these: "KẾT LUẬN KIỂM TRA" / "TẠI UBND HUYỆN …",
# "CỘNG HÒA XÃ HỘI CHỦ NGHĨA" / "VIỆT NAM".
_TITLE_GOES_ON = regex.compile(
    r"(?:việt nam|tại|của|và|năm|đối|trên|theo|giai|thuộc|cho|ở|trong)(?!\p{L})", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Gap:
    """What lies between two lines of one role: blank space, or something else that was
    lifted out (a footnote, a page number, the end of the page)."""

    blank: bool = False
    interrupted: bool = False


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


def reflow(drafts: Sequence[Draft], *, layout: Layout) -> Iterator[tuple[Draft, ...]]:
    """Paragraphs of all roles, in the order in which each begins. Blank lines are dropped."""
    open_: dict[Role, list[Draft]] = {}
    gaps = dict.fromkeys(Role, _Gap())
    for draft in drafts:
        if not draft.text:
            gaps = {role: _Gap(True, gap.interrupted) for role, gap in gaps.items()}
            continue
        paragraph = open_.get(draft.role)
        if paragraph and goes_on(paragraph, draft, gap=gaps[draft.role], layout=layout):
            paragraph.append(draft)
        else:
            if paragraph:
                yield tuple(paragraph)
            open_[draft.role] = [draft]
        gaps = {role: _Gap(gap.blank, True) for role, gap in gaps.items()}
        gaps[draft.role] = _Gap()
    yield from (tuple(paragraph) for paragraph in open_.values())


def goes_on(
    paragraph: Sequence[Draft], draft: Draft, *, gap: _Gap | None = None, layout: Layout
) -> bool:
    """Whether `draft` is the next line of `paragraph`."""
    gap = gap or _Gap()
    last = paragraph[-1]
    if draft.line.continues is not None:
        return draft.line.continues
    ended = ends_notice(last.text) or _is_row(last) or _is_row(draft) or signed(draft.text)
    if ended or draft.line.cell != last.line.cell:
        return False
    if starts_item(draft.text, after=last.text if _full(last, draft, layout) else ""):
        return False
    turned = draft.line.page != last.line.page
    if gap.interrupted or turned:
        return _goes_on_after_interruption(last, draft, blank=gap.blank, layout=layout)
    if gap.blank or _apart(last, draft, layout):
        return False
    if draft.line.centred:
        return _same_title(last, draft, layout)
    if last.line.centred:
        return False
    return _goes_on_below(paragraph, draft, layout)


def _goes_on_below(paragraph: Sequence[Draft], draft: Draft, layout: Layout) -> bool:
    last = paragraph[-1]
    if not ends_sentence(last.text) and starts_lower(draft.text):
        return True
    if all_caps(last.text) and not all_caps(draft.text) and len(last.text) > 8:
        return False
    if ends_sentence(last.text) and is_label(draft.text):
        return False
    if _in_the_middle(last, layout) and _in_the_middle(draft, layout):
        return _fills_line(last, draft, layout)
    if _below_first_line(paragraph, draft) and _mostly_full(last, layout):
        return True
    return not _indented(paragraph, draft, layout) and _full(last, draft, layout)


def _goes_on_after_interruption(last: Draft, draft: Draft, *, blank: bool, layout: Layout) -> bool:
    # "… và bảo đảm về nội" / footnote / "dung. Triển khai …"
    full = _full(last, draft, layout)
    if starts_lower(draft.text):
        return full or not ends_sentence(last.text)
    if ends_sentence(last.text):
        return full and not blank and not _indented([last], draft, layout)
    cut = layout.edge_of(last) is None and len(last.text) > _LONG_LINE
    return (full or cut) and not draft.line.centred


def _full(last: Draft, draft: Draft, layout: Layout) -> bool:
    """Whether the first word of `draft` would not have fitted at the end of `last`; in ragged
    text, hardly where the sentence goes on."""
    edge = layout.edge_of(last)
    if edge is None:
        return False
    if last.line.box is None and last.extent.right > edge * 1.5:
        return False
    if not ends_sentence(last.text) or (last.text.endswith(";") and starts_lower(draft.text)):
        edge -= layout.room_after(last)
    return not _has_room(last, draft, edge)


def _mostly_full(last: Draft, layout: Layout) -> bool:
    edge = layout.edge_of(last)
    return edge is not None and last.extent.right > _MOSTLY * edge and not ends_sentence(last.text)


def _has_room(last: Draft, draft: Draft, edge: float) -> bool:
    return last.extent.right + last.extent.space + draft.extent.first_word <= edge


def _apart(last: Draft, draft: Draft, layout: Layout) -> bool:
    """Whether boxes show empty space between two lines, or that the second is not below."""
    above, below = last.line.box, draft.line.box
    if not above or not below:
        return False
    height = max(above.bottom - above.top, below.bottom - below.top)
    extra = below.top - above.bottom - layout.leading
    return not -0.8 * height < extra < _BLANK_GAP * height


def _indented(paragraph: Sequence[Draft], draft: Draft, layout: Layout) -> bool:
    """Whether `draft` starts where no line goes on, further right than a line of running
    text, or further left than a paragraph that hangs: all start something new."""
    last = paragraph[-1]
    left = draft.extent.left
    step = left - last.extent.left
    least = _INDENT_CHARACTERS * max(last.extent.space, draft.extent.space)
    if (
        layout.starts
        and not draft.line.cell
        and all(abs(left - start) > least for start in layout.starts)
    ):
        return True
    if step > least:
        return not starts_item(last.text)
    return len(paragraph) > 1 and step < -least


def _below_first_line(paragraph: Sequence[Draft], draft: Draft) -> bool:
    """Whether a paragraph goes on at the margin behind its indented first line, and `draft` starts
    there, too: another paragraph would be indented like it."""
    first, last = paragraph[0], paragraph[-1]
    least = _INDENT_CHARACTERS * last.extent.space
    indented = first.extent.left - last.extent.left > least
    return len(paragraph) > 1 and indented and abs(draft.extent.left - last.extent.left) <= least


def _same_title(last: Draft, draft: Draft, layout: Layout) -> bool:
    """Whether a centred line goes on with a title typed over two lines. Signatures and
    letterheads are lines of their own: "KT. TRƯỞNG ĐOÀN" / "PHÓ TRƯỞNG ĐOÀN"."""
    if last.line.bold != draft.line.bold or all_caps(last.text) != all_caps(draft.text):
        return False
    # "… tại UBND các xã, thị trấn:" / "Ba Chúc, Lương Phi, Ô Lâm và Tân Tuyến"
    if ends_sentence(last.text) and not last.text.endswith(":"):
        return False
    if not last.line.centred:
        return _full(last, draft, layout)
    return (
        last.text.endswith(":")
        or starts_lower(draft.text)
        or bool(_TITLE_GOES_ON.match(draft.text))
        or _fills_line(last, draft, layout)
    )


def _fills_line(last: Draft, draft: Draft, layout: Layout) -> bool:
    """Whether a centred line has no room for the next word: "… tại UBND xã Thanh" / "Nưa,"."""
    edge = layout.edge_of(last)
    if edge is None or not layout.starts:
        return False
    width = last.extent.right - last.extent.left
    return width + last.extent.space + draft.extent.first_word > edge - min(layout.starts)


def _in_the_middle(draft: Draft, layout: Layout) -> bool:
    """Whether spaces centre a line, as in text saved from a page."""
    edge = layout.edge_of(draft)
    if draft.line.box or edge is None or not layout.starts:
        return False
    left, right = draft.extent.left - min(layout.starts), edge - draft.extent.right
    return left > 0 and abs(left - right) <= draft.extent.space


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
    room = sum(edge is not None and _has_room(last, draft, edge) for last, draft, edge in edges)
    return room > max(1, _LEAST_RAGGED * len(sure))


def _runs(draft: Draft) -> bool:
    """Whether a line is set like running text: no line of a table's cell, no row of a table typed
    with bars, which is as long as it is."""
    return draft.line.continues is None and not draft.line.cell and not _is_row(draft)


def _is_row(draft: Draft) -> bool:
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


def joint(left: str, right: str) -> str:
    """What stands between two joined lines. A hyphen at the line's end stays, with no space
    where it had none before it: "01/NQ-" / "CP", but "2021 -" / "2030"."""
    tight = left.endswith(("-", "/")) and left[-2:-1] not in ("", " ")
    return "" if tight and right[:1].isalnum() else " "
