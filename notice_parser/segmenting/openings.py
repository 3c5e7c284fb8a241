"""What stands before a body that a sentence names, and between several of them.

By that "Riêng xã Vĩnh Thanh còn …" is told from "Chỉ đạo xã Vĩnh Thanh …". The words are those of
the lexicon `openings`. What stands `before` a body, or `between` two, is read as `spaced` gives it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.segmenting.unit_grammar import place_kinds
from notice_parser.segmenting.units import LEVELS, UnitMention, find_units
from notice_parser.text import any_of, match_key

FAR = 110  # characters at the start of a sentence that may name whom it is about
COUNTS = {
    word: number
    for number, words in enumerate(
        (
            "hai 2 02",
            "ba 3 03",
            "bốn 4 04",
            "năm 5 05",
            "sáu 6 06",
            "bảy 7 07",
            "tám 8 08",
            "chín 9 09",
        ),
        start=2,
    )
    for word in words.split()
}
_LONGEST_LEAD = 300
_REACH_OF_PREDICATE = 20  # characters behind a body in which it is told that it does something
_JOINTS = r",|;|và|cùng|cùng với|với|,\s*và"


@lru_cache(maxsize=64)
def opening_words(code: str) -> tuple[str, ...]:
    return lexicon.load("openings").by_code[code].words


def spaced(written: str) -> str:
    """What stands before or between names, ready for the patterns below: "riêng tại "."""
    return f"{match_key(written)} ".lstrip()


# -- before a body ----------------------------------------------------------------------


def leads(before: str) -> bool:
    """Whether a sentence opens with what follows: "Bên cạnh đó, Đoàn đề nghị Chủ tịch UBND "."""
    return len(before) < _LONGEST_LEAD and bool(_lead().fullmatch(spaced(before)))


@lru_cache(maxsize=1)
def _lead() -> regex.Pattern[str]:
    """All that may stand before the body with which a sentence opens."""
    links, posts = rf"(?:(?:{any_opening('link')})[\s,:]*)*", any_opening("post")
    when = r"(?:(?:trong\s+)?(?:\d{1,2} tháng(?: đầu)? )?(?:năm|quý \w+ năm) \d{4}|đến nay)"
    # "Tình trạng tương tự có ở xã Nhơn Mỹ"
    found, at = rf"(?:(?:{any_opening('found')})\s+)?", rf"(?=(?:{any_opening('place')})\s)"
    likewise = rf"(?:(?:{any_opening('likewise')})\s+{found}{at})?"
    aside = rf"(?:(?:{any_opening('adverbial')})\b[^.;:]{{0,110}}?[,:]|{when}(?= ))"
    return regex.compile(
        rf"\W*{links}(?:{aside}\s*{links}){{0,2}}"
        rf"(?:(?:{any_opening('inspectors')})\s+)?(?:(?:{asking_words()})\s+)?{likewise}"
        rf"(?:(?:{any_opening('place')})\s+)?(?:có\s+(?=\d))?{_number_of(posts)}"
        rf"(?:(?:{posts})\s+(?:của\s+)?)*(?:cả\s+)?(?:(?:{'|'.join(COUNTS)}|các)\s+)?"
    )


def _number_of(posts: str) -> str:
    """ "02 công chức xã An Mỹ", "05/38 viên chức của Trung tâm"."""
    return rf"(?:\d+(?:/\d+)?\s+(?=(?:{posts})\s))?"


def opens_with_another(sentence: str) -> bool:
    """Whether a sentence that speaks of no inspected unit opens with another body: "Sở Tài chính
    thẩm định …"."""
    return _named_at_the_opening(sentence) is not None


def opens_with_department(sentence: str, *, level: str = "sở") -> bool:
    """Whether a sentence opens with a department of the province, or of a district (`level`
    "phòng"): "Đề nghị Sở Thông tin và Truyền thông sớm tích hợp …"."""
    mention = _named_at_the_opening(sentence)
    return mention is not None and mention.level == level


def _named_at_the_opening(sentence: str) -> UnitMention | None:
    """The first body called by name, where the sentence opens with it."""
    mention = next((m for m in find_units(sentence, end=FAR) if m.named), None)
    return mention if mention and leads(sentence[: mention.start]) else None


def opens_with_office(sentence: str) -> bool:
    """Whether a sentence opens with a body by its office: "Nhìn chung, UBND thị xã Cửa Lò đã …",
    "Nhìn chung, Sở …", not "Nhìn chung, huyện Châu Đức …"."""
    mention = next(iter(find_units(sentence, end=FAR)), None)
    if mention is None:
        return False
    place = match_key(mention.text).startswith(f"{mention.kind} ")
    office = mention.level not in LEVELS or not place
    return office and leads(sentence[: mention.start])


def opens_paragraph(before: str, *, aside: bool) -> bool:
    """Whether a paragraph is about the body that follows: "Còn", "Riêng tại"; `aside` tells that
    a phrase up to a comma may stand there, too: "Sau khi sáp nhập thôn,"."""
    key = match_key(before)
    return bool(_head().fullmatch(_aside().sub("", key) if aside else key))


@lru_cache(maxsize=1)
def _head() -> regex.Pattern[str]:
    return regex.compile(rf"(?:(?:{any_opening('link')})[\s,]*)*(?:{any_opening('place')})?")


@lru_cache(maxsize=1)
def _aside() -> regex.Pattern[str]:
    return regex.compile(rf"^(?:{any_opening('adverbial')})\b[^.;:]*?,\s*")


def led(before: str) -> bool:
    """Whether the very last words lead to a body: "… tại ", "… đề nghị ", "… cả "."""
    return bool(_led().search(before))


@lru_cache(maxsize=1)
def _led() -> regex.Pattern[str]:
    words = "|".join((any_opening("place"), any_opening("post"), asking_words(), "cả"))
    return regex.compile(rf"(?<!\w)(?:{words})\s*$")


def inspected_at(before: str) -> bool:
    """ "… đã kiểm tra tại", "… gồm:", "… tại 08 xã, thị trấn:"."""
    return bool(_inspected_at().search(match_key(before)))


@lru_cache(maxsize=1)
def _inspected_at() -> regex.Pattern[str]:
    counted = rf"(?:\s+{_counted_bodies()}(?:\s*(?:{_JOINTS})|\s*[:(])?)?"
    return regex.compile(rf"(?<!\w)(?:{any_opening('inspected-at')}){counted}\s*[:(]?\s*$")


def _counted_bodies() -> str:
    """ "08 xã, thị trấn", "04 phòng", "một số phòng chuyên môn"."""
    kind = rf"(?:{place_kinds()}|{any_opening('body')}|{any_opening('part')}|phòng|ban|trường)"
    return rf"(?:\d{{1,2}}|{'|'.join(COUNTS)}|các|một số)\s+{kind}(?:(?:,|\s+và)\s+{kind})*"


def lists_bodies(before: str) -> bool:
    """Whether the names that a bracket holds are those just counted: "… và 03 xã, thị trấn ("."""
    return bool(_lists_bodies().search(match_key(before)))


@lru_cache(maxsize=1)
def _lists_bodies() -> regex.Pattern[str]:
    return regex.compile(rf"(?<!\w){_counted_bodies()}\s*\($")


def tells_of(behind: str) -> bool:
    """Whether the words right behind a body tell something of it: "… đã kiểm tra từ 18 đến 20/11",
    "… có 15 đơn vị hành chính"; "được kiểm tra" only says which it is."""
    return bool(_tells_of().match(match_key(behind)))


@lru_cache(maxsize=1)
def _tells_of() -> regex.Pattern[str]:
    return regex.compile(rf"\s*(?:{any_opening('finite')})\s")


def owned(before: str) -> bool:
    """ "Bảng niêm yết của …", "Việc số hóa tại UBND …"."""
    return bool(_owned().search(before))


@lru_cache(maxsize=1)
def _owned() -> regex.Pattern[str]:
    places = "của|tại|ở|thuộc|toàn|trên địa bàn"
    several = rf"(?:(?:{'|'.join(COUNTS)}|các)\s+)?"  # "kế hoạch của các xã Bắc Lương, …"
    return regex.compile(rf"(?<!\w)(?:{places})\s+(?:(?:{any_opening('post')})\s+)*{several}$")


def parts_of_office(sentence: str) -> Iterator[int]:
    """Where parts of an office are told together ("tất cả các phòng, ban", "12/12 phòng chuyên
    môn"), or the communes of a district by their number ("18/18 xã, thị trấn")."""
    return (match.start() for match in _parts().finditer(sentence))


@lru_cache(maxsize=1)
def _parts() -> regex.Pattern[str]:
    counts = any_of(lexicon.load("openings").by_code["part"].get("counts"))
    many = rf"(?:{counts}|100%|\d+/\d+)"
    communes = r"\d+/\d+ (?:xã|phường)(?:, (?:xã|phường|thị trấn)){0,2}"
    told = rf"(?:{many}\s+){{1,2}}(?:{any_opening('part')})"
    return regex.compile(rf"(?<!\w)(?:{told}|{communes})(?!\w)", regex.IGNORECASE)


def acted_by(before: str) -> bool:
    """ "Công tác chỉ đạo được UBND huyện quan tâm": whoever is called behind "được", "do" acts."""
    return before.endswith(("được ", "do "))


def nothing_said(before: str) -> bool:
    """Whether nothing has been told yet, but for what the inspectors did."""
    return not _said().search(_there_are().sub("", _checked().sub("", before)))


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
    # "Kế hoạch theo dõi …", "Trang thiết bị …", "Phong trào đổi mới … của phường …" have said
    # nothing yet.
    inside = r"(?<!(?<!\w)(?:thiết|chuẩn|đổi|bàn)\s)"
    return regex.compile(
        rf"(?<!\w){inside}(?:{any_opening('not-yet')})(?!\w|\s+(?:dõi|dịch|tiếp|thông|gian)(?!\w))"
    )


# -- behind a body ----------------------------------------------------------------------


def does_something(sentence: str, end: int) -> bool:
    """Whether a predicate follows behind a body: "Chi cục chưa …"."""
    follows = match_key(sentence[end : end + _REACH_OF_PREDICATE])
    return any(follows.startswith(f"{word} ") for word in opening_words("predicate"))


def how_much(sentence: str, end: int) -> bool:
    """ "huyện 62,5%", "xã Ba Tri: 12 hồ sơ", "xã Ba Tri (12 hồ sơ)"."""
    return bool(_HOW_MUCH.match(sentence, end))


_HOW_MUCH = regex.compile(r"(?::|\s\(|)\s?[0-9]")


# -- between bodies ---------------------------------------------------------------------


def in_one_list(between: str) -> bool:
    """Whether a body is in one list with that before it: ", và Chủ tịch UBND "."""
    return bool(_joint().fullmatch(between))


@lru_cache(maxsize=1)
def _joint() -> regex.Pattern[str]:
    # "… và UBND các xã Tri Lễ, Châu Kim", "…, Chủ tịch UBND các xã: Đồng Du, La Sơn"
    several = rf"(?:(?:{'|'.join(COUNTS)}|các)\s+(?:(?:{place_kinds()})\s*:\s*)?)?"
    posts = any_opening("post")
    # "Tại xã Nhơn Mỹ và tại Thới An Hội", "02 công chức xã An Mỹ, 01 công chức xã Trinh Phú"
    again = rf"(?:(?:tại|ở|của)\s+)?{_number_of(posts)}"
    return regex.compile(rf"(?:{_JOINTS}|lẫn|cũng như|và cả)\s+{again}(?:(?:{posts})\s+)*{several}")


def inspected_list(between: str) -> bool:
    """The same among those inspected: "… tại UBND huyện Phước Long, Phòng Tư pháp huyện, UBND xã A
    và UBND xã B"."""
    return bool(_inspected_joint().fullmatch(match_key(between)))


@lru_cache(maxsize=1)
def _inspected_joint() -> regex.Pattern[str]:
    # "… tại UBND huyện Bến Lức và 03 xã, thị trấn (thị trấn Bến Lức, xã Thạnh Đức, …)"
    counted = rf"(?:\s*{_counted_bodies()}\s*[:(])?"
    return regex.compile(
        rf"(?:huyện|quận|thị xã|thành phố)?\s*(?:\([^)]*\))?\s*(?:{_JOINTS}|-){counted}"
    )


def next_clause(between: str, *, apart: bool = False) -> bool:
    """Whether another clause that says the same begins with the body; "còn phường B đã làm tốt",
    "trong khi phường B có 04 công chức" are set against. `apart` asks for a semicolon."""
    return bool(_next_clause(";" if apart else "[,;]").search(between))


@lru_cache(maxsize=2)
def _next_clause(mark: str) -> regex.Pattern[str]:
    places = rf"(?:(?:{any_opening('place')})\s+)?"
    return regex.compile(rf"{mark}\s*(?:và\s+)?{places}(?:(?:{any_opening('post')})\s+)*$")


def is_named(between: str) -> bool:
    """Whether what stands between bodies told by their number and one by name says which they are:
    " có tỷ lệ trễ hạn cao là ", " thuộc "."""
    return bool(_NAMES.search(f" {spaced(between)}"))


_NAMES = regex.compile(r"(?:\s(?:là|gồm|gồm có|như|thuộc|của|trên địa bàn)|:)\s*$")


def asking_words() -> str:
    """A pattern of the verbs that ask: "đề nghị", "yêu cầu"."""
    return any_of(lexicon.load("cues").by_code["request"].get("asks"))


def any_opening(code: str) -> str:
    """A pattern of the words of an entry of `openings`."""
    return any_of(opening_words(code))
