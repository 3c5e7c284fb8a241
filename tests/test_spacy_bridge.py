"""Notices as spaCy documents, and the pipeline models/vi_notice."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from notice_parser import parse, read
from notice_parser.errors import UsageError
from notice_parser.model import Label, Notice
from notice_parser.segmenting.judge import weights_digest

spacy = pytest.importorskip("spacy", reason='the extra "spacy" is not installed')
PIPELINE = Path(__file__).parents[1] / "models" / "vi_notice"
NOTICES = sorted((Path(__file__).parents[1] / "corpus" / "notices").iterdir())
TEXT = next(path for path in NOTICES if path.name == "TB-KL-KiemTra-BaTri-2022.txt")
HEADLESS = "UBND xã niêm yết đủ thủ tục. Tuy nhiên, còn 12 hồ sơ trễ hạn.\n"


@pytest.fixture(scope="module")
def nlp() -> Any:
    if "notice_statements" not in {e.name for e in entry_points(group="spacy_factories")}:
        pytest.skip("the package is not installed with its entry points: pip install -e .")
    return spacy.load(PIPELINE)


@pytest.fixture(scope="module")
def notice() -> Notice:
    return parse(read(TEXT))


# -- a notice as a document -----------------------------------------------------------------


@pytest.mark.parametrize("path", NOTICES[::5], ids=lambda path: path.name[:30])
def test_every_span_has_the_words_of_its_quote(path: Path) -> None:
    from notice_parser.spacy_bridge import to_doc

    notice = parse(read(path))
    doc = to_doc(notice)
    assert doc.text == notice.document.text
    for group in ("statements", "figures", "citations"):
        quotes = getattr(notice, group)
        assert [span.text for span in doc.spans[group]] == [quote.text for quote in quotes]


def test_spans_carry_what_the_notice_says(notice: Notice) -> None:
    from notice_parser.spacy_bridge import to_doc

    doc = to_doc(notice)
    for span, statement in zip(doc.spans["statements"], notice.statements, strict=True):
        names = [notice.unit(unit_id) for unit_id in statement.unit_ids]
        assert span.label_ == statement.label
        assert span.id_ == statement.statement_id
        assert span._.unit == "|".join(unit.name for unit in names if unit)
        assert span._.areas == statement.areas
        assert span._.confidence == statement.confidence
    for span, figure in zip(doc.spans["figures"], notice.figures, strict=True):
        told = (span.label_, span._.value, span._.measure, span._.role)
        assert told == (figure.kind, str(figure.value), figure.unit, figure.role)
    for span, citation in zip(doc.spans["citations"], notice.citations, strict=True):
        assert (span.id_, span._.number) == (citation.document_id, citation.number)


def test_nothing_is_lost_in_a_doc_bin(notice: Notice) -> None:
    from notice_parser.spacy_bridge import from_doc_bin, to_doc, to_doc_bin

    before = to_doc(notice)
    (after,) = from_doc_bin(to_doc_bin([notice]).to_bytes())
    assert after.text == before.text
    assert after.user_data["notice"] == before.user_data["notice"]
    assert told(after) == told(before)


def told(doc: Any) -> list[tuple[Any, ...]]:
    names = ("unit", "areas", "confidence", "value", "measure", "role", "number")
    return [
        (group, s.text, s.label_, s.id_, *(s._.get(name) for name in names))
        for group in doc.spans
        for s in doc.spans[group]
    ]


# -- the pipeline -----------------------------------------------------------------------------


def test_the_pipeline_says_what_parse_says(nlp: Any, notice: Notice) -> None:
    from notice_parser.spacy_bridge import to_doc

    doc = nlp(TEXT.read_text(encoding="utf-8"))
    assert nlp.pipe_names == ["notice_statements", "notice_citations", "notice_figures"]
    assert told(doc) == told(to_doc(notice))
    assert json.loads(doc.user_data["notice"])["notice_id"] == notice.notice_id


def test_text_that_is_no_notice_is_judged_by_its_words(nlp: Any) -> None:
    (doc,) = nlp.pipe([HEADLESS])
    praise, fault = doc.spans["statements"]
    assert (praise.label_, fault.label_) == ("mat-duoc", "han-che")
    assert fault._.areas == ("thu-tuc-hanh-chinh",)
    assert 0.5 < fault._.confidence <= 1
    assert [figure._.value for figure in doc.spans["figures"]] == ["12"]
    assert "no inspection notice" in json.loads(doc.user_data["notice"])["reason"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "a", "\x00\x01\x02", "  hai  dấu   cách "])
def test_strange_text_gives_a_document(nlp: Any, text: str) -> None:
    doc = nlp(text)
    assert set(doc.spans) >= {"statements", "figures", "citations"}
    assert "reason" in json.loads(doc.user_data["notice"])


def test_components_can_be_left_out(nlp: Any) -> None:
    with nlp.select_pipes(disable=["notice_citations", "notice_figures"]):
        doc = nlp(HEADLESS)
    assert len(doc.spans["statements"]) == 2
    assert len(doc.spans["figures"]) == 0


def test_a_pipeline_of_other_weights_is_refused(nlp: Any, tmp_path: Path) -> None:
    for path in PIPELINE.iterdir():
        changed = path.read_text(encoding="utf-8").replace(weights_digest(), "0123456789ab")
        (tmp_path / path.name).write_text(changed, encoding="utf-8")
    with pytest.raises(UsageError, match="made for sentence models 0123456789ab"):
        spacy.load(tmp_path)


def test_the_files_are_what_the_package_writes(nlp: Any, tmp_path: Path) -> None:
    from notice_parser.spacy_bridge import write_pipeline

    write_pipeline(tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (PIPELINE / path.name).read_bytes(), path.name


def test_a_stored_pipeline_loads_again(nlp: Any, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    assert told(spacy.load(tmp_path)(HEADLESS)) == told(nlp(HEADLESS))


# -- displaCy ---------------------------------------------------------------------------------


def test_displacy_shows_each_statement_in_the_colour_of_its_label(nlp: Any) -> None:
    from notice_parser.spacy_bridge import COLOURS, render

    html = render(nlp(HEADLESS))
    marked = re.findall(r"background: (#\w+);[^>]*>\s*([^<]+?)\s*<span[^>]*>([^<]+)</span>", html)
    assert marked == [
        (COLOURS[Label.STRENGTH], "UBND xã niêm yết đủ thủ tục.", "mat-duoc"),
        (COLOURS[Label.LIMITATION], "Tuy nhiên, còn 12 hồ sơ trễ hạn.", "han-che"),
    ]
    with pytest.raises(UsageError, match="no spans 'themes'"):
        render(nlp(HEADLESS), group="themes")


# -- lazily -----------------------------------------------------------------------------------


def test_parse_does_not_load_spacy() -> None:
    script = (
        "import sys; from notice_parser import parse, read; parse(read(sys.argv[1]));"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(TEXT)], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "False"
