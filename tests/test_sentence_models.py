"""The stored sentence models against what they are made from."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import approx_fprime

MODELS = Path(__file__).parents[1] / "models"
sys.path.insert(0, str(MODELS))

import fitting  # noqa: E402
import teaching  # noqa: E402

from notice_parser.segmenting.chain import Chain  # noqa: E402
from notice_parser.segmenting.judge import judge, weights_digest  # noqa: E402


def test_the_models_have_learned_from_the_corpus_as_it_is() -> None:
    known = teaching.teachers_digest(teaching.passages())
    assert judge().teachers == known, "the corpus has changed: run python models/train.py"


def test_the_card_is_that_of_the_weights() -> None:
    card = (MODELS / "vi_notice" / "README.md").read_text(encoding="utf-8")
    comparison = (MODELS / "comparison.txt").read_text(encoding="utf-8").rstrip()
    assert f"`{weights_digest()}`" in card
    assert comparison
    assert comparison in card


def test_the_test_split_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="for scoring only"):
        list(teaching.notices(("train", "test")))


def test_no_sentence_is_taught_twice_with_two_labels() -> None:
    taught = {(s.text, s.label) for p in teaching.passages() for s in p.sentences}
    twice = [text for text, n in Counter(text for text, _ in taught).items() if n > 1]
    assert twice == []


def test_a_model_tells_what_it_was_taught() -> None:
    rows = [{clue, "x"} for clue in "abc"] * 2
    model = fitting.fit_model(rows, ["first", "second", "third"] * 2, 1.0, [1.0] * 6)
    assert model.classes == ("first", "second", "third")
    for place, clue in enumerate("abc"):
        scores = model.scores({clue, "x"})
        assert max(scores) == scores[place]
    assert model.scores({"unheard of"}) == model.bias


def test_groups_are_held_out_whole() -> None:
    groups = [f"province {place % 14}" for place in range(40)]
    held_out = []
    for held, others, own in fitting.folds(groups):
        assert sorted([*others, *own]) == list(range(40))
        assert {groups[place] for place in own} == held
        assert not {groups[place] for place in others} & held
        held_out += sorted(held)
    assert sorted(held_out) == sorted(set(groups))


def test_the_slope_of_the_chain_is_that_of_its_loss() -> None:
    draw = np.random.default_rng(0)
    runs = [
        (draw.normal(size=(n, 3)).tolist(), draw.integers(3, size=n).tolist()) for n in (1, 3, 4)
    ]
    loss = fitting.loss_of(runs, 3)
    numbers = draw.normal(size=1 + 3 * 3 + 9)
    slope = approx_fprime(numbers, lambda at: loss(at)[0], 1e-6)
    assert loss(numbers)[1] == pytest.approx(slope, abs=1e-3)


def test_a_chain_learns_what_follows_what() -> None:
    """Scores say nothing, but every sentence of class 0 is followed by one of class 1."""
    runs = [([[0.0, 0.0], [0.0, 0.0]], [0, 1])] * 200
    chain = fitting.fit_chain(runs, 2)
    assert isinstance(chain, Chain)
    before, after = chain.chances(runs[0][0], range(2))
    assert before[0] > 0.9
    assert after[1] > 0.9


def test_reliability_tells_chances_from_what_came_true() -> None:
    from compare import reliability

    lines = list(reliability([0.55, 0.55, 0.99, 0.99], [True, False, True, True]))
    assert lines[1].split() == ["0.50", "to", "0.60", "2", "0.550", "0.500"]
    assert lines[-1] == "mean gap 0.030"
