"""What a limitation is about and what is wrong with it, by the words of the lexicon.

Wordings of one shortcoming share little ("Phần lớn không kèm thư xin lỗi", "chưa thực hiện việc xin
lỗi bằng văn bản"), and wordings of two may share nearly all ("hồ sơ đất đai trễ hạn", "báo cáo trễ
hạn"): subject and fault tell them apart where the letters do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from notice_parser import lexicon
from notice_parser.aspects.faults import NEGATIONS, Fault, faults, longest
from notice_parser.aspects.terms import Term, syllables_of, terms
from notice_parser.lexicon import Entry

# A holder is about the subject that begins so many syllables after it at most: "kế hoạch năm …
# chuyển đổi vị trí công tác".
_HOLDS = 4
# The fault where a subject makes no difference between faults.
ANY = "*"


@dataclass(frozen=True, slots=True)
class Aspects:
    """`subject` and `fault` are codes of theme_subjects.toml and theme_faults.toml, "" where no
    word says so; `is_weak`: there is no subject, or words that hardly name one. `kind` stands for
    all faults that are one with this subject (ANY: all are), `others` for those that stand farther
    from it; `fault_words` are the words of `fault`, "" where nothing but a negation says it, and
    `is_ahead` tells whether they stand before the subject. `is_fine`: the text says that all is
    well, and nothing else."""

    subject: str
    is_weak: bool
    fault: str
    kind: str
    others: tuple[str, ...]
    fault_words: str
    is_ahead: bool
    is_fine: bool
    each: tuple[tuple[str, str], ...]


@lru_cache(maxsize=65536)
def aspects(document: str) -> Aspects:
    """Those of a bare limitation (`problems.bare`)."""
    syllables = _telling(syllables_of(document))
    found = _outermost(terms("theme_subjects").find(syllables))
    subject = _subject(found, syllables)
    entry = _meant(subject.entry) if subject else None
    code = entry.code if entry else ""
    weak = entry is None or bool(entry.get("weak", False))
    told = faults(syllables, len(syllables_of(document.partition(";")[0])))
    each = _each(found, told.faults)
    nearest = _nearest(told.faults, subject)
    if nearest is None:
        kind = _kind("", entry)
        return Aspects(code, weak, "", kind, (), "", False, is_fine=told.is_fine, each=each)
    kind = _kind(nearest.code, entry)
    others = tuple(sorted({_kind(f.code, entry) for f in told.faults if not f.is_vague} - {kind}))
    words = (
        "" if nearest.is_bare else " ".join(filter(None, syllables[nearest.start : nearest.end]))
    )
    ahead = subject is not None and nearest.start < subject.start
    return Aspects(code, weak, nearest.code, kind, others, words, ahead, is_fine=False, each=each)


def _nearest(told: Sequence[Fault], subject: Term | None) -> Fault | None:
    return min(told, key=lambda fault: (_distance(fault, subject), fault.start), default=None)


def _each(found: Sequence[Term], told: Sequence[Fault]) -> tuple[tuple[str, str], ...]:
    near = ((_meant(term.entry).code, _nearest(told, term)) for term in found)
    return tuple(sorted({(code, fault.code if fault else "") for code, fault in near}))


def _meant(entry: Entry) -> Entry:
    """The entry whose subject it is, of one that only stands for another."""
    other = entry.get("stands_for", "")
    return lexicon.load("theme_subjects").by_code[str(other)] if other else entry


def _telling(syllables: tuple[str, ...]) -> tuple[str, ...]:
    """With nothing in place of the words that say how and when a limitation was found."""
    telling = list(syllables)
    for term in longest(terms("theme_circumstances").find(syllables)):
        if not term.entry.get("kept"):
            telling[term.start : term.end] = [""] * (term.end - term.start)
    return tuple(telling)


def _outermost(found: Sequence[Term]) -> list[Term]:
    """Without those that stand inside a longer one of another subject."""
    return [
        term
        for term in found
        if not any(
            other.start <= term.start
            and term.end <= other.end
            and other.length > term.length
            and other.entry.code != term.entry.code
            for other in found
        )
    ]


def _subject(found: Sequence[Term], syllables: Sequence[str]) -> Term | None:
    """The first of the words that name a subject best."""
    return min(
        found,
        key=lambda term: (_rank(term, found, syllables), term.start, -term.length),
        default=None,
    )


def _rank(term: Term, found: Sequence[Term], syllables: Sequence[str]) -> int:
    """0 for words that say what is wrong wherever they stand, 1 for a subject, 2 for a holder of
    another ("kế hoạch"), 3 for what yields to all but a place or a means, 4 for these."""
    entry = term.entry
    if entry.get("strong", False):
        return 0
    if entry.get("weak", False):
        return 4
    if entry.get("yields", False):
        return 3
    if not entry.get("holder", False):
        return 1
    return 2 if any(_holds(term, other, syllables) for other in found) else 1


def _holds(holder: Term, other: Term, syllables: Sequence[str]) -> bool:
    """A subject begins right behind it, and no negation stands between: "báo cáo chưa nêu …"."""
    kinds = ("holder", "weak", "yields")
    if any(other.entry.get(kind, False) for kind in kinds):
        return False
    between = syllables[holder.end : other.start]
    return 0 <= other.start - holder.end <= _HOLDS and NEGATIONS.isdisjoint(between)


def _kind(code: str, entry: Entry | None) -> str:
    """What stands for this fault with this subject."""
    if entry is None:
        return code
    groups = entry.get("same", ())
    if entry.get("whole", False) or [ANY] in groups:
        return ANY
    if not code and entry.get("usual", False):
        return str(groups[0][0])
    return next((str(group[0]) for group in groups if code in group), code)


def _distance(fault: Fault, subject: Term | None) -> int:
    """In syllables; 0 where one stands in the other ("chưa niêm yết"). A negation that says no more
    counts as farther than words that do."""
    if subject is None:
        return fault.start
    apart = max(fault.start - subject.end, subject.start - fault.end, 0)
    return apart + 1 if fault.is_vague else apart
