"""A problem in the making, and the step from it to the next clause.

Rules of `contrasts` and `parting` are questions to a step: what the clause opens with, whether it
has a subject of its own, what was told before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from notice_parser.extracting.phrases import Phrase
from notice_parser.model import Label
from notice_parser.segmenting.clauses import Clause, Clauses

# Kinds of words of the lexicon `problems`: those that find a fault, that tell one, or tell of
# little; those that open half a sentence, or one without a subject of its own.
FAULT = frozenset({"negation", "fault", "vague", "comment", "general"})
TOLD = FAULT | {"still", "more"}
LITTLE = TOLD | {"only"}
HALF = frozenset({"explains", "team", "background", "concession", "time"})
GRANTED = frozenset({"granted", "praised", "team"})
_LEANING = LITTLE | HALF | GRANTED | {"predicate", "among", "details"}
STOPS = ("semicolon", "sentence")
SYLLABLE = regex.compile(r"\p{L}+")
_COUNTED = regex.compile(
    r"(?:(?:còn|có|vẫn còn|vẫn có|hiện còn|cả|với)\s+)?"
    r"(?:\d|(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s(?!năm\b|số\b))",
    regex.IGNORECASE,
)
_FEW = regex.compile(r"(?:chỉ|mới)\s+(?:có\s+)?\d+(?:/\d+)?\s+\p{L}", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A problem in the making. `limits`: a contrast set it against what was granted before.
    `whole`: its clauses make a sentence, so that another may begin behind a comma. `explaining`:
    its last clause explains, and what follows goes on with that. `details`: so up to the end of
    the sentence."""

    span: Clause
    limits: bool = False
    whole: bool = True
    explaining: bool = False
    details: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The next clause behind a piece. `ahead` is the clause with those behind commas after it."""

    read: Clauses
    label: Label
    piece: Piece
    clause: Clause
    ahead: Clause

    @property
    def opening(self) -> str:
        return self.read.opening(self.clause)

    @property
    def counted(self) -> bool:
        """ "15/40 văn bản …", "còn 87 hồ sơ …": figures, when they stand behind a comma."""
        return _COUNTED.match(self.read.text, self.clause.start) is not None

    @property
    def leans(self) -> bool:
        """Whether the clause has no subject of its own."""
        return self.opening in _LEANING and not _FEW.match(self.read.text, self.clause.start)

    @property
    def contrasts(self) -> bool:
        """ "nhưng" at the head of a sentence is a contrast."""
        link, mark = self.clause.link, self.clause.mark
        return link == "contrast" or (link == "but" and mark in STOPS)

    def syllables(self, span: Clause) -> int:
        return len(SYLLABLE.findall(self.read.text, span.start, span.end))

    def says(self, span: Clause, words: frozenset[str]) -> bool:
        return any(word.words in words for word in self.read.within(span.start, span.end))


def is_done(word: Phrase) -> bool:
    """Whether it tells what was done: "đã ban hành"."""
    return word.entry.code == "granted" and word.words.startswith("đã")
