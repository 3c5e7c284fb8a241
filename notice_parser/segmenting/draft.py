"""A statement before it has an id."""

from __future__ import annotations

from dataclasses import dataclass

from notice_parser.model import Label, Quoted
from notice_parser.segmenting.context import Context


@dataclass(frozen=True, slots=True)
class Draft:
    """`around` is what else tells its area where no heading does: the paragraph it stands in,
    a heading of unknown words. A `general` remark is about no area."""

    quote: Quoted
    context: Context
    label: Label
    areas: tuple[str, ...]
    remedied: bool
    confidence: float
    evidence: tuple[str, ...]
    around: str = ""
    general: bool = False
    area_sure: bool = True
