"""Phrases of a lexicon file, found fast at a place or within a stretch of one line.

Everything works on a *key*: the line in lower case, one tone style, every white space a
plain space, and as long as the line, so that offsets into the key are offsets into the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import regex

from notice_parser.lexicon import Entry
from notice_parser.text import match_key, one_tone_style

_SPACES = (
    "\t\x0b\x0c\r\x85\u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
)
# A quick look for what `one_tone_style` would change ("số hoá"); "quý" it would not.
_NEW_STYLE = regex.compile(r"[ou][àáảãạèéẻẽẹỳýỷỹỵ](?<!q.)(?!\p{L})")
_OPENING = "(“\"'‘[*,;:.-–—"
_MAX_WORD = 40
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of `entry` stand at `[start, end)` of the key."""

    entry: Entry
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Phrases:
    """The words of `entries`, looked up by their key."""

    entries: tuple[Entry, ...]

    @cached_property
    def _by_key(self) -> dict[str, tuple[Entry, str]]:
        return {match_key(w): (entry, w) for entry in self.entries for w in entry.words}

    @cached_property
    def _longest(self) -> int:
        return max((words.count(" ") + 1 for words in self._by_key), default=0)

    @cached_property
    def _last_words(self) -> frozenset[str]:
        return frozenset(words.rpartition(" ")[2] for words in self._by_key)

    @cached_property
    def _here(self) -> regex.Pattern[str]:
        # No word boundary before: "22ha" is typed too.
        return regex.compile(rf"{_tree(self._by_key)}(?!\w)")

    @cached_property
    def _first_words(self) -> frozenset[str]:
        return frozenset(words.partition(" ")[0] for words in self._by_key)

    def starting_at(self, key: str, position: int) -> Phrase | None:
        """The longest phrase that begins exactly at `position`."""
        match = self._here.match(key, position)
        return self._phrase(match.group(), match.start(), match.end()) if match else None

    def within(self, key: str, start: int, end: int) -> Iterator[Phrase]:
        """Longest phrases from left to right, not overlapping."""
        for position in word_starts(key, self._first_words, start, end):
            match = self._here.match(key, position, end) if position >= start else None
            if match:
                start = match.end()
                yield self._phrase(match.group(), position, start)

    def ending_at(self, key: str, position: int) -> Phrase | None:
        """The longest phrase that ends at `position`, spaces between left aside."""
        end = cursor = _before_spaces(key, position)
        found, words = None, ""
        for _ in range(self._longest):
            floor = max(0, cursor - _MAX_WORD)  # text without spaces must not be walked through
            begin = max(floor, key.rfind(" ", floor, cursor) + 1)
            bare = key[begin:cursor].lstrip(_OPENING)
            words = f"{bare} {words}" if words else bare
            if words == bare and bare not in self._last_words:
                return None
            if words in self._by_key:
                found = self._phrase(words, cursor - len(bare), end)
            if begin == 0 or len(bare) < cursor - begin:
                break
            cursor = _before_spaces(key, begin)
        return found

    def _phrase(self, words: str, start: int, end: int) -> Phrase:
        entry, written = self._by_key[" ".join(words.split())]
        return Phrase(entry, written, start, end)


def _before_spaces(key: str, position: int) -> int:
    """`position` moved left over spaces."""
    while position > 0 and key[position - 1] == " ":
        position -= 1
    return position


def word_starts(key: str, words: frozenset[str], start: int, end: int) -> Iterator[int]:
    """Where one of `words` stands between spaces or marks.

    Splitting and a look into a set is many times faster than searching for a pattern.
    """
    for word in _without_marks(key)[start:end].split(" "):
        if word in words:
            yield start
        start += len(word) + 1


@lru_cache(maxsize=4)  # every figure of a line asks for the same line
def _without_marks(key: str) -> str:
    for mark in _MARKS:
        key = key.replace(mark, " ")
    return key


def _tree(words: Iterable[str]) -> str:
    """A pattern of all words with common beginnings shared, longest first: it fails at the
    first letter where a list of alternatives would try each."""
    branches: dict[str, list[str]] = {}
    for word in words:
        branches.setdefault(word[:1], []).append(word[1:])
    ends_here = branches.pop("", None) is not None
    if not branches:
        return "" if ends_here else "(?!)"
    parts = [
        (r"\ ++" if letter == " " else regex.escape(letter)) + _tree(rest)
        for letter, rest in sorted(branches.items())
    ]
    return f"(?:{'|'.join(parts)})" + ("?" if ends_here else "")
