"""Labels and areas by content, where no heading gives them: running prose, concluding
remarks, rounds without area headings.

Sentence by sentence the models of `judge` weigh the words; for labels the neighbours count as
well, since such paragraphs go from what was done well to faults and on to requests.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from notice_parser.model import Label, Span
from notice_parser.segmenting.judge import (
    area_model,
    features,
    follows,
    label_model,
    probabilities,
)
from notice_parser.segmenting.phrases import sentence_ends

# How much the rest of its paragraph says about the area of a sentence, by trial on dev.
_PARAGRAPH_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Judged:
    """`probability` is the model's own; how often it is right is for `evaluate` to tell."""

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
    text: str, spans: Sequence[Span], *, among: Collection[Label] = tuple(Label)
) -> tuple[Judged, ...]:
    """The most likely labels of consecutive sentences taken together (Viterbi)."""
    if not spans:
        return ()
    classes = [Label(c) for c in label_model().classes if c in among]
    chances = [label_chances(span.of(text), classes) for span in spans]
    best = [{c: log(chances[0][c] * follows(None)[c]) for c in classes}]
    back: list[dict[Label, Label]] = []
    for chance in chances[1:]:
        came = {c: _likeliest_before(c, best[-1]) for c in classes}
        best.append({c: best[-1][b] + log(follows(b)[c] * chance[c]) for c, b in came.items()})
        back.append(came)
    labels = [max(best[-1].items(), key=lambda item: item[1])[0]]
    for came in reversed(back):
        labels.append(came[labels[-1]])
    labels.reverse()
    return tuple(
        Judged(span, label, chance[label])
        for span, label, chance in zip(spans, labels, chances, strict=True)
    )


def _likeliest_before(label: Label, so_far: Mapping[Label, float]) -> Label:
    return max(so_far, key=lambda before: so_far[before] + log(follows(before)[label]))


def label_chances(sentence: str, classes: Sequence[Label]) -> dict[Label, float]:
    """How likely each of the labels is by the words of the sentence alone."""
    model = label_model()
    scores = dict(zip(model.classes, model.scores(features(sentence)), strict=True))
    return dict(zip(classes, probabilities([scores[c] for c in classes]), strict=True))


def area_chances(sentence: str, paragraph: str = "") -> dict[str, float]:
    """How likely each area is for a sentence, with the paragraph (or heading) it stands in."""
    model = area_model()
    scores = model.scores(features(sentence))
    if paragraph and paragraph != sentence:
        around = model.scores(features(paragraph))
        scores = tuple(s + _PARAGRAPH_SHARE * a for s, a in zip(scores, around, strict=True))
    return dict(zip(model.classes, probabilities(scores), strict=True))
