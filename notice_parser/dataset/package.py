"""What the tables are, for people and programs: `datapackage.json` for Frictionless tools,
`metadata.json` for Datasette."""

from __future__ import annotations

from typing import Any

from notice_parser.dataset.schema import LIST_SEPARATOR, SCHEMA_VERSION, TABLES, Column, Table

# A partial date ("2023-08") is no date to Frictionless.
_TYPES = {
    "text": "string",
    "date": "string",
    "list": "string",
    "integer": "integer",
    "decimal": "number",
    "boolean": "boolean",
}


TITLE = "Thông báo kết luận kiểm tra cải cách hành chính"

# What Datasette counts beside a table, and shows for a row that another refers to.
_FACETS = {
    "files": ["status", "media_type"],
    "notices": ["province", "inspection_year", "doc_type"],
    "units": ["level", "province"],
    "statements": ["label", "areas", "remedied"],
    "coverage": ["area", "declared_none"],
    "figures": ["kind", "role", "indicator"],
    "citations": ["doc_type", "relation"],
    "legal_documents": ["doc_type"],
    "problems": ["year", "areas", "theme_id"],
    "remainders": ["reason"],
}
_NAMES = {"notices": "title", "units": "name", "statements": "text", "themes": "name"}


def describe() -> dict[str, Any]:
    """The Frictionless data package of the CSV files; the same for every dataset."""
    return {
        "name": "notices",
        "title": TITLE,
        "description": "Inspection notices: what was done well, what fell short, what was asked",
        "schema_version": SCHEMA_VERSION,
        "resources": [_resource(table) for table in TABLES.values()],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.vi,
        "description": table.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [column.name],
                    "reference": {
                        "resource": column.references[0],
                        "fields": [column.references[1]],
                    },
                }
                for column in table.columns
                if column.references
            ],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.vi,
        "description": column.en,
    }
    if column.type == "boolean":
        told |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column.type == "list":
        told["separator"] = LIST_SEPARATOR
    constraints = {name: True for name in ("required", "unique") if getattr(column, name)}
    return told | ({"constraints": constraints} if constraints else {})


def describe_for_datasette() -> dict[str, Any]:
    """Titles, facets and columns of the SQLite file, in Vietnamese."""
    return {
        "title": TITLE,
        "databases": {
            "dataset": {"tables": {table.name: _shown(table) for table in TABLES.values()}}
        },
    }


def _shown(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {
        "title": table.vi,
        "description": table.en,
        "columns": {column.name: column.vi for column in table.columns},
        "size": 50,
    }
    if table.name in _FACETS:
        told["facets"] = _FACETS[table.name]
    if table.name in _NAMES:
        told["label_column"] = _NAMES[table.name]
    return told
