"""Every entry of the figure lexicons shows what it means: its examples and counter-examples."""

from __future__ import annotations

import pytest
from _pytest.mark import ParameterSet

from notice_parser.extracting.figures import find_figures
from notice_parser.lexicon import Entry, load


def sentences(name: str, kind: str) -> list[ParameterSet]:
    return [
        pytest.param(entry, sentence, id=f"{entry.code}: {sentence}")
        for entry in load(name).entries
        for sentence in getattr(entry, kind)
    ]


def measures(entry: Entry, sentence: str) -> bool:
    """Whether a figure of the sentence has a unit that the entry gives."""
    units = {entry.get("unit")} if entry.get("unit") else set(entry.words)
    kinds = {entry.get("kind"), "ratio"}
    figures = find_figures(sentence)
    if entry.get("kind") == "multiplier":
        return any(f.value >= int(entry.get("factor")) and f.kind == "count" for f in figures)
    return any(f.unit in units and f.kind in kinds for f in figures)


@pytest.mark.parametrize(("entry", "sentence"), sentences("figure_units", "examples"))
def test_units_are_found(entry: Entry, sentence: str) -> None:
    assert measures(entry, sentence)


@pytest.mark.parametrize(("entry", "sentence"), sentences("figure_units", "counter"))
def test_units_are_not_found(entry: Entry, sentence: str) -> None:
    assert not measures(entry, sentence)


@pytest.mark.parametrize(("entry", "sentence"), sentences("figure_traps", "examples"))
def test_names_are_no_figures(entry: Entry, sentence: str) -> None:
    assert bool(find_figures(sentence)) == bool(entry.get("plain", False))


@pytest.mark.parametrize(("entry", "sentence"), sentences("figure_traps", "counter"))
def test_like_a_name_and_yet_a_figure(entry: Entry, sentence: str) -> None:
    assert find_figures(sentence)


@pytest.mark.parametrize(("entry", "sentence"), sentences("indicators", "examples"))
def test_indicators_are_found(entry: Entry, sentence: str) -> None:
    means = entry.get("indicator", entry.code)
    assert means in [figure.indicator for figure in find_figures(sentence)]


@pytest.mark.parametrize(("entry", "sentence"), sentences("indicators", "counter"))
def test_indicators_are_not_found(entry: Entry, sentence: str) -> None:
    means = entry.get("indicator", entry.code)
    assert means not in [figure.indicator for figure in find_figures(sentence)]


UNITS = sorted({u for entry in load("indicators").entries for u in entry.get("units", ())})


@pytest.mark.parametrize("unit", UNITS)
def test_units_of_indicators_are_read_as_such(unit: str) -> None:
    """ "Có 12 hộ dân" counts "hộ": an indicator of "hộ dân" would find nothing."""
    assert [figure.unit for figure in find_figures(f"Có 12 {unit}.")] == [unit]


def shows_role(entry: Entry, sentence: str) -> bool:
    """Whether a figure of the sentence has what the entry's words say."""
    figures = find_figures(sentence)
    if entry.get("sign") and any(f.comparator == entry.get("sign") for f in figures):
        return True
    if entry.get("comparator"):
        return any(f.comparator == entry.get("comparator") for f in figures)
    wanted = {
        "from-to": "base", "reference": "base", "instead-of": "base", "the-year-before": "base",
        "goal": "target", "request-opening": "target",
        "filler": "change", "reached": "actual", "no-role": "actual", "booked": "actual",
        "wish": "target", "no-time": "limit", "than-the-rule": "actual", "the-latest": "actual",
    }.get(entry.code) or entry.get("role")  # fmt: skip
    return any(f.role == wanted for f in figures)


@pytest.mark.parametrize(("entry", "sentence"), sentences("figure_roles", "examples"))
def test_role_words_speak(entry: Entry, sentence: str) -> None:
    assert shows_role(entry, sentence)


@pytest.mark.parametrize(("entry", "sentence"), sentences("figure_roles", "counter"))
def test_role_words_are_silent(entry: Entry, sentence: str) -> None:
    assert not shows_role(entry, sentence)


@pytest.mark.parametrize("name", ["figure_units", "figure_traps", "figure_roles", "indicators"])
def test_every_entry_shows_itself(name: str) -> None:
    assert [
        e.code for e in load(name).entries if not e.examples and not e.get("plain", False)
    ] == []


def test_a_unit_belongs_to_one_entry() -> None:
    after = [e for e in load("figure_units").entries if e.get("place") != "before"]
    words = [word.lower() for entry in after for word in entry.words]
    assert sorted({word for word in words if words.count(word) > 1}) == []


@pytest.mark.parametrize(("entry", "sentence"), sentences("measured_words", "examples"))
def test_what_is_measured_is_found(entry: Entry, sentence: str) -> None:
    phrase = sentence.partition("[")[2].partition("]")[0]
    figures = find_figures(sentence.replace("[", "").replace("]", ""))
    assert figures[0].measured == phrase


@pytest.mark.parametrize(("entry", "sentence"), sentences("open_units", "examples"))
def test_any_noun_can_be_counted(entry: Entry, sentence: str) -> None:
    quote = sentence.partition("[")[2].partition("]")[0]
    figures = find_figures(sentence.replace("[", "").replace("]", ""))
    assert [(f.text, f.kind) for f in figures] == [(quote, "count")]


@pytest.mark.parametrize(("entry", "sentence"), sentences("open_units", "counter"))
def test_what_begins_no_noun_is_not_counted(entry: Entry, sentence: str) -> None:
    assert find_figures(sentence) == ()
