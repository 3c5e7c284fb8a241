"""The order of Vietnamese words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from notice_parser.text import nfc, squash

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
