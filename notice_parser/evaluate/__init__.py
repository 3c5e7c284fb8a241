"""Measuring: gold annotations against a dataset, two datasets against each other, and drafts
of gold for a person to correct."""

from notice_parser.evaluate.comparing import Comparison, compare
from notice_parser.evaluate.corrected import corrected_golds
from notice_parser.evaluate.gold import read_gold
from notice_parser.evaluate.measure import Evaluation, evaluate
from notice_parser.evaluate.scores import LIMITATIONS, STRICT, Score

__all__ = [
    "LIMITATIONS",
    "STRICT",
    "Comparison",
    "Evaluation",
    "Score",
    "compare",
    "corrected_golds",
    "evaluate",
    "read_gold",
]
