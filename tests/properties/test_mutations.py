"""Notices as they come from a bad scan or a hurried hand: lines lost, doubled, swapped,
characters broken. Whatever the text, every span is its quote and nothing is raised but that
it is no notice. NOTICE_PARSER_MUTATIONS sets how many for each notice (default 6)."""

from __future__ import annotations

import os
import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lost_text import lost

from notice_parser import parse, read
from notice_parser.dataset.tabulate import character_counts, tabulate
from notice_parser.errors import InputError, NotANotice
from notice_parser.model import Document, Notice, Quoted
from notice_parser.reading import read_bytes

NOTICES = sorted((Path(__file__).parents[2] / "corpus" / "notices").iterdir())
HEAD = 12  # letterhead and title
MUTATIONS = int(os.environ.get("NOTICE_PARSER_MUTATIONS", "6"))
BREAKS = '|*:;.-–()\t\f\u00ad\u200b\u00a0\ufffd¹/"“0aIđ\u0301'
Mutation = Callable[[list[str], random.Random], list[str]]


def drop(lines: list[str], chance: random.Random) -> list[str]:
    return [line for line in lines if chance.random() > 0.2]


def double(lines: list[str], chance: random.Random) -> list[str]:
    return [line for line in lines for _ in range(1 + (chance.random() < 0.1))]


def swap(lines: list[str], chance: random.Random) -> list[str]:
    lines = lines[:]
    for _ in range(5):
        one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return lines


def window(lines: list[str], chance: random.Random) -> list[str]:
    start = chance.randrange(len(lines))
    return lines[start : start + chance.randint(1, len(lines))]


def break_characters(lines: list[str], chance: random.Random) -> list[str]:
    text = list("\n".join(lines))
    for _ in range(len(text) // 40 + 1):
        text[chance.randrange(len(text))] = chance.choice(BREAKS)
    return "".join(text).split("\n")


def join_lines(lines: list[str], chance: random.Random) -> list[str]:
    parts = "".join(line + (" " if chance.random() < 0.1 else "\n") for line in lines)
    return parts.split("\n")


def split_lines(lines: list[str], chance: random.Random) -> list[str]:
    words = " \n".join(lines).split(" ")
    return "".join(w + ("\n" if chance.random() < 0.05 else " ") for w in words).split("\n")


KINDS: tuple[Mutation, ...] = (
    *(drop, double, swap, window, break_characters, join_lines, split_lines),
)


def mutated(document: Document, seed: str) -> str:
    """The head and a half of the rest, which takes half the time, with one or two kinds of
    damage."""
    chance = random.Random(seed)
    head, rest = document.text.split("\n")[:HEAD], document.text.split("\n")[HEAD:]
    start = chance.randrange(len(rest) // 2 + 1)
    lines = head + rest[start : start + len(rest) // 2]
    for mutation in chance.sample(KINDS, chance.randint(1, 2)):
        lines = mutation(lines, chance) or ["x"]
    return "\n".join(lines)


def check(notice: Notice) -> None:
    text = notice.document.text
    for quoted in notice.quoted():
        assert 0 <= quoted.start <= quoted.end <= len(text)
        assert text[quoted.start : quoted.end] == quoted.text
    for note in notice.document.footnotes:
        assert 0 <= note.start <= note.end <= len(text)
        assert note.anchor is None or 0 <= note.anchor <= len(text)
    assert len({s.start for s in notice.statements}) == len(notice.statements)
    # A heading of a table stands there again for each row and column that it names.
    assert apart({*notice.statements, *(h for h in notice.headings if h.text)})
    for statement in notice.statements:
        assert statement.text
        assert statement.text == statement.text.strip()
        assert 0 < statement.confidence <= 1
        assert all(notice.unit(unit_id) for unit_id in statement.unit_ids)
    assert all(notice.unit(row.unit_id) for row in notice.coverage)
    ids = [statement.statement_id for statement in notice.statements]
    assert len(set(ids)) == len(ids)
    total, inside = character_counts(notice)
    assert 0 <= inside <= total <= len(text)
    assert len(tabulate(notice)["statements"]) == len(ids)


def apart(quotes: Iterable[Quoted]) -> bool:
    places = sorted({(quoted.start, quoted.end) for quoted in quotes})
    return all(end <= start for (_, end), (start, _) in pairwise(places))


def parsed(text: str) -> Notice | None:
    """None for what is no notice any more, or no text."""
    try:
        return parse(read_bytes(text.encode(errors="replace"), name="mutated.txt"))
    except (NotANotice, InputError) as error:
        assert "\n" not in str(error)  # noqa: PT017
        return None


def mutations(path: Path) -> Iterator[str]:
    document = read(path)
    for number in range(MUTATIONS):
        yield mutated(document, f"{path.name} {number}")


@pytest.mark.parametrize("path", NOTICES, ids=lambda path: path.name)
def test_every_span_is_its_quote(path: Path) -> None:
    check(parse(read(path)))
    for text in mutations(path):
        notice = parsed(text)
        if notice:
            check(notice)


def test_no_text_is_lost() -> None:
    notices = (parsed(text) for path in NOTICES[::8] for text in mutations(path))
    assert [lost(notice) for notice in notices if notice and lost(notice)] == []


@pytest.mark.parametrize("path", NOTICES[::4], ids=lambda path: path.name)
def test_decomposed_text_gives_the_same_notice(path: Path) -> None:
    document = read(path)
    for text in (document.text, mutated(document, path.name)):
        composed = parsed(unicodedata.normalize("NFC", text))
        decomposed = parsed(unicodedata.normalize("NFD", text))
        if composed is None or decomposed is None:
            assert composed is decomposed
            continue
        assert list(tabulate(decomposed).items())[1:] == list(tabulate(composed).items())[1:]
        assert decomposed.header == composed.header
        assert decomposed.notice_id == composed.notice_id
