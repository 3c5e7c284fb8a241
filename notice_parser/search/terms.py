"""What a reader types, as terms: words, "phrases", -without, begin*; and what else to look for.

Words that stand together for one thing of the field ("thủ tục hành chính", "qua mạng") are one
term, so that its short form and its synonyms can stand in for the whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.search.sentences import wrong
from notice_parser.text import fold, match_key, nfc

LONGEST_QUERY = 500
# How much less a hit counts whose words are not the reader's own.
SHORT_FORM, SYNONYM = 0.95, 0.7
# What may stand for what, and how much it counts.
_BOOKS = (("acronyms", SHORT_FORM), ("search_synonyms", SYNONYM))
# What a word counts that only holds others together.
FILLER = 0.1

_PIECE = regex.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<words>[^\s"]+))')
_TOKEN = regex.compile(r"[\p{L}\p{N}\p{M}]+")

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """`words` are in `match_key` form. `exact_order`: they follow each other. `begins`: the last
    one is a beginning. `filler`: it says nothing of what is looked for; `trouble`: whoever says it
    looks for what fell short. `instead` holds other words for the same, each with its weight
    below 1; those always follow each other."""

    words: Words
    exact_order: bool = False
    begins: bool = False
    without: bool = False
    filler: bool = False
    trouble: bool = False
    instead: tuple[tuple[Words, float], ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it may be missing where much else is there: whoever quotes means it."""
        return not (self.exact_order or self.begins or self.without)


def read_terms(text: str) -> tuple[Term, ...]:
    """The terms of a query, in its order.

    Raises QueryError for a text of over 500 characters, or with nothing to look for.
    """
    if len(text) > LONGEST_QUERY:
        raise wrong("too-long", most=LONGEST_QUERY)
    terms = tuple(dict.fromkeys(_joined(list(_pieces(nfc(text))))))
    if not any(not term.without for term in terms):
        raise wrong("no-word")
    return terms


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two spaces, or in quotes. `joins`: with what stands beside it it may be
    one thing ("bộ phận TN&TKQ")."""

    term: Term
    joins: bool


def _pieces(text: str) -> Iterator[_Piece]:
    for piece in _PIECE.finditer(text):
        quoted = piece["words"] is None
        written = piece["phrase"] if quoted else piece["words"]
        words = tuple(_TOKEN.findall(match_key(written)))
        begins, without = written.rstrip().endswith("*"), piece["minus"] is not None
        if words:
            term = Term(words, quoted or len(words) > 1, begins, without)
            yield _Piece(term, joins=not (quoted or begins or without))


def _joined(pieces: Sequence[_Piece]) -> Iterator[Term]:
    """Words one after another that the lexicon knows as one thing become one term."""
    start = 0
    while start < len(pieces):
        run = pieces[start : start + _longest_known(pieces, start)]
        words = tuple(word for piece in run for word in piece.term.words)
        first = run[0].term if len(run) == 1 else Term(words)
        instead = _instead(words, first)
        filler = first.plain and not instead and words[0] in _fillers()
        yield replace(first, filler=filler, trouble=_book().trouble(words), instead=instead)
        start += len(run)


def _longest_known(pieces: Sequence[_Piece], start: int) -> int:
    joining = 0
    for piece in pieces[start : start + _book().longest]:
        if not piece.joins:
            break
        joining += 1
    for length in range(joining, 1, -1):
        run = pieces[start : start + length]
        if _book().others(tuple(word for piece in run for word in piece.term.words)):
            return length
    return 1


def _instead(words: Words, term: Term) -> tuple[tuple[Words, float], ...]:
    """A phrase in quotes is widened by its short form only; a beginning by nothing."""
    if term.begins or term.without:
        return ()
    others = _book().others(words)
    return tuple(pair for pair in others if not term.exact_order or pair[1] == SHORT_FORM)


def _fillers() -> frozenset[str]:
    entries = lexicon.load("search_fillers").entries
    return frozenset(match_key(word) for entry in entries for word in entry.words)


@dataclass(frozen=True, slots=True)
class _Book:
    """What may stand for what. `folded` gives the forms that a reader may mean who types
    without diacritics."""

    exact: dict[Words, dict[Words, float]]
    folded: dict[Words, dict[Words, float]]
    troubles: frozenset[Words]
    longest: int

    def trouble(self, words: Words) -> bool:
        return words in self.troubles

    def others(self, words: Words) -> tuple[tuple[Words, float], ...]:
        found = self.exact.get(words)
        if found is None and all(word == fold(word) for word in words):
            found = self.folded.get(words)
        return tuple(sorted((found or {}).items(), key=lambda pair: (-pair[1], pair[0])))


def _book() -> _Book:
    return _made(os.environ.get(lexicon.EXTRA_FOLDER_VARIABLE, ""))


@lru_cache(maxsize=4)
def _made(_: str) -> _Book:
    """Anew for each folder of one's own."""
    exact: dict[Words, dict[Words, float]] = {}
    troubles: set[Words] = set()
    for name, weight in _BOOKS:
        for entry in lexicon.load(name).entries:
            forms = [_words(form) for form in entry.words]
            also = [_words(form) for form in entry.get("also", ())]
            if entry.get("trouble", False):
                troubles |= {*forms, *(tuple(map(fold, form)) for form in forms)}
            for form in forms:
                others = exact.setdefault(form, {})
                for other in [*forms, *also]:
                    if other != form:
                        others[other] = max(weight, others.get(other, 0.0))
    folded: dict[Words, dict[Words, float]] = {}
    for form, others in exact.items():
        folded.setdefault(tuple(map(fold, form)), {}).update(others)
    return _Book(exact, folded, frozenset(troubles), longest=max(map(len, exact)))


def _words(form: str) -> Words:
    return tuple(_TOKEN.findall(match_key(form)))
