"""The end of a notice: "Nơi nhận" and the signature block, which stand in either order; and what
each of their lines is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

import regex

from notice_parser import lexicon
from notice_parser.markers import read_marker
from notice_parser.model import Paragraph, Quoted, quoted
from notice_parser.reading.items import signed
from notice_parser.segmenting.phrases import starts_with
from notice_parser.segmenting.units import find_units
from notice_parser.text import match_key

_SIGNATURE_LONGEST = 12
_GOES_ON = regex.compile(r"[\W\d]*\p{L}+\s+\p{L}+\s+\p{L}")  # a third word
_ONLY_LINE = regex.compile(r"[\W_]+")
# "ThS. Đỗ Thị Thanh Trang", "H'Yim Kđoh", "Y Biêr Niê".
_PART_OF_NAME = r"\p{Lu}\p{Ll}*(?:['’-]\p{Lu}?\p{Ll}+)?"
_NAME = regex.compile(rf"(?:[\p{{L}}.]{{1,6}}\.\s*)?{_PART_OF_NAME}(?:\s{_PART_OF_NAME}){{1,5}}")


def find_closing(
    text: str, paragraphs: Sequence[Paragraph], start: int
) -> tuple[list[int], list[int]]:
    """Indexes of the recipients and of the signature block, which stand in either order. An
    annex may have its own; the first closes the notice."""
    found = (i for i in range(start, len(paragraphs)) if _opens_recipients(text, paragraphs[i]))
    at = next(found, None)
    if at is None:
        return [], _last_signature(text, paragraphs, start)
    recipients = [at]
    while recipients[-1] + 1 < len(paragraphs) and _is_recipient(
        text, paragraphs[recipients[-1] + 1]
    ):
        recipients.append(recipients[-1] + 1)
    last = recipients[-1]
    above = range(at - 1, max(start, at - _SIGNATURE_LONGEST), -1)
    below = range(last + 1, min(last + 1 + _SIGNATURE_LONGEST, len(paragraphs)))
    before, after = (_signature_along(text, paragraphs, way) for way in (above, below))
    return recipients, [*reversed(before), *after]


def _opens_recipients(text: str, paragraph: Paragraph) -> bool:
    """ "Nơi nhận:", but not "Nơi nhận và trả hồ sơ mới xây, rộng rãi"."""
    label = starts_with(text, paragraph.start, paragraph.end, "recipients")
    return label and not _GOES_ON.match(text, paragraph.start, paragraph.end)


def _last_signature(text: str, paragraphs: Sequence[Paragraph], start: int) -> list[int]:
    """Without recipients: from the first post in capitals near the end ("TRƯỞNG ĐOÀN") as far
    as the lines are short, a name in capitals among them."""
    near_end = range(max(start, len(paragraphs) - _SIGNATURE_LONGEST), len(paragraphs))
    posts = (i for i in near_end if _is_post(text[paragraphs[i].start : paragraphs[i].end]))
    first = next(posts, len(paragraphs))
    found: list[int] = []
    for index in range(first, len(paragraphs)):
        written = text[paragraphs[index].start : paragraphs[index].end]
        if not is_signature_line(written) and not _is_capital_name(written):
            break
        found.append(index)
    return found


def _is_recipient(text: str, paragraph: Paragraph) -> bool:
    marker = read_marker(text, paragraph.start, paragraph.end)
    written = text[paragraph.start : paragraph.end]
    return (
        bool(marker and marker.bullet)
        or written.rstrip().endswith(";")
        or "lưu:" in written.lower()
    )


def is_signature_line(written: str) -> bool:
    """A post ("PHÓ GIÁM ĐỐC", "Phó Giám đốc Sở Nội vụ"), "(Đã ký)", a lone personal name, or a
    rule."""
    line = written.strip(" ()*.,")
    rule = not _ONLY_LINE.sub("", line)
    told = _is_post(written) or _is_post_of_office(line) or signed(written) or is_person(line)
    return len(line) < 100 and (told or rule)


def _is_post(written: str) -> bool:
    line = written.strip(" ()*.,")
    match = lexicon.load("signatures").first(line)
    return match is not None and match.start == 0 and line == line.upper() and len(line) < 100


def _is_post_of_office(line: str) -> bool:
    """ "Phó Giám đốc Sở Nội vụ", "Phó Trưởng đoàn": in small letters a post of which nothing is
    told but where it is held."""
    match = lexicon.load("signatures").first(line)
    if match is None or match.start or match.entry.code != "post" or not line[0].isupper():
        return False
    # "Trưởng phòng Nội vụ": the post has the first word of its office.
    behind = (u for u in find_units(line) if u.start <= match.end + 1 and u.end == len(line))
    return match.end == len(line) or any(behind)


def _is_capital_name(written: str) -> bool:
    """ "NGUYỄN VĂN NAM", which only under a post is surely a name."""
    line = written.strip(" *.,")
    return line == line.upper() and is_person(line.title())


def is_person(line: str) -> bool:
    return bool(_NAME.fullmatch(line.strip())) and len(line) < 40


def _signature_along(text: str, paragraphs: Sequence[Paragraph], way: range) -> list[int]:
    """The indexes of a signature block from the first of the `way` on, as far as it goes."""
    return list(
        takewhile(lambda i: is_signature_line(text[paragraphs[i].start : paragraphs[i].end]), way)
    )


# -- what its lines are -----------------------------------------------------------------


def closing_quotes(
    text: str, recipients: Sequence[Paragraph], signature: Sequence[Paragraph]
) -> Iterator[tuple[str, Quoted]]:
    """The words behind recipients and signature, each with the name of its field."""
    bulleted = False
    for paragraph in recipients:
        marker = read_marker(text, paragraph.start, paragraph.end)
        start = marker.end if marker else paragraph.start
        label = starts_with(text, paragraph.start, paragraph.end, "recipients")
        goes_on = bulleted and not (marker and marker.bullet)
        bulleted = bulleted or bool(marker and marker.bullet)
        name = "recipient-continued" if goes_on else "recipient"
        quote = quoted(text, start, paragraph.end)
        yield "recipients-label" if label else name, quote
    yield from _signature_quotes(text, signature)


def recipients_of(quotes: Iterable[tuple[str, Quoted]]) -> list[str]:
    """One text for each bullet; a line without one goes on with the recipient above."""
    found: list[str] = []
    for name, quote in quotes:
        if name == "recipient":
            found.append(quote.text)
        elif name == "recipient-continued" and found:
            found[-1] = f"{found[-1]} {quote.text}"
    return [recipient.rstrip(" ;.,/") for recipient in found]


def _signature_quotes(text: str, signature: Sequence[Paragraph]) -> Iterator[tuple[str, Quoted]]:
    quotes = [quoted(text, p.start, p.end) for p in signature]
    person = _signer([quote.text for quote in quotes])
    above = quotes[: person + 1 if person is not None else 0]
    posts = [i for i, q in enumerate(above) if _names_post(q.text)]
    for index, quote in enumerate(quotes):
        name = "signature"
        if index == person:
            name = "signer"
        elif posts and index == posts[-1]:
            name = "signer_title"
        yield name, quote


def _signer(lines: Sequence[str]) -> int | None:
    """The place of the signer's name: the last one; of those who sign minutes that of the head of
    the team, where it is told, and not of who wrote them."""
    signers: list[tuple[str, int]] = []  # the posts above each name, and its place
    posts = ""
    for place, line in enumerate(lines):
        if not is_person(line):
            posts += f" {match_key(line)}"
        elif posts or not signers:
            signers.append((posts, place))
            posts = ""
        else:
            signers[-1] = (signers[-1][0], place)
    heads = [place for above, place in signers if _of_team(above)]
    others = [place for above, place in signers if not _writes(above)]
    return next((found[-1] for found in (heads, others) if found), None)


def _of_team(posts: str) -> bool:
    return any(word in posts for word in lexicon.load("signatures").by_code["post"].get("heads"))


def _writes(posts: str) -> bool:
    return any(match.entry.code == "scribe" for match in lexicon.load("signatures").find(posts))


def _names_post(line: str) -> bool:
    match = lexicon.load("signatures").first(line.strip(" (*"))
    return bool(match and match.entry.code != "signed")
