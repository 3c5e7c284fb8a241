"""What a theme is called: the words that its problems share and others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

_KEYWORDS = 6
_NAME_LONGEST = 90


def keywords(members: Mapping[int, Sequence[Sequence[str]]]) -> dict[int, tuple[str, ...]]:
    """For each group the words with the highest class-based TF-IDF (Grootendorst 2022): how
    often in the group, weighted by how rare over all groups. Ties fall in order of the word."""
    per_group = {g: Counter(w for doc in docs for w in set(doc)) for g, docs in members.items()}
    overall = sum(per_group.values(), Counter[str]())
    average = sum(overall.values()) / max(len(per_group), 1)
    return {
        group: tuple(
            sorted(counts, key=lambda w: (-counts[w] * log(1 + average / overall[w]), w))[
                :_KEYWORDS
            ]
        )
        for group, counts in per_group.items()
    }


def name(example: str) -> str:
    """A typical problem's first clause as the theme's name."""
    clause = example.split("; ")[0].split(" (")[0].strip(" .;:,")
    if len(clause) <= _NAME_LONGEST:
        return clause
    return clause[:_NAME_LONGEST].rsplit(" ", 1)[0] + " …"
