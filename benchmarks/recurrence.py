"""Recurrence and follow-ups: how right, how steady, how they grow.

    python benchmarks/recurrence.py [DATASET]

Prints
- precision and recall of requests tied to limitations, on corpus/followups.jsonl, for the notices
  that were annotated before the code was written and for those annotated after;
- how many of the cells of corpus/recurrence.toml the panel gives: with themes made of the sentences
  named there, and with the themes that the dataset has (each cell by the theme of most sentences);
- over five draws, the share of old problems whose theme changes when the other fifth of the
  notices is added, what becomes of the new ones, and how far these themes are those of one
  grouping of all (adjusted Rand index, 1 is equal);
- time and memory for 1,000, 10,000 and 100,000 problems made from sentences of the corpus: the
  registry (groups given), the panel, the follow-ups; and how the time grows for each tenfold.

DATASET is built from the train and dev notices of the corpus when it is not given.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from notice_parser import build
from notice_parser.dataset.handing_on import stored_rows
from notice_parser.dataset.publish import current
from notice_parser.dataset.schema import TABLES, Row
from notice_parser.dataset.tables import Tables
from notice_parser.errors import UsageError
from notice_parser.themes import derive_themes
from notice_parser.themes.followup import followups
from notice_parser.themes.inspections import Inspections, inspections
from notice_parser.themes.recurrence import cells, cells_at, histories
from notice_parser.themes.registry import Group, replayed, settled
from notice_parser.themes.remedies import remedies

sys.path.append(str(Path(__file__).parent.parent / "corpus"))
from hand_made import (
    CORPUS,
    followup_answers,
    gold_statements,
    of_the_answers,
    recurrence_answers,
    says,
    tied,
    wanted,
)

AREAS = ("thu-tuc-hanh-chinh", "chinh-phu-so", "tai-chinh-cong", "che-do-cong-vu")
SIZES = (1_000, 10_000, 100_000)


def main() -> None:
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        golds = [json.loads(p.read_text(encoding="utf-8")) for p in CORPUS.glob("gold/*.gold.json")]
        files = [
            CORPUS / "notices" / gold["notice"]["file"]
            for gold in golds
            if gold["notice"]["split"] != "test"
        ]
        build(files, output=folder, jobs=2)
        report(Path(folder))


def report(dataset: Path) -> None:
    version = current(dataset)
    if version is None:
        raise UsageError(f"{dataset}: holds no dataset")
    rows = {name: list(stored_rows(version, name)) for name in TABLES}
    print_links()
    print_cells(rows)
    print_steadiness(rows)
    print_growth()


# -- how right --------------------------------------------------------------------------


def print_links() -> None:
    answers = followup_answers()
    for when in ("before", "after"):
        names = sorted({told["notice"] for told in answers if told["annotated"] == when})
        hand = [wanted([a for a in answers if a["notice"] == name]) for name in names]
        code = [set(tied(gold_statements(name))) for name in names]
        right = sum(len(h & c) for h, c in zip(hand, code, strict=True))
        precision, recall = right / sum(map(len, code)), right / sum(map(len, hand))
        print(
            f"links, {len(names)} notices annotated {when} the code: "
            f"P {precision:.3f} R {recall:.3f} of {sum(map(len, hand))}"
        )


def print_cells(rows: Mapping[str, list[Row]]) -> None:
    seen = inspections(notices=rows["notices"], coverage=rows["coverage"], units=rows["units"])
    units = {row["name"]: str(row["unit_id"]) for row in rows["units"] if of_the_answers(row)}
    for name, themed in (("of the sentences named", by_sentences), ("of the dataset", by_theme)):
        right = total = 0
        for theme in recurrence_answers():
            problems = themed(theme, rows["problems"], units.values())
            told = remedies(rows["statements"], problems, seen)
            (history,) = (h for h in histories(problems, seen) if h.theme_id == "hand")
            for body, by_year in theme["cells"].items():
                years = [int(year) for year in by_year]
                found = cells_at(history, units[body], seen=seen, told=told, years=years)
                right += sum(cell.state == by_year[str(cell.year)] for cell in found)
                total += len(years)
        print(f"cells found by hand, with themes {name}: {right} of {total}")


def by_sentences(
    theme: Mapping[str, Any], problems: Sequence[Row], bodies: Collection[str]
) -> list[Row]:
    return [
        {**row, "theme_id": "hand" if says(row, theme, bodies) else str(row["theme_id"] or "none")}
        for row in problems
    ]


def by_theme(
    theme: Mapping[str, Any], problems: Sequence[Row], bodies: Collection[str]
) -> list[Row]:
    counts = Counter(str(row["theme_id"]) for row in problems if says(row, theme, bodies))
    chosen = min(counts, key=lambda theme_id: (-counts[theme_id], theme_id))
    return [
        {**row, "theme_id": "hand" if row["theme_id"] == chosen else row["theme_id"]}
        for row in problems
    ]


# -- how steady -------------------------------------------------------------------------


def print_steadiness(rows: Mapping[str, list[Row]]) -> None:
    from sklearn.metrics import adjusted_rand_score

    notices = sorted(str(row["notice_id"]) for row in rows["notices"])
    everything, _ = themes_of(rows, set(notices), log=[])
    for draw in range(5):
        old = set(random.Random(draw).sample(notices, round(0.8 * len(notices))))
        before, log = themes_of(rows, old, log=[])
        after, longer = themes_of(rows, set(notices), log=log)
        changed = sum(after[problem] != theme for problem, theme in before.items())
        new = [theme for problem, theme in after.items() if problem not in before]
        joined = sum(theme in set(before.values()) for theme in new)
        order = sorted(p for p in after if after[p] and everything[p])
        alike = adjusted_rand_score([after[p] for p in order], [everything[p] for p in order])
        print(
            f"draw {draw}: {changed / len(before):.2%} of {len(before)} old problems change theme; "
            f"{len(new)} new, {joined / len(new):.0%} joined an old one; Rand {alike:.3f}; "
            f"log {len(log)} to {len(longer)} events"
        )


def themes_of(
    rows: Mapping[str, list[Row]], notices: set[str], *, log: list[Row]
) -> tuple[dict[str, str], list[Row]]:
    """By problem its theme, and the log, in a dataset of these notices."""
    with tempfile.TemporaryDirectory() as folder, Tables(Path(folder) / "rows.sqlite") as tables:
        tables.add("units", rows["units"])
        for name in ("notices", "coverage", "statements", "problems"):
            tables.add(name, (row for row in rows[name] if row["notice_id"] in notices))
        tables.add("theme_registry", log)
        derived = derive_themes(tables, Path(folder))
        found = {str(row["problem_id"]): str(row["theme_id"] or "") for row in derived["problems"]}
        return found, list(derived["theme_registry"])


# -- how they grow ----------------------------------------------------------------------


def print_growth() -> None:
    limitations, requests = sentences("han-che"), sentences("de-nghi")
    taken: dict[str, list[float]] = {}
    for size in SIZES:
        made = synthetic(size, limitations, requests)
        problems, seen = made["problems"], seen_in(made)
        groups = grouped(problems)
        tasks: dict[str, Callable[[], object]] = {
            "registry": lambda groups=groups: settled(replayed(()), groups),
            "panel": lambda p=problems, s=seen: [
                cell for history in histories(p, s) for cell in cells(history, s, {})
            ],
            "follow-ups": lambda m=made, p=problems, s=seen: list(
                followups(m["statements"], p, seen=s, told=remedies(m["statements"], p, s))
            ),
        }
        for name, task in tasks.items():
            seconds, megabytes = measured(task, memory=size < SIZES[-1])
            taken.setdefault(name, []).append(seconds)
            peak = f", {megabytes:.0f} MB" if megabytes else ""
            print(f"{name:11} {size:7,} problems: {seconds:7.2f} s{peak}")
    for name, seconds in taken.items():
        ratios = [f"{later / earlier:.1f}" for earlier, later in pairwise(seconds)]
        print(f"{name:11} times as long for ten times as many: {', '.join(ratios)}")


def measured(task: Callable[[], object], *, memory: bool) -> tuple[float, float]:
    """CPU seconds and, in a second run, the peak in megabytes."""
    start = time.process_time()
    task()
    seconds = time.process_time() - start
    if not memory:
        return seconds, 0.0
    tracemalloc.start()
    task()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return seconds, peak


def sentences(label: str) -> list[str]:
    answers = followup_answers()
    names = sorted({told["notice"] for told in answers})
    return [str(s["text"]) for n in names for s in gold_statements(n) if s["label"] == label]


def synthetic(
    size: int, limitations: Sequence[str], requests: Sequence[str]
) -> Mapping[str, list[Row]]:
    """Notices of fifteen problems and eight requests each, at bodies inspected six times."""
    dice = random.Random(size)
    made: dict[str, list[Row]] = {n: [] for n in ("notices", "coverage", "statements", "problems")}
    count = size // 15
    for number in range(count):
        body, year = f"u{number % max(1, count // 6)}", 2014 + number // max(1, count // 6)
        notice = {"notice_id": f"n{number}", "inspection_year": year, "date": f"{year}-05-01"}
        made["notices"].append(notice)
        for area in dice.sample(AREAS, 3):
            place = {"unit_id": body, "area": area, "inspected": True, "statement_id": None}
            made["coverage"].append({"notice_id": f"n{number}", **place})
        for ordinal in range(23):
            add_statement(made, number, ordinal, body, year, dice, limitations, requests)
    return made


def add_statement(
    made: Mapping[str, list[Row]],
    number: int,
    ordinal: int,
    body: str,
    year: int,
    dice: random.Random,
    limitations: Sequence[str],
    requests: Sequence[str],
) -> None:
    limits = ordinal < 15
    which = dice.randrange(len(limitations))
    text = limitations[which] if limits else dice.choice(requests)
    statement: Row = {
        "statement_id": f"n{number}-{ordinal}",
        "notice_id": f"n{number}",
        "unit_id": (body,),
        "areas": (AREAS[which % len(AREAS)],),
        "label": "han-che" if limits else "de-nghi",
        "text": f"{text} ({dice.randrange(10**6)} hồ sơ)",
        "remedied": False,
        "ordinal": ordinal,
        "evidence": (),
    }
    made["statements"].append(statement)
    if limits:
        theme = {"problem_id": f"p{number}-{ordinal}", "theme_id": f"t{which}-{number % 40}"}
        made["problems"].append({**statement, **theme, "year": year})


def seen_in(made: Mapping[str, list[Row]]) -> Inspections:
    return inspections(notices=made["notices"], coverage=made["coverage"], units=[])


def grouped(problems: Sequence[Row]) -> list[Group]:
    members: dict[str, list[tuple[str, ...]]] = {}
    for row in problems:
        members.setdefault(str(row["theme_id"]), []).append((str(row["text"]),))
    return [Group(theme_id, tuple(bundles)) for theme_id, bundles in members.items()]


if __name__ == "__main__":
    main()
