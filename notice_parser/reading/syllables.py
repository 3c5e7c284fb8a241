"""Whether a word can be Vietnamese: onset, rime and tone, as the orthography allows them.

Text in a wrong encoding is letters too ("céng hßa"), but hardly ever syllables.
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import regex

from notice_parser.text import nfc

# Stopped syllables have the acute or the dot: "các", "một", never "cà" + "c".
_STOPPED = ("c", "ch", "p", "t")
_ACUTE, _DOT = "\u0301", "\u0323"
_TONES = frozenset((_ACUTE, _DOT, "\u0300", "\u0303", "\u0309"))
# "gi" + "iêng" and "qu" + "uyên" write one letter for two.
_SHARED = {"gi": "i", "qu": "u"}
_STRAY_TONE = regex.compile("(?<![aeiouy\u0302\u0306\u031b])[\u0300\u0301\u0303\u0309\u0323]")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_LONGEST = 7


def share_of_syllables(text: str) -> float:
    """How many of the words with letters can be Vietnamese, between 0 and 1; 1 for no words.

    Abbreviations ("UBND") and codes are no syllables: of a real notice some 0.9 are.
    """
    words = _WORD.findall(text)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether `word`, in any case, is a possible syllable; its tone may stand on any vowel."""
    word = nfc(word.lower())
    if len(word) > _LONGEST:
        return False
    decomposed = unicodedata.normalize("NFD", word)
    tones = "".join(c for c in decomposed if c in _TONES)
    if len(tones) > 1 or _STRAY_TONE.search(decomposed):
        return False
    bare = nfc("".join(c for c in decomposed if c not in _TONES))
    return any(_fits(rime, tones) for rime in _rimes(bare))


def _rimes(bare: str) -> list[str]:
    """What may be the rime of the word: what is left behind each onset that it starts with."""
    parts = [bare]
    for onset in _parts()["onset"]:
        if bare.startswith(onset):
            rest = bare[len(onset) :]
            parts += [rest, _SHARED.get(onset, "") + rest]
    return parts


def _fits(rime: str, tones: str) -> bool:
    if rime not in _parts()["rime"]:
        return False
    return not rime.endswith(_STOPPED) or tones in (_ACUTE, _DOT)


@cache
def _parts() -> dict[str, frozenset[str]]:
    table = files("notice_parser.lexicon").joinpath("syllables.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(table.splitlines()))
    return {
        part: frozenset(nfc(row["letters"]) for row in rows if row["part"] == part)
        for part in ("onset", "rime")
    }
