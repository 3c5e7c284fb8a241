"""The lexicon of themes as somebody would have it who never saw the notices of some provinces.
A part of `themes.py`.

Whoever wrote the words of the lexicon had read the notices that themes are scored on. So, to score
a province, every word (also each of those that must stand together) is taken out that stands in
the limitations of held-out provinces and in no other: it may be there only because of them. So does
every example that stands in no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from theme_gold import province_of, readers_of_texts, rows_with_theme, texts_with_notice

from notice_parser import lexicon
from notice_parser.aspects import aspects
from notice_parser.aspects.terms import syllables_of
from notice_parser.lexicon import Entry, Lexicon
from notice_parser.themes.problems import bare

EXAMPLES = "theme_examples"
NAMES = ("theme_subjects", "theme_faults", "theme_negated", "theme_circumstances")


def lexicon_without(
    held: frozenset[str], *, unknown: frozenset[str] = frozenset()
) -> AbstractContextManager[None]:
    """The words of NAMES, and the examples, without those that only these provinces have; themes in
    `unknown` have no examples at all."""
    cut = {name: _cut(lexicon.load(name), held) for name in NAMES}
    examples = _without_examples(lexicon.load(EXAMPLES), held)
    kept = tuple(e for e in examples.entries if e.code not in unknown)
    return _with({**cut, EXAMPLES: Lexicon(examples.name, kept)})


def lexicon_unread(folder: Path, held: frozenset[str]) -> AbstractContextManager[None]:
    """The words of NAMES as they are in this folder (none where it has no such file), and the
    examples without those that only these provinces have."""
    read = {name: _read(folder / f"{name}.toml") for name in NAMES}
    return _with({**read, EXAMPLES: _without_examples(lexicon.load(EXAMPLES), held)})


def _read(path: Path) -> Lexicon:
    return Lexicon(path.stem, tuple(lexicon._entries(path)) if path.is_file() else ())


def examples_without_reader(reader: str) -> AbstractContextManager[None]:
    """The examples without those that only this reader has."""
    seen = _seen(readers_of_texts())
    return _with({EXAMPLES: _examples(lexicon.load(EXAMPLES), seen, frozenset({reader}))})


@contextmanager
def _with(changed: Mapping[str, Lexicon]) -> Iterator[None]:
    whole = lexicon.load
    lexicon.load = lambda name: changed[name] if name in changed else whole(name)
    aspects.cache_clear()
    try:
        yield
    finally:
        lexicon.load = whole
        aspects.cache_clear()


def _cut(words: Lexicon, held: frozenset[str]) -> Lexicon:
    return Lexicon(words.name, tuple(_entry(entry, held) for entry in words.entries))


def _without_examples(words: Lexicon, held: frozenset[str]) -> Lexicon:
    provinces = ((text, province_of(notice)) for text, notice in texts_with_notice())
    return _examples(words, _seen(provinces), held)


def _examples(words: Lexicon, seen: Mapping[str, set[str]], held: frozenset[str]) -> Lexicon:
    """Without those that were seen nowhere but in `held`."""
    entries = (
        replace(
            e, words=tuple(text for text in e.words if text not in seen or not seen[text] <= held)
        )
        for e in words.entries
    )
    return Lexicon(words.name, tuple(entries))


def _seen(texts: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for text, where in texts:
        found.setdefault(bare(text), set()).add(where)
    return found


def _entry(entry: Entry, held: frozenset[str]) -> Entry:
    kept = tuple(word for word in entry.words if _is_kept(word, held))
    sets = [
        ["|".join(word for word in group.split("|") if _is_kept(word, held)) for group in groups]
        for groups in entry.get("together", ())
    ]
    extra = {**(entry.extra or {}), "together": [groups for groups in sets if all(groups)]}
    return replace(entry, words=kept, extra=extra)


def _is_kept(word: str, held: frozenset[str]) -> bool:
    used = _provinces(word)
    return not used or not used <= held


@cache
def _provinces(word: str) -> frozenset[str]:
    """Of all limitations in which it stands."""
    parts = [f" {' '.join(syllables_of(part))} " for part in word.split("…")]
    return frozenset(
        province
        for province, texts in _texts().items()
        if any(all(part in text for part in parts) for text in texts)
    )


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for row in rows_with_theme():
        text = f" {' '.join(syllables_of(bare(str(row['text']))))} "
        found.setdefault(province_of(row["notice"]), []).append(text)
    return found
