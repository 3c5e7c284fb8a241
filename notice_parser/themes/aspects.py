"""What a limitation is about and what is wrong with it, by the words of the lexicon.

Wordings of one shortcoming share little ("Phần lớn không kèm thư xin lỗi", "chưa thực hiện việc xin
lỗi bằng văn bản"), and wordings of two may share nearly all ("hồ sơ đất đai trễ hạn", "báo cáo trễ
hạn"): subject and fault tell them apart where the letters do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from notice_parser import lexicon
from notice_parser.lexicon import Match


@dataclass(frozen=True, slots=True)
class Aspects:
    """`subject` and `fault` are codes of theme_subjects.toml and theme_faults.toml, "" where no
    word says so; `is_weak`: there is no subject, or words that hardly name one. `others` are
    faults that stand farther from the subject, `fault_words` the words of `fault`. `is_fine`:
    the text says that all is well, and nothing else."""

    subject: str
    is_weak: bool
    fault: str
    others: tuple[str, ...]
    fault_words: str
    is_fine: bool


@lru_cache(maxsize=65536)
def aspects(document: str) -> Aspects:
    """Those of a bare limitation (`problems.bare`)."""
    subject = _subject(document)
    code = subject.entry.code if subject else ""
    weak = subject is None or bool(subject.entry.get("weak", False))
    found = list(lexicon.load("theme_faults").find(document))
    faults = [match for match in found if not match.entry.get("fine", False)]
    decisive = any(match.entry.get("decisive", False) for match in found)
    if decisive or not faults:
        return Aspects(code, weak, "", (), "", is_fine=bool(found))
    nearest = min(faults, key=lambda match: (_distance(match, subject), match.start))
    others = {match.entry.code for match in faults} - {nearest.entry.code}
    words = document[nearest.start : nearest.end]
    return Aspects(code, weak, nearest.entry.code, tuple(sorted(others)), words, is_fine=False)


def _subject(document: str) -> Match | None:
    """The first of the words that are not weak, or else the first."""
    found = list(lexicon.load("theme_subjects").find(document))
    return _first(m for m in found if not m.entry.get("weak", False)) or _first(found)


def _first(matches: Iterable[Match]) -> Match | None:
    return next(iter(matches), None)


def _distance(fault: Match, subject: Match | None) -> int:
    """In letters; 0 where one stands in the other ("chưa niêm yết")."""
    if subject is None:
        return fault.start
    return max(fault.start - subject.end, subject.start - fault.end, 0)
