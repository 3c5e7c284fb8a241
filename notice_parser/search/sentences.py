"""What is wrong with a query, as a sentence in either language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from notice_parser.errors import QueryError

_LANGUAGES = ("vi", "en")


def wrong(code: str, /, **values: object) -> QueryError:
    """The error of this code in `sentences.toml`; `str` of it is the English sentence."""
    return QueryError(_told(code, "en", values), code=code, values=values)


def told(error: QueryError, language: str) -> str:
    """The sentence of an error that `wrong` made, in "vi" or "en"."""
    return _told(error.code, language, error.values)


def _told(code: str, language: str, values: Mapping[str, object]) -> str:
    return _sentences()[code][_LANGUAGES.index(language)].format(**values)


@cache
def _sentences() -> Mapping[str, Sequence[str]]:
    path = Path(__file__).with_name("sentences.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
