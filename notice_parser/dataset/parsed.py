"""One file parsed and put away: what the workers do, and what a later run finds again.

The rows of a file lie in a file of their own, named by the content of the input, in a
folder named by the parser's fingerprint. A worker that dies loses nothing that was done
before it; a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from notice_parser.dataset.check import check
from notice_parser.dataset.inputs import InputFile
from notice_parser.dataset.lines import line_rows
from notice_parser.dataset.schema import TABLES, Row
from notice_parser.dataset.tables import packed
from notice_parser.dataset.tabulate import tabulate
from notice_parser.errors import InputError, NotANotice
from notice_parser.model import Document, Notice, Warning

SIZE_LIMIT = 512 * 2**20
_NAME = "file"


class Reader(Protocol):
    """As `notice_parser.reading.read_bytes`."""

    def __call__(self, content: bytes, *, name: str) -> Document: ...


Parser = Callable[[Document], Notice]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What parsing one file came to. `trouble` is a sentence where there is no notice;
    `warnings` are for a person to check, "code: sentence" each."""

    notice_id: str = ""
    media_type: str = ""
    pages: int | None = None
    ocr_pages: int | None = None
    warnings: tuple[str, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Drawer:
    """The folder of parsed files of one parser."""

    folder: Path

    def place(self, file: InputFile) -> Path:
        return self.folder / file.sha256[:2] / f"{file.sha256}.jsonl"

    def find(self, file: InputFile) -> Receipt | None:
        """The receipt put away for this file; None when there is none, or a broken one."""
        place = self.place(file)
        try:
            with place.open("rb") as stored:
                head = stored.readline()
                told = json.loads(head)
                if place.stat().st_size - len(head) != told.pop("rows_bytes"):
                    return None
            return Receipt(**{**told, "warnings": tuple(told["warnings"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def rows(self, file: InputFile) -> Iterator[tuple[str, list[list[Any]]]]:
        """(table, packed rows) of a file that `find` has found."""
        with self.place(file).open("rb") as stored:
            stored.readline()
            for line in stored:
                table, rows = json.loads(line)
                yield table, rows

    def put(self, file: InputFile, receipt: Receipt, tables: Mapping[str, Sequence[Row]]) -> None:
        """Puts a receipt and its rows away, whole or not at all."""
        body = b"".join(
            _line((name, [packed(TABLES[name], row) for row in rows]))
            for name, rows in tables.items()
        )
        place = self.place(file)
        place.parent.mkdir(parents=True, exist_ok=True)
        unfinished = place.with_suffix(f".{os.getpid()}.tmp")
        unfinished.write_bytes(_line({**asdict(receipt), "rows_bytes": len(body)}) + body)
        unfinished.replace(place)

    def keep_only(self, files: Sequence[InputFile]) -> None:
        """Throws away what was put away for any other file."""
        wanted = {self.place(file) for file in files}
        for place in self.folder.glob("*/*"):
            if place not in wanted:
                place.unlink()


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class ParseFile:
    """The task of a worker: an input file read, parsed, put away; its receipt handed back.

    Only what follows from the content alone is put away; what may be the machine's fault (no
    memory, no disk) is raised, and tried again in the next run.
    """

    drawer: Drawer
    read: Reader
    parse: Parser

    def __call__(self, file: InputFile) -> Receipt:
        if file.size and file.size > SIZE_LIMIT:
            return Receipt(trouble=f"larger than {SIZE_LIMIT >> 20} MB; no notice is that large")
        try:
            content = file.location.read_bytes()
        except OSError:
            content = b""
        if sha256(content).hexdigest() != file.sha256:
            return Receipt(trouble="changed while the dataset was being built; build again")
        receipt, rows = self._parsed(content)
        self.drawer.put(file, receipt, rows)
        return receipt

    def _parsed(self, content: bytes) -> tuple[Receipt, Mapping[str, Sequence[Row]]]:
        document = None
        try:
            document = self.read(content, name=_NAME)
            notice = self.parse(document)
            rows = {**tabulate(notice), **line_rows(notice)}
            check(rows)
        except (MemoryError, OSError):
            raise
        except (InputError, NotANotice) as error:
            # What is put away holds for every file of this content, whatever its name.
            return _receipt(document, trouble=str(error).removeprefix(f"{_NAME}: ")), {}
        except Exception as error:  # a defect costs the file in which it shows, and no other
            failure = f"the parser failed ({type(error).__name__}: {error}); please report it"
            return _receipt(document, trouble=" ".join(failure.split())), {}
        return _receipt(document, notice_id=notice.notice_id, warnings=notice.warnings), rows


def _receipt(
    document: Document | None,
    *,
    notice_id: str = "",
    warnings: Sequence[Warning] = (),
    trouble: str = "",
) -> Receipt:
    if document is None:
        return Receipt(trouble=trouble)
    told = dict.fromkeys(f"{w.code}: {w.message}" for w in (*document.warnings, *warnings))
    return Receipt(
        notice_id=notice_id,
        media_type=document.media_type,
        pages=len(document.pages) or None,
        ocr_pages=sum(page.scanned for page in document.pages),
        warnings=tuple(told),
        trouble=trouble,
    )
