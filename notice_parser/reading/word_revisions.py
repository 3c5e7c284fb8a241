"""A part of a Word file as its reader sees it: changes accepted, every text once."""

from __future__ import annotations

from lxml import etree

from notice_parser.reading.word_xml import MC, Element, W

# "ruby" guides (w:rt) and the former properties of changed runs are not text of the page.
_UNSEEN = tuple(W + name for name in ("del", "moveFrom", "rt", "rPrChange", "pPrChange"))
_GONE_MARKS = ("del", "moveFrom")


def as_shown(root: Element) -> Element:
    """`root`, changed in place: deletions and moved-away text out, alternatives decided."""
    _drop_rows_and_cells(root)
    _join_paragraphs(root)
    for alternative in list(root.iter(MC + "AlternateContent")):
        _choose(alternative)
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return root


def _drop_rows_and_cells(root: Element) -> None:
    gone = [row for row in root.iter(W + "tr") if row.find(f"{W}trPr/{W}del") is not None]
    gone += [cell for cell in root.iter(W + "tc") if cell.find(f"{W}tcPr/{W}cellDel") is not None]
    for element in gone:
        _remove(element)


def _join_paragraphs(root: Element) -> None:
    """A paragraph whose mark was deleted goes on in the next one, whose properties rule.

    From the last to the first, so that every run moves once, however many marks are gone.
    """
    for paragraph in reversed(list(root.iter(W + "p"))):
        following = paragraph.getnext()
        if following is None or following.tag != W + "p" or not _mark_is_gone(paragraph):
            continue
        first = next(iter(following), None)
        place = 1 if first is not None and first.tag == W + "pPr" else 0
        for child in reversed(paragraph):
            if child.tag != W + "pPr":
                following.insert(place, child)
        _remove(paragraph)


def _mark_is_gone(paragraph: Element) -> bool:
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(W + name) is not None for name in _GONE_MARKS)


def _choose(alternative: Element) -> None:
    """Leave one branch: the first choice with text, as Word does, else the fallback.

    A text box is stored twice, as a drawing (Choice) and as VML for old programs (Fallback).
    """
    branches = list(alternative)
    with_text = (branch for branch in branches if next(branch.iter(W + "t"), None) is not None)
    kept = next(with_text, branches[0] if branches else None)
    for branch in branches:
        if branch is not kept:
            alternative.remove(branch)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
