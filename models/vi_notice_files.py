"""Writes models/vi_notice: the pipeline's two files and its model card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from teaching import Passage

from notice_parser.segmenting.judge import judge, weights_digest

FOLDER = Path(__file__).with_name("vi_notice")
COMPARISON = Path(__file__).with_name("comparison.txt")

_CARD = """# vi_notice

A spaCy pipeline for Vietnamese inspection notices ("thông báo kết luận kiểm tra CCHC"). Written by
`models/train.py`; do not edit. Version of the sentence models: `{version}`.

    pip install "notice-parser[spacy]"

    import spacy
    nlp = spacy.load("models/vi_notice")
    doc = nlp(open("thong-bao.txt", encoding="utf-8").read())
    for span in doc.spans["statements"]:
        print(span.label_, span._.unit, span._.areas, span._.confidence, span.text)

`doc.spans` has `statements`, `figures` and `citations`; `doc.text` is the notice with wrapped
lines joined. Text that is no notice is judged sentence by sentence, without a unit, and
`doc.user_data["notice"]` says why. The tokenizer and the three components come with the package
`notice-parser` through entry points, as do the weights: the pipeline loads no pickle and needs
neither network nor pyvi, and it refuses to load with weights other than those of this card.

## The models

For label, for area and for whether there is one, a linear model each: support vectors over clues
(syllables, pairs, places in the sentence, what a negation or a "nhưng" reaches, figures beside
their target, cue words of the lexicon), weighed by rarity. For labels a linear chain adds what
stands before and after; an area is judged with its paragraph. All end in chances fitted on
provinces that the model had not seen. All of it is plain numbers in
`notice_parser/segmenting/judge.json.gz` ({label_clues} clues to labels, {area_clues} to areas) and
plain Python at the time of use.

They decide only where no heading does. What headings, tables and titles say is read by rules, and
the scores below say nothing about that.

## Data

{sentences} sentences of `corpus/`: statements of the invented notices whose gold says `train`, and
single sentences and paragraphs of `corpus/sentences`. All were written for this project; none is
taken from a real notice. Notices of the split `test` were never read.

{counts}

## Held-out scores and calibration

Printed by `python models/train.py --compare`, over the notices of `train` and `dev`: each province,
and each file of sentences, is held out once and judged by what was learned from all others.
"right" is the share of sentences judged right, then the mean F1 of the classes, the share right
for statements under headings (`heading`, judged without them), in running text (`prose`), for
single sentences (`sentence`), and the F1 of each class. Under the kept way stands how often its
chances come true: "right" should be as large as "chance".

```
{comparison}
```

## Limits

- The sentences are invented and the files of single sentences hard on purpose: many have no cue
  word at all. No real notice was there to measure the models on.
- Weakest: causes that carry no "do", "vì" or "nguyên nhân" and are read as limitations, remarks
  that conclude, requests without a verb of asking, and praise told by a bare fact.
- Chances hold on average over such text. In wording that differs much from it they may not.
- A sentence gets one label, also where praise and blame share it; the last part weighs most.
- The seven areas are those of the dataset; two areas at once are never judged from words.
"""


def write(taught: Sequence[Passage]) -> None:
    from notice_parser.spacy_bridge import write_pipeline

    write_pipeline(FOLDER)
    (FOLDER / "README.md").write_text(card(taught), encoding="utf-8")


def card(taught: Sequence[Passage]) -> str:
    sentences = [s for p in taught for s in p.sentences]
    counts = [
        _counted("label", Counter(s.label for s in sentences)),
        _counted("area", Counter(area for s in sentences for area in s.areas)),
    ]
    return _CARD.format(
        version=weights_digest(),
        label_clues=len(judge().label.known),
        area_clues=len(judge().area.known),
        sentences=len(sentences),
        counts="\n\n".join(counts),
        comparison=COMPARISON.read_text(encoding="utf-8").rstrip(),
    )


def _counted(head: str, counts: Counter[str]) -> str:
    rows = [f"| {head} | sentences |", "| --- | ---: |"]
    return "\n".join([*rows, *(f"| `{name}` | {n} |" for name, n in sorted(counts.items()))])
