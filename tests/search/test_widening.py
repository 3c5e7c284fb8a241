"""Short forms and synonyms of the lexicon: each entry by its own sentences, both ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from notice_parser import lexicon
from notice_parser.lexicon import EXTRA_FOLDER_VARIABLE
from notice_parser.search.ranking import Judge
from notice_parser.search.terms import SHORT_FORM, SYNONYM, read_terms
from notice_parser.text import fold

BOOKS = ("acronyms", "search_synonyms")


def found(typed: str, text: str) -> bool:
    """Whether every term of the query, or what stands for it, is in the text."""
    terms = [term for term in read_terms(typed) if not term.filler]
    return all(Judge([term], [1.0])(text, "").score > 0 for term in terms)


def pairs(key: str) -> Iterator[tuple[str, str, str, str]]:
    for name in BOOKS:
        for entry in lexicon.load(name).entries:
            for sentence in getattr(entry, key):
                typed, arrow, text = sentence.partition(" => ")
                assert arrow, f"{name}.toml, {entry.code}: write 'typed => text'"
                yield name, entry.code, typed, text


@pytest.mark.parametrize(("name", "code", "typed", "text"), list(pairs("examples")))
def test_example_is_found(name: str, code: str, typed: str, text: str) -> None:
    assert found(typed, text), f"{name}.toml, {code}"


@pytest.mark.parametrize(("name", "code", "typed", "text"), list(pairs("counter")))
def test_counter_example_is_not_found(name: str, code: str, typed: str, text: str) -> None:
    assert not found(typed, text), f"{name}.toml, {code}"


@pytest.mark.parametrize("name", BOOKS)
def test_every_entry_shows_itself(name: str) -> None:
    for entry in lexicon.load(name).entries:
        assert entry.examples, f"{name}.toml, {entry.code}: give at least one example"
        assert entry.counter, f"{name}.toml, {entry.code}: give at least one counter-example"


def test_every_form_of_an_acronym_finds_every_other() -> None:
    for entry in lexicon.load("acronyms").entries:
        for typed in entry.words:
            for text in entry.words:
                assert found(typed, f"Việc {text} còn chậm."), (typed, text)
                assert found(fold(typed), f"Việc {text} còn chậm."), (fold(typed), text)


@pytest.mark.parametrize("key", ["examples", "counter"])
def test_fillers(key: str) -> None:
    for entry in lexicon.load("search_fillers").entries:
        for sentence in getattr(entry, key):
            has = any(term.filler for term in read_terms(sentence))
            assert has == (key == "examples"), (entry.code, sentence)


def test_words_typed_weigh_more_than_a_short_form_than_a_synonym() -> None:
    def score(typed: str, text: str) -> float:
        return Judge(read_terms(typed), [1.0])(text, "").score

    own, short = score("TTHC", "Các TTHC."), score("TTHC", "Các thủ tục hành chính.")
    assert own > short > score("trễ hạn", "Các hồ sơ quá hạn.") > 0
    assert SYNONYM < SHORT_FORM < 1


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [("trễ hạn", True), ("tre han", True), ("không", True), ("niêm yết", False), ("TTHC", False)],
)
def test_who_says_this_looks_for_trouble(typed: str, trouble: bool) -> None:
    (term,) = read_terms(typed)
    assert term.trouble == trouble


def test_a_phrase_in_quotes_has_short_forms_and_no_synonyms() -> None:
    (late,) = read_terms('"trễ hạn"')
    (procedure,) = read_terms('"thủ tục hành chính"')
    assert (late.instead, procedure.instead) == ((), ((("tthc",), SHORT_FORM),))


def test_an_official_adds_words(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("words")
    entry = '[[entry]]\ncode = "XYZ"\nwords = ["XYZ", "xóm yên zui"]\n'
    (folder / "acronyms.toml").write_text(entry, encoding="utf-8")
    assert not found("XYZ", "Mô hình xóm yên zui.")
    monkeypatch.setenv(EXTRA_FOLDER_VARIABLE, str(folder))
    assert found("XYZ", "Mô hình xóm yên zui.")
