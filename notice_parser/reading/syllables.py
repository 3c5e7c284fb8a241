"""Is this Vietnamese? Syllables have a small grammar: an onset, a rhyme, a tone.

Words of a text whose letters came out wrong (fonts that name the wrong letters, OCR by a
program that knows no Vietnamese, a legacy encoding) break it: "CQNG", "ÐEc", "H¹n".
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

_ONSETS = "|ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_RHYMES = (
    "a|ac|ach|ai|am|an|ang|anh|ao|ap|at|au|ay|ăc|ăm|ăn|ăng|ăp|ăt|âc|âm|ân|âng|âp|ât|âu|"
    "ây|e|ec|em|en|eng|eo|ep|et|ê|êch|êm|ên|ênh|êp|êt|êu|i|ia|ich|iêc|iêm|iên|iêng|iêp|"
    "iêt|iêu|im|in|inh|ip|it|iu|o|oa|oc|oac|oach|oai|oam|oan|oang|oanh|oao|oap|oat|oay|"
    "oăc|oăm|oăn|oăng|oăt|oe|oen|oeo|oet|oi|om|on|ong|ooc|oong|op|ot|ô|ôc|ôi|ôm|ôn|ông|"
    "ôp|ôt|ơ|ơi|ơm|ơn|ơp|ơt|u|ua|uân|uâng|uât|uây|uc|uê|uêch|uênh|ui|um|un|ung|uôc|uôi|"
    "uôm|uôn|uông|uôt|up|uơ|ut|uy|uya|uych|uyên|uyêt|uynh|uyt|uyu|ư|ưa|ưc|ưi|ưm|ưn|ưng|"
    "ươc|ươi|ươm|ươn|ương|ươp|ươt|ươu|ưt|ưu|y|yêm|yên|yêng|yêt|yêu"
)
_SYLLABLE = regex.compile(rf"(?:{_ONSETS})(?:{_RHYMES})")
_GI = regex.compile(r"gi|giê(?:ng|t|c|m|n|u)")
_TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
# Rhymes that end in a stop have one of two tones; so text without marks breaks the grammar.
_STOPPED = regex.compile(r"(?:c|ch|p|t)$")
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_NUMBER = regex.compile(r"[\d.,:%/()\[\]\-–—+x²³°]+")
# The one abbreviation with a vowel that is on every page is "UBND" (Ủy ban nhân dân).
_ABBREVIATION = regex.compile(r"[\p{Lu}--[AEIOUY]]{1,7}|UBND|[IVX]{2,5}", regex.V1)
_PUNCTUATION = ".,;:!?()[]{}\"'“”‘’…/-–—*+•·_=<>|"
_LEADER = regex.compile(r"[.…_\-–—=*]{2,}")


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether `word` (letters only, any case) can be a Vietnamese syllable."""
    bare, tones = "", []
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            tones.append(_TONES[character])
        else:
            bare += character
    bare = unicodedata.normalize("NFC", bare)
    if len(tones) > 1 or not (_SYLLABLE.fullmatch(bare) or _GI.fullmatch(bare)):
        return False
    return not _STOPPED.search(bare) or tones in (["sắc"], ["nặng"])


@lru_cache(maxsize=16384)
def judge(token: str) -> bool | None:
    """Whether a word between spaces can stand in Vietnamese text; None for what tells
    nothing: numbers, marks, abbreviations without a vowel ("CCHC", "15/TB-ĐKT")."""
    core = token.strip(_PUNCTUATION)
    if not core or _NUMBER.fullmatch(core):
        return None if len(token) < 3 or _NUMBER.fullmatch(core) or _LEADER.search(token) else False
    parts = [part for part in regex.split(r"[\-–/.,;:()&]", core) if part]
    verdicts = [_judge_part(part) for part in parts]
    if False in verdicts:
        return False
    return True if True in verdicts else None


def _judge_part(part: str) -> bool | None:
    if _NUMBER.fullmatch(part):
        return None
    if not _LETTERS.fullmatch(part):
        return None if part.isascii() and part.isalnum() else False
    if len(part) == 1 and part.isascii():
        return None
    if is_syllable(part):
        return True
    bare = "".join(c for c in unicodedata.normalize("NFD", part) if not unicodedata.combining(c))
    return None if _ABBREVIATION.fullmatch(bare) else False


def valid_share(text: str) -> tuple[float, int]:
    """The share of words that can be Vietnamese among those that tell, and how many these
    are. 1.0 of 0 where none tells."""
    verdicts = [verdict for token in text.split() if (verdict := judge(token)) is not None]
    return (sum(verdicts) / len(verdicts) if verdicts else 1.0), len(verdicts)


def marked_share(text: str) -> float:
    """The share of words with a mark of Vietnamese (a tone, "đ", "ơ" …): about 0.8 in
    Vietnamese, near 0 where a program knew only the letters of English."""
    words = [word for word in _LETTERS.findall(text) if len(word) > 1]
    return sum(not word.isascii() for word in words) / len(words) if words else 0.0
