"""A statement as clauses: pieces between its marks and joining words, and the words of the
lexicon `problems` in each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.extracting.phrases import Phrase, Phrases, line_key
from notice_parser.segmenting.phrases import sentence_ends

# Words that join clauses wherever they stand, and those that do so behind a mark only: "tuy" is
# an adverb in "Thanh toán trực tuyến tuy có tăng".
_ANYWHERE = frozenset({"contrast", "but", "addition", "while"})
_JOINING = _ANYWHERE | {"among", "concession"}
_MARK = regex.compile(r";|,(?!\d)|:(?!\d)")
_NAMES = {";": "semicolon", ",": "comma", ":": "colon"}
# Within these no clause begins: "(đến nay đã gỡ bỏ; khắc phục xong)".
_ASIDE = regex.compile(r"\([^()]*\)|\[[^\[\]]*\]|“[^“”]*”|\"[^\"]*\"")
_BETWEEN = regex.compile(r"[\s,;:.]*")
_LAST_MARKS = ".,;:/"


@dataclass(frozen=True, slots=True)
class Clause:
    """`[start, end)` without joining words and outer marks. `mark` is what stands before it
    (sentence, semicolon, comma, colon, or nothing), `link` the kind of its joining word."""

    start: int
    end: int
    mark: str = ""
    link: str = ""


@dataclass(frozen=True)
class Clauses:
    """The clauses of `text[start:end]` in order, and the lexicon's words in there."""

    text: str
    clauses: tuple[Clause, ...]
    words: tuple[Phrase, ...]

    def ahead(self, place: int) -> Clause:
        """The clause at `place` with those behind commas after it, as far as the next stop."""
        clause = self.clauses[place]
        for following in self.clauses[place + 1 :]:
            if following.mark not in ("comma", "") or following.link not in ("", "among"):
                break
            clause = replace(clause, end=following.end)
        return clause

    def within(self, start: int, end: int) -> Sequence[Phrase]:
        first = bisect_left(self.words, start, key=lambda word: word.start)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return self.words[first:last]

    def has(self, span: Clause, codes: Collection[str]) -> bool:
        return any(w.entry.code in codes for w in self.within(span.start, span.end))

    def first(self, span: Clause, codes: Collection[str]) -> Phrase | None:
        found = (w for w in self.within(span.start, span.end) if w.entry.code in codes)
        return next(found, None)

    def opening(self, span: Clause) -> str:
        """The kind of the words that the clause begins with, empty for others."""
        words = self.within(span.start, span.start + 1)
        return words[0].entry.code if words else ""


def read_clauses(text: str, start: int, end: int) -> Clauses:
    written = text[start:end]
    # Words are looked up in the statement alone, so that none reaches over its edge.
    words = tuple(_moved(p, start) for p in _phrases().within(line_key(written), 0, len(written)))
    aside = [(m.start() + start, m.end() + start) for m in _ASIDE.finditer(written)]
    clauses = tuple(_clauses(text, start, end, words, aside))
    return Clauses(text, clauses, tuple(w for w in words if not _inside(w.start, aside)))


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    return Phrases(lexicon.load("problems").entries)


def _moved(phrase: Phrase, by: int) -> Phrase:
    return phrase._replace(start=phrase.start + by, end=phrase.end + by)


def _inside(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _clauses(
    text: str, start: int, end: int, words: Sequence[Phrase], aside: Sequence[tuple[int, int]]
) -> Iterator[Clause]:
    begin, mark, link = _skipped(text, start, end), "", ""
    for place, behind, name in _joints(text, start, end, words):
        if place < begin or _inside(place, aside):
            continue
        if (stop := trimmed(text, begin, place)) > begin:
            yield Clause(begin, stop, mark, link)
            mark, link = "", ""
        if name in _JOINING:
            link = link if link == "contrast" else name
            # "Mặc dù đã có phần mềm, …" is read with its first words; ", tuy …" limits.
            begin = place if name == "concession" and mark != "comma" else behind
        else:
            mark, begin = mark or name, behind
    if (stop := trimmed(text, begin, end)) > begin:
        yield Clause(begin, stop, mark, link)


def _joints(
    text: str, start: int, end: int, words: Sequence[Phrase]
) -> Iterator[tuple[int, int, str]]:
    """(where the clause before ends, where the next may begin, what joins them), in order."""
    found = [(m.start(), m.end(), "sentence") for m in sentence_ends(text, start, end)]
    joined = [(w.start, w.end - 1) for w in words if "," in w.words]  # "phản ánh, kiến nghị"
    free = (m for m in _MARK.finditer(text, start, end) if not _inside(m.start(), joined))
    found += [(m.start(), m.end(), _NAMES[m.group()]) for m in free]
    marks = {_skipped(text, behind, end) for _, behind, _ in found} | {_skipped(text, start, end)}
    for word in words:
        code = word.entry.code
        heads = word.start in marks
        if code in _ANYWHERE or (code in _JOINING and heads):
            found.append((word.start, word.end, code))
            marks |= {_skipped(text, word.end, end)} if heads else set()
    for place, behind, name in sorted(found):
        yield place, _skipped(text, behind, end), name


def _skipped(text: str, offset: int, end: int) -> int:
    match = _BETWEEN.match(text, offset, end)
    return match.end() if match else offset


def trimmed(text: str, start: int, end: int) -> int:
    """`end` without the marks before it."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in _LAST_MARKS):
        end -= 1
    return end
