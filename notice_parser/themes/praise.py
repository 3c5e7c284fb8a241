"""What a bare limitation is about, praise told apart also where no word of the lexicon says so."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from notice_parser.aspects import Aspects, aspects
from notice_parser.model import Label
from notice_parser.segmenting.clues import label_clues
from notice_parser.segmenting.judge import judge

# How much more must speak for praise than for a limitation: of the gold's limitations .1 % are
# taken for praise, and none of them says what is wrong in a known word.
_SURER = 0.3


def praised_or_not(document: str) -> Aspects:
    """Its aspects. One that names no fault is fine, too, when the sentence model takes it for
    praise: "kế hoạch cchc ban hành ngay trong tháng, rõ người, rõ thời hạn"."""
    told = aspects(document)
    if told.fault or told.is_fine or not _is_praise(document):
        return told
    return replace(told, is_fine=True)


@lru_cache(maxsize=65536)
def _is_praise(document: str) -> bool:
    model = judge().label
    scores = dict(zip(model.classes, model.scores(label_clues(document)), strict=True))
    return scores[Label.STRENGTH] - scores[Label.LIMITATION] > _SURER
