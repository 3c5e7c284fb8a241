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
_TROUBLE = 1.5
# What two terms gain that stand side by side as in the query.
_SIDE_BY_SIDE = 0.3

_TOKEN = regex.compile(r"[\p{L}\p{N}\p{M}]+")


@dataclass(frozen=True, slots=True)
class Judged:
    """`highlights` are half-open spans into the text, sorted, none touching another's inside."""

    score: float
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """Words that follow each other in one spelling: as typed, and folded."""

    words: Words
    bare: Words
    begins: bool = False
    weight: float = 1.0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class _Sought:
    """A term made ready to be held against many texts. `single` are its words one by one, where
    they may stand apart."""

    typed: _Form
    single: tuple[_Form, ...]
    instead: tuple[_Form, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Found:
    """Tokens `[first, last]` of a text are a term, this well. `whole`: they are one mark, as a
    phrase is; words that the reader typed side by side are a mark each."""

    first: int
    last: int
    quality: float
    whole: bool = True


class Judge:
    """Holds one query against statements, each but once. `weights` has what each term counts.
    `trouble`: whether the reader looks for what fell short."""

    def __init__(self, terms: Sequence[Term], weights: Sequence[float]) -> None:
        wanted = [(t, w) for t, w in zip(terms, weights, strict=True) if not t.without]
        self._sought = [_sought(term, weight) for term, weight in wanted]
        self._whole = sum(weight for _, weight in wanted) or 1.0
        self.trouble = any(term.trouble for term, _ in wanted)
        self._known: dict[tuple[str, str], Judged] = {}

    def __call__(self, text: str, label: str) -> Judged:
        """`text` is NFC."""
        if (text, label) not in self._known:
            self._known[text, label] = self._judged(text, label)
        return self._known[text, label]

    def _judged(self, text: str, label: str) -> Judged:
        tokens = _Text(text)
        long = 1 - _LENGTH + _LENGTH * len(tokens.words) / _USUAL_WORDS
        score = there = weight_before = 0.0
        before: list[_Found] = []
        spans: set[Span] = set()
        for sought in self._sought:
            found = list(_find(tokens, sought))
            if found:
                there += sought.weight
                score += sought.weight * _measure(found, long)
                if _adjoin(before, found):
                    score += _SIDE_BY_SIDE * min(sought.weight, weight_before)
                spans.update(span for one in found for span in _marks(tokens, one))
            before, weight_before = found, sought.weight
        if self.trouble and label == Label.LIMITATION:
            score *= _TROUBLE
        return Judged(score * there / self._whole, tuple(_merged(sorted(spans))))


def _sought(term: Term, weight: float) -> _Sought:
    apart = not term.exact_order and len(term.words) > 1
    return _Sought(
        typed=_form(term.words, begins=term.begins, whole=term.exact_order),
        single=tuple(_form((word,)) for word in term.words) if apart else (),
        instead=tuple(_form(words, weight=less) for words, less in term.instead),
        weight=weight,
    )


def _form(words: Words, *, begins: bool = False, weight: float = 1.0, whole: bool = True) -> _Form:
    return _Form(words, tuple(map(fold, words)), begins, weight, whole)


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

    def written(self, first: int, last: int) -> Words:
        spans = self.spans[first : last + 1]
        return tuple(match_key(self.text[start:end]) for start, end in spans)

    def runs(self, form: _Form) -> Iterator[int]:
        """The place of the first token of each run of these words, in any spelling."""
        first, *others = form.bare
        if form.begins and not others:
            yield from (place for place, word in enumerate(self.words) if word.startswith(first))
            return
        for start in self.places.get(first, ()):
            run = self.words[start + 1 : start + 1 + len(others)]
            if run == others or (form.begins and _begin(run, others)):
                yield start


def _begin(run: Sequence[str], words: Sequence[str]) -> bool:
    """Whether these are the words, the last one perhaps longer."""
    return len(run) == len(words) and run[:-1] == words[:-1] and run[-1].startswith(words[-1])


def _marks(text: _Text, found: _Found) -> Sequence[Span]:
    spans = text.spans[found.first : found.last + 1]
    return [(spans[0][0], spans[-1][1])] if found.whole else spans


def _measure(found: Sequence[_Found], long: float) -> float:
    best = max(one.quality for one in found)
    often = sum(one.quality for one in found)
    return best * often / (often + _SATURATION * long) * (1 + _SATURATION)


def _adjoin(before: Sequence[_Found], after: Sequence[_Found]) -> bool:
    ends = {found.last + 1 for found in before}
    return any(found.first in ends for found in after)


def _find(text: _Text, sought: _Sought) -> Iterator[_Found]:
    """Each place of the term, or of what may stand instead of it."""
    typed = list(_typed(text, sought.typed))
    yield from typed or _apart(text, sought.single)
    for form in sought.instead:
        last = len(form.words) - 1
        for start in text.runs(form):
            if text.written(start, start + last) == form.words:
                yield _Found(start, start + last, form.weight)


def _typed(text: _Text, form: _Form) -> Iterator[_Found]:
    for start in text.runs(form):
        last = start + len(form.words) - 1
        yield _Found(start, last, _exactness(text, form, start, last), form.whole)


def _exactness(text: _Text, form: _Form, first: int, last: int) -> float:
    if form.words == form.bare:
        return 1.0
    written = text.written(first, last)
    if written == form.words or (form.begins and _begin(written, form.words)):
        return 1.0
    return _BARE if written == tuple(text.words[first : last + 1]) else _OTHER


def _apart(text: _Text, single: Sequence[_Form]) -> Iterator[_Found]:
    """All words of a term wherever they stand; nothing when one is missing."""
    found = [list(_typed(text, form)) for form in single]
    if all(found):
        for one in (one for ones in found for one in ones):
            yield _Found(one.first, one.last, one.quality * _APART / len(single))


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
