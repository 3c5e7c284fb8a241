"""The words of the pages in two languages, from `words.toml`, and how values are written."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from notice_parser.dataset.schema import LIST_SEPARATOR
from notice_parser.web.address import LANGUAGES


@cache
def vocabulary() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """Words by section and code, each in Vietnamese and in English."""
    content = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return {
        section: {code: (str(told[0]), str(told[1])) for code, told in entries.items()}
        for section, entries in tomllib.loads(content).items()
    }


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language."""

    language: str

    def __call__(self, section: str, code: object = "", **values: object) -> str:
        """The word for a code; a code that has none stands for itself."""
        told = vocabulary()[section].get(str(code))
        if told is None:
            return str(code)
        word = told[LANGUAGES.index(self.language)]
        return word.format(**{name: self.number(value) for name, value in values.items()})

    def number(self, value: Any, digits: int = 2) -> str:
        """97.83 → "97,83" in Vietnamese; thousands are parted as the language does."""
        if value is None or isinstance(value, str):
            return value or ""
        text = f"{value:,.{digits}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
        return text.translate({44: ".", 46: ","}) if self.language == "vi" else text

    def day(self, date: str | None) -> str:
        """ "2023-07-28" → "28/7/2023"; partial dates likewise."""
        if not date or self.language != "vi":
            return date or ""
        day, _, time = date.partition("T")
        written = "/".join(part.lstrip("0") for part in reversed(day.split("-")))
        return f"{written} {time}".strip()

    def units(self, ids: str | None, names: Mapping[str, str]) -> str:
        """The names of the units in a cell; an empty one means all that were inspected."""
        if not ids:
            return self("page", "all-units")
        return ", ".join(names.get(unit, unit) for unit in ids.split(LIST_SEPARATOR))


def items(cell: str | None) -> list[str]:
    """The items of a list cell."""
    return cell.split(LIST_SEPARATOR) if cell else []
