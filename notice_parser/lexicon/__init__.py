"""Rules as data: the words of the field, in TOML files beside this module.

Each `[[entry]]` has a `code`, the `words` that mean it, and sentences that show it:
`examples` must match, `counter` must not (tests run both). In `words`, "…" stands for
up to eighty characters (not at the beginning); letters match in any case and either tone placement.

An official extends the lexicon without Python: put files of the same names and form in
a folder and name it in the environment variable NOTICE_PARSER_LEXICON. Entries there are
added; one with the code of an existing entry adds its words to it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import regex

from notice_parser.errors import UsageError
from notice_parser.text import TOKEN, first_token, fold, match_key, one_tone_style

EXTRA_FOLDER_VARIABLE = "NOTICE_PARSER_LEXICON"
_HERE = Path(__file__).parent
_KNOWN_KEYS = {"code", "words", "examples", "counter"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule. `extra` holds the keys that only this file has."""

    code: str
    words: tuple[str, ...]
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def get(self, key: str, default: Any = "") -> Any:
        return self.extra.get(key, default)


@dataclass(frozen=True, slots=True)
class Match:
    """`words` of `entry` stand at `[start, end)` of the searched text."""

    entry: Entry
    words: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The entries of one file, in file order."""

    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def by_code(self) -> dict[str, Entry]:
        return {entry.code: entry for entry in self.entries}

    @cached_property
    def folded(self) -> Lexicon:
        """The same entries without diacritics, to be held against folded text."""
        entries = (replace(e, words=tuple(fold(w) for w in e.words)) for e in self.entries)
        return Lexicon(self.name, tuple(entries))

    @cached_property
    def _wildcards(self) -> tuple[tuple[str, regex.Pattern[str], Entry], ...]:
        wild = [(w, e) for e in self.entries for w in e.words if "…" in w]
        longest_first = sorted(wild, key=lambda pair: len(pair[0]), reverse=True)
        return tuple((w, regex.compile(_pattern(w), regex.IGNORECASE), e) for w, e in longest_first)

    @cached_property
    def _by_token(self) -> dict[str, list[str]]:
        """The words that begin with each token, the longest first."""
        ordered = sorted((w for e in self.entries for w in e.words), key=len, reverse=True)
        by_token: dict[str, list[str]] = {}
        for words in ordered:
            by_token.setdefault(first_token(words), []).append(words)
        return by_token

    @cached_property
    def _patterns(self) -> dict[str, regex.Pattern[str]]:
        return {}

    def _beginning_with(self, key: str) -> regex.Pattern[str]:
        """Any of the words that begin with a token; made when it is first met."""
        if key not in self._patterns:
            words = "|".join(map(_pattern, self._by_token[key]))
            self._patterns[key] = regex.compile(words, regex.IGNORECASE)
        return self._patterns[key]

    def find(self, text: str, *, overlapping: bool = False) -> Iterator[Match]:
        """Longest matches from left to right; `overlapping` gives the longest at each place
        even inside another. Offsets are those of `text` (NFC)."""
        same_length, known, free = one_tone_style(text), self._by_token, 0
        for token in TOKEN.finditer(same_length):
            key = token.group().casefold()
            if key not in known or token.start() < free:
                continue
            found = self._beginning_with(key).match(same_length, token.start())
            if found is None:
                continue
            match = self._exact.get(match_key(found.group())) or self._wild(found)
            if match:
                yield Match(match[1], match[0], found.start(), found.end())
            free = free if overlapping else found.end()

    @cached_property
    def _exact(self) -> dict[str, tuple[str, Entry]]:
        pairs = [(w, e) for e in self.entries for w in e.words if "…" not in w]
        return {match_key(words): (words, entry) for words, entry in reversed(pairs)}

    def _wild(self, found: regex.Match[str]) -> tuple[str, Entry] | None:
        """Which words with "…" it was; None for letters that are alike in no other case
        ("thiếu ſót")."""
        fitting = (
            (words, entry)
            for words, pattern, entry in self._wildcards
            if pattern.fullmatch(found.string, found.start(), found.end())
        )
        return next(fitting, None)

    def first(self, text: str) -> Match | None:
        return next(self.find(text), None)


def _pattern(words: str) -> str:
    parts = (regex.escape(part) for part in one_tone_style(words).split("…"))
    spaced = (part.replace(r"\ ", r"\s+").replace(" ", r"\s+") for part in parts)
    return r"(?<!\w)" + r"[^\n]{0,80}?".join(spaced) + r"(?!\w)"


def load(name: str) -> Lexicon:
    """The lexicon file `name`.toml with what the extra folder adds to it.

    Raises UsageError for a file that is not of the form described above.
    """
    return _load(name, os.environ.get(EXTRA_FOLDER_VARIABLE, ""))


@lru_cache(maxsize=64)
def _load(name: str, extra_folder: str) -> Lexicon:
    entries = {entry.code: entry for entry in _entries(_HERE / f"{name}.toml")}
    extra = _extra_folder(extra_folder) / f"{name}.toml" if extra_folder else None
    if extra and extra.is_file():
        for entry in _entries(extra):
            known = entries.get(entry.code)
            entries[entry.code] = _merged(known, entry) if known else entry
    return Lexicon(name, tuple(entries.values()))


@lru_cache(maxsize=8)
def _extra_folder(written: str) -> Path:
    """A folder whose files all have names that are read; a slip would go unnoticed."""
    folder = Path(written)
    if not folder.is_dir():
        raise UsageError(f"{EXTRA_FOLDER_VARIABLE}: {written} is no folder; check the path")
    strange = sorted({p.name for p in folder.glob("*.toml") if p.stem not in names()})
    if strange:
        known = ", ".join(f"{name}.toml" for name in names())
        raise UsageError(f"{folder}: {strange[0]} is no lexicon file; the names are {known}")
    return folder


def _merged(known: Entry, added: Entry) -> Entry:
    """The known entry with the words, and all other lists, of the added one."""
    lists = {key: [*known.get(key, ()), *value] for key, value in added.extra.items()
             if isinstance(value, list)}  # fmt: skip
    return replace(known, words=known.words + added.words, extra={**known.extra, **lists})


def _entries(path: Path) -> Iterator[Entry]:
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["entry"]
        if not isinstance(rows, list):
            raise TypeError("[entry] must be [[entry]]")
        for row in rows:
            yield _entry(row)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: not a lexicon file ({error}); "
            "it needs [[entry]] tables with `code` and `words`"
        ) from error


def _entry(row: Mapping[str, Any]) -> Entry:
    texts = {key: row.get(key, []) for key in ("words", "examples", "counter")}
    for key, value in {**texts, "words": row["words"]}.items():
        if not isinstance(value, list) or not all(isinstance(w, str) and w.strip() for w in value):
            raise TypeError(f"`{key}` must be a list of texts")
    if any(words.lstrip().startswith("…") for words in row["words"]):
        raise TypeError("`words` cannot begin with …")
    if not isinstance(row["code"], str) or not row["code"]:
        raise TypeError("`code` must be a text")
    extra = {key: value for key, value in row.items() if key not in _KNOWN_KEYS}
    return Entry(row["code"], **{key: tuple(value) for key, value in texts.items()}, extra=extra)


def names() -> tuple[str, ...]:
    """The lexicon files of this package."""
    return tuple(sorted(path.stem for path in _HERE.glob("*.toml")))


def fingerprint() -> str:
    """Changes when any rule changes, also one in the extra folder."""
    folders = [_HERE, *(Path(f) for f in [os.environ.get(EXTRA_FOLDER_VARIABLE, "")] if f)]
    content = b"".join(
        path.name.encode() + path.read_bytes()
        for folder in folders
        for path in sorted([*folder.glob("*.toml"), *folder.glob("*.csv")])
    )
    return sha256(content).hexdigest()[:16]
