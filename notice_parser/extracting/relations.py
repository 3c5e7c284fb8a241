"""What a text does with the document it cites: `relations.toml` before the citation."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from notice_parser import lexicon
from notice_parser.text import one_tone_style

_REACH = 90  # characters before the citation
_CLAUSE_ENDS = (". ", "; ", ": ", "\n")
# "Luật A (sửa đổi, bổ sung năm 2019), Luật B": B amends nothing.
_STOPS = (*_CLAUSE_ENDS, "(", ")")
_MARKS = ',;:.()“”"-–+'
_PASSIVE = ("được", "bị")
_BY = (["tại"], ["bởi"], ["bằng"])  # "(sửa đổi, bổ sung tại Nghị định …)", which amends another
_PINPOINTS = ("điểm", "khoản", "điều", "mục", "chương")
_CARRIED = 160  # characters between two citations that one verb governs
_JOINTS = (",", ";", " và", " hoặc", " hay", " cùng", " với", " và các", ", các")


class _Rule(NamedTuple):
    words: list[str]
    weight: int
    code: str
    active: bool
    unless: list[str]


@lru_cache(maxsize=1)
def _rules() -> dict[str, list[_Rule]]:
    """The rules by their last word, the longest first."""
    rules: dict[str, list[_Rule]] = {}
    for entry in lexicon.load("relations").entries:
        for phrase in entry.words:
            words = [_bare(word) for word in phrase.lower().split()]
            weight = 0 if phrase in entry.get("weak", ()) else int(entry.get("weight", 1))
            active, unless = bool(entry.get("active")), entry.get("unless", [])
            rule = _Rule(words, weight, entry.code, active, unless)
            rules.setdefault(words[-1], []).append(rule)
    return {last: sorted(found, key=lambda rule: -len(rule.words)) for last, found in rules.items()}


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    return one_tone_style(word.strip(_MARKS))


def relation_before(text: str, end: int, floor: int) -> str:
    """The code of the heaviest, then nearest relation in the clause that ends at `end`;
    nothing before `floor` is read. Empty where there is none."""
    start = floor if floor > end - _REACH else end - _REACH
    for stop in _STOPS:
        start = text.rfind(stop, start, end) + 1 or start
    return _relation_of(text[start:end])


@lru_cache(maxsize=4096)  # "theo quy định tại " stands before many
def _relation_of(clause: str) -> str:
    tokens = clause.lower().split()
    words = [_bare(token) for token in tokens]
    rules = _rules()
    code, weight = "", -1
    for index in range(len(words) - 1, -1, -1):
        if words[index] not in rules:
            continue
        rule = _ending_at(words, index, rules[words[index]])
        if rule is None or rule.weight <= weight:
            continue
        if rule.active and (weight > 0 or _ends(tokens, index)):
            continue
        code, weight = rule.code, rule.weight
    return code


def _ends(tokens: list[str], index: int) -> bool:
    """Whether the clause of the word at `index` ends before the citation: what is done in
    "niêm yết bổ sung TTHC, lập sổ đúng mẫu tại Thông tư …" is done to the procedures. A list of
    clauses is none: "bổ sung điểm a, khoản 2 Điều 5 …"."""
    behind = pairwise(tokens[index:])
    return any(token.endswith(",") and after not in _PINPOINTS for token, after in behind)


def _ending_at(words: list[str], index: int, rules: list[_Rule]) -> _Rule | None:
    """The longest of `rules` that ends with `words[index]`, unless it stands in the passive."""
    for rule in rules:
        first = index + 1 - len(rule.words)
        if first < 0 or words[first : index + 1] != rule.words:
            continue
        before = f" {' '.join(words[:first])} " if rule.unless else ""
        if any(f" {undoes} " in before for undoes in rule.unless):
            continue
        undergone = first > 0 and words[first - 1] in _PASSIVE
        passive = undergone or words[index + 1 : index + 2] in _BY
        return None if rule.active and passive else rule
    return None


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether what stands between two citations carries the relation of the first on to the
    second: "Thực hiện Kế hoạch số 09 … năm 2023 và Quyết định số 85"."""
    return end - start <= _CARRIED and _carries(text[start:end])


@lru_cache(maxsize=4096)  # ", " and " và " stand between many
def _carries(between: str) -> bool:
    if "\n" in between:
        return False
    governed = between[:-2] if len(between.strip()) < 2 else between
    return not any(mark in governed for mark in _CLAUSE_ENDS) and between.rstrip().endswith(_JOINTS)
