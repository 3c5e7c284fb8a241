"""Paragraphs → items: each line of the content as heading or text, with its marker.

A line is a heading by its own words (`headings`), or because of what follows it: a sentence
ending in ":" above a list leads it in. A short line of unknown words that looks like a heading
is left to the outline to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from notice_parser.markers import Marker, read_marker
from notice_parser.model import Paragraph
from notice_parser.segmenting.headings import (
    HeadingReading,
    inline_end,
    label_signs,
    lead_label,
    read_heading,
)
from notice_parser.segmenting.line_parts import numbered, opens_with_label, parts_of
from notice_parser.segmenting.phrases import behind_outcome
from notice_parser.segmenting.run_in import run_in, running_in, tells
from notice_parser.segmenting.team import appraises, team_acts
from notice_parser.segmenting.terms import is_term
from notice_parser.segmenting.unit_grammar import place_kinds
from notice_parser.segmenting.units import LEVELS
from notice_parser.segmenting.verdicts import heads_outcome
from notice_parser.text import match_key

_LONGEST_UNKNOWN = 120  # characters of a heading whose words are not in the lexicon
_LONGEST_BOLD = 250  # of one in bold or capitals
_LONGEST_UNMARKED = 100  # of a heading without marker that ends with a colon
_IN_BRACKETS = regex.compile(r"\((?P<words>[^()\n\d]{3,40})\)(?:\s+|[.;]?\s*$)")
_WHOLE = (("label",), ("unit",))  # headings that a date may follow: "UBND xã Đông: 30/11/2022"
_MOST_SIGN_WORDS = 4  # of a line that is a heading by one sign
_MOST_INLINE_WORDS = 8  # of such a heading before a colon


@dataclass(frozen=True, slots=True)
class _Habits:
    """What a notice does throughout: the words that it has more than once before a colon or on a
    line, and the schemes of numbers behind which a heading runs into its text."""

    again: frozenset[str]
    running_in: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph or, where heading and text share a line, one of its two halves.

    `[start, end)` are its words without marker. `heading` is what it names, None for text.
    `lead` tells a sentence ending in ":" that opens a list from a true heading. `looks` tells
    why a line could be a heading though its words are unknown: it is "numbered", though like "a
    numbered sentence", "bold", in "capitals", begins with "a sign", or its words were "said
    before" in the same way; or why a line of known heading words could be a statement: it ends
    like "a sentence", or has the bullet of "an item".
    """

    start: int
    end: int
    marker: Marker | None
    heading: HeadingReading | None
    lead: bool = False
    inline: bool = False
    bold: bool = False
    looks: str = ""


def read_items(
    text: str, paragraphs: Sequence[Paragraph], *, above_table: bool = False
) -> tuple[Item, ...]:
    """The items of consecutive paragraphs; `above_table` tells that a table follows them."""
    paragraphs = tuple(numbered(text, paragraphs))
    said = Counter(key for p in paragraphs if (key := _opening(text, p)))
    again = frozenset(key for key, count in said.items() if count > 1)
    habits = _Habits(again, frozenset(running_in(text, paragraphs)))
    parts = [part for p in paragraphs for part in parts_of(text, p)]
    labelled = [opens_with_label(text, part) for part in parts]
    beside = [any(near) for near in zip((False, *labelled), (*labelled[1:], False), strict=False)]
    items = [
        item
        for part, near in zip(parts, beside, strict=True)
        for item in _items(text, part, habits, beside=near)
    ]
    return _confirm(text, items, again, above_table=above_table)


def _opening(text: str, paragraph: Paragraph) -> str:
    """The words of a short line, or those before the first colon of a longer one: what could
    be a heading that the notice has more than once."""
    marker = read_marker(text, paragraph.start, paragraph.end)
    start = marker.end if marker else paragraph.start
    colon = inline_end(text, start, paragraph.end)
    return _key(text, start, colon or paragraph.end) if start < paragraph.end else ""


def _key(text: str, start: int, end: int) -> str:
    return match_key(text[start:end]).rstrip(" :.") if end - start <= _LONGEST_UNKNOWN else ""


def _items(
    text: str, paragraph: Paragraph, habits: _Habits, *, beside: bool = False
) -> Iterator[Item]:
    """The items of a paragraph; `beside` tells that the one before or behind opens with a label."""
    marker = read_marker(text, paragraph.start, paragraph.end)
    start, end = marker.end if marker else paragraph.start, paragraph.end
    if framed := _framed(text, start, end):
        label, begin, last = framed
        yield Item(label.start, label.end, marker, label, inline=True, bold=paragraph.bold)
        yield Item(begin, last, None, None)
        return
    colon = inline_end(text, start, end)
    inline = None
    if colon:
        inline = _inline_heading(text, start, colon, end, again=habits.again, beside=beside)
    if colon and inline and text[colon + 1 : end].strip():
        yield Item(start, colon + 1, marker, inline, inline=True, bold=paragraph.bold)
        rest = end - len(text[colon + 1 : end].lstrip())
        yield from _after_inline(text, replace(paragraph, start=rest), habits)
        return
    dated = bool(colon and is_term(text[colon + 1 : end]) and not inline)
    heading = None if dated else _own_line_heading(text, start, end, marker)
    bullet = marker is not None and marker.bullet
    headed = marker is not None and marker.readings[0].scheme in habits.running_in
    runs = None if heading else run_in(text, start, end, headed=headed, bullet=bullet)
    if runs:
        stop, begin = runs
        reading = read_heading(text, start, len(text[:stop].rstrip(".;")))
        known = reading if reading.opens_line else HeadingReading(start, stop)
        yield Item(start, stop, marker, known, inline=True)
        start, marker = begin, None
    yield Item(start, end, marker, heading, bold=paragraph.bold)


def _framed(text: str, start: int, end: int) -> tuple[HeadingReading, int, int] | None:
    """The label that stands in brackets before or behind a sentence ("(Ưu điểm) Giao ban …",
    "13 hồ sơ trễ hạn. (Tồn tại)"), and where the sentence begins and ends."""
    found = _IN_BRACKETS.match(text, start, end) or _IN_BRACKETS.search(text, start, end)
    if found is None or (found.start() > start and found.end() < end):
        return None
    reading = read_heading(text, found.start("words"), found.end("words"))
    if reading.kinds != ("label",) or not reading.opens_line:
        return None
    if found.start() == start:
        return reading, found.end(), end
    return reading, start, start + len(text[start : found.start()].rstrip())


def _after_inline(text: str, rest: Paragraph, habits: _Habits) -> Iterator[Item]:
    """What follows a heading on its line: text, or the unit or label it goes on with: "Hạn chế: Xã
    Kiến Xương: Không.", "Về thể chế: Ưu điểm: …". A number there belongs to the sentence: "Hạn
    chế: 12 hồ sơ"."""
    first, *others = _items(text, rest, habits)
    heads = first.inline and first.heading is not None
    names = heads and first.heading and (first.heading.units or first.heading.label)
    if names and not first.marker:
        yield from (first, *others)
        return
    marker = read_marker(text, rest.start, rest.end)
    bullet = marker if marker and marker.bullet else None
    yield Item(bullet.end if bullet else rest.start, rest.end, bullet, None)


def _inline_heading(
    text: str, start: int, colon: int, end: int, *, again: frozenset[str], beside: bool
) -> HeadingReading | None:
    """What stands before a colon and text of its own, if it is a heading. Of unknown words it
    is one where it looks like one by itself ("Những mặt làm chưa tốt: Không.") or has a sign
    and is there more than once ("Ghi nhận: …") or `beside` a label ("Kết quả: …", "Tồn tại: …"). A
    fault of an earlier inspection is none: "Về số lượng cấp phó vượt quy định: Đã khắc phục."."""
    reading = read_heading(text, start, colon)
    # "- Công khai dự toán: 30/11/2022." is what is to be done and by when.
    if is_term(text[colon + 1 : end]) and not (reading.section or reading.kinds in _WHOLE):
        return None
    if reading.opens_line:
        named = bool(reading.areas) and not reading.label
        fault = named and behind_outcome(text[colon + 1 : end].lstrip()) is not None
        return None if fault or _names_follow(text, start, colon) else reading
    said_again = beside or _key(text, start, colon) in again
    told = said_again and heads_outcome(text[start:colon])  # "Đến nay: Đã bổ sung."
    unknown = told or _looks_like_heading(text, start, colon, again=said_again)
    return HeadingReading(start, colon) if unknown else None


def _names_follow(text: str, start: int, colon: int) -> bool:
    """Whether the colon leads to names: "Chủ tịch UBND các xã: Đồng Du, La Sơn tổ chức …"."""
    several = regex.search(rf"(?i)(?<!\w)các\s+(?:{place_kinds()})\s*$", text[start:colon])
    return several is not None and text[colon + 1 :].lstrip()[:1].isupper()


def _looks_like_heading(text: str, start: int, end: int, *, again: bool) -> bool:
    """Whether words before a colon are few and have two of: a noun that heads such headings, a
    sign of what they are about, and being said `again` in the notice."""
    signs = label_signs(text, start, end)
    short = len(text[start:end].split()) <= _MOST_INLINE_WORDS
    return short and signs.head + bool(signs.labels) + again > 1


def _own_line_heading(
    text: str, start: int, end: int, marker: Marker | None
) -> HeadingReading | None:
    """The whole line as a heading. A bullet with a full stop is a statement however it reads:
    "- Thực hiện cơ chế một cửa."; a numbered heading may have been typed with one."""
    if marker is None and text[:end].endswith(":") and end - start > _LONGEST_UNMARKED:
        return None  # "Sau 02 ngày làm việc tại Phòng Nội vụ, …, Đoàn kiểm tra kết luận như sau:"
    core_end = start + len(text[start:end].rstrip(" :"))
    if text[core_end - 1 : core_end] in {".", ";"}:
        if marker is None or marker.bullet or text[core_end - 1] == ";":
            return None
        core_end -= 1
    reading = read_heading(text, start, core_end)
    stops = text[core_end : core_end + 1] == "."
    if stops and not reading.label and _tells(text, start, core_end):
        return None
    if stops and (reading.units or reading.areas) and appraises(text, start, core_end):
        return None
    opens = text[:end].rstrip().endswith(":") and not reading.label and not reading.areas
    if not reading.known or (opens and lead_label(text, start, end)):
        return None  # "…, Đoàn kiểm tra đề nghị UBND huyện Giồng Trôm:" leads in a list
    return replace(reading, end=end)


def _tells(text: str, start: int, end: int) -> bool:
    """ "1. Đoàn kiểm tra ghi nhận sự cố gắng của UBND huyện.", "4. Trường Tiểu học Tân Dĩnh đã công
    khai tài chính."."""
    return team_acts(text, start, end) or tells(text[start:end])


def _confirm(
    text: str, items: Sequence[Item], said: frozenset[str], *, above_table: bool
) -> tuple[Item, ...]:
    """Lead-ins are seen from what follows them, headings of unknown words by their look."""
    following: Item | None = None
    confirmed: list[Item] = []
    for item in reversed(items):
        again = _key(text, item.start, item.end) in said
        following = _confirmed(text, item, following, above_table=above_table, again=again)
        confirmed.append(following)
    return tuple(reversed(confirmed))


def _confirmed(
    text: str, item: Item, following: Item | None, *, above_table: bool, again: bool
) -> Item:
    written = text[item.start : item.end].rstrip()
    if item.heading:
        return replace(item, looks=_doubt(item, item.heading, written))
    leads = _opens_list(item, following) if following else above_table
    if leads and written.endswith(":") and not _stands_alone(text, item, again=again):
        label = lead_label(text, item.start, item.end)
        return replace(item, heading=HeadingReading(item.start, item.end, label=label), lead=True)
    return replace(item, looks=_look(text, item, written, again=again))


def _doubt(item: Item, heading: HeadingReading, written: str) -> str:
    """Why a line of heading words could be a statement for all that: "1. Công khai dự toán.", "2.
    Trường Trung cấp nghề thu học phí vượt mức quy định."."""
    names = heading.kinds == ("area",) or (
        heading.kinds == ("unit",) and heading.units[0].level not in LEVELS
    )
    if item.inline or item.lead or not names or written.endswith(":"):
        return ""
    if written.endswith("."):
        return "a sentence"
    return "an item" if item.marker and item.marker.bullet else ""


def _stands_alone(text: str, item: Item, *, again: bool) -> bool:
    """Whether a line with a colon above a list is a heading, no sentence that leads in: "Ghi
    nhận:" throughout the notice."""
    return _looks_like_heading(text, item.start, item.end, again=again)


def _opens_list(item: Item, following: Item) -> bool:
    """Whether the next line has another marker than the lead-in, so that it stands below."""
    if following.marker is None:
        return following.heading is None
    mine = {r.scheme for r in item.marker.readings} if item.marker else set()
    return all(
        r.scheme not in mine or (r.ordinals and r.follows_none) for r in following.marker.readings
    )


def _is_sign(text: str, item: Item) -> bool:
    """Whether a line of few words begins with what headings alone are about: "Vì sao"."""
    signs = label_signs(text, item.start, item.end)
    return len(text[item.start : item.end].split()) <= _MOST_SIGN_WORDS and bool(signs.first)


def _look(text: str, item: Item, written: str, *, again: bool) -> str:
    """How a short line without final mark could be a heading: "2. Thi đua"."""
    capitals = written == written.upper() and any(c.isalpha() for c in written)
    longest = _LONGEST_BOLD if item.bold or capitals else _LONGEST_UNKNOWN
    if len(written) > longest or written[-1:] in {";", ",", "/"}:
        return ""
    if capitals:
        return "capitals"
    numbered = item.marker is not None and not item.marker.bullet
    if written.endswith("."):
        return "a numbered sentence" if numbered else ""
    if again:
        return "said before"
    if _is_sign(text, item):
        return "a sign"
    if item.bold:
        return "bold"
    return "numbered" if numbered else ""
