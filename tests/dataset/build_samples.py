"""A build in a process of its own, to be killed: INPUT OUTPUT JOBS."""

from __future__ import annotations

import sys

from sample_notices import parse_sample

from notice_parser.dataset.build import build

if __name__ == "__main__":
    source, output, jobs = sys.argv[1:]
    build([source], output=output, jobs=int(jobs), parse=parse_sample)
