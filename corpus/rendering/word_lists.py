"""Word's automatic numbering: what the source writes before a heading, Word counts itself."""

from __future__ import annotations

import regex
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from rendering.source import Block, Kind, Run, Runs, Source, SourceError, plain

_NUMBER = regex.compile(r"(?P<number>[IVXLC]+\.|[A-Z]\.|[a-z][.)]|(?:\d+\.)+|\d+\))\s+")
_BULLET = regex.compile(r"(?P<number>[-+•*–])\s+")
_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_OUTLINE_ID, _FIRST_BULLET_ID = 90, 91


def _form(number: str) -> str:
    if regex.fullmatch(r"[IVXLC]+\.", number):
        return "upperRoman"
    if number[0].isalpha():
        return "upperLetter" if number[0].isupper() else "lowerLetter"
    return "decimal"


def _shown(form: str, count: int) -> str:
    if form == "upperRoman":
        return _ROMANS[count]
    if form == "decimal":
        return str(count)
    return chr((ord("A") if form == "upperLetter" else ord("a")) + count - 1)


class AutomaticLists:
    """Numbers paragraphs as Word will show them and stops where the source disagrees."""

    def __init__(self, document: WordDocument, source: Source) -> None:
        self._numbering = document.part.numbering_part.element
        self._forms: dict[int, str] = {}
        self._counts: dict[int, int] = {}
        self._bullets: dict[str, int] = {}
        texts: dict[int, str] = {}
        for block in source.blocks:
            match = _NUMBER.match(plain(block.runs))
            if block.kind is Kind.HEADING and match and block.level not in texts:
                number = match["number"]
                self._forms[block.level] = _form(number)
                depth = number.count(".") if number[0].isdigit() and "." in number else 1
                parts = (f"%{block.level - d}" for d in range(depth - 1, -1, -1))
                texts[block.level] = ".".join(parts) + number[-1]
        self._define(_OUTLINE_ID, {lv - 1: (self._forms[lv], texts[lv]) for lv in texts})
        self._texts = texts

    def number(self, paragraph: Paragraph, block: Block) -> Runs:
        """Give `paragraph` its list level; the block's runs without the written number."""
        pattern = _NUMBER if block.kind is Kind.HEADING else _BULLET
        match = pattern.match(block.runs[0].text) if block.runs else None
        if match is None or block.kind not in {Kind.HEADING, Kind.ITEM}:
            return block.runs
        if block.kind is Kind.ITEM:
            self._attach(paragraph, self._bullet(match["number"]), 0)
        else:
            self._count(block.level, match["number"])
            self._attach(paragraph, _OUTLINE_ID, block.level - 1)
        first = block.runs[0]
        return (Run(first.text[match.end() :], first.style), *block.runs[1:])

    def _count(self, level: int, written: str) -> None:
        self._counts = {lv: n for lv, n in self._counts.items() if lv <= level}
        self._counts[level] = self._counts.get(level, 0) + 1
        shown = self._texts[level]
        for lv, count in self._counts.items():
            shown = shown.replace(f"%{lv}", _shown(self._forms[lv], count))
        if shown != written:
            raise SourceError(f"the heading is written {written}, Word will show {shown}")

    def _bullet(self, bullet: str) -> int:
        if bullet not in self._bullets:
            self._bullets[bullet] = _FIRST_BULLET_ID + len(self._bullets)
            self._define(self._bullets[bullet], {0: ("bullet", bullet)})
        return self._bullets[bullet]

    def _define(self, identity: int, levels: dict[int, tuple[str, str]]) -> None:
        parts = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
            for level, (form, text) in sorted(levels.items())
        )
        kind = "multilevel" if len(levels) > 1 else "singleLevel"
        definition = (
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
            f'<w:multiLevelType w:val="{kind}"/>{parts}</w:abstractNum>'
        )
        # The schema wants every abstractNum before the first num.
        first_num = next(e for e in self._numbering if e.tag.endswith("}num"))
        first_num.addprevious(parse_xml(definition))
        self._numbering.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{identity}">'
                f'<w:abstractNumId w:val="{identity}"/></w:num>'
            )
        )

    @staticmethod
    def _attach(paragraph: Paragraph, identity: int, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = identity
