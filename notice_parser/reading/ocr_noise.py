"""What Tesseract sees in dirt, stamps and signatures, told from words by size and confidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

import regex

from notice_parser.reading.syllables import is_syllable
from notice_parser.reading.tesseract import Word

# In parts of the usual height of lines: what is lower or higher is no letter.
_LOW, _HIGH = 0.3, 1.5
# A run of words less sure than this, on the average, may be no words.
_SCRIBBLE = 0.6
_APART = 1.5
# A dash is wider than this, and dots stand in one word with what is before them.
_SPECK = 0.17
_SURE = 0.9
# Marks that no word begins with, before one that does (".dịch", "_+", "'2."), and
# before a letter of a list, a dash too: "-c)".
_DIRT_BEFORE = regex.compile(r"^[._:;,'`´ˆ^~|°¬]+(?=[\p{L}\d+*\-–(])|^[._:;,'\-]+(?=\p{L}\)$)")
_JOINED = regex.compile(r"(\p{Lu}\p{Ll}+)(\p{Lu}\p{Ll}+)([.,;:)]*)")
_DIRT = regex.compile(r"[._:;,'`´ˆ^~|°¬‹›\\/=—]{1,2}")


def without_noise(words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """The words that are words, and how many others there were that hold letters."""
    usual = median(word.size for word in words) if words else 0.0
    kept: list[Word] = []
    left_out = 0
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        if not any(_has_letters(word) for word in line) and _alone(line, words):
            continue
        for run in _runs(line):
            if _is_scribble(run, usual):
                left_out += sum(_has_letters(word) for word in run)
            else:
                kept.extend(_clean(run, usual))
    return tuple(kept), left_out


def _runs(line: Sequence[Word]) -> Iterator[list[Word]]:
    """The words of a line between its wide gaps."""
    run: list[Word] = []
    for word in line:
        if run and word.left - run[-1].right > _APART * word.size:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_scribble(run: Sequence[Word], usual: float) -> bool:
    unsure = sum(word.confidence for word in run) < _SCRIBBLE * len(run)
    sized = sum(_is_sized(word, usual) for word in run)
    return unsure and sized <= len(run) / 2 and max(w.confidence for w in run) < _SURE


def _is_sized(word: Word, usual: float) -> bool:
    return _has_letters(word) and _LOW < (word.bottom - word.top) / usual < _HIGH


def _alone(line: Sequence[Word], words: Sequence[Word]) -> bool:
    """Whether nothing stands beside the line: a dash there is dirt, not a bullet."""
    top, bottom = min(w.top for w in line), max(w.bottom for w in line)
    return not any(w.top < bottom and top < w.bottom for w in words if w.line != line[0].line)


def _has_letters(word: Word) -> bool:
    return any(character.isalnum() for character in word.text)


def _clean(run: Sequence[Word], usual: float) -> Iterator[Word]:
    for index, word in enumerate(run):
        low = word.bottom - word.top < _LOW * usual and _has_letters(word)
        speck = not _has_letters(word) and word.right - word.left < _SPECK * usual
        if word.text == "~" and index == 0 and len(run) > 1:
            # No notice has a tilde: it is the dash of a list, bent by the scanner.
            yield replace(word, text="-")
        elif not (low or speck) and not (word.confidence < _SURE and _DIRT.fullmatch(word.text)):
            text = _DIRT_BEFORE.sub("", word.text.replace("©", "c"))
            yield from _parted(replace(word, text=text))


def _parted(word: Word) -> Iterator[Word]:
    """Two words with too little space between them: "TamNông". Both are syllables; names of
    programs ("VNeID", "YouTube") are not."""
    joined = _JOINED.fullmatch(word.text)
    if joined is None or not (is_syllable(joined[1]) and is_syllable(joined[2])):
        yield word
        return
    at = word.left + (word.right - word.left) * len(joined[1]) / (len(word.text) or 1)
    yield replace(word, text=joined[1], right=at)
    yield replace(word, text=joined[2] + joined[3], left=at)
