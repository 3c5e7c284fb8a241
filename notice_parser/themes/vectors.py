"""Bare limitations as vectors whose inner product is how alike two of them are.

A vector has three parts: the words (TF-IDF of syllables and pairs of syllables; with a model, half
of it is the model's vector), the subject, and the fault. Where the lexicon knows no subject, or a
weak one only, the words stand for it.

Components are whole numbers. A vector is `SCALE` long, so that every sum of products on the way to
an inner product is below 2^24 and exact in 32-bit floats: the same on every machine, in any order
of summing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from notice_parser import lexicon
from notice_parser.aspects import ANY, Aspects
from notice_parser.themes.known import have_example, known_themes
from notice_parser.themes.praise import praised_or_not
from notice_parser.themes.problems import syllables

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCALE = 4096
_WORDS, _SUBJECT, _FAULT = 1.0, 0.7, 0.8
# Of a fault that stands farther from the subject, beside the nearest.
_OTHER_FAULT = 0.4
# What all faults have in common, so that a text of which none is known is nearer to any than two
# different ones are to each other.
_ANY_FAULT, _COMMON = "any fault", 0.3


@dataclass(frozen=True, slots=True)
class Space:
    """One row for each document: `sparse` (scipy CSR) and `dense` hold parts of the same vector,
    whole numbers as float32. `kinds[i]` is the number of the theme that document i is known to
    belong to (`known`), else of its subject (with its fault, where that parts themes of this
    subject), `fine[i]` whether the text says that all is well: only documents alike in both may
    join. `start[i]` is the first document with the known theme of document i, else, where no
    example has its subject with its fault, with its subject and faults: these are one theme from
    the start, however many they are and whatever else they say."""

    sparse: Any
    dense: NDArray[np.float32]
    kinds: NDArray[np.int32]
    fine: NDArray[np.bool_]
    start: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.kinds)


def space(documents: Sequence[str], embedded: NDArray[np.float32] | None = None) -> Space:
    """`embedded` has a centred vector of length 1 for each document, where a model is used."""
    import numpy as np
    from scipy.sparse import hstack

    told = [praised_or_not(document) for document in documents]
    known = known_themes(documents, told)
    classes = [(theme,) if theme else _class(one) for theme, one in zip(known, told, strict=True)]
    codes = {one: number for number, one in enumerate(sorted({*classes, ("", "")}))}
    kinds = np.array([codes[one] for one in classes], np.int32)
    words = np.where([a.is_weak for a in told], _WORDS + _SUBJECT, _WORDS)
    dense = np.zeros((len(documents), 0), np.float32)
    if embedded is not None:
        words = words / 2
        dense = (embedded * _length(words)[:, None]).round().astype(np.float32)
    subjects = _weighted([{} if a.is_weak else {a.subject: 1.0} for a in told])
    blocks = [
        _scaled(_lexical(documents), _length(words)),
        _scaled(subjects, _length(np.full(len(told), _SUBJECT))),
        _scaled(_weighted([_faults(a) for a in told]), _length(np.full(len(told), _FAULT))),
    ]
    sparse = hstack(blocks, format="csr", dtype=np.float32)
    fine = np.array([a.is_fine for a in told], bool)
    return Space(sparse, dense, kinds, fine, np.array(_starts(known, told), np.int64))


def _class(told: Aspects) -> tuple[str, str]:
    """Only limitations of one class may come into one theme."""
    entry = lexicon.load("theme_subjects").by_code.get(told.subject)
    return (told.subject, told.kind if entry and entry.get("parted", False) else "")


def _starts(known: Sequence[str], told: Sequence[Aspects]) -> list[int]:
    first: dict[object, int] = {}
    return [
        first.setdefault(theme or (index if one.is_weak or example else _wrong(one)), index)
        for index, (theme, one, example) in enumerate(
            zip(known, told, have_example(told), strict=True)
        )
    ]


def _wrong(told: Aspects) -> tuple[object, ...]:
    return (told.subject, told.kind, told.others, told.is_fine)


def _length(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How long the part with this weight is, of a vector of length SCALE."""
    return SCALE * (weights / (_WORDS + _SUBJECT + _FAULT)) ** 0.5


def _lexical(documents: Sequence[str]) -> Any:
    """TF-IDF of syllables, rows of length 1 (0 for a document of set phrases only)."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    split = [syllables(document) for document in documents]
    if not any(split):
        return csr_matrix((len(documents), 1), dtype=np.float64)
    return TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(split)


def _faults(told: Aspects) -> Mapping[str, float]:
    own = sqrt(1 - _COMMON**2)
    if told.kind in ("", ANY):
        return {_ANY_FAULT: 1.0}
    others = dict.fromkeys(told.others, own * _OTHER_FAULT)
    return others | {told.kind: own, _ANY_FAULT: _COMMON}


def _weighted(rows: Sequence[Mapping[str, float]]) -> Any:
    """Rows of length 1 with a column for each code."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import normalize

    if not any(rows):
        from scipy.sparse import csr_matrix

        return csr_matrix((len(rows), 1))
    return normalize(DictVectorizer(sort=True).fit_transform(rows))


def _scaled(block: Any, lengths: NDArray[np.float64]) -> Any:
    """Rows of length 1 made so long, in whole numbers."""
    from scipy.sparse import diags

    scaled = (diags(lengths) @ block).tocsr()
    scaled.data = scaled.data.round()
    return scaled
