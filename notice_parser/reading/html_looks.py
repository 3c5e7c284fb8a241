"""What an HTML element looks like, as far as a reader of text must know."""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from notice_parser.model import Role
from notice_parser.reading.word_xml import Element

_BOLD = frozenset((
    "b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6",
))  # fmt: skip
_RUNNING = frozenset((
    "nav", "aside", "footer",
))  # fmt: skip
_RUNNING_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search",
))  # fmt: skip
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FONT = regex.compile(r"font(?:-family)?\s*:[^;]*?([\"']?)((?:\.vn|vni|vps)[^\"',;]*)\1", regex.I)
_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", regex.I)
_WEIGHT = regex.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00|normal|[1-4]00)", regex.I)
_CASE = regex.compile(r"text-transform\s*:\s*(uppercase|none)", regex.I)
_ALIGN = regex.compile(r"text-align\s*:\s*(\w+)", regex.I)


@dataclass(frozen=True, slots=True)
class Look:
    bold: bool = False
    centred: bool = False
    capitals: bool = False
    superscript: bool = False
    preformatted: bool = False
    font: str = ""

    def cased(self, text: str) -> str:
        """The text as it shows: raised digits as such ("km²"), capitals."""
        if self.superscript and text.strip().isdigit():
            return text.translate(_SUPERSCRIPTS)
        return text.upper() if self.capitals else text


PLAIN = Look()


def look_of(element: Element, around: Look) -> Look:
    """The look of the text in `element`, which stands in text that looks like `around`."""
    tag, style = element.tag, element.get("style", "")
    font, weight, case = _FONT.search(style), _WEIGHT.search(style), _CASE.search(style)
    own = element.get("face", "") if tag == "font" else ""
    bold = around.bold or tag in _BOLD
    if weight:
        bold = weight[1].lower() not in ("normal", "100", "200", "300", "400")
    return replace(
        around,
        bold=bold,
        centred=_centred(element, style, around),
        capitals=case[1].lower() == "uppercase" if case else around.capitals,
        superscript=around.superscript or tag == "sup",
        preformatted=around.preformatted or tag == "pre",
        font=font[2].strip() if font else own or ("" if "font-family" in style else around.font),
    )


def _centred(element: Element, style: str, around: Look) -> bool:
    aligned = _ALIGN.search(style)
    value = aligned[1] if aligned else element.get("align", "")
    if value and element.tag != "table":
        return value.lower() == "center"
    return element.tag in ("center", "caption") or around.centred


def is_hidden(element: Element) -> bool:
    """Whether a browser shows nothing of the element."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def role_of(element: Element) -> Role | None:
    """RUNNING where the page itself says that the element is no part of its text."""
    if element.tag in _RUNNING or element.get("role", "").lower() in _RUNNING_ROLES:
        return Role.RUNNING
    return None
