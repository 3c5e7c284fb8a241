"""What can go wrong, as a tree.

NoticeError                 anything this package raises on purpose
├── InputError              the file cannot be read: say what, where, what to do next
│   ├── UnreadableFile      missing, a directory, no permission, empty
│   ├── UnknownFormat       bytes of a kind that no reader knows
│   ├── MissingProgram      the kind is known, the program that reads it is not installed
│   └── DamagedFile         the kind is known, the content is broken, locked or too large
├── NotANotice              readable text without anything an inspection notice has
├── UsageError              the call is wrong: options, paths
│   └── QueryError          nobody can search for this: a query, a filter, a way of searching
└── Defect                  a promise of this package is broken; always a bug of ours

A *partial* result is no error: it is a `Notice` with warnings.
"""

from collections.abc import Mapping


class NoticeError(Exception):
    """Base of all deliberate errors. `str(error)` is one clear sentence."""


class InputError(NoticeError):
    """The file cannot be turned into a `Document`."""


class UnreadableFile(InputError):
    """The bytes cannot be had: missing, a directory, no permission, empty."""


class UnknownFormat(InputError):
    """No reader knows bytes of this kind."""


class MissingProgram(InputError):
    """A program that this kind of file needs is not on this machine."""


class DamagedFile(InputError):
    """A reader knows the kind, but the content is broken, locked or beyond a limit."""


class NotANotice(NoticeError):
    """The text was read, but holds nothing that an inspection notice has."""


class UsageError(NoticeError):
    """The call is wrong; the sentence says how to put it right."""


class QueryError(UsageError):
    """Nobody can search for this. `code` and `values` say what the sentence says, for whoever tells
    it in another language."""

    def __init__(self, sentence: str, *, code: str, values: Mapping[str, object]) -> None:
        super().__init__(sentence)
        self.code = code
        self.values = values


class Defect(NoticeError):
    """A promise of this package is broken (a span that is not its quote, …)."""
