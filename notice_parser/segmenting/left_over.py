"""Whom a sentence leaves out, and who is left over then: "Trừ xã A, các xã …", "Hầu hết các xã
(trừ Minh Quang) …", "Các xã còn lại …"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Unit
from notice_parser.segmenting.kinds import is_of
from notice_parser.segmenting.openings import (
    COUNTS,
    does_something,
    in_one_list,
    opening_words,
    spaced,
)
from notice_parser.segmenting.scene import Scene
from notice_parser.segmenting.unit_grammar import place_kinds
from notice_parser.text import any_of

_TOLD = regex.compile(r"\w\s*[,(]")  # something is told before the exception


@dataclass(frozen=True, slots=True)
class Named:
    """A body that is called by name at `[start, end)` of a sentence."""

    start: int
    end: int
    unit_id: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Those who are left over; `sure` tells that nothing had to be guessed."""

    units: tuple[Unit, ...]
    sure: bool


# -- left out ---------------------------------------------------------------------------


def left_out(sentence: str, named: Sequence[Named]) -> Iterator[Named]:
    """Those of the bodies called by name that the sentence leaves out: "Trừ xã A và xã B, các xã
    …". "Ngoài xã A, xã B cũng không có …" leaves out A alone, "…, trừ xã A chưa niêm yết" tells of
    xã A, too."""
    runs: list[list[Named]] = []
    end = 0
    for call in named:
        between = sentence[end : call.start]
        if _excepts().search(spaced(between)):
            runs.append([call])
        elif runs and runs[-1][-1].end == end and _goes_on(sentence, between, call):
            runs[-1].append(call)
        end = call.end
    for run in runs:
        behind = _TOLD.search(sentence, 0, run[0].start) is not None
        if not (behind and does_something(sentence, run[-1].end)):
            yield from run


def sets_apart(sentence: str) -> bool:
    """Whether it leaves out somebody, whoever that is: "trừ xã Đông"."""
    return bool(_apart().search(sentence))


@lru_cache(maxsize=1)
def _apart() -> regex.Pattern[str]:
    words = any_of(opening_words("except"))
    return regex.compile(rf"(?<!\w)(?i:{words})\s+(?:(?i:{place_kinds()})\s+)?\p{{Lu}}")


@lru_cache(maxsize=1)
def _excepts() -> regex.Pattern[str]:
    """Behind "trừ", wherever it stands, or behind "ngoài", where a clause opens with it."""
    words, besides = any_of(opening_words("except")), any_of(opening_words("besides"))
    posts, counts = any_of(opening_words("post")), "|".join(COUNTS)
    places = any_of(opening_words("place"))
    return regex.compile(
        rf"(?:(?<!\w)(?:{words})|(?:^|[,;.(]\s*)(?:{besides}))\s+(?:(?:{places})\s+)?"
        rf"(?:(?:{counts}|các)\s+)?(?:(?:{posts})\s+)*(?:các\s+\w+\s+)?$"
    )


def _goes_on(sentence: str, between: str, call: Named) -> bool:
    """ "Trừ xã A, xã B và xã C, các xã …"; in "Ngoài xã A, xã B cũng …" B acts."""
    comma = between.strip() == ","
    listed = in_one_list(spaced(between))
    return listed and not (comma and does_something(sentence, call.end))


# -- left over --------------------------------------------------------------------------


def beside(scene: Scene, kinds: Sequence[str], out: Collection[str], count: int | None) -> LeftOver:
    """Those of the kinds beside the ones that the sentence leaves out; nobody where they are not
    as many as it counts."""
    units = _others(scene, kinds, out)
    if not units or count not in (None, len(units)):
        units = _others(scene, (*kinds, *_covered(kinds)), out)
    return LeftOver(units if count in (None, len(units)) else (), sure=True)


def left_over(
    scene: Scene, kinds: Sequence[str], named: Collection[str], count: int | None
) -> LeftOver:
    """Those of the kinds that are left over beside those `named` before in the sentence or, where
    it names none, in the sentences before; nobody where that cannot be told."""
    gone: list[str] = []
    nearest = LeftOver((), sure=False)
    for unit_ids in ([*named],) if _like(scene, named, kinds) else reversed(scene.earlier):
        if not _like(scene, unit_ids, kinds):
            break
        gone += unit_ids
        found = _remaining(scene, kinds, gone, count)
        if count is not None or not nearest.units:
            nearest = found
        # "Xã A … / Xã B … / Các xã còn lại …" may leave out the last alone, or both.
        elif found.units != nearest.units:
            return LeftOver(nearest.units, sure=False)
        if count == len(nearest.units):
            break
    return nearest


def _remaining(
    scene: Scene, kinds: Sequence[str], gone: Collection[str], count: int | None
) -> LeftOver:
    """Beside xã A, "các xã còn lại" may mean the town of the district, too."""
    units, more = (_others(scene, k, gone) for k in (kinds, (*kinds, *_covered(kinds))))
    if count is not None:
        return beside(scene, kinds, gone, count)
    return LeftOver(more, sure=units == more)


def _others(scene: Scene, kinds: Sequence[str], gone: Collection[str]) -> tuple[Unit, ...]:
    """ "Trừ xã A, các đơn vị …" hardly means the district, "Huyện …, các đơn vị còn lại …" means
    its communes."""
    units = tuple(u for u in scene.roster.units if u.unit_id not in gone and is_of(u, kinds))
    levels = {u.level for u in scene.roster.units if u.unit_id in gone}
    alike = tuple(u for u in units if u.level in levels)
    return alike if alike and not kinds else units


def _like(scene: Scene, unit_ids: Collection[str], kinds: Sequence[str]) -> bool:
    """Whether others of their kind can be set apart from those."""
    wide = (*kinds, *_covered(kinds))
    return any(u.unit_id in unit_ids and is_of(u, wide) for u in scene.roster.units)


def _covered(kinds: Sequence[str]) -> tuple[str, ...]:
    """The kinds that go by the name of these: "các xã" of a district for its town, too."""
    places = lexicon.load("place_kinds").by_code
    return tuple(k for kind in kinds if kind in places for k in places[kind].get("covers", ()))
