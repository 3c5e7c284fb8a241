"""Where the adjusted Rand index is lost: which themes are split, and which meet. A part of
`themes.py`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations

_SHOWN = 12


def print_losses(part: str, found: Sequence[Hashable], gold: Sequence[str]) -> None:
    """The pairs of problems that each theme loses, and those that two themes have too many."""
    split, met = _split(found, gold), _met(found, gold)
    print(f"{part}: {_pairs(Counter(gold))} pairs in gold, {_pairs(Counter(found))} found")
    print(f"  {sum(lost for lost, _ in split.values())} lost, of")
    for theme, (lost, sizes) in sorted(split.items(), key=lambda item: -item[1][0])[:_SHOWN]:
        print(f"  {lost:6d}  {theme} in groups of {', '.join(map(str, sizes))}")
    print(f"  {met.total()} too many, of")
    for (one, other), many in met.most_common(_SHOWN):
        print(f"  {many:6d}  {one} with {other}")


def _pairs(counts: Mapping[Hashable, int] | Mapping[str, int]) -> int:
    return sum(count * (count - 1) // 2 for count in counts.values())


def _split(found: Sequence[Hashable], gold: Sequence[str]) -> dict[str, tuple[int, list[int]]]:
    parts: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for group, theme in zip(found, gold, strict=True):
        parts[theme][group] += 1
    return {
        theme: (_pairs({"": counts.total()}) - _pairs(counts), sorted(counts.values())[::-1])
        for theme, counts in parts.items()
    }


def _met(found: Sequence[Hashable], gold: Sequence[str]) -> Counter[tuple[str, str]]:
    parts: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for group, theme in zip(found, gold, strict=True):
        parts[group][theme] += 1
    met: Counter[tuple[str, str]] = Counter()
    for counts in parts.values():
        for (one, many), (other, more) in combinations(sorted(counts.items()), 2):
            named = (theme.split(" ")[0] for theme in (one, other))  # "alone 12"
            met[min(pair := tuple(named)), max(pair)] += many * more
    return met
