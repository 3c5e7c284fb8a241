"""Mentions by number: "khoản 3 Điều 36 Nghị định số 23/2015/NĐ-CP", "Đề án 06 của Chính phủ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from notice_parser.extracting.agencies import issuer_name
from notice_parser.extracting.document_numbers import (
    DocumentNumber,
    find_numbers,
    number_at,
    official_digits,
)
from notice_parser.extracting.document_types import (
    DocumentType,
    document_types,
    is_generic,
    type_of,
)
from notice_parser.extracting.issuers import issuer_before
from notice_parser.extracting.mentions import (
    Head,
    Mention,
    Tail,
    floor_of,
    head_before,
    tail_behind,
)
from notice_parser.extracting.pinpoints import pinpoint_before

_LETTERHEAD = 2000  # characters in which "Số:" without a type is the notice's own number
_OWN_NUMBER = regex.compile(r"(?m)^[\h*_|]*Số\h?:?|Số\h?:")
# "Mẫu số 01/ĐK-TCT", "Phụ lục số 02/PL" are forms, not documents.
_FORM = regex.compile(
    r"(?ri)(?<!\w)(?:mẫu|biểu|biểu\hmẫu|phụ\hlục|sổ|tờ\hkhai|hồ\hsơ|hóa\hđơn|tài\hkhoản|biên\hlai|phiếu)\h{1,2}"
)
# The letters before the space say fast that no type can stand there ("giải quyết 14 hồ sơ", "tổng
# số 212"), the last of them first; what follows, that the number has a symbol or
# is a percentage. A document has no other white space in its lines.
_SHORT = re.compile(
    r" [0-9](?<=[hếịưnĐQTHVLCArốt:.] [0-9])"
    r"(?<=(?:nh|ết|hị|án|ch|ăn|hế|ận|[tT]ư|.[ĐQTHVLCA]|Tr|[sS]ố|[ốỐôÔuU\s][:.]) [0-9])"
    r"(?<!(?:[^ịỊệỆìÌ]nh|[^yY]ết|[^tT]hị|\wán|[^ạẠịỊ]ch|[^vV]ăn|[^cC]hế|[^uU]ận) [0-9])"
    r"(?<!iải quyết [0-9])(?<!ổng số [0-9])[0-9]*+"
    r"(?![a-zđ]?(?:(?:/[0-9]{4})?/|-)[A-ZĐƯ]|%)"
)
_SPACED_SYMBOL = regex.compile(r"[a-zđ]?(?:/[0-9]{4})?\h\p{Lu}|\p{Lu}{2,6}/\p{Lu}")
_BARE = regex.compile(
    r"(?P<digits>[0-9]{1,5}[a-zđ]?)(?:/(?P<year>(?:19|20)[0-9]{2}))?"
    r"(?![\w/%]|[.,][0-9]|-[0-9\p{Lu}]|\h{1,3}/)"
)
_SHARED = regex.compile(
    r"(?r)(?<=(?i:số)\h?:?\h?)(?:(?P<digits>[0-9]{1,5}[a-zđ]?)(?:,\h(?:và\h)?|\hvà\h)){1,12}"
)
# What may follow "Nghị định 61" or "Kế hoạch 02": "Kế hoạch 5 năm", "Quyết định 05 trường hợp"
# count something.
_AFTER_SHORT = regex.compile(
    r"\h*(?:$|[,.;:)\]\"”\n…]|(?:của|ngày|và|về|được|quy\hđịnh|có|đã|chưa|thì|là|nêu|ban\hhành|hướng\hdẫn"
    r"|sửa\hđổi|hoặc|cũng|theo|trên|này|năm\h(?:19|20)[0-9]{2}(?!\h?[-–]))(?!\w)|[-–(])"
)


def numbered_mentions(text: str, *, province: str) -> Iterator[Mention]:
    """Mentions with number and symbol. The notice's own number, in its letterhead and in
    running heads, is none."""
    own: set[str] = set()
    for start, end, number in find_numbers(text):
        if number.official in own:
            continue
        floor = floor_of(text, start)
        head = head_before(text, start, floor)
        if not head.type and _is_own(text, head, floor):
            own.add(number.official)
        elif head.type or _is_citation(text, head, number, floor):
            if text[start - 2 : start] in (", ", "à "):
                yield from _sharing(text, start, number=number, floor=floor, province=province)
            yield _numbered(text, end, head, number=number, floor=floor, province=province)


def _sharing(
    text: str, start: int, *, number: DocumentNumber, floor: int, province: str
) -> Iterator[Mention]:
    """Bare numbers before `number` that share its symbol: "Kế hoạch số 03, 04 và 05/KH-UBND". A
    year they share only where they are said to be many: "các Quyết định số 5, 6/2019/QĐ-UBND"."""
    match = _SHARED.match(text, floor, start)
    if match is None:
        return
    first = head_before(text, match.start(), floor)
    if number.year and not text.endswith(("các ", "Các "), floor, first.start):
        return
    for index, (begin, end) in enumerate(reversed(match.spans("digits"))):
        digits = official_digits(text[begin:end])
        official = digits + number.official.removeprefix(number.digits)
        head = Head(begin, "", numbered=True) if index else first
        own = number._replace(official=official, digits=digits)
        yield _numbered(text, end, head, number=own, floor=floor, province=province)


def _is_own(text: str, head: Head, floor: int) -> bool:
    if not _OWN_NUMBER.match(text, head.start):
        return False
    return head.start < _LETTERHEAD or not text[floor : head.start].strip(" \t*_|")


def _is_citation(text: str, head: Head, number: DocumentNumber, floor: int) -> bool:
    """Whether a number without a type is that of a document."""
    symbol = number.symbol
    if symbol.old_form or _FORM.match(text, floor, head.start):
        return False
    if head.numbered:
        return symbol.kind is not None or symbol.of_letter
    if symbol.agencies:  # of "15/GP-UBND", a licence, none
        return symbol.kind is not None or (symbol.of_letter and "-" in number.official)
    return symbol.kind is not None and bool(number.year)


def _numbered(
    text: str, end: int, head: Head, *, number: DocumentNumber, floor: int, province: str
) -> Mention:
    kind, warnings = _kind(head, number)
    pinpoint = pinpoint_before(text, head.start, floor)
    tail = tail_behind(text, end, province=province)
    issuer, authority, issuer_warnings = _issuer(text, head, number, tail=tail, province=province)
    if number.year and tail.date and not tail.date.startswith(number.year):
        warnings = (*warnings, "year-mismatch")
    programme = kind.programme and number.official == f"{number.digits}/CP"
    return Mention(
        pinpoint[0] if pinpoint else head.start,
        tail.end,
        head.start,
        tail.body_end,
        kind,
        number.symbol.kind or kind,
        number.digits if programme else number.official,
        number.digits,
        number.year,
        tail.date,
        issuer,
        authority,
        "",
        pinpoint[1] if pinpoint else "",
        False,
        number.warnings + warnings + issuer_warnings + tail.warnings,
    )


def _kind(head: Head, number: DocumentNumber) -> tuple[DocumentType, tuple[str, ...]]:
    """The type as written, else that of the symbol, else a letter ("1234/SNV-CCHC")."""
    if not head.type or is_generic(head.type):
        return number.symbol.kind or document_types()["cong-van"], ()
    kind = type_of(head.type)
    told = number.symbol.kind
    fits = told is kind or told is None or kind.also.intersection(told.abbreviations)
    return kind, () if fits else ("type-mismatch",)


def _issuer(
    text: str, head: Head, number: DocumentNumber, *, tail: Tail, province: str
) -> tuple[str, str, tuple[str, ...]]:
    """Issuer, issuer for the id, warnings. The id follows a symbol that names one body of the
    country, because "Quyết định 766/QĐ-TTg của Chính phủ" is the one "của Thủ tướng"."""
    name, authority = tail.issuer, tail.authority
    if symbol := number.symbol.national:
        differs = name and not _same_body(name, symbol)
        return name or symbol, symbol, ("issuer-mismatch",) if differs else ()
    agencies = number.symbol.agencies
    if not name:
        written = issuer_before(text, head.start, province=province)
        name, authority = (written.name, written.authority) if written else ("", "")
    if name and not (agencies and name == agencies[0].name):
        return name, authority, () if authority else ("issuer-unnamed",)
    if not agencies:
        return "", "", ("issuer-unnamed",)
    symbol = "|".join([issuer_name(agency, province) for agency in agencies])
    scope = agencies[0].scope
    known = bool(province) and scope != "local"
    warning = "issuer-assumed" if scope == "level" else "" if known else "issuer-unnamed"
    return symbol, symbol if known else "", (warning,) if warning else ()


def _same_body(name: str, symbol: str) -> bool:
    """ "TW" is the Party's centre, whichever of its bodies the text names."""
    return name in symbol.split("|") or symbol == "Ban Chấp hành Trung ương"


def short_mentions(text: str, *, province: str) -> Iterator[Mention]:
    """Mentions by type and bare number, and old ones with a space before the symbol
    ("Quyết định số 1141 TC/QĐ/CĐKT"), in order of the text."""
    for anchor in _SHORT.finditer(text):
        start = anchor.start() + 1
        floor = floor_of(text, start)
        head = head_before(text, start, floor)
        if not head.type:
            continue
        spaced = _SPACED_SYMBOL.match(text, anchor.end())
        old = number_at(text, start) if spaced else None
        if old:
            yield _numbered(text, old[0], head, number=old[1], floor=floor, province=province)
            continue
        bare = _BARE.match(text, start)
        if bare and _is_short_form(text, head, bare, floor=floor):
            yield _short(text, bare, head, floor=floor, province=province)


def _is_short_form(text: str, head: Head, bare: regex.Match[str], *, floor: int) -> bool:
    kind = type_of(head.type)
    # "Thông báo số 15", not "Thông báo kết luận của Đoàn kiểm tra số 3".
    beside = head.numbered and bare.start() - head.start <= len(head.type) + len(" số: ")
    if is_generic(head.type) or not (kind.short or (kind.short_behind_number and beside)):
        return False
    if head.numbered or official_digits(bare["digits"]) in kind.known:
        return True
    is_year = bare[0].startswith(("19", "20")) and len(bare[0]) == 4
    if is_year or not head.type[0].isupper():
        return False
    if _AFTER_SHORT.match(text, bare.end()):
        return True
    return pinpoint_before(text, head.start, floor) is not None


def _short(text: str, bare: regex.Match[str], head: Head, *, floor: int, province: str) -> Mention:
    kind = type_of(head.type)
    year = bare["year"] or ""
    digits = official_digits(bare["digits"])
    pinpoint = pinpoint_before(text, head.start, floor)
    tail = tail_behind(text, bare.end(), province=province)
    known = kind.known.get(digits, "")
    return Mention(
        pinpoint[0] if pinpoint else head.start,
        tail.end,
        head.start,
        tail.body_end,
        kind,
        kind,
        f"{digits}/{year}" if year else digits,
        digits,
        year,
        tail.date,
        tail.issuer or known,
        tail.authority or ("" if tail.issuer else known),
        pinpoint=pinpoint[1] if pinpoint else "",
        short=True,
        warnings=tail.warnings,
    )
