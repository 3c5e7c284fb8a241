"""Train the three sentence models of `notice_parser/segmenting/judge.py` from corpus/.

    python models/train.py             writes notice_parser/segmenting/judge.json.gz
                                       and the spaCy pipeline models/vi_notice
    python models/train.py --compare   holds out each province, prints how each way does
                                       and writes it to models/comparison.txt (minutes)

Teachers are the notices whose gold says `split: train` or `dev`, and the sentences of
corpus/sentences. Labels and areas that headings give teach as well as any: the
sentence under "b) Hạn chế" is a limitation. The result is the same bytes for the same corpus
and versions.
"""

from __future__ import annotations

import argparse

import sentence_models
import vi_notice_files
from teaching import passages

from notice_parser.segmenting.judge import WEIGHTS, judge


def _train() -> None:
    taught = passages()
    sentence_models.write(taught)
    judge.cache_clear()
    vi_notice_files.write(taught)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes; {vi_notice_files.FOLDER.name} written")


def _compare() -> None:
    from compare import compare

    lines = []
    for line in compare(passages()):
        print(line, flush=True)
        lines.append(line)
    vi_notice_files.COMPARISON.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--compare", action="store_true")
    arguments = parser.parse_args()
    (_compare if arguments.compare else _train)()


if __name__ == "__main__":
    main()
