"""What became of the faults of an earlier inspection, told on the line below each: "1. Chưa niêm
yết đầy đủ TTHC." / "Kết quả khắc phục: Đã khắc phục; niêm yết đủ 142 TTHC."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from notice_parser.model import Label
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.lines import Line
from notice_parser.segmenting.phrases import behind_outcome
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.silent_lines import OUTCOME
from notice_parser.text import match_key


def with_outcomes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines; a fault is `remedied` where the line below it says so, and what was done for it
    is no fault of its own."""
    beside = zip((None, *lines), lines, (*lines[1:], None), strict=False)
    for above, line, below in beside:
        drafts = line.drafts
        if above and drafts and _is_fault(above) and _outcome(line):
            drafts = (_answer(drafts[0]), *drafts[1:])
        if below and _is_fault(line) and is_remedied(_outcome(below)):
            drafts = (*drafts[:-1], replace(drafts[-1], remedied=True))
        yield replace(line, drafts=drafts)


def _is_fault(line: Line) -> bool:
    return bool(line.drafts) and line.drafts[-1].label is Label.LIMITATION


def _outcome(line: Line) -> str:
    """What a line says that became of the fault above it; "" where it opens with something else."""
    first = [draft.quote.text for draft in line.drafts[:1]]
    told = [text for text in first if behind_outcome(text) is not None]
    silent = [rest.text for rest in line.left if rest.reason == OUTCOME]
    return "".join((silent + told)[:1])


def _answer(draft: Draft) -> Draft:
    """ "Đã khắc phục; niêm yết đủ 142 TTHC", "Đang khắc phục, đã trình …" tell what was done, "Chưa
    khắc phục, còn 12 hồ sơ" a fault."""
    denied = match_key(draft.quote.text).startswith(("chưa ", "không "))
    others = (told for told in draft.evidence if not told.startswith("label: "))
    return replace(
        draft,
        label=Label.LIMITATION if denied else Label.STRENGTH,
        remedied=False,
        evidence=(*others, "label: what became of the fault above"),
    )
