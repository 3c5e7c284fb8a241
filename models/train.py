"""Train the two sentence models of `notice_parser/segmenting/judge.py` from corpus/.

    python models/train.py             writes notice_parser/segmenting/judge.json.gz
                                       and the spaCy pipeline models/vi_notice
    python models/train.py --compare   holds out each province, prints how each way does
                                       and writes it to models/comparison.txt (minutes)
    python models/train.py --report    prints accuracy on the notices of `dev`

Teachers are the notices whose gold says `split: train`, and the sentences of corpus/sentences;
`--compare` also looks at `dev`. Labels and areas that headings give teach as well as any: the
sentence under "b) Hạn chế" is a limitation. The result is the same bytes for the same corpus
and versions.
"""

from __future__ import annotations

import argparse

import sentence_models
import vi_notice_files
from teaching import notices, passages

from notice_parser.model import Span
from notice_parser.segmenting.judge import WEIGHTS, judge
from notice_parser.segmenting.prose import area_chances, judge_labels


def _train() -> None:
    taught = passages(("train",))
    sentence_models.write(taught)
    judge.cache_clear()
    vi_notice_files.write(taught)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes; {vi_notice_files.FOLDER.name} written")


def _compare() -> None:
    from compare import compare

    lines = []
    for line in compare(passages(("train", "dev"))):
        print(line, flush=True)
        lines.append(line)
    vi_notice_files.COMPARISON.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _report() -> None:
    """Each passage of the `dev` notices, judged as `parse` judges it."""
    labels, areas = [], []
    for passage in notices(("dev",)):
        texts = [s.text for s in passage.sentences]
        together = " ".join(texts)
        starts = [len(" ".join([*texts[:n], ""])) for n in range(len(texts))]
        spans = [Span(at, at + len(text)) for at, text in zip(starts, texts, strict=True)]
        judged = judge_labels(together, spans)
        for sentence, found in zip(passage.sentences, judged, strict=True):
            labels.append(found.label == sentence.label)
            if len(sentence.areas) == 1:
                chances = area_chances(sentence.text, together)
                areas.append(max(chances, key=chances.__getitem__) == sentence.areas[0])
    for kind, right in (("labels", labels), ("areas", areas)):
        print(f"{sum(right)} of {len(right)} {kind} right on dev ({sum(right) / len(right):.3f})")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--compare", action="store_true")
    parser.add_argument("--report", action="store_true")
    arguments = parser.parse_args()
    chosen = _compare if arguments.compare else _report if arguments.report else _train
    chosen()


if __name__ == "__main__":
    main()
