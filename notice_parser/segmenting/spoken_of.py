"""Which of the inspected units a sentence is about: whom it opens with, or speaks of first.

"Riêng xã Vĩnh Thanh bảng niêm yết còn …" is about Vĩnh Thanh under whatever heading, "Cũng tại
đơn vị này, …" about the one of the sentence before, "Cả hai phường …" about both. How far from
its opening a sentence may name it depends on what is known without it (`Reach`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from notice_parser.model import Unit
from notice_parser.segmenting.calls import calls_in
from notice_parser.segmenting.openings import (
    FAR,
    acted_by,
    does_something,
    how_much,
    in_one_list,
    is_named,
    leads,
    next_clause,
    nothing_said,
    opening_words,
    opens_with_another,
    opens_with_department,
    owned,
    parts_of_office,
    spaced,
)
from notice_parser.segmenting.roster import ALL_UNITS, Roster, roster_of, together
from notice_parser.segmenting.scene import Call, Reach, Scene
from notice_parser.text import match_key, one_tone_style

_ASIDE = regex.compile(r"\([^()]*\)")
_LAST_BRACKET = regex.compile(r"\((?P<called>[^()]*)\)[.;]?\s*$")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The units that a sentence is about, or ALL_UNITS; `sure` tells that none was guessed."""

    unit_ids: tuple[str, ...]
    sure: bool = True


def spoken_of(
    sentence: str,
    units: tuple[Unit, ...],
    *,
    reach: Reach,
    told: tuple[str, ...] = (),
    earlier: Sequence[tuple[str, ...]] = (),
    titled: bool = False,
) -> Spoken | None:
    """Which of the inspected `units` the sentence is about; None where it names none. `told` are
    those of heading or title, `titled` tells that they are only those of the title, `earlier` are
    those of the sentences before, the last one last. A sentence about a body that was not inspected
    keeps what is told."""
    if not units:
        return None
    sentence = one_tone_style(sentence)
    roster = roster_of(units)
    calls = list(calls_in(sentence, Scene(roster, reach, told, earlier, titled)))
    if leading := _leading(sentence, calls, reach):
        return _joined(sentence, leading, roster)
    behind = _in_brackets(sentence, calls, roster) or _counted(sentence, calls, roster)
    if behind and reach is not Reach.OPENING:
        return behind
    if opens_with_another(sentence):
        meant: tuple[str, ...] | None = told or _of_its_district(sentence, units)
    else:
        meant = None if reach is Reach.OPENING else _of_office(sentence, units)
    return None if meant is None else Spoken(meant)


def _leading(sentence: str, calls: Sequence[Call], reach: Reach) -> Sequence[Call]:
    """The calls from the one that the sentence is about."""
    far = len(sentence) if reach is Reach.ANYWHERE else FAR
    for place, call in enumerate(calls):
        before = sentence[: call.start]
        if call.start > far:
            return ()
        if leads(before) or (_may_speak_of(before, reach) and not opens_with_another(before)):
            return calls[place:] if call.unit_ids else _named_behind(sentence, calls[place:])
    return ()


def asked_together(sentence: str, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """The units, or ALL_UNITS, that a sentence opens with by their kind: "Đề nghị các đơn vị khẩn
    trương khắc phục …", "Yêu cầu Chủ tịch UBND các xã, phường …"; not "các đơn vị trực thuộc"."""
    sentence = one_tone_style(sentence)
    scene = Scene(roster_of(units), Reach.ANYWHERE, (), ())
    call = next(calls_in(sentence, scene), None)
    if call is None or not leads(sentence[: call.start]):
        return ()
    called = call.unit_ids or ()
    below = match_key(sentence[call.end :]).startswith(opening_words("below"))
    below = below or call.rest
    return called if not below and (called == ALL_UNITS or len(called) > 1) else ()


def _named_behind(sentence: str, calls: Sequence[Call]) -> Sequence[Call]:
    """The calls from the one that names what the first means: "Hai đơn vị có tỷ lệ trễ hạn cao là
    phường Trà Vinh và xã Cầu Kè", "Trụ sở cũ của 02 xã thuộc xã Ba Tri"."""
    first, *rest = calls
    named = bool(rest and rest[0].unit_ids) and is_named(sentence[first.end : rest[0].start])
    return rest if named else ()


def _in_brackets(sentence: str, calls: Sequence[Call], roster: Roster) -> Spoken | None:
    """Those that a bracket at the end calls and tells nothing of: "Nộp báo cáo quý còn thiếu (UBND
    xã Ngọc Phái, xong trước ngày 30/11).", not "(xã Ngọc Phái 12 hồ sơ)"."""
    bracket = _LAST_BRACKET.search(sentence)
    if bracket is None:
        return None
    inside = [call for call in calls if bracket.start("called") <= call.start < bracket.end()]
    if not inside or not leads(sentence[bracket.start("called") : inside[0].start]):
        return None
    listed = all(
        in_one_list(spaced(sentence[one.end : other.start])) for one, other in pairwise(inside)
    )
    rest = sentence[inside[-1].end : bracket.end("called")]
    alone = listed and all(call.unit_ids for call in inside) and (not rest or rest[0] == ",")
    return _joined(sentence, inside, roster) if alone else None


def _counted(sentence: str, calls: Sequence[Call], roster: Roster) -> Spoken | None:
    """Those for each of which a number stands behind a colon: "Hồ sơ chưa cập nhật vào phần mềm: xã
    Xuân Trường 35 hồ sơ và xã Thọ Hải 18 hồ sơ"."""
    for place, call in enumerate(calls):
        told = sentence[: call.start].rstrip().endswith(":") and how_much(sentence, call.end)
        if told and call.unit_ids:
            return _joined(sentence, calls[place:], roster)
    return None


def _of_its_district(sentence: str, units: tuple[Unit, ...]) -> tuple[str, ...]:
    """The one district whose department the sentence opens with: "Phòng Tư pháp huyện đã …"."""
    districts = [unit.unit_id for unit in units if unit.level == "huyện"]
    department = opens_with_department(sentence, level="phòng")
    return tuple(districts) if department and len(districts) == 1 else ()


def _of_office(sentence: str, units: tuple[Unit, ...]) -> tuple[str, ...] | None:
    """The one district or department of which a sentence tells what its parts do: "Các phòng chuyên
    môn đều có quy chế làm việc."."""
    offices = [unit.unit_id for unit in units if unit.level in ("huyện", "sở")]
    before = (sentence[:start] for start in parts_of_office(sentence) if start <= FAR)
    told = any(leads(written) or owned(spaced(written)) for written in before)
    return tuple(offices) if told and len(offices) == 1 else None


def _joined(sentence: str, calls: Sequence[Call], roster: Roster) -> Spoken:
    """The first of the calls with those that are listed behind it: "xã A, xã B và xã C", or do
    something in the same sentence: "phường A mới đạt 11,5%, phường B đạt 13,8%"."""
    found, end, sure = list(calls[0].unit_ids or ()), calls[0].end, calls[0].sure
    for previous, call in pairwise(calls):
        between = spaced(_ASIDE.sub("", sentence[end : call.start]))
        if in_one_list(spaced(sentence[previous.end : call.start])):
            joins = previous.end == end  # of "chuyển cho xã A, xã B" neither
        else:
            joins = in_one_list(between) or _acts(sentence, between, call)
        if not (call.unit_ids and joins):
            continue
        found, end, sure = [*found, *call.unit_ids], call.end, sure and call.sure
        if match_key(sentence[call.start : call.end]).endswith(opening_words("inspected")):
            return Spoken(ALL_UNITS)  # "huyện Bắc Hà và hai xã được kiểm tra"
    if set(ALL_UNITS) & set(found):
        return Spoken(ALL_UNITS, sure)
    return Spoken(together(found, [unit.unit_id for unit in roster.units]), sure)


def _acts(sentence: str, between: str, call: Call) -> bool:
    """Whether a clause of its own tells what one that is called by name does, or those left over,
    or how much: "Xã Ea Bar 85%, Ea Nuôl 40% và Ea Wer 31%". Behind a semicolon it surely does: "…;
    xã Bình Minh vắng 01 Phó Chủ tịch"."""
    by_name = any(c.isupper() for c in sentence[call.start : call.end].split(" ", 1)[-1])
    if not (by_name or call.rest):
        return False
    if how_much(sentence, call.end) and between.endswith(" và "):
        return True
    told = does_something(sentence, call.end) or how_much(sentence, call.end)
    return next_clause(between, apart=True) or (told and next_clause(between))


def _may_speak_of(before: str, reach: Reach) -> bool:
    """Whether a body may be called there that the sentence is about, though it does not open
    with it: "Bảng niêm yết của …"."""
    if reach is Reach.SUBJECT:
        key = spaced(before)
        return (owned(key) or acted_by(key)) and nothing_said(key)
    return reach is Reach.ANYWHERE
