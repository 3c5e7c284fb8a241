"""Train the two sentence models of `notice_parser/segmenting/judge.py` from corpus/.

    python models/train.py             writes notice_parser/segmenting/judge.json.gz
    python models/train.py --compare   holds out each province and prints how each way does

Teachers are the notices whose gold says `split: train`, and the sentences of corpus/sentences;
`--compare` also looks at `dev`. Labels and areas that headings give teach as well as any: the
sentence under "b) Hạn chế" is a limitation. The result is the same bytes for the same corpus
and versions.
"""

from __future__ import annotations

import argparse

import sentence_models
from teaching import passages

from notice_parser.segmenting.judge import WEIGHTS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compare", action="store_true")
    arguments = parser.parse_args()
    if arguments.compare:
        from compare import compare

        compare(passages(("train", "dev")))
        return
    sentence_models.write(passages())
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
