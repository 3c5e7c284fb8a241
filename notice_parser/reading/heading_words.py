"""Words of headings that recognition got wrong, put right by the lexicon.

A heading decides the label of everything below it, and its words are known: "Hạn ché" can only
be "Hạn chế". So lines of a scan that are made of heading words are repaired, and no others;
what was recognised stays in the line's readings, and so in the document's repairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.reading.source import Reading, SourceLine
from notice_parser.reading.syllables import is_syllable
from notice_parser.text import fold, match_key

_FILES = ("labels", "areas", "sections", "notice_types", "heading_words")
_MOST_WORDS = 16
# Of the words of a heading, those that are heading words but for their marks.
_COVERAGE = 0.65
_SURE, _GUESS = 0.93, 0.3
_LEAST_ABBREVIATION, _LONGEST_ROMAN = 4, 5
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_WORD = regex.compile(r"^(\P{L}*)(\p{L}[\p{L}\p{M}]*)(\P{L}*)$")
# A Roman number whose strokes ran together ("HI." is III) or were taken for others ("1I.").
_ROMAN_READ = regex.compile(r"[IVXHl1|ÌÍỊ]{1,5}(?=[.,]$)")
_ROMAN_STROKES = str.maketrans(
    {"H": "II", "l": "I", "1": "I", "|": "I", "Ì": "I", "Í": "I", "Ị": "I"}
)
_ROMAN = regex.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")

Phrase = tuple[str, ...]


def repaired(line: SourceLine) -> SourceLine:
    """The line with its heading words put right, if it is a line of a scan made of them."""
    if not 0 < len(line.readings) <= _MOST_WORDS:
        return line
    words = [line.text[r.start : r.end] for r in line.readings]
    if not _is_heading(words):
        return line
    better = list(words)
    for index, word in _phrase_words(words, line.readings):
        better[index] = word
    for index, word in enumerate(words):
        if better[index] == word and line.readings[index].confidence < _SURE:
            better[index] = _abbreviation(word)
    better[0] = _roman(words, line.readings[0].confidence)
    return _with_words(line, words, better)


def _is_heading(words: Sequence[str]) -> bool:
    named = words[1:] or words  # the first is its number, whatever was made of it
    letters = [m[0] for word in named for m in _LETTERS.finditer(word) if len(m[0]) > 1]
    known = _folded_words()
    return bool(letters) and sum(fold(w) in known for w in letters) >= _COVERAGE * len(letters)


def _phrase_words(words: Sequence[str], readings: Sequence[Reading]) -> Iterator[tuple[int, str]]:
    """The places of words to put right, and with what. Phrases are taken from left to right,
    the longest first, and none begins inside another."""
    cores = [_core(word) for word in words]
    start = 0
    while start < len(cores):
        phrase = _phrase_at(cores, start)
        wrong = [
            start + index
            for index, right in enumerate(phrase)
            if match_key(cores[start + index]) != match_key(right)
        ]
        if all(_may_be_wrong(cores[i], readings[i]) for i in wrong):
            yield from ((i, _put(words[i], cores[i], phrase[i - start])) for i in wrong)
        start += max(len(phrase), 1)


def _phrase_at(cores: Sequence[str], start: int) -> Phrase:
    """The longest phrase that stands there but for its marks, one with its marks first."""
    fitting = [
        phrase
        for phrase in _by_first_word().get(fold(cores[start]), ())
        if tuple(fold(core) for core in cores[start : start + len(phrase)])
        == tuple(fold(word) for word in phrase)
    ]
    longest = [phrase for phrase in fitting if len(phrase) == len(fitting[0])]
    exact = [p for p in longest if tuple(map(match_key, cores[start : start + len(p)])) == p]
    return (*exact, *longest, ())[0]


def _may_be_wrong(core: str, reading: Reading) -> bool:
    return reading.confidence < _SURE or not is_syllable(core)


def _core(word: str) -> str:
    found = _WORD.match(word)
    return found[2] if found else ""


def _put(word: str, core: str, right: str) -> str:
    cased = right.upper() if core.isupper() else right.title() if core[:1].isupper() else right
    return word.replace(core, cased, 1)


def _abbreviation(word: str) -> str:
    """One of which a single letter was taken for another: "TEHC" is TTHC."""
    core = _core(word)
    if len(core) < _LEAST_ABBREVIATION or not core.isupper() or core in _abbreviations():
        return word
    near = [
        known
        for known in _abbreviations()
        if len(known) == len(core) and sum(a != b for a, b in zip(known, core, strict=True)) == 1
    ]
    return word.replace(core, near[0], 1) if len(near) == 1 and not is_syllable(core) else word


def _roman(words: Sequence[str], confidence: float) -> str:
    """The heading's number, where it can only be a Roman one: capitals follow it. In a word
    that is a mere guess, the last letter may be its full stop with some dirt: "IỆ"."""
    found = _ROMAN_READ.match(words[0])
    number, rest = found[0] if found else "", " ".join(words[1:])
    if found is None and confidence < _GUESS and 1 < len(words[0]) <= _LONGEST_ROMAN:
        number = words[0][:-1]
    number = number.translate(_ROMAN_STROKES)
    if not number or not rest.isupper() or not _ROMAN.fullmatch(number):
        return words[0]
    return number + "."


def _with_words(line: SourceLine, words: Sequence[str], better: Sequence[str]) -> SourceLine:
    text, readings, done = "", [], 0
    for reading, was, now in zip(line.readings, words, better, strict=True):
        text += line.text[done : reading.start]
        changed = was if was != now else reading.original
        readings.append(
            replace(reading, start=len(text), end=len(text) + len(now), original=changed)
        )
        text += now
        done = reading.end
    return replace(line, text=text + line.text[done:], readings=tuple(readings))


@lru_cache(maxsize=1)
def _phrases() -> tuple[Phrase, ...]:
    """All phrases of two words and more that headings are made of, longest first."""
    found = {
        tuple(match_key(word) for word in _LETTERS.findall(words))
        for name in _FILES
        for entry in lexicon.load(name).entries
        for words in entry.words
        if "…" not in words
    }
    return tuple(sorted((p for p in found if len(p) > 1), key=lambda p: (-len(p), p)))


@lru_cache(maxsize=1)
def _by_first_word() -> Mapping[str, Sequence[Phrase]]:
    index: dict[str, list[Phrase]] = {}
    for phrase in _phrases():
        index.setdefault(fold(phrase[0]), []).append(phrase)
    return index


@lru_cache(maxsize=1)
def _folded_words() -> frozenset[str]:
    single = (w for e in lexicon.load("heading_words").entries for w in e.words if " " not in w)
    return frozenset(fold(word) for phrase in (*_phrases(), tuple(single)) for word in phrase)


@lru_cache(maxsize=1)
def _abbreviations() -> frozenset[str]:
    """The abbreviations in headings: "TTHC", "CCHC"."""
    words = (w for name in _FILES for e in lexicon.load(name).entries for w in e.words)
    found = (part for phrase in words for part in _LETTERS.findall(phrase))
    return frozenset(w for w in found if len(w) >= _LEAST_ABBREVIATION and w.isupper())
