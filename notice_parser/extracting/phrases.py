"""Phrases of a lexicon file, found fast at a place or within a stretch of one line.

Everything works on a *key*: the line in lower case, one tone style, every white space a
plain space, and as long as the line, so that offsets into the key are offsets into the line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, compress
from operator import add
from typing import NamedTuple

from notice_parser.lexicon import Entry
from notice_parser.text import LETTER, WORD_END, match_key, one_tone_style

_SPACES = (
    "\t\x0b\x0c\r\x85\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
)
# A quick look for what `one_tone_style` would change ("số hoá"); "quý" it would not.
_NEW_STYLE = re.compile(rf"[ou][àáảãạèéẻẽẹỳýỷỹỵ](?<!q.)(?!{LETTER})")
_OPENING = "(“\"'‘[*,;:.-–—/"
_MARKS = "(“\"'‘[*,;:.)”’]…%"


def line_key(line: str) -> str:
    """`line` for comparing, of the same length."""
    key = line.lower()
    if _NEW_STYLE.search(key):
        key = one_tone_style(key)
    if len(key) != len(line):  # "İ" lowers to two characters; text that is not NFC composes
        key = "".join(c.lower() if len(c.lower()) == 1 else c for c in line)
    for space in _SPACES if not key.isprintable() else ():
        key = key.replace(space, " ")
    return key


class Phrase(NamedTuple):
    """The words of `entry` stand at `[start, end)` of the key."""

    entry: Entry
    words: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Phrases:
    """The words of `entries`, looked up by their key."""

    entries: tuple[Entry, ...]

    @cached_property
    def _by_key(self) -> dict[str, tuple[Entry, str]]:
        return {match_key(w): (entry, w) for entry in self.entries for w in entry.words}

    @cached_property
    def _here(self) -> re.Pattern[str]:
        # No word boundary before: "22ha" is typed too.
        return re.compile(tree(self._by_key) + WORD_END)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        """For a text that is turned round: a phrase and the spaces behind it."""
        turned = tree(words[::-1] for words in self._by_key)
        return re.compile(rf"\ *+({turned})(?![^ {re.escape(_OPENING)}])")

    @cached_property
    def _first_words(self) -> frozenset[str]:
        # "phí, lệ phí" begins with "phí": see `_words_of`
        return frozenset(words.partition(" ")[0].rstrip(",") for words in self._by_key)

    def starting_at(self, key: str, position: int) -> Phrase | None:
        """The longest phrase that begins exactly at `position`."""
        match = self._here.match(key, position)
        return self._phrase(match.group(), match.start(), match.end()) if match else None

    def within(self, key: str, start: int, end: int) -> list[Phrase]:
        """Longest phrases from left to right, not overlapping."""
        starts = word_starts(key, self._first_words)
        found: list[Phrase] = []
        for position in starts[bisect_left(starts, start) : bisect_left(starts, end)]:
            match = self._here.match(key, position, end) if position >= start else None
            if match:
                start = match.end()
                found.append(self._phrase(match.group(), position, start))
        return found

    def ending_at(self, key: str, position: int) -> Phrase | None:
        """The longest phrase that ends at `position`, spaces between left aside."""
        length = len(key)
        match = self._before.match(turned(key), length - position)
        if match is None:
            return None
        return self._phrase(match[1][::-1], length - match.end(), length - match.start(1))

    def _phrase(self, words: str, start: int, end: int) -> Phrase:
        entry, written = self._by_key.get(words) or self._by_key[" ".join(words.split())]
        return Phrase(entry, written, start, end)


# Every figure of a line asks for the same line again.
@lru_cache(maxsize=2)
def turned(key: str) -> str:
    """`key` from its end, for patterns that go to the left."""
    return key[::-1]


@lru_cache(maxsize=16)
def word_starts(key: str, words: frozenset[str]) -> Sequence[int]:
    """Where one of `words` stands between spaces or marks, from left to right."""
    starts, found = _words_of(key)
    return tuple(compress(starts, map(words.__contains__, found)))


@lru_cache(maxsize=2)
def _words_of(key: str) -> tuple[Sequence[int], Sequence[str]]:
    """Where the words of `key` begin, and the words. Splitting and a look into a set is many
    times faster than searching for a pattern."""
    for mark in _MARKS:  # many times faster than str.translate
        key = key.replace(mark, " ")
    words = key.split(" ")
    lengths = accumulate(map(len, words), initial=0)
    return tuple(map(add, lengths, range(len(words)))), words  # one space before each


def tree(words: Iterable[str]) -> str:
    """A pattern of all words with common beginnings shared, longest first: it fails at the
    first letter where a list of alternatives would try each."""
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    ends_here = branches.pop("", None) is not None
    if not branches:
        return "" if ends_here else "(?!)"
    parts = [
        (r"\ ++" if letter == " " else re.escape(letter)) + tree(rest)
        for letter, rest in sorted(branches.items())
    ]
    return f"(?:{'|'.join(parts)})" + ("?" if ends_here else "")
