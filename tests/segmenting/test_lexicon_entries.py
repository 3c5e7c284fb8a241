"""Every rule of the segmenting lexicon shows by its own sentences what it means, both ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from notice_parser import lexicon
from notice_parser.lexicon import Entry
from notice_parser.markers import read_marker
from notice_parser.model import Paragraph
from notice_parser.reading.items import breaks_off
from notice_parser.segmenting.closing import is_person, is_signature_line
from notice_parser.segmenting.frame import read_frame
from notice_parser.segmenting.good_verdicts import is_good_verdict
from notice_parser.segmenting.headings import HeadingReading, lead_label, read_heading
from notice_parser.segmenting.phrases import explains, starts_with
from notice_parser.segmenting.remedied import is_remedied
from notice_parser.segmenting.silent_lines import (
    finds_no_fault,
    is_empty_value,
    not_inspected,
    refers,
)
from notice_parser.segmenting.table_columns import column_word, is_tick
from notice_parser.segmenting.table_notes import tells_remedied
from notice_parser.segmenting.table_verdicts import asks_for_fault
from notice_parser.segmenting.terms import is_term
from notice_parser.segmenting.units import find_units
from notice_parser.segmenting.verdicts import heads_outcome, says


def heading(text: str) -> HeadingReading:
    marker = read_marker(text, 0, len(text))
    start = marker.end if marker else 0
    bullet_sentence = marker is not None and marker.bullet and text.endswith(".")
    if bullet_sentence:
        return HeadingReading(start, len(text))
    return read_heading(text, start, len(text.rstrip(" :")))


def has_label(text: str, entry: Entry) -> bool:
    if text.endswith(":") and not heading(text).known:
        return lead_label(text, 0, len(text)) == entry.code
    return heading(text).known and heading(text).label == entry.code


def has_area(text: str, entry: Entry) -> bool:
    return heading(text).known and entry.code in heading(text).areas


def has_section(text: str, entry: Entry) -> bool:
    return heading(text).known and heading(text).section == entry.code


def is_type(text: str, entry: Entry) -> bool:
    return read_frame(text, [Paragraph(0, len(text))]).doc_type == entry.code


def found(name: str) -> Callable[[str, Entry], bool]:
    def decide(text: str, entry: Entry) -> bool:
        matches = lexicon.load(name).find(text, overlapping=True)
        return entry.code in {match.entry.code for match in matches}

    return decide


def is_phrase(text: str, entry: Entry) -> bool:
    if entry.code in {"basis", "summary", "closing-opening", "procedure"}:
        return starts_with(text, 0, len(text), entry.code)
    if entry.code == "reference":
        return refers(text)
    return found("phrases")(text, entry)


EMPTY = {
    "looked": finds_no_fault,
    "not-inspected": not_inspected,
    "all-well": is_good_verdict,
}


def says_of_cell(text: str, entry: Entry) -> bool:
    return {
        "ditto": lambda: text in entry.words,
        "tick": lambda: is_tick(text),
        "asks-for-fault": lambda: asks_for_fault(text, "Có"),
        "done": lambda: tells_remedied(text),
        "breaks-off": lambda: breaks_off(text, "UBND tỉnh"),
    }[entry.code]()


def tells_outcome(text: str, entry: Entry) -> bool:
    if entry.code in {"heading", "either"}:
        return heads_outcome(text) == entry.code
    return says(text, entry.code)


DECIDE: dict[str, Callable[[str, Entry], bool]] = {
    "labels": has_label,
    "areas": has_area,
    "sections": has_section,
    "phrases": is_phrase,
    "heading_words": found("heading_words"),
    "boilerplate": found("boilerplate"),
    "notice_types": is_type,
    "signatures": lambda text, _: is_signature_line(text) and not is_person(text),
    "empty_values": lambda text, entry: EMPTY.get(entry.code, is_empty_value)(text),
    "remedied": lambda text, _: is_remedied(text),
    "whole": lambda text, entry: (
        explains(text) if entry.code == "cause" else found("whole")(text, entry)
    ),
    "cues": found("cues"),
    "outcomes": tells_outcome,
    "years": lambda text, entry: bool(lexicon.Lexicon("", (entry,)).first(text)),
    "openings": lambda text, entry: bool(lexicon.Lexicon("", (entry,)).first(text)),
    "sentence_turns": found("sentence_turns"),
    "terms": lambda text, _: is_term(text),
    "bodies": lambda text, _: any(unit.named for unit in find_units(text)),
    "table_cells": says_of_cell,
    "column_words": lambda text, entry: column_word(text) == entry.code,
    "place_kinds": lambda text, entry: entry.code in {unit.kind for unit in find_units(text)},
}


def sentences(key: str) -> Iterator[tuple[str, Entry, str]]:
    for name in DECIDE:
        for entry in lexicon.load(name).entries:
            for text in getattr(entry, key):
                yield name, entry, text


@pytest.mark.parametrize(("name", "entry", "text"), list(sentences("examples")))
def test_example_matches(name: str, entry: Entry, text: str) -> None:
    assert DECIDE[name](text, entry), f"{name}.toml, {entry.code}: {text!r} should match"


@pytest.mark.parametrize(("name", "entry", "text"), list(sentences("counter")))
def test_counter_example_does_not_match(name: str, entry: Entry, text: str) -> None:
    assert not DECIDE[name](text, entry), f"{name}.toml, {entry.code}: {text!r} should not match"


@pytest.mark.parametrize("name", sorted(DECIDE))
def test_every_entry_shows_itself(name: str) -> None:
    for entry in lexicon.load(name).entries:
        assert entry.examples, f"{name}.toml, {entry.code}: give at least one example"
