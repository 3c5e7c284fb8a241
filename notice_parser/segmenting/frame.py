"""The parts of a notice around its content: letterhead, title, preamble, closing.

letterhead   agency, motto, "Số: …", place and date
title        "THÔNG BÁO" and what it announces
preamble     "Căn cứ …", who met when, up to the first heading
content      what is read as an outline
closing      "Nơi nhận" and the signature block
after        annexes and whatever else follows the signature
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notice_parser.model import Paragraph
from notice_parser.segmenting.closing import find_closing
from notice_parser.segmenting.content_start import content_start
from notice_parser.segmenting.title_lines import title_end, type_line


@dataclass(frozen=True, slots=True)
class Frame:
    letterhead: tuple[Paragraph, ...]
    title: tuple[Paragraph, ...]
    preamble: tuple[Paragraph, ...]
    content: tuple[Paragraph, ...]
    recipients: tuple[Paragraph, ...]
    signature: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]
    doc_type: str = ""


def read_frame(text: str, paragraphs: Sequence[Paragraph]) -> Frame:
    """Divide the body. Every paragraph comes back in exactly one part, in order."""
    doc_type, type_at = type_line(text, paragraphs)
    end = title_end(text, paragraphs, type_at)
    recipients, signature = find_closing(text, paragraphs, end)
    closing = sorted([*recipients, *signature])
    content_end = closing[0] if closing else len(paragraphs)
    start = content_start(text, paragraphs[:content_end], end)
    after = [i for i in range(content_end, len(paragraphs)) if i not in set(closing)]
    return Frame(
        letterhead=tuple(paragraphs[: type_at or 0]),
        title=tuple(paragraphs[type_at or 0 : end]),
        preamble=tuple(paragraphs[end:start]),
        content=tuple(paragraphs[start:content_end]),
        recipients=tuple(paragraphs[i] for i in recipients),
        signature=tuple(paragraphs[i] for i in signature),
        after=tuple(paragraphs[i] for i in after),
        doc_type=doc_type,
    )
