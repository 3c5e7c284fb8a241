"""Notices as spaCy documents: `to_doc` for a notice that was parsed, and the components of the
pipeline `models/vi_notice`, which spaCy finds through entry points.

    >>> import spacy
    >>> nlp = spacy.load("models/vi_notice")
    >>> doc = nlp(open("thong-bao.txt", encoding="utf-8").read())
    >>> [(span.label_, span._.areas, span.text) for span in doc.spans["statements"]]

A document holds three groups of spans:

- `statements`: `label_` is the label, `id_` the statement's id; `span._.unit` (names joined by
  "|"), `span._.areas` (a tuple of codes), `span._.confidence`.
- `figures`: `label_` is the kind; `span._.value` (exact, as text), `span._.measure` (its unit),
  `span._.role`.
- `citations`: `label_` is the kind of document, `id_` its URN LEX; `span._.number`.

`doc.text` is the one normalised text of the notice, with wrapped lines joined: reading is part
of the tokenizer. spaCy is the optional extra "spacy"; nothing else in the package imports this
module.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import regex
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.util import filter_spans, registry
from spacy.vocab import Vocab

from notice_parser.errors import Defect, InputError, NotANotice, UsageError
from notice_parser.extracting.citations import find_citations
from notice_parser.extracting.figures import find_figures
from notice_parser.model import Citation, Document, Figure, Label, Notice, Statement
from notice_parser.model import Span as Place
from notice_parser.parsing import parse
from notice_parser.reading import read_bytes
from notice_parser.segmenting.judge import weights_digest
from notice_parser.segmenting.prose import (
    GENERAL_FROM,
    areas_in_paragraph,
    general_chance,
    highest,
    judge_labels,
    sentences,
)

GROUPS = ("statements", "figures", "citations")
COLOURS = {
    Label.STRENGTH: "#b7e4c7",
    Label.LIMITATION: "#ffb3b3",
    Label.CAUSE: "#ffd6a5",
    Label.REQUEST: "#bde0fe",
    Label.CONCLUSION: "#d9d9d9",
}
_EXTENSIONS: dict[str, Any] = {
    "unit": "", "areas": (), "confidence": None,
    "value": "", "measure": "", "role": "", "number": "",
}  # fmt: skip
_TOKEN = regex.compile(r"[\p{L}\p{M}]+|\p{N}+|[^\S ]|.", regex.DOTALL)

for _name, _default in _EXTENSIONS.items():
    Span.set_extension(_name, default=_default, force=True)


# -- tokens -----------------------------------------------------------------------------


def _made(text: str, vocab: Vocab) -> Doc:
    """Syllables, runs of digits and single signs; together with their spaces exactly `text`."""
    words: list[str] = []
    spaces: list[bool] = []
    for written in _TOKEN.findall(text):
        if written == " " and words and not spaces[-1] and words[-1] != " ":
            spaces[-1] = True
        else:
            words.append(written)
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces)


class NoticeTokenizer:
    """Text of a notice → a `Doc` of its one normalised text. It has no settings to store."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        document = _read(text)
        doc = _made(document.text if document else text, self.vocab)
        doc.user_data["source"] = text
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        return b""

    def from_bytes(self, _content: bytes, **_: Any) -> NoticeTokenizer:
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing to write."""

    def from_disk(self, _path: str | Path, **_: Any) -> NoticeTokenizer:
        return self


@registry.tokenizers("notice_parser.tokenizer.v1")  # type: ignore[untyped-decorator]
def notice_tokenizer() -> Any:
    """The entry point of the tokenizer."""
    return lambda nlp: NoticeTokenizer(nlp.vocab)


def _read(text: str) -> Document | None:
    try:
        return read_bytes(text.encode(), name="text")
    except InputError:
        return None


# -- the components of vi_notice ----------------------------------------------------------


@Language.factory("notice_statements", default_config={"weights": ""})
def notice_statements(nlp: Language, name: str, weights: str) -> StatementFinder:
    """`doc.spans["statements"]`. `weights` is the digest of the sentence models that the
    pipeline was made and described with; "" takes those of the package.

    Raises UsageError when the package has others: the model card would not be true of them.
    """
    if weights and weights != weights_digest():
        raise UsageError(
            f"{name}: this pipeline was made for sentence models {weights}, but the installed "
            f"notice_parser has {weights_digest()}; run python models/train.py again"
        )
    return StatementFinder()


_NOT_READ = "the text is not as the tokenizer of vi_notice reads it; give nlp the text itself"


class StatementFinder:
    """Parses a notice; text that is no notice is judged sentence by sentence, with no unit."""

    def __call__(self, doc: Doc) -> Doc:
        document = _read(doc.user_data.pop("source", doc.text))
        for group in GROUPS:
            doc.spans[group] = SpanGroup(doc, name=group)
        if document is None or document.text != doc.text:
            doc.user_data["notice"] = json.dumps({"reason": _NOT_READ})
            return doc
        try:
            notice = parse(document)
        except NotANotice as error:
            doc.user_data["notice"] = json.dumps({"reason": str(error)}, ensure_ascii=False)
            doc.spans["statements"] = list(_headless(doc, document))
        else:
            doc.user_data["notice"] = _described(notice)
            doc.spans["statements"] = [_statement(doc, notice, s) for s in notice.statements]
        return doc


@Language.component("notice_citations")
def notice_citations(doc: Doc) -> Doc:
    """`doc.spans["citations"]`, over the whole text."""
    province = json.loads(doc.user_data.get("notice", "{}")).get("province", "")
    found = find_citations(doc.text, province=province)
    doc.spans["citations"] = [_citation(doc, citation) for citation in found]
    return doc


@Language.component("notice_figures")
def notice_figures(doc: Doc) -> Doc:
    """`doc.spans["figures"]`, inside the statements and outside the citations."""
    doc.spans["figures"] = [_figure(doc, figure) for figure in _figures(doc)]
    return doc


def _figures(doc: Doc) -> Iterator[Figure]:
    cited = [Place(s.start_char, s.end_char) for s in doc.spans.get("citations", ())]
    for span in doc.spans.get("statements", ()):
        start, end = span.start_char, span.end_char
        masked = [place for place in cited if place.start < end and place.end > start]
        yield from find_figures(
            doc.text, start=start, end=end, masked=masked, label=Label(span.label_)
        )


def _headless(doc: Doc, document: Document) -> Iterator[Span]:
    for paragraph in document.body:
        spans = sentences(document.text, paragraph.start, paragraph.end)
        around = document.text[paragraph.start : paragraph.end]
        written = [span.of(document.text) for span in spans]
        labels, areas = judge_labels(document.text, spans), areas_in_paragraph(written, around)
        for text, judged, chances in zip(written, labels, areas, strict=True):
            if not any(c.isalnum() for c in text):
                continue
            span = _span(doc, judged.span.start, judged.span.end, judged.label)
            area = highest(chances)
            concludes = judged.label is Label.CONCLUSION
            general = 1.0 if concludes else general_chance(text, judged.label)
            span._.areas = () if general > GENERAL_FROM else (area,)
            sure = general if general > GENERAL_FROM else (1 - general) * chances[area]
            span._.confidence = round(judged.probability * sure, 3)
            yield span


# -- notices that were parsed -------------------------------------------------------------


def to_doc(notice: Notice, vocab: Vocab | None = None) -> Doc:
    """The notice as a document with the three groups of spans."""
    doc = _made(notice.document.text, vocab or Vocab())
    doc.user_data["notice"] = _described(notice)
    doc.spans["statements"] = [_statement(doc, notice, s) for s in notice.statements]
    doc.spans["figures"] = [_figure(doc, f) for f in notice.figures]
    doc.spans["citations"] = [_citation(doc, c) for c in notice.citations]
    return doc


def to_doc_bin(notices: Iterable[Notice]) -> DocBin:
    """The notices in spaCy's own form for storing; nothing of their spans is lost."""
    vocab = Vocab()
    return DocBin(store_user_data=True, docs=[to_doc(notice, vocab) for notice in notices])


def from_doc_bin(content: bytes, vocab: Vocab | None = None) -> Iterator[Doc]:
    """The documents of `to_doc_bin(...).to_bytes()`."""
    return DocBin(store_user_data=True).from_bytes(content).get_docs(vocab or Vocab())


def render(doc: Doc, *, group: str = "statements", page: bool = True) -> str:
    """displaCy's HTML of one group of spans; where two overlap the longer is shown. Labels have
    fixed colours, and the text its own line breaks.

    Raises UsageError for a group that the document does not have.
    """
    if group not in doc.spans:
        raise UsageError(f"no spans {group!r}; the document has {', '.join(doc.spans)}")
    shown = sorted(filter_spans(doc.spans[group]), key=lambda span: span.start)
    ents = [{"start": s.start_char, "end": s.end_char, "label": s.label_} for s in shown]
    colours = {str(label): colour for label, colour in COLOURS.items()}
    return displacy.render(
        {"text": doc.text, "ents": ents, "title": None},
        style="ent", manual=True, page=page, jupyter=False, options={"colors": colours},
    )  # fmt: skip


def _described(notice: Notice) -> str:
    """What the notice says of itself, as JSON: user data must survive being stored."""
    header = notice.header
    fields = ("doc_type", "number", "symbol", "date", "issuer", "title", "province")
    told = {name: getattr(header, name) for name in fields}
    return json.dumps({"notice_id": notice.notice_id, **told}, ensure_ascii=False)


def _span(doc: Doc, start: int, end: int, label: str, *, id_: str = "") -> Span:
    """Every quote begins and ends with a sign or a run of letters, so no token is cut."""
    span = doc.char_span(start, end, label=label, span_id=id_, alignment_mode="expand")
    if span is None:
        raise Defect(f"no tokens at [{start}, {end}) of a text of {len(doc.text)} characters")
    return span


def _statement(doc: Doc, notice: Notice, statement: Statement) -> Span:
    span = _span(doc, statement.start, statement.end, statement.label, id_=statement.statement_id)
    units = [unit for unit_id in statement.unit_ids if (unit := notice.unit(unit_id))]
    span._.unit = "|".join(unit.name for unit in units)
    span._.areas = statement.areas
    span._.confidence = statement.confidence
    return span


def _figure(doc: Doc, figure: Figure) -> Span:
    span = _span(doc, figure.start, figure.end, figure.kind)
    span._.value, span._.measure, span._.role = str(figure.value), figure.unit, figure.role
    return span


def _citation(doc: Doc, citation: Citation) -> Span:
    kind = citation.doc_type or "?"
    span = _span(doc, citation.start, citation.end, kind, id_=citation.document_id)
    span._.number = citation.number
    return span


# -- the pipeline's files -----------------------------------------------------------------


def _pipeline() -> Language:
    tokenizer = {"nlp": {"tokenizer": {"@tokenizers": "notice_parser.tokenizer.v1"}}}
    nlp = spacy.blank("vi", config=tokenizer)
    nlp.add_pipe("notice_statements", config={"weights": weights_digest()})
    nlp.add_pipe("notice_citations")
    nlp.add_pipe("notice_figures")
    return nlp


def write_pipeline(path: Path) -> None:
    """The configuration of `vi_notice` with the sentence models of this package, the same bytes
    each time: two files that `spacy.load` reads."""
    nlp = _pipeline()
    path.mkdir(parents=True, exist_ok=True)
    (path / "config.cfg").write_text(nlp.config.to_str(), encoding="utf-8")
    described = {
        "lang": "vi", "name": "notice", "version": "0.1.0", "license": "Apache-2.0",
        "spacy_version": ">=3.8,<4", "pipeline": list(nlp.pipe_names),
        "requirements": ["notice-parser[spacy]"],
        "description": "Statements, figures and citations of Vietnamese inspection notices",
    }  # fmt: skip
    (path / "meta.json").write_text(json.dumps(described, indent=2) + "\n", encoding="utf-8")
