"""Words that stand for a document cited before: "Nghị định nêu trên", "Kế hoạch này", and names
that the notice defines: "(sau đây gọi là Quy chế 12)".
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

import regex

from notice_parser.extracting.document_types import type_of, type_pattern
from notice_parser.extracting.mentions import Mention, floor_of
from notice_parser.extracting.pinpoints import pinpoint_before

_RECALL = 1500  # characters over which "Kế hoạch này" still means the last plan
_DEFINED = 400  # characters between a document and the name that it is given
_MANY = 50  # defined names of one notice; more is a list of abbreviations


Names = dict[str, tuple[int, Mention]]


class Reference(NamedTuple):
    """Words at `[start, end)` that stand for `target`."""

    start: int
    end: int
    target: Mention
    pinpoint: str


# "này" and "trên" are literal: the search begins with them and reads the type to the left. The
# letters before the space say fast that neither a type nor "nêu", "nói" stands there.
_POINTERS = (
    regex.compile(r"(?<=(?:nh|ết|hị|ư|án|ch|ăn|hế|uận|áo|ật|iến|ng|[ĐQTHVLCAr])\h)này(?!\w)"),
    regex.compile(
        r"trên(?:(?<=(?:nêu|nói|kể|dẫn|ở)\htrên)(?!\w)"
        r"|(?<=(?:nh|ết|hị|ư|án|ch|ăn|hế|uận|áo|ật)\htrên)(?:\hđây)?(?=\h*(?:[,.;)\n]|$)))"
    ),
    regex.compile(r"(?:đã|vừa)\hnêu(?!\w)(?!\htrên)"),
)
_ALIAS = regex.compile(
    r"\((?i:(?:sau\hđây|dưới\hđây)\h)?(?i:được\h)?(?i:gọi|viết)(?i:\htắt|\hchung)?(?i:\hlà)\h?:?\h?"
    r"[\"“'‘]?(?P<alias>[^()\"“”'‘’\n]{2,60}?)[\"”'’]?\)"
)
# "Kế hoạch" as a name must not be found in "Kế hoạch CCHC năm 2023".
_AFTER_BARE = regex.compile(
    r"\h*(?:[,.;:)\n]|$)"
    r"|\h(?:này|nêu|và|đã|chưa|được|có|quy\hđịnh|thì|là|của|ban\hhành|do|để|trong|từ)\h"
)
# The notice's own kind stands alone on a line in capitals: "THÔNG BÁO". "Thông báo này" is
# the notice itself.
_TITLE_REACH = 3000


@lru_cache(maxsize=1)
def _type_before() -> regex.Pattern[str]:
    said = r"(?:\h(?:đã\h|vừa\h)?(?:nêu|nói|kể|dẫn)(?:\hở)?)?"
    return regex.compile(
        rf"(?r)(?<!\w)(?<!(?:các|những|một)\h)(?P<type>{type_pattern(leftward=True)}){said}\h"
    )


@lru_cache(maxsize=1)
def _type_at() -> regex.Pattern[str]:
    return regex.compile(type_pattern() + r"(?!\w)")


def find_references(text: str, mentions: Sequence[Mention], names: Names) -> list[Reference]:
    """References to `mentions`, or by `names`, that are not mentions themselves, sorted and
    disjoint."""
    found = [*_pointers(text, mentions), *_uses(text, names)]
    found.sort(key=lambda reference: (reference.start, -reference.end))
    spans = [(mention.start, mention.end) for mention in mentions]
    starts = [start for start, _ in spans]
    kept: list[Reference] = []
    for reference in found:
        at = bisect_right(starts, reference.end - 1) - 1
        free = at < 0 or spans[at][1] <= reference.start
        if free and (not kept or kept[-1].end <= reference.start):
            kept.append(reference)
    return kept


def _pointers(text: str, mentions: Sequence[Mention]) -> Iterator[Reference]:
    own = _own_type(text)
    by_kind = _by_kind(mentions)
    for pattern in _POINTERS:
        for match in pattern.finditer(text):
            floor = floor_of(text, match.start())
            before = _type_before().match(text, floor, match.start())
            kind = type_of(before["type"]).code if before else ""
            if before is None or kind == own or kind not in by_kind:
                continue
            target = _last(by_kind[kind], before.start())
            if target and before.start() - target.end <= _RECALL:
                yield _reference(text, before.start(), match.end(), target=target)


def _by_kind(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    grouped: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        grouped[mention.kind.code].append(mention)
    return grouped


def _last(group: Sequence[Mention], before: int) -> Mention | None:
    at = bisect_right(group, before, key=attrgetter("end")) - 1
    return group[at] if at >= 0 else None


def _reference(text: str, start: int, end: int, *, target: Mention) -> Reference:
    pinpoint = pinpoint_before(text, start, floor_of(text, start))
    if pinpoint is None or pinpoint[0] < target.end:
        return Reference(start, end, target, "")
    return Reference(pinpoint[0], end, target, pinpoint[1])


def _own_type(text: str) -> str:
    for line in text[:_TITLE_REACH].split("\n"):
        title = line.strip(" *_")
        if title.isupper() and (match := _type_at().match(title)):
            return type_of(match[0]).code
    return ""


def without_names(text: str, mentions: list[Mention], names: Names) -> list[Mention]:
    """The mentions without those that are names: "(sau đây gọi là Quy chế 12)" looks like a
    regulation number 12, and is one only where the notice has one with that number."""
    if not names:
        return mentions
    numbers = {(m.kind.code, m.digits) for m in mentions if not m.short}
    return [
        mention
        for mention in mentions
        if not mention.short
        or (mention.kind.code, mention.digits) in numbers
        or text[mention.body_start : mention.body_end] not in names
    ]


def defined_names(text: str, mentions: Sequence[Mention]) -> Names:
    """The names that the notice gives to documents, with where it does and to which."""
    aliases: dict[str, tuple[int, Mention]] = {}
    ends = [mention.end for mention in mentions]
    for match in _ALIAS.finditer(text):
        named = _type_at().match(match["alias"])
        at = bisect_right(ends, match.start()) - 1
        if named is None or at < 0 or match.start() - ends[at] > _DEFINED:
            continue
        inner = mentions[at + 1 : bisect_right(ends, match.end())]
        if any(not mention.short for mention in inner):
            continue  # "(sau đây gọi là Nghị định số 43/2010/NĐ-CP)" is found by itself
        if "\n" not in text[ends[at] : match.start()]:
            aliases.setdefault(match["alias"].strip(), (match.end(), mentions[at]))
        if len(aliases) >= _MANY:
            break
    return aliases


def _uses(text: str, aliases: Names) -> Iterator[Reference]:
    """Later uses of the names."""
    position = 0
    for start, end, name in sorted(_occurrences(text, aliases)):
        if start >= position:
            position = -end
            yield _reference(text, start, position, target=aliases[name][1])


def _occurrences(text: str, names: Names) -> Iterator[tuple[int, int, str]]:
    """Start, end (below zero, so that the longest sorts first) and name wherever one of
    `names` stands as words of its own, behind where it is defined. Searching for each is many
    times faster than a pattern of them all."""
    for name, (defined, _) in names.items():
        bare = _type_at().fullmatch(name) is not None
        start = text.find(name, defined)
        while start >= 0:
            end = start + len(name)
            alone = not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1]))
            if alone and (not bare or _AFTER_BARE.match(text, end)):
                yield start, -end, name
            start = text.find(name, start + 1)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"
