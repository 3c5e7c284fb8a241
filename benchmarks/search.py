"""How well and how fast search finds.

    python benchmarks/search.py [--statements 100000] [--model FOLDER] [--misses] [--unforeseen]

First nDCG@10 over corpus/queries.toml, by kind of query, beside SQLite's FTS5 with its default
tokenizer (all words joined with OR); with a model of sentence-transformers also by vectors, and by
both. The last line is of the queries by which nothing was chosen. `--misses` shows what stood among
the first ten of each other query (2 answers it, 1 is near, 0 is neither). `--unforeseen` leaves out
all synonyms, as if nobody had foreseen any wording: what helps there was not made for a query. The
notices of the split "test" take no part. $VECTORS may name a file in which vectors are kept from
run to run.

Then, unless that is 0, the same queries, as they are and with filters, over a dataset of so many
statements (and by vectors of 384 numbers drawn by lot, which take as long as others, with the query
embedded by the model where there is one): the median and the 95th percentile beside a scan with
LIKE and beside tantivy (where it is installed), which find words only and give neither facets nor
highlights. Each query is run three times, the best counts. Milliseconds are of the processor, as
the clock gives them on a machine that does nothing else; those of the cold start of the command
line are of the clock.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from itertools import compress
from pathlib import Path
from statistics import mean, median, quantiles
from typing import Any

import numpy as np
import regex
from copied_dataset import copy_dataset

from notice_parser import build
from notice_parser.dataset.database import open_database
from notice_parser.embedding import cached, embedded, find_model
from notice_parser.search import terms
from notice_parser.search.index import add_index
from notice_parser.search.meaning import Meaning, add_vectors, load_meaning
from notice_parser.search.query import Mode, Query, search
from notice_parser.text import fold

CORPUS = Path(__file__).parent.parent / "corpus"
FIRST = 10
_WORD = regex.compile(r"\w+")
Search = Callable[[str], Sequence[str]]
Embed = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Judged:
    """A query with the grade (2, 1) of each statement that is about it, by statement_id."""

    kind: str
    text: str
    last: bool
    grades: Mapping[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--unforeseen", action="store_true")
    parser.add_argument("--model", default="", metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.unforeseen:
        terms._BOOKS = terms._BOOKS[:1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dataset = judged_corpus(folder)
        queries = judged_queries(dataset)
        database, meaning = loaded(dataset, folder / "small.sqlite", arguments.model)
        report_quality(database, queries, meaning=meaning, misses=arguments.misses)
        if not arguments.statements:
            return
        copy_dataset(dataset, folder / "many", statements=arguments.statements)
        texts = [query.text for query in queries]
        embed: Embed | None = None
        if arguments.model:
            embed = partial(embedded, model=find_model(arguments.model), kind="query")
        report_speed(folder / "many", texts, embed)


# -- how well ---------------------------------------------------------------------------


def judgements() -> dict[str, Any]:
    return tomllib.loads((CORPUS / "queries.toml").read_text(encoding="utf-8"))


def golds() -> Mapping[str, str]:
    """The source of each notice whose statements were judged, by the name of its file."""
    unjudged = judgements()["unjudged"]
    told = {}
    for path in (CORPUS / "gold").glob("*.gold.json"):
        notice = json.loads(path.read_text(encoding="utf-8"))["notice"]
        source = path.name.removesuffix(".gold.json")
        if notice["split"] != "test" and source not in unjudged:
            told[notice["file"]] = source
    return told


def judged_corpus(folder: Path) -> Path:
    (folder / "notices").mkdir()
    for name in golds():
        shutil.copy(CORPUS / "notices" / name, folder / "notices")
    build([folder / "notices"], output=folder / "dataset")
    return folder / "dataset"


def judged_queries(dataset: Path) -> list[Judged]:
    sources = golds()
    statements: dict[str, list[tuple[str, str]]] = {}
    for path, statement_id, text in open_database(dataset).execute(
        "SELECT f.path, s.statement_id, s.text FROM statements s "
        "JOIN notices USING (notice_id) JOIN files f USING (file_id)"
    ):
        statements.setdefault(sources[path], []).append((statement_id, text))
    return [
        Judged(
            query["kind"],
            query["text"],
            query.get("last", False),
            grades(statements, query["near"], 1) | grades(statements, query["answers"], 2),
        )
        for query in judgements()["query"]
    ]


def grades(
    statements: Mapping[str, Sequence[tuple[str, str]]], quotes: Sequence[list[str]], grade: int
) -> dict[str, int]:
    """The parser may have cut a statement otherwise: then the one around the quote counts."""
    return {
        statement_id: grade
        for source, quote in quotes
        for statement_id, text in statements[source]
        if fold(quote) in fold(text)
    }


def loaded(dataset: Path, target: Path, folder: str) -> tuple[sqlite3.Connection, Meaning | None]:
    """A copy of the database, with vectors where the folder of a model is named."""
    shutil.copyfile(dataset / "dataset.sqlite", target)
    database = sqlite3.connect(target)
    if not folder:
        return database, None
    model = find_model(folder)
    cache = Path(os.environ.get("VECTORS", "") or target.with_name("vectors.sqlite"))
    documents = partial(cached, model=model, cache=cache, kind="document")
    add_vectors(database, documents, code=model.code)
    return database, load_meaning(database, partial(cached, model=model, cache=cache, kind="query"))


def report_quality(
    database: sqlite3.Connection,
    queries: Sequence[Judged],
    *,
    meaning: Meaning | None,
    misses: bool,
) -> None:
    modes: Sequence[Mode] = ("lexical", "semantic", "hybrid") if meaning else ("lexical",)
    ways = {mode: by_mode(database, mode, meaning) for mode in modes}
    ways["FTS5 as it comes"] = plain_fts(database)
    told = {name: [ndcg(way(query.text), query) for query in queries] for name, way in ways.items()}
    print(f"nDCG@{FIRST}")
    print(f"{'':14}{'queries':>8}" + "".join(f"{name:>18}" for name in told))
    kinds = dict.fromkeys(query.kind for query in queries)
    parts = {kind: [query.kind == kind for query in queries] for kind in kinds}
    parts |= {"all": [True for _ in queries], "written first": [not one.last for one in queries]}
    parts |= {"written last": [query.last for query in queries]}
    for name, part in parts.items():
        means = "".join(f"{mean(compress(values, part)):18.3f}" for values in told.values())
        print(f"{name:14}{sum(part):8}{means}")
    for mode in modes if misses else ():
        print(f"\n{mode}")
        for query, value in zip(queries, told[mode], strict=True):
            if query.last:
                continue
            first = [query.grades.get(one, 0) for one in ways[mode](query.text)]
            print(f"{value:.2f}  {query.text}: {' '.join(map(str, first)) or 'nothing'}")


def by_mode(database: sqlite3.Connection, mode: Mode, meaning: Meaning | None) -> Search:
    def find(text: str) -> list[str]:
        query = Query(text, mode=mode, limit=FIRST)
        return [hit.statement_id for hit in search(database, query, meaning=meaning).hits]

    return find


def plain_fts(database: sqlite3.Connection) -> Search:
    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE VIRTUAL TABLE plain USING fts5(id UNINDEXED, text)")
    memory.executemany(
        "INSERT INTO plain VALUES (?, ?)",
        database.execute("SELECT statement_id, text FROM statements ORDER BY statement_id"),
    )

    def find(text: str) -> list[str]:
        words = " OR ".join(f'"{word}"' for word in _WORD.findall(text))
        rows = memory.execute(
            "SELECT id FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT ?", (words, FIRST)
        )
        return [row[0] for row in rows]

    return find


def ndcg(found: Sequence[str], query: Judged) -> float:
    best = sorted(query.grades.values(), reverse=True)
    return gain(query.grades.get(one, 0) for one in found) / gain(best[:FIRST])


def gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


# -- how fast ---------------------------------------------------------------------------


def report_speed(dataset: Path, texts: Sequence[str], embed: Embed | None) -> None:
    database = open_database(dataset)
    (count,) = database.execute("SELECT count(*) FROM statements").fetchone()
    print(f"\n{count} statements; index made in {seconds_to_index(dataset):.1f} s")
    filters = {"label": "han-che", "years": (2015, 2020)}
    vectors = np.random.default_rng(7).normal(size=(count, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    meaning = Meaning(
        "drawn by lot", vectors, vectors[0] * 0, embed or (lambda texts: vectors[: len(texts)])
    )
    ways: dict[str, Callable[[str], object]] = {
        "search": lambda text: search(database, Query(text)),
        "search, filtered": lambda text: search(database, Query(text, **filters)),
        "search, hybrid": lambda text: search(
            database, Query(text, mode="hybrid"), meaning=meaning
        ),
        "LIKE": lambda text: like(database, text),
    }
    if find_spec("tantivy"):
        ways["tantivy"] = tantivy(database)
    print(f"{'':18}{'p50 ms':>9}{'p95 ms':>9}")
    for name, way in ways.items():
        spent = sorted(milliseconds(way, text) for text in texts)
        print(f"{name:18}{median(spent):9.1f}{quantiles(spent, n=20)[-1]:9.1f}")
    command = [sys.executable, "-m", "notice_parser", "search", str(dataset), texts[0]]
    cold = milliseconds(
        lambda _: subprocess.run(command, check=True, capture_output=True),
        "",
        clock=time.perf_counter,
    )
    print(f"{'cold start':18}{cold:9.1f}")


def milliseconds(
    way: Callable[[str], object], text: str, *, clock: Callable[[], float] = time.process_time
) -> float:
    spent = []
    for _ in range(3):
        begin = clock()
        way(text)
        spent.append(1000 * (clock() - begin))
    return min(spent)


def seconds_to_index(dataset: Path) -> float:
    """Into a copy in memory of the tables alone."""
    memory = sqlite3.connect(":memory:")
    memory.execute("ATTACH ? AS stored", (f"{dataset}/dataset.sqlite",))
    for name in ("statements", "notices", "units", "problems", "coverage", "citations", "figures"):
        memory.execute(f"CREATE TABLE main.{name} AS SELECT * FROM stored.{name}")
    memory.commit()
    memory.execute("DETACH stored")
    begin = time.process_time()
    add_index(memory)
    return time.process_time() - begin


def like(database: sqlite3.Connection, text: str) -> list[str]:
    words = _WORD.findall(text)
    where = " AND ".join(["text LIKE ?"] * len(words))
    rows = database.execute(
        f"SELECT statement_id FROM statements WHERE {where} LIMIT 20", [f"%{w}%" for w in words]
    )
    return [row[0] for row in rows]


def tantivy(database: sqlite3.Connection) -> Callable[[str], object]:
    import tantivy

    schema = tantivy.SchemaBuilder().add_text_field("folded").build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for (text,) in database.execute("SELECT text FROM statements"):
        writer.add_document(tantivy.Document(folded=fold(text)))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> object:
        words = " AND ".join(_WORD.findall(fold(text)))
        return searcher.search(index.parse_query(words, ["folded"]), 20)

    return find


if __name__ == "__main__":
    main()
