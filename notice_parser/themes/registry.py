"""The log that gives each theme its id for life.

Its events are the table `theme_registry` of the dataset: a build reads those of the version in
force, adds new ones at the end, and publishes them together with all other tables, whole or not
at all. A theme is the set of problems that joined it; what a person decided (`edits`), or accepted
as a proposal (`proposal`), outlasts every later grouping.

    open THEME TEXT      a new theme, named for its most typical problem
    join THEME TEXT      a problem of these words belongs to it, from now on in every build
    move THEME TEXT      … because a person says so
    rename, lock, unlock THEME
    merge THEME OTHER    all that belongs to THEME, now and later, belongs to OTHER
    split THEME OTHER    THEME is new and takes problems of OTHER, which then move
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

from notice_parser.dataset.schema import Row
from notice_parser.text import fold, squash

_FIELDS = ("event", "theme_id", "other_id", "text", "name", "decided_by")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log; `decided_by` is empty where the grouping decided."""

    event: str
    theme_id: str
    other_id: str = ""
    text: str = ""
    name: str = ""
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Problems that the grouping puts together: the id that they would have as a new theme,
    and their texts, in bundles of those that say the same in the same words."""

    theme_id: str
    bundles: tuple[tuple[str, ...], ...]

    def texts(self) -> Iterator[str]:
        return chain.from_iterable(self.bundles)


@dataclass(frozen=True)
class Registry:
    """What the log says: by key of a text its theme and words; by theme its name, whom it was
    merged into, and whether it is locked; which texts a person placed; what was decided."""

    events: tuple[Event, ...]
    themes: frozenset[str]
    members: Mapping[str, str]
    texts: Mapping[str, str]
    names: Mapping[str, str]
    merged: Mapping[str, str]
    locked: frozenset[str]
    placed: frozenset[str]
    decisions: frozenset[str]

    def theme_of(self, text: str) -> str:
        """The theme of a problem of these words; "" when it has none yet."""
        return self.now(self.members.get(text_key(text), ""))

    def now(self, theme_id: str) -> str:
        """The theme that a theme was merged into, or itself."""
        while theme_id in self.merged:
            theme_id = self.merged[theme_id]
        return theme_id

    def edited(self, theme_id: str) -> tuple[str, ...]:
        """What a person decided of a theme: `name`, `members`, `locked`."""
        told = {
            "name": theme_id in self.names,
            "members": theme_id in self.by_hand,
            "locked": theme_id in self.locked,
        }
        return tuple(code for code, is_so in told.items() if is_so)

    @cached_property
    def by_hand(self) -> frozenset[str]:
        """Themes that a person gave or took problems: moved, split, merged."""
        touched = {self.members[key] for key in self.placed} | set(self.merged.values())
        return frozenset(map(self.now, touched))


@lru_cache(maxsize=1 << 18)
def text_key(text: str) -> str:
    """Problems of the same key are the same problem; a re-scan that lost a mark keeps it."""
    return fold(squash(text))


def read_log(rows: Iterable[Row]) -> Registry:
    """From rows of `theme_registry`, in order of their numbers."""
    ordered = sorted(rows, key=lambda row: int(str(row["event_id"])))
    return replayed(Event(*(str(row[name] or "") for name in _FIELDS)) for row in ordered)


def log_rows(registry: Registry) -> list[Row]:
    return [
        {"event_id": number, **{name: getattr(event, name) for name in _FIELDS}}
        for number, event in enumerate(registry.events, start=1)
    ]


def replayed(events: Iterable[Event]) -> Registry:
    """The state after these events."""
    told = tuple(events)
    members: dict[str, str] = {}
    texts: dict[str, str] = {}
    names: dict[str, str] = {}
    merged: dict[str, str] = {}
    locked: set[str] = set()
    placed: set[str] = set()
    for event in told:
        match event.event:
            case "join" | "move":
                key = text_key(event.text)
                members[key] = event.theme_id
                texts.setdefault(key, event.text)
                if event.event == "move":
                    placed.add(key)
            case "rename":
                names[event.theme_id] = event.name
            case "merge":
                merged[event.theme_id] = event.other_id
            case "lock":
                locked.add(event.theme_id)
            case "unlock":
                locked.discard(event.theme_id)
    return Registry(
        events=told,
        themes=frozenset(event.theme_id for event in told if event.event in ("open", "split")),
        members=members,
        texts=texts,
        names=names,
        merged=merged,
        locked=frozenset(locked),
        placed=frozenset(placed),
        decisions=frozenset(event.decided_by for event in told if event.decided_by),
    )


def settled(registry: Registry, groups: Sequence[Group]) -> Registry:
    """The registry after a grouping of all texts that it knows and all new ones.

    A new text joins the theme of the texts that say the same, otherwise the theme that most
    known texts of its group belong to, unless it is locked; a group without one opens a theme.
    A text that has a theme keeps it.
    """
    taken = set(registry.themes)
    new: list[Event] = []
    for group in groups:
        votes = _votes(registry, group.texts(), but=registry.locked)
        for bundle in group.bundles:
            unknown = [text for text in bundle if not registry.theme_of(text)]
            if not unknown:
                continue
            theme_id = _winner(_votes(registry, bundle)) or _winner(votes)
            if not theme_id:
                theme_id = free_id(group.theme_id, taken)
                taken.add(theme_id)
                votes[theme_id] += 1
                new.append(Event("open", theme_id, text=unknown[0]))
            new += [Event("join", theme_id, text=text) for text in unknown]
    return replayed((*registry.events, *new)) if new else registry


def _votes(
    registry: Registry, texts: Iterable[str], *, but: frozenset[str] = frozenset()
) -> Counter[str]:
    themes = (registry.theme_of(text) for text in texts)
    return Counter(theme for theme in themes if theme and theme not in but)


def _winner(votes: Counter[str]) -> str:
    return min(votes, key=lambda theme_id: (-votes[theme_id], theme_id), default="")


def free_id(wanted: str, taken: set[str]) -> str:
    """`wanted`, numbered when another theme has it."""
    count, candidate = 1, wanted
    while candidate in taken:
        count += 1
        candidate = f"{wanted}-{count}"
    return candidate
