"""Citations measured: spans on VNLegalText, and why they differ (speed: extracting.py).

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

What still differs is counted by reason. Three reasons are the gold's: it leaves out documents
that it annotates elsewhere in the same form, takes several as one ("151/2005/QĐ-TTg và
152/2005/QĐ-TTg"), and has documents without a number by their subject, which are no citations
here. A third score sets these aside. That judgement is ours, made from what differs only, so it
can only raise the score; it shows what is left to be mended.

A span is exact when start, end and label agree; it overlaps when it shares a character with a
gold span of the same label. The file is split into two halves by a fixed seed: rules were
written looking at the first half only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from pathlib import Path

import regex

from notice_parser.extracting.citations import find_mentions

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

OMITTED = "found only: a document that the gold leaves out"
MERGED = "gold takes several documents as one"
UNNUMBERED = "gold only: a document without number, by its subject"

Span = tuple[int, int, str]
Row = tuple[str, list[Span]]


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


def found_spans(text: str, *, titles: bool = False) -> list[Span]:
    begin = 0 if titles else title_end(text)
    return [
        (m.body_start, m.body_end, LABELS[m.kind.code])
        for m in find_mentions(text, province="")
        if m.kind.code in LABELS and m.body_start >= begin
    ]


def set_aside(text: str, gold: list[Span], found: list[Span]) -> tuple[list[Span], list[Span]]:
    """Both without what the gold leaves out, takes together, or has no number."""
    reasons = {span: _reason(text, span, gold, found) for span in found if span not in gold}
    kept = [span for span in found if reasons.get(span) not in (OMITTED, MERGED)]
    missed = [span for span in gold if not any(o[0] < span[1] and span[0] < o[1] for o in found)]
    merged = [
        span
        for span in gold
        if sum(f[0] < span[1] and span[0] < f[1] for f in found if f not in kept) > 1
    ]
    aside = [*merged, *(span for span in missed if _unfound(text, span) == UNNUMBERED)]
    return [span for span in gold if span not in aside], kept


def score(
    rows: list[Row], *, errors: str = "", titles: bool = False, aside: bool = False
) -> dict[str, Counter]:
    """Counts by label: gold, found, exact, and overlapping from both sides."""
    counts: dict[str, Counter] = {}
    for text, gold in rows:
        begin = 0 if titles else title_end(text)
        gold = [span for span in gold if span[0] >= begin]
        found = found_spans(text, titles=titles)
        if aside:
            gold, found = set_aside(text, gold, found)
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


def confusions(rows: list[Row]) -> dict[str, Counter]:
    """How often each reason for a difference occurs, by label."""
    counts: dict[str, Counter] = {}
    for text, gold in rows:
        gold = [span for span in gold if span[0] >= title_end(text)]
        found = found_spans(text)
        for span in found:
            if span not in gold:
                counts.setdefault(_reason(text, span, gold, found), Counter())[span[2]] += 1
        for span in gold:
            if span not in found and not any(o[0] < span[1] and span[0] < o[1] for o in found):
                counts.setdefault(_unfound(text, span), Counter())[span[2]] += 1
    return counts


def _reason(text: str, span: Span, gold: list[Span], found: list[Span]) -> str:
    met = [g for g in gold if g[0] < span[1] and span[0] < g[1]]
    if not met:
        return OMITTED if _names_a_document(text, span) else "found only: something else"
    if met[0][2] != span[2]:
        return "same words, other label"
    if sum(f[0] < met[0][1] and met[0][0] < f[1] for f in found) > 1:
        return MERGED
    return "other bounds"


def _unfound(text: str, span: Span) -> str:
    numbered = regex.search(r"[0-9]", text[span[0] : span[1]])
    return "gold only: with a number" if numbered else UNNUMBERED


def _names_a_document(text: str, span: Span) -> bool:
    """By number and symbol, or by a name that `laws.toml` has."""
    words = text[span[0] : span[1]]
    return bool(regex.search(r"[0-9][/-]\p{Lu}", words)) or span[2] in ("L", "BL", "PL", "HP")


def print_confusions(counts: dict[str, Counter]) -> None:
    print("\nwhat differs from the repaired gold, both halves")
    for reason in sorted(counts, key=lambda r: -counts[r].total()):
        told = ", ".join(f"{label} {n}" for label, n in counts[reason].most_common())
        print(f"  {counts[reason].total():4}  {reason}: {told}")


def main() -> None:
    options = _options()
    path = Path(options.shared) / "benchmarks/vnlegaltext/val.jsonl"
    order = list(range(sum(1 for _ in path.open("rb"))))
    random.Random(SEED).shuffle(order)
    halves = {"first": order[: len(order) // 2], "second": order[len(order) // 2 :]}
    for gold in ("repaired, its omissions set aside", "repaired", "as released"):
        rows = read_rows(path, repaired=gold != "as released")
        for name, chosen in halves.items():
            if options.half in (name, "both"):
                errors = options.errors if gold == "repaired" else ""
                aside = "set aside" in gold
                some = [rows[i] for i in chosen]
                counts = score(some, errors=errors, titles=options.titles, aside=aside)
                print_scores(f"{name} half, gold {gold}", counts)
        if gold == "repaired":
            print_confusions(confusions(rows))


def _options() -> argparse.Namespace:
    beside = Path(__file__).resolve().parents[2] / "shared"
    shared = os.environ.get("NOTICE_PARSER_SHARED", beside)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=shared)
    parser.add_argument("--errors", default="", help="show what differs: a label, or all")
    parser.add_argument("--half", choices=("first", "second", "both"), default="both")
    parser.add_argument("--titles", action="store_true", help="score the titles of documents too")
    return parser.parse_args()


if __name__ == "__main__":
    main()
