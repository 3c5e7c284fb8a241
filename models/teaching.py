"""What the sentence models learn from: notices of corpus/ that are not of the split `test`, and
the sentences of corpus/sentences, in groups that are held out together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any

import regex

CORPUS = Path(__file__).parents[1] / "corpus"
_MARKS = regex.compile(r"\*\*|\[\^\d+\]|\{page\}")
# Ba Tri of Vĩnh Long is the Ba Tri of Bến Tre under its new province: the same officials.
_SAME = {"Vĩnh Long": "Bến Tre"}


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    label: str
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences that stand together. `group` is a province, or a file of sentences (each
    written apart from the others); `kind` is "heading" for a statement under headings of a
    notice, "prose" for running text of one, "sentence" for what was written to teach: the order
    of its sentences is not that of notices."""

    group: str
    kind: str
    sentences: tuple[Sentence, ...]


def passages() -> tuple[Passage, ...]:
    """Everything that may teach."""
    return (*notices(("train", "dev")), *_of_sentences())


def teachers_digest(taught: Collection[Passage]) -> str:
    """A short digest of the sentences and their labels: it tells when to train again."""
    rows = sorted([s.text, s.label, *s.areas] for p in taught for s in p.sentences)
    return sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:12]


def notices(splits: Collection[str]) -> Iterator[Passage]:
    """The passages of the notices of these splits.

    Raises ValueError when the test split is asked for.
    """
    if "test" in splits:
        raise ValueError("the test split is for scoring only")
    for path in sorted(CORPUS.glob("gold/*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        notice = gold["notice"]
        if notice.get("split") not in splits:
            continue
        group = _SAME.get(notice["province"], notice["province"])
        written = _paragraphs(path.name.removesuffix(".gold.json"))
        for _, together in groupby(
            enumerate(gold["statements"]), key=lambda s: _paragraph_of(s, written)
        ):
            sentences = tuple(_sentence(s) for _, s in together)
            running = notice.get("shape") == "prose" or len(sentences) > 1
            yield Passage(group, "prose" if running else "heading", sentences)


def _paragraphs(name: str) -> list[str]:
    source = (CORPUS / "sources" / f"{name}.txt").read_text(encoding="utf-8")
    return [" ".join(_MARKS.sub("", line).split()) for line in source.splitlines()]


def _paragraph_of(numbered: tuple[int, Mapping[str, Any]], written: list[str]) -> tuple[str, int]:
    """Sentences of one paragraph have the same key, all others a key of their own."""
    number, statement = numbered
    places = (p for p, text in enumerate(written) if statement["text"] in text)
    place = next(places, None)
    return ("own", number) if place is None else ("paragraph", place)


def _sentence(statement: Mapping[str, Any]) -> Sentence:
    return Sentence(statement["text"], statement["label"], tuple(statement["areas"]))


def _of_sentences() -> Iterator[Passage]:
    for path in sorted(CORPUS.glob("sentences/*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        numbered = enumerate(rows)
        for _, together in groupby(numbered, key=lambda n: n[1].get("paragraph") or ("own", n[0])):
            chosen = [row for _, row in together]
            sentences = tuple(
                Sentence(r["text"], r["label"], tuple(filter(None, (r["area"] or "").split("|"))))
                for r in chosen
            )
            yield Passage(path.stem, "sentence", sentences)
