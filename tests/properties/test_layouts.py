"""A notice typed in another way says the same: other line lengths, other bullets, the units in
another order, other names of places. Held against the notices of the corpus as plain text, but for
those that are kept for measuring."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import regex
from rendering.plain import render_plain
from rendering.source import Block, Kind, Run, Source, plain, read_source

from notice_parser import parse
from notice_parser.model import Notice, Statement
from notice_parser.reading import read_bytes
from notice_parser.text import one_tone_style

GOLDS = Path(__file__).parents[2] / "corpus" / "gold"
SOURCES = [
    path
    for path in sorted((Path(__file__).parents[2] / "corpus" / "sources").glob("*.txt"))
    if '"split": "test"' not in (GOLDS / f"{path.stem}.gold.json").read_text("utf-8")
]
LONG_LINES = {"wrap": "0", "page_lines": "0", "blank": "yes", "indent": "0"}
WIDTHS = (60, 68, 76, 84, 92, 100, 110)
BULLETS = "-+•*"
FIRST = ("Tân", "Ea", "Đại", "Bàu", "Mường")
SECOND = ("Lạn", "Thuận", "Phước", "Cò", "Lộc", "Xé", "Cạn", "Sơn")
_COLUMNS = regex.compile(r"\S {3,}\S")
_NAMED = regex.compile(
    r"(?:^|\s)(?:xã|phường|thị trấn|huyện|thị xã|đặc khu) ((?:\p{Lu}[\p{L}'’]*\s?){1,4})$"
)
_NUMBER = regex.compile(r"(?:PHẦN |Phần )?([IVXLC]+|\d+|[A-ZĐ])(?=[.)/-])")


def _grouped(paths: Iterable[Path]) -> list[Any]:
    """One process tests a source in all ways: it is read as it is but once."""
    return [pytest.param(p, id=p.stem, marks=pytest.mark.xdist_group(p.stem)) for p in paths]


BY_SOURCE = pytest.mark.parametrize("path", _grouped(SOURCES))


def typed(source: Source, **meta: str) -> Source:
    return replace(source, meta={**source.meta, **LONG_LINES, **meta})


def read_source_as(source: Source) -> Notice:
    return parse(read_bytes(render_plain(source), name="typed.txt"))


@lru_cache(maxsize=1)
def as_it_is(path: Path) -> Notice:
    """The notice in long lines."""
    return read_source_as(typed(read_source(path)))


def said(notice: Notice, *, units: bool = True) -> list[tuple[object, ...]]:
    """What each statement says, in order of the text; with the names of its units."""
    return [_row(notice, statement, units=units) for statement in notice.statements]


def _row(notice: Notice, statement: Statement, *, units: bool) -> tuple[object, ...]:
    names = sorted(u.name for u in notice.units if u.unit_id in statement.unit_ids)
    found = (statement.label.value, statement.areas, statement.text)
    return (*names, *found) if units else found


@BY_SOURCE
def test_line_lengths_change_nothing(path: Path) -> None:
    source = read_source(path)
    if any(_COLUMNS.search(plain(block.runs)) for block in source.blocks):
        pytest.skip("its columns stand below each other by their spaces")
    expected = said(as_it_is(path))
    width = random.Random(path.stem).choice(WIDTHS)
    for layout in ({"blank": "yes"}, {"blank": "no", "indent": "4"}):
        assert said(read_source_as(typed(source, wrap=str(width), **layout))) == expected


@BY_SOURCE
def test_bullets_are_all_alike(path: Path) -> None:
    source = typed(read_source(path))
    chance = random.Random(path.stem)
    other = dict(zip(BULLETS, chance.sample(BULLETS, len(BULLETS)), strict=True))
    other["–"] = other["-"]  # both dashes are one bullet: word processors turn one into the other
    changed = tuple(_with_bullets(block, other) for block in source.blocks)
    assert said(read_source_as(replace(source, blocks=changed))) == said(as_it_is(path))


def _with_bullets(block: Block, other: Mapping[str, str]) -> Block:
    if block.kind not in {Kind.ITEM, Kind.HEADING} or not block.runs:
        return block
    first, *rest = block.runs
    bullets = "".join(takewhile(lambda c: c in f"{BULLETS}– ", first.text))
    if not bullets.strip():
        return block
    text = "".join(other.get(c, c) for c in bullets) + first.text[len(bullets) :]
    return replace(block, runs=(replace(first, text=text), *rest))


@BY_SOURCE
def test_names_of_places_decide_nothing(path: Path) -> None:
    source = typed(read_source(path))
    new = _renaming(path.stem)
    before, after = as_it_is(path), read_source_as(_renamed(source, new))
    expected = [
        (*(_replaced(str(name), new) for name in names), label, areas, _replaced(str(text), new))
        for *names, label, areas, text in said(before)
    ]
    assert [sorted(map(str, row)) for row in said(after)] == [
        sorted(map(str, row)) for row in expected
    ]


def _renaming(stem: str) -> Mapping[str, str]:
    """A new name for each commune and district of the notice, and for its province."""
    gold = json.loads((GOLDS / f"{stem}.gold.json").read_text(encoding="utf-8"))
    written = [str(unit[key] or "") for unit in gold["units"] for key in ("name", "parent")]
    found = {match[1] for name in written if (match := _NAMED.search(name))}
    names = [f"{a} {b}" for a in FIRST for b in SECOND]
    new = dict(zip(sorted(found), random.Random(stem).sample(names, len(found)), strict=True))
    return new | {one_tone_style(name): other for name, other in new.items()}


def _renamed(source: Source, new: Mapping[str, str]) -> Source:
    def runs(old: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(replace(run, text=_replaced(run.text, new)) for run in old)

    blocks = (
        replace(b, runs=runs(b.runs), rows=tuple(tuple(runs(c) for c in row) for row in b.rows))
        for b in source.blocks
    )
    return replace(source, blocks=tuple(blocks))


def _replaced(text: str, new: Mapping[str, str]) -> str:
    for name, other in sorted(new.items(), key=lambda pair: -len(pair[0])):
        text = regex.sub(
            rf"(?<!\w){regex.escape(name)}(?!\w)",
            lambda found, other=other: other.upper() if found[0].isupper() else other,
            text,
            flags=regex.IGNORECASE,  # the gazetteer's "Ea KPam" for "Ea Kpam"
        )
    return text


def _by_units() -> Iterable[Path]:
    """The sources whose gold says that units stand above everything else."""
    for path in SOURCES:
        gold = json.loads((GOLDS / f"{path.stem}.gold.json").read_text(encoding="utf-8"))
        if gold["notice"]["shape"].startswith("unit>") and len(gold["units"]) > 1:
            yield path


def _unit_parts(source: Source, notice: Notice) -> tuple[int, list[list[Block]], int]:
    """The blocks under each heading of level 1 that names a unit, and where they stand."""
    headings = [i for i, b in enumerate(source.blocks) if b.kind is Kind.HEADING and b.level == 1]
    named = {h.text for h in notice.headings if h.kinds == ("unit",)}
    text = {i: plain(source.blocks[i].runs) for i in headings}
    units = [i for i in headings if any(text[i].endswith(name) for name in named)]
    ends = [next((j for j in headings if j > i), len(source.blocks)) for i in units]
    together = [a for a, b in zip(ends, units[1:], strict=False) if a == b]
    if len(units) < 2 or len(together) != len(units) - 1 or ends[-1] == len(source.blocks):
        return 0, [], 0
    parts = [list(source.blocks[i:j]) for i, j in zip(units, ends, strict=True)]
    return units[0], parts, ends[-1]


@pytest.mark.parametrize("path", _grouped(_by_units()))
def test_the_order_of_units_changes_no_statement(path: Path) -> None:
    source = typed(read_source(path))
    start, parts, end = _unit_parts(source, as_it_is(path))
    numbers = [_number(part[0]) for part in parts]
    if not parts or len({bool(number) for number in numbers}) > 1:
        pytest.skip("its units are no neighbouring headings of one kind")
    moved = [*parts[1:], parts[0]]
    moved = [
        [_renumbered(block, _number(part[0]), new) for block in part]
        for part, new in zip(moved, numbers, strict=True)
    ]
    blocks = (*source.blocks[:start], *_flat(moved), *source.blocks[end:])
    before = Counter(said(as_it_is(path)))
    assert Counter(said(read_source_as(replace(source, blocks=blocks)))) == before


def _number(block: Block) -> str:
    match = _NUMBER.match(plain(block.runs))
    return match.group() if match else ""


def _renumbered(block: Block, old: str, new: str) -> Block:
    """The heading with the number that its new place has, also where it begins a longer one."""
    own = plain(block.runs)
    if block.kind is not Kind.HEADING or not old or not own.startswith((f"{old}.", f"{old})")):
        return block
    runs = list(block.runs)
    while runs[0].text in old and runs[0].text != old:  # the number is typed apart
        runs[0:2] = [replace(runs[1], text=runs[0].text + runs[1].text)]
    return replace(block, runs=(replace(runs[0], text=new + runs[0].text[len(old) :]), *runs[1:]))


def _flat(parts: Iterable[Iterable[Block]]) -> Iterable[Block]:
    return (block for part in parts for block in part)
