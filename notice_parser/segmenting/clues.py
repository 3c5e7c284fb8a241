"""What the sentence models see of a sentence: its syllables in small groups, where they stand,
what a negation or a "nhưng" puts in another light, figures beside their target, and the cue
words of the lexicon. Numbers are all alike; names of places tell nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from notice_parser import lexicon
from notice_parser.text import match_key

_NUMBER = regex.compile(r"\d[\d.,/%]*")
_SYLLABLE = regex.compile(r"[\p{L}#]+")
_CLAUSE_END = regex.compile(r"[,;:()]| - ")
_PLACE = regex.compile(
    r"(?<!\w)((?i:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|đặc khu))"
    r"(?:\s+\p{Lu}[\p{L}'’]*){1,4}"
)
_RATE = regex.compile(r"(\d+(?:,\d+)?)\s?%")
_RATIO = regex.compile(r"(\d+)/(\d+)")
_ALL = 99.9  # per cent from which a rate means "all"
_REACH = 4  # syllables that a negation reaches within its clause
_OPENING = 3  # syllables from the start that are told apart by their place
_LENGTH_STEP, _LONGEST = 8, 5
_MOST_CLAUSES = 4
_MOST_AREA_WORDS = 3


@lru_cache(maxsize=256)  # asked for the label of a sentence, and for whether it has an area
def label_clues(text: str) -> frozenset[str]:
    """The clues to what a sentence says of a unit: praise, fault, cause, request, remark."""
    text = _nameless(text)
    written = match_key(text)
    key = _NUMBER.sub("#", written)
    syllables = _SYLLABLE.findall(key)
    clauses = [found for part in _CLAUSE_END.split(key) if (found := _SYLLABLE.findall(part))]
    return frozenset(
        (
            *_words_of(syllables),
            *("^" + " ".join(syllables[:n]) for n in range(1, _OPENING + 1)),
            *_negated(clauses),
            *_after_contrast(key),
            *_measured(written),
            *_cues(text),
            f"length:{min(_LONGEST, len(syllables) // _LENGTH_STEP)}",
            f"clauses:{min(_MOST_CLAUSES, len(clauses))}",
        )
    )


@lru_cache(maxsize=256)
def area_clues(text: str) -> frozenset[str]:
    """The clues to the area that a sentence is about."""
    key = _NUMBER.sub("#", match_key(_nameless(text)))
    syllables = _SYLLABLE.findall(key)
    threes = zip(syllables, syllables[1:], syllables[2:], strict=False)
    return frozenset((*_words_of(syllables), *(" ".join(t) for t in threes), *_area_words(key)))


def general_clues(text: str, label: str) -> frozenset[str]:
    """The clues to whether a sentence of this label is about no one area: a cause of all faults, a
    request about the notice as a whole."""
    of_label = (f"{label}:{clue}" for clue in label_clues(text))
    whole = lexicon.load("whole").find(text, overlapping=True)
    of_whole = (f"{label}:whole:{match.entry.code}" for match in whole)
    return frozenset((f"is:{label}", *of_label, *of_whole, *area_clues(text)))


def _nameless(text: str) -> str:
    return _PLACE.sub(r"\1", text)


def contrasts(text: str) -> list[lexicon.Match]:
    """The words inside a text behind which it turns: "…, tuy nhiên còn 12 hồ sơ quá hạn"."""
    turns = lexicon.load("sentence_turns").find(text, overlapping=True)
    return [turn for turn in turns if turn.entry.code == "contrast" and turn.start > 0]


def words(text: str) -> frozenset[str]:
    """The syllables and pairs of syllables of a text."""
    return frozenset(_words_of(_SYLLABLE.findall(_NUMBER.sub("#", match_key(text)))))


def _words_of(syllables: Sequence[str]) -> Iterator[str]:
    yield from syllables
    yield from (f"{a} {b}" for a, b in pairwise(syllables))


def _negated(clauses: Sequence[Sequence[str]]) -> Iterator[str]:
    negations = _entry_words("sentence_turns", "negation")
    for clause in clauses:
        reach = 0
        for syllable in clause:
            if reach:
                yield "!" + syllable
            reach = _REACH if syllable in negations else max(0, reach - 1)


def _after_contrast(key: str) -> Iterator[str]:
    """What follows the last "nhưng" inside the sentence: that is what it comes to."""
    turns = contrasts(key)
    if turns:
        yield "contrast"
        yield from ("after:" + s for s in _SYLLABLE.findall(key[turns[-1].end :]))


def _measured(written: str) -> Iterator[str]:
    rates = [(float(m[1].replace(",", ".")), m.end()) for m in _RATE.finditer(written)]
    if len(rates) == 2:
        between = written[rates[0][1] : rates[1][1]]
        if any(target in between for target in _entry_words("sentence_turns", "target")):
            yield "below target" if rates[0][0] < rates[1][0] else "on target"
    if any(rate >= _ALL for rate, _ in rates):
        yield "all"
    for ratio in _RATIO.finditer(written):
        yield "all of" if ratio[1] == ratio[2] else "part of"


def _cues(text: str) -> Iterator[str]:
    for match in lexicon.load("cues").find(text, overlapping=True):
        yield f"cue:{match.entry.code}"
        if match.start == 0:
            yield f"cue:{match.entry.code}:start"


def _area_words(key: str) -> Iterator[str]:
    for entry in lexicon.load("areas").entries:
        count = len([known for known in _entry_words("areas", entry.code) if known in key])
        if count:
            yield f"area:{entry.code}:{min(count, _MOST_AREA_WORDS)}"


@lru_cache(maxsize=64)
def _entry_words(name: str, code: str) -> tuple[str, ...]:
    entry = lexicon.load(name).by_code[code]
    return tuple(dict.fromkeys(match_key(w) for w in (*entry.words, *entry.get("cues", ()))))
