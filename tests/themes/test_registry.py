"""Themes keep their ids: over builds, in any order, and after what a person decided."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notice_parser.errors import UsageError
from notice_parser.themes.edits import edited, read_edits, with_edit, write_edits
from notice_parser.themes.proposal import propose
from notice_parser.themes.registry import (
    Group,
    Registry,
    log_rows,
    read_log,
    replayed,
    settled,
)

EMPTY = replayed(())
PATH = Path("theme_edits.toml")


def group(theme_id: str, *texts: str) -> Group:
    return Group(theme_id, tuple((text,) for text in texts))


def themes(registry: Registry, *texts: str) -> list[str]:
    return [registry.theme_of(text) for text in texts]


def decided(registry: Registry, *edits: Mapping[str, str | Sequence[str]]) -> Registry:
    text = ""
    for values in edits:
        text = with_edit(text, values)
    return edited(registry, read_edits(text, PATH), texts={"p-1": "a", "p-2": "b"})


FIRST = settled(EMPTY, [group("t-1", "a", "b"), group("t-2", "c")])

# -- builds -----------------------------------------------------------------------------


def test_the_first_build_opens_themes() -> None:
    assert themes(FIRST, "a", "b", "c") == ["t-1", "t-1", "t-2"]
    assert [event.event for event in FIRST.events] == ["open", "join", "join", "open", "join"]


def test_a_theme_once_given_stays_whatever_the_next_grouping_says() -> None:
    later = settled(FIRST, [group("t-9", "a", "c", "d"), group("t-8", "b", "e")])
    assert themes(later, "a", "b", "c") == ["t-1", "t-1", "t-2"]
    assert themes(later, "d", "e") == ["t-1", "t-1"], "the new ones join"


def test_a_new_group_opens_a_theme_with_an_id_of_its_own() -> None:
    later = settled(FIRST, [group("t-1", "x"), group("t-2", "a", "b", "c")])
    assert themes(later, "x") == ["t-1-2"]


def test_most_of_the_group_decide_and_the_first_id_among_equals() -> None:
    assert themes(settled(FIRST, [group("t-9", "a", "b", "c", "d")]), "d") == ["t-1"]
    assert themes(settled(FIRST, [group("t-9", "a", "c", "d")]), "d") == ["t-1"]


def test_what_says_the_same_joins_where_that_is() -> None:
    bundles = (("a",), ("b",), ("c", "c again"))
    assert themes(settled(FIRST, [Group("t-9", bundles)]), "c again") == ["t-2"]


def test_the_same_words_are_the_same_problem_after_a_rescan() -> None:
    registry = settled(EMPTY, [group("t-1", "Hồ sơ trễ hạn")])
    assert themes(registry, "Hồ sơ  tre hạn", "HỒ SƠ TRỄ HẠN") == ["t-1", "t-1"]


def test_a_build_without_anything_new_adds_nothing() -> None:
    assert settled(FIRST, [group("t-7", "a", "b", "c")]) is FIRST


def test_the_log_comes_back_from_its_table_and_only_grows() -> None:
    assert read_log(reversed(log_rows(FIRST))) == FIRST
    later = settled(FIRST, [group("t-9", "a", "d")])
    assert log_rows(later)[: len(FIRST.events)] == log_rows(FIRST)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30), st.randoms())
def test_no_id_ever_changes(numbers: list[int], dice: random.Random) -> None:
    """Texts come in batches, each batch with all before it grouped anew at random."""
    registry, given_before = EMPTY, dict[str, str]()
    texts = [f"text {i}" for i in range(len(numbers))]
    for end in range(3, len(texts) + 3, 3):
        groups: dict[int, list[str]] = {}
        for text in texts[:end]:
            groups.setdefault(dice.randrange(4), []).append(text)
        registry = settled(registry, [group(f"t-{n}", *g) for n, g in sorted(groups.items())])
        now = {text: registry.theme_of(text) for text in texts[:end]}
        assert all(now.values())
        assert given_before.items() <= now.items()
        given_before = now


# -- what a person decides --------------------------------------------------------------


def test_a_name_stays() -> None:
    registry = decided(FIRST, {"action": "rename", "theme": "t-1", "name": "Trễ hạn"})
    assert registry.names == {"t-1": "Trễ hạn"}
    assert registry.edited("t-1") == ("name",)
    assert registry.edited("t-2") == ()


def test_what_is_merged_stays_merged_and_takes_in_what_comes_later() -> None:
    registry = decided(FIRST, {"action": "merge", "theme": "t-2", "into": "t-1"})
    assert themes(registry, "a", "c") == ["t-1", "t-1"]
    later = settled(registry, [group("t-9", "c", "d"), group("t-8", "a", "b")])
    assert themes(later, "d") == ["t-1"]


def test_what_is_split_or_moved_stays_apart() -> None:
    registry = decided(FIRST, {"action": "split", "theme": "t-1", "problems": ["b"], "name": "B"})
    (new,) = set(themes(registry, "b"))
    assert new not in ("t-1", "t-2")
    assert registry.names[new] == "B"
    assert themes(registry, "a") == ["t-1"]
    moved = decided(FIRST, {"action": "move", "problem": "p-2", "theme": "t-2"})
    assert themes(moved, "a", "b", "c") == ["t-1", "t-2", "t-2"]
    for kept in (registry, moved):
        together = [group("t-9", "a", "b", "c")]
        assert themes(settled(kept, together), "a", "b") == themes(kept, "a", "b")
        assert not [move for move in propose(kept, together).moves if move.text == "b"]


def test_a_locked_theme_takes_in_only_what_says_the_same() -> None:
    registry = decided(FIRST, {"action": "lock", "theme": "t-1"})
    later = settled(registry, [Group("t-9", (("a", "a again"), ("b",), ("d",)))])
    assert themes(later, "a again", "d") == ["t-1", "t-9"]
    unlocked = decided(
        FIRST, {"action": "lock", "theme": "t-1"}, {"action": "unlock", "theme": "t-1"}
    )
    assert themes(settled(unlocked, [group("t-9", "a", "b", "d")]), "d") == ["t-1"]


def test_an_edit_goes_into_the_log_once() -> None:
    text = with_edit("# my notes\n", {"action": "lock", "theme": "t-1"})
    once = edited(FIRST, read_edits(text, PATH), texts={})
    assert edited(once, read_edits(text, PATH), texts={}) is once
    twice = with_edit(text, {"action": "lock", "theme": "t-1"})
    assert len(edited(once, read_edits(twice, PATH), texts={}).events) == len(once.events) + 1


def test_the_file_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "theme_edits.toml"
    write_edits(path, with_edit('# ghi chú "của tôi"', {"action": "lock", "theme": "t-1"}))
    text = path.read_text(encoding="utf-8")
    assert text == '# ghi chú "của tôi"\n\n[[edit]]\naction = "lock"\ntheme = "t-1"\n'
    assert [edit.action for edit in read_edits(text, path)] == ["lock"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[edit]\n", "is no TOML"),
        ('name = "x"\n', "something other than"),
        ('[[edit]]\naction = "eat"\n', "edit 1: the action must be one of rename, merge"),
        ('[[edit]]\naction = "rename"\ntheme = "t-1"\n', "edit 1: rename needs name"),
        ('[[edit]]\naction = "lock"\ntheme = "t-1"\nname = "x"\n', "edit 1: lock has no name"),
        ('[[edit]]\naction = "lock"\ntheme = 1\n', "edit 1: theme is of the wrong kind"),
        ('[[edit]]\naction = "lock"\ntheme = "t-7"\n', "edit 1: there is no theme t-7"),
        ('[[edit]]\naction = "merge"\ntheme = "t-1"\ninto = "t-1"\n', "are one theme"),
        ('[[edit]]\naction = "move"\ntheme = "t-1"\nproblem = "z"\n', "there is no problem z"),
        (
            '[[edit]]\naction = "split"\ntheme = "t-1"\nproblems = ["c"]\n',
            "“c” does not belong to t-1",
        ),
    ],
)
def test_a_wrong_edit_is_one_sentence(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=r"theme_edits\.toml: ") as caught:
        edited(FIRST, read_edits(text, PATH), texts={})
    assert told in str(caught.value)


# -- proposals --------------------------------------------------------------------------


def test_a_proposal_shows_what_would_move_and_changes_nothing() -> None:
    proposal = propose(FIRST, [group("t-9", "a"), group("t-8", "b", "c")])
    assert [(move.text, move.before, move.after) for move in proposal.moves] == [
        ("b", "t-1", "t-2")
    ]
    assert themes(FIRST, "b") == ["t-1"]


def test_a_proposal_that_is_accepted_is_in_the_log() -> None:
    proposal = propose(FIRST, [group("t-9", "a"), group("t-8", "b"), group("t-7", "c")])
    (move,) = proposal.moves
    after = replayed((*FIRST.events, *proposal.events(FIRST)))
    assert themes(after, "a", "b", "c") == ["t-1", move.after, "t-2"]
    assert {event.decided_by for event in after.events[len(FIRST.events) :]} == {proposal.code}
    assert propose(after, [group("t-9", "a"), group("t-8", "b"), group("t-7", "c")]).moves == ()


def test_a_theme_that_nothing_is_left_of_leads_to_where_most_of_it_went() -> None:
    proposal = propose(FIRST, [group("t-9", "a", "b", "c")])
    after = replayed((*FIRST.events, *proposal.events(FIRST)))
    assert themes(after, "a", "b", "c") == ["t-1"] * 3
    assert after.now("t-2") == "t-1"
