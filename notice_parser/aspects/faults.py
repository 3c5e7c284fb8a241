"""What is wrong by the words of a bare limitation, or that all is well.

A negation is a fault of the verb that it denies ("chưa được cập nhật"), and takes away a fault that
it denies ("không còn hồ sơ trễ hạn"), as do words of putting right ("đã gỡ các thủ tục hết hiệu
lực").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from notice_parser.aspects.terms import Term, syllables_of, terms

NEGATIONS = frozenset(("chưa", "không", "chẳng"))
# Keys of entries that are words of no fault.
_NO_FAULT = ("fine", "undoes", "nothing")
_VAGUE, _NOTHING = "chua-lam", "khong-phai"
# How far behind a negation the verb begins that it denies: "chưa [được thường xuyên] cập nhật".
_DENIED = 3
# How far behind the words that take it away a fault begins: "đã gỡ [hết các thủ tục về đất đai] hết
# hiệu lực", "không còn [hồ sơ đất đai nào] trễ hạn".
_REACH, _NOUN_REACH = 8, 7


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` of theme_faults.toml at the syllables `[start, end)`. `is_vague`: nothing but a
    negation says so, or with a verb as general as "thực hiện"; `is_bare`: no known verb."""

    code: str
    start: int
    end: int
    is_vague: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """`is_fine`: words say that all is well, and none that anything is wrong."""

    faults: tuple[Fault, ...]
    is_fine: bool


def faults(syllables: Sequence[str], first: int) -> Told:
    """`first` syllables are before the first semicolon: what was put right behind it was wrong
    ("… số máy cũ; đến ngày 5/6 đã khắc phục")."""
    found = longest(
        term
        for term in terms("theme_faults").find(syllables)
        if term.start == 0 or not term.entry.get("opening")
    )
    plain = [t for t in found if not any(map(t.entry.get, _NO_FAULT))]
    named = [Fault(term.entry.code, term.start, term.end) for term in plain]
    gone: set[Fault] = set()
    quiet = {at for t in plain for at in range(t.start, t.end)}
    undone = False
    for term in found:
        if term.entry.get("undoes"):
            taken = [fault for fault in named if _takes(term, fault, syllables)]
            if taken:
                undone = True
                gone.update(taken)
                quiet.update(range(term.start, term.end))
    left = [fault for fault in named if fault not in gone]
    left += _denied(syllables, quiet)
    praise = (t for t in found if t.entry.get("fine") or t.entry.get("undoes") == "before")
    well = undone or any(term.start < first for term in praise)
    return Told(tuple(left), is_fine=well and not left)


def longest(found: Iterable[Term]) -> list[Term]:
    """From left to right, the longest at each place, none across another."""
    kept: list[Term] = []
    for term in found:
        if not kept or term.start >= kept[-1].end:
            kept.append(term)
    return kept


def _takes(term: Term, fault: Fault, syllables: Sequence[str]) -> bool:
    side = term.entry.get("undoes")
    if side != "after":
        return term.start - 1 <= fault.end <= term.start or (
            side == "before" and fault.end <= term.start
        )
    between = syllables[term.end : fault.start]
    nouns = term.entry.get("nouns", ())
    if fault.start < term.end or not nouns:
        return 0 <= fault.start - term.end <= _REACH
    if not between:
        return True
    return term.length > 1 and len(between) <= _NOUN_REACH and _begins(between, nouns)


def _begins(syllables: Sequence[str], nouns: Sequence[str]) -> bool:
    """A thing that is counted and no other negation: "không có thư xin lỗi khi trễ hạn" lacks the
    letter."""
    if not NEGATIONS.isdisjoint(syllables):
        return False
    return any(tuple(syllables[: len(noun)]) == noun for noun in map(syllables_of, nouns))


def _denied(syllables: Sequence[str], quiet: set[int]) -> Iterator[Fault]:
    """What negations deny that stand in no words known otherwise."""
    verbs = terms("theme_negated")
    for at, syllable in enumerate(syllables):
        if syllable not in NEGATIONS or at in quiet:
            continue
        behind = [
            term
            for term in verbs.find(syllables[at + 1 : at + 9])
            if term.start <= (0 if term.entry.code == _NOTHING else _DENIED)
        ]
        if behind:
            verb = min(behind, key=lambda term: (term.start, -term.length))
            if verb.entry.code != _NOTHING:
                vague = verb.entry.code == _VAGUE
                yield Fault(verb.entry.code, at, at + 1 + verb.end, is_vague=vague)
        else:
            end = min(at + 2, len(syllables))
            yield Fault(_VAGUE, at, end, is_vague=True, is_bare=True)
