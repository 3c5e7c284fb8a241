"""A statement before it has an id: what it says, of whom, under which label and why.

The label is that of a heading or, where none names one, that of its words and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from notice_parser.model import Label, Quoted, Span
from notice_parser.segmenting.conclusions import CONCLUSION
from notice_parser.segmenting.context import Context
from notice_parser.segmenting.phrases import asks, explains
from notice_parser.segmenting.prose import Judged, judge_labels
from notice_parser.segmenting.remedied import is_remedied, takes_back

_REMARKS = (Label.CONCLUSION, Label.REQUEST, Label.CAUSE)


@dataclass(frozen=True, slots=True)
class Draft:
    """`around` is what else tells its area where no heading does: the paragraph it stands in,
    a heading of unknown words."""

    quote: Quoted
    context: Context
    label: Label
    areas: tuple[str, ...]
    remedied: bool
    confidence: float
    evidence: tuple[str, ...]
    around: str = ""
    area_sure: bool = True


def drafts_of(
    text: str,
    statements: Sequence[tuple[Quoted, Context]],
    unnamed: Callable[[str], str],
    *,
    paragraph: str,
    asked_apart: bool,
) -> Iterator[Draft]:
    """The statements, each with what holds there. `unnamed` takes names out, which tell
    no label; `asked_apart` tells that requests come under a heading further down."""
    quotes = [quote for quote, _ in statements]
    contexts = [context for _, context in statements]
    spans = [Span(quote.start, quote.end) for quote in quotes]
    if any(context.label for context in contexts):
        yield from map(_draft, quotes, contexts)
        return
    among = _among(paragraph, contexts, asked_apart=asked_apart)
    judged = judge_labels(text, spans, among=among, unnamed=unnamed)
    yield from _put_right(
        [
            _draft(quote, context, judged=by_words, paragraph=paragraph)
            for quote, context, by_words in zip(quotes, contexts, judged, strict=True)
        ]
    )


def _among(paragraph: str, contexts: Sequence[Context], *, asked_apart: bool) -> tuple[Label, ...]:
    """The labels that the sentences of a paragraph may have. "Thực hiện đúng số lượng cấp phó."
    asks for nothing where requests have a heading of their own and no word of it asks."""
    if len(contexts) == 1 and contexts[0].section == CONCLUSION:
        return _REMARKS
    if contexts and contexts[0].among:
        return contexts[0].among
    told = asked_apart and not asks(paragraph)
    return tuple(label for label in Label if not (told and label is Label.REQUEST))


def _put_right(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The drafts, those `remedied` of which the next sentence says so."""
    for draft, after in zip_longest(drafts, drafts[1:]):
        praised = after is not None and after.label is Label.STRENGTH
        put_right = draft.label is Label.LIMITATION and praised and takes_back(after.quote.text)
        yield replace(draft, remedied=True) if put_right else draft


def _draft(
    quote: Quoted, context: Context, *, judged: Judged | None = None, paragraph: str = ""
) -> Draft:
    label = context.label or (judged.label if judged else Label.CONCLUSION)
    if label is Label.LIMITATION and explains(quote.text):
        label = Label.CAUSE
    sure, reasons = context.sure, context.reasons
    if judged:
        sure *= judged.probability
        reasons = (*reasons, f"label: words of the sentence ({judged.probability:.2f})")
    return Draft(
        quote=quote,
        context=context,
        label=label,
        areas=context.areas,
        remedied=label is Label.LIMITATION and (context.put_right or is_remedied(quote.text)),
        confidence=round(sure, 3),
        evidence=reasons,
        around=f"{context.area_hint} {paragraph}".strip(),
    )
