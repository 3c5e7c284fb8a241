"""What is added to a score by words: other hits of the same theme, nearness, trouble."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from notice_parser.search.fusing import fused, with_themes
from notice_parser.search.index import ROWS
from notice_parser.search.meaning import MODEL, SCALE, VECTORS, load_meaning
from notice_parser.search.ranking import Judged


def judged(*scores: float) -> list[tuple[int, Judged]]:
    return [(row, Judged(score, ())) for row, score in enumerate(scores, start=1)]


def test_statements_of_a_theme_that_was_found_often_rise() -> None:
    """The third has fewer words of the query than the second, and other hits beside it."""
    hits = judged(1.0, 0.6, 0.5, 0.9)
    ranked = dict(with_themes(hits, {1: "a", 2: "", 3: "a|b", 4: "a"}))
    assert ranked[3].score > ranked[2].score == 0.6


def test_without_themes_nothing_changes() -> None:
    hits = judged(1.0, 0.6)
    assert with_themes(hits, {1: "", 2: ""}) == hits


@pytest.mark.parametrize(("by_words", "first"), [(True, 1), (False, 2)])
def test_words_count_where_they_were_searched_for(by_words: bool, first: int) -> None:
    near = {1: 0.1, 2: 0.8}
    ranked = fused(judged(2.0, 0.2), near, set(), by_words=by_words)
    assert max(ranked, key=lambda pair: pair[1].score)[0] == first


def test_trouble_goes_first_among_equals() -> None:
    ranked = dict(fused(judged(1.0, 1.0), {1: 0.5, 2: 0.5}, {2}, by_words=True))
    assert ranked[2].score > ranked[1].score


def test_vectors_are_drawn_towards_their_theme() -> None:
    """Two of one theme come nearer to each other, the others stay apart."""
    vectors = np.eye(4)
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE {ROWS} (row INTEGER, themes TEXT)")
    themes = [(1, "a"), (2, "a"), (3, "b"), (4, "")]
    database.executemany(f"INSERT INTO {ROWS} VALUES (?, ?)", themes)
    database.execute(f"CREATE TABLE {MODEL} (code TEXT, dimensions INTEGER)")
    database.execute(f"INSERT INTO {MODEL} VALUES ('eye', 4)")
    database.execute(f"CREATE TABLE {VECTORS} (chunk INTEGER, vectors BLOB)")
    stored = (vectors * SCALE).astype("<i2").tobytes()
    database.execute(f"INSERT INTO {VECTORS} VALUES (0, ?)", (stored,))
    drawn = load_meaning(database, lambda texts: vectors[: len(texts)]).vectors
    assert drawn[0] @ drawn[1] > 0.3 > drawn[0] @ drawn[2]
