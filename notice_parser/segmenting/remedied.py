"""Whether a limitation says of itself that it was put right: "… (đơn vị đã khắc phục)"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from notice_parser import lexicon
from notice_parser.lexicon import Entry, Lexicon, Match
from notice_parser.text import match_key

_WINDOW = 40  # characters around the words that may take them back
_PART = regex.compile(
    r"\d\s?/\s?\d{1,3}+\s+\p{L}++(?:\s+\p{L}++)?$"
)  # "05/12 hạn chế đã khắc phục"
_ASIDE = regex.compile(r"\(([^()]*+)\)")
# Where a stretch may begin; the comma before "trong đó" begins none of its own.
_STRETCH = regex.compile(
    r"[;:(]\s*|(?<=[.!?])\s+|,\s*(?!trong đó)"
    r"(?:(?:song|tuy nhiên|nhưng|và|tuy vậy|dù|mặc dù|tuy|thì),?\s+)?+"
    r"|\s(?:song|tuy nhiên|nhưng),?\s+(?=(?:đến|tới|hiện|nay|sau|ngay)\s)"
)
_END = regex.compile(r"[;)]|(?<=[.!?])\s")
_LEFT_OUT = regex.compile(r"(?i:chưa|không)\s+(?:có\s+)?(\p{L}+\s\p{L}+)")
_DONE = regex.compile(r"(?i:đã)\s+(\p{L}+\s\p{L}+)")
_MARKS = regex.compile(r"[^\w\[\]]+")
# Done of how many; "đã bổ sung ngày 04/06", "(đã bổ sung 04/6)" are days.
_DONE_OF = regex.compile(
    r"(?<!\w)(?i:đã)\s[^,;.()]{0,60}?(?<!(?i:ngày|tháng|sáng|chiều|hôm|đến|từ)\s)(?<![\d/])"
    r"(?P<done>\d{1,4})\s?/\s?(?P<all>\d{1,4})\s\p{Ll}"
)
_NOUN = r"(?P<noun>(?!(?:giờ|ngày|tuần|tháng|quý|năm|triệu|đồng|lần|lượt)\s?)\p{Ll}+(?:\s\p{Ll}+)?)"
_COUNT = regex.compile(rf"(?<![\d/.,])(?P<n>\d{{1,4}})\s{_NOUN}")
_DONE_COUNT = regex.compile(rf"(?<!\w)(?i:đã)\s[^,;.()\d]{{0,40}}(?P<n>\d{{1,4}})\s{_NOUN}")
_DATE = regex.compile(
    r"(?:ngày\s+)?\d{1,2}\s?[/.-]\s?\d{1,2}(?:\s?[/.-]\s?\d{4})?+|"
    r"ngày\s+\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?+|(?:cuối|đầu|giữa)?\s*tháng\s+\d{1,2}/\d{4}"
)
_DAY = regex.compile(r"ngày\s+\d")


def is_remedied(written: str) -> bool:
    """ "… (đơn vị đã khắc phục)", but not "chưa được khắc phục", "đã khắc phục một phần"."""
    return _says_so(written) and not (_only_in_part(written) or _comes_back(written))


def _says_so(written: str) -> bool:
    return (
        any(_surely(written, match) for match in _found(written, ""))
        or any(map(_in_aside, _ASIDE.findall(written)))
        or any(_by_then(later) or undoes(before, later) for before, later in _stretches(written))
    )


def _only_in_part(written: str) -> bool:
    """ "… đến nay đã gia hạn 04/06 chữ ký số", "12 văn bản chưa ký số, đã ký được 5 văn bản"; of
    "40 hồ sơ có 12 hồ sơ thiếu phiếu, đã bổ sung 12 hồ sơ" all was done."""
    if any(int(part["done"]) < int(part["all"]) for part in _DONE_OF.finditer(written)):
        return True
    for done in _DONE_COUNT.finditer(written):
        told = _COUNT.finditer(written, 0, done.start())
        there = [int(count["n"]) for count in told if count["noun"] == done["noun"]]
        if there and int(done["n"]) not in there and there[-1] > int(done["n"]):
            return True
    return False


def _comes_back(written: str) -> bool:
    """ "… năm 2021 đã khắc phục, nay tái diễn", "cơ bản đã giải quyết xong"; "không tái diễn" does
    not."""
    words = map(match_key, lexicon.load("remedied").by_code["remedied"].get("not_beside", ()))
    padded = f" {match_key(_MARKS.sub(' ', written))} "
    return any(f" {w} " in padded and f" không {w} " not in padded for w in words)


def takes_back(sentence: str) -> bool:
    """Whether a sentence tells that what the one before found was put right: "Đến ngày 30/8/2024,
    xã đã bổ sung xong các tờ khai này."."""
    said = any(_surely(sentence, match) for match in _found(sentence, ""))
    finished = lexicon.load("remedied").by_code["finished"]
    by_then = _by_then(sentence) and any(True for _ in _found(sentence, "later"))
    told = said or (by_then and _granted(sentence, finished))
    return told and not _only_in_part(sentence)


def _found(written: str, place: str) -> Iterator[Match]:
    """The words that say so there: in an "aside", at the "opening" of a stretch, in a "later" one,
    or anywhere (empty)."""
    return _of_place(lexicon.load("remedied"), place).find(written, overlapping=True)


@lru_cache(maxsize=8)
def _of_place(book: Lexicon, place: str) -> Lexicon:
    """Entries of another place would hide some: "đã điều chỉnh" of an aside "đã …xong"."""
    return Lexicon(book.name, tuple(e for e in book.entries if str(e.get("place")) == place))


def _surely(written: str, match: Match) -> bool:
    before = match_key(written[max(0, match.start - _WINDOW) : match.start])
    after = f" {match_key(written[match.end : match.end + _WINDOW])}"
    undone = any(f" {before}".endswith(f" {words}") for words in match.entry.get("not_after", ()))
    partly = any(f" {words}" in after for words in match.entry.get("not_before", ()))
    granted = _granted(written[match.start : match.end], match.entry)
    return granted and not undone and not partly and not _PART.search(before)


def undoes(before: str, later: str) -> bool:
    """Whether a later stretch tells that it is finished, or takes back "chưa ban hành" with "đã
    ban hành"."""
    finished = any(True for _ in _found(later, "later"))
    left_out = {match_key(match.group(1)) for match in _LEFT_OUT.finditer(before)}
    done = {match_key(match.group(1)) for match in _DONE.finditer(later)}
    entry = lexicon.load("remedied").by_code["finished"]
    taken_back = (finished or bool(left_out & done)) and _granted(later, entry)
    return taken_back or _on_a_day(later)


def _on_a_day(stretch: str) -> bool:
    """ "…; xã đã có quyết định phân công ngày 20/9/2023". Outside of brackets "14/52" is no day."""
    dated = _DATE.sub("[ngày]", stretch)
    told = (match.entry for match in _found(dated, "aside") if match.entry.code == "on-a-day")
    return bool(_DAY.search(stretch)) and any(_granted(dated, entry) for entry in told)


def _in_aside(aside: str) -> bool:
    dated = _DATE.sub("[ngày]", aside)
    return any(_granted(dated, m.entry) for m in _found(dated, "aside")) or _by_then(aside)


def _by_then(stretch: str) -> bool:
    return any(
        not match.start and _granted(stretch, match.entry) for match in _found(stretch, "opening")
    )


def _granted(stretch: str, entry: Entry) -> bool:
    padded = f" {match_key(_MARKS.sub(' ', stretch))} "
    return not any(f" {words} " in padded for words in entry.get("unless", ()))


def _stretches(written: str) -> Iterator[tuple[str, str]]:
    """What stands behind each mark to the end of its part, with all before: what opens a
    statement has no shortcoming before it that could be put right."""
    for mark in _STRETCH.finditer(written):
        end = _END.search(written, mark.end())
        yield written[: mark.start()], written[mark.end() : end.start() if end else len(written)]
