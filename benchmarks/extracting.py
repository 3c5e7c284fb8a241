"""Speed of figures, citations and places, with eyecite, LexNLP and quantulum3 in the same run.

    python benchmarks/extracting.py [--shared FOLDER]

Megabytes of UTF-8 per CPU second, the best of several runs, at 1, 10 and 100 times the text:
equal numbers mean that time grows in line with length. A few letters make every line of a text
another one, as in a notice, so that nothing is gained by remembering one.

    prose     what a notice says without a number
    page      one line with three figures to ten without, one citation in each five lines
    dense     the ten notices of the corpus with the most citations for their length
    notice    the real notice
    law       VNLegalText, a citation in every 200 bytes: 300 of its rows, and all of them
    new law   the same with other numbers, days, months and articles in every copy and every run, so
              that nothing is gained by remembering those either

What is found costs more than what is read, so the megabytes depend on how dense a text is: the
last columns have bytes for each that is found, and how many are found in a second.

eyecite and LexNLP read American citations as dense as those of `law`, quantulum3 quantities in
English as dense as those of `page`, each text as long as ours (its first part where the whole
would take minutes). They do less: none gives roles, periods, indicators, relations or ids.

LexNLP 2.3.0 pins scikit-learn 0.24 and gensim 4.1.2, which do not build for Python 3.11
("'dict' object has no attribute '__NUMPY_SETUP__'"). Its citations run without: `pip install
--no-deps lexnlp`, then nltk, pandas, scikit-learn, requests, reporters-db, num2words, dateparser,
us, pycountry, Unidecode, beautifulsoup4, cloudpickle, tqdm, joblib, lxml and zahlwort2num in an
environment of its own. Its amounts and percents ask for data of nltk that no package index has.
"""

from __future__ import annotations

import argparse
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path

from notice_parser.extracting.citations import find_citations
from notice_parser.extracting.figures import find_figures
from notice_parser.extracting.places import find_places

FIGURES = """\
- Tỷ lệ hồ sơ nộp trực tuyến đạt 82,66 %; đã kiểm tra CCHC tại 05/13 xã trong 6 tháng đầu năm 2023.
"""
PROSE = """\
- Công chức tại Bộ phận Một cửa nghiên cứu nắm rõ quy trình và thời hạn giải quyết hồ sơ; thực \
hiện nghiêm túc việc gửi Thư xin lỗi đối với các trường hợp sai sót trong giải quyết TTHC.
- Tiếp tục niêm yết, công khai và giải quyết các TTHC đúng quy định; đưa đầy đủ các lĩnh vực được \
quy định thực hiện theo cơ chế một cửa, cơ chế một cửa liên thông vào Bộ phận Một cửa.
- Thường xuyên rà soát các mô hình, đánh giá hiệu quả, hoàn thiện, duy trì và nhân rộng.
- Chủ tịch UBND Xã tiếp tục quan tâm công tác chỉ đạo, điều hành đối với việc thực hiện các nội \
dung, nhiệm vụ của từng lĩnh vực CCHC; phân công cụ thể từng chức danh công chức phụ trách.
"""
CITED = """\
- Thực hiện Kế hoạch số 09/KH-UBND ngày 13/01/2023 và các văn bản hướng dẫn của Sở Nội vụ.
"""
PAGE = (FIGURES + (CITED + PROSE) * 2) * 20
COURT = (
    "The court considered the record and found no error; the petitioners had argued that the board "
    "did not have the power to certify the returns before. Bush v. Gore, 531 U.S. 98 (2000). "
)
ENGLISH = (
    "Online filings reached 82.66 %; five of 13 communes were inspected within 6 months of 2023. "
)
FILLER = (
    "The officials of the office are to study the procedure and its terms, and to post them. " * 12
)
SLOW = 20_000  # characters
LONG = 400_000  # characters, of which a hundred times the text is too much


def differing(text: str, times: int, *, renumber: Iterator[int] | None = None) -> str:
    """`text` so many times over, every line another one; with `renumber` every number, too."""
    copies = [renumbered(text, next(renumber)) if renumber else text for _ in range(times)]
    lines = [line for copy in copies for line in copy.splitlines() if line.strip()]
    codes = (bytes(97 + number // 26**place % 26 for place in range(5)) for number in count())
    return "\n".join(f"{line} {code.decode()}" for line, code in zip(lines, codes, strict=False))


def renumbered(text: str, shift: int) -> str:
    """`text` with every number but its years another one."""

    def other(match: re.Match[str]) -> str:
        number = int(match[0])
        if number <= 31:  # a day or a month
            return str((number + shift) % (12 if number <= 12 else 28) + 1)
        return match[0] if match[0].startswith(("19", "20")) else str(number + shift)

    return re.sub(r"(?<![0-9])[0-9]{1,4}(?![0-9])", other, text)


def speed(extract: Callable[[str], object], texts: Iterable[str]) -> float:
    """MB of UTF-8 per CPU second, the best of the `texts`."""
    best = 0.0
    for text in texts:
        begin = time.process_time()
        extract(text)
        best = max(best, len(text.encode()) / 1e6 / (time.process_time() - begin))
    return best


def print_ours(name: str, extract: Callable[[str], object], texts: dict[str, str]) -> None:
    for text_name, text in texts.items():
        extract(text)
        new = count(1) if text_name == "new law" else None
        rates = [
            speed(extract, [differing(text, times, renumber=new) for _ in range(repeat)])
            for times, repeat in ((1, 20), (10, 5), (100, 1))[: 2 if len(text) > LONG else 3]
        ]
        print_rates(f"{name:12}{text_name:10}", rates, text=text, found=extract(text))


def print_rates(name: str, rates: list[float], *, text: str, found: object) -> None:
    shown = "".join(f"{rate:10.2f}" for rate in rates)
    count = found if isinstance(found, int) else len(list(found))  # type: ignore[call-overload]
    size = len(text.encode())
    each = f"{size / count:12.0f}{rates[0] * 1e6 * count / size:12.0f}" if count else ""
    print(f"{name}{shown}{each}")


def print_peer(name: str, load: Callable[[], Callable[[str], object]], text: str) -> None:
    try:
        extract = load()
    except ImportError as error:
        print(
            f"{name:12}is not installed ({error}): pip install -e '.[benchmark]', LexNLP: see above"
        )
        return
    extract(text[:1000])
    rate = speed(extract, [text, text])
    print_rates(f"{name:12}{'English':10}{'':20}", [rate], text=text, found=extract(text))


def _eyecite() -> Callable[[str], object]:
    return import_module("eyecite").get_citations


def _lexnlp() -> Callable[[str], object]:
    found = import_module("lexnlp.extract.en.citations").get_citations
    return lambda text: list(found(text))


def _quantulum3() -> Callable[[str], object]:
    import_module("quantulum3.classifier").USE_CLF = False  # its pickled model is for one sklearn
    return import_module("quantulum3.parser").parse


def main() -> None:
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = os.environ.get("NOTICE_PARSER_SHARED", beside)
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, default=folder)
    shared = Path(parser.parse_args().shared)
    texts = {"prose": PROSE * 20, "page": PAGE, "dense": _dense_text()} | _shared_texts(shared)
    heads = "".join(f"{head:>10}" for head in ("1x", "10x", "100x"))
    print(f"{'MB per CPU second':22}{heads}{'bytes each':>12}{'found/s':>12}")
    print_ours("figures", find_figures, {k: v for k, v in texts.items() if "law" not in k})
    print_ours("citations", lambda text: find_citations(text, province="Đồng Tháp"), texts)
    print_ours("places", lambda text: sum(1 for _ in find_places(text)), texts)
    length = len(PAGE)
    print_peer("eyecite", _eyecite, (COURT * length)[:length])
    print_peer("LexNLP", _lexnlp, (COURT * length)[:length])
    print_peer("quantulum3", _quantulum3, ((ENGLISH + FILLER) * length)[: min(length, SLOW)])


def _dense_text() -> str:
    sources = Path(__file__).resolve().parents[1] / "corpus/sources"
    texts = [path.read_text("utf-8") for path in sorted(sources.glob("*.txt"))]
    texts.sort(key=lambda text: len(text) / (1 + len(find_citations(text))))
    return "\n".join(texts[:10])


def _shared_texts(shared: Path) -> dict[str, str]:
    notice = shared / "notices/tam-nong-2023.txt"
    law = shared / "benchmarks/vnlegaltext/val.jsonl"
    if not notice.is_file() or not law.is_file():
        print(f"{shared} has no notice and no VNLegalText; name the folder with --shared")
        return {}
    read_rows = import_module("citations").read_rows
    rows = [text for text, _ in read_rows(law, repaired=False)]
    return {
        "notice": notice.read_text("utf-8"),
        "law": "\n".join(rows[:300]),
        "new law": "\n".join(rows[:300]),
        "all law": "\n".join(rows),
    }


if __name__ == "__main__":
    main()
