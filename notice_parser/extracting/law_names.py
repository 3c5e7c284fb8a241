"""Where the name of a law ends: "Luật Cư trú, các Thông tư …" names the Luật Cư trú.

Names come from `laws.toml`, longest first. A law that is not listed is read while its words
can belong to a name, provided it is written with a capital letter.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

import regex

from notice_parser import lexicon
from notice_parser.text import SPACE, one_tone_style, squash

# The module re reads so short a piece in a third of the time.
_TOKEN = re.compile(rf"{SPACE}{{0,3}}(\w+|[,;&()\"“”/–-])")
_OPENED = re.compile(rf'["“]{SPACE}?')
_CLOSED = re.compile(rf'{SPACE}?["”]')
_MAX_AMENDED = 12
_ARTICLES = (
    r"\h(?:một\hsố|các)?\h?(?:(?:điểm\h[a-zđ]\h)?khoản\h[0-9]+\h)?điều"
    r"(?:\h[0-9]+(?:(?:,\h|\hvà\h)(?:Điều\h)?[0-9]+){0,6})?"
)
_AMENDING = regex.compile(
    rf"(?i)(?P<what>(?:sửa\hđổi(?:\h?,?\h(?:và\h)?bổ\hsung)?|bổ\hsung)(?:{_ARTICLES})?)"
    r"(?P<of>\h(?:của|trong))?\h(?P<many>(?:một\hsố\h|các\h|[0-9]{1,2}\h)?)"
    r"(?P<type>(?:bộ\h)?luật|pháp\hlệnh|hiến\hpháp)\h"
)
# Commas are typed or not ("Pháp lệnh phòng, chống lụt bão"), or typed as a dash ("Luật Thi đua -
# khen thưởng").
_IGNORED = ("-", "–", ",")
_AMENDING_FIRST = ("sửa", "Sửa", "SỬA", "bổ", "Bổ", "BỔ")
# Words that no name of a law goes on with: "Luật X quy định …", "Luật X để …".
_STOPS = frozenset(
    [
        "này",
        "đó",
        "nêu",
        "nói",
        "trên",
        "trong",
        "quy",
        "của",
        "để",
        "được",
        "đã",
        "có",
        "không",
        "chưa",
        "thì",
        "là",
        "tại",
        "theo",
        "hiện",
        "mới",
        "năm",
        "ngày",
        "số",
        "cho",
        "với",
        "như",
        "từ",
        "khi",
        "do",
        "bởi",
        "các",
        "những",
        "phải",
        "nhưng",
        "nếu",
        "sẽ",
        "cũng",
        "ban",
        "nhằm",
        "bằng",
        "vào",
        "ra",
        "đến",
        "hoặc",
        "sư",
    ]
)
_ENDS = frozenset({"Luật", "Bộ", "Pháp", "về", "và"})
_UNLISTED = regex.compile(
    r"(?:\p{Lu}\p{Ll}*|\p{Lu}{2,8})(?!\w)(?:\h(?!và\h\p{Lu})(?:\p{L}+)|(?<=Phòng),\hchống){0,9}"
)
# "Luật tổ chức tín dụng ngày 16 tháng 6 năm 2010": the date or number of a law right behind small
# letters ends a name, unless a word says that it is none ("Luật thông qua trước ngày 1/7/2020").
_MARKED = regex.compile(
    r"\p{Ll}+(?:,?\h\p{L}+){1,14}"
    r"(?=,?\h(?:ngày\h[0-9]{1,2}(?:/|\htháng)|[Ss]ố\h?:?\h?[0-9]+[/-](?:[0-9]{4}/)?(?:QH|PL|SL|UBTVQH)))"
)
_NOT_MARKED = frozenset(["trước", "sau", "kể", "buổi", "sáng", "chiều", "đợt", "lực", "bố", "Luật"])
_NO_NAME = regex.compile(r"(?i)(?:sư|gia|này|căn\hcứ|việt\hnam|quốc\htế)(?!\w)")
_WORD = regex.compile(r"\p{L}+")
# Every "uơ" with a consonant behind it is "ươ" with a mark lost.
_HORNLESS = re.compile("u(?=[ơớờởỡợ][a-z])")
_END = "end"  # the key under which a node of the trie keeps the full name


class LawName(NamedTuple):
    """`name` in full where `laws.toml` knows it, else as written; it ends before `end`."""

    name: str
    end: int
    listed: bool


@lru_cache(maxsize=1)
def _names() -> dict[str, dict[str, Any]]:
    """Tries of tokens, in small letters and with a capital, by type code."""
    tries: dict[str, dict[str, Any]] = {}
    for entry in lexicon.load("laws").entries:
        trie = tries.setdefault(entry.get("type"), {})
        for words in entry.words:
            node = trie
            for token in _TOKEN.findall(words):
                if token not in _IGNORED:
                    below = node.setdefault(_key(token), {})
                    node = node.setdefault(_key(token).capitalize(), below)
            node.setdefault(_END, entry.words[0])
    return tries


@lru_cache(maxsize=65536)
def _key(token: str) -> str:
    """The token for comparing; "nuớc", "đuợc" are typed for "nước", "được"."""
    return _HORNLESS.sub("ư", one_tone_style(token.lower()))


def law_name_at(text: str, start: int, *, code: str) -> LawName | None:
    """The name that begins at `start`, behind the word for the type `code` and a space."""
    return (
        _amending(text, start)
        or listed_at(text, start, code=code)
        or _in_quotes(text, start, code=code)
        or _unlisted(text, start)
    )


def _in_quotes(text: str, start: int, *, code: str) -> LawName | None:
    """A listed name that ends where its quotation marks do: 'Luật "An ninh mạng"'."""
    opened = _OPENED.match(text, start)
    name = listed_at(text, opened.end(), code=code) if opened else None
    closed = _CLOSED.match(text, name.end) if name else None
    return name._replace(end=closed.end()) if name and closed else None


def listed_at(text: str, start: int, *, code: str) -> LawName | None:
    """The longest name of `laws.toml` that begins at `start`."""
    node: dict[str, Any] = _names().get(code, {})
    full, end, position = "", start, start
    for match in _TOKEN.finditer(text, start):
        token = match[1]
        deeper = node.get(token) or (node if token in _IGNORED else node.get(_key(token)))
        begin, reached = match.span()
        if deeper is None or begin > position:
            break
        position = reached
        if deeper is not node and _END in deeper:
            full, end = deeper[_END], position
        node = deeper
    return LawName(full, end, listed=True) if full else None


def _amending(text: str, start: int) -> LawName | None:
    """ "sửa đổi, bổ sung một số điều của Luật Báo chí" is the name of another law."""
    match = _AMENDING.match(text, start) if text.startswith(_AMENDING_FIRST, start) else None
    if not match:
        return None
    if match["many"]:
        return _phrase(text, start, match.end())
    code = {"bộ luật": "bo-luat", "luật": "luat", "pháp lệnh": "phap-lenh"}.get(
        squash(match["type"]).lower(), "hien-phap"
    )
    inner = listed_at(text, match.end(), code=code) or _unlisted(text, match.end())
    if inner is None:
        return None
    lead = squash(f"{match['what']}{match['of'] or ' của'} {match['type']}")
    others, end = _amended_with_it(text, inner.end, code=code)
    name = f"{lead[0].lower()}{lead[1:]} {inner.name}{others}"
    return LawName(name, end, inner.listed)


_FURTHER = regex.compile(
    r"(?i)(?:,|\hvà)\h(?:điều\h[0-9]+\h(?:của\h)?)?(?P<type>(?:bộ\h)?luật|pháp\hlệnh)\h"
)
_OWN_NUMBER = regex.compile(r",?\h(?:số\h?:?\h?[0-9]|ngày\h|năm\h[0-9])")


def _amended_with_it(text: str, end: int, *, code: str) -> tuple[str, int]:
    """Further laws that the same law amends: "… của Luật A và Luật B số 57/2005/QH11", "… Điều 126
    của Luật A và Điều 121 của Luật B ngày 18/6/2009". Only the number or date behind the last of
    them tells them from a list of laws."""
    names, position = "", end
    for _ in range(_MAX_AMENDED):
        match = _FURTHER.match(text, position)
        following = listed_at(text, match.end(), code=code) if match else None
        if match is None or following is None:
            break
        joint, word = text[position : match.start("type")], text[slice(*match.span("type"))]
        names += f"{joint.rstrip()} {squash(word)} {following.name}"
        position = following.end
    return (names, position) if _OWN_NUMBER.match(text, position) else ("", end)


_PHRASE = regex.compile(r"[^,.;:()\n]{1,90}?(?=\h(?:ngày|số|năm)\h|[,.;:()\n]|$)")


def _phrase(text: str, start: int, after: int) -> LawName | None:
    """ "của các luật liên quan đến đầu tư xây dựng cơ bản", up to number, date or mark."""
    match = _PHRASE.match(text, after)
    return LawName(squash(text[start : match.end()]), match.end(), listed=False) if match else None


def _unlisted(text: str, start: int) -> LawName | None:
    match = _UNLISTED.match(text, start)
    if match is None:
        return _marked(text, start)
    if _NO_NAME.match(text, start):
        return None
    end = start
    for word in _WORD.finditer(text, start, match.end()):
        if word.start() > start and (_key(word[0]) in _STOPS or word[0] in _ENDS):
            break
        end = word.end()
    return LawName(squash(text[start:end]), end, listed=False)


def _marked(text: str, start: int) -> LawName | None:
    match = _MARKED.match(text, start)
    if match is None or _NO_NAME.match(text, start):
        return None
    words = _WORD.findall(match[0])
    if words[0] in _ENDS or not (_STOPS | _NOT_MARKED).isdisjoint(words):
        return None
    return LawName(squash(match[0]), match.end(), listed=False)
