"""What is to stand out on the drawn pages of a notice: its headings and its statements."""

from __future__ import annotations

from notice_parser.errors import NotANotice
from notice_parser.model import Document, Label
from notice_parser.parsing import parse
from notice_parser.reading.drawing import Highlight

_COLOURS = {
    Label.STRENGTH: "forestgreen",
    Label.LIMITATION: "red",
    Label.CAUSE: "magenta",
    Label.REQUEST: "goldenrod",
    Label.CONCLUSION: "darkcyan",
}


def highlights(document: Document) -> tuple[Highlight, ...]:
    """Nothing for a document that is no notice: its lines can be looked at all the same."""
    try:
        notice = parse(document)
    except NotANotice:
        return ()
    headings = (Highlight(h.start, h.end, "heading", "black") for h in notice.headings)
    statements = (Highlight(s.start, s.end, s.label, _COLOURS[s.label]) for s in notice.statements)
    return (*headings, *statements)
