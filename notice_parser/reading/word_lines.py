"""The line breaks of a Word paragraph: which of them end a line, and which a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

from notice_parser.reading.word_paragraph import Break, Piece, Stretch

_ENDS = regex.compile(r"[.:;!?…]\s*+$")
# "- …", "a) …", "1. …", "2.1. …", "II. …", "b/ …", but not "1.234 hồ sơ", "13/01/2023".
_ITEM = regex.compile(r"[-–—+*•▪●○]|(?:\d{1,3}(?:\.\d{1,2}){0,4}|[a-zđA-ZĐ]|[IVX]{1,6})[.)/](?!\d)")


@dataclass
class Pages:
    """The page that the walk has come to. Word marks where it last broke pages; after a break
    typed by hand, that mark stands for the same break."""

    current: int = 1
    _just_turned: bool = False

    def turn(self, kind: Break) -> None:
        if kind is Break.PAGE or (kind is Break.RENDERED and not self._just_turned):
            self.current += 1
        if kind is not Break.LINE:
            self._just_turned = kind is Break.PAGE

    def wrote(self) -> None:
        self._just_turned = False


@dataclass
class Draft:
    """The pieces of one line to be. `parted` where a blank line stands before it, `split`
    where it only goes on on the next page."""

    parted: bool = False
    split: bool = False
    page: int | None = None
    pieces: list[Piece] = field(default_factory=list)


def drafts(tokens: Iterable[Piece | Break], pages: Pages) -> Iterator[Draft]:
    """The lines of a paragraph; a last one without pieces is the line after a last break.

    Where Word turned a page between two words, the line is split, so that both know their page.
    """
    draft = Draft()
    for token in tokens:
        if isinstance(token, Piece):
            draft.pieces.append(token)
            if token.text.strip():
                pages.wrote()
                draft.page = draft.page or pages.current
            continue
        pages.turn(token)
        if draft.page is None:
            draft.parted = draft.parted or token is not Break.RENDERED
        elif token is not Break.RENDERED:
            yield draft
            draft = Draft()
        elif draft.pieces[-1].text[-1:].isspace():
            yield draft
            draft = Draft(split=True)
    yield draft


def goes_on(before: Stretch, after: Stretch, *, centred: bool, in_cell: bool) -> bool:
    """Whether a typed line break parts nothing but lines.

    In letterheads ("ỦY BAN NHÂN DÂN⏎TỈNH ĐỒNG THÁP"), headings and lists it stands between
    lines that are read apart; in running prose people use it to push a word down. In a cell
    ("Xã An Hòa⏎Xã Phú Cường") only a small letter goes on with what was begun.
    """
    if centred or (before.bold and after.bold) or before.text.isupper():
        return False
    if _ENDS.search(before.text) or _ITEM.match(after.text):
        return False
    return not in_cell or after.text[0].islower()
