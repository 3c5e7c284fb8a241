"""How words, subjects, vectors and trouble are weighed in search, and what that loses held out.

    python benchmarks/fusion.py models/notice-embedding

Every weighing of a grid is tried on corpus/queries.toml as `search` does it. Then the best weighing
of all queries but a part is held against that part: each fifth of the queries (drawn by lot), each
kind of query, and those that were written last. Printed are nDCG@10 of the weighing that `search`
has, of the best one, and of those held out, beside the ranks by words and by vectors fused by
reciprocal rank.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress, product
from pathlib import Path
from statistics import mean

from search import Judged, by_mode, judged_corpus, judged_queries, loaded, ndcg

from notice_parser.search import fusing
from notice_parser.search import query as query_module
from notice_parser.search.meaning import Meaning
from notice_parser.search.query import Query, search

WORDS = (0.7, 1.0, 1.5)
ROUNDS = ((5,), (5, 12), (5, 20))
TROUBLE = (0.0, 0.15, 0.3)
SUBJECTS = (0.2, 0.4, 0.6)
FOLDS = 5
# What words weigh, how many hits say where the query lies in each round, what a limitation and what
# subjects in common gain.
Weighing = tuple[float, tuple[int, ...], float, float]
Scores = Mapping[Weighing, Sequence[float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", metavar="FOLDER")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        dataset = judged_corpus(Path(name))
        queries = judged_queries(dataset)
        database, meaning = loaded(dataset, Path(name) / "small.sqlite", arguments.model)
        as_it_is = (
            fusing._WORDS,
            query_module._ROUNDS,
            fusing._TROUBLE,
            fusing._SUBJECTS,
        )
        now = scores(by_mode(database, "hybrid", meaning), queries)
        ways = {k: reciprocal(database, meaning, k) for k in (10, 60)}
        fused = {k: scores(way, queries) for k, way in ways.items()}
        told = {
            weighing: scores(by_mode(database, "hybrid", meaning), queries)
            for weighing in weighings()
        }
    print(f"as it is {as_it_is}: {mean(now):.3f}")
    best = max(told, key=lambda weighing: mean(told[weighing]))
    print(f"best of {len(told)} {best}: {mean(told[best]):.3f}")
    lot = random.Random(7)
    fifths = [number % FOLDS for number in range(len(queries))]
    lot.shuffle(fifths)
    for what, parts in (("fifths", fifths), ("kinds", [query.kind for query in queries])):
        found, chosen = held_out(told, parts)
        print(f"{what} held out: {mean(found):.3f}; chosen: {', '.join(map(str, chosen))}")
    last = [query.last for query in queries]
    found, (_, chosen_on_first) = held_out(told, last)
    print(
        f"written last: {mean(compress(now, last)):.3f} as it is; "
        f"{mean(compress(found, last)):.3f} by {chosen_on_first}, the best of the others"
    )
    for k, values in fused.items():
        print(f"reciprocal rank, k = {k}: {mean(values):.3f}")


def weighings() -> Iterator[Weighing]:
    """Sets each in turn as `search` has it."""
    for words, rounds, trouble, subjects in product(WORDS, ROUNDS, TROUBLE, SUBJECTS):
        fusing._WORDS = words
        query_module._ROUNDS = rounds
        fusing._TROUBLE = trouble
        fusing._SUBJECTS = subjects
        yield words, rounds, trouble, subjects


def scores(find: Callable[[str], Sequence[str]], queries: Sequence[Judged]) -> list[float]:
    return [ndcg(find(query.text), query) for query in queries]


def held_out(told: Scores, parts: Sequence[object]) -> tuple[list[float], list[Weighing]]:
    found, chosen = [0.0] * len(parts), []
    for part in dict.fromkeys(parts):
        rest = [index for index, one in enumerate(parts) if one != part]
        best = max(told, key=lambda weighing: mean(told[weighing][index] for index in rest))
        chosen.append(best)
        for index, one in enumerate(parts):
            if one == part:
                found[index] = told[best][index]
    return found, chosen


def reciprocal(
    database: sqlite3.Connection, meaning: Meaning, k: int
) -> Callable[[str], Sequence[str]]:
    def find(text: str) -> Sequence[str]:
        summed: dict[str, float] = {}
        for mode in ("lexical", "semantic"):
            hits = search(database, Query(text, mode=mode, limit=100), meaning=meaning).hits
            for rank, hit in enumerate(hits, start=1):
                summed[hit.statement_id] = summed.get(hit.statement_id, 0.0) + 1 / (k + rank)
        return sorted(summed, key=lambda one: -summed[one])[:10]

    return find


if __name__ == "__main__":
    main()
