"""notice_parser/lexicon/theme_examples.toml from the gold themes of corpus/, and the weights that
are fitted to it, notice_parser/themes/weights.json.gz.

    python models/theme_examples.py

Run it again when the words of a lexicon file change that tell subjects and faults, too: the weights
depend on them.

Bare limitations of the notices of `train` and `dev`, each with its theme, and those of
theme_wordings.toml, which are of no notice; what no other of the corpus is the same as, and the
praise that must stay apart from a limitation, are examples of none.
"""

from __future__ import annotations

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from notice_parser.themes.known import fitted_now
from notice_parser.themes.problems import bare
from notice_parser.themes.weights import WEIGHTS, packed

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "notice_parser" / "lexicon" / "theme_examples.toml"
HEAD = """\
# Limitations that readers put into themes, bare of numbers, names and cited documents: by them a
# limitation in other words is known (notice_parser/themes/known.py). Made from corpus/themes.jsonl
# and corpus/theme_wordings.toml by models/theme_examples.py; add your own in a folder of your own,
# as for every lexicon file.
#
# `name` is what the theme is about. `alone`: like no other, and praise: examples of no theme.
"""
ALONE, UNCLEAR = "alone", "?"


def examples() -> dict[str, set[str]]:
    """By theme, ALONE for those of none."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows("themes"):
        if row["theme"] != UNCLEAR:
            found[row["theme"] or ALONE].add(bare(row["text"]))
    for row in _rows("theme_pairs"):
        if row["kind"] == "opposite":
            found[ALONE].add(bare(row["texts"][1]))
    for code, texts in _toml("theme_wordings").items():
        found[code].update(map(bare, texts))
    return {code: texts - {""} for code, texts in found.items()}


def written() -> str:
    names = _toml("themes")
    entries = (
        _entry(code, names.get(code, ""), texts) for code, texts in sorted(examples().items())
    )
    return "\n".join((HEAD, *entries))


def _entry(code: str, name: str, texts: Iterable[str]) -> str:
    said = f"name = {_quoted(name)}" if name else "alone = true"
    words = "".join(f"  {_quoted(text)},\n" for text in sorted(texts))
    return f'[[entry]]\ncode = "{code}"\n{said}\nwords = [\n{words}]\n'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / "corpus" / f"{name}.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    lines = (ROOT / "corpus" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


if __name__ == "__main__":
    TARGET.write_text(written(), encoding="utf-8")
    WEIGHTS.write_bytes(packed(fitted_now()))
