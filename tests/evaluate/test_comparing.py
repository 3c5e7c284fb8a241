"""Two runs against the same gold: what changed, and nothing else."""

from __future__ import annotations

from pathlib import Path

from gold_samples import NOTICE, built, gold, written

from notice_parser.dataset.database import open_database
from notice_parser.evaluate import STRICT, Comparison, compare, evaluate


def compared(tmp_path: Path, before: str, now: str) -> Comparison:
    golds = written(tmp_path, gold())
    found = []
    for name, text in (("before", before), ("now", now)):
        (tmp_path / name).mkdir()
        dataset = built(tmp_path / name, text)
        found.append(evaluate(open_database(dataset), golds))
    return compare(*found)


def told(comparison: Comparison) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [
        (
            change.became,
            next(m.kind for m in (change.now, change.before) if m),
            change.before.differs if change.before else (),
            change.now.differs if change.now else (),
        )
        for change in comparison.items
    ]


def test_the_same_run_changes_nothing(tmp_path: Path) -> None:
    assert compared(tmp_path, NOTICE, NOTICE) == Comparison((), ())


def test_a_label_that_became_right_and_one_that_became_wrong(tmp_path: Path) -> None:
    before = NOTICE.replace("- Hoà giải", "+ Hoà giải")
    now = NOTICE.replace("+ Đã rà soát", "- Đã rà soát")
    comparison = compared(tmp_path, before, now)
    assert sorted(told(comparison)) == [
        ("right", "wrong", ("label",), ()),
        ("wrong", "wrong", (), ("label",)),
    ]
    changed = {(change.shape, change.field) for change in comparison.scores}
    assert ("", STRICT) not in changed, "one more and one less right is the same score"
    assert ("", "limitations (text, unit, areas)") in changed


def test_scores_change_over_all_and_by_shape(tmp_path: Path) -> None:
    comparison = compared(tmp_path, NOTICE.replace("- Hoà giải", "+ Hoà giải"), NOTICE)
    strict = [change for change in comparison.scores if change.field == STRICT]
    assert [change.shape for change in strict] == ["", "sample"]
    for change in strict:
        assert change.before is not None
        assert change.now is not None
        assert (change.before.right, change.now.right) == (2, 3)


def test_wrong_in_another_way(tmp_path: Path) -> None:
    before = NOTICE.replace("- Hoà giải", "+ Hoà giải")
    now = NOTICE.replace("# thu-tuc-hanh-chinh", "# chinh-phu-so")
    assert told(compared(tmp_path, before, now)) == [
        ("otherwise wrong", "wrong", ("label",), ("areas",))
    ]


def test_extras_that_come_and_go(tmp_path: Path) -> None:
    twice = "- Câu này thì gold không có.\n\n"
    mark = "# tai-chinh-cong"
    before = NOTICE.replace(mark, twice * 2 + mark)
    now = NOTICE.replace(mark, twice + "+ Câu kia cũng vậy, dài hơn.\n\n" + mark)
    assert sorted(told(compared(tmp_path, before, now))) == [
        ("right", "extra", (), ()),
        ("wrong", "extra", (), ()),
    ]


def test_what_was_missed_and_is_found_became_right(tmp_path: Path) -> None:
    before = NOTICE.replace("- Hoà giải còn chậm.\n\n", "")
    assert told(compared(tmp_path, before, NOTICE)) == [("right", "missed", (), ())]
