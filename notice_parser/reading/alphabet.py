"""Words that cannot be Vietnamese: text in a legacy font encoding ("céng hßa"), decoded the
wrong way ("Cá»™ng hÃ²a"), or from a PDF whose fonts name the wrong letters."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from notice_parser.model import Warning

_TONES = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
# Letters outside the alphabet (f, j, w, z stand in names and codes), and signs that no word
# has inside it.
_STRANGE = regex.compile(
    rf"(?:(?![a-zA-Z{_TONES}{_TONES.upper()}ªº])\p{{L}}|(?<=\p{{L}})[\u0080-\u00A0¡-©«-¸»-¿](?=\p{{L}})|\uFFFD)"
)
_LETTER = regex.compile(r"\p{L}")
_SHARE = 0.03
_LEAST_WORDS = 20


def strange_letters(text: str) -> Iterator[Warning]:
    """One warning where more than a few words hold letters that Vietnamese does not have."""
    words = [word for word in text.split() if _LETTER.search(word)]
    strange = [word for word in words if _STRANGE.search(word)]
    if len(words) >= _LEAST_WORDS and len(strange) > _SHARE * len(words):
        yield Warning(
            "strange-letters",
            f"{len(strange)} of {len(words)} words hold letters that Vietnamese does not have "
            f"({strange[0][:20]!r}); the file's encoding or its fonts are wrong.",
        )
