"""One paragraph of a Word file as what its reader sees: pieces of text and breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate
from typing import TypeAlias

from notice_parser.reading.source import FontSpan, NoteMark
from notice_parser.reading.word_styles import Look, Styles
from notice_parser.reading.word_symbols import is_legacy_vietnamese, is_private, symbol
from notice_parser.reading.word_xml import MATH, XML_SPACE, Element, W

_SKIPPED = frozenset(W + name for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr"))
# Converters write the "ư" of TCVN3, whose code is that of the soft hyphen, as one; as a mere
# hint where a word may break it is dropped later with all that is invisible.
_FIXED = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
_TEXT = frozenset({W + "t", MATH + "t"})
_REFERENCES = frozenset({W + "footnoteReference", W + "endnoteReference"})
_BREAKS = frozenset({W + "br", W + "cr", W + "lastRenderedPageBreak"})
_SYMBOL, _FIELD, _BOX = W + "sym", W + "fldChar", W + "txbxContent"
_LEAVES = _TEXT | _REFERENCES | _BREAKS | set(_FIXED) | {_SYMBOL, _FIELD, _BOX}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Stands for a symbol without a known meaning until it is counted: never a character of a text.
_UNKNOWN_SYMBOL = "\ufdd0"


class Break(Enum):
    LINE = "line"
    PAGE = "page"  # typed by hand
    RENDERED = "rendered"  # where Word last began a new page


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one look; `note` where it is the mark of a note."""

    text: str
    bold: bool = False
    note: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class TextBox:
    """A text box anchored in the paragraph; its paragraphs follow it."""

    content: Element


Token: TypeAlias = Piece | Break | TextBox
Leaf: TypeAlias = tuple[Element, Look]
# The mark of a footnote or endnote reference; the second argument is a mark typed by hand.
Marks: TypeAlias = Callable[[Element, str], str]


def tokens(paragraph: Element, look: Look, *, styles: Styles, marks: Marks) -> Iterator[Token]:
    """What the paragraph shows, in order. `look` is that of its style."""
    marked_by_hand: set[Element] = set()
    for element, run in _shown_leaves(paragraph, look, styles):
        if element.tag in _REFERENCES:
            parent = element.getparent()
            typed = "" if parent in marked_by_hand else _typed_mark(element)
            if typed and parent is not None:
                marked_by_hand.add(parent)
            yield Piece(marks(element, typed), note=True)
        elif element.tag in _BREAKS:
            yield _break(element)
        elif element.tag == _BOX:
            yield TextBox(element)
        elif element.tag != _FIELD and element.getparent() not in marked_by_hand:
            yield Piece(_text(element, run), bold=bool(run.bold), font=run.font or "")


def _shown_leaves(paragraph: Element, look: Look, styles: Styles) -> list[Leaf]:
    return _without_instructions(
        [leaf for leaf in _leaves(paragraph, look, styles) if not leaf[1].hidden]
    )


def _leaves(paragraph: Element, look: Look, styles: Styles) -> Iterator[Leaf]:
    """Everything that shows, whatever wraps it (links, content controls, smart tags, …)."""
    outside = styles.of_run(None, paragraph=look)
    pending = [(child, outside) for child in reversed(paragraph)]
    while pending:
        element, run = pending.pop()
        if element.tag in _LEAVES:
            yield element, run
        elif element.tag not in _SKIPPED:
            if element.tag == W + "r":
                run = styles.of_run(element.find(W + "rPr"), paragraph=look)
            pending.extend((child, run) for child in reversed(element))


def _without_instructions(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Of each field its result only: what stands between `begin` and `separate` (or `end`)
    says how to compute it. A field without an end hides nothing."""
    change = [0] * len(leaves)
    open_fields: list[int | None] = []
    for place, (element, _) in enumerate(leaves):
        kind = element.get(W + "fldCharType") if element.tag == _FIELD else None
        if kind == "begin":
            open_fields.append(place)
        elif kind in {"separate", "end"} and open_fields:
            begin = open_fields.pop()
            if begin is not None:
                change[begin] += 1
                change[place] -= 1
            if kind == "separate":
                open_fields.append(None)
    return [leaf for leaf, hidden in zip(leaves, accumulate(change), strict=True) if not hidden]


def _break(element: Element) -> Break:
    if element.tag == W + "lastRenderedPageBreak":
        return Break.RENDERED
    return Break.PAGE if element.get(W + "type") == "page" else Break.LINE


def _typed_mark(reference: Element) -> str:
    """The mark that stands in the same run, where the author typed one ("*")."""
    parent = reference.getparent()
    if parent is None or reference.get(W + "customMarkFollows") not in {"1", "true", "on"}:
        return ""
    return "".join(_text(e, Look()) for e in parent if e.tag in {W + "t", _SYMBOL}).strip()


def _text(element: Element, run: Look) -> str:
    if element.tag in _FIXED:
        return _FIXED[element.tag]
    if element.tag == _SYMBOL:
        return _symbol(element.get(W + "char", ""), element.get(W + "font", ""))
    text = (element.text or "").replace("\n", " ").replace("\r", " ")
    if element.tag == W + "t" and "preserve" not in _spaces(element):
        text = text.strip(" \t")
    font = run.font or ""
    if any(is_private(character) for character in text):
        text = "".join(
            symbol(ord(c), font) or _UNKNOWN_SYMBOL if is_private(c) else c for c in text
        )
    if run.superscript and text.strip().isdigit():
        # A note mark typed by hand ("năm 2023" and a raised 1) must not become "năm 20231".
        return text.translate(_SUPERSCRIPTS)
    # Capitals of a legacy font are other bytes: `upper` would change the letters.
    return text.upper() if run.capitals and not is_legacy_vietnamese(font) else text


def _spaces(element: Element) -> tuple[str, str]:
    root = element.getroottree().getroot()
    return element.get(XML_SPACE, ""), root.get(XML_SPACE, "")


def _symbol(code: str, font: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return _UNKNOWN_SYMBOL
    is_character = 0x20 <= value <= 0xFFFF and not 0xD800 <= value <= 0xDFFF
    return (symbol(value, font) if is_character else "") or _UNKNOWN_SYMBOL


@dataclass(frozen=True, slots=True)
class Stretch:
    """The text between two breaks, without white space at its ends."""

    text: str
    bold: bool
    marks: tuple[NoteMark, ...]
    fonts: tuple[FontSpan, ...] = ()
    unknown_symbols: int = 0


def stretch(pieces: Sequence[Piece], *, prefix: str = "", apart: bool = True) -> Stretch:
    """`pieces` joined; `prefix` is a list marker, which is not part of the paragraph's runs."""
    known = [replace(p, text=p.text.replace(_UNKNOWN_SYMBOL, "")) for p in pieces]
    joined = "".join(piece.text for piece in known)
    indent = len(joined) - len(joined.lstrip()) if apart or not prefix else 0
    body = joined[indent:].rstrip()
    start = prefix + (" " if prefix and apart and body else "")
    ends = tuple(accumulate((len(p.text) for p in known), initial=len(start) - indent))
    worded = [piece for piece in known if piece.text.strip() and not piece.note]
    return Stretch(
        text=start + body,
        bold=bool(worded) and all(piece.bold for piece in worded),
        marks=tuple(
            NoteMark(at, at + len(piece.text))
            for piece, at in zip(known, ends, strict=False)
            if piece.note and piece.text
        ),
        fonts=tuple(
            FontSpan(max(at, 0), max(at + len(piece.text), 0), piece.font)
            for piece, at in zip(known, ends, strict=False)
            if piece.font and not piece.text.isspace()
        ),
        unknown_symbols=sum(piece.text.count(_UNKNOWN_SYMBOL) for piece in pieces),
    )
