"""Which of the inspected units a sentence is about: whom it opens with, or speaks of first.

"Riêng xã Vĩnh Thanh bảng niêm yết còn …" is about Vĩnh Thanh under whatever heading, "Cũng tại
đơn vị này, …" about the one of the sentence before, "Cả hai phường …" about both. How far from
its opening a sentence may name it depends on what is known without it (`Reach`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Unit
from notice_parser.segmenting.roster import (
    ALL_UNITS,
    COUNTS,
    Roster,
    call_key,
    kind_words,
    of_kinds,
    opening_words,
    roster_of,
    together,
)
from notice_parser.segmenting.units import LEVELS, find_units
from notice_parser.text import any_of, match_key, one_tone_style

_LONGEST_LEAD = 300
_REACH_OF_PREDICATE = 20  # characters behind a body in which it is told that it does something
_SEVERAL = 2
_FAR = 110  # characters at the start of a sentence that may name whom it is about


class Reach(IntEnum):
    """How far into a sentence a unit is looked for: `OPENING` where a heading names another,
    `SUBJECT` where the title names one, `ANYWHERE` where nothing tells which."""

    OPENING = 0
    SUBJECT = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class _Call:
    """At `[start, end)` of a sentence somebody is called; `unit_ids` is None for a kind of body
    that several could be."""

    start: int
    end: int
    unit_ids: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class _Scene:
    """Who can be meant in a sentence: the inspected units, those of heading or title, and those
    of the sentences before."""

    roster: Roster
    reach: Reach
    told: tuple[str, ...]
    earlier: Sequence[tuple[str, ...]]
    titled: bool = False


def spoken_of(
    sentence: str,
    units: tuple[Unit, ...],
    *,
    reach: Reach,
    told: tuple[str, ...] = (),
    earlier: Sequence[tuple[str, ...]] = (),
    titled: bool = False,
) -> tuple[str, ...] | None:
    """The ids of the inspected `units` that the sentence is about, or ALL_UNITS; None where it
    names none. `told` are those of heading or title, `titled` tells that they are only those of
    the title, `earlier` are those of the sentences before, the last one last. A sentence about a
    body that was not inspected keeps what is told."""
    if not units:
        return None
    sentence = one_tone_style(sentence)
    roster = roster_of(units)
    calls = list(_calls(sentence, _Scene(roster, reach, told, earlier, titled)))
    far = len(sentence) if reach is Reach.ANYWHERE else _FAR
    for place, call in enumerate(calls):
        before = sentence[: call.start]
        if call.start > far:
            break
        if _leads(before) or (_is_subject(before, reach) and not opens_with_another(before)):
            return call.unit_ids and _joined(sentence, calls[place:], roster)
    return told if opens_with_another(sentence) else None


def _joined(sentence: str, calls: Sequence[_Call], roster: Roster) -> tuple[str, ...]:
    """The first of the calls with those that are listed behind it: "xã A, xã B và xã C", or do
    something in the same sentence: "phường A mới đạt 11,5%, phường B đạt 13,8%"."""
    found, end = list(calls[0].unit_ids or ()), calls[0].end
    listed = True
    for call in calls[1:]:
        between = _spaced(sentence[end : call.start])
        listed = listed and bool(call.unit_ids and _joint().fullmatch(between))
        if not call.unit_ids or not (listed or _acts(sentence, between, call)):
            continue
        found, end = [*found, *call.unit_ids], call.end
        if match_key(sentence[call.start : call.end]).endswith(opening_words("inspected")):
            return ALL_UNITS  # "huyện Bắc Hà và hai xã được kiểm tra"
    if set(ALL_UNITS) & set(found):
        return ALL_UNITS
    return together(found, [unit.unit_id for unit in roster.units])


def _acts(sentence: str, between: str, call: _Call) -> bool:
    """Whether a clause of its own tells what one that is called by name does."""
    follows = match_key(sentence[call.end : call.end + _REACH_OF_PREDICATE])
    does = any(follows.startswith(f"{word} ") for word in opening_words("predicate"))
    named = any(c.isupper() for c in sentence[call.start : call.end].split(" ", 1)[-1])
    return does and named and bool(_next_clause().search(between))


def _calls(sentence: str, scene: _Scene) -> Iterator[_Call]:
    by_name = {m.start(): m for m in scene.roster.pattern.finditer(sentence)}
    by_kind = {m.start(): m for m in of_kinds().finditer(sentence)}
    end = 0
    for start, match in sorted((by_kind | by_name).items()):
        if start < end:
            continue
        listed = bool(end and _joint().fullmatch(_spaced(sentence[end:start])))
        calls = (
            _named(match, scene)
            if start in by_name
            else _of_kind(sentence, match, scene, listed=listed)
        )
        for call in calls:
            yield call
            end = call.end


def _named(match: regex.Match[str], scene: _Scene) -> Iterator[_Call]:
    if match["named"]:
        yield _Call(*match.span(), (scene.roster.calls[call_key(match["named"])],))
    else:
        yield _Call(*match.span(), (scene.roster.office(match["office"]),))


def _of_kind(
    sentence: str, match: regex.Match[str], scene: _Scene, *, listed: bool
) -> Iterator[_Call]:
    """`listed` tells that it goes on with a list: "UBND huyện và các đơn vị"."""
    lead = _leads(sentence[: match.start()])
    if match["group"] and (lead or listed or not _loose(match)):
        if any(_is_of(unit, _kinds_of(match["kinds"])) for unit in scene.roster.units):
            yield _Call(*match.span(), _group(match, scene, lead=lead, listed=listed))
    elif match["back"]:
        yield _Call(*match.span(), _same(match["kind"], scene))
    elif match["alone"] and (listed or _by_kind(sentence, match, lead=lead)):
        alone = _alone(match["alone"], scene.roster)
        if alone is None and opens_with_another(sentence):
            return  # "Văn phòng HĐND và UBND huyện hướng dẫn …"
        # Under the heading of a commune "UBND huyện ưu tiên cấp cho xã …" is about the commune.
        least = Reach.OPENING if lead or listed else Reach.SUBJECT
        if alone == scene.told or scene.reach > least:
            yield _Call(*match.span(), alone)


def _loose(match: regex.Match[str]) -> bool:
    """ "… ở 03 đơn vị" may be others than those inspected, "cả hai đơn vị" hardly."""
    return not (match["both"] or match["of"] or _kinds_of(match["kinds"]))


def _group(
    match: regex.Match[str], scene: _Scene, *, lead: bool, listed: bool
) -> tuple[str, ...] | None:
    """The units of "cả hai xã", "các xã được kiểm tra", "hai đơn vị nói trên"; of "các xã" those
    of its kind where the sentence opens with them or lists them."""
    kinds = _kinds_of(match["kinds"])
    chosen = [unit for unit in scene.roster.units if _is_of(unit, kinds)]
    count = COUNTS.get(match["count"].lower())
    of = match_key(match["of"] or "")
    if of in opening_words("back"):
        meant = next((ids for ids in reversed(scene.earlier) if len(ids) == count), ())
        if meant:
            return meant
    every = len(chosen) == len(scene.roster.units)
    if of in opening_words("inspected"):
        return ALL_UNITS if every or not kinds else scene.roster.ids(chosen)
    if count is None:
        opens = lead and (kinds or scene.titled)
        meant_here = of or listed or opens or scene.reach is Reach.ANYWHERE
        if not meant_here or scene.reach is Reach.OPENING or len(chosen) < _SEVERAL:
            return None
        return ALL_UNITS if every else scene.roster.ids(chosen)
    if count != len(chosen):
        return None
    return ALL_UNITS if every else scene.roster.ids(chosen)


def _kinds_of(written: str) -> tuple[str, ...]:
    """The kinds of body that words name; none where they may be of any kind: "hai đơn vị"."""
    kinds = tuple(regex.findall(kind_words(), written.lower()))
    return () if set(kinds) & set(opening_words("body")) else kinds


def _is_of(unit: Unit, kinds: Sequence[str]) -> bool:
    return not kinds or unit.kind in kinds or any(unit.name.lower().startswith(k) for k in kinds)


def _same(kind: str, scene: _Scene) -> tuple[str, ...] | None:
    """Those of the sentence before, where "xã này", "đơn vị này" can mean them."""
    last = scene.earlier[-1] if scene.earlier else scene.told
    meant = [u for u in scene.roster.units if u.unit_id in last]
    return last if len(meant) == 1 and _is_of(meant[0], _kinds_of(kind)) else None


def _by_kind(sentence: str, match: regex.Match[str], *, lead: bool) -> bool:
    """Whether a kind of body alone stands for a body: "UBND huyện", "Chi cục chưa …"."""
    before = _spaced(sentence[: match.start()])
    beside = _beside().match(sentence, match.end())
    end = beside.end() if beside else match.end()
    follows = match_key(sentence[end : end + _REACH_OF_PREDICATE])
    if before.endswith("cấp "):
        return False  # "công chức cấp xã" are those of all communes
    if not lead:
        return bool(_owned().search(before))
    led = bool(_led().search(before))
    return led or any(follows.startswith(f"{word} ") for word in opening_words("predicate"))


@lru_cache(maxsize=1)
def _beside() -> regex.Pattern[str]:
    """ "Chi cục và Trung tâm chưa có …"."""
    return regex.compile(rf"(?:\s*(?:,|và)\s+(?i:{kind_words()})(?!\w)(?!\s+\p{{Lu}}))+")


def _alone(kind: str, roster: Roster) -> tuple[str, ...] | None:
    of_kind = [unit for unit in roster.units if _is_of(unit, _kinds_of(kind))]
    return (of_kind[0].unit_id,) if len(of_kind) == 1 else None


# -- what stands before ------------------------------------------------------------------


def _leads(before: str) -> bool:
    """Whether a sentence opens with what follows `before`."""
    return len(before) < _LONGEST_LEAD and bool(_lead().fullmatch(_spaced(before)))


def _is_subject(before: str, reach: Reach) -> bool:
    """Whether a body may be called there that the sentence is about, though it does not open
    with it: "Bảng niêm yết của …"."""
    key = _spaced(before)
    if reach is Reach.SUBJECT:
        checked = _there_are().sub("", _checked().sub("", key))
        return bool(_owned().search(key)) and not _said().search(checked)
    return reach is Reach.ANYWHERE


def opens_with_another(sentence: str) -> bool:
    """Whether a sentence that speaks of no inspected unit opens with another body: "Sở Tài chính
    thẩm định …"."""
    mention = next((m for m in find_units(sentence, end=_FAR) if m.named), None)
    return mention is not None and _leads(sentence[: mention.start])


def opens_with_office(sentence: str) -> bool:
    """Whether a sentence opens with a body by its office: "Nhìn chung, UBND thị xã Cửa Lò đã …",
    "Nhìn chung, Sở …", not "Nhìn chung, huyện Châu Đức …"."""
    mention = next(iter(find_units(sentence, end=_FAR)), None)
    if mention is None:
        return False
    place = match_key(mention.text).startswith(f"{mention.kind} ")
    office = mention.level not in LEVELS or not place
    return office and _leads(sentence[: mention.start])


@lru_cache(maxsize=1)
def _lead() -> regex.Pattern[str]:
    """All that may stand before the body with which a sentence opens."""
    links, places, posts = (any_of(opening_words(code)) for code in ("link", "place", "post"))
    asks = any_of(lexicon.load("cues").by_code["request"].get("asks"))
    when = r"(?:(?:trong\s+)?(?:\d{1,2} tháng(?: đầu)? )?(?:năm|quý \w+ năm) \d{4}|đến nay)"
    aside = rf"(?:(?:{any_of(opening_words('adverbial'))})\b[^.;:]{{0,110}}?[,:]|{when}(?= ))"
    return regex.compile(
        rf"\W*(?:(?:{links})[\s,:]*)*(?:{aside}\s*(?:(?:{links})[\s,:]*)*){{0,2}}"
        rf"(?:(?:{any_of(opening_words('inspectors'))})\s+)?(?:(?:{asks})\s+)?(?:(?:{places})\s+)?"
        rf"(?:có\s+\d+(?:/\d+)?\s+(?=(?:{posts})\s))?(?:(?:{posts})\s+(?:của\s+)?)*(?:cả\s+)?(?:(?:{'|'.join(COUNTS)}|các)\s+)?"
    )


def _spaced(written: str) -> str:
    """What stands before or between names, ready for the patterns above: "riêng tại "."""
    return f"{match_key(written)} ".lstrip()


@lru_cache(maxsize=1)
def _led() -> regex.Pattern[str]:
    asks = any_of(lexicon.load("cues").by_code["request"].get("asks"))
    before = "|".join((any_of(opening_words("place")), any_of(opening_words("post")), asks, "cả"))
    return regex.compile(rf"(?<!\w)(?:{before})\s*$")


@lru_cache(maxsize=1)
def _owned() -> regex.Pattern[str]:
    """ "Bảng niêm yết của …", "Việc số hóa tại UBND …"."""
    places, posts = "của|tại|ở|thuộc|toàn|trên địa bàn", any_of(opening_words("post"))
    return regex.compile(rf"(?<!\w)(?:{places})\s+(?:(?:{posts})\s+)*$")


@lru_cache(maxsize=1)
def _checked() -> regex.Pattern[str]:
    """ "Qua kiểm tra ngẫu nhiên 25 hồ sơ tại …": what the inspectors did."""
    return regex.compile(r"^(?:qua\s+)?(?:kiểm tra|rà soát|xem xét)(?!\w)")


@lru_cache(maxsize=1)
def _there_are() -> regex.Pattern[str]:
    """ "Lúc 7 giờ 40 phút, có 05/38 viên chức của Trung tâm …"."""
    return regex.compile(r"(?<!\w)có\s+(?=\d)")


@lru_cache(maxsize=1)
def _said() -> regex.Pattern[str]:
    # "Kế hoạch theo dõi thi hành pháp luật của phường …" has said nothing yet.
    return regex.compile(rf"(?<!\w)(?:{any_of(opening_words('not-yet'))})(?!\w|\s+dõi)")


@lru_cache(maxsize=1)
def _next_clause() -> regex.Pattern[str]:
    """What stands before the body of another clause that says the same; "còn phường B đã làm tốt",
    "trong khi phường B có 04 công chức" are set against."""
    posts = any_of(opening_words("post"))
    return regex.compile(rf"[,;]\s*(?:và\s+)?(?:(?:{posts})\s+)*$")


@lru_cache(maxsize=1)
def _joint() -> regex.Pattern[str]:
    posts = any_of(opening_words("post"))
    return regex.compile(
        rf"(?:,|;|và|lẫn|cùng|cùng với|cũng như|với|,\s*và|và cả)\s+(?:(?:{posts})\s+)*"
    )
