"""A limitation reduced to what is wrong: without numbers, names of bodies and places, cited
documents, asides and the set phrases that all limitations share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

import regex

from notice_parser import lexicon
from notice_parser.extracting.citations import find_citations
from notice_parser.extracting.places import find_places
from notice_parser.segmenting.units import find_units
from notice_parser.text import match_key
from notice_parser.words import words

_NUMBER = regex.compile(r"\d[\d.,/%-]*")
_ASIDE = regex.compile(r"\([^()]*\)")
_LETTERS = regex.compile(r"\p{L}")
# A body's name as far as it is sure: after each syllable with a capital one without, "và" and ","
# between. "Sở Nội vụ chậm" is a late report to the Sở Nội vụ.
_NAME = regex.compile(
    r"(?:\p{L}+\s+){1,3}?"
    r"(?:\p{Lu}\p{L}*(?:\s+\p{Ll}+)?(?:\s*(?:,|-|–|và)\s+(?=\p{Lu})|\s+(?=\p{Lu}))?)+"
)


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """What two limitations have in common that differ only in figures, places and documents:
    "Còn 55 hồ sơ đất đai trễ hạn (xã Ba Tri)" → "còn hồ sơ đất đai trễ hạn". Empty when no
    word is left."""
    for start, end in _named(text):
        text = text[:start] + " " * (end - start) + text[end:]
    kept = match_key(_NUMBER.sub(" ", _ASIDE.sub(" ", text))).strip(" ,;.:-–")
    return kept if _LETTERS.search(kept) else ""


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Where citations, named bodies and places stand."""
    yield from ((c.start, c.end) for c in find_citations(text))
    yield from ((p.start, p.end) for p in find_places(text))
    for unit in find_units(text):
        name = _NAME.match(text[unit.start : unit.end]) if unit.named else None
        if name:
            yield unit.start, unit.start + name.end()


@lru_cache(maxsize=65536)
def key_words(document: str) -> tuple[str, ...]:
    """The words of a bare limitation that tell which problem it is, in their order: "còn hồ sơ
    đất đai trễ hạn theo quy định" → ("hồ sơ", "đất đai", "trễ hạn")."""
    stop = _boilerplate().by_code["boilerplate"].words
    return tuple(word for word in words(document) if word not in stop)


def syllables(document: str) -> list[str]:
    """The syllables of a bare limitation without set phrases, each alone and with the next."""
    start, kept = 0, []
    for match in _boilerplate().find(document):
        kept += _WORD.findall(document[start : match.start])
        start = match.end
    kept += _WORD.findall(document[start:])
    return kept + [f"{one} {other}" for one, other in pairwise(kept)]


_WORD = regex.compile(r"\p{L}+")


@lru_cache(maxsize=1)
def _boilerplate() -> lexicon.Lexicon:
    return lexicon.load("boilerplate")
