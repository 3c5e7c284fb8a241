"""Whether a clause of a statement begins another problem, or belongs to the one before it.

It is a problem of its own where it can be understood by itself: behind a full stop or semicolon,
behind a word that adds or contrasts, or behind a comma when it has a subject and a fault of its
own, or names what is missing in some words ("không in giấy tiếp nhận hồ sơ"). Shorter ones ("và
chưa kiểm kê") stay with the clause whose subject they share, and so does what only explains:
cause, consequence, example, figures, measure, remedy.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from notice_parser.extracting.phrases import Phrase
from notice_parser.model import Label
from notice_parser.segmenting.clauses import Clause, Clauses
from notice_parser.segmenting.remedied import is_remedied

FAULT = frozenset({"negation", "fault", "vague", "comment", "general"})
_TOLD = FAULT | {"still"}
_LITTLE = _TOLD | {"only"}
_HALF = frozenset({"explains", "background", "concession", "time"})
_LEANING = _LITTLE | _HALF | {"predicate", "granted", "among", "details"}
_STOPS = ("semicolon", "sentence")

_SYLLABLE = regex.compile(r"\p{L}+")
# Syllables behind "chưa", "không" that name a matter of their own: verb and object. "không gửi
# phiếu xin lỗi cho người dân" does, "chưa kiểm kê" and "không bố trí kinh phí" do not.
_OWN_MATTER = 5
_SENTENCE = 5  # syllables of a clause behind "nhưng" that is understood without the one before
_CLAUSE = 3  # syllables of the shortest clause at all: "ẩm thấp" is none
_FULL = 7  # syllables of a clause that tells something, though no word of it is known
_COUNTED = regex.compile(
    r"(?:(?:còn|có|vẫn còn|vẫn có|hiện còn|cả|với)\s+)?"
    r"(?:\d|(?:một|hai|ba|bốn|sáu|bảy|tám|chín|mười)\s(?!năm\b|số\b))",
    regex.IGNORECASE,
)
_FEW = regex.compile(r"(?:chỉ|mới)\s+(?:có\s+)?\d+(?:/\d+)?\s+\p{L}", regex.IGNORECASE)
_FIGURE_LAST = regex.compile(r"\d[\d.,/]*\s*%?$")  # "… dưới 10%": all it tells is a number
_UNABLE = regex.compile(
    r"không(?:\s+\p{L}+){1,2}\s+được\b", regex.IGNORECASE
)  # "không cài được phần mềm"
_MEASURE = regex.compile(r"\s(?:theo(?!\s+dõi\b)|so với|tại|trên|và (?:không|chưa))\s|\(")
_THEREFORE = frozenset({"do vậy", "do đó", "vì vậy", "vì thế"})
_CONSEQUENCE = _THEREFORE | {"nên", "cho nên", "khiến", "dẫn đến", "dẫn tới"}
_IF = regex.compile(r"nếu\b", regex.IGNORECASE)
_APART = regex.compile(r"riêng\b", regex.IGNORECASE)
_REMAINS = frozenset({"còn", "vẫn còn", "vẫn có", "còn có", "còn để", "còn tình trạng", "chưa"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A problem in the making. `limits`: a contrast set it against what was granted before.
    `whole`: its clauses make a sentence, so that another may begin behind a comma. `explaining`:
    its last clause explains, and what follows goes on with that. `details`: so up to the end of
    the sentence."""

    span: Clause
    limits: bool = False
    whole: bool = True
    explaining: bool = False
    details: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The next clause behind a unit. `ahead` is the clause with those behind commas after it."""

    read: Clauses
    label: Label
    unit: Unit
    clause: Clause
    ahead: Clause

    @property
    def opening(self) -> str:
        return self.read.opening(self.clause)

    @property
    def counted(self) -> bool:
        """ "15/40 văn bản …", "còn 87 hồ sơ …": figures, when they stand behind a comma."""
        return _COUNTED.match(self.read.text, self.clause.start) is not None

    @property
    def leans(self) -> bool:
        """Whether the clause has no subject of its own."""
        return self.opening in _LEANING and not _FEW.match(self.read.text, self.clause.start)

    @property
    def contrasts(self) -> bool:
        """ "nhưng" at the head of a sentence is a contrast."""
        link, mark = self.clause.link, self.clause.mark
        return link == "contrast" or (link == "but" and mark in _STOPS)

    def syllables(self, span: Clause) -> int:
        return len(_SYLLABLE.findall(self.read.text, span.start, span.end))


def begun(step: Step) -> Unit:
    """The clause as a unit of its own."""
    told = step.opening == "time" and step.read.has(step.clause, FAULT)  # "Năm 2015 xã … sai luật"
    return Unit(
        step.clause,
        limits=step.label is not Label.LIMITATION and _limits(step),
        whole=told or (step.opening not in _HALF and step.clause.link != "concession"),
        explaining=_has(step, step.clause, _CONSEQUENCE),
    )


def joined(step: Step) -> Unit:
    """The unit with the clause added to it."""
    unit, clause = step.unit, step.clause
    told = step.opening == "explains" or clause.link in ("concession", "while", "among")
    told = told or (step.counted and clause.mark == "comma")
    explains = told or _has(step, clause, _CONSEQUENCE)
    return replace(
        unit,
        span=replace(unit.span, end=clause.end),
        whole=unit.whole or not step.leans or step.read.has(clause, FAULT),
        explaining=explains or (unit.explaining and clause.mark == "comma"),
        details=_has_details(step),
    )


def _has(step: Step, span: Clause, words: frozenset[str]) -> bool:
    return any(word.words in words for word in step.read.within(span.start, span.end))


def _has_details(step: Step) -> bool:
    """Whether the rest of the sentence tells no more than the unit did."""
    if step.clause.mark == "sentence":
        return step.opening == "details"
    opened = step.clause.mark == "colon" and step.read.has(step.unit.span, _TOLD)
    return step.unit.details or opened or step.opening == "details"


# -- whether it begins another ----------------------------------------------------------


def parts(step: Step) -> bool:
    """Whether the clause begins another problem."""
    clause = step.clause
    if step.label is not Label.LIMITATION and (_limits(step) or _despite(step)):
        return True
    if clause.link == "among":
        return step.counted and _own_matter(step)
    if step.contrasts:
        return step.read.has(step.ahead, _TOLD)
    if (step.unit.details and clause.mark != "sentence") or _only_explains(step):
        return False
    if clause.mark == "colon":
        return step.read.has(step.unit.span, {"general"})
    if clause.link in ("but", "while") and clause.mark not in _STOPS:
        return _beside(step) if clause.link == "while" else _against(step)
    if clause.mark in _STOPS or clause.link == "addition":
        return step.syllables(clause) >= _CLAUSE and not _still_granting(step)
    return clause.mark == "comma" and _behind_comma(step)


def _still_granting(step: Step) -> bool:
    """Whether nothing but what was done has been told: "Kế hoạch đã có 45 nhiệm vụ; …"."""
    span = step.unit.span
    done = any(map(_is_done, step.read.within(span.start, span.end)))
    return done and not step.read.has(span, _LITTLE)


def _is_done(word: Phrase) -> bool:
    return word.entry.code == "granted" and word.words.startswith("đã")


def _only_explains(step: Step) -> bool:
    """A cause, consequence, example, part, figure, or remedy of what was told before."""
    read, ahead = step.read, step.ahead
    if step.opening in ("explains", "details", "concession", "among"):
        return True
    if step.clause.link == "concession" and step.clause.mark == "comma":
        return True
    written = read.text[ahead.start : ahead.end]
    if is_remedied(written) and not read.has(ahead, {"negation"}):
        return True
    if read.has(ahead, _LITTLE):
        return False
    # "; đến ngày 22/8/2022 Chi cục báo cáo đã kết nối xong"
    done = any(map(_is_done, read.within(ahead.start, ahead.end)))
    return bool(_FIGURE_LAST.search(written)) or (step.opening == "time" and done)


def _beside(step: Step) -> bool:
    """Behind "trong khi": a fault of its own, or the measure of the one before."""
    found = step.read.has(step.unit.span, FAULT) and step.read.has(step.clause, {"negation"})
    return found and not step.leans


def _against(step: Step) -> bool:
    """Behind "nhưng": a sentence of its own, or one that shares the subject before it."""
    read, unit = step.read, step.unit
    if step.leans or step.opening == "only":
        found = read.has(unit.span, FAULT) and not read.has(unit.span, {"vague"})
        alone = not step.leans or _own_matter(step)
        return found and not unit.explaining and alone
    head = read.text[step.clause.start : step.clause.end].partition("(")[0]
    if len(_SYLLABLE.findall(head)) < _SENTENCE:
        return False
    return _has(step, step.clause, frozenset({"vẫn"})) or read.has(step.ahead, _LITTLE)


def _behind_comma(step: Step) -> bool:
    read, unit, clause = step.read, step.unit, step.clause
    if unit.span.link == "concession" and not unit.whole:
        return not step.leans and read.has(clause, FAULT)
    if not unit.whole or step.counted or _has(step, clause, _THEREFORE):
        return False
    found = read.has(unit.span, _LITTLE)
    if step.leans:
        if unit.explaining or read.has(unit.span, {"vague"}) or _other_side(step):
            return False
        full = not _still_granting(step) and step.syllables(unit.span) >= _FULL
        return (found or full) and _own_matter(step)
    if not found or step.opening == "affected" or step.syllables(clause) < _CLAUSE:
        return False
    if unit.explaining and _has(step, unit.span, _CONSEQUENCE):
        return False  # "… nên khi người dân hỏi, công chức không biết …"
    return read.has(step.ahead if step.opening == "several" else clause, FAULT)


def _other_side(step: Step) -> bool:
    """ "chỉ tập trung vào phường, chưa kiểm tra các phòng": one thing, said from both sides."""
    first = step.read.text[step.clause.start : step.clause.start + 4].lower()
    return first == "chưa" and step.read.has(step.unit.span, {"only"})


def _own_matter(step: Step) -> bool:
    read, clause = step.read, step.clause
    negation = read.first(clause, {"negation"})
    other = read.first(clause, {"comment", "time", "explains"})
    if negation is None or (other and other.start < negation.start):
        return False
    if _UNABLE.match(read.text, negation.start):
        return False
    # "chưa tổ chức thi tuyển, xét tuyển" is one; "thiếu trang, không có chữ ký" are two.
    more = read.has(replace(clause, start=clause.end, end=step.ahead.end), _LITTLE)
    words = read.text[negation.start : clause.end if more else step.ahead.end]
    named = _SYLLABLE.findall(_MEASURE.split(words)[0])
    return len(named) - (negation.words not in ("thiếu", "bỏ sót")) >= _OWN_MATTER


# -- what was granted, and what limits it -----------------------------------------------


def grants(step: Step) -> bool:
    """Whether the unit only grants something to the contrast that the clause opens."""
    span = step.unit.span
    if span.link == "concession":
        return True
    found = step.read.has(span, FAULT)
    return (
        step.clause.link in ("contrast", "but") and not found and step.read.has(span, {"granted"})
    )


def goes_on_limiting(step: Step) -> bool:
    """Whether praise is limited further in the same sentence, or in spite of what it grants."""
    if step.label is Label.LIMITATION:
        return False
    adds = step.unit.limits and step.clause.mark != "sentence" and _finds(step)
    return adds or _despite(step)


def _limits(step: Step) -> bool:
    """Whether the clause sets a fault against praise. "Dù còn khó khăn, xã đã …" does not: the
    fault is what was granted there. In a conclusion a new clause does it without a word."""
    link, mark = step.clause.link, step.clause.mark
    trailing = link == "concession" and mark == "comma"
    apart = bool(mark) and _APART.match(step.read.text, step.clause.start) is not None
    concluding = step.label is Label.CONCLUSION and mark == "semicolon"
    return (link in ("contrast", "but") or trailing or apart or concluding) and _finds(step)


def _despite(step: Step) -> bool:
    """ "Mặc dù đã có nhiều cố gắng, huyện vẫn còn 12 hồ sơ trễ hạn." """
    conceded = step.unit.span.link == "concession" and not step.unit.whole
    return conceded and _has(step, step.clause, _REMAINS)


def _finds(step: Step) -> bool:
    """Whether the clause, or what its first words lead to, tells a fault."""
    read, clause = step.read, step.clause
    fault = read.first(step.ahead, _TOLD)
    if fault is None or _IF.match(read.text, clause.start):
        return False
    # "nhưng đã rất cố gắng, kết quả tuy chưa cao …": the contrast ended in what was done.
    if fault.start >= clause.end and read.has(clause, {"granted"}):
        return False
    # "song không để xảy ra phiền hà", "song đã kịp thời khắc phục tình trạng chậm trễ"
    undone = fault.entry.code in ("negation", "comment", "vague", "still")
    return not any(
        (word.entry.code == "no-fault" and word.words.startswith(("không", "chưa")))
        or (_is_done(word) and not undone)
        for word in read.within(clause.start, fault.start)
    )
