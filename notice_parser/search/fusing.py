"""What is said of a hit beside its words, in one score: subjects and themes that it shares with the
query and with other hits, nearness of vectors, and trouble."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from heapq import nlargest

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.search.about import shares
from notice_parser.search.ranking import Judged
from notice_parser.search.terms import Term

# What subjects in common weigh beside the score by words (of which the best is 1), what both weigh
# beside the nearness of vectors, and what a limitation gains when the reader looks for trouble,
# which no vector knows. Chosen on `corpus/queries.toml`, with what is lost on queries held out:
# `benchmarks/fusion.py`.
_SUBJECTS, _WORDS, _TROUBLE = 0.4, 1.0, 0.15
# What it counts by words alone that others of a statement's theme were found: the sum of so many of
# the best of them.
_THEMES, _THEME_HITS = 0.08, 5

Scored = Sequence[tuple[int, Judged]]


def with_subjects(
    database: sqlite3.Connection, judged: Scored, terms: Sequence[Term]
) -> list[tuple[int, Judged]]:
    """Scores by words, of which the best is 1, and by what is about the same as the query."""
    wanted = " ".join(word for term in terms if not term.without for word in term.words)
    shared = shares(database, wanted, [row for row, _ in judged])
    best = max((one.score for _, one in judged), default=0.0) or 1.0
    return [
        (row, replace(one, score=one.score / best + _SUBJECTS * shared.get(row, 0.0)))
        for row, one in judged
    ]


def with_themes(judged: Scored, themes: Mapping[int, str]) -> list[tuple[int, Judged]]:
    """What is said again under one theme is what the reader looks for, in whatever words."""
    scores: dict[str, list[float]] = {}
    for row, one in judged:
        for theme_id in themes[row].split(LIST_SEPARATOR):
            scores.setdefault(theme_id, []).append(one.score)
    found = {theme_id: sum(nlargest(_THEME_HITS, some)) for theme_id, some in scores.items()}
    found[""] = 0.0
    return [
        (row, replace(one, score=one.score + _THEMES * max(found[theme_id] for theme_id in of)))
        for row, one in judged
        for of in (themes[row].split(LIST_SEPARATOR),)
    ]


def fused(
    judged: Scored, near: Mapping[int, float], troubles: Collection[int], *, by_words: bool
) -> list[tuple[int, Judged]]:
    """Nearness, the scores so far (of which the best is 1) where words were searched for, and
    trouble, in one sum."""
    best = max((one.score for _, one in judged), default=0.0) or 1.0
    words = _WORDS / best if by_words else 0.0
    return [
        (row, replace(one, score=words * one.score + near[row] + _TROUBLE * (row in troubles)))
        for row, one in judged
    ]
