"""What a theme is called: its subject with what is wrong with it, in words of its problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import TypeVar

import regex

from notice_parser import lexicon
from notice_parser.aspects import Aspects, aspects
from notice_parser.themes.problems import bare, key_words

_Value = TypeVar("_Value", str, tuple[str, bool])

_KEYWORDS = 6
_NAME_LONGEST = 60
# Stand before what they deny ("chưa gửi báo cáo"), but where they say what a paper lacks.
_NEGATIONS = ("chưa ", "không ")
_LACKING = ("chưa có", "không có")
_PAPERS = ("Hồ sơ", "Sổ", "Phiếu")
_NOT_DONE = "chua-lam"
_OPENING = regex.compile(
    r"(?:(?:còn|vẫn|có|một số|nhiều|việc|tình trạng|hiện|riêng|đáng chú ý|qua kiểm tra|tại)[\s,]+)+"
)


def keywords(members: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """For each group of bare problems the words with the highest class-based TF-IDF
    (Grootendorst 2022): how often in the group, weighted by how rare over all groups. Ties fall
    in order of the word."""
    per_group = {
        g: Counter(w for d in docs for w in set(key_words(d))) for g, docs in members.items()
    }
    overall = sum(per_group.values(), Counter[str]())
    average = sum(overall.values()) / max(len(per_group), 1)
    return {
        group: tuple(
            sorted(counts, key=lambda w: (-counts[w] * log(1 + average / overall[w]), w))[
                :_KEYWORDS
            ]
        )
        for group, counts in per_group.items()
    }


def names(
    members: Mapping[int, Sequence[str]],
    words: Mapping[int, Sequence[str]],
    typical: Mapping[int, str],
) -> dict[int, str]:
    """For each group of bare problems, its keywords and its most typical problem a short name
    without figures and bodies. Of groups of one name that with most of their problems keeps it, the
    others get a keyword that only they have."""
    plain = {group: name(docs, typical[group]) for group, docs in members.items()}
    called = Counter[str]()
    for group, told in plain.items():
        called[told] += len(members[group])
    return {
        group: told
        if 2 * len(members[group]) > called[told]
        else _told_apart(told, group, words, plain)
        for group, told in plain.items()
    }


def name(documents: Sequence[str], typical: str) -> str:
    """The subject that most of the documents have, with the fault that most of these have; or
    where the lexicon knows no subject or no fault, the first clause of the typical problem."""
    told = [aspects(document) for document in documents]
    subject = _most(a.subject for a in told) if told else ""
    if not subject:
        return _clause(typical)
    entry = lexicon.load("theme_subjects").by_code[subject]
    called = str(entry.get("name"))
    if entry.get("whole", False):
        return called
    return _with_fault(called, told, subject) or _clause(typical)


def _most(values: Iterable[_Value]) -> _Value:
    """The most frequent; the first in order of equals."""
    counts = Counter(values)
    return min(counts, key=lambda value: (-counts[value], value))


def _with_fault(called: str, told: Sequence[Aspects], subject: str) -> str:
    """ "" where no fault is known: the subject alone would say nothing."""
    fault = _most(a.fault for a in told if a.subject == subject)
    if not fault:
        return ""
    entry = lexicon.load("theme_faults").by_code[fault]
    words, ahead = _most(
        (a.fault_words, a.is_ahead) for a in told if a.subject == subject and a.fault == fault
    )
    if words in _LACKING and called.startswith(_PAPERS):
        return f"{called} thiếu giấy tờ"
    if fault == _NOT_DONE and not words:
        return f"{called} chưa bảo đảm"
    if not words.startswith(_NEGATIONS) or entry.get("after", False):
        return f"{called} {entry.get('name')}"
    if ahead or not set(words.split()[1:]).isdisjoint(called.lower().split()):
        return _before(words, called)
    return f"{called} thiếu nội dung" if words in _LACKING else f"{called} {words}"


def _before(words: str, called: str) -> str:
    """ "chưa niêm yết" before "Niêm yết thủ tục": what both say is said once."""
    lower = called if called[:2].isupper() else called[:1].lower() + called[1:]
    syllables = words.split()
    for start in range(1, len(syllables)):
        common = " ".join(syllables[start:])
        if lower.startswith(f"{common} ") or (" " in common and common in lower):
            words = " ".join(syllables[:start])
            break
    return f"{words[:1].upper()}{words[1:]} {lower}"


def _clause(example: str) -> str:
    """A problem's first clause, without what limitations open with, cut at a word."""
    document = bare(example) or example
    clause = regex.split(r"[;:,]\s|\s(?:nhưng|tuy nhiên|dẫn đến|do đó|nên)\s", document)[0]
    clause = _OPENING.sub("", clause, count=1).strip(" .;:,") or clause
    if len(clause) > _NAME_LONGEST:
        clause = clause[:_NAME_LONGEST].rsplit(" ", 1)[0] + " …"
    return clause[:1].upper() + clause[1:]


def _told_apart(
    told: str, group: int, words: Mapping[int, Sequence[str]], plain: Mapping[int, str]
) -> str:
    others = {w for g, other in plain.items() if other == told and g != group for w in words[g]}
    known = told.lower()
    own = (w for w in words[group] if w not in others and w not in known)
    word = next(own, "")
    return f"{told} ({word})" if word else told
