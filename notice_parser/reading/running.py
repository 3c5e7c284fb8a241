"""What repeats on every page and is no part of the text: page numbers, running heads and
feet. For files without geometry; the PDF reader knows more and decides for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import regex

from notice_parser.model import Role
from notice_parser.reading.draft import Draft

_NUMBERED_PAGE = regex.compile(
    r"(?:(?:trang|page)\s{0,3}\d{1,3}(?:\s{0,3}(?:/|trên|of)\s{0,3}\d{1,3})?"
    r"|\d{1,3}\s{0,2}/\s{0,2}\d{1,3}|[-–—]\s{0,2}\d{1,3}\s{0,2}[-–—])",
    regex.IGNORECASE,
)
_BARE_NUMBER = regex.compile(r"\d{1,3}")
_DIGITS = regex.compile(r"\d+")
_LEAST_PAGES = 3
# Bare numbers closer together than this are cells of a table, not page numbers.
_LEAST_DISTANCE = 5


def is_page_number(text: str) -> bool:
    """ "2", "- 2 -", "Trang 2/5", "2/5"."""
    return bool(_NUMBERED_PAGE.fullmatch(text) or _BARE_NUMBER.fullmatch(text))


def mark_running(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts with page numbers and running heads given the role RUNNING."""
    numbers = sorted({*_page_numbers(drafts)})
    running = {*numbers, *_heads_and_feet(drafts), *_beside(drafts, numbers)}
    return tuple(
        replace(d, line=replace(d.line, role=Role.RUNNING)) if index in running else d
        for index, d in enumerate(drafts)
    )


def _page_numbers(drafts: Sequence[Draft]) -> Iterator[int]:
    written = [index for index, draft in enumerate(drafts) if draft.text]
    bare = [
        place
        for place, index in enumerate(written)
        if _BARE_NUMBER.fullmatch(drafts[index].text) and not drafts[index].line.cell
    ]
    for number, place in enumerate(bare):
        near = [*bare[max(number - 1, 0) : number], *bare[number + 1 : number + 2]]
        alone = all(abs(other - place) >= _LEAST_DISTANCE for other in near)
        if alone and place > 0 and _stands_alone(drafts, written[place]):
            yield written[place]
    for index in written[1:]:
        numbered = _NUMBERED_PAGE.fullmatch(drafts[index].text) and not drafts[index].line.cell
        if numbered and _stands_alone(drafts, index):
            yield index


def _stands_alone(drafts: Sequence[Draft], index: int) -> bool:
    """Blank lines or the page's edge above or below."""
    page = drafts[index].line.page
    around = (drafts[i] for i in (index - 1, index + 1) if 0 <= i < len(drafts))
    edges = [not d.text or d.line.page != page for d in around]
    return any(edges) or len(edges) < 2


def _beside(drafts: Sequence[Draft], numbers: Sequence[int]) -> Iterator[int]:
    """Lines that stand again and again before or behind a page number, in a text that does not
    tell where its pages end."""
    written = [index for index, draft in enumerate(drafts) if draft.text]
    places = {index: place for place, index in enumerate(written)}
    for step in (-1, 1):
        near = [places[index] + step for index in numbers]
        beside = [written[place] for place in near if 0 <= place < len(written)]
        yield from _repeated(drafts, beside)


def _repeated(drafts: Sequence[Draft], lines: Sequence[int]) -> Iterator[int]:
    """Those of the lines that most of them are, but for their numbers."""
    often = Counter(_DIGITS.sub("0", drafts[index].text) for index in lines)
    for index in lines:
        repeats = often[_DIGITS.sub("0", drafts[index].text)]
        if repeats >= _LEAST_PAGES and 2 * repeats > len(lines):
            yield index


def _heads_and_feet(drafts: Sequence[Draft]) -> Iterator[int]:
    pages: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.text and draft.line.page is not None:
            pages.setdefault(draft.line.page, []).append(index)
    for place in (0, 1, -1, -2):
        at_place = [own[place] for own in pages.values() if len(own) > 4]
        yield from _repeated(drafts, at_place)
