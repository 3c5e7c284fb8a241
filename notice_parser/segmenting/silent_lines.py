"""Lines that are no statement: "Không", "Chưa phát hiện", set phrases of the notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.lexicon import Match
from notice_parser.model import Label
from notice_parser.segmenting.context import Context
from notice_parser.segmenting.good_verdicts import is_good_verdict
from notice_parser.segmenting.phrases import behind_outcome, starts_with
from notice_parser.segmenting.table_cells import NOTE
from notice_parser.text import any_of, match_key, one_tone_style

_SILENT_SECTIONS = frozenset({"background", "attendance", "annex", NOTE})
_NEAR_START = 160  # characters within which a set phrase says what a paragraph is
_ASKS_ALSO = regex.compile(r"[;.]\s+(?:đề nghị|yêu cầu|đồng thời)", regex.IGNORECASE)
_ABOUT = regex.compile(
    r"^(?:về|đối với|riêng|riêng về|còn về|trên lĩnh vực|ở khâu) [^,:;.]{2,60}[,:] "
)

_TOPIC_BEFORE = regex.compile(r"[^:.;]{2,80}:\s")
_TOPIC = r"(?:(?:về|với|đối với|riêng|còn|trên|ở|tại) [^;.]{2,80}?, (?:về [^,;.]{2,50} )?)"
_NEXT_BODY = r",(?= (?:ubnd|ủy ban|xã|phường|thị trấn|huyện|phòng|sở) )"

NOTHING_FOUND = "nothing found"
INTRODUCTION = "introduction"
OUTCOME = "outcome"


def no_statement(written: str, context: Context) -> str:
    """Why a line is no statement; "" if it may be one."""
    if context.section in _SILENT_SECTIONS:
        return f"section: {context.section}"
    if said := _says_nothing(written):
        return said
    if is_empty_value(written):
        of_faults = context.label is Label.LIMITATION
        if context.label is None:  # "Về mặt này Đoàn không thấy có tồn tại gì."
            of_faults = any(m.entry.code == "faults" for m in _empty_words(written))
        return NOTHING_FOUND if of_faults else "empty value"
    if context.label is Label.LIMITATION and is_good_verdict(written):
        return NOTHING_FOUND
    if finds_no_fault(written, alone=context.label is Label.LIMITATION) and (
        context.label in (None, Label.LIMITATION)
    ):
        return NOTHING_FOUND
    labelled = context.label is not None and not context.section
    return _leads_over(written, context.label) or _formula(written, labelled=labelled)


def _says_nothing(written: str) -> str:
    """Why a line says nothing of its own, "" where it may."""
    if not any(c.isalnum() for c in written):
        return "no words"
    if not_inspected(written):
        return "not inspected"
    return OUTCOME if is_outcome(written) else ""


def _leads_over(written: str, label: Label | None) -> str:
    """Why a line only leads to what follows or stands elsewhere, "" where it does not."""
    if label is None and written.rstrip().endswith((":", "như sau.")):
        return INTRODUCTION  # "Trước hết, về phía Ủy ban nhân dân huyện:"
    if label is None and written.rstrip().endswith("?"):
        return "question"  # "Người đứng đầu đã thực sự vào cuộc chưa?", answered by what follows
    asked = label is Label.REQUEST  # "Theo Phụ lục kèm theo." is what is asked for
    elsewhere = _is_attached(written) or (not asked and refers(written))
    return INTRODUCTION if elsewhere else ""


def _is_attached(written: str) -> bool:
    """ "(Kèm theo Thông báo số …)", below the title of an annex."""
    return written.startswith("(") and starts_with(written, 0, len(written), "attached")


def refers(written: str) -> bool:
    """Whether a sentence only says where the findings stand: "Xem Phụ lục I.", "Kết quả cụ thể tại
    từng đơn vị nêu tại Phụ lục 1 kèm theo Thông báo này."."""
    found = _reference().fullmatch(match_key(written).strip(" .;()"))
    before = f" {found['before'] or ''} " if found else ""
    unless = lexicon.load("phrases").by_code["reference"].get("unless")
    return found is not None and not any(f" {words} " in before for words in unless)


@lru_cache(maxsize=1)
def _reference() -> regex.Pattern[str]:
    entry = lexicon.load("phrases").by_code["reference"]
    before = rf"(?P<before>(?:{_any(entry.get('openers'))})\b.{{0,120}}?)?"
    where, tail = _any(entry.words), _any(entry.get("tail"))
    return regex.compile(rf"{before}\b(?:{where})\b(?:[\s,;:/-]|\d+|\b(?:{tail})\b)*")


def _formula(written: str, *, labelled: bool) -> str:
    """The kind of a set phrase that the paragraph is, "" for none. Under a label only the
    very last words can be one, and none that goes on to ask for something."""
    if labelled and not written.endswith("/."):
        return ""
    opens = lexicon.load("phrases").first(written)
    if opens and opens.start == 0 and opens.entry.code in {"closing-opening", "procedure"}:
        return opens.entry.code
    for match in lexicon.load("phrases").find(written[:_NEAR_START], overlapping=True):
        adopts = match.entry.code == "adoption" and not labelled
        closes = match.entry.code == "closing-formula" and not _ASKS_ALSO.search(written)
        if adopts or closes:
            return match.entry.code
    asks = (m for m in lexicon.load("phrases").find(written) if m.entry.code == "closing-request")
    return next((m.entry.code for m in asks if not written[m.end :].strip(" ./;")), "")


def _empty_words(written: str) -> Iterator[Match]:
    return lexicon.load("empty_values").find(written, overlapping=True)


def not_inspected(written: str) -> bool:
    """ "Không kiểm tra nội dung này.", "Đợt này Đoàn không kiểm tra tài chính công."."""
    return bool(_not_inspected().fullmatch(match_key(written).strip(" .;:/-")))


@lru_cache(maxsize=1)
def _not_inspected() -> regex.Pattern[str]:
    book = lexicon.load("empty_values").by_code
    entry = book["not-inspected"]
    before, core, tail = (_any(w) for w in (entry.get("openers"), entry.words, entry.get("tail")))
    team = rf"(?:(?:{_any(book['looked'].get('inspectors'))}) )"
    openers, behind = rf"(?:(?:{before}),? )", rf"(?: (?:{tail}))"
    by_team = rf"{openers}*{team}{openers}*(?:{core})(?! được)[^.;]*"
    # "Chưa kiểm tra." alone may be said of the body's own inspections.
    return regex.compile(
        rf"{by_team}|{openers}+(?:{core}){behind}*|(?:{core}){behind}+|(?=không )(?:{core})"
    )


def is_outcome(written: str) -> bool:
    """ "Chưa khắc phục.", which is said of the fault above."""
    rest = behind_outcome(written)
    return rest is not None and not rest.strip(" .;/")


def is_empty_value(written: str) -> bool:
    """ "Chưa phát hiện.", "Qua kiểm tra, không có hạn chế", "Tại cơ quan Sở: chưa phát hiện":
    nothing but words that say so, and of what."""
    topic = _TOPIC_BEFORE.match(written)
    return _says_none(written) or (topic is not None and _says_none(written[topic.end() :]))


def _says_none(written: str) -> bool:
    book = lexicon.load("empty_values").by_code
    entry = book["none"]
    rest = f" {_ABOUT.sub('', match_key(written.strip(' .;:!/-')))} ".replace(",", " , ")
    tokens = " ".join(rest.split())
    if len(tokens) > 120 or not any(f" {w} " in f" {tokens} " for w in entry.words):
        return False
    words = [*entry.words, *entry.get("padding"), *book["faults"].words]
    words.sort(key=len, reverse=True)
    left = f" {tokens} "
    for word in words:
        spaced = " ".join(one_tone_style(word).replace(",", " , ").split())
        left = left.replace(f" {spaced} ", "  ")
    return not any(c.isalnum() for c in left)


def finds_no_fault(written: str, *, alone: bool = False) -> bool:
    """ "Đoàn kiểm tra chưa phát hiện văn bản nào có nội dung trái pháp luật.", a whole sentence of
    running prose; `alone` under a label of faults, where it has to open so: "Không phát hiện hạn
    chế ở huyện Đăk Hà."."""
    key = match_key(written)
    if alone and not key.startswith(_opens_looked()):
        return False
    return bool(_looked().search(key)) and not _turns().search(key)


@lru_cache(maxsize=1)
def _opens_looked() -> tuple[str, ...]:
    looked = lexicon.load("empty_values").by_code["looked"]
    return tuple(f"{match_key(words)} " for words in (*looked.words, *looked.get("lookers")))


@lru_cache(maxsize=1)
def _looked() -> regex.Pattern[str]:
    book = lexicon.load("empty_values").by_code
    looked = book["looked"]
    faults = _any([*book["faults"].words, *looked.get("misdeeds")])
    said = _any(looked.get("not_before"))
    # "Văn bản được rà soát, Đoàn không phát hiện …": what was looked at, if no more is told of it.
    more, team = _any(looked.get("tells_more")), _any(looked.get("inspectors"))
    seen = rf"^(?:(?!(?<!\w)(?:{more})(?!\w))[^.;])*, (?=(?:{team}) )"
    # "Việc quản lý, sử dụng ngân sách của xã … chưa phát hiện sai phạm.", "Đoàn đã kiểm tra 25 hồ
    # sơ hộ tịch, chứng thực và không phát hiện sai sót."
    subjects, searches = _any(looked.get("subjects")), _any(looked.get("searches"))
    subject = rf"^(?:{subjects}) (?:(?!(?<!\w)(?:{said}|{more}|kiểm tra) )[^.;])*? "
    unsaid = rf"^(?:(?!(?<!\w)(?:{said}) )(?:[^,;.]|{_NEXT_BODY}))*? "
    searched = rf"^(?:{team}) (?:đã )?(?:tiến hành )?(?:{searches})[^.;]*? "
    return regex.compile(
        rf"(?:^|^{_TOPIC}|{seen}|{subject}|{searched}|{unsaid})"
        rf"(?:(?:{_any(looked.get('lookers'))}),? )*(?:{_any(looked.words)}) "
        rf"(?!được )[^.;]*?(?<!\w)(?:{faults})(?!\w)"
    )


@lru_cache(maxsize=1)
def _turns() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?<!\w)(?:{_any(lexicon.load('empty_values').by_code['looked'].get('turns'))})(?!\w)"
    )


def _any(words: Iterable[str]) -> str:
    return any_of(map(match_key, words))


def names_subject(written: str) -> bool:
    """Whether a line opens with what it is about: "Về tài chính, Đoàn không thấy sai sót gì." """
    return bool(_ABOUT.match(match_key(written)))
