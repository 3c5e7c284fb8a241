"""A full re-clustering as a proposal: what it would change, shown before it is accepted.

Groups keep the id of the theme that most of their problems have. Themes that are locked, or that a
person merged, split or gave problems, stay as they are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from notice_parser.ids import digest
from notice_parser.themes.registry import Event, Group, Registry, free_id


@dataclass(frozen=True, slots=True)
class Move:
    """A problem that would change its theme; `is_new` when nothing has that theme yet."""

    text: str
    before: str
    after: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """`code` names exactly these moves; it is what a person accepts."""

    code: str
    moves: tuple[Move, ...]

    def events(self, registry: Registry) -> Iterator[Event]:
        """What the log gets when it is accepted: new themes and who joins which; a theme that
        nothing is left of is merged into the one that most of it went to."""
        opened: set[str] = set()
        for move in self.moves:
            if move.is_new and move.after not in opened:
                opened.add(move.after)
                yield Event("split", move.after, move.before, decided_by=self.code)
            yield Event("join", move.after, text=move.text, decided_by=self.code)
        sizes = Counter(map(registry.now, registry.members.values()))
        went = {move.before: Counter[str]() for move in self.moves}
        for move in self.moves:
            went[move.before][move.after] += 1
        gained = {move.after for move in self.moves}
        for before, counts in sorted(went.items()):
            if counts.total() == sizes[before] and before not in gained:
                into = min(counts, key=lambda theme_id: (-counts[theme_id], theme_id))
                yield Event("merge", before, into, decided_by=self.code)


def propose(registry: Registry, groups: Sequence[Group]) -> Proposal:
    """What a grouping made without regard to the registry would change in it."""
    free = {index: tuple(_movable(registry, group)) for index, group in enumerate(groups)}
    kept = _kept_ids(registry, free)
    taken = set(registry.themes)
    moves = []
    for index, texts in free.items():
        theme_id, is_new = kept.get(index, ""), False
        if texts and not theme_id:
            theme_id, is_new = free_id(groups[index].theme_id, taken), True
            taken.add(theme_id)
        moves += [
            Move(text, registry.theme_of(text), theme_id, is_new)
            for text in texts
            if registry.theme_of(text) != theme_id
        ]
    code = f"p-{digest(*(part for m in moves for part in (m.text, m.before, m.after)))}"
    return Proposal(code, tuple(moves))


def _movable(registry: Registry, group: Group) -> Iterator[str]:
    fixed = registry.locked | registry.by_hand
    return (text for text in group.texts() if registry.theme_of(text) not in fixed)


def _kept_ids(registry: Registry, free: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """By group the theme whose id it keeps: pairs that share most problems first, each theme
    and each group once."""
    shared = {i: Counter(registry.theme_of(text) for text in texts) for i, texts in free.items()}
    pairs = sorted(
        (-count, theme_id, index)
        for index, counts in shared.items()
        for theme_id, count in counts.items()
        if theme_id
    )
    kept: dict[int, str] = {}
    gone: set[str] = set()
    for _, theme_id, index in pairs:
        if index not in kept and theme_id not in gone:
            kept[index] = theme_id
            gone.add(theme_id)
    return kept


def by_theme(moves: Sequence[Move]) -> Mapping[tuple[str, str], Sequence[Move]]:
    """Moves by the themes between which they go, most first."""
    found: dict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in moves:
        found[move.before, move.after].append(move)
    return dict(sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0])))
