"""Footnotes and endnotes of a Word file: their marks, and which text belongs to which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from notice_parser.reading.word_numbering import format_number
from notice_parser.reading.word_xml import Element, W, child_number, child_value

FOOTNOTE, ENDNOTE = "footnote", "endnote"
# What Word counts with where the file does not say.
_USUAL_FORMAT = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note that the text refers to; `content` is None where the file does not hold it.
    A mark that is `typed` by the author stands in the note's text too."""

    mark: str
    content: Element | None
    page: int
    typed: bool


@dataclass
class Notes:
    """The notes in the order of their references. `mark` counts on: call it once a reference.

    Numbers run through the whole file, also where Word starts again on each page or in each
    section: pages are not known for certain, and one mark must mean one note.
    """

    contents: dict[tuple[str, str], Element]
    formats: Mapping[str, str]
    counts: dict[str, int]
    _found: dict[str, list[Note]] = field(default_factory=lambda: {FOOTNOTE: [], ENDNOTE: []})

    def mark(self, reference: Element, typed: str, *, page: int) -> str:
        """The mark that stands at `reference`: `typed` by the author, or the next number."""
        kind = ENDNOTE if reference.tag == W + "endnoteReference" else FOOTNOTE
        if not typed:
            self.counts[kind] += 1
        mark = typed or format_number(self.counts[kind], self.formats[kind])
        content = self.contents.pop((kind, reference.get(W + "id", "")), None)
        self._found[kind].append(Note(mark, content, page, bool(typed)))
        return mark

    def found(self) -> Iterator[Note]:
        """The notes so far: footnotes, then endnotes."""
        yield from self._found[FOOTNOTE]
        yield from self._found[ENDNOTE]


def read_notes(parts: Mapping[str, Element], document: Element) -> Notes:
    """The notes of the parts footnotes.xml and endnotes.xml."""
    contents: dict[tuple[str, str], Element] = {}
    formats: dict[str, str] = {}
    counts: dict[str, int] = {}
    for kind in (FOOTNOTE, ENDNOTE):
        root = parts.get(f"{kind}s")
        for element in root if root is not None else ():
            contents[kind, element.get(W + "id", "")] = element
        settings = _settings(parts.get("settings"), document, kind)
        known = (child_value(properties, "numFmt") for properties in settings)
        formats[kind] = next((form for form in known if form), _USUAL_FORMAT[kind])
        starts = (child_number(properties, "numStart") for properties in settings)
        counts[kind] = next((start for start in starts if start), 1) - 1
    return Notes(contents, formats, counts)


def _settings(settings: Element | None, document: Element, kind: str) -> list[Element]:
    """What the last section, then the whole file, says of its notes."""
    section = document.find(f"{W}body/{W}sectPr")
    holders = [holder for holder in (section, settings) if holder is not None]
    found = (holder.find(f"{W}{kind}Pr") for holder in holders)
    return [properties for properties in found if properties is not None]
