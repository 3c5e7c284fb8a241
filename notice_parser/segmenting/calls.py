"""Where a sentence calls inspected bodies, by name or by kind: "xã Song Lãng", "cả hai xã", "UBND
huyện", "đơn vị này"."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import regex

from notice_parser.segmenting.groups import call_of_group
from notice_parser.segmenting.kinds import end_of_kinds, is_of, kinds_of, of_kinds
from notice_parser.segmenting.left_over import Named, left_out, left_over
from notice_parser.segmenting.openings import (
    acted_by,
    does_something,
    how_much,
    in_one_list,
    leads,
    led,
    opens_with_another,
    owned,
    spaced,
)
from notice_parser.segmenting.roster import Roster, call_key
from notice_parser.segmenting.scene import Call, Reach, Scene

_STOP = regex.compile(r"[.;]\s")  # behind it another clause calls


def calls_in(sentence: str, scene: Scene) -> Iterator[Call]:
    """All calls in a sentence, from left to right; those that it leaves out are not called."""
    named = [_by_name(m, scene.roster) for m in scene.roster.pattern.finditer(sentence)]
    out = list(left_out(sentence, named))
    by_name = {name.start: name for name in named}
    by_kind = {m.start(): m for m in of_kinds().finditer(sentence)}
    end, before = 0, list[str]()
    for start, found in sorted((by_kind | by_name).items()):
        if start < end:
            continue
        listed = bool(end) and in_one_list(spaced(sentence[end:start]))
        if isinstance(found, Named):
            call = None if found in out else Call(found.start, found.end, (found.unit_id,))
        else:
            apart = [name.unit_id for name in out if _same_clause(sentence, start, name)]
            call = _by_kind(sentence, found, scene, listed=listed, named=before, out=apart)
        if call:
            yield call
            before += call.unit_ids or ()
            end = call.end


def _same_clause(sentence: str, start: int, out: Named) -> bool:
    return _STOP.search(sentence, min(start, out.start), max(start, out.start)) is None


def _by_name(match: regex.Match[str], roster: Roster) -> Named:
    named = match["named"]
    unit_id = roster.calls[call_key(named)] if named else roster.office(match["office"])
    return Named(*match.span(), unit_id)


def _by_kind(
    sentence: str,
    match: regex.Match[str],
    scene: Scene,
    *,
    listed: bool,
    named: Sequence[str],
    out: Collection[str],
) -> Call | None:
    """`listed` tells that it goes on with a list: "UBND huyện và các đơn vị"; `named` are called
    before it in the sentence, `out` are left out."""
    if match["group"]:
        return call_of_group(sentence, match, scene, listed=listed, named=named, out=out)
    if match["last"]:
        last = left_over(scene, kinds_of(match["last_kind"]), named, 1)
        return Call(*match.span(), scene.roster.ids(last.units), rest=True) if last.units else None
    if match["back"]:
        return Call(*match.span(), _same(match["kind"], scene))
    lead = leads(sentence[: match.start()])
    if match["alone"] and (listed or _stands_alone(sentence, match, lead=lead)):
        alone = _only(match["alone"], scene.roster)
        if alone is None and opens_with_another(sentence):
            return None  # "Văn phòng HĐND và UBND huyện hướng dẫn …"
        # Under the heading of a commune "UBND huyện ưu tiên cấp cho xã …" is about the commune.
        least = Reach.OPENING if lead or listed else Reach.SUBJECT
        if alone == scene.told or scene.reach > least:
            return Call(*match.span(), alone)
    return None


def _same(kind: str, scene: Scene) -> tuple[str, ...] | None:
    """Those of the sentence before, where "xã này", "đơn vị này" can mean them."""
    last = scene.earlier[-1] if scene.earlier else scene.told
    meant = [u for u in scene.roster.units if u.unit_id in last]
    return last if len(meant) == 1 and is_of(meant[0], kinds_of(kind)) else None


def _stands_alone(sentence: str, match: regex.Match[str], *, lead: bool) -> bool:
    """Whether a kind of body alone stands for a body: "UBND huyện", "Chi cục chưa …"."""
    before = spaced(sentence[: match.start()])
    if before.endswith("cấp "):
        return False  # "công chức cấp xã" are those of all communes
    end = end_of_kinds(sentence, match.end())
    if how_much(sentence, match.end()) and (lead or before.endswith(": ")):
        return True  # "Tỷ lệ hồ sơ trực tuyến: huyện 62,5%; xã An Mỹ 71%"
    acts = does_something(sentence, end)
    if owned(before):
        return True
    return acts or led(before) if lead else acts and acted_by(before)


def _only(kind: str, roster: Roster) -> tuple[str, ...] | None:
    """The one unit of the kind, where there is but one."""
    of_kind = [unit for unit in roster.units if is_of(unit, kinds_of(kind))]
    return (of_kind[0].unit_id,) if len(of_kind) == 1 else None
