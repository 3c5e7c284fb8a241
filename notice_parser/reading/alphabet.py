"""Words that cannot be Vietnamese: text in a legacy font encoding ("céng hßa"), decoded the
wrong way ("Cá»™ng hÃ²a"), or from a PDF whose fonts name the wrong letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import regex

from notice_parser.model import Repair, Warning
from notice_parser.reading.legacy_letters import TCVN3

_TONES = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
# Letters outside the alphabet (f, j, w, z stand in names and codes), and signs that no word
# has inside it.
_STRANGE = regex.compile(
    rf"(?:(?![a-zA-Z{_TONES}{_TONES.upper()}ªº])\p{{L}}|(?<=\p{{L}})[\u0080-\u00A0¡-©«-¸»-¿](?=\p{{L}})|\uFFFD)"
)
# A text without these, as most are, is looked through in no time.
_PERHAPS_STRANGE = regex.compile(rf"[^\x00-\x7f{_TONES}{_TONES.upper()}\u2010-\u2026]")
# "ư" is every fortieth letter of a text; in TCVN3 it has the code of the soft hyphen.
_ENOUGH_LETTERS = 1000
_LETTER = regex.compile(r"\p{L}")
_SHARE = 0.03
_LEAST_WORDS = 20


def strange_letters(text: str) -> Iterator[Warning]:
    """One warning where more than a few words hold letters that Vietnamese does not have."""
    if not (_PERHAPS_STRANGE.search(text) and _STRANGE.search(text)):
        return
    words = [word for word in text.split() if _LETTER.search(word)]
    strange = [word for word in words if _STRANGE.search(word)]
    if len(words) >= _LEAST_WORDS and len(strange) > _SHARE * len(words):
        yield Warning(
            "strange-letters",
            f"{len(strange)} of {len(words)} words hold letters that Vietnamese does not have "
            f"({strange[0][:20]!r}); the file's encoding or its fonts are wrong.",
        )


def lost_letters(text: str, repairs: Iterable[Repair]) -> Iterator[Warning]:
    """A warning where so much text of TCVN3 has no "ư" that it must have been dropped: some
    programs take its code for a soft hyphen when they make a PDF."""
    decoded = "".join(text[r.start : r.end] for r in repairs if r.kind == TCVN3)
    if "ư" not in decoded and sum(map(str.islower, decoded)) >= _ENOUGH_LETTERS:
        yield Warning(
            "letters-lost",
            "The letter ư is missing everywhere; the program that made the file dropped it. "
            "Read the file that it was made from.",
        )
