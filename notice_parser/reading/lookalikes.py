"""Characters that look like the ones meant: "ð" for "đ", a Cyrillic "а", "１" for "1", "ﬁ" for
"fi", the rare bullets. Each is replaced, and remembered, where it cannot mean itself."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import regex

# Full-width forms, Roman numerals of one character, ligatures: Unicode says what they mean.
_COMPATIBLE = r"\uFF01-\uFF5E\u2160-\u217F\uFB00-\uFB06"
_WORD = regex.compile(r"[\p{L}\p{M}]+")
_FOREIGN = regex.compile(r"[\p{Cyrillic}\p{Greek}]")
_LATIN = regex.compile(r"\p{Latin}")
_PRIVATE_BULLET = regex.compile(r"\s*([\uE000-\uF8FF])(?=\s)")


def lookalikes(text: str) -> Iterator[tuple[int, int, str]]:
    """`(start, end, meant)` of each character of the line to be replaced, in order."""
    if text.isascii():
        return
    found = [*_always(text), *_in_words(text), *_first_bullet(text)]
    yield from sorted(found)


def _always(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _anywhere().finditer(text):
        meant = _table("letter").get(found[0]) or _table("sign").get(found[0])
        yield *found.span(), meant or unicodedata.normalize("NFKC", found[0])


def _in_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Letters of another script inside Latin words, and whole words of them in a line that
    has no other letter of that script ("ТО" between Vietnamese words)."""
    if not _FOREIGN.search(text) or not _LATIN.search(text):
        return
    meant = _table("in-word")
    only_lookalikes = all(letter in meant for letter in _FOREIGN.findall(text))
    for word in _WORD.finditer(text):
        if only_lookalikes or _LATIN.search(word[0]):
            for place in range(word.start(), word.end()):
                if text[place] in meant:
                    yield place, place + 1, meant[text[place]]


def _first_bullet(text: str) -> Iterator[tuple[int, int, str]]:
    start = len(text) - len(text.lstrip())
    bullet = _table("bullet").get(text[start : start + 1])
    if not bullet and _PRIVATE_BULLET.match(text):
        bullet = "•"
    if bullet:
        yield start, start + 1, bullet


@cache
def _anywhere() -> regex.Pattern[str]:
    """What is never meant, wherever it stands."""
    tabled = "".join(map(regex.escape, [*_table("letter"), *_table("sign")]))
    return regex.compile(f"[{_COMPATIBLE}{tabled}]")


@cache
def _table(kind: str) -> dict[str, str]:
    rows = files("notice_parser.lexicon").joinpath("lookalikes.csv").read_text("utf-8")
    return {
        row["found"]: row["meant"]
        for row in csv.DictReader(rows.splitlines())
        if row["kind"] == kind
    }
