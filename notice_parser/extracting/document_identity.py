"""Which mentions of one notice mean one document, and the `Citation` that each becomes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from notice_parser.extracting.back_references import Reference
from notice_parser.extracting.document_ids import document_id, folded_name, folded_number
from notice_parser.extracting.mentions import Mention
from notice_parser.model import Citation

Key = tuple[str, str]


@dataclass(frozen=True)
class Identities:
    """What the whole notice knows of the documents that a mention leaves open.

    `by_digits`: the first full mention of each number, by type and digits, for short forms.
    `years`: the years that the notice gives to a document ("01/NQ-CP" once with its date, once
    without).
    `names`: the name of a law by its number.
    """

    by_digits: dict[Key, dict[str, Mention]]
    years: dict[Key, set[str]]
    names: dict[str, str]

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention]) -> Identities:
        by_digits: dict[Key, dict[str, Mention]] = defaultdict(dict)
        years: dict[Key, set[str]] = defaultdict(set)
        names: dict[str, str] = {}
        short = {mention.digits for mention in mentions if mention.short}
        undated = {m.law_name or m.number for m in mentions if not (m.year or m.date)}
        for mention in mentions:
            if mention.digits in short and not mention.short:
                known = by_digits[mention.kind.code, mention.digits]
                known.setdefault(mention.number, mention)
            year = mention.year or mention.date[:4]
            if year and (mention.law_name or mention.number) in undated:
                years[_key(mention)].add(year)
            if mention.law_name and mention.number:
                names.setdefault(mention.number, mention.law_name)
        return cls(by_digits, years, names)

    def citation(self, text: str, entry: Mention | Reference, *, relation: str) -> Citation:
        """`entry` as a citation, with what it stands for where it is no full mention."""
        if isinstance(entry, Reference):
            candidates = self._fits(entry.target)
            target = candidates[0] if len(candidates) == 1 else entry.target
            return self._resolved(text, entry, target, relation=relation)
        if not entry.short:
            return self._whole(text, entry, relation=relation)
        candidates = self._fits(entry)
        if len(candidates) == 1:
            return self._resolved(text, entry, candidates[0], relation=relation)
        warning = "ambiguous" if candidates else "" if entry.kind.programme else "unresolved"
        warnings = (*entry.warnings, *((warning,) if warning else ()))
        return self._whole(text, entry._replace(warnings=warnings), relation=relation)

    def _fits(self, mention: Mention) -> list[Mention]:
        """The documents, one mention of each, that the bare number of a short form fits."""
        if not mention.short:
            return [mention]
        known = self.by_digits.get((mention.kind.code, mention.digits), {})
        return [m for m in known.values() if not mention.year or mention.year == m.year]

    def _whole(self, text: str, mention: Mention, *, relation: str) -> Citation:
        return Citation(
            mention.start,
            mention.end,
            text[mention.start : mention.end],
            mention.kind.name,
            mention.number,
            mention.date,
            mention.issuer,
            mention.law_name,
            mention.pinpoint,
            relation,
            self.document_id(mention),
            "",
            mention.warnings,
        )

    def _resolved(
        self, text: str, entry: Mention | Reference, target: Mention, *, relation: str
    ) -> Citation:
        date = entry.date if isinstance(entry, Mention) else ""
        issuer = entry.issuer if isinstance(entry, Mention) else ""
        return Citation(
            entry.start,
            entry.end,
            text[entry.start : entry.end],
            target.kind.name,
            target.number,
            date or target.date,
            issuer or target.issuer,
            target.law_name,
            entry.pinpoint,
            relation,
            self.document_id(target),
            text[target.body_start : target.body_end],
            entry.warnings if isinstance(entry, Mention) else (),
        )

    def document_id(self, mention: Mention) -> str:
        """Empty where the issuer is not known well enough to tell the document from others."""
        authority = mention.authority or ("" if mention.issuer else mention.kind.authority)
        if not authority or (mention.short and not mention.kind.programme and not mention.year):
            return ""
        name = mention.law_name or self.names.get(mention.number, "")
        own = folded_name(name) if name else folded_number(mention.number)
        year = mention.year or mention.date[:4]
        if not year and len(years := self.years.get(_key(mention), set())) == 1:
            (year,) = years
        return document_id(authority, mention.id_kind.code, year=year, own=own)


def _key(mention: Mention) -> Key:
    return mention.id_kind.code, mention.law_name or f"{mention.number} {mention.authority}"
