"""Mentions by name: "Luật Cư trú", "Bộ luật Hình sự năm 2015", "Hiến pháp năm 2013"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from notice_parser.extracting.document_numbers import DocumentNumber, number_at
from notice_parser.extracting.document_types import DocumentType, document_types
from notice_parser.extracting.law_names import LawName, law_name_at
from notice_parser.extracting.mentions import Mention, Tail, floor_of, tail_behind
from notice_parser.extracting.pinpoints import pinpoint_before
from notice_parser.text import SPACE

# One pattern each, beginning with a literal: it is searched fifteen times faster than an
# alternation or a set. The letters before it are looked at where it stands: "pháp luật", "kỷ
# luật", "quy luật" name none.
_WORDS = {
    "luat": regex.compile(
        r"uật\h{1,3}(?<=(?P<code>(?<!\w)[Bb]ộ\h{1,3})?(?P<word>(?<!\w)[Ll]uật\h{1,3}))"
        r"(?<!(?<!\w)(?i:pháp|kỷ|kỉ|quy)\h{1,3}[Ll]uật\h{1,3})"
    ),
    "phap-lenh": regex.compile(
        r"ệnh\h{1,3}(?<=(?P<code>)(?P<word>(?<!\w)[Pp]háp\h[Ll]ệnh\h{1,3}))"
    ),
    "hien-phap": regex.compile(r"(?P<code>)(?P<word>Hiến [Pp]háp\h{1,3})"),
}
_ABOUT = re.compile(rf"về{SPACE}")
_NUMBER_LEAD = re.compile(
    rf"{SPACE}?,?{SPACE}{{1,3}}(?:(?i:số){SPACE}{{0,2}}:?{SPACE}{{0,3}})?(?=[0-9])"
)
_BARE_YEAR = re.compile(rf"{SPACE}((?:19|20)[0-9]{{2}})(?![\w/]|[.,-][0-9])")


def named_mentions(text: str, *, province: str) -> Iterator[Mention]:
    """Mentions of laws, codes, ordinances and constitutions."""
    types = document_types()
    for code, pattern in _WORDS.items():
        for match in pattern.finditer(text):
            kind = types["bo-luat" if match["code"] else code]
            start = match.start("code" if match["code"] else "word")
            mention = _named(text, start, match.end(), kind=kind, province=province)
            if mention:
                yield mention


def _named(
    text: str, start: int, after: int, *, kind: DocumentType, province: str
) -> Mention | None:
    name = _name(text, start, after, kind=kind)
    number_end, number = _number_behind(text, name.end) if name else (after - 1, None)
    tail = _tail(text, number_end, province=province)
    if name is None and not (kind.code == "hien-phap" and tail.date):
        return None
    pinpoint = pinpoint_before(text, start, floor_of(text, start))
    return Mention(
        pinpoint[0] if pinpoint else start,
        tail.end,
        start,
        tail.body_end,
        kind,
        kind,
        number.official if number else "",
        "",
        number.year if number else "",
        tail.date,
        tail.issuer,
        kind.authority,
        name.name if name else "",
        pinpoint[1] if pinpoint else "",
        short=False,
        warnings=(*_warnings(name, number, tail.date), *tail.warnings),
    )


def _tail(text: str, end: int, *, province: str) -> Tail:
    """Date and issuer, or a bare year: "Luật Đất đai 2013"."""
    tail = tail_behind(text, end, province=province)
    year = _BARE_YEAR.match(text, end) if not tail.date else None
    return Tail(year.end(), year.end(), year[1]) if year else tail


def _warnings(name: LawName | None, number: DocumentNumber | None, date: str) -> tuple[str, ...]:
    unlisted = ("law-name-unlisted",) if name and not name.listed else ()
    disagrees = number and number.year and date and number.year != date[:4]
    return (*unlisted, "year-mismatch") if disagrees else unlisted


def _name(text: str, start: int, after: int, *, kind: DocumentType) -> LawName | None:
    """A law in small letters ("theo luật Đất đai") must be a listed one with a capital."""
    about = _ABOUT.match(text, after) if text.startswith("về", after) else None
    name = law_name_at(text, about.end() if about else after, code=kind.code)
    if name is None or text[start].isupper():
        return name
    return name if name.listed and text[after].isupper() else None


def _number_behind(text: str, start: int) -> tuple[int, DocumentNumber | None]:
    lead = _NUMBER_LEAD.match(text, start)
    found = number_at(text, lead.end()) if lead else None
    return found if found else (start, None)
