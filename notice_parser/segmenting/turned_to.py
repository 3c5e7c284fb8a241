"""To whom a heading turns that was not inspected: "4. Đối với Sở Tài chính"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notice_parser.model import Label
from notice_parser.segmenting.items import Item
from notice_parser.segmenting.openings import led, opening_words
from notice_parser.segmenting.outline import Node
from notice_parser.text import match_key

_OF_PROVINCE = ("tỉnh", "sở")


def commune_headed(path: Sequence[Node]) -> Node | None:
    """The heading that turns to a commune of which nothing says that it was inspected: "2. Đối với
    xã Ngọc Sơn"."""
    for node in reversed(path):
        heading = node.item.heading
        if (
            heading
            and not node.item.lead
            and any(u.level == "xã" and u.named for u in heading.units)
        ):
            return node
    return None


def department_asked(text: str, path: Sequence[Node]) -> str:
    """The department of the province that a heading turns to: "4. Đối với Sở Tài chính", "3. Sở
    Tài chính" among requests, "Đối với cơ quan liên quan"; "Ý kiến của Sở Nội vụ" does not."""
    headings = [node.item for node in path if node.item.heading]
    requests = any(h.heading and h.heading.label is Label.REQUEST for h in headings)
    for heading in headings:
        for start, called in _not_inspected(text, heading):
            before = match_key(text[heading.start : start])
            if led(before) or (requests and not before):
                return called
    return ""


def _not_inspected(text: str, item: Item) -> Iterator[tuple[int, str]]:
    """Departments of the province, and "cơ quan liên quan", with where a heading names them."""
    assert item.heading is not None
    yield from ((u.start, u.text) for u in item.heading.units if u.level in _OF_PROVINCE)
    written = match_key(text[item.start : item.end]).rstrip(" :.")
    for others in opening_words("others"):
        if written.endswith(others):
            yield item.start + len(written) - len(others), others
