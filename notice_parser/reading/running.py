"""What repeats on every page and is no part of the text: page numbers, running heads and
feet. For files without geometry; the PDF reader knows more and decides for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import regex

from notice_parser.model import Role
from notice_parser.reading.draft import Draft
from notice_parser.reading.items import ends_sentence, heads_section, starts_item

# "Trang 2/5" and "- 2 -" are nothing else; "2/5" may be a figure.
_SURE_NUMBER = regex.compile(
    r"(?:trang|page)\s{0,3}\d{1,3}(?:\s{0,3}(?:/|trên|of)\s{0,3}\d{1,3})?"
    r"|[-–—]\s{0,2}\d{1,3}\s{0,2}[-–—]",
    regex.IGNORECASE,
)
_OF_ALL_PAGES = regex.compile(r"\d{1,3}\s{0,2}/\s{0,2}\d{1,3}")
_BARE_NUMBER = regex.compile(r"\d{1,3}")
# The number of the page in a running head: "Thông báo KQ khắc phục - huyện Quỳnh Phụ - 1/3",
# "Trang 2 | Sở Nội vụ".
_IN_HEAD = regex.compile(
    r"(?<!\p{L})trang\s{0,3}(?P<page>\d{1,3})(?!\d)"
    r"|(?<![\d/])(?P<page>\d{1,3})\s?(?=/\s?\d{1,3}(?![\d/]))",
    regex.IGNORECASE,
)
_LONGEST_HEAD = 120
_DIGITS = regex.compile(r"\d+")
_LEAST_PAGES = 3
# Bare numbers closer together than this are cells of a table, not page numbers.
_LEAST_DISTANCE = 5
# Lines of a page: so far apart, two numbers that follow each other count pages.
_LEAST_ON_PAGE = 12


def is_page_number(text: str) -> bool:
    """ "2", "- 2 -", "Trang 2/5", "2/5"."""
    forms = (_SURE_NUMBER, _OF_ALL_PAGES, _BARE_NUMBER)
    return any(form.fullmatch(text) for form in forms)


def mark_running(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """The drafts with page numbers and running heads given the role RUNNING."""
    numbers = sorted({*_page_numbers(drafts), *_bare_numbers(drafts)})
    heads = (*_heads_and_feet(drafts), *_beside(drafts, numbers), *_numbered_heads(drafts))
    running = {*numbers, *heads}
    return tuple(
        replace(d, line=replace(d.line, role=Role.RUNNING)) if index in running else d
        for index, d in enumerate(drafts)
    )


def _written(drafts: Sequence[Draft]) -> list[int]:
    return [index for index, draft in enumerate(drafts) if draft.text]


def _page_numbers(drafts: Sequence[Draft]) -> Iterator[int]:
    for index in _written(drafts)[1:]:
        text, cell = drafts[index].text, drafts[index].line.cell
        alone = _OF_ALL_PAGES.fullmatch(text) and _stands_alone(drafts, index)
        if not cell and (alone or _SURE_NUMBER.fullmatch(text)):
            yield index


def _bare_numbers(drafts: Sequence[Draft]) -> Iterator[int]:
    """Numbers on lines of their own between blank lines, or which count on a page further up or
    down."""
    written = _written(drafts)
    bare = [
        place
        for place, index in enumerate(written)
        if _BARE_NUMBER.fullmatch(drafts[index].text) and not drafts[index].line.cell
    ]
    for number, place in enumerate(bare):
        near = [*bare[max(number - 1, 0) : number], *bare[number + 1 : number + 2]]
        if place == 0 or any(abs(other - place) < _LEAST_DISTANCE for other in near):
            continue
        value = int(drafts[written[place]].text)
        following = (
            int(drafts[written[other]].text) - value == (1 if other > place else -1)
            for other in near
            if abs(other - place) >= _LEAST_ON_PAGE
        )
        if _stands_alone(drafts, written[place]) or any(following):
            yield written[place]


def _stands_alone(drafts: Sequence[Draft], index: int) -> bool:
    """Blank lines or the page's edge above or below."""
    page = drafts[index].line.page
    around = (drafts[i] for i in (index - 1, index + 1) if 0 <= i < len(drafts))
    edges = [not d.text or d.line.page != page for d in around]
    return any(edges) or len(edges) < 2


def _beside(drafts: Sequence[Draft], numbers: Sequence[int]) -> Iterator[int]:
    """Lines that stand again and again before or behind a page number, in a text that does not
    tell where its pages end."""
    written = _written(drafts)
    places = {index: place for place, index in enumerate(written)}
    for step in (-1, 1):
        for distance in (step, 2 * step):  # a head may have two lines
            near = [places[index] + distance for index in numbers]
            beside = [written[place] for place in near if 0 <= place < len(written)]
            found = {*_repeated(drafts, beside), *_stand_only_here(drafts, beside)}
            yield from found
            if not found:
                break


def _repeated(drafts: Sequence[Draft], lines: Sequence[int]) -> Iterator[int]:
    """Those of the lines that most of them are, but for their numbers."""
    often = Counter(_but_numbers(drafts[index]) for index in lines)
    for index in lines:
        repeats = often[_but_numbers(drafts[index])]
        if repeats >= _LEAST_PAGES and 2 * repeats > len(lines):
            yield index


def _stand_only_here(drafts: Sequence[Draft], lines: Sequence[int]) -> Iterator[int]:
    """Two of at most three lines if they are alike, stand nowhere else and are no heading: a notice
    of three pages, the first without a head."""
    heads = [index for index in lines if _may_be_head(drafts[index])]
    if len(heads) == 2 and len(lines) <= 3:
        first, second = (drafts[index].text for index in heads)
        if first == second and sum(draft.text == first for draft in drafts) == 2:
            yield from heads


def _may_be_head(draft: Draft) -> bool:
    text = draft.text
    told = starts_item(text) or ends_sentence(text) or heads_section(text)
    return not (told or draft.line.cell) and len(text) <= _LONGEST_HEAD


def _numbered_heads(drafts: Sequence[Draft]) -> Iterator[int]:
    """Lines alike but for the number of the page in them, which counts on."""
    found: dict[str, list[tuple[int, int]]] = {}
    for index, draft in enumerate(drafts):
        number = _IN_HEAD.search(draft.text) if len(draft.text) <= _LONGEST_HEAD else None
        if number and _may_be_head(draft):
            key = draft.text[: number.start("page")] + draft.text[number.end("page") :]
            found.setdefault(key, []).append((index, int(number["page"])))
    for heads in found.values():
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(heads)]
        if steps and all(far >= _LEAST_DISTANCE and on == 1 for far, on in steps):
            yield from (index for index, _ in heads)


def _but_numbers(draft: Draft) -> str:
    return _DIGITS.sub("0", draft.text)


def _heads_and_feet(drafts: Sequence[Draft]) -> Iterator[int]:
    pages: dict[int, list[int]] = {}
    for index, draft in enumerate(drafts):
        if draft.text and draft.line.page is not None:
            pages.setdefault(draft.line.page, []).append(index)
    for place in (0, 1, -1, -2):
        at_place = [own[place] for own in pages.values() if len(own) > 4]
        yield from _repeated(drafts, at_place)
