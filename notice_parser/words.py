"""Vietnamese words: syllables joined as underthesea's word segmentation sees them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

from notice_parser.errors import UsageError
from notice_parser.text import match_key


def words(text: str) -> tuple[str, ...]:
    """ "hồ sơ trễ hạn" → ("hồ sơ", "trễ", "hạn"), lower case, without punctuation."""
    return tuple(word for word in _segmenter()(match_key(text)) if any(map(str.isalpha, word)))


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """underthesea's `word_tokenize`, which loads its model (about 3 s) on first use."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    try:
        from underthesea import word_tokenize
    except ImportError as error:
        raise UsageError('words need underthesea: pip install "notice-parser[analysis]"') from error
    root.handlers[:] = handlers  # importing underthesea adds one of its own

    def segment(text: str) -> list[str]:
        return list(word_tokenize(text))

    return segment
