"""A tiny notation of notices and its parser, so that the dataset is tested without the
grammar of real ones. Workers import this module by name.

    THÔNG BÁO <notice id>       first line
    @ <unit id> <name>          the unit from here on
    # <area>                    the area from here on
    + <words>                   a strength
    - <words>                   a limitation; "…%" is a figure, "Nghị định số …" a citation
    0 <words>                   "Chưa phát hiện"
    ! <words>                   a warning
    DIE, HANG, RAISE            what bad files do
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import regex

from notice_parser.errors import NotANotice
from notice_parser.model import (
    Citation,
    Coverage,
    Document,
    Figure,
    Header,
    Heading,
    Label,
    Notice,
    Quoted,
    Remainder,
    Statement,
    Unit,
    Warning,
)

_RATE = regex.compile(r"\d{1,3}(?:,\d{1,2})?%")
_DECREE = regex.compile(r"Nghị định số (\d{1,3}/\d{4}/NĐ-CP)")


def parse_sample(document: Document) -> Notice:
    """The notice that the notation describes; NotANotice without its first line."""
    first = document.paragraphs[0]
    start, notice_id = _split(document, first.start, first.end, "THÔNG BÁO ")
    if not start:
        raise NotANotice("the text has nothing that an inspection notice has")
    found = _Found(notice_id)
    for paragraph in document.body[1:]:
        found.take(document, paragraph.start, paragraph.end)
    return found.notice(document, Quoted(first.start, first.end, first_text(document)))


def first_text(document: Document) -> str:
    first = document.paragraphs[0]
    return document.text[first.start : first.end]


def _split(document: Document, start: int, end: int, mark: str) -> tuple[int, str]:
    text = document.text[start:end]
    return (start + len(mark), text[len(mark) :]) if text.startswith(mark) else (0, "")


@dataclass
class _Found:
    notice_id: str
    unit: Unit = field(default_factory=lambda: Unit("", "", ""))
    area: str = ""
    units: list[Unit] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    remainders: list[Remainder] = field(default_factory=list)
    declared: list[Coverage] = field(default_factory=list)
    warnings: list[Warning] = field(default_factory=list)

    def take(self, document: Document, start: int, end: int) -> None:
        text = document.text[start:end]
        mark, _, words = text.partition(" ")
        _misbehave(mark)
        if mark == "@":
            unit_id, _, name = words.partition(" ")
            self.unit = Unit(unit_id, name, name, level="xã", province="Đồng Tháp")
            self.units.append(self.unit)
        elif mark == "#":
            self.area = words
        elif mark == "0":
            self.declared.append(
                Coverage(self.unit.unit_id, self.area, 0, Quoted(start + 2, end, words))
            )
        elif mark == "!":
            self.warnings.append(Warning("sample", words))
        elif mark in "+-":
            self._say(document, start + 2, end, mark)
        else:
            self.remainders.append(Remainder(start, end, text, "of no known kind"))
        if mark in "@#":
            self.headings.append(Heading(start, end, text, mark, 0))

    def _say(self, document: Document, start: int, end: int, mark: str) -> None:
        ordinal = len(self.statements) + 1
        self.statements.append(
            Statement(
                start=start,
                end=end,
                text=document.text[start:end],
                statement_id=f"{self.notice_id}-s{ordinal}",
                unit_ids=(self.unit.unit_id,) if self.unit.unit_id else (),
                areas=(self.area,) if self.area else (),
                label=Label.STRENGTH if mark == "+" else Label.LIMITATION,
                ordinal=ordinal,
                heading_path=(self.unit.name, self.area),
                page=document.page_at(start),
                confidence=0.9,
                evidence=("said so",),
            )
        )
        self.figures += _figures(document.text, start, end)
        self.citations += _citations(document.text, start, end)

    def notice(self, document: Document, title: Quoted) -> Notice:
        return Notice(
            notice_id=self.notice_id,
            document=document,
            header=Header(
                doc_type="Thông báo",
                title=title.text,
                date="2023-08",
                inspection_year=2023,
                recipients=("Như trên", "Lưu: VT | ĐKT"),
                quotes=(("title", title),),
            ),
            units=tuple(self.units),
            headings=tuple(self.headings),
            statements=tuple(self.statements),
            coverage=(*self.declared, *self._counted()),
            figures=tuple(self.figures),
            citations=tuple(self.citations),
            remainders=tuple(self.remainders),
            layout="sample",
            warnings=tuple(self.warnings),
        )

    def _counted(self) -> Iterator[Coverage]:
        places = dict.fromkeys(
            (unit_id, area) for s in self.statements for unit_id in s.unit_ids for area in s.areas
        )
        for unit_id, area in places:
            limitations = sum(
                s.unit_ids == (unit_id,) and s.areas == (area,) and s.label is Label.LIMITATION
                for s in self.statements
            )
            yield Coverage(unit_id, area, limitations)


def _figures(text: str, start: int, end: int) -> Iterator[Figure]:
    for match in _RATE.finditer(text, start, end):
        value = Decimal(match.group().rstrip("%").replace(",", "."))
        yield Figure(match.start(), match.end(), match.group(), value, "%", "rate", "actual")


def _citations(text: str, start: int, end: int) -> Iterator[Citation]:
    for match in _DECREE.finditer(text, start, end):
        yield Citation(
            *(match.start(), match.end(), match.group(), "Nghị định"),
            number=match.group(1),
            document_id=f"urn:lex:vn:{match.group(1).lower()}",
        )


def _misbehave(mark: str) -> None:
    if mark == "DIE":
        os._exit(9)
    if mark == "HANG":
        time.sleep(600)
    if mark == "RAISE":
        raise RuntimeError("a defect")


def sample(number: int, *, extra: str = "") -> str:
    """A notice in the notation; each number gives another one."""
    lines = [
        f"THÔNG BÁO tb-{number:03}",
        f"@ xa-{number % 7} UBND xã Số {number % 7}",
        "# the-che",
        f"+ Đã ban hành {number} văn bản, đạt {number % 100},5% kế hoạch.",
        f"- Chưa cập nhật theo Nghị định số {number % 5 + 1}/2021/NĐ-CP.",
        "# tai-chinh-cong",
        "0 Chưa phát hiện",
    ]
    return "\n\n".join([*lines, *([extra] if extra else [])]) + "\n"


def write_samples(folder: Path, numbers: range) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"tb{number:03}.txt").write_text(sample(number), encoding="utf-8")
