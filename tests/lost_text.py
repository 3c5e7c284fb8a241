"""What of a document's body a notice says nothing about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.model import Document, Notice
from notice_parser.text import nfc

# The longest word that numbers, and its number: "Đơn vị thứ nhất: ".
_LONGEST_MARKER = len(" thứ nhất : ") + max(
    len(words) for entry in lexicon.load("numbering").entries for words in entry.words
)
_LONGEST_INNER = len("(12) ")
_NOTE_MARKS = "¹²³⁴⁵⁶⁷⁸⁹⁰"


def letters(text: str) -> Counter[str]:
    """Letters and digits, without the marks of footnotes."""
    return Counter(c for c in nfc(text) if c.isalnum() and c not in _NOTE_MARKS)


def lost(notice: Notice) -> list[tuple[str, str]]:
    """Letters and digits of body paragraphs that are in no statement, heading, header quote,
    coverage quote, footnote, remainder or list marker; each with its paragraph."""
    document = notice.document
    known = {place for start, end in _known(notice) for place in range(start, end)}
    left = [
        (
            "".join(
                document.text[i]
                for i in range(p.start, p.end)
                if i not in known and document.text[i].isalnum()
            ),
            document.text[p.start : p.end],
        )
        for p in document.body
    ]
    return [(missing, paragraph) for missing, paragraph in left if missing]


def _known(notice: Notice) -> Iterator[tuple[int, int]]:
    document = notice.document
    parts = (
        *notice.statements,
        *notice.headings,
        *notice.remainders,
        *document.footnotes,
        *(quote for _, quote in notice.header.quotes),
        *(row.declared for row in notice.coverage if row.declared),
    )
    yield from ((part.start, part.end) for part in parts)
    yield from _markers(document)
    items = (*notice.statements, *notice.headings, *notice.remainders)
    yield from filter(None, (_marker_before(document, part.start) for part in items))


def _marker_before(document: Document, start: int) -> tuple[int, int] | None:
    """The number of an item inside a paragraph, as in the cell of a table: "1/ …; 2/ …"."""
    for place in range(max(0, start - _LONGEST_INNER), start):
        marker = read_marker(document.text, place, start + 2)
        if marker and marker.end == start:
            return place, start
    return None


def _markers(document: Document) -> Iterator[tuple[int, int]]:
    for paragraph in document.body:
        marker = read_marker(document.text, paragraph.start, paragraph.end)
        if marker:
            assert marker.end - paragraph.start <= _LONGEST_MARKER
            yield paragraph.start, marker.end
