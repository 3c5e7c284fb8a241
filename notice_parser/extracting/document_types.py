"""Kinds of documents and what stands for them: `document_types.toml`, ready for look-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.text import match_key, one_tone_style

# "ủy" → "uỷ": words of a lexicon stand in old tone placement, a text may have either.
_NEW_PLACE = {
    vowel + second: base + moved
    for base, second, vowels, shifted in (
        ("o", "a", "òóỏõọ", "àáảãạ"),
        ("o", "e", "òóỏõọ", "èéẻẽẹ"),
        ("u", "y", "ùúủũụ", "ỳýỷỹỵ"),
    )
    for vowel, moved in zip(vowels, shifted, strict=True)
}
_ATOM = regex.compile("|".join([*_NEW_PLACE, "(?s:.)"]), regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One entry of `document_types.toml`; the keys are explained there."""

    code: str
    name: str
    authority: str
    abbreviations: tuple[str, ...]
    also: frozenset[str]
    short: bool
    short_behind_number: bool
    programme: bool
    known: Mapping[str, str]


def alternatives(words: Iterable[str], *, leftward: bool = False) -> str:
    """A pattern of any of `words`, the longest that fits, with any white space between words
    and either tone placement. What they have in common is tried once: their beginnings, or, for
    a search to the left, their ends."""
    spelled = [_atoms(word) for word in sorted({one_tone_style(word) for word in words})]
    return _shared([atoms[::-1] if leftward else atoms for atoms in spelled], leftward=leftward)


def _atoms(words: str) -> tuple[str, ...]:
    """The pattern of each letter, or of two where the tone can stand on either."""
    return tuple(_ATOM.sub(_atom, part) for part in _ATOM.findall(" ".join(words.split())))


def _atom(match: regex.Match[str]) -> str:
    part = match.group()
    if part == " ":
        return r"\h{1,3}"
    return _either_place(match) if len(part) > 1 else regex.escape(part)


def _shared(spelled: Iterable[tuple[str, ...]], *, leftward: bool) -> str:
    branches: dict[str, list[tuple[str, ...]]] = {}
    ends_here = False
    for atoms in spelled:
        if atoms:
            branches.setdefault(atoms[0], []).append(atoms[1:])
        else:
            ends_here = True
    parts = []
    for atom, rest in branches.items():
        others = _shared(rest, leftward=leftward)
        parts.append(others + atom if leftward else atom + others)
    if not parts:
        return ""
    return (f"(?:{'|'.join(parts)})" if len(parts) > 1 or ends_here else parts[0]) + (
        "?" if ends_here else ""
    )


def _either_place(match: regex.Match[str]) -> str:
    old = match.group()
    new = _NEW_PLACE[old.lower()]
    return f"(?:{old}|{new.title() if old[0].isupper() else new})"


@lru_cache(maxsize=1)
def document_types() -> dict[str, DocumentType]:
    """The types by code."""
    return {
        entry.code: DocumentType(
            entry.code,
            entry.get("name"),
            entry.get("authority"),
            tuple(entry.get("abbreviations", ())),
            frozenset(entry.get("also", ())),
            entry.get("short") is True,
            bool(entry.get("short")),
            bool(entry.get("programme")),
            entry.get("known", {}),
        )
        for entry in lexicon.load("document_types").entries
    }


@lru_cache(maxsize=1)
def by_abbreviation() -> dict[str, DocumentType]:
    """The types by what stands for them in a symbol, capitals only ("CTR" for "CTr")."""
    return {
        abbreviation.upper(): kind
        for kind in document_types().values()
        for abbreviation in kind.abbreviations
    }


@lru_cache(maxsize=1)
def _by_word() -> dict[str, DocumentType]:
    types = document_types()
    return {
        match_key(word): types[entry.code]
        for entry in lexicon.load("document_types").entries
        for word in entry.words
    }


@lru_cache(maxsize=1)
def _generic_words() -> frozenset[str]:
    entries = lexicon.load("document_types").entries
    return frozenset(match_key(word) for entry in entries for word in entry.get("generic", ()))


@lru_cache(maxsize=1)
def plain_types() -> frozenset[str]:
    """Types of two words, as nearly all are written ("Nghị định", "nghị định"): those that no
    longer type ends with."""
    words = [word for entry in lexicon.load("document_types").entries for word in entry.words]
    two = [w for w in words if w.count(" ") == 1 and not any(o.endswith(f" {w}") for o in words)]
    return frozenset(form for word in two for form in (word, word[0].upper() + word[1:]))


@lru_cache(maxsize=4096)
def type_of(written: str) -> DocumentType:
    """The type that `written` names, a word or an abbreviation ("nghị định", "NĐ")."""
    return _by_word().get(match_key(written)) or by_abbreviation()[written.upper()]


@lru_cache(maxsize=4096)
def is_generic(written: str) -> bool:
    """Whether `written` ("văn bản") leaves the type to the symbol."""
    return match_key(written) in _generic_words()


@lru_cache(maxsize=2)
def type_pattern(*, leftward: bool = False) -> str:
    """A pattern of every word in any case and every abbreviation as it is written."""
    entries = lexicon.load("document_types").entries
    kinds = document_types().values()
    words = alternatives((word for e in entries for word in e.words), leftward=leftward)
    abbreviations = alternatives((a for k in kinds for a in k.abbreviations), leftward=leftward)
    return rf"(?:(?i:{words})|{abbreviations})"
