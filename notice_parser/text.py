"""Vietnamese text as characters: normal form, tone placement, folding, patterns of words.

Nothing here changes a `Document`; these are the forms used for comparing and indexing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
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
# White space within a line for the module re: `\h` of the module regex. It reads a piece of a few
# words in a third of the time, and is used where many such pieces are read.
SPACE = r"[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
# Capital letters for the module re, which has no `\p{Lu}`: those of all alphabets of Europe.
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x2000))))
# A letter and the end of a word for the module re, to which the mark of a footnote is a letter
# ("xã²") and a combining mark is none.
_FOOTNOTE_MARKS = "¹²³¼½¾⁰⁴-⁹₀-₉①-⒛❶-➓"
LETTER = rf"[^\W\d_{_FOOTNOTE_MARKS}]"
WORD_END = rf"(?![^\W{_FOOTNOTE_MARKS}]|[\u0300-\u036f])"
# A word or a mark, where set words can begin: a text holds few, and to look each up in a table
# takes a fraction of the time of trying hundreds of patterns at every character.
TOKEN = regex.compile(r"\w+|[^\w\s]")
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


def any_of(words: Iterable[str], *, space: str = r"\s+") -> str:
    """A pattern of all the words in one tone style, the longest first, with `space` between the
    syllables of each."""
    ordered = sorted(dict.fromkeys(map(one_tone_style, words)), key=len, reverse=True)
    return "|".join(regex.escape(word).replace(r"\ ", space) for word in ordered)


def first_token(words: str) -> str:
    """The key of the TOKEN that words begin with, to be held against `casefold` of one in a text
    of one tone style."""
    return next(TOKEN.finditer(one_tone_style(words))).group().casefold()


def fold(text: str) -> str:
    """Without diacritics and case, length unchanged for NFC text: "Đề nghị" → "de nghi"."""
    return nfc(text).translate(_FOLDED)


class _Folding(dict[int, str]):
    """For `str.translate`, which is ten times as fast as a join; learns each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold_character(chr(code))
        return self[code]


def _fold_character(character: str) -> str:
    lowered = character.lower()
    if lowered == "đ":
        return "d"
    bare = _MARKS.sub("", unicodedata.normalize("NFD", lowered))
    return bare if len(bare) == 1 else character


_FOLDED = _Folding()
