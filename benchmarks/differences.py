"""Why the citations found differ from the gold of VNLegalText (benchmarks/citations.py), told by
the words alone, so that the same judgement holds for rows that nobody has read.

Five sorts are faults of the gold, or what it holds to be a citation and this project does not:

    omitted     a document by number and symbol or by the name of a law, which the gold annotates
                elsewhere in the same form ("theo Quyết định số 48/2014/QĐ-TTg")
    merged      several documents as one ("151/2005/QĐ-TTg và 152/2005/QĐ-TTg")
    unnumbered  a document by its subject ("Thông tư hướng dẫn về thủ tục hải quan"), which cannot
                be computed with, and treaties and codes of the world ("Nghị định thư …", "Bộ luật
                quốc tế về an ninh tàu biển")
    blank       a form to be filled in ("Thông tư số …/2016/TT-BCT ngày … tháng … năm 2016")
    label       a label that the words contradict ("Pháp Lệnh ưu đãi …" as a law)

All others count against us, though some of them are the gold's too: bounds, missed, more.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

Span = tuple[int, int, str]

LABELS = {
    "luat": "L", "bo-luat": "BL", "phap-lenh": "PL", "hien-phap": "HP", "nghi-dinh": "NĐ",
    "nghi-quyet": "NQ", "quyet-dinh": "QĐ", "thong-tu": "TT", "thong-tu-lien-tich": "TTLT",
}  # fmt: skip
OF_THE_GOLD = ("omitted", "merged", "unnumbered", "blank", "label")
SORTS = (*OF_THE_GOLD, "bounds", "missed", "more")
_NAMES = {
    "L": "luật", "BL": "bộ luật", "PL": "pháp lệnh", "HP": "hiến pháp", "NĐ": "nghị định",
    "NQ": "nghị quyết", "QĐ": "quyết định", "TT": "thông tư", "TTLT": "thông tư liên",
}  # fmt: skip
_NUMBER = regex.compile(r"[0-9]\h?[/-]\h?(?:[0-9]{4}\h?/\h?)?\p{Lu}|(?i:số)\h?:?\h?[0-9]+")
_BLANK = regex.compile(r"(?i:số)\h?:?\h?(?:…|\.{2,}|_+|/)")
_SHORT = regex.compile(r"\p{Lu}\p{Ll}+(?:\h\p{L}+){1,3}\h(?:số\h)?[0-9]+")
_TREATY = regex.compile(r"(?i)nghị\hđịnh\hthư|công\hước|bộ\hluật\h(?:quốc\htế|.+\hthế\hgiới$)")
_BY_NAME = ("L", "BL", "PL", "HP")


class Difference(NamedTuple):
    """A span of the gold without its like among those found, or the other way round."""

    sort: str
    gold: Span | None
    found: Span | None

    @property
    def label(self) -> str:
        span = self.gold or self.found
        assert span is not None  # one of the two is always there
        return span[2]


def differences(text: str, gold: list[Span], found: list[Span]) -> list[Difference]:
    """One for each span found that is not in the gold, and each of the gold that meets none."""
    told = []
    for span in found:
        if span not in gold:
            met = [other for other in gold if _meet(span, other)]
            told.append(_of_found(text, span, met, found))
    unmet = (span for span in gold if not any(_meet(span, other) for other in found))
    return told + [Difference(_unfound(text, span), span, None) for span in unmet]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _of_found(text: str, span: Span, met: list[Span], found: list[Span]) -> Difference:
    words = text[span[0] : span[1]]
    if not met:
        return Difference("omitted" if _names_a_document(words, span[2]) else "more", None, span)
    first = met[0]
    if sum(_meet(other, first) for other in found) > 1:
        return Difference("merged", first, span)
    if first[:2] == span[:2]:
        return Difference("bounds" if _says(words, first[2]) else "label", first, span)
    other_kind = first[2] != span[2] and _unfound(text, first) == "unnumbered"
    return Difference("unnumbered" if other_kind else "bounds", first, span)


def _names_a_document(words: str, label: str) -> bool:
    if label in _BY_NAME:
        return True
    return _NUMBER.search(words) is not None or _SHORT.match(words) is not None


def _says(words: str, label: str) -> bool:
    """Whether the words begin as those of a document with this label do."""
    written = words.lower()
    longer = label == "TT" and written.startswith(_NAMES["TTLT"])
    named = any(written.startswith(name) for name in _NAMES.values())
    return not named or (written.startswith(_NAMES[label]) and not longer)


def _unfound(text: str, span: Span) -> str:
    """Laws are cited by their names, all other documents by their numbers."""
    words = text[span[0] : span[1]]
    if _BLANK.search(words):
        return "blank"
    named = span[2] in _BY_NAME and not _TREATY.match(words)
    return "missed" if named or _NUMBER.search(words) else "unnumbered"


def set_aside(told: list[Difference]) -> tuple[set[Span], set[Span]]:
    """The spans of the gold and those found that the gold's own faults concern."""
    aside = [difference for difference in told if difference.sort in OF_THE_GOLD]
    gold = {difference.gold for difference in aside if difference.gold}
    return gold, {difference.found for difference in aside if difference.found}
