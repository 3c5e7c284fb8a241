"""One mention of a document, read by itself, and the words around its number or name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import regex

from notice_parser.extracting.dates import PLAIN_DATE, end_and_iso_at, iso_date
from notice_parser.extracting.document_types import DocumentType, plain_types, type_pattern
from notice_parser.extracting.issuers import (
    issuer_behind,
    issuer_pattern,
    leads_to_issuer,
    plain_issuer,
    read_issuer,
)
from notice_parser.text import SPACE

_REACH = 320  # characters that are read to the left of an anchor


class Mention(NamedTuple):
    """What one mention says.

    `[body_start, body_end)` is the document alone, without pinpoint and issuer. `id_kind` is
    the type for the id, that of the symbol where it tells one; `authority` the issuer for the
    id, empty where it is not known well enough. `short` has a number without a symbol.
    """

    start: int
    end: int
    body_start: int
    body_end: int
    kind: DocumentType
    id_kind: DocumentType
    number: str = ""
    digits: str = ""
    year: str = ""
    date: str = ""
    issuer: str = ""
    authority: str = ""
    law_name: str = ""
    pinpoint: str = ""
    short: bool = False
    warnings: tuple[str, ...] = ()


class Head(NamedTuple):
    """What stands before a number: where it starts, the type as written (""), whether "số"."""

    start: int
    type: str
    numbered: bool


class Tail(NamedTuple):
    """Date and issuer behind a number or name. `end` is where the quote ends: an issuer that
    only the notice around it explains ("của Chủ tịch UBND Tỉnh") is read but stays outside."""

    end: int
    body_end: int
    date: str = ""
    issuer: str = ""
    authority: str = ""
    warnings: tuple[str, ...] = ()


def floor_of(text: str, anchor: int) -> int:
    """How far to the left of `anchor` may be read: its own line, and not too far."""
    first = anchor - _REACH if anchor > _REACH else 0
    return text.rfind("\n", first, anchor) + 1 or first


@lru_cache(maxsize=1)
def _near() -> regex.Pattern[str]:
    # "Nghị định số 61", "NĐ 61", "Số: 31", "Nghị định số30"
    return regex.compile(
        rf"(?r)(?:(?<!\w)(?P<type>{type_pattern(leftward=True)})(?:,?\h{{0,3}}))?"
        r"(?P<so>(?<!\w)(?i:số|sô)(?:\h(?i:hiệu|ký\hhiệu))?\h{0,2}[:.]?\h{0,3})?"
    )


@lru_cache(maxsize=1)
def _far() -> regex.Pattern[str]:
    # "Nghị định của Chính phủ số 132/2008", "Thông tư liên tịch Bộ Y tế - Bộ Công Thương số 13",
    # "Nghị định định số 59/2011"
    joint = r"(?:[Tt]hông\h[Tt]ư|[Nn]ghị\h[Qq]uyết)\h[Ll]iên\h(?:[Tt]ịch|[Bb]ộ)"
    return regex.compile(
        rf"(?r)(?<!\w)(?:(?P<type>{type_pattern(leftward=True)})(?:\hđịnh|\hcủa\h{issuer_pattern()})"
        rf"|(?P<type>{joint})\h(?:giữa\h|của\h)?Bộ\h[^,.;:()0-9\n]{{2,120}}?)\h"
    )


def _may_be_far(text: str, floor: int, end: int) -> bool:
    """A quick look for what `_far` needs. The last "của" tells whether one leads to the issuer:
    "khoản 3 Điều 5 của Luật Đấu thầu số 43/2013/QH13" names none."""
    last = text.rfind(" của ", floor, end)
    return (
        text.endswith("định ", floor, end)
        or (last >= 0 and leads_to_issuer(text, last))
        or any(text.find(word, floor, end) >= 0 for word in ("iên tịch ", "iên Tịch ", "iên bộ "))
    )


def head_before(text: str, end: int, floor: int) -> Head:
    """The words that lead to the number that begins at `end`."""
    plain = _plain_head(text, end, floor)
    if plain:
        return plain
    near = _near().match(text, floor, end)
    if near is None:
        return Head(end, "", numbered=False)
    written, numbered = near.groups()
    if written is None and numbered is not None and _may_be_far(text, floor, near.start()):
        far = _far().match(text, floor, near.start())
        if far:
            return Head(far.start(), far["type"], numbered=True)
    return Head(near.start(), written or "", numbered=numbered is not None)


def _plain_head(text: str, end: int, floor: int) -> Head | None:
    """The head in the form that nearly all have, "Nghị định số 61", without a pattern."""
    numbered = text.endswith(" số ", floor, end)
    last = end - len(" số ") if numbered else end - len(" ")
    middle = text.rfind(" ", floor, last)
    if middle < 0 or text[last : last + 1] != " ":
        return None
    start = text.rfind(" ", floor, middle) + 1 or floor
    written = text[start:last]
    if written not in plain_types():
        return None
    alone = start > floor or not start or text[start - 1].isspace()
    return Head(start, written, numbered) if alone else None


# "(V24)", and a slip: "Thông tư số 01/2002/TT-BYT của ngày 6 tháng 02 năm 2002"
_DATE_LEAD = regex.compile(
    r"(?:\h?\(\p{Lu}[\p{Lu}0-9]{0,6}\)|\hcủa(?=\hngày)|\h(?:ban\hhành\h)?cùng(?=\hngày))?(?:\h{1,3}(?=(?i:ngày|tháng|năm)\h|[0-9]{1,2}[/.-][0-9])|\h?,\h{0,2}(?=(?i:ngày)\h)|(?=ngày\h))"
)


# "của Đoàn kiểm tra ngày 13/01/2023", "của Ủy ban thường vụ Quốc hối ngày …": a body that no
# lexicon knows; "được Quốc hội khóa XI thông qua ngày 26/11/2003".
_LATER = regex.compile(
    r"\ của\h{1,3}\p{Lu}\p{L}*(?:\h(?!về|quy\hđịnh|ban\hhành|phê|hướng|sửa|tại|trong|thực|ngày)"
    r"\p{L}+){0,7}(?=\hngày\h[0-9])"
    r"|(?P<adopted>,?\ (?:đã\ )?được\ Quốc\hhội(?:,?\h(?!thông)[\p{L}0-9]+){0,12},?\hthông\hqua)"
    r"(?=\hngày\h[0-9])"
)


_LATER_LEADS = (" của ", " được Quốc", " đã được Quốc", ", được Quốc", ", đã được Quốc")


def _dated_later(text: str, end: int) -> Tail:
    """The tail where words that are no issuer of the lexicon lead from a document to its date.
    That it was adopted says something of a document and is none of its name."""
    words = _LATER.match(text, end) if text.startswith(_LATER_LEADS, end) else None
    later, date, warnings = _date_behind(text, words.end()) if words else (end, "", ())
    if words is None or not date:
        return Tail(end, end)
    return Tail(later, end if words["adopted"] else later, date, "", "", warnings)


# What leads to neither: not " ngày", " tháng", " năm", " của", " được", " đã", " (V24)",
# " , ngày", " 13/01/2023", ", ngày", ", được Quốc hội", ", của"
_NO_TAIL = r"(?=[^\s(,n]|\n|$| (?![nNtTcđ(,0-9\s])|,(?!\s*(?:[nNđ]|của)))"


@lru_cache(maxsize=1)
def _plain_tail() -> re.Pattern[str]:
    """Nearly all tails, most of them empty: " ngày 6/4/2023", " ngày 6/4/2023 của UBND tỉnh". The
    module re reads so short a piece in a third of the time."""
    no_issuer = rf"(?!,?{SPACE}{{1,3}}của)"
    return re.compile(rf"(?:{PLAIN_DATE})?({plain_issuer()})?(?(4){no_issuer}|{_NO_TAIL})")


def tail_behind(text: str, start: int, *, province: str) -> Tail:
    """Date and issuer, in either order, behind a number or name that ends at `start`."""
    plain = _plain_tail().match(text, start)
    if plain is None:
        return _tail_behind(text, start, province=province)
    end = plain.end()
    if end == start:
        return Tail(end, end)
    day, month, named_month, year, words = plain.groups()
    date = iso_date(year, month or named_month, day) if year else ""
    warnings = ("date-impossible",) if year and not date else ()
    if not words:
        return Tail(end, end, date, "", "", warnings)
    body_end, issuer = plain.start(5), read_issuer(words, province)
    if warnings and not issuer.national:  # another date may follow
        return _tail_behind(text, start, province=province)
    quoted = end if issuer.national else body_end
    return Tail(quoted, body_end, date, issuer.name, issuer.authority, warnings)


def _tail_behind(text: str, start: int, *, province: str) -> Tail:
    """The tail in any form."""
    end, date, warnings = _date_behind(text, start)
    behind = issuer_behind(text, end, province=province)
    if behind is None:
        return Tail(end, end, date, "", "", warnings) if end > start else _dated_later(text, end)
    stop, issuer = behind
    if not date:
        later, date, others = _date_behind(text, stop)
        if date:
            return Tail(later, later, date, issuer.name, issuer.authority, others)
    quoted = stop if issuer.national else end
    return Tail(quoted, end, date, issuer.name, issuer.authority, warnings)


def _date_behind(text: str, start: int) -> tuple[int, str, tuple[str, ...]]:
    lead = _DATE_LEAD.match(text, start)
    date = end_and_iso_at(text, lead.end()) if lead else None
    if date is None:
        return start, "", ()
    end, iso = date
    if not iso:
        return end, iso, ("date-impossible",)
    return end, iso, () if iso[:4] in text[start:end] else ("date-repaired",)
