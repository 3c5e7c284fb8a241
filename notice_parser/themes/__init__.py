"""Problems → themes: which problem is the same problem, where it recurs, and after what advice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from notice_parser.dataset.schema import Cell, Row
from notice_parser.dataset.tables import Tables
from notice_parser.errors import UsageError
from notice_parser.ids import digest
from notice_parser.themes.cluster import Grouping
from notice_parser.themes.edits import EDITS, Edit, edited, edits_text, read_edits
from notice_parser.themes.embed import CACHE, LEXICAL, Model, centred
from notice_parser.themes.followup import followups
from notice_parser.themes.grouping import group_documents
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
    """The grouping of all different documents, and the texts of each."""

    documents: tuple[str, ...]
    grouping: Grouping
    texts: Mapping[str, tuple[str, ...]]

    def groups(self) -> list[Group]:
        """The groups in order of their first document."""
        members: dict[int, list[tuple[str, ...]]] = {}
        for document, number in zip(self.documents, self.grouping.group, strict=True):
            members.setdefault(number, []).append(self.texts[document])
        return [
            Group(f"t-{digest(self.documents[self.grouping.typical[number]])}", tuple(bundles))
            for number, bundles in sorted(members.items())
        ]


def derive_themes(tables: Tables, dataset: Path) -> Derived:
    """The tables of themes, from those of notices and the log of the version in force: `themes`,
    `problems` with the theme of each, `recurrence`, `followups`, and the log continued.

    The same log, notices and edits give the same tables, in any order of files. Raises
    UsageError when theme_edits.toml in the folder `dataset` cannot be understood.
    """
    path = dataset / EDITS
    return derive_edited(tables, read_edits(edits_text(path), path))


def derive_edited(tables: Tables, edits: Sequence[Edit], *, accept: str = "") -> Derived:
    """As `derive_themes` with these edits and, where `accept` names it, the re-clustering that
    `proposed` shows accepted. Raises UsageError when that has become another one since."""
    problems, registry, grouped = _known(tables)
    registry = settled(registry, grouped.groups())
    texts = {str(row["problem_id"]): str(row["text"]) for row in problems}
    registry = edited(registry, edits, texts=texts)
    if accept:
        proposal = propose(registry, grouped.groups())
        if proposal.code != accept:
            raise UsageError(f"{accept}: the proposal is now {proposal.code}; look at it again")
        registry = replayed((*registry.events, *proposal.events(registry)))
    return _tables(tables, problems, registry, grouped)


def proposed(tables: Tables) -> Proposal:
    """What a full re-clustering would change."""
    _, registry, grouped = _known(tables)
    return propose(settled(registry, grouped.groups()), grouped.groups())


def _known(tables: Tables) -> tuple[list[dict[str, Cell]], Registry, _Grouped]:
    """The problems, the log, and a grouping of the problems of both."""
    problems = [dict(row) for row in tables.rows("problems")]
    registry = read_log(tables.rows("theme_registry"))
    by_key: dict[str, set[str]] = {}
    for text in {*(str(row["text"]) for row in problems), *registry.texts.values()}:
        by_key.setdefault(bare(text), set()).add(text)
    documents = tuple(sorted(document for document in by_key if document))
    texts = {document: tuple(sorted(by_key[document])) for document in documents}
    return problems, registry, _Grouped(documents, group_documents(documents), texts)


def _tables(
    tables: Tables, problems: list[dict[str, Cell]], registry: Registry, grouped: _Grouped
) -> Derived:
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
    rows = {}
    for theme_id in theme_ids:
        row = _theme_row(theme_id, members[theme_id], words[number[theme_id]], places)
        row["name"] = registry.names.get(theme_id) or row["name"]
        rows[theme_id] = row | {"edited": registry.edited(theme_id)}
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
        "name": name(str(typical["text"])),
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
