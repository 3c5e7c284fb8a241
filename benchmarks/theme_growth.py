"""How the time and memory of grouping grow with the number of problems. A part of `themes.py`.

Problems are made up: of one subject, of many, of none that the lexicon knows, and vectors of one
class alone. What is measured begins with the bare texts: words, subjects, faults, vectors, groups.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray
from theme_gold import agreement

from notice_parser import lexicon
from notice_parser.themes.cluster import grouped
from notice_parser.themes.grouping import group_documents
from notice_parser.themes.vectors import SCALE, Space


def growth() -> None:
    """Each size in a process of its own, so that the peak of memory is its own."""
    print("problems of        documents  groups   right  seconds  growth  peak MB")
    for kind in GROWTHS:
        before = 0.0
        for count in (1_000, 10_000, 100_000):
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                groups, right, seconds, peak = pool.submit(grown, kind, count).result()
            ratio = f"{seconds / before:.1f}" if before else ""
            print(
                f"{kind:18s} {count:9,d}  {groups:6,d}   {right:.3f}  {seconds:7.1f}"
                f"  {ratio:>6s}  {peak:7.0f}",
                flush=True,
            )
            before = seconds


def grown(kind: str, count: int) -> tuple[int, float, float, float]:
    """How many groups, B-cubed F1 against the themes that the problems were made of, seconds, peak
    of memory in MB."""
    texts, themes, given = GROWTHS[kind](np.random.default_rng(count), count)
    started = time.perf_counter()
    found = group_documents(texts, given) if texts else grouped(vectors_alone(given), join=0.5)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return len(found.typical), agreement(found.group, list(themes)).f1, seconds, peak


Grown = tuple[Sequence[str], Sequence[str], NDArray[np.float32] | None]


def _filled(numbers: np.random.Generator, count: int, openings: Sequence[str]) -> Grown:
    """Texts that open with one of `openings`, their theme with a rest of its own, and go on with
    words by Zipf's law."""
    syllables = [f"{a}{b}{c}" for a in "bdghklmnrstv" for b in _VOWELS for c in _ENDINGS]
    numbers.shuffle(syllables)
    themes = numbers.integers(max(count // 20, 1), size=count)
    ranks = numbers.zipf(1.3, size=(count, 8)) % len(syllables)
    texts, gold = [], []
    for theme, tail in zip(themes, ranks, strict=True):
        own = np.random.default_rng(int(theme)).integers(len(syllables), size=8)
        opening = openings[theme % len(openings)]
        words = [opening, *(syllables[i] for i in own), *(syllables[i] for i in tail)]
        texts.append(" ".join(words).strip())
        gold.append(opening or str(theme))
    rows = sorted(dict(zip(texts, gold, strict=True)).items())
    return [text for text, _ in rows], [theme for _, theme in rows], None


_VOWELS = ("a", "e", "i", "o", "u", "oa", "ie", "uo")
_ENDINGS = ("", "n", "m", "p", "t", "c", "ng", "nh", "ch")
_FAULTS = ("gửi chậm", "bị sao chép", "thiếu chữ ký", "không khớp", "còn chung chung")


def one_subject(numbers: np.random.Generator, count: int) -> Grown:
    return _filled(numbers, count, [f"báo cáo cchc {fault}" for fault in _FAULTS])


def many_subjects(numbers: np.random.Generator, count: int) -> Grown:
    entries = lexicon.load("theme_subjects").entries
    return _filled(
        numbers, count, [f"{e.words[0]} {f}" for e in entries if e.words for f in _FAULTS]
    )


def no_subject(numbers: np.random.Generator, count: int) -> Grown:
    return _filled(numbers, count, [""])


def vectors_given(numbers: np.random.Generator, count: int, dimensions: int = 384) -> Grown:
    """As many themes as a fifth of the documents, a fifth of them alone."""
    themes = max(count // 5, 1)
    centres = numbers.normal(size=(themes, dimensions)).astype(np.float32)
    theme = np.where(numbers.random(count) < 0.2, -1, numbers.integers(themes, size=count))
    vectors = numbers.normal(size=(count, dimensions)).astype(np.float32) * 0.8
    vectors[theme >= 0] += centres[theme[theme >= 0]]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    gold = [str(t) if t >= 0 else f"alone {i}" for i, t in enumerate(theme)]
    return (), gold, vectors


def vectors_alone(vectors: NDArray[np.float32] | None) -> Space:
    """Vectors of documents of one class."""
    from scipy.sparse import csr_matrix

    assert vectors is not None
    count = len(vectors)
    return Space(
        csr_matrix((count, 1), dtype=np.float32),
        (vectors * SCALE).round(),
        np.zeros(count, np.int32),
        np.zeros(count, bool),
        np.arange(count),
    )


GROWTHS = {
    "one subject": one_subject,
    "many subjects": many_subjects,
    "no known subject": no_subject,
    "vectors, one class": vectors_given,
}
