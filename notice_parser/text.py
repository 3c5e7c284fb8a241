"""Vietnamese text as characters: normal form, tone placement, folding.

Nothing here changes a `Document`; these are the forms used for comparing and indexing.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

# New-style to old-style tone placement: "hoà" → "hòa", "thuý" → "thúy". The old style is what
# the field types ("Cộng hòa", "Khánh Hòa"). Only open syllables differ; "qu" is a consonant,
# so "quý" stays.
_TONE_PAIRS = {
    new: old
    for base, marked in (("oa", "òóỏõọ"), ("oe", "òóỏõọ"), ("uy", "ùúủũụ"))
    for new, old in zip(
        (base[0] + c for c in {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}[base[1]]),
        (c + base[1] for c in marked),
        strict=True,
    )
}
# The lookbehind stands behind the vowels, where it is rarely tried: in front it made this four
# times slower.
_NEW_STYLE = regex.compile(
    "(?:" + "|".join(_TONE_PAIRS) + r")(?<![qQ]..)(?!\p{L})", regex.IGNORECASE
)
# The mark on the u of "qu", which is a consonant: "kết qủa", "qúy".
_QU_SLIP = regex.compile(r"(?<=[qQ])(?P<u>[ùúủũụÙÚỦŨỤ])(?P<vowel>[aăâeêiyoôơAĂÂEÊIYOÔƠ])")
_SPACES = regex.compile(r"\s+")
_MARKS = regex.compile(r"\p{Mn}+")


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """Runs of white space become one space; none at the ends."""
    return _SPACES.sub(" ", text).strip()


def one_tone_style(text: str) -> str:
    """Old tone placement throughout, length unchanged: "hoà" and "hòa" become "hòa"; so does
    the slip "qủa" become "quả"."""
    return _QU_SLIP.sub(_mark_moved, _NEW_STYLE.sub(_old_style, nfc(text)))


def _old_style(match: regex.Match[str]) -> str:
    found = match.group()
    old = _TONE_PAIRS[found.lower()]
    return "".join(o.upper() if f.isupper() else o for f, o in zip(found, old, strict=True))


def _mark_moved(match: regex.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFD", match["u"])
    return decomposed[0] + nfc(match["vowel"] + decomposed[1:])


@lru_cache(maxsize=65536)
def match_key(text: str) -> str:
    """The form in which words are compared: lower case, one tone style, single spaces."""
    return squash(one_tone_style(text).lower())


def fold(text: str) -> str:
    """Without diacritics and case, length unchanged for NFC text: "Đề nghị" → "de nghi"."""
    return "".join(_fold_character(c) for c in nfc(text))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    lowered = character.lower()
    if lowered == "đ":
        return "d"
    bare = _MARKS.sub("", unicodedata.normalize("NFD", lowered))
    return bare if len(bare) == 1 else character


# The letters of the Vietnamese alphabet with those that only foreign words have, and the tones
# in the order of dictionaries: ngang, huyền, hỏi, ngã, sắc, nặng.
_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz", 1)}
_TONES = {mark: place for place, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}


@lru_cache(maxsize=65536)
def sort_key(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Sorts as Vietnamese dictionaries do: syllable by syllable, letters before tones
    ("Ba Chẽ" < "Bá Thước" < "Bắc Hà" < "Bến Tre" < "Cà Mau" < "Đà Lạt" < "Ea Súp")."""
    return tuple(_syllable_key(syllable) for syllable in squash(text.lower()).split(" "))


def _syllable_key(syllable: str) -> tuple[tuple[int, int], ...]:
    tone = 0
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", syllable):
        if character in _TONES:
            tone = _TONES[character]
        elif unicodedata.combining(character) and letters:
            letters[-1] += character
        else:
            letters.append(character)
    return (*(_place(nfc(letter)) for letter in letters), (0, tone))


def _place(letter: str) -> tuple[int, int]:
    """Digits and signs before letters, numbers of several digits not weighed."""
    place = _LETTERS.get(letter, 0)
    return (2, place) if place else (1, ord(letter[0]))
