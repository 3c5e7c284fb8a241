"""Physical lines → paragraphs.

The strongest sign of a deliberate line break: the next word would have fitted on the line
above. A text whose lines are whole paragraphs has no right edge (`layout`) and stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from notice_parser.model import Role
from notice_parser.reading.draft import Draft
from notice_parser.reading.items import (
    all_caps,
    breaks_off,
    ends_notice,
    ends_sentence,
    is_label,
    signed,
    starts_item,
    starts_lower,
)
from notice_parser.reading.layout import Layout, has_room, is_row
from notice_parser.reading.table_rows import NO_EDGE

# More space than usual between two lines, in parts of their height, sets paragraphs apart
# (6 points after 13-point type are common).
_BLANK_GAP = 0.3
_INDENT_CHARACTERS = 1.5
_LITTLE_ROOM = 0.3  # of the width of a typed cell
# Where lines are whole paragraphs, one of so many characters that ends no sentence was cut by
# the end of its page; a heading is shorter.
_LONG_LINE = 100
# Below an indented first line, a line at the margin goes on with one that is that full.
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
    ended = ends_notice(last.text) or is_row(last) or is_row(draft) or signed(draft.text)
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
    if _breaks_symbol(last.text):
        return True
    if not ends_sentence(last.text) and starts_lower(draft.text):
        return True
    if draft.line.cell and (breaks_off(last.text, draft.text) or _nearly_full(last, layout)):
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
    return not has_room(last, draft, edge)


def _mostly_full(last: Draft, layout: Layout) -> bool:
    edge = layout.edge_of(last)
    return edge is not None and last.extent.right > _MOSTLY * edge and not ends_sentence(last.text)


def _nearly_full(last: Draft, layout: Layout) -> bool:
    """Whether a line of a typed cell ends no sentence and leaves little room: who types a table
    breaks lines by eye, "chưa xây dựng, trình" / "Sở Y tế ban hành"."""
    edge = layout.edge_of(last)
    if last.line.box or edge is None or edge == NO_EDGE or ends_sentence(last.text):
        return False
    return edge - last.extent.right < _LITTLE_ROOM * (edge - last.extent.left)


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


def joint(left: str, right: str) -> str:
    """What stands between two joined lines. A hyphen at the line's end stays, with no space
    where it had none before it: "01/NQ-" / "CP", but "2021 -" / "2030"."""
    return "" if _breaks_symbol(left) and right[:1].isalnum() else " "


def _breaks_symbol(left: str) -> bool:
    return left.endswith(("-", "/")) and left[-2:-1].isalnum()
