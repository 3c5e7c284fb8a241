"""The form of names of inspected bodies, as patterns made from the lexicon.

A body is a place with or without "UBND" ("xã An Hòa", "các xã A, B và C"), an organisation by its
name ("Sở Nội vụ"), one that is named after its place ("Công an huyện Ba Tri"), or one whose words
are the whole name. `grammar` finds any of them; `units` makes mentions of what it finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.extracting.places import place_names
from notice_parser.segmenting.office_names import spellings
from notice_parser.text import TOKEN, any_of, first_token, match_key

_SYLLABLE = r"\p{Lu}[\p{L}'’-]*"
_GAP = r"[ ]{1,3}"
_SEVERAL = r"các|hai|ba|bốn|\d{1,2}"
# "Thanh tra Sở ký 06 hợp đồng" is no name, "Trường THPT số 1 thành phố Lào Cai" is one.
_COUNTED = r"(?<!số)\s\d+(?:/\d+)?\s+\p{Ll}"


@lru_cache(maxsize=1)
def grammar() -> regex.Pattern[str]:
    """Any body. A place gives the groups body, plural, kind and name, others org and org_name."""
    return regex.compile(rf"(?<!\w)(?:{_named_by_place()}|{_place()}|{_organisation()}|{_alone()})")


def bodies_in(text: str) -> Iterator[regex.Match[str]]:
    """What `grammar` finds, from left to right; it is tried only where a body can begin."""
    free = 0
    for token in TOKEN.finditer(text):
        start = token.start()
        begins = token.group().casefold() in _first_tokens() or _counted().match(text, start)
        if begins and start >= free and (match := grammar().match(text, start)):
            yield match
            free = match.end()


@lru_cache(maxsize=1)
def _first_tokens() -> frozenset[str]:
    bodies, kinds = (lexicon.load(name).entries for name in ("bodies", "place_kinds"))
    named = (w for e in bodies for key in ("of_place", "whole") for w in e.get(key, ()))
    words = (w for e in (*bodies, *kinds) for w in e.words)
    return frozenset(map(first_token, (*named, *words)))


@lru_cache(maxsize=1)
def _counted() -> regex.Pattern[str]:
    """ "các xã", "03 phường"."""
    return regex.compile(rf"(?i:{_SEVERAL})\s+(?i:{place_kinds()})")


@lru_cache(maxsize=1)
def another_name() -> regex.Pattern[str]:
    """The next `name` of a list: "các xã Ẳng Tở, Búng Lao; Phòng Giáo dục và Đào tạo" names two
    communes."""
    office = rf"(?!(?i:{_offices()})\s+\p{{Lu}}\p{{Ll}}*\s+\p{{Ll}})"
    return regex.compile(rf"\s*(?:[,;]|(?i:và))\s+{office}(?P<name>{_name()})")


@lru_cache(maxsize=1)
def joined_name() -> regex.Pattern[str]:
    """The second half of a `name` like "Xuân Hương - Đà Lạt"."""
    return regex.compile(rf"\s*[-–]\s*(?P<name>{_name()})")


@lru_cache(maxsize=1)
def holds() -> regex.Pattern[str]:
    """ "05 xã thuộc", "các phường trên địa bàn", "một số xã của": what follows holds them."""
    kinds = place_kinds()
    counted = rf"(?:\d{{1,2}}|các|một số|hai|ba|bốn|năm|sáu|bảy|tám) (?:(?:{kinds})(?:, | và )?)+"
    return regex.compile(rf"(?:(?<!\w)thuộc|{counted}[^,;.]{{0,12}}(?:trên địa bàn|của|tại))$")


# -- bodies -----------------------------------------------------------------------------


def _place() -> str:
    # Without a name only right after the body: "KẾT QUẢ KIỂM TRA TẠI UBND HUYỆN".
    return (
        rf"(?:(?P<body>(?i:{_place_bodies()}))\s+)?"
        rf"(?:(?P<plural>(?i:{_SEVERAL}))\s+)?"
        rf"(?P<kind>(?i:{place_kinds()}))(?:(?:\s+|(?<=\.)|(?(plural)\s*:\s*|(?!)))(?P<name>{_name()})"
        rf"|(?(plural)(?!)|(?(body)(?!\w)|(?!))))"
    )


def _organisation() -> str:
    """By a name of its own. "Sở Văn hóa, Thể thao và Du lịch" has a comma, so known names come
    first."""
    bodies = lexicon.load("bodies").entries
    known = "|".join(spellings(name) for e in bodies for name in e.get("names", ()))
    of_known = any_of(w for e in bodies if e.get("names") for w in e.words)
    predicates = any_of(word for e in bodies for word in e.get("predicates", ()))
    return (
        # "Thanh tra tỉnh", "Công an huyện" are whole names, which no place follows.
        rf"(?P<org>(?i:{of_known}))\s+(?P<org_name>{known})(?!\w)(?=\s+(?!và)\p{{Ll}})|"
        rf"(?P<org>(?i:{_offices()}))\s+(?:(?P<org_name>(?:{known})(?!\w))"
        rf"|(?P<org_name>(?i:{place_kinds()})(?=\s*(?:[,;:()]|$)))"
        rf"|(?P<org_name>(?!{_stop()}|(?:{predicates})(?!\w))\p{{L}}(?:(?!{_COUNTED})[^,;:.()\n])*?))"
        rf"{_end_of_organisation(predicates)}"
    )


def _end_of_organisation(predicates: str) -> str:
    """ "và" belongs to the name ("Sở Tài nguyên và Môi trường") unless another body follows."""
    following = rf"\s(?i:{_offices()}|{_place_bodies()}|{place_kinds()})(?!\w)"
    return (
        rf"(?=\s*(?:[,;:.()\n]|$|\s(?!(?i:và)){_stop()}|\s(?i:và){following}"
        rf"|\s(?i:và\s+(?:các|những|một số|\d+))(?!\w)|\s{_in_place()}"
        rf"|\s(?:{predicates})(?!\w)))"
    )


def _named_by_place() -> str:
    """ "Công an huyện Ba Tri", "Văn phòng HĐND và UBND huyện Ba Tri": the place is the name. Of
    "VĂN PHÒNG HĐND VÀ UBND QUẬN" the title tells it."""
    bodies = (e for e in lexicon.load("bodies").entries if e.get("of_place"))
    words = any_of(w for e in bodies for w in (*e.words, *e.get("of_place")))
    return (
        rf"(?P<org>(?i:{words}))(?:(?P<org_name>)(?=\s+{_in_place()})"
        rf"|\s+(?P<org_name>(?i:{place_kinds()}))(?=\s*(?:[,;:.()\n]|$)))"
    )


def _alone() -> str:
    whole = any_of(name for e in lexicon.load("bodies").entries for name in e.get("whole", ()))
    return rf"(?P<org>(?i:{whole}))(?P<org_name>)(?!\w)(?!\s+{_in_place()})"


# -- their words ------------------------------------------------------------------------


def _in_place() -> str:
    """The place behind an office: "huyện Ba Tri"."""
    return rf"(?i:{place_kinds()})(?:\s+|(?<=\.)){_name()}"


@lru_cache(maxsize=1)
def place_kinds() -> str:
    """Any kind of place, as a pattern: "xã", "thị trấn", "TP."."""
    return any_of(w for e in lexicon.load("place_kinds").entries for w in e.words)


@lru_cache(maxsize=1)
def _offices() -> str:
    return any_of(w for e in lexicon.load("bodies").entries if e.get("heads") for w in e.words)


@lru_cache(maxsize=1)
def _place_bodies() -> str:
    return any_of(w for e in lexicon.load("bodies").entries if not e.get("heads") for w in e.words)


@lru_cache(maxsize=1)
def _name() -> str:
    """A place name: a number, or up to five capitalised syllables, none a stop word."""
    # "UBND Phường 15. Mốc thời gian …" ends a sentence, "huyện Ba Tri" / "1. Đối với …" a line.
    number, last = r"\d{1,2}(?![\w/%]|[.,]\d)", r"\d{1,2}(?![\w/.%])"
    syllable = rf"(?!{_stop()}){_SYLLABLE}"
    # "Như Thanh", "Năm Căn" begin with words that would end another name.
    none = any_of(lexicon.load("heading_words").by_code["no-name"].words)
    none = rf"{none}|hội\s+chủ\s+nghĩa"  # "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    first = rf"(?!(?i:{place_kinds()}|{none}|và|thuộc|trực thuộc|năm\s+\d)(?!\w)){_SYLLABLE}"
    known = any_of({*_names_with_stops(), *_names_with_numbers()})
    # "thị trấn Nông trường Trần Phú": a small letter within the name.
    farm = rf"(?:(?i:{_farms()}){_GAP})?"
    return rf"(?:(?i:{known})(?!\w)|{number}|{farm}{first}(?:{_GAP}(?:{syllable}|{last})){{0,4}})"


def _farms() -> str:
    return any_of(w for e in lexicon.load("place_kinds").entries for w in e.get("farms", ()))


def _names_with_stops() -> Iterator[str]:
    """Names of places with a word in them that ends other names: "Nam Từ Liêm"."""
    stops = {match_key(w) for w in lexicon.load("heading_words").by_code["name-stop"].words}
    for name in place_names():
        if stops & set(match_key(name).split()[1:]):
            yield name


def _names_with_numbers() -> Iterator[str]:
    """ "1 Bảo Lộc", "Bảo Lâm 1": names of wards and communes of 2025."""
    return (name for name in place_names() if regex.search(r"\d", name) and " " in name)


@lru_cache(maxsize=1)
def _stop() -> str:
    words = lexicon.load("heading_words").by_code["name-stop"].words
    return rf"(?!(?i:xã\s)hội)(?i:{any_of(words)})(?!\w)"  # "Trung tâm Bảo trợ xã hội"
