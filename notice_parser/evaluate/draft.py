"""Notice → draft of its gold, for a person to correct. The inverse of `gold`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from notice_parser.evaluate.gold import MARK
from notice_parser.evaluate.items import HEADER_COLUMNS
from notice_parser.model import Citation, Coverage, Figure, Footnote, Notice, Quoted, Statement

# Below this a person should look: some of unit, area or label was read from the words.
_LOOK = 0.9
_TEXT = "text/plain"
_HEADER_FIELDS = {column: "title" if column == "title" else column for column in ()}


def draft_gold(notice: Notice, file: str) -> dict[str, Any]:
    """What the parser says, in the form of corpus/gold; `file` is the notice's file name.

    `check` comes first and lists what to look at first: the notice's warnings, then the
    unsure statements, the most doubtful first. Each of these has a `check` of its own that
    says why, to be taken out once looked at. `line` is there for text files, `page` where
    the format has no lines but pages.
    """
    statements = [_statement(notice, statement) for statement in notice.statements]
    return {
        MARK: [w.message for w in notice.warnings] + _to_look_at(notice),
        "notice": _header(notice, file),
        "units": [
            {"name": u.name, "level": u.level or None, "parent": _parent(notice, u.parent_unit_id)}
            for u in notice.units
        ],
        "statements": statements,
        "no_limitation": list(_no_limitation(notice)),
        "figures": [_figure(notice, figure) for figure in notice.figures],
        "citations": [_citation(notice, citation) for citation in notice.citations],
        "footnotes": [_footnote(notice, footnote) for footnote in notice.document.footnotes],
    }
