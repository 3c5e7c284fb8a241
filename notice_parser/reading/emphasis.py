"""Typed Markdown emphasis is typography, not text: "(*đối với nguồn nhân sự từ nơi khác*)",
"**KT. TRƯỞNG ĐOÀN / PHÓ TRƯỞNG ĐOÀN**". The marks leave the text; `**` makes a line bold.

A mark counts only in pairs: "* Hạn chế" is a list item, "(*)" a reference, "2*3" a product.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from notice_parser.reading.draft import Draft, cut

_MARK = regex.compile(r"(?<!\*)\*{1,3}+(?!\*)")
_OPENS = regex.compile(r"[\w\"“‘(\[<+\-–]")
_CLOSES_AFTER = regex.compile(r"[^\s(*]")
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class _Mark:
    index: int
    start: int
    end: int
    opens: bool
    closes: bool

    @property
    def size(self) -> int:
        return self.end - self.start


def take_emphasis(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts without paired emphasis marks (cuts of kind `emphasis`)."""
    result = list(drafts)
    marks: dict[int, list[_Mark]] = {}
    for block in _blocks(drafts):
        for opening, closing in _pairs(_marks(drafts, block)):
            for mark in (opening, closing):
                marks.setdefault(mark.index, []).append(mark)
            if opening.size >= 2:
                for index in range(opening.index, closing.index + 1):
                    if _covers(drafts[index].text, index, opening, closing):
                        result[index] = replace(
                            result[index], line=replace(result[index].line, bold=True)
                        )
    for index, found in marks.items():
        spans = ((mark.start, mark.end) for mark in found)
        result[index] = cut(result[index], spans, kind="emphasis")
    return tuple(result)


def _blocks(drafts: Sequence[Draft]) -> Iterator[range]:
    """Runs of lines without a blank line between: emphasis does not reach over one."""
    start = 0
    for index, draft in enumerate(drafts):
        if not draft.text:
            yield range(start, index)
            start = index + 1
    yield range(start, len(drafts))


def _marks(drafts: Sequence[Draft], block: range) -> Iterator[_Mark]:
    for index in block:
        text = drafts[index].text
        for found in _MARK.finditer(text):
            before = text[max(found.start() - 1, 0) : found.start()]
            after = text[found.end() : found.end() + 1]
            outside_word = not (before.isalnum() and after.isalnum())
            yield _Mark(
                index,
                found.start(),
                found.end(),
                opens=outside_word and bool(_OPENS.match(after)),
                closes=outside_word and bool(_CLOSES_AFTER.match(before)),
            )


def _pairs(marks: Iterable[_Mark]) -> Iterator[tuple[_Mark, _Mark]]:
    waiting: dict[int, _Mark] = {}
    for mark in marks:
        opening = waiting.get(mark.size)
        if mark.closes and opening and mark.index - opening.index < _MOST_LINES:
            yield waiting.pop(mark.size), mark
        elif mark.opens:
            waiting[mark.size] = mark


def _covers(text: str, index: int, opening: _Mark, closing: _Mark) -> bool:
    """Whether all letters of the line stand between the two marks."""
    start = opening.end if index == opening.index else 0
    end = closing.start if index == closing.index else len(text)
    outside = text[:start] + text[end:]
    return not any(character.isalnum() for character in outside)
