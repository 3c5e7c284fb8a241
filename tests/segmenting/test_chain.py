"""The chain over neighbouring sentences, held against counting every way there is."""

from __future__ import annotations

from itertools import pairwise, product
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.segmenting.chain import Chain, probabilities

SIZE = 3
number = st.floats(-4, 4)
row = st.lists(number, min_size=SIZE, max_size=SIZE)
chain = st.builds(
    Chain, scale=st.floats(0.1, 3), alone=row, first=row, last=row,
    steps=st.lists(row, min_size=SIZE, max_size=SIZE),
)  # fmt: skip


def weight(chain: Chain, scores: list[list[float]], way: tuple[int, ...]) -> float:
    total = sum(chain.scale * scores[i][c] for i, c in enumerate(way))
    total += chain.first[way[0]] + chain.last[way[-1]]
    return exp(total + sum(chain.steps[a][b] for a, b in pairwise(way)))


@given(chain, st.lists(row, min_size=2, max_size=4), st.sampled_from([(0, 1, 2), (0, 2), (1,)]))
def test_chances_are_those_of_all_ways_counted(
    chain: Chain, scores: list[list[float]], among: tuple[int, ...]
) -> None:
    weights = {w: weight(chain, scores, w) for w in product(among, repeat=len(scores))}
    total = sum(weights.values())
    for place, found in enumerate(chain.chances(scores, among)):
        expected = [sum(v for w, v in weights.items() if w[place] == c) / total for c in among]
        assert found == pytest.approx(expected, abs=1e-9)


@given(chain, row)
def test_a_sentence_alone_has_chances_of_its_own(chain: Chain, scores: list[float]) -> None:
    expected = [chain.scale * s + a for s, a in zip(scores, chain.alone, strict=True)]
    assert chain.chances([scores], range(SIZE)) == [probabilities(expected)]


def test_no_sentences_no_chances() -> None:
    zeros = [0.0] * SIZE
    assert Chain(1.0, zeros, zeros, zeros, [zeros] * SIZE).chances([], range(SIZE)) == []


def test_chances_of_very_large_scores_are_finite() -> None:
    assert probabilities([1e4, 0.0, -1e4]) == [1.0, 0.0, 0.0]
