"""Citations of legal and party documents in a whole notice.

`find_citations` reads every mention by itself (numbered, short, named), then ties together
those that mean one document: short forms ("Nghị định 61"), defined names ("sau đây gọi là
Quy chế 12") and back references ("Kế hoạch này") take number, date and id from the mention
they stand for, and say so in `resolved_from`.

`warnings` of a citation:

    number-repaired    number or symbol was damaged ("61/2018/NĐ -CP"); `text` keeps it
    year-mismatch      the year of the number is not the year of the date
    type-mismatch      the type as written is not that of the symbol
    issuer-mismatch    the issuer as written is not that of the symbol
    issuer-assumed     the symbol says UBND or HĐND; taken to be the province's, but in a notice of
                       a district or commune (`without_assumed`)
    issuer-unnamed     "UBND xã": which one, the citation does not say; or no issuer at all, behind
                       a symbol that names none; no document_id
    date-impossible    "ngày 31/02/2023"
    date-repaired      the year was damaged ("ngày 6 tháng 8 năm 013")
    law-name-unlisted  the end of the name is read from its words, not from laws.toml
    unresolved         a bare number ("Nghị định 61") whose document is not in the notice
    ambiguous          a bare number that fits more than one document of the notice
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from notice_parser.extracting.back_references import (
    Reference,
    defined_names,
    find_references,
    without_names,
)
from notice_parser.extracting.document_identity import Identities
from notice_parser.extracting.mentions import Mention
from notice_parser.extracting.named_mentions import named_mentions
from notice_parser.extracting.numbered_mentions import numbered_mentions, short_mentions
from notice_parser.extracting.relations import goes_on, relation_before
from notice_parser.model import Citation

_LIST_JOINT = 12  # characters: ", ", " và ", ", và các "
_SYMBOL_OF_UBND = re.compile(r"[/-](?:UBND|HĐND)\b")


def find_citations(text: str, *, province: str = "") -> tuple[Citation, ...]:
    """All citations of `text` (NFC), sorted and disjoint; none crosses a line break.

    `province` is the notice's ("Đồng Tháp"): it says whose "UBND tỉnh", "Tỉnh ủy" or "Sở Nội
    vụ" a document is. Without it such an issuer has no province and its documents no id.
    """
    mentions = find_mentions(text, province=province)
    if not mentions:
        return ()
    names = defined_names(text, mentions)
    mentions = without_names(text, mentions, names)
    identities = Identities.of(text, mentions)
    references = find_references(text, mentions, names)
    entries: list[Mention | Reference] = sorted([*mentions, *references], key=attrgetter("start"))
    citations: list[Citation] = []
    for entry in entries:
        floor = citations[-1].end if citations else 0
        relation = relation_before(text, entry.start, floor)
        if not relation and citations and goes_on(text, floor, entry.start):
            relation = citations[-1].relation
        citations.append(identities.citation(text, entry, relation=relation))
    return tuple(citations)


def without_assumed(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Those of a notice that a district or commune issued: an UBND that only a symbol names is
    hardly the province's there, so it stays unnamed and its documents have no id."""
    documents = {c.document_id for c in citations if "issuer-assumed" in c.warnings} - {""}
    return tuple(
        _unnamed(c) if "issuer-assumed" in c.warnings or c.document_id in documents else c
        for c in citations
    )


def _unnamed(citation: Citation) -> Citation:
    others = (w for w in citation.warnings if w != "issuer-assumed")
    return replace(citation, issuer="", document_id="", warnings=(*others, "issuer-unnamed"))


def find_mentions(text: str, *, province: str) -> list[Mention]:
    """All mentions in order of the text, disjoint: the one that starts first wins."""
    found = [
        *numbered_mentions(text, province=province),
        *short_mentions(text, province=province),
        *named_mentions(text, province=province),
    ]
    found.sort(key=attrgetter("end"), reverse=True)
    found.sort(key=attrgetter("body_start"))
    kept: list[Mention] = []
    for mention in found:
        if kept and mention.body_start < kept[-1].end:
            continue
        reaches_back = kept and mention.start < kept[-1].end
        kept.append(
            mention._replace(start=mention.body_start, pinpoint="") if reaches_back else mention
        )
    return _with_issuers_of_lists(text, kept)


def _with_issuers_of_lists(text: str, mentions: list[Mention]) -> list[Mention]:
    """ "Quyết định số 1/QĐ-UBND, 2/QĐ-UBND của UBND huyện Ba Tri": the issuer is that of all; so is
    the one that "UBND huyện Ba Tri đã ban hành Kế hoạch số 1/KH-UBND, Quyết định số 2/QĐ-UBND"
    begins with."""
    for at in range(len(mentions) - 2, -1, -1):
        mention, following = mentions[at], mentions[at + 1]
        if _is_assumed(mention) and not _is_assumed(following) and _listed(mention, following):
            same_symbol = mention.number.rpartition("/")[2] == following.number.rpartition("/")[2]
            same_day = text[mention.body_end : following.body_end].count(" cùng ngày ")
            if same_symbol or same_day:
                mentions[at] = _issued_as(mention, following)
    for at in range(1, len(mentions)):
        before, mention = mentions[at - 1], mentions[at]
        if _is_assumed(mention) and not _is_assumed(before) and _listed(before, mention):
            of_subject = " của " not in text[before.body_start : mention.body_start]
            if of_subject and _SYMBOL_OF_UBND.search(before.number):
                mentions[at] = _issued_as(mention, before)
    return mentions


def _is_assumed(mention: Mention) -> bool:
    return "issuer-assumed" in mention.warnings


def _listed(one: Mention, other: Mention) -> bool:
    return other.start - one.end < _LIST_JOINT


def _issued_as(mention: Mention, other: Mention) -> Mention:
    """The mention with the issuer of another in its list."""
    warnings = (w for w in mention.warnings if w != "issuer-assumed")
    unnamed = (w for w in other.warnings if w == "issuer-unnamed")
    return mention._replace(
        issuer=other.issuer, authority=other.authority, warnings=(*warnings, *unnamed)
    )
