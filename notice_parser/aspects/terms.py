"""Where words of a lexicon stand in a bare limitation, counted in syllables.

Other than `Lexicon.find` it sees words inside longer words, and words that stand together in any
order ("thanh toán" with "điện tử"). A comma counts as a syllable: "hồ sơ, kết quả" is no "sơ kết".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from notice_parser import lexicon
from notice_parser.lexicon import Entry, Lexicon
from notice_parser.text import match_key

_SYLLABLE = regex.compile(r"\w+|[,;:]")
# Between the parts of words with "…": about eighty characters, as elsewhere in the lexicon.
_GAP = 18
_ENDS = "."  # no syllable

Phrase = tuple[str, ...]
Tree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Term:
    """`entry` is meant by the syllables `[start, end)`; `length` counts those that are its own."""

    entry: Entry
    start: int
    end: int
    length: int


def syllables_of(document: str) -> tuple[str, ...]:
    """In lower case and one style of tones, with commas, colons and semicolons, and no other
    signs."""
    return tuple(_SYLLABLE.findall(match_key(document)))


@dataclass(frozen=True, slots=True)
class Terms:
    """The words of a lexicon made ready to be found. `together` has its entries by each phrase of
    their first group. `tree` has all phrases, a syllable a branch; on `_ENDS` hangs what ends
    there."""

    phrases: dict[Phrase, tuple[Entry, ...]]
    apart: dict[Phrase, tuple[tuple[Entry, tuple[Phrase, ...]], ...]]
    together: dict[Phrase, tuple[tuple[Entry, tuple[frozenset[Phrase], ...]], ...]]
    tree: Tree

    def find(self, syllables: Sequence[str]) -> list[Term]:
        """All that stand there, also inside each other, from left to right."""
        places = self._places(syllables)
        found = [
            Term(entry, start, start + len(phrase), len(phrase))
            for phrase, starts in places.items()
            for entry in self.phrases.get(phrase, ())
            for start in starts
        ]
        found += self._apart(places)
        found += self._together(places)
        return sorted(found, key=lambda term: (term.start, -term.length, term.entry.code))

    def _places(self, syllables: Sequence[str]) -> dict[Phrase, list[int]]:
        places: dict[Phrase, list[int]] = {}
        for start in range(len(syllables)):
            branch = self.tree
            for syllable in syllables[start:]:
                branch = branch.get(syllable, {})
                if not branch:
                    break
                if _ENDS in branch:
                    places.setdefault(branch[_ENDS], []).append(start)
        return places

    def _apart(self, places: dict[Phrase, list[int]]) -> Iterator[Term]:
        for first in places.keys() & self.apart.keys():
            for entry, rest in self.apart[first]:
                for start in places[first]:
                    end = _followed(start + len(first), rest, places)
                    if end:
                        yield Term(entry, start, end, len(first) + sum(map(len, rest)))

    def _together(self, places: dict[Phrase, list[int]]) -> Iterator[Term]:
        present = places.keys()
        possible = (pair for phrase in present for pair in self.together.get(phrase, ()))
        for entry, groups in {id(pair): pair for pair in possible}.values():
            if any(group.isdisjoint(present) for group in groups):
                continue
            chosen = [min((places[p][0], -len(p), p) for p in group & present) for group in groups]
            start = max(place for place, _, _ in chosen)
            end = max(place - negative for place, negative, _ in chosen)
            yield Term(entry, start, end, sum(-negative for _, negative, _ in chosen))


def _followed(end: int, rest: tuple[Phrase, ...], places: dict[Phrase, list[int]]) -> int:
    """Where the last of these ends that follow each other from here on; 0 where they do not."""
    for phrase in rest:
        after = [place for place in places.get(phrase, ()) if end <= place <= end + _GAP]
        if not after:
            return 0
        end = after[0] + len(phrase)
    return end


def terms(name: str) -> Terms:
    """Those of the lexicon file `name`, as it is at this call."""
    return _terms(lexicon.load(name))


@lru_cache(maxsize=16)
def _terms(words: Lexicon) -> Terms:
    phrases: dict[Phrase, list[Entry]] = defaultdict(list)
    apart: dict[Phrase, list[tuple[Entry, tuple[Phrase, ...]]]] = defaultdict(list)
    together: dict[Phrase, list[tuple[Entry, tuple[frozenset[Phrase], ...]]]] = defaultdict(list)
    for entry in words.entries:
        for written in entry.words:
            first, *rest = (syllables_of(part) for part in written.split("…"))
            if rest:
                apart[first].append((entry, tuple(rest)))
            else:
                phrases[first].append(entry)
        for written in entry.get("together", ()):
            groups = tuple(map(_group, written))
            for phrase in groups[0]:
                together[phrase].append((entry, groups))
    known = {*phrases, *apart}
    known |= {part for pairs in apart.values() for _, rest in pairs for part in rest}
    known |= {p for pairs in together.values() for _, gs in pairs for group in gs for p in group}
    return Terms(
        {phrase: tuple({e.code: e for e in found}.values()) for phrase, found in phrases.items()},
        {phrase: tuple(pairs) for phrase, pairs in apart.items()},
        {phrase: tuple(pairs) for phrase, pairs in together.items()},
        _tree(known),
    )


def _tree(phrases: Iterable[Phrase]) -> Tree:
    tree: Tree = {}
    for phrase in phrases:
        branch = tree
        for syllable in phrase:
            branch = branch.setdefault(syllable, {})
        branch[_ENDS] = phrase
    return tree


def _group(written: str) -> frozenset[Phrase]:
    return frozenset(syllables_of(words) for words in written.split("|"))
