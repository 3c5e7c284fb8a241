"""Notices that a person corrected, as gold."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from notice_parser.dataset.database import open_database
from notice_parser.errors import UsageError
from notice_parser.evaluate.gold import Gold
from notice_parser.evaluate.items import HEADER_COLUMNS, SUBJECTS
from notice_parser.evaluate.output import layout_of, output_items

_CORRECTED = """
SELECT DISTINCT notice_id FROM (
  SELECT notice_id FROM notices WHERE corrected IS NOT NULL
  UNION SELECT notice_id FROM statements WHERE corrected IS NOT NULL
  UNION SELECT notice_id FROM figures WHERE corrected IS NOT NULL
  UNION SELECT notice_id FROM citations WHERE corrected IS NOT NULL
  UNION SELECT notice_id FROM problems WHERE corrected IS NOT NULL
) ORDER BY notice_id
"""


def corrected_golds(dataset: str | Path) -> list[Gold]:
    """Each notice of the dataset with a corrected row, whole, as the dataset has it now: who
    corrects a notice has read it.

    Raises UsageError where there is no dataset, and where no row is corrected.
    """
    database = open_database(dataset)
    notices = [notice_id for (notice_id,) in database.execute(_CORRECTED)]
    if not notices:
        raise UsageError(f"{dataset}: no row is corrected; see corrections.csv in docs/dataset.md")
    golds = []
    for notice_id in notices:
        ((path,),) = database.execute(
            "SELECT path FROM files JOIN notices USING (file_id) WHERE notice_id = ?", (notice_id,)
        )
        golds.append(
            Gold(
                path=f"{dataset}: {notice_id}",
                items=output_items(database, notice_id),
                file=PurePosixPath(path).name,
                shape=layout_of(database, notice_id),
                marked=0,
                subjects=frozenset(subject.name for subject in SUBJECTS),
                fields=frozenset(HEADER_COLUMNS),
            )
        )
    return golds
