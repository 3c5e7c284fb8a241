"""A statement → its problems: one shortcoming each, as spans into the text.

A limitation has at least one. Praise and conclusions have one for each clause that limits them:
"…, tuy nhiên chưa có biên bản kiểm kê". Words are those of the lexicon `problems`; `parting` and
`contrasts` have the rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import regex

from notice_parser.model import Label
from notice_parser.segmenting.clauses import Clause, Clauses, read_clauses, trimmed
from notice_parser.segmenting.contrasts import goes_on_limiting, grants
from notice_parser.segmenting.parting import begun, joined, parts
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.steps import FAULT, Piece, Step

_THESE = regex.compile(r"(?:các|những|toàn bộ|tất cả)\b.{0,40}\b(?:trên|này)\b", regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ProblemSpan:
    """`[start, end)` of the text that was read; `remedied` where its own words say so, or a
    sentence of the statement says it of all ("Các tồn tại nêu trên đã khắc phục")."""

    start: int
    end: int
    remedied: bool


def find_problems(
    text: str, label: Label, *, start: int = 0, end: int | None = None
) -> tuple[ProblemSpan, ...]:
    """The problems that the statement `text[start:end]` tells, in order, none overlapping.

    At least one for a limitation that has a letter, none for causes and requests.
    """
    end = len(text) if end is None else end
    if label in (Label.CAUSE, Label.REQUEST):
        return ()
    limited = label is not Label.LIMITATION
    read = read_clauses(text, start, end)
    spans = [piece.span for piece in _pieces(read, label) if piece.limits or not limited]
    if not (spans or limited) and (whole := trimmed(text, start, end)) > start:
        spans = [Clause(start, whole)]  # a joining word alone: "Ngoài ra."
    everything = any(_mends_all(text[clause.start : clause.end]) for clause in read.clauses)
    return tuple(
        ProblemSpan(s.start, s.end, everything or is_remedied(text[s.start : s.end])) for s in spans
    )


def finds_fault(text: str) -> bool:
    """Whether words of the text say that something fell short."""
    read = read_clauses(text, 0, len(text))
    return any(read.has(clause, FAULT) for clause in read.clauses)


def _mends_all(written: str) -> bool:
    return bool(_THESE.match(written)) and is_remedied(written)


def _pieces(read: Clauses, label: Label) -> Iterator[Piece]:
    """The statement parted wherever one problem ends and another begins; what is only granted
    to a contrast is left out."""
    piece: Piece | None = None
    for place, clause in enumerate(read.clauses):
        step = Step(read, label, piece or Piece(clause), clause, read.ahead(place))
        if piece is None:
            piece = begun(step)
        elif not parts(step):
            piece = joined(step)
        else:
            if not grants(step):
                yield piece
            piece = begun(step)
            piece = replace(piece, limits=piece.limits or goes_on_limiting(step))
    if piece:
        yield piece
