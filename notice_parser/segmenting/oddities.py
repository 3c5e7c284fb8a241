"""What speaks against a place in the outline.

A place is odd beside the node that it goes on from ("its number was skipped"), below the nodes
above it ("a unit would stand below a label"), or by itself ("a sentence read as a heading").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notice_parser.model import Label
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.items import Item

PLAIN = "plain"
UNKNOWN = f"{PLAIN}:unknown"  # a heading without marker whose words say nothing of what it is


# What is odd the first time only: a notice that parts its labels by units does so throughout.
_ONCE = frozenset({"unit below a label", "unit below a unit", "area below an area"})

# What runs into an item that goes before others, if it names nothing else.
_RUN_IN = (("area",), ("unit", "area"), ("unit",))


@dataclass(frozen=True, slots=True)
class Open:
    """A node whose list can still go on."""

    item: Item
    scheme: str
    ordinals: tuple[int, ...]

    @property
    def text(self) -> bool:
        return self.item.heading is None


@dataclass(frozen=True, slots=True)
class OutlineSoFar:
    """What the next place depends on: the open nodes, where each kind of heading stood last
    (kind, scheme, depth), the last number of the statements in each scheme."""

    path: tuple[Open, ...]
    habits: tuple[tuple[str, str, int], ...] = ()
    numbers: tuple[tuple[str, tuple[int, ...]], ...] = ()


def habit_of(item: Item) -> str:
    return "+".join(item.heading.kinds) if item.heading and not item.lead else ""


def oddities(so_far: OutlineSoFar, opened: Open, keep: int, *, doubtful: bool) -> Iterator[str]:
    """The keys of PRICES that speak against `opened` with `keep` of the open nodes above it."""
    path = so_far.path
    yield from _by_itself(opened.item)
    last = path[-1] if path else None
    if keep < len(path):
        yield from _beside(opened, path[keep], so_far, doubtful=doubtful)
    else:
        yield from _first(opened, so_far, doubtful=doubtful)
    kind = habit_of(opened.item)
    usual = (kind, opened.scheme, keep) in so_far.habits
    below = _below(opened, path[:keep], last=last)
    yield from (oddity for oddity in below if not (usual and oddity in _ONCE))
    if last and keep < len(path) and last.item.heading and not last.item.lead:
        yield "empty heading"
    for known, scheme, depth in so_far.habits:
        if known == kind:
            if scheme != opened.scheme:
                yield "other marker than before"
            if depth != keep:
                yield "other depth than before"


def _by_itself(item: Item) -> Iterator[str]:
    """What is odd in reading a line as a heading, or not, wherever it stands."""
    if not item.looks:
        return
    if item.heading is None:
        yield f"text that looks like a heading: {item.looks}"
    elif item.heading.kinds or item.looks == "a numbered sentence":
        yield f"heading that looks like {item.looks}"
    else:
        yield "heading of unknown words"


def _first(opened: Open, so_far: OutlineSoFar, *, doubtful: bool) -> Iterator[str]:
    """A marker that opens a list. Statements may be numbered throughout: "1.1. …, 1.2. …" under
    what was done well, "1.3. …" under the faults."""
    if opened.ordinals and opened.ordinals[-1] != 1:
        *part, last = opened.ordinals
        goes_on = opened.text and (opened.scheme, (*part, last - 1)) in so_far.numbers
        yield "list goes on from before" if goes_on else "list does not start at one"
    if doubtful and not habit_of(opened.item):
        yield "number without its dot"


def _beside(opened: Open, other: Open, so_far: OutlineSoFar, *, doubtful: bool) -> Iterator[str]:
    """What is odd when `opened` goes on with the list in which `other` is the last."""
    if opened.text != other.text:
        if not (opened.text and opened.scheme == other.scheme and _is_run_in(other)):
            yield from _unlike(opened, other)
    elif not opened.text:
        yield from _other_kind(opened, other)
    if opened.scheme == other.scheme and opened.ordinals:
        yield from _numbered_after(opened, other)
    elif opened.scheme != other.scheme and not opened.scheme.startswith(PLAIN):
        after_text = other.text and other.scheme == PLAIN
        yield "list after an introduction" if after_text else "marker beside another"
        yield from _first(opened, so_far, doubtful=doubtful)
    elif opened.scheme != other.scheme and not (opened.text or other.text):
        unknown = UNKNOWN in (opened.scheme, other.scheme) and other.scheme.startswith(PLAIN)
        alike = unknown or _both_label(opened, other)
        yield from () if alike else ("heading without marker beside another",)


def _is_run_in(other: Open) -> bool:
    """ "- Văn thư: 118 văn bản …", an item that goes before "- Giờ giấc: 14 giờ …"; so does "- Xã
    Tân Duyệt: còn 12 hồ sơ …" before "- UBND huyện còn 300 hồ sơ …"."""
    heading = other.item.heading
    return bool(other.item.inline and heading and heading.kinds in _RUN_IN)


def _unlike(opened: Open, other: Open) -> Iterator[str]:
    """A heading in a list of statements, or a statement in a list of headings."""
    if not opened.text:
        yield "heading after text" if other.scheme == PLAIN else "heading beside text"
    elif other.item.lead:
        yield "text beside a lead-in"
    else:
        yield "text beside headings"


def _other_kind(opened: Open, other: Open) -> Iterator[str]:
    mine, theirs = opened.item.heading, other.item.heading
    if mine and theirs and mine.kinds and theirs.kinds and mine.kinds != theirs.kinds:
        yield "other kind of heading"
    if opened.item.lead != other.item.lead:
        yield "other kind of heading"
    explains = mine and theirs and (mine.label, theirs.label) == (Label.CAUSE, Label.LIMITATION)
    if explains and opened.scheme.startswith(PLAIN):
        # "Lý do:" stands below the faults it explains, unless its number says otherwise.
        yield "causes apart from their faults"


def _numbered_after(opened: Open, other: Open) -> Iterator[str]:
    mine, theirs = opened.ordinals, other.ordinals
    if mine[:-1] != theirs[:-1]:
        yield "part of another number"
        return
    step = mine[-1] - theirs[-1]
    if step == 1:
        return
    kind = habit_of(opened.item)
    if mine[-1] == 1 and kind and kind == habit_of(other.item):
        yield "same headings start again"
    elif step == 0:
        yield "number repeated"
    elif mine[-1] == 1:
        yield "list starts again"
    else:
        yield "number skipped" if 0 < step < 6 else "number goes back"


def _both_label(opened: Open, other: Open) -> bool:
    """Labels do not nest: "Hạn chế" ends "a) Mặt được" though its "b)" was forgotten."""
    mine, theirs = opened.item.heading, other.item.heading
    return bool(mine and theirs and not opened.item.lead and mine.label and theirs.label)


def _below(opened: Open, above: Sequence[Open], *, last: Open | None) -> Iterator[str]:
    """What is odd when `opened` stands under the nodes `above`."""
    parent = above[-1] if above else None
    if parent is None:
        return
    if parent.text:
        yield from _below_text(opened, parent)
    elif opened.scheme == parent.scheme and not opened.scheme.startswith(PLAIN):
        run_in = _is_run_in(parent)
        yield "item below what runs into another" if run_in else "same marker below"
    elif any(opened.scheme == o.scheme and opened.ordinals for o in above):
        yield "same marker further up"
    numbered = next((o.ordinals for o in reversed(above) if o.ordinals), ())
    if len(opened.ordinals) > 1 and numbered[-1:] != opened.ordinals[-2:-1]:
        yield "part of another number"
    if not opened.text:
        yield from _heading_below(opened, above)


def _below_text(opened: Open, parent: Open) -> Iterator[str]:
    if not opened.text:
        yield "heading below a statement"
    elif opened.scheme == PLAIN or parent.scheme == PLAIN:
        yield "text without marker below a statement"
    else:
        yield "same marker below text" if opened.scheme == parent.scheme else "below a statement"


def _heading_below(opened: Open, above: Sequence[Open]) -> Iterator[str]:
    heading = opened.item.heading
    if heading is None:
        return
    if (above[-1].item.lead or above[-1].item.inline) and not (
        opened.item.lead or _goes_on_in_line(opened, above[-1])
    ):
        yield "heading below a lead-in"
    if heading.section == "conclusion":
        labelled = any(o.item.heading and o.item.heading.label for o in above)
        yield "conclusion below a label" if labelled else "conclusion below a heading"
    for other in () if opened.item.lead else above:
        if other.item.heading and not other.item.lead:
            yield from _heading_below_heading(heading, other.item.heading)


def _goes_on_in_line(opened: Open, above: Open) -> bool:
    """ "Về thể chế: Ưu điểm: … Hạn chế: Không.": labels on the line of an area."""
    mine, theirs = opened.item.heading, above.item.heading
    inline = opened.item.inline and above.item.inline
    return bool(inline and mine and theirs and mine.label and theirs.areas and not theirs.label)


def _heading_below_heading(heading: HeadingReading, above: HeadingReading) -> Iterator[str]:
    causes = heading.label is Label.CAUSE and above.label is Label.LIMITATION
    if heading.label and above.label and not causes and not _part_of_label(heading, above):
        same = heading.labels == above.labels
        yield "label below the same label" if same else "label below a label"
    if heading.units and above.label:
        yield "unit below a label"
    if heading.units and above.units:
        yield "unit below a unit"
    if heading.areas and above.areas:
        yield "area below an area"


def _part_of_label(heading: HeadingReading, above: HeadingReading) -> bool:
    """ "Hạn chế" below "Tồn tại, hạn chế và kiến nghị"; "1. Đề nghị UBND tỉnh:" below "IV. KIẾN
    NGHỊ"."""
    further = len(above.labels) > 1 or heading.units or heading.areas
    return heading.label in above.labels and bool(further)
