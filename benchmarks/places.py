"""Measures `find_places`, `candidates` and the loading of the table.

    python benchmarks/places.py [FILE ...]

Plain text is Vietnamese administrative prose that names no unit with its kind (or the files
given), dense text names two in each line. Each figure is the best of three. The second
table shows that time grows with length only.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from notice_parser.extracting import place_table
from notice_parser.extracting.places import candidates, find_places

PLAIN = (
    "UBND Xã ban hành đầy đủ các văn bản triển khai thực hiện CCHC năm 2023; niêm yết thủ tục "
    "hành chính chưa đầy đủ nội dung theo quyết định công bố của Chủ tịch UBND Tỉnh. Còn nhiều "
    "hồ sơ cư trú chậm chuyển về Công an Huyện; tỷ lệ hồ sơ giải quyết đúng hạn đạt 97,83%. Các "
    "phòng chuyên môn, UBND các xã, thị trấn tiếp tục phát triển kinh tế - xã hội.\n"
)
DENSE = "Kiểm tra tại UBND huyện Tam Nông, hai xã An Hòa và Phú Cường, TP. Cao Lãnh, phường 1.\n"


def best(work: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def speed(text: str) -> str:
    megabytes = len(text.encode()) / 1e6
    seconds = best(lambda: sum(1 for _ in find_places(text)))
    found = sum(1 for _ in find_places(text))
    return (
        f"{megabytes:9.2f} MB{seconds * 1e3:9.1f} ms{megabytes / seconds:8.1f} MB/s{found:8} found"
    )


def main(paths: list[str]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    first = best(place_table.place_table, times=1)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    again = best(lambda: (place_table.load.cache_clear(), place_table.place_table()), times=9)
    print(f"table: first {first * 1e3:.0f} ms, best {again * 1e3:.0f} ms, {memory:.1f} MiB")
    hints = {"kind": "xã", "province": "Đồng Tháp", "district": "Tam Nông", "date": "2023-08"}
    lookups = best(lambda: [candidates("An Hòa", **hints) for _ in range(1000)])
    print(f"candidates with all hints: {lookups * 1e3:.0f} µs each")
    texts = {"plain": PLAIN, "dense": DENSE}
    texts |= {Path(path).name: Path(path).read_text(encoding="utf-8") for path in paths}
    for name, text in texts.items():
        print(f"{name:24}", speed(text * max(1, 4_000_000 // len(text))))
    for name, text in (("plain", PLAIN), ("dense", DENSE)):
        for factor in (1, 10, 100):
            print(f"{name:12}{factor:4} ×      ", speed(text * 500 * factor))


if __name__ == "__main__":
    main(sys.argv[1:])
