"""What an address says beyond its path: the language, the form of the answer, the choices.

    /themes?sort=years        a page in Vietnamese
    /en/themes?sort=years     the same in English
    /themes.csv?sort=years    the same list as CSV; .xlsx and .json likewise

So every link restores exactly what was seen, without cookies or script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, urlencode

LANGUAGES = ("vi", "en")
FORMS = ("html", "json", "csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Address:
    """`path` has neither language nor form: "/themes/t-1"."""

    language: str
    path: str
    form: str
    query: Mapping[str, str]

    def link(self, path: str, **choices: object) -> str:
        """The address of another page, in the same language."""
        return str_of(Address(self.language, path, "html", _told(choices)))

    def here(self, *, form: str = "html", **changes: object) -> str:
        """This page with other choices. A new choice begins at the first page again."""
        kept = {name: value for name, value in self.query.items() if name != "page"}
        return str_of(replace(self, form=form, query=_told({**kept, **changes})))

    def restored(self) -> str:
        """This very page, as it would be linked to."""
        return str_of(replace(self, form="html"))

    def in_language(self, language: str) -> str:
        return str_of(replace(self, language=language, form="html"))


def address_of(path: str, query: str) -> Address:
    """The address with this path (percent signs resolved) and this query string."""
    language, rest = "vi", path
    if path == "/en" or path.startswith("/en/"):
        language, rest = "en", path[3:] or "/"
    stem, dot, end = rest.rpartition(".")
    form = end if dot and end in FORMS[1:] else "html"
    choices = dict(parse_qsl(query, encoding="utf-8", errors="replace"))
    return Address(language, stem if form != "html" else rest, form, choices)


def str_of(address: Address) -> str:
    """The address as a link."""
    language = "" if address.language == "vi" else f"/{address.language}"
    form = "" if address.form == "html" else f".{address.form}"
    path = "" if language and address.path == "/" else quote(address.path, safe="/:;,")
    choices = f"?{urlencode(address.query)}" if address.query else ""
    return f"{language}{path}{form}{choices}"


def _told(choices: Mapping[str, object]) -> dict[str, str]:
    """Choices that are made; the others leave no trace in the link."""
    return {name: str(value) for name, value in choices.items() if value not in (None, "", ())}
