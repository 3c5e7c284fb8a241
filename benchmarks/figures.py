"""Speed of figure extraction, and of quantulum3 on the same text, in one run.

    python benchmarks/figures.py [file.txt]

Prints megabytes of UTF-8 per CPU second at 1, 10 and 100 times the text: equal numbers mean
that time grows in line with length.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from notice_parser.extracting.figures import find_figures

# One paragraph with figures to five without, about as in a notice.
FIGURES = """\
- Tỷ lệ hồ sơ nộp trực tuyến đạt 82,66 %; đã kiểm tra CCHC tại 05/13 xã trong 6 tháng đầu năm 2023.
"""
PROSE = """\
- Thực hiện Kế hoạch số 09/KH-UBND ngày 13/01/2023 và các văn bản hướng dẫn của Sở Nội vụ.
- Công chức tại Bộ phận Một cửa nghiên cứu nắm rõ quy trình và thời hạn giải quyết hồ sơ; thực \
hiện nghiêm túc việc gửi Thư xin lỗi đối với các trường hợp sai sót trong giải quyết TTHC.
- Tiếp tục niêm yết, công khai và giải quyết các TTHC đúng quy định; đưa đầy đủ các lĩnh vực được \
quy định thực hiện theo cơ chế một cửa, cơ chế một cửa liên thông vào Bộ phận Một cửa.
- Thường xuyên rà soát các mô hình, đánh giá hiệu quả, hoàn thiện, duy trì và nhân rộng.
- Chủ tịch UBND Xã tiếp tục quan tâm công tác chỉ đạo, điều hành đối với việc thực hiện các nội \
dung, nhiệm vụ của từng lĩnh vực CCHC; phân công cụ thể từng chức danh công chức phụ trách.
"""


def sample(times: int) -> str:
    """`times` the text of about two pages. A few letters make every line another one, as in a
    notice, so that nothing is gained by remembering one."""
    lines = ((FIGURES + PROSE * 2) * 20).splitlines() * times
    codes = (bytes(97 + number // 26**place % 26 for place in range(4)) for number in count())
    return "\n".join(f"{line} {code.decode()}" for line, code in zip(lines, codes))


def megabytes_per_second(extract: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    extract(text)
    return len(text.encode()) / 1e6 / (time.process_time() - begin)


def main() -> None:
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if len(sys.argv) > 1 else SAMPLE
    find_figures(text)
    for times in (1, 10, 100):
        speed = megabytes_per_second(find_figures, text * times)
        print(f"figures     {times:>4}x  {speed:8.2f} MB/s")
    if find_spec("quantulum3") is None:
        print("quantulum3  not installed")
        return
    import_module("quantulum3.classifier").USE_CLF = False  # its pickled model is for one sklearn
    parse = import_module("quantulum3.parser").parse
    print(f"quantulum3     1x  {megabytes_per_second(parse, text[:20000]):8.4f} MB/s")


if __name__ == "__main__":
    main()
