"""The title: what it says without its set lines, and the bodies that it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from notice_parser import lexicon
from notice_parser.model import Paragraph
from notice_parser.segmenting.frame import Frame
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.title_lines import addressees, is_dateline, only_types
from notice_parser.segmenting.units import UnitMention, find_units
from notice_parser.text import squash

# "… hoạt động của Trung tâm … tại UBND xã X": "tại" outranks "của".
_INSPECTED_AT = tuple(
    regex.compile(rf"(?<!\w)(?:{words})\s+", regex.IGNORECASE)
    for words in ("tại|đối với|làm việc với", "của|ở", r"kính gửi\s*:?")
)


def title_units(text: str, frame: Frame) -> tuple[UnitMention, ...]:
    """The bodies that the title names after "tại", "đối với": those inspected, and the
    district or province that they belong to (`container`). To whom a letter is addressed is
    inspected where nothing else names a body; to whom a report is addressed lies above."""
    addressed = addressees(text, (*frame.letterhead, *frame.title))
    told = [p for p in frame.title if p not in addressed]
    named = units_after_anchor(text, told)
    if any(not unit.container for unit in named):
        return named
    upward = bool(
        frame.doc_type and lexicon.load("notice_types").by_code[frame.doc_type].get("upward")
    )
    found = units_after_anchor(text, addressed)
    return (*named, *(replace(unit, container=upward) for unit in found))


def units_after_anchor(text: str, lines: Sequence[Paragraph]) -> tuple[UnitMention, ...]:
    """The bodies that the lines of a title name, those behind the strongest of "tại", "của"."""
    if not lines:
        return ()
    start, end = lines[0].start, lines[-1].end
    # A title may be broken in the middle of a name: "tại huyện Giồng" / "Trôm".
    one_line = text[:end].replace("\n", " ")
    anchors = (pattern.search(one_line, start, end) for pattern in _INSPECTED_AT)
    anchor = next(filter(None, anchors), None)
    return find_units(one_line, start=anchor.end() if anchor else start, end=end)


def title_text(text: str, frame: Frame) -> str:
    """The title without a first line that only names the type: "THÔNG BÁO KẾT LUẬN"."""
    addressed = addressees(text, frame.title)
    lines = [
        text[p.start : p.end]
        for p in frame.title
        if p not in addressed
        and not starts_with(text, p.start, p.end, "motto")
        and not is_dateline(text[p.start : p.end])
    ]
    if lines and frame.doc_type and only_types(lines[0]):
        lines = lines[1:]
    elif lines and frame.doc_type and lines[0].startswith(f"{frame.doc_type.upper()} "):
        lines[0] = lines[0][len(frame.doc_type) :].lstrip(" :.-–")  # "THÔNG BÁO KẾT QUẢ …"
    return squash(" ".join(line for line in lines if any(c.isalnum() for c in line)))
