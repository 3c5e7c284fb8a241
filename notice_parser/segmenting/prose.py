"""Labels by content, where no heading gives one: running prose and concluding remarks.

The cue words of `lexicon/cues.toml` decide, so these labels are less sure than those of
headings; the statements say so (`confidence`, `evidence`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from notice_parser import lexicon
from notice_parser.lexicon import Entry
from notice_parser.model import Label, Span

# "TP. Đà Lạt", "ThS. Nguyễn": a full stop after a short capitalised word ends no sentence.
_SENTENCE_END = regex.compile(r"(?<!(?:^|\W)\p{Lu}[\p{L}]{0,2})[.;?!…]['”\")]*\s+(?=[\p{Lu}“\"(])")
_CONNECTIVE = regex.compile(
    r"(?:tuy nhiên|bên cạnh đó|ngoài ra|đồng thời|song|mặt khác|do đó|vì vậy)[,\s]+",
    regex.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """The label that `words` in a sentence speak for."""

    label: Label
    words: str


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of `text[start:end]` as spans without outer spaces."""
    begin = start
    for match in _SENTENCE_END.finditer(text, start, end):
        yield Span(begin, match.start() + len(match.group().rstrip()))
        begin = match.end()
    if begin < end:
        yield Span(begin, end)


def cue_of(text: str, start: int, end: int) -> Cue | None:
    """What the sentence is by its words; a request outranks a limitation, this a strength:
    "Đề nghị khắc phục tình trạng chậm …", "Đã có kế hoạch nhưng chưa …"."""
    sentence = text[start:end]
    for entry in lexicon.load("cues").entries:
        words = _cue_words(entry, sentence)
        if words:
            return Cue(Label(entry.get("label")), words)
    return None


def _cue_words(entry: Entry, sentence: str) -> str:
    connective = _CONNECTIVE.match(sentence)
    begin = connective.end() if connective else 0
    for match in lexicon.load("cues").find(sentence, overlapping=True):
        at_start = match.start in {0, begin}
        if match.entry.code == entry.code and (at_start or entry.get("place") == "anywhere"):
            return sentence[match.start : match.end]
    return ""
