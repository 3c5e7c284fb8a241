"""Problems → themes: which problem is the same problem, where it recurs, and after what advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from notice_parser.dataset.schema import Cell, Row
from notice_parser.dataset.tables import Tables
from notice_parser.embedding import Model, cache_of
from notice_parser.errors import UsageError
from notice_parser.ids import digest
from notice_parser.themes.cluster import Grouping
from notice_parser.themes.edits import EDITS, Edit, edited, edits_text, read_edits
from notice_parser.themes.embed import LEXICAL, centred
from notice_parser.themes.followup import followups
from notice_parser.themes.grouping import group_documents, threshold
from notice_parser.themes.inspections import inspections
from notice_parser.themes.name import keywords, names
from notice_parser.themes.problems import bare
from notice_parser.themes.proposal import Proposal, propose
from notice_parser.themes.recurrence import cells, histories
from notice_parser.themes.registry import (
    Group,
    Registry,
    log_rows,
    read_log,
    replayed,
    settled,
)
from notice_parser.themes.remedies import remedies
from notice_parser.themes.summing import recurring_after_advice, summed

__all__ = ["derive_edited", "derive_themes", "proposed"]

Derived = Mapping[str, Iterable[Row]]


@dataclass(frozen=True, slots=True)
class _Grouped:
    """Problems and log, all their different documents (`problems.bare`) with the texts of each, and
    how these are grouped; `grouped_by` is the code of the model, or "lexical"."""

    problems: tuple[dict[str, Cell], ...]
    registry: Registry
    documents: tuple[str, ...]
    texts: Mapping[str, tuple[str, ...]]
    grouping: Grouping
    grouped_by: str

    def groups(self) -> list[Group]:
        """The groups in order of their first document."""
        members: dict[int, list[tuple[str, ...]]] = {}
        for document, number in zip(self.documents, self.grouping.group, strict=True):
            members.setdefault(number, []).append(self.texts[document])
        return [
            Group(f"t-{digest(self.documents[self.grouping.typical[number]])}", tuple(bundles))
            for number, bundles in sorted(members.items())
        ]


def derive_themes(tables: Tables, dataset: Path, model: Model | None = None) -> Derived:
    """The tables of themes, from those of notices and the log of the version in force: `themes`,
    `problems` with the theme of each, `recurrence`, `followups`, and the log continued.

    The same log, notices, edits and model (None: by wording and lexicon alone) give the same
    tables, in any order of files. Raises UsageError when theme_edits.toml in the folder `dataset`
    cannot be understood.
    """
    path = dataset / EDITS
    grouped = _grouped(tables, dataset, model)
    return _derived(tables, grouped, read_edits(edits_text(path), path))


@dataclass(frozen=True, slots=True)
class ThemesByModel:
    """`derive_themes` with this model."""

    model: Model

    def __call__(self, tables: Tables, dataset: Path) -> Derived:
        return derive_themes(tables, dataset, self.model)


def derive_edited(
    tables: Tables, dataset: Path, edits: Sequence[Edit], *, accept: str = ""
) -> Derived:
    """The tables of a dataset made anew with these edits, grouped as it was, and, where `accept`
    names it, the re-clustering that `proposed` shows accepted. Raises UsageError when that has
    become another one since."""
    grouped = _grouped(tables, dataset, _model_in_force(tables))
    return _derived(tables, grouped, edits, accept=accept)


def proposed(tables: Tables, dataset: Path) -> Proposal:
    """What a full re-clustering would change."""
    grouped = _grouped(tables, dataset, _model_in_force(tables))
    return propose(settled(grouped.registry, grouped.groups()), grouped.groups())


def _model_in_force(tables: Tables) -> Model | None:
    codes = {str(row["grouped_by"] or LEXICAL) for row in tables.rows("themes")} - {LEXICAL}
    return Model(min(codes)) if codes else None


def _grouped(tables: Tables, dataset: Path, model: Model | None) -> _Grouped:
    """A grouping of the problems of these notices and of those in the log."""
    problems = tuple(dict(row) for row in tables.rows("problems"))
    registry = read_log(tables.rows("theme_registry"))
    by_key: dict[str, set[str]] = {}
    for text in {*(str(row["text"]) for row in problems), *registry.texts.values()}:
        by_key.setdefault(bare(text), set()).add(text)
    documents = tuple(sorted(document for document in by_key if document))
    cache = cache_of(dataset)
    return _Grouped(
        problems=problems,
        registry=registry,
        documents=documents,
        texts={document: tuple(sorted(by_key[document])) for document in documents},
        grouping=_grouping(documents, model, cache),
        grouped_by=model.code if model else LEXICAL,
    )


def _grouping(documents: Sequence[str], model: Model | None, cache: Path) -> Grouping:
    if model is None or not documents:
        return group_documents(documents)
    join = threshold(model, cache)
    return group_documents(documents, centred(documents, model=model, cache=cache), join=join)


def _derived(
    tables: Tables, grouped: _Grouped, edits: Sequence[Edit], *, accept: str = ""
) -> Derived:
    registry = settled(grouped.registry, grouped.groups())
    texts = {str(row["problem_id"]): str(row["text"]) for row in grouped.problems}
    registry = edited(registry, edits, texts=texts)
    if accept:
        proposal = propose(registry, grouped.groups())
        if proposal.code != accept:
            raise UsageError(f"{accept}: the proposal is now {proposal.code}; look at it again")
        registry = replayed((*registry.events, *proposal.events(registry)))
    return _tables(tables, registry, grouped)


def _tables(tables: Tables, registry: Registry, grouped: _Grouped) -> Derived:
    problems = [dict(row) for row in grouped.problems]
    nearness = _nearness(registry, grouped)
    for row in problems:
        text = str(row["text"])
        row["theme_id"] = registry.theme_of(text) or None
        row["similarity"] = nearness.get(text)
    units = list(tables.rows("units"))
    seen = inspections(
        notices=tables.rows("notices"), coverage=tables.rows("coverage"), units=units
    )
    told = remedies(tables.rows("statements"), problems, seen)
    advice = list(followups(tables.rows("statements"), problems, seen=seen, told=told))
    after_advice = recurring_after_advice(advice, problems)
    themes, panel = _theme_rows(problems, units, registry, grouped), []
    for history in histories(problems, seen):
        found = list(cells(history, seen, told))
        panel += [cell.row() for cell in found]
        themes[history.theme_id] |= summed(
            history, found, seen=seen, after_advice=after_advice.get(history.theme_id, 0)
        )
    return {
        "themes": list(themes.values()),
        "problems": problems,
        "recurrence": panel,
        "followups": advice,
        "theme_registry": log_rows(registry),
    }


def _nearness(registry: Registry, grouped: _Grouped) -> dict[str, Decimal]:
    """By text how near it is to its theme. What the log places apart from the rest of its group has
    no nearness that means anything."""
    found: dict[str, Decimal] = {}
    groups = grouped.groups()
    main = [_main_theme(registry, group) for group in groups]
    for document, number, near in zip(
        grouped.documents, grouped.grouping.group, grouped.grouping.nearness, strict=True
    ):
        for text in grouped.texts[document]:
            if registry.theme_of(text) == main[number]:
                found[text] = Decimal(str(round(near, 3)))
    return found


def _main_theme(registry: Registry, group: Group) -> str:
    counts = Counter(registry.theme_of(text) for text in group.texts())
    return min(counts, key=lambda theme_id: (-counts[theme_id], theme_id))


def _theme_rows(
    problems: Sequence[Row], units: Sequence[Row], registry: Registry, grouped: _Grouped
) -> dict[str, dict[str, Cell]]:
    """By theme what its problems say of it, for all themes that have one."""
    members: dict[str, list[Row]] = {}
    for row in problems:
        if row["theme_id"]:
            members.setdefault(str(row["theme_id"]), []).append(row)
    theme_ids = sorted(members)
    number = {theme_id: index for index, theme_id in enumerate(theme_ids)}
    documents: dict[int, list[str]] = {index: [] for index in number.values()}
    for document in grouped.documents:
        for theme_id in {registry.theme_of(text) for text in grouped.texts[document]}:
            if theme_id in number:
                documents[number[theme_id]].append(document)
    words = keywords(documents)
    places = {str(row["unit_id"]): row for row in units}
    rows = {
        theme_id: _theme_row(theme_id, members[theme_id], words[index], places)
        for theme_id, index in number.items()
    }
    typical = {index: str(rows[theme_id]["example"]) for theme_id, index in number.items()}
    called = names(documents, words, typical)
    for theme_id, index in number.items():
        rows[theme_id] |= {
            "name": registry.names.get(theme_id) or called[index],
            "edited": registry.edited(theme_id),
            "grouped_by": grouped.grouped_by,
        }
    return rows


def _theme_row(
    theme_id: str, problems: Sequence[Row], words: tuple[str, ...], units: Mapping[str, Row]
) -> dict[str, Cell]:
    typical = min(
        problems, key=lambda row: (-_similarity(row), len(str(row["text"])), str(row["text"]))
    )
    unit_ids = sorted({unit for row in problems for unit in _list(row["unit_id"])})
    places = [units[unit_id] for unit_id in unit_ids if unit_id in units]
    years = sorted({int(str(row["year"])) for row in problems if row["year"] is not None})
    return {
        "theme_id": theme_id,
        "keywords": words,
        "example": typical["text"],
        "areas": tuple(sorted({area for row in problems for area in _list(row["areas"])})),
        "problems": len(problems),
        "units": len(unit_ids),
        "districts": len({(p["province"], p["district"]) for p in places if p["district"]}),
        "provinces": len({p["province"] for p in places if p["province"]}),
        "first_year": years[0] if years else None,
        "last_year": years[-1] if years else None,
    }


def _similarity(row: Row) -> Decimal:
    value = row.get("similarity")
    return value if isinstance(value, Decimal) else Decimal(0)


def _list(cell: object) -> tuple[str, ...]:
    return cell if isinstance(cell, tuple) else ()
