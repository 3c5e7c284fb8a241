"""How well a statement answers a query, and which of its characters do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from notice_parser.model import Label
from notice_parser.search.terms import Term, Words
from notice_parser.text import fold, match_key

Span = tuple[int, int]

# What counts less: words that lack the diacritics that the reader typed (a bad scan), words that
# have others (mostly another word), and words of one thing that stand apart.
_BARE, _OTHER, _APART = 0.8, 0.3, 0.5
# As in BM25: how soon more of the same stops counting, and how much a long statement loses.
_SATURATION, _LENGTH, _USUAL_WORDS = 0.5, 0.3, 35
# What a limitation gains when the reader looks for trouble.
_TROUBLE = 1.25
# What two terms gain that stand side by side as in the query.
_SIDE_BY_SIDE = 0.4

_TOKEN = regex.compile(r"[\p{L}\p{N}\p{M}]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """`highlights` are half-open spans into the text, sorted, none touching another's inside."""

    score: float
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Tokens `[first, last]` of a text are a term, this well."""

    first: int
    last: int
    quality: float


class _Text:
    """A text as tokens: where each stands, folded and as written."""

    def __init__(self, text: str) -> None:
        tokens = list(_TOKEN.finditer(fold(text)))
        self.text = text
        self.spans = [token.span() for token in tokens]
        self.words = [token.group() for token in tokens]
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(self.words):
            self.places.setdefault(word, []).append(place)

    def written(self, place: int) -> str:
        start, end = self.spans[place]
        return match_key(self.text[start:end])

    def is_bare(self, first: int, last: int) -> bool:
        return all(self.written(place) == self.words[place] for place in range(first, last + 1))

    def runs(self, words: Words, *, begins: bool = False) -> Iterator[tuple[int, bool]]:
        """(place of the first token, diacritics and all) of each run of these words."""
        bare = [fold(word) for word in words]
        last = len(bare) - 1
        for start in self._starts(bare[0], begins=begins and last == 0):
            run = self.words[start : start + len(bare)]
            if run == bare or (begins and _begin(run, bare)):
                yield start, self._exact(start, words, begins=begins)

    def _starts(self, word: str, *, begins: bool) -> Sequence[int]:
        if not begins:
            return self.places.get(word, ())
        return [place for place, other in enumerate(self.words) if other.startswith(word)]

    def _exact(self, start: int, words: Words, *, begins: bool) -> bool:
        for place, word in enumerate(words, start=start):
            written = self.written(place)
            ends_here = place == start + len(words) - 1
            if written != word and not (begins and ends_here and written.startswith(word)):
                return False
        return True


def _begin(run: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these are the words, the last one perhaps longer."""
    return len(run) == len(words) and run[:-1] == words[:-1] and run[-1].startswith(words[-1])


def judge(text: str, label: str, terms: Sequence[Term], weights: Sequence[float]) -> Judged:
    """`weights` has what each term counts; `text` is NFC."""
    tokens = _Text(text)
    long = 1 - _LENGTH + _LENGTH * len(tokens.words) / _USUAL_WORDS
    score = there = 0.0
    before: list[_Found] = []
    weight_before = 0.0
    spans: set[Span] = set()
    for term, weight in zip(terms, weights, strict=True):
        if term.without:
            continue
        found = list(_find(tokens, term))
        if found:
            there += weight
            best = max(one.quality for one in found)
            often = sum(one.quality for one in found)
            score += weight * best * often / (often + _SATURATION * long) * (1 + _SATURATION)
            if _adjoin(before, found):
                score += _SIDE_BY_SIDE * min(weight, weight_before)
        spans |= {(tokens.spans[one.first][0], tokens.spans[one.last][1]) for one in found}
        before, weight_before = found, weight
    score *= there / (sum(weights) or 1.0)
    if label == Label.LIMITATION and any(term.trouble for term in terms):
        score *= _TROUBLE
    return Judged(score, tuple(_merged(sorted(spans))))


def _adjoin(before: Sequence[_Found], after: Sequence[_Found]) -> bool:
    ends = {found.last + 1 for found in before}
    return any(found.first in ends for found in after)


def _find(text: _Text, term: Term) -> Iterator[_Found]:
    """Each place of the term, or of what may stand instead of it."""
    typed = list(_runs(text, term.words, begins=term.begins))
    if not typed and not term.exact_order and len(term.words) > 1:
        typed = list(_apart(text, term.words))
    yield from typed
    for words, weight in term.instead:
        for start, exact in text.runs(words):
            if exact:
                yield _Found(start, start + len(words) - 1, weight)


def _runs(text: _Text, words: Words, *, begins: bool) -> Iterator[_Found]:
    typed_bare = all(word == fold(word) for word in words)
    for start, exact in text.runs(words, begins=begins):
        last = start + len(words) - 1
        weaker = _BARE if text.is_bare(start, last) else _OTHER
        yield _Found(start, last, 1.0 if exact or typed_bare else weaker)


def _apart(text: _Text, words: Words) -> Iterator[_Found]:
    """All words of a term wherever they stand; nothing when one is missing."""
    found = [list(_runs(text, (word,), begins=False)) for word in words]
    if all(found):
        for one in (one for ones in found for one in ones):
            yield _Found(one.first, one.last, one.quality * _APART / len(words))


def _merged(spans: Sequence[Span]) -> Iterator[Span]:
    """Spans that overlap as one; of spans side by side each stays."""
    current: Span | None = None
    for start, end in spans:
        if current and start < current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current:
            yield current
        current = (start, end)
    if current:
        yield current
