"""One shortcoming each: where a statement is parted, where it is not, and what always holds."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser import lexicon
from notice_parser.lexicon import Entry
from notice_parser.model import Label
from notice_parser.segmenting.problems import find_problems, finds_fault

HERE = Path(__file__)
CASES = tomllib.loads((HERE.parents[1] / "cases" / "problems.toml").read_text("utf-8"))["case"]
CORPUS = HERE.parents[2] / "corpus"
TEACHING = [
    row
    for path in sorted((CORPUS / "sentences").glob("*.jsonl"))
    for row in map(json.loads, path.read_text("utf-8").splitlines())
]
LEXICON = lexicon.load("problems")


def told(text: str, label: Label = Label.LIMITATION) -> list[str]:
    return [text[p.start : p.end] for p in find_problems(text, label)]


# -- cases ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_case(case: dict[str, Any]) -> None:
    label = Label(case.get("label", "han-che"))
    found = find_problems(case["text"], label)
    assert [case["text"][p.start : p.end] for p in found] == case["problems"]
    remedied = [place for place, p in enumerate(found) if p.remedied]
    assert remedied == case.get("remedied", [])


# -- every entry of the lexicon, both ways ----------------------------------------------


def parted(text: str) -> bool:
    return told(text) != [text.rstrip(".")]


def kept(text: str) -> bool:
    return not parted(text)


def limited(text: str) -> bool:
    return bool(told(text, Label.STRENGTH))


def only_the_last(text: str) -> bool:
    found = told(text)
    return len(found) == 1 and not text.startswith(found[0])


def soundly(text: str) -> bool:
    return not finds_fault(text)


SHOWS: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(("contrast", "granted", "praised"), only_the_last),
    **dict.fromkeys(("but", "addition", "while", "among", "general", "several"), parted),
    **dict.fromkeys(("concession", "explains", "details", "comment", "affected", "time"), kept),
    **dict.fromkeys(("background", "vague", "only", "predicate", "pair", "team"), kept),
    **dict.fromkeys(("negation", "fault"), finds_fault),
    **dict.fromkeys(("still", "more"), limited),
    "no-fault": soundly,
}


def sentences(key: str) -> Iterator[Any]:
    for entry in LEXICON.entries:
        for text in getattr(entry, key):
            yield pytest.param(entry, text, id=f"{entry.code}: {text[:40]}")


@pytest.mark.parametrize(("entry", "text"), list(sentences("examples")))
def test_example_shows_what_the_entry_does(entry: Entry, text: str) -> None:
    assert SHOWS[entry.code](text)
    assert entry.code in {match.entry.code for match in LEXICON.find(text)}


@pytest.mark.parametrize(("entry", "text"), list(sentences("counter")))
def test_counter_example_shows_the_other_thing(entry: Entry, text: str) -> None:
    assert not SHOWS[entry.code](text)


def test_every_entry_shows_itself() -> None:
    assert {e.code for e in LEXICON.entries} == set(SHOWS)
    assert [e.code for e in LEXICON.entries if not (e.examples and e.counter)] == []
    words = [word for entry in LEXICON.entries for word in entry.words]
    assert sorted({w for w in words if words.count(w) > 1}) == [], "a word has one meaning"
    assert not any("…" in word for word in words)


# -- what always holds ------------------------------------------------------------------


def check_spans(text: str, label: Label, start: int, end: int) -> int:
    """Inside the statement, in order, disjoint, and nothing but words at the edges."""
    found = find_problems(text, label, start=start, end=end)
    last = start
    for problem in found:
        assert last <= problem.start < problem.end <= end
        words = text[problem.start : problem.end]
        assert words == words.strip()
        assert words[-1] not in ".,;:"
        last = problem.end
    return len(found)


@pytest.mark.parametrize("label", list(Label))
def test_spans_of_real_sentences(label: Label) -> None:
    for row in TEACHING:
        around = f"1. {row['text']} Hết."
        count = check_spans(around, label, 3, 3 + len(row["text"]))
        assert count >= 1 or label is not Label.LIMITATION
        assert count == 0 or label not in (Label.CAUSE, Label.REQUEST)


_WORDS = [word for entry in LEXICON.entries for word in entry.words]
_PIECES = st.sampled_from(
    [
        *_WORDS,
        "xã An Hòa",
        "hồ sơ đất đai",
        "12,5%",
        "(",
        ")",
        "“",
        "”",
        ",",
        ";",
        ":",
        ".",
        ". Xã",
        "\n",
    ]
)


@given(st.lists(_PIECES, max_size=30), st.sampled_from(list(Label)), st.text(max_size=5))
def test_spans_of_any_words(pieces: list[str], label: Label, odd: str) -> None:
    text = " ".join([*pieces, odd])
    count = check_spans(text, label, 0, len(text))
    if label is Label.LIMITATION:
        assert count or not any(character.isalpha() for character in text)


@given(st.lists(_PIECES, max_size=12))
def test_what_stands_around_a_statement_changes_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    alone = find_problems(text, Label.LIMITATION)
    around = f"Tuy nhiên, {text}"
    inside = find_problems(around, Label.LIMITATION, start=11, end=len(around))
    assert [(p.start - 11, p.end - 11) for p in inside] == [(p.start, p.end) for p in alone]


def test_one_sentence_more_is_one_problem_more() -> None:
    more = 0
    for row in TEACHING:
        if row["label"] == "han-che":
            both = told(f"{row['text']} Quy chế làm việc chưa được ban hành.")
            more += both[-1] == "Quy chế làm việc chưa được ban hành"
    limitations = sum(row["label"] == "han-che" for row in TEACHING)
    assert more >= 0.97 * limitations
