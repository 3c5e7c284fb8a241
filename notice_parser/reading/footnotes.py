"""Footnotes of text files: a paragraph that starts with a reference mark, often in the middle
of a sentence because the page ended there:

    … bảo đảm chỉ tiêu theo quy định và bảo đảm về nội
    ¹ Các Đề án giai đoạn 2021 - 2030: …
    dung. Triển khai công tác số hóa …
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from notice_parser.model import Role
from notice_parser.reading.draft import Draft, cut
from notice_parser.reading.layout import Layout
from notice_parser.reading.reflow import goes_on
from notice_parser.reading.source import NoteMark

FOOTNOTE_MARK = "footnote-mark"
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_STARTS_NOTE = regex.compile(
    r"(?:(?P<raised>[⁰¹²³⁴-⁹]{1,2})|(?P<bracket>\[\d{1,2}\]|\(\d{1,2}\)))\s*+(?=\S)"
)
# "km²", "m³" are units. In brackets the mark must touch its word: "các Đề án(1)"; with a
# space before it, "(1)" counts the members of a list.
_IN_BODY = regex.compile(
    r"(?<![\s\d])(?<!(?<!\p{L})[kcdh]?m)(?:[⁰¹²³⁴-⁹]{1,2}|\[\d{1,2}\]|(?<=[\p{L}\"”)])\(\d{1,2}\))"
    r"|(?<=(?<!\d)\d{4})[⁰¹²³⁴-⁹]{1,2}(?=[.,;:)\s]|$)"  # "ngày 25/10/2017¹."
)

# Behind a whole word it can be nothing else, though its note stands somewhere without a mark.
_SURELY = regex.compile(r"\p{Ll}{2}[⁰¹²³⁴-⁹]{1,2}$")


@dataclass(frozen=True, slots=True)
class _Note:
    """The lines `[start, end)` of the drafts, and how the mark is written."""

    start: int
    end: int
    mark: str
    mark_end: int


def mark_key(mark: str) -> str:
    """ "¹", "[1]" and "(1)" are the mark "1"."""
    return mark.translate(_SUPERSCRIPT).strip("[]() ")


def mark_footnotes(drafts: Sequence[Draft], *, layout: Layout) -> tuple[Draft, ...]:
    """The drafts with footnote lines given their role and mark, and with the references to
    them in the body marked."""
    notes = tuple(_notes(drafts, layout))
    result = list(drafts)
    for note in notes:
        for index in range(note.start, note.end):
            result[index] = _as_footnote(drafts[index], note, first=index == note.start)
    known = {note.mark for note in notes}
    return tuple(_with_marks(d, known) if d.role is Role.BODY else d for d in result)


def _notes(drafts: Sequence[Draft], layout: Layout) -> Iterator[_Note]:
    seen: set[str] = set()
    index = 0
    while index < len(drafts):
        draft = drafts[index]
        found = _STARTS_NOTE.match(draft.text) if draft.role is Role.BODY else None
        if found and (found["raised"] or found["bracket"] in seen):
            end = _end_of_note(drafts, index, layout)
            yield _Note(index, end, found.group().strip(), found.end())
            index = end
        else:
            seen.update(_IN_BODY.findall(draft.text))
            index += 1


def _end_of_note(drafts: Sequence[Draft], start: int, layout: Layout) -> int:
    end = start + 1
    while (
        end < len(drafts)
        and drafts[end].role is Role.BODY
        and drafts[end].text
        and drafts[end].line.page == drafts[start].line.page
        and goes_on(drafts[max(start, end - 2) : end], drafts[end], layout=layout)
    ):
        end += 1
    return end


def _as_footnote(draft: Draft, note: _Note, *, first: bool) -> Draft:
    if first:
        draft = cut(draft, [(0, note.mark_end)], kind=FOOTNOTE_MARK)
    mark = mark_key(note.mark) if first else ""
    return replace(draft, line=replace(draft.line, role=Role.FOOTNOTE, note=mark))


def _with_marks(draft: Draft, known: set[str]) -> Draft:
    marks = tuple(
        NoteMark(found.start(), found.end())
        for found in _IN_BODY.finditer(draft.text)
        if found.group() in known or _SURELY.search(draft.text[: found.end()])
    )
    if not marks:
        return draft
    return replace(draft, line=replace(draft.line, marks=(*draft.line.marks, *marks)))
