"""Checklists: what a tick, or a word like "Không đạt", says of the row that it stands in.

    TT   Nội dung kiểm tra          Có   Không   Ghi chú
    4    Báo cáo CCHC quý đúng hạn       x       Báo cáo quý I chậm 05 ngày

What is noted beside it tells more than what was asked: the note is the statement where there is
one, else what was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from notice_parser import lexicon
from notice_parser.model import Label
from notice_parser.segmenting.headings import HeadingReading
from notice_parser.segmenting.prose import label_chances
from notice_parser.segmenting.table_columns import (
    INERT,
    KEY,
    SAID,
    TICK,
    VERDICT,
    Cell,
    Column,
    Row,
    cell_text,
    has_letters,
    verdict_of,
)
from notice_parser.segmenting.table_notes import tells_remedied
from notice_parser.text import match_key

_SURELY_FAULT = 0.9
_TOLD = "by the note beside it"
_OTHER = {Label.STRENGTH: Label.LIMITATION, Label.LIMITATION: Label.STRENGTH}


def verdict(
    text: str, columns: Mapping[int, Column], row: Row
) -> Mapping[int, HeadingReading | None]:
    """Which cells of a row of a checklist are statements, by their column, each with the heading
    that has its label; none in a row without one tick, and in other tables."""
    ticked = {n: c for n, c in row.items() if n in columns and columns[n].kind in {TICK, VERDICT}}
    told = {n: label for n, c in ticked.items() if (label := _label(text, columns[n], c))}
    if len(told) != 1:
        return {}
    ((at, label),) = told.items()
    asked = max((n for n in row if n < at and columns[n].kind in {KEY, SAID}), default=None)
    heading = _heading(columns[at], row[at], label)
    answer = text[heading.start : heading.end]
    if asked is not None and asks_for_fault(cell_text(text, row[asked]), answer):
        heading = replace(heading, label=_OTHER[label])
    notes = [n for n in sorted(row) if n > at and _notes(text, columns[n], row[n])]
    if notes:
        return {n: _beside(heading, cell_text(text, row[n])) for n in notes}
    return {} if asked is None else {asked: heading}


def _beside(heading: HeadingReading, note: str) -> HeadingReading:
    """The label of a note: what was done may have its fault ("Có | Ban hành từ năm 2014, chưa sửa
    đổi")."""
    if heading.label is not Label.STRENGTH:
        return heading
    chance = label_chances(note, _OTHER)[Label.LIMITATION]
    if chance < _SURELY_FAULT:
        return heading
    return replace(heading, label=Label.LIMITATION, chance=round(chance, 3), told=_TOLD)


def _label(text: str, column: Column, cell: Cell) -> Label | None:
    if column.kind == VERDICT:
        return verdict_of(cell_text(text, cell))
    return column.heading.label if column.heading else None


def _heading(column: Column, cell: Cell, label: Label) -> HeadingReading:
    """The word that is the verdict: the header over a tick, or the cell itself."""
    found = column.heading if column.kind == TICK and column.heading else None
    start, end = (found.start, found.end) if found else (cell[0].start, cell[-1].end)
    return HeadingReading(start, end, label=label, coverage=1.0)


def _notes(text: str, column: Column, cell: Cell) -> bool:
    written = cell_text(text, cell)
    return column.kind in {INERT, SAID} and has_letters(written) and not tells_remedied(written)


def asks_for_fault(question: str, answer: str) -> bool:
    """Whether "có" is the worse answer: "Hồ sơ giải quyết quá hạn"."""
    entry = lexicon.load("table_cells").by_code["asks-for-fault"]
    padded = f" {match_key(question)} "
    faulty = any(f" {words} " in padded for words in entry.words)
    answered = match_key(answer) in entry.get("answers")
    return faulty and answered and not any(f" {words} " in padded for words in entry.get("unless"))
