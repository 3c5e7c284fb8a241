"""A limitation reduced to what is wrong: without numbers, names of bodies and places, cited
documents and the set phrases that all limitations share."""

from __future__ import annotations

from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.extracting.citations import find_citations
from notice_parser.extracting.places import find_places
from notice_parser.segmenting.units import find_units
from notice_parser.text import match_key
from notice_parser.words import words

_NUMBER = regex.compile(r"\d[\d.,/%-]*")
_ASIDE = regex.compile(r"\([^()]*\)")


@lru_cache(maxsize=65536)
def key_words(text: str) -> tuple[str, ...]:
    """The words that tell which problem it is, in their order: "Còn 55 hồ sơ đất đai trễ hạn
    theo Nghị định số …" → ("hồ sơ", "đất đai", "trễ", "hạn"). Equal for equal problems."""
    bare = _NUMBER.sub(" ", _ASIDE.sub(" ", _without(text)))
    stop = _stop_words()
    return tuple(word for word in words(bare) if word not in stop)


def _without(text: str) -> str:
    """The text with citations, named bodies and places blanked out."""
    spans = [(c.start, c.end) for c in find_citations(text)]
    spans += [(u.start, u.end) for u in find_units(text) if u.named]
    spans += [(p.start, p.end) for p in find_places(text)]
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(match_key(w) for w in lexicon.load("boilerplate").by_code["boilerplate"].words)
