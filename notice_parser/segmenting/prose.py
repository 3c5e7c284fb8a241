"""Labels and areas by content, where no heading gives them: running prose, concluding
remarks, rounds without area headings.

The models of `judge` weigh the words of each sentence; for labels the neighbours count as well,
since such paragraphs go from what was done well to faults and on to requests; for areas the
paragraph counts as well, since most are about few.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from notice_parser.model import Label, Span
from notice_parser.segmenting.clues import area_clues, general_clues, label_clues
from notice_parser.segmenting.judge import GENERAL, area_scores, judge
from notice_parser.segmenting.phrases import sentence_ends

GENERAL_FROM = 0.5  # above this chance a sentence is about no one area


@dataclass(frozen=True, slots=True)
class Judged:
    """`probability` is the chance of the label among its neighbours; how often it holds is in
    the reliability table of `models/train.py --compare`."""

    span: Span
    label: Label
    probability: float


def sentences(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The sentences of `text[start:end]` as spans without outer spaces."""
    return tuple(_sentences(text, start, end))


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in sentence_ends(text, start, end):
        yield Span(begin, match.start() + len(match.group().rstrip()))
        begin = match.end()
    if begin < end:
        yield Span(begin, end)


def judge_labels(
    text: str,
    spans: Sequence[Span],
    *,
    among: Collection[Label] = tuple(Label),
    unnamed: Callable[[str], str] = str,
) -> tuple[Judged, ...]:
    """For each of consecutive sentences its most likely label, seen among its neighbours;
    `unnamed` takes names out that must tell nothing."""
    chances = _label_chances([unnamed(span.of(text)) for span in spans], among)
    return tuple(
        Judged(span, label, chance)
        for span, row in zip(spans, chances, strict=True)
        for label, chance in [max(row.items(), key=lambda item: item[1])]
    )


def label_chances(sentence: str, classes: Collection[Label]) -> dict[Label, float]:
    """How likely each of the labels is by the words of the sentence alone."""
    return _label_chances([sentence], classes)[0]


def _label_chances(written: Sequence[str], among: Collection[Label]) -> list[dict[Label, float]]:
    model = judge().label
    places = [place for place, name in enumerate(model.classes) if name in among]
    scores = [model.scores(label_clues(sentence)) for sentence in written]
    labels = [Label(model.classes[place]) for place in places]
    rows = judge().label_chain.chances(scores, places)
    return [dict(zip(labels, row, strict=True)) for row in rows]


def highest(scores: Mapping[str, float]) -> str:
    """The key with the highest score; of equal ones the first by its letters."""
    return max(sorted(scores), key=lambda key: scores[key])


def area_chances(sentence: str) -> dict[str, float]:
    """How likely each area is for a sentence by itself."""
    model = judge().area
    scores = model.scores(area_clues(sentence))
    chances = judge().area_alone.chances([scores], range(len(model.classes)))[0]
    return dict(zip(model.classes, chances, strict=True))


def areas_in_paragraph(sentences: Sequence[str], paragraph: str) -> list[dict[str, float]]:
    """How likely each area is for consecutive sentences, among each other and with the words of
    the `paragraph` (or heading) that they stand in."""
    if not paragraph or list(sentences) == [paragraph]:
        return [area_chances(sentence) for sentence in sentences]
    model = judge().area
    scores = area_scores(model, sentences, paragraph)
    rows = judge().area_in_paragraph.chances(scores, range(len(model.classes)))
    return [dict(zip(model.classes, row, strict=True)) for row in rows]


def general_chance(sentence: str, label: Label) -> float:
    """How likely a sentence of this label is about no one area: "Nguyên nhân chủ yếu là do người
    đứng đầu chưa quan tâm"."""
    model = judge().general
    scores = model.scores(general_clues(sentence, label))
    chances = judge().general_alone.chances([scores], range(len(model.classes)))[0]
    return chances[model.classes.index(GENERAL)]
