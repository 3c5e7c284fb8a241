"""Several inspected bodies that a sentence calls by their kind: "cả hai xã", "các xã được kiểm
tra", "3/5 xã (Tân Hòa, Song An, Tự Tân)", "các xã còn lại"."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import regex

from notice_parser.segmenting.kinds import is_of, kinds_of
from notice_parser.segmenting.left_over import LeftOver, beside, left_over, sets_apart
from notice_parser.segmenting.openings import COUNTS, leads, opening_words
from notice_parser.segmenting.roster import ALL_UNITS, Roster
from notice_parser.segmenting.scene import Call, Reach, Scene
from notice_parser.text import match_key

_SEVERAL = 2
_BRACKET = regex.compile(r"\s*\((?:gồm:?\s+)?(?P<names>[^()]+)\)")
# "Có 03 đơn vị tự bảo đảm …" may be any three, those of a bracket are named.
_THERE_ARE = regex.compile(r"(?<!\w)(?:(?:mới|chỉ|vẫn|hiện)\s+)?có\s+$", regex.IGNORECASE)
_COMMA = regex.compile(r"\s*[,;]\s*|\s+và\s+")


def call_of_group(
    sentence: str,
    match: regex.Match[str],
    scene: Scene,
    *,
    listed: bool,
    named: Sequence[str],
    out: Collection[str],
) -> Call | None:
    """`match` is a group of `kinds.of_kinds`. `listed` tells that it goes on with a list: "UBND
    huyện và các đơn vị"; `named` are called before it in the sentence, `out` are left out."""
    kinds = kinds_of(match["kinds"])
    if not any(is_of(unit, kinds) for unit in scene.roster.units):
        return None
    if bracket := _in_bracket(sentence, match, kinds, scene.roster):
        return bracket
    rest = bool(match["rest"]) or bool(out)
    whole = rest or match_key(match["of"] or "") in opening_words("inspected")
    start = match.start() if whole else match.start("both" if match["both"] else "count")
    lead = leads(sentence[:start])
    if "/" in match["count"] or not (lead or listed or not _loose(match)):
        return None
    if rest:
        found = _rest(sentence, match, scene, lead=lead, named=named, out=out)
        unit_ids = _ids(found, scene.roster) if found else None
        return Call(start, match.end(), unit_ids, rest=True, sure=bool(found and found.sure))
    most = match_key(match["share"] or "") in opening_words("most-of")
    sure = not (whole and most) and not sets_apart(sentence)
    return Call(start, match.end(), _group(match, scene, lead=lead, listed=listed), sure=sure)


def _loose(match: regex.Match[str]) -> bool:
    """ "… ở 03 đơn vị" may be others than those inspected, "cả hai đơn vị" hardly."""
    return not (match["both"] or match["of"] or match["rest"] or kinds_of(match["kinds"]))


def _group(
    match: regex.Match[str], scene: Scene, *, lead: bool, listed: bool
) -> tuple[str, ...] | None:
    """The units of "cả hai xã", "các xã được kiểm tra", "hai đơn vị nói trên"; of "các xã" those
    of its kind where the sentence opens with them or lists them."""
    kinds = kinds_of(match["kinds"])
    chosen = [unit for unit in scene.roster.units if is_of(unit, kinds)]
    count = COUNTS.get(match["count"].lower())
    of = match_key(match["of"] or "")
    if of in opening_words("back"):
        before = next((ids for ids in reversed(scene.earlier) if len(ids) == count), ())
        if before:
            return before
    if of in opening_words("inspected"):
        meant = True
    elif count is None:
        opens = lead and (kinds or scene.titled)
        here = bool(of or listed or opens) or scene.reach is Reach.ANYWHERE
        meant = here and (listed or scene.reach is not Reach.OPENING) and len(chosen) >= _SEVERAL
    else:
        meant = count == len(chosen)
    return _ids(LeftOver(tuple(chosen), sure=True), scene.roster) if meant else None


def _rest(
    sentence: str,
    match: regex.Match[str],
    scene: Scene,
    *,
    lead: bool,
    named: Sequence[str],
    out: Collection[str],
) -> LeftOver | None:
    """Those left over; where that cannot be told, all of their kind, which is a guess. Under the
    heading of one, and "các xã khác trên địa bàn", they are others than those inspected."""
    kinds, count = kinds_of(match["kinds"]), COUNTS.get(match["count"].lower())
    elsewhere = match_key(sentence[match.end() :]).startswith(opening_words("elsewhere"))
    if elsewhere or (scene.reach is Reach.OPENING and len(scene.told) == 1):
        return None
    found = beside(scene, kinds, out, count) if out else left_over(scene, kinds, named, count)
    if found.units:
        return found
    chosen = tuple(unit for unit in scene.roster.units if is_of(unit, kinds))
    guessed = lead and scene.reach is not Reach.OPENING and len(chosen) > (count or 1)
    return LeftOver(chosen, sure=False) if guessed else None


def _ids(found: LeftOver, roster: Roster) -> tuple[str, ...]:
    every = len(found.units) == len(roster.units)
    return ALL_UNITS if every else roster.ids(found.units)


def _in_bracket(
    sentence: str, match: regex.Match[str], kinds: Sequence[str], roster: Roster
) -> Call | None:
    """Those that a bracket behind their kind names, as many as are counted: "Có 3/5 xã, thị trấn
    (Tân Hòa, Song An, Tự Tân) chưa …"."""
    bracket = _BRACKET.match(sentence, match.end())
    if bracket is None:
        return None
    named = [roster.place(name, kinds) for name in _COMMA.split(bracket["names"].strip())]
    written = match["count"].lower().partition("/")[0]
    count = int(written) if written.isdecimal() else COUNTS.get(written, len(named))
    if None in named or len(named) != count:
        return None
    found = tuple(unit for unit in roster.units if unit.unit_id in named)
    there_are = _THERE_ARE.search(sentence, 0, match.start())
    start = there_are.start() if there_are else match.start()
    return Call(start, bracket.end(), _ids(LeftOver(found, sure=True), roster))
