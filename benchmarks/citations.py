"""Citations measured: spans on VNLegalText, speed, growth with length.

    python benchmarks/citations.py [--shared FOLDER] [--errors LABEL]

VNLegalText's words are joined by "_" and its punctuation is spaced; both are undone and the
gold offsets mapped. Tags of nested annotation in the text (`<L rel="none">`) are taken out.
Its spans are the document alone: no pinpoint ("khoản 3 Điều 36"), no issuer behind it, and no
back references ("Nghị định này"). So what is compared is the part of each mention that
`Mention.body_start` and `body_end` bound, and references are left out. Documents without a
number ("Thông tư hướng dẫn thi hành …") are no citations here; the gold has some: they count
as missed.

The released file has two mechanical faults, which `repaired` undoes from the file alone; scores
are given with and without. (1) Offsets were made by searching each annotated text from the
start of its sentence, so the second mention of a document lies upon the first ("Nghị định số
142/2005/NĐ-CP ngày … theo Nghị định số 142/2005/NĐ-CP"). Annotations are in the order of the
text, so each is searched behind the one before it. (2) An annotation that contains another
("Luật sửa đổi … của <L rel="none"> Luật Giáo dục </L> ngày 25 tháng 11 năm 2009 </L>") was cut
at the first closing tag; it ends at its own.

A row that begins with the title of the citing document ("Thông tư Sửa đổi, bổ sung Thông tư số
04/2012/TT-BTC … Căn cứ Luật …") is annotated from "Căn cứ" on; what stands before it is left
out on both sides (`--titles` keeps it).

A span is exact when start, end and label agree; it overlaps when it shares a character with a
gold span of the same label. The file is split into two halves by a fixed seed: rules were
written looking at the first half only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections import Counter
from pathlib import Path

import regex

from notice_parser.extracting.citations import find_citations, find_mentions

LABELS = {
    "luat": "L", "bo-luat": "BL", "phap-lenh": "PL", "hien-phap": "HP", "nghi-dinh": "NĐ",
    "nghi-quyet": "NQ", "quyet-dinh": "QĐ", "thong-tu": "TT", "thong-tu-lien-tich": "TTLT",
}  # fmt: skip
SEED = 20231123
HEADS = ("P", "R", "F1", "P~", "R~", "F1~")
_UNDONE = regex.compile(
    r"</?[A-Z]\p{L}*(?: rel=\"[^\"]*\")?>\s?|_|\s(?=[,.;:)\]?!”])|(?<=[(\[“])\s"
)

_TITLE = regex.compile(
    r"(?:Thông tư(?: liên tịch)?|Nghị định|Nghị quyết|Quyết định|Luật|Pháp lệnh) [^.;]*?(?=Căn cứ )"
)

Row = tuple[str, list[tuple[int, int, str]]]


def read_rows(path: Path, *, repaired: bool) -> list[Row]:
    """Sentences as they were written, with gold spans in their characters."""
    lines = path.read_text("utf-8").splitlines()
    return [_row(json.loads(line), repaired=repaired) for line in lines]


def _row(record: dict, *, repaired: bool) -> Row:
    source = record["data"]["value"]
    values = [result["value"] for result in record["annotations"][0]["result"]]
    spans = [(value["start"], value["end"], value["labels"][0]) for value in values]
    if repaired:
        spans = _repaired(source, spans)
    pieces, position, at = [], 0, [0] * (len(source) + 1)
    written = 0
    for match in [*_UNDONE.finditer(source), None]:
        stop = match.start() if match else len(source)
        for index in range(position, stop):
            at[index] = written + index - position
        written += stop - position
        pieces.append(source[position:stop])
        if match:
            at[stop : match.end()] = [written] * (match.end() - stop)
            if match[0] == "_":
                pieces.append(" ")
                written += 1
            position = match.end()
    at[len(source)] = written
    return "".join(pieces), [(at[start], at[end], label) for start, end, label in spans]


def _repaired(source: str, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Gold spans at the place where they were annotated, nested ones whole."""
    found: list[tuple[int, int, str]] = []
    cursor = 0
    for start, end, label in spans:
        words = source[start:end]
        placed = source.find(words, cursor)
        start = placed if placed >= 0 else start
        end = start + len(words)
        if f"<{label} rel=" in words and f"</{label}>" not in words:
            close = source.find(f" </{label}>", end)
            end = close if close >= 0 else end
        if start >= cursor:
            found.append((start, end, label))
            cursor = end
    return found


def title_end(text: str) -> int:
    """Where the title of the citing document ends, 0 where the row does not begin with one."""
    match = _TITLE.match(text)
    return match.end() if match else 0


def score(rows: list[Row], *, errors: str = "", titles: bool = False) -> dict[str, Counter]:
    """Counts by label: gold, found, exact, and overlapping from both sides."""
    counts: dict[str, Counter] = {}
    for text, gold in rows:
        begin = 0 if titles else title_end(text)
        gold = [span for span in gold if span[0] >= begin]
        found = [
            (m.body_start, m.body_end, LABELS[m.kind.code])
            for m in find_mentions(text, province="")
            if m.kind.code in LABELS and m.body_start >= begin
        ]
        _add(counts, "gold", gold)
        _add(counts, "found", found)
        _add(counts, "exact", [span for span in found if span in gold])
        _add(counts, "gold_met", [span for span in gold if _meets(span, found)])
        _add(counts, "found_met", [span for span in found if _meets(span, gold)])
        if errors:
            _show(text, gold, found, errors)
    return counts


def _add(counts: dict[str, Counter], what: str, spans: list[tuple[int, int, str]]) -> None:
    for _, _, label in spans:
        counts.setdefault(label, Counter())[what] += 1
        counts.setdefault("all", Counter())[what] += 1


def _meets(span: tuple[int, int, str], others: list[tuple[int, int, str]]) -> bool:
    return any(o[0] < span[1] and span[0] < o[1] and o[2] == span[2] for o in others)


def _show(text: str, gold: list, found: list, label: str) -> None:
    missed = [
        text[s:e] for s, e, name in gold if (s, e, name) not in found and label in (name, "all")
    ]
    extra = [
        text[s:e] for s, e, name in found if (s, e, name) not in gold and label in (name, "all")
    ]
    if missed or extra:
        print(f"{text[:300]}\n    gold only: {missed}\n    found only: {extra}")


def print_scores(name: str, counts: dict[str, Counter]) -> None:
    print(
        f"\n{name} (~ overlapping)\n{'label':6}{'gold':>6}"
        + "".join(f"{head:>8}" for head in HEADS)
    )
    for label in sorted(counts, key=lambda key: (key != "all", -counts[key]["gold"])):
        c = counts[label]
        exact = _prf(c["exact"], c["found"], c["exact"], c["gold"])
        loose = _prf(c["found_met"], c["found"], c["gold_met"], c["gold"])
        print(f"{label:6}{c['gold']:6}" + "".join(f"{value:8.4f}" for value in (*exact, *loose)))


def _prf(right: int, found: int, met: int, gold: int) -> tuple[float, float, float]:
    precision, recall = right / max(found, 1), met / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def rate(text: str, *, repeat: int = 3) -> float:
    """MB/s (UTF-8) of the best of `repeat` runs."""
    best = min(_seconds(text) for _ in range(repeat))
    return len(text.encode()) / 1e6 / best


def _seconds(text: str) -> float:
    start = time.process_time()
    find_citations(text, province="Đồng Tháp")
    return time.process_time() - start


def print_speed(notice: str, dense: str) -> None:
    cited = r"[0-9]\s*[/-]\s*\p{Lu}|uật|háp lệnh|iến pháp|Đề án [0-9]"
    plain = "\n".join(line for line in notice.splitlines() if not regex.search(cited, line))
    print("\nspeed, one process, MB of UTF-8 per CPU second")
    for name, text, size in (
        ("notice without its citations", plain, 4_000_000),
        ("notice", notice, 4_000_000),
        ("VNLegalText", dense, 1_000_000),
    ):
        whole = (text + "\n") * max(1, size // len(text.encode()))
        count = len(find_citations(whole))
        per = f"one citation per {len(whole.encode()) // count} bytes" if count else "none"
        print(f"  {name:30} {rate(whole):7.1f}   {per}")
    seconds = (min(_seconds(notice * n) for _ in range(3)) for n in (1, 10, 100))
    print("growth: CPU seconds for 1x, 10x, 100x of the notice")
    print("  " + "  ".join(f"{value:.4f}" for value in seconds))


def print_eyecite() -> None:
    """eyecite on American citations as dense as VNLegalText's; says so where it is missing."""
    try:
        from eyecite import get_citations
    except ImportError:
        print("  eyecite is not installed: pip install eyecite")
        return
    filler = "The court considered the record and found no reversible error in it. " * 2
    text = (filler + "See Bush v. Gore, 531 U.S. 98, 99-100 (2000). ") * 1000
    get_citations(filler)
    start = time.process_time()
    count = len(get_citations(text))
    seconds = time.process_time() - start
    megabytes = len(text.encode()) / 1e6
    print(f"  {'eyecite, English':30} {megabytes / seconds:7.2f}   ({count} found)")


def main() -> None:
    options = _options()
    path = Path(options.shared) / "benchmarks/vnlegaltext/val.jsonl"
    order = list(range(sum(1 for _ in path.open("rb"))))
    random.Random(SEED).shuffle(order)
    halves = {"first": order[: len(order) // 2], "second": order[len(order) // 2 :]}
    for repaired in (True, False):
        rows = read_rows(path, repaired=repaired)
        for name, chosen in halves.items():
            if options.half in (name, "both"):
                errors = options.errors if repaired else ""
                counts = score([rows[i] for i in chosen], errors=errors, titles=options.titles)
                gold = "repaired" if repaired else "as released"
                print_scores(f"{name} half, gold {gold}", counts)
    if not options.no_speed:
        notice = (Path(options.shared) / "notices/tam-nong-2023.txt").read_text("utf-8")
        print_speed(notice, "\n".join(text for text, _ in rows))
        print_eyecite()


def _options() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared"
    shared = os.environ.get("NOTICE_PARSER_SHARED", beside)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=shared)
    parser.add_argument("--errors", default="", help="show what differs: a label, or all")
    parser.add_argument("--half", choices=("first", "second", "both"), default="both")
    parser.add_argument("--titles", action="store_true", help="score the titles of documents too")
    parser.add_argument("--no-speed", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
