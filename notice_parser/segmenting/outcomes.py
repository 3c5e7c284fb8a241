"""What became of the faults of an earlier inspection, told on the line below each: "1. Chưa niêm
yết đầy đủ TTHC." / "Kết quả khắc phục: Đã khắc phục; niêm yết đủ 142 TTHC."."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from notice_parser.model import Label, Remainder
from notice_parser.segmenting.draft import Draft
from notice_parser.segmenting.lines import Line
from notice_parser.segmenting.phrases import behind_outcome
from notice_parser.segmenting.silent_lines import OUTCOME
from notice_parser.segmenting.verdicts import (
    DOUBTFUL,
    Verdict,
    heads_outcome,
    is_bare,
    is_done,
    tells,
    verdict_of,
)

_LABELS = {
    Verdict.ACTED: Label.STRENGTH,
    Verdict.REASON: Label.CAUSE,
    Verdict.FAULT: Label.LIMITATION,
    Verdict.LEFT: Label.CONCLUSION,
}


def with_outcomes(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines; a fault is `remedied` where the lines below it say so, and what was done for it
    is no fault of its own."""
    answers = _answers(lines)
    for place, line in enumerate(lines):
        fault = answers.get(place)
        if fault is not None:
            yield _answered(line, lines[fault], headed=bool(_heading(line)))
        elif told := [_outcome(lines[n]) for n, of in answers.items() if of == place]:
            yield _remedied(line, told)
        else:
            yield line


def _answers(lines: Sequence[Line]) -> dict[int, int]:
    """The lines that tell what became of a fault, each with the line of that fault."""
    doubtful = _all_tell(lines, [n for n, line in enumerate(lines) if _heading(line) == DOUBTFUL])
    found: dict[int, int] = {}
    for place, line in enumerate(lines):
        headed = _heading(line) and (doubtful or _heading(line) != DOUBTFUL)
        if place - 1 in found and headed and _goes_on(lines, place):
            found[place] = found[place - 1]
        elif place and _is_fault(lines[place - 1]):
            stands = (headed and _stands_behind(lines, place)) or _opens_so(line)
            found |= {place: place - 1} if stands else {}
    return found


def _all_tell(lines: Sequence[Line], places: Sequence[int]) -> bool:
    """Whether headings of words that may say something else stand right behind faults, one and all,
    each over what was done or not: a single "Kết quả" may head anything."""
    opened = [place for place in places if not _goes_on(lines, place)]
    told = (_stands_behind(lines, place) and tells(_outcome(lines[place])) for place in opened)
    return len(opened) > 1 and all(told)


def _heading(line: Line) -> str:
    """Whether the nearest heading is that of an outcome, and how surely; "" for another."""
    path = line.context.heading_path
    return heads_outcome(path[-1]) if path else ""


def _stands_behind(lines: Sequence[Line], place: int) -> bool:
    """Whether a line stands right behind a fault, with no heading between but its own."""
    if not place or not _is_fault(lines[place - 1]):
        return False
    above = lines[place - 1].context.heading_path
    path = lines[place].context.heading_path[:-1]
    return above[: len(path)] == path and not heads_outcome((above or ("",))[-1])


def _goes_on(lines: Sequence[Line], place: int) -> bool:
    """Whether it stands below the same heading as the line above."""
    path = lines[place].context.heading_path
    return place > 0 and lines[place - 1].context.heading_path == path


def _is_fault(line: Line) -> bool:
    return bool(line.drafts) and line.drafts[-1].label is Label.LIMITATION


def _opens_so(line: Line) -> bool:
    silent = any(rest.reason == OUTCOME for rest in line.left)
    return silent or any(behind_outcome(draft.quote.text) is not None for draft in line.drafts[:1])


def _outcome(line: Line) -> str:
    """What a line says that became of the fault above it."""
    silent = [rest.text for rest in line.left if rest.reason == OUTCOME]
    return " ".join((*silent, *(draft.quote.text for draft in line.drafts)))


def _remedied(line: Line, told: Sequence[str]) -> Line:
    *others, fault = line.drafts
    done = all(is_done(outcome, of=fault.quote.text) for outcome in told)
    return replace(line, drafts=(*others, replace(fault, remedied=True))) if done else line


def _answered(line: Line, fault: Line, *, headed: bool) -> Line:
    """Without what says nothing but that: "Xong.", "Chưa ban hành." """
    if not headed:
        first = line.drafts[:1]
        return replace(line, drafts=(*(_answer(d, fault) for d in first), *line.drafts[1:]))
    bare = [d.quote for d in line.drafts if is_bare(d.quote.text)]
    silent = (Remainder(quote.start, quote.end, quote.text, OUTCOME) for quote in bare)
    drafts = (_answer(d, fault) for d in line.drafts if d.quote not in bare)
    return replace(line, drafts=tuple(drafts), left=(*line.left, *silent))


def _answer(draft: Draft, fault: Line) -> Draft:
    """ "Đã khắc phục; niêm yết đủ 142 TTHC", "Đang khắc phục, đã trình …" tell what was done, "Chưa
    khắc phục, còn 12 hồ sơ" a fault, "Chưa thực hiện, lý do thiếu kinh phí" a cause. What it is
    about, the fault tells."""
    others = (told for told in draft.evidence if not told.startswith("label: "))
    return replace(
        draft,
        label=_LABELS[verdict_of(draft.quote.text)],
        remedied=False,
        evidence=(*others, "label: what became of the fault above"),
        around=f"{draft.around} {fault.drafts[-1].quote.text}".strip(),
    )
