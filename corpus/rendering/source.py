"""The markup of a source, read into blocks of styled runs. README.md describes the markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import regex

_INLINE = regex.compile(
    r"\*\*(?P<bold>[^*]++)\*\*"
    r"|\*(?P<italic>[^\s*](?:[^*]*[^\s*])?)\*"
    r"|\[\^(?P<note>\d)\]"
    r"|(?P<page>\{page\})"
)
_HEADING = regex.compile(r"(#{1,4}) (.+)")
_ITEM = regex.compile(r"[-+•*–] .")
_NOTE = regex.compile(r"\[\^(\d)\]: (.+)")


class SourceError(ValueError):
    """The source breaks the rules of the markup."""


class Style(StrEnum):
    PLAIN = "plain"
    BOLD = "bold"
    ITALIC = "italic"
    BOLD_ITALIC = "bold-italic"
    NOTE = "note"  # the run's text is the footnote's digit
    PAGE = "page"  # the page ends after this line; the run has no text


class Kind(StrEnum):
    HEADING = "heading"
    ITEM = "item"
    BODY = "body"
    CENTRE = "centre"
    PAGE = "page"
    LETTERHEAD = "letterhead"
    TITLE = "title"
    TABLE = "table"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Run:
    text: str
    style: Style = Style.PLAIN


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """`rows` is used by the kinds made of cells or columns; `widths` are percents."""

    kind: Kind
    runs: Runs = ()
    level: int = 0
    rows: tuple[tuple[Runs, ...], ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Source:
    name: str
    meta: dict[str, str]
    blocks: tuple[Block, ...]
    notes: dict[str, Runs]

    @property
    def file_name(self) -> str:
        return self.meta["file"]

    def number(self, key: str, default: int = 0) -> int:
        return int(self.meta.get(key, default))


def parse_runs(text: str) -> Runs:
    """`Đề án *kèm theo*[^1]` → plain, italic and note runs."""
    runs: list[Run] = []
    end = 0
    for match in _INLINE.finditer(text):
        if match.start() > end:
            runs.append(Run(text[end : match.start()]))
        style = Style(match.lastgroup or "")
        runs.append(Run(match[style.value] if style is not Style.PAGE else "", style))
        end = match.end()
    if end < len(text):
        runs.append(Run(text[end:]))
    return tuple(runs)


def plain(runs: Runs) -> str:
    """The runs' text without footnote marks."""
    return "".join(run.text for run in runs if run.style is not Style.NOTE)


def emphasised(runs: Runs, style: Style) -> Runs:
    """The runs with their plain text in `style`."""
    return tuple(Run(r.text, style) if r.style is Style.PLAIN else r for r in runs)


def read_source(path: Path) -> Source:
    meta, lines = _front_matter(path.read_text(encoding="utf-8"))
    if "file" not in meta:
        raise SourceError(f"{path.name}: the front matter names no file")
    notes: dict[str, Runs] = {}
    body: list[str] = []
    for line in lines:
        if note := _NOTE.fullmatch(line):
            notes[note[1]] = parse_runs(note[2])
        else:
            body.append(line)
    return Source(path.stem, meta, tuple(_blocks(body)), notes)


def _front_matter(text: str) -> tuple[dict[str, str], list[str]]:
    _, head, body = text.split("---\n", 2)
    pairs = (line.split(":", 1) for line in head.splitlines() if line.strip())
    meta = {key.strip(): value.split(" #")[0].strip() for key, value in pairs}
    return meta, [line.strip() for line in body.splitlines() if line.strip()]


def _blocks(lines: list[str]) -> Iterator[Block]:
    rest = iter(lines)
    for line in rest:
        if line == "::page":
            yield Block(Kind.PAGE)
        elif line.startswith("::"):
            name, _, argument = line[2:].partition(" ")
            yield _fenced(Kind(name), argument, _until_end(rest, line))
        else:
            yield _paragraph(line)


def _until_end(rest: Iterator[str], opening: str) -> list[str]:
    lines: list[str] = []
    for line in rest:
        if line == "::end":
            return lines
        lines.append(line)
    raise SourceError(f"{opening} has no ::end")


def _paragraph(line: str) -> Block:
    if heading := _HEADING.fullmatch(line):
        return Block(Kind.HEADING, parse_runs(heading[2]), level=len(heading[1]))
    if line.startswith("=> "):
        return Block(Kind.CENTRE, parse_runs(line[3:]))
    kind = Kind.ITEM if _ITEM.match(line) else Kind.BODY
    return Block(kind, parse_runs(line))


def _fenced(kind: Kind, argument: str, lines: list[str]) -> Block:
    if kind is Kind.TABLE:
        widths = tuple(int(width) for width in argument.split(",") if width)
        return Block(kind, rows=tuple(_cells(line, "|") for line in lines), widths=widths)
    if kind is Kind.LETTERHEAD:
        return Block(kind, rows=tuple(_cells(line, "||") for line in lines))
    if kind is Kind.SIGNATURE:
        split = lines.index("||")
        columns = lines[:split], lines[split + 1 :]
        return Block(kind, rows=tuple(tuple(parse_runs(x) for x in column) for column in columns))
    return Block(kind, rows=tuple((parse_runs(line),) for line in lines))


def _cells(line: str, bar: str) -> tuple[Runs, ...]:
    return tuple(parse_runs(cell.strip()) for cell in f" {line} ".split(f" {bar} "))
