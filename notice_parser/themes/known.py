"""Themes that are known by examples: the one that a bare limitation surely belongs to.

The words of theme_subjects.toml tell what a limitation is about where somebody thought of them. The
examples of theme_examples.toml, limitations that readers put into themes, tell it also where nobody
did, and what a limitation is not though it holds such words. To these examples each word, and each
subject and fault, gets a weight for each theme (ridge regression: the theme 1, all others 0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from notice_parser import lexicon
from notice_parser.aspects import Aspects, aspects
from notice_parser.lexicon import Lexicon
from notice_parser.themes.problems import syllables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# A theme is sure when words, subject and fault together say so and the words alone speak for it,
# too, or when the words alone are as sure. Chosen on provinces held out (`benchmarks/themes.py
# --honest`, `--unread`); from 0.45 to 0.6 with 0.15 to 0.2 all are about as good.
_TOGETHER, _BY_WORDS, _BY_WORDS_ALONE = 0.5, 0.15, 0.6
_RIDGE = 0.3
_ROWS = 8192
_DIGITS = 6  # so that no order of summing shows


def known_themes(documents: Sequence[str], told: Sequence[Aspects]) -> list[str]:
    """For each bare limitation with these aspects the code of theme_examples.toml, "" where none
    is sure. One that says that all is well has none."""
    if not documents:
        return []
    fitted = _fitted(*_taught_by())
    parts = (slice(start, start + _ROWS) for start in range(0, len(documents), _ROWS))
    return [code for part in parts for code in fitted.themes(documents[part], told[part])]


def _taught_by() -> tuple[Lexicon, ...]:
    """The lexicon files that the weights depend on, as they are at this call."""
    names = ("examples", "subjects", "faults", "negated", "circumstances")
    return tuple(lexicon.load(f"theme_{name}") for name in names)


@dataclass(frozen=True, eq=False)
class _Fitted:
    """`codes` of the themes; what turns texts and aspects into rows, and the weights of their
    columns: of words alone, and of words and aspects `together`."""

    codes: tuple[str, ...]
    words: Any
    aspects: Any
    by_words: NDArray[np.float64]
    together: NDArray[np.float64]

    def themes(self, documents: Sequence[str], told: Sequence[Aspects]) -> list[str]:
        import numpy as np

        words = self.words.transform([syllables(document) for document in documents])
        by_words = np.round(words @ self.by_words, _DIGITS)
        together = np.round(_beside(words, self.aspects, told) @ self.together, _DIGITS)
        rows, best, alone = np.arange(len(told)), together.argmax(axis=1), by_words.argmax(axis=1)
        agreed = (together[rows, best] >= _TOGETHER) & (by_words[rows, best] >= _BY_WORDS)
        sure = agreed | (by_words[rows, alone] >= _BY_WORDS_ALONE)
        return [
            self.codes[number] if is_sure and not one.is_fine else ""
            for number, is_sure, one in zip(np.where(agreed, best, alone), sure, told, strict=True)
        ]


@lru_cache(maxsize=4)
def _fitted(examples: Lexicon, *_of_aspects: Lexicon) -> _Fitted:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.feature_extraction.text import TfidfVectorizer

    pairs = [(text, entry) for entry in examples.entries for text in entry.words]
    told = [aspects(text) for text, _ in pairs]
    codes = tuple(e.code for e in examples.entries if e.words and not e.get("alone", False))
    number = {code: place for place, code in enumerate(codes)}
    right = np.zeros((len(pairs), len(codes)))
    for row, (_, entry) in enumerate(pairs):
        if entry.code in number:
            right[row, number[entry.code]] = 1
    by_word = TfidfVectorizer(analyzer=list, sublinear_tf=True)
    words = by_word.fit_transform([syllables(text) for text, _ in pairs])
    by_aspect = DictVectorizer().fit([_features(one) for one in told])
    together = _beside(words, by_aspect, told)
    return _Fitted(codes, by_word, by_aspect, _weights(words, right), _weights(together, right))


def _weights(rows: Any, right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those with which the rows come nearest to `right`, none of them large."""
    import numpy as np

    alike = (rows @ rows.T).toarray()
    found: NDArray[np.float64] = rows.T @ np.linalg.solve(
        alike + _RIDGE * np.eye(alike.shape[0]), right
    )
    return found


def _beside(words: Any, by_aspect: Any, told: Sequence[Aspects]) -> Any:
    """The rows of words, lengthened by those of aspects."""
    from scipy.sparse import hstack
    from sklearn.preprocessing import normalize

    rows = normalize(by_aspect.transform([_features(one) for one in told]))
    return hstack([words, rows], format="csr")


def _features(told: Aspects) -> dict[str, float]:
    both = f"{told.subject} {told.kind}"
    return {f"subject {told.subject}": 1.0, f"fault {told.kind}": 0.5, f"both {both}": 1.0} | {
        f"other {fault}": 0.4 for fault in told.others
    }
