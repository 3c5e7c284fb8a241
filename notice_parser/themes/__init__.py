"""Problems → themes: which problem is the same problem, and where it recurs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from notice_parser.dataset.schema import Row
from notice_parser.dataset.tables import Tables
from notice_parser.ids import digest, unique
from notice_parser.themes.cluster import Grouping, group_documents
from notice_parser.themes.name import keywords, name
from notice_parser.themes.problems import key_words

__all__ = ["derive_themes"]

Document = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Themes:
    """The grouping of all different problems; `theme_ids[g]` names group g."""

    documents: tuple[Document, ...]
    grouping: Grouping
    theme_ids: tuple[str, ...]


def derive_themes(tables: Tables) -> Mapping[str, Iterable[Row]]:
    """The tables `themes` and `problems`, the latter with the theme of each problem.

    Problems with the same key words are one document for the grouping, and documents are
    sorted, so that neither the order of files nor copies change a theme. A theme's id comes
    from its most typical problem: it is the same in every run over the same files, and may
    change when files are added.
    """
    problems = [dict(row) for row in tables.rows("problems")]
    keys = [key_words(str(row["text"])) for row in problems]
    themes = _group(keys)
    where = {document: place for place, document in enumerate(themes.documents)}
    for row, key in zip(problems, keys, strict=True):
        if key in where:
            place = where[key]
            row["theme_id"] = themes.theme_ids[themes.grouping.group[place]]
            row["similarity"] = Decimal(str(round(themes.grouping.nearness[place], 3)))
    units = {str(row["unit_id"]): row for row in tables.rows("units")}
    return {"themes": _theme_rows(themes, problems, units), "problems": problems}


def _group(keys: Iterable[Document]) -> _Themes:
    documents = tuple(sorted({key for key in keys if key}))
    grouping = group_documents(documents)
    theme_ids = unique("t-" + digest(*documents[typical]) for typical in grouping.typical)
    return _Themes(documents, grouping, theme_ids)


def _theme_rows(themes: _Themes, problems: Sequence[Row], units: Mapping[str, Row]) -> list[Row]:
    members: dict[str, list[Row]] = {theme_id: [] for theme_id in themes.theme_ids}
    for row in problems:
        if row.get("theme_id"):
            members[str(row["theme_id"])].append(row)
    documents: dict[int, list[Document]] = {}
    for document, group in zip(themes.documents, themes.grouping.group, strict=True):
        documents.setdefault(group, []).append(document)
    words = keywords(documents)
    return [
        _theme_row(theme_id, members[theme_id], words[group], units)
        for group, theme_id in enumerate(themes.theme_ids)
    ]


def _theme_row(
    theme_id: str, problems: Sequence[Row], words: tuple[str, ...], units: Mapping[str, Row]
) -> Row:
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
