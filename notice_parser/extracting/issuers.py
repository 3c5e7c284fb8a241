"""The issuer that a text names behind (or before) a document: "… của Chủ tịch UBND Tỉnh"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser.extracting.agencies import Agency, agencies_by_word, issuer_name, level_of
from notice_parser.extracting.document_types import alternatives
from notice_parser.text import CAPITALS, LETTER, SPACE, match_key, squash

_LEVELS = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "tp.": "thành phố",
    "huyện": "huyện", "quận": "quận", "thị xã": "thị xã", "tx": "thị xã", "tx.": "thị xã",
    "xã": "xã", "phường": "phường", "thị trấn": "thị trấn", "đặc khu": "đặc khu",
}  # fmt: skip
# "Bộ trưởng Bộ Nội vụ" issues in the name of the ministry, "Chủ tịch UBND tỉnh" in their own.
_HEADS = (
    "Bộ trưởng", "Bộ trưởng, Chủ nhiệm", "Bộ trưởng - Chủ nhiệm", "Chủ nhiệm", "Thống đốc",
    "Chánh án", "Viện trưởng", "Tổng Thanh tra", "Tổng Kiểm toán", "Chủ tịch", "Giám đốc",
    "Chánh Văn phòng", "Ban Thường vụ", "Chánh Thanh tra",
)  # fmt: skip
# With the scope of the agencies that they stand before.
_KEPT_HEADS = {"chủ tịch": ("Chủ tịch", "level"), "giám đốc": ("Giám đốc", "province")}
_NAME = (
    r"\p{Lu}[\p{Ll}']*(?:\h(?!Về|Ban)\p{Lu}[\p{Ll}']*){0,3}"
    r"(?:\h?[-–]\h?\p{Lu}\p{Ll}+\h\p{Lu}\p{Ll}+)?"
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """`name` in the form of the dataset. `national`: there is one of it in the country, so
    its words belong to the quote ("của Chính phủ", but not "của Chủ tịch UBND Tỉnh").
    `authority` is the name that tells it from every other body of the country, empty where
    the words do not suffice: a district or commune comes with its province."""

    name: str
    national: bool
    authority: str


@lru_cache(maxsize=1)
def issuer_pattern() -> str:
    """A pattern of an issuer by name: head of the body, body, level and place."""
    words = alternatives(agencies_by_word())
    heads = alternatives(_HEADS)
    levels = alternatives(_LEVELS)
    return (
        rf"(?:(?P<head>(?i:{heads}))\h{{1,3}})?(?P<agency>(?i:{words}))(?!\p{{L}})"
        rf"(?:\h{{1,3}}(?P<level>(?i:{levels}))(?!\p{{L}})(?:\h{{1,3}}(?P<place>{_NAME}))?"
        rf"|(?<=[ủu][yỷ])\h{{1,3}}(?P<seat>{_NAME}))?"
    )


@lru_cache(maxsize=1)
def plain_issuer() -> str:
    """A pattern, for the module re, of " của Chính phủ", " của Chủ tịch UBND tỉnh": what
    `_behind` finds where no place follows, but for bodies of the country whose names another's
    begins with ("Thủ tướng")."""
    by_word = agencies_by_word()
    plain = [
        word
        for word, agency in by_word.items()
        if agency.scope != "national" or not any(w.startswith(f"{word} ") for w in by_word)
    ]
    place = rf"\h{{1,3}}[{CAPITALS}]"
    level = rf"\h{{1,3}}(?i:{alternatives(_LEVELS)})(?!{LETTER})"
    pattern = (
        rf"\hcủa\h(?:(?i:{alternatives(_HEADS)})\h{{1,3}})?"
        rf"(?>(?i:{alternatives(plain)})(?!{LETTER}))"
        rf"(?:{level}(?!{place})|(?!{level})(?!(?<=[ủu][yỷ]){place}))"
    )
    return pattern.replace(r"\h", SPACE)


@lru_cache(maxsize=1)
def _behind() -> regex.Pattern[str]:
    return regex.compile(rf"\h?,?\h{{1,3}}của\h{{1,3}}{issuer_pattern()}")


@lru_cache(maxsize=1)
def _anywhere() -> regex.Pattern[str]:
    return regex.compile(issuer_pattern())


@lru_cache(maxsize=1)
def _before() -> regex.Pattern[str]:
    # "UBND Xã đã ban hành Kế hoạch số 12/KH-UBND", "UBND xã có Công văn số 12/UBND-VP"
    does = r"(?:(?:ký\h{1,3})?ban\hhành|xây\hdựng|gửi|trình|ký|có)"
    return regex.compile(
        rf"(?r){issuer_pattern()}\h{{1,3}}(?:(?:đã|cũng|có|mới|chưa)\h{{1,3}}){{0,2}}{does}\h{{1,3}}"
    )


_DOES = ("ban hành ", "xây dựng ", " gửi ", " trình ", " ký ", " có ")


def leads_to_issuer(text: str, start: int) -> bool:
    """Whether the words "của …" that begin at `start` name an issuer."""
    return _behind().match(text, start) is not None


_OF = (" của", ", của", " , của", "\xa0của")


def issuer_behind(text: str, start: int, *, province: str) -> tuple[int, Issuer] | None:
    """Where the words "của …" that begin at `start` end, and the issuer that they name; behind a
    comma one that is no part of the quote ("ngày 12/4/2018, của UBND huyện Tri Tôn")."""
    if not text.startswith(_OF, start):
        return None
    match = _behind().match(text, start)
    issuer = read_issuer(match[0], province) if match else None
    if match is None or issuer is None or ("," in match[0] and issuer.national):
        return None
    return match.end(), issuer


def issuer_before(text: str, end: int, *, province: str) -> Issuer | None:
    """The issuer in "… ban hành" that ends at `end`."""
    if not text.endswith(_DOES, max(0, end - 10), end):
        return None
    match = _before().match(text, max(0, end - 120), end)
    return read_issuer(match[0], province) if match else None


@lru_cache(maxsize=4096)
def read_issuer(words: str, province: str) -> Issuer:
    """The issuer that `words` of one of the patterns above name."""
    match = _anywhere().search(words)
    assert match is not None  # `words` were found with this pattern
    agency = agencies_by_word()[match_key(match["agency"])]
    if agency.scope == "national":
        return Issuer(agency.name, national=True, authority=agency.name)
    level = _LEVELS.get(match_key(match["level"] or ""), "")
    place = squash(match["place"] or match["seat"] or "")
    name = _name(agency, level, place=place, province=province)
    head = _KEPT_HEADS.get(match_key(match["head"] or ""), ("", ""))
    written = f"{head[0]} {name}" if agency.scope == head[1] else name
    authority = _authority(agency, name, level, place=place, province=province)
    return Issuer(written, national=False, authority=authority)


def _name(agency: Agency, level: str, *, place: str, province: str) -> str:
    if place:
        return " ".join(filter(None, (agency.name.removesuffix(" tỉnh"), level, place)))
    if province and _is_provincial(agency, level, province):
        return issuer_name(agency, province)
    return f"{agency.name.removesuffix(' tỉnh')} {level}" if level else agency.name


def _authority(agency: Agency, name: str, level: str, *, place: str, province: str) -> str:
    if _is_provincial(agency, level, place or province):
        return name if place or province else ""
    return f"{name} {province}".strip() if place else ""


def _is_provincial(agency: Agency, level: str, province: str) -> bool:
    """ "UBND Thành phố" is provincial in Đà Nẵng, not in Bến Tre."""
    return level == level_of(province) if level else agency.scope == "province"
