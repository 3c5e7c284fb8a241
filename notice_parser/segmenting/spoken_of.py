"""Which of the inspected units a sentence is about: whom it opens with, or speaks of first.

"Riêng xã Vĩnh Thanh bảng niêm yết còn …" is about Vĩnh Thanh under whatever heading, "Cũng tại
đơn vị này, …" about the one of the sentence before, "Cả hai phường …" about both. How far from
its opening a sentence may name it depends on what is known without it (`Reach`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.model import Unit
from notice_parser.segmenting.units import LEVELS, find_units
from notice_parser.text import match_key, one_tone_style

ALL_UNITS = ("*",)  # stands for all inspected units together
_FAR = 110  # characters at the start of a sentence that may name whom it is about
_COUNTS = {
    word: number
    for number, words in enumerate(
        ("hai 2 02", "ba 3 03", "bốn 4 04", "năm 5 05", "sáu 6 06", "bảy 7 07", "tám 8 08"), start=2
    )
    for word in words.split()
}


class Reach(IntEnum):
    """How far into a sentence a unit is looked for: `OPENING` where a heading names another,
    `SUBJECT` where the title names one, `ANYWHERE` where nothing tells which."""

    OPENING = 0
    SUBJECT = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class _Roster:
    """The inspected units with the pattern of all that they are called by."""

    units: tuple[Unit, ...]
    calls: dict[str, str]  # match_key of what it is called → unit_id
    initials: dict[str, str]  # "Sở NNPTNT" → unit_id
    pattern: regex.Pattern[str]

    def ids(self, chosen: Iterable[Unit]) -> tuple[str, ...]:
        return together([unit.unit_id for unit in chosen], [u.unit_id for u in self.units])


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

    roster: _Roster
    reach: Reach
    told: tuple[str, ...]
    earlier: Sequence[tuple[str, ...]]


def together(unit_ids: Sequence[str], inspected: Iterable[str]) -> tuple[str, ...]:
    """The ids, each once; ALL_UNITS where they are three or more and all that were inspected,
    since that is said of all together."""
    whole = len(unit_ids) > 2 and set(unit_ids) >= set(inspected)
    return ALL_UNITS if whole else tuple(dict.fromkeys(unit_ids))


def spoken_of(
    sentence: str,
    units: tuple[Unit, ...],
    *,
    reach: Reach,
    told: tuple[str, ...] = (),
    earlier: Sequence[tuple[str, ...]] = (),
) -> tuple[str, ...] | None:
    """The ids of the inspected `units` that the sentence is about, or ALL_UNITS; None where it
    names none. `told` are those of heading or title, `earlier` those of the sentences before, the
    last one last. A sentence about a body that was not inspected keeps what is told."""
    if not units:
        return None
    sentence = one_tone_style(sentence)
    roster = _roster(units)
    calls = list(_calls(sentence, _Scene(roster, reach, told, earlier)))
    for place, call in enumerate(calls):
        if _is_subject(sentence[: call.start], reach):
            return call.unit_ids and _joined(sentence, calls[place:], roster)
    return told if opens_with_another(sentence) else None


def _joined(sentence: str, calls: Sequence[_Call], roster: _Roster) -> tuple[str, ...]:
    """The first of the calls with those that are listed behind it: "xã A, xã B và xã C"."""
    found, end = list(calls[0].unit_ids or ()), calls[0].end
    for call in calls[1:]:
        between = _spaced(sentence[end : call.start])
        if not call.unit_ids or not _joint().fullmatch(between):
            break
        found, end = [*found, *call.unit_ids], call.end
    if set(ALL_UNITS) & set(found):
        return ALL_UNITS
    return together(found, [unit.unit_id for unit in roster.units])


def _calls(sentence: str, scene: _Scene) -> Iterator[_Call]:
    far = len(sentence) if scene.reach is Reach.ANYWHERE else _FAR
    for match in scene.roster.pattern.finditer(sentence):
        if match.start() > far:
            return
        lead = bool(_lead().fullmatch(_spaced(sentence[: match.start()])))
        if match["named"]:
            yield _Call(*match.span(), (scene.roster.calls[_key(match["named"])],))
        elif match["short"]:
            found = scene.roster.initials.get(initials(match["short"]))
            yield from [_Call(*match.span(), (found,))] if found else []
        elif match["group"] and (lead or not _loose(match)):
            yield _Call(*match.span(), _group(match, scene))
        elif match["back"]:
            yield _Call(*match.span(), _same(match["kind"], scene))
        elif match["alone"] and _by_kind(sentence, match, lead=lead):
            alone = _alone(match["alone"], scene.roster)
            # Under the heading of a commune "UBND huyện ưu tiên cấp cho xã …" is about the commune.
            if alone == scene.told or scene.reach > (Reach.OPENING if lead else Reach.SUBJECT):
                yield _Call(*match.span(), alone)


def _loose(match: regex.Match[str]) -> bool:
    """ "… ở 03 đơn vị" may be others than those inspected, "cả hai đơn vị" hardly."""
    return not (match["both"] or match["of"] or _kinds_of(match["kinds"]))


def _group(match: regex.Match[str], scene: _Scene) -> tuple[str, ...] | None:
    """The units of "cả hai xã", "các xã được kiểm tra", "hai đơn vị nói trên"."""
    kinds = _kinds_of(match["kinds"])
    chosen = [unit for unit in scene.roster.units if _is_of(unit, kinds)]
    count = _COUNTS.get(match["count"].lower())
    of = match_key(match["of"] or "")
    if of in _words("back"):
        meant = next((ids for ids in reversed(scene.earlier) if len(ids) == count), ())
        if meant:
            return meant
    every = len(chosen) == len(scene.roster.units)
    if of in _words("inspected") and (every or not kinds):
        return ALL_UNITS
    if count is None:
        return ALL_UNITS if every and (of or scene.reach is Reach.ANYWHERE) else None
    if count != len(chosen):
        return None
    return ALL_UNITS if every else scene.roster.ids(chosen)


def _kinds_of(written: str) -> tuple[str, ...]:
    """The kinds of body that words name; none where they may be of any kind: "hai đơn vị"."""
    kinds = tuple(regex.findall(_kinds(), written.lower()))
    return () if set(kinds) & set(_words("body")) else kinds


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
    follows = match_key(sentence[match.end() : match.end() + 20])
    if not lead:
        return bool(_owned().search(before))
    led = bool(_led().search(before)) and not before.endswith("cấp ")
    return led or any(follows.startswith(f"{word} ") for word in _words("predicate"))


def _alone(kind: str, roster: _Roster) -> tuple[str, ...] | None:
    of_kind = [unit for unit in roster.units if _is_of(unit, _kinds_of(kind))]
    return (of_kind[0].unit_id,) if len(of_kind) == 1 else None


# -- what stands before ------------------------------------------------------------------


def _is_subject(before: str, reach: Reach) -> bool:
    key = _spaced(before)
    if _lead().fullmatch(key):
        return True
    if reach is Reach.SUBJECT:
        checked = _checked().sub("", key)
        return bool(_owned().search(key)) and not _said().search(checked)
    return reach is Reach.ANYWHERE


def opens_with_another(sentence: str) -> bool:
    """Whether a sentence that speaks of no inspected unit opens with another body: "Sở Tài chính
    thẩm định …"."""
    mention = next((m for m in find_units(sentence, end=_FAR) if m.named), None)
    return mention is not None and bool(_lead().fullmatch(_spaced(sentence[: mention.start])))


@lru_cache(maxsize=1)
def _lead() -> regex.Pattern[str]:
    """All that may stand before the body with which a sentence opens."""
    links, places, posts = (_any(_words(code)) for code in ("link", "place", "post"))
    asks = _any(lexicon.load("cues").by_code["request"].get("asks"))
    when = r"(?:(?:trong\s+)?(?:\d{1,2} tháng(?: đầu)? )?(?:năm|quý \w+ năm) \d{4}|đến nay)"
    aside = rf"(?:(?:{_any(_words('adverbial'))})\b[^.;:]{{0,110}}?[,:]|{when}(?= ))"
    return regex.compile(
        rf"\W*(?:(?:{links})[\s,:]*)*(?:{aside}\s*(?:(?:{links})[\s,:]*)*){{0,2}}"
        rf"(?:(?:{_any(_words('inspectors'))})\s+)?(?:(?:{asks})\s+)?(?:(?:{places})\s+)?"
        rf"(?:(?:{posts})\s+(?:của\s+)?)*(?:cả\s+)?(?:(?:{'|'.join(_COUNTS)}|các)\s+)?"
    )


def _spaced(written: str) -> str:
    """What stands before or between names, ready for the patterns above: "riêng tại "."""
    return f"{match_key(written)} ".lstrip()


@lru_cache(maxsize=1)
def _led() -> regex.Pattern[str]:
    asks = _any(lexicon.load("cues").by_code["request"].get("asks"))
    before = "|".join((_any(_words("place")), _any(_words("post")), asks))
    return regex.compile(rf"(?<!\w)(?:{before})\s*$")


@lru_cache(maxsize=1)
def _owned() -> regex.Pattern[str]:
    """ "Bảng niêm yết của …", "Việc số hóa tại UBND …"."""
    return regex.compile(
        rf"(?<!\w)(?:của|tại|ở|thuộc|toàn|trên địa bàn)\s+(?:(?:{_any(_words('post'))})\s+)*$"
    )


@lru_cache(maxsize=1)
def _checked() -> regex.Pattern[str]:
    """ "Qua kiểm tra ngẫu nhiên 25 hồ sơ tại …": what the inspectors did."""
    return regex.compile(r"^(?:qua\s+)?(?:kiểm tra|rà soát|xem xét)(?!\w)")


@lru_cache(maxsize=1)
def _said() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\w)(?:{_any(_words('not-yet'))})(?!\w)")


@lru_cache(maxsize=1)
def _joint() -> regex.Pattern[str]:
    posts = _any(_words("post"))
    return regex.compile(rf"(?:,|;|và|cùng|cùng với|với|,\s*và|và cả)\s+(?:(?:{posts})\s+)*")


# -- what the units are called -----------------------------------------------------------


@lru_cache(maxsize=64)
def _roster(units: tuple[Unit, ...]) -> _Roster:
    calls: dict[str, str] = {}
    proper: dict[str, list[str]] = {}
    for unit in units:
        for name in _names(unit):
            calls.setdefault(_key(name), unit.unit_id)
        if unit.level in LEVELS:
            proper.setdefault(_proper(unit), []).append(unit.unit_id)
    # "Song Lãng đã …" is a commune where only one unit has that name; "Đông" may be anything.
    bare = {n: ids[0] for n, ids in proper.items() if len(ids) == 1 and " " in n}
    bare = {name: unit_id for name, unit_id in bare.items() if _key(name) not in calls}
    every = {**calls, **{_key(name): unit_id for name, unit_id in bare.items()}}
    short = {initials(unit.name): unit.unit_id for unit in units if unit.level not in LEVELS}
    return _Roster(units, every, short, _pattern(calls, bare))


def initials(name: str) -> str:
    """ "Sở NNPTNT" for "Sở Nông nghiệp và Phát triển nông thôn" and for "Sở NN&PTNT"."""
    head, _, rest = name.partition(" ")
    words = regex.findall(r"\p{L}+", rest)
    letters = (w if w == w.upper() else w[0].upper() for w in words if w.lower() != "và")
    return f"{head.capitalize()} {''.join(letters)}"


def _names(unit: Unit) -> Iterator[str]:
    """A unit's name as written without "UBND", and an office's without where it lies."""
    if unit.level in LEVELS:
        kinds = lexicon.load("place_kinds").by_code[unit.kind].words
        yield from (f"{kind} {_proper(unit)}" for kind in kinds)
        return
    yield unit.name
    name = unit.name
    for place in (unit.district, unit.province):
        shorter = regex.sub(rf"\s+{regex.escape(place)}$", "", name, flags=regex.IGNORECASE)
        if place and shorter != name and " " in shorter:
            yield shorter


def _proper(unit: Unit) -> str:
    return one_tone_style(unit.name.removeprefix(f"UBND {unit.kind}").strip())


def _pattern(calls: Iterable[str], bare: Iterable[str]) -> regex.Pattern[str]:
    kinds = _kinds()
    counts = "|".join(_COUNTS)
    back = _any([*_words("back"), *_words("inspected")])
    # "Hai xã Vũ Tiến và Việt Hùng" names them: no group.
    group = (
        rf"(?P<group>(?i:(?P<both>cả\s+)?(?P<count>{counts}|các|những)\s+(?P<kinds>(?:{kinds})"
        rf"(?:(?:\s*,\s*|\s+và\s+)(?:{kinds}))*)(?:\s+(?P<of>{back})(?!\w))?))(?!\s*:?\s*\p{{Lu}})"
    )
    named = f"(?i:{_any(calls)})" + (f"|{_any(bare)}" if bare else "")
    return regex.compile(
        rf"(?<!\w)(?:(?P<named>{named})(?!\w)|{group}(?!\w)"
        rf"|(?P<short>(?i:{kinds})\s+\p{{Lu}}{{1,5}}(?:(?:\s*[&,–-]\s*|\s+và\s+)\p{{Lu}}{{1,5}})*)(?!\w)"
        rf"|(?P<back>(?i:(?P<kind>{kinds})\s+(?:{_any(_words('back'))}))(?!\w)|(?i:tại\s+đây)(?!\w)(?P<kind>))"
        rf"|(?P<alone>(?i:{kinds}))(?!\w)(?!\s+\p{{Lu}}))"
    )


@lru_cache(maxsize=1)
def _kinds() -> str:
    places = (word for e in lexicon.load("place_kinds").entries for word in e.words)
    bodies = (word for e in lexicon.load("bodies").entries if e.get("heads") for word in e.words)
    return _any(w for w in (*places, *bodies, *_words("body")) if not w.endswith("."))


def _key(name: str) -> str:
    return match_key(" ".join(name.split()))


@lru_cache(maxsize=16)
def _words(code: str) -> tuple[str, ...]:
    return lexicon.load("openings").by_code[code].words


def _any(words: Iterable[str]) -> str:
    ordered = sorted({one_tone_style(word) for word in words}, key=len, reverse=True)
    return "|".join(
        regex.escape(word).replace(r"\ ", r"\s+").replace(" ", r"\s+") for word in ordered
    )
