"""What a person decides of themes: the file `theme_edits.toml` beside the tables of a dataset.

    [[edit]]
    action = "rename"            # rename, merge, split, move, lock, unlock
    theme = "t-66dbfd42"
    name = "Hồ sơ đất đai trễ hạn"

`notice-parser themes edit` adds to it, and anyone may write in it; comments stay. Each edit goes
into the log once, in the order of the file. To take one back, add the opposite: what is in the log
stays there even when its edit is taken out of the file.
"""

from __future__ import annotations

import json
import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notice_parser.errors import UsageError
from notice_parser.ids import digest
from notice_parser.themes.registry import Event, Registry, free_id, replayed

EDITS = "theme_edits.toml"

# By action, what it needs and what it may have.
_NEEDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rename": (("theme", "name"), ()),
    "merge": (("theme", "into"), ()),
    "split": (("theme", "problems"), ("name",)),
    "move": (("problem", "theme"), ()),
    "lock": (("theme",), ()),
    "unlock": (("theme",), ()),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One decision; `where` names file and number for messages, `code` it in the log."""

    action: str
    values: Mapping[str, Any]
    where: str
    code: str

    def __getitem__(self, name: str) -> str:
        return str(self.values.get(name, ""))


def edits_text(path: Path) -> str:
    """The file as it is; "" where there is none. Raises UsageError when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error}); it must be text in UTF-8") from error


def read_edits(text: str, path: Path) -> tuple[Edit, ...]:
    """The edits of a file in its order, from its text; `path` is for messages.

    Raises UsageError for one that cannot be understood.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: is no TOML ({error}); correct it") from error
    if set(told) - {"edit"} or not isinstance(told.get("edit", []), list):
        raise UsageError(f"{path}: holds something other than [[edit]]; take it out")
    seen: Counter[str] = Counter()
    edits = []
    for number, values in enumerate(told.get("edit", []), start=1):
        _check(values, where := f"{path}: edit {number}")
        content = json.dumps(values, ensure_ascii=False, sort_keys=True)
        seen[content] += 1
        code = f"e-{digest(content, str(seen[content]))}"
        edits.append(Edit(values["action"], values, where, code))
    return tuple(edits)


def _check(values: object, where: str) -> None:
    action = str(values.get("action")) if isinstance(values, dict) else ""
    if not isinstance(values, dict) or action not in _NEEDS:
        raise UsageError(f"{where}: the action must be one of {', '.join(_NEEDS)}")
    needs, may = _NEEDS[action]
    if missing := [name for name in needs if not values.get(name)]:
        raise UsageError(f"{where}: {action} needs {', '.join(missing)}")
    if unknown := sorted(set(values) - {"action", *needs, *may}):
        raise UsageError(f"{where}: {action} has no {', '.join(unknown)}")
    for name, value in values.items():
        right = isinstance(value, str) or (
            name == "problems"
            and isinstance(value, list)
            and all(isinstance(v, str) for v in value)
        )
        if not right:
            raise UsageError(f"{where}: {name} is of the wrong kind; write text in quotes")


def with_edit(text: str, values: Mapping[str, str | Sequence[str]]) -> str:
    """The text of the file with one more edit at its end."""
    lines = ["[[edit]]", *(f"{name} = {_toml(value)}" for name, value in values.items())]
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return text + gap + "\n".join(lines) + "\n"


def write_edits(path: Path, text: str) -> None:
    """The file whole or not at all. Raises UsageError when it cannot be written."""
    new = path.with_name(f".{path.name}.tmp")
    try:
        with new.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from error


def _toml(value: str | Sequence[str]) -> str:
    # A JSON text is a TOML text, but for the character DEL, which nobody types.
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)


def edited(registry: Registry, edits: Sequence[Edit], *, texts: Mapping[str, str]) -> Registry:
    """The registry after the edits that are not in it yet. `texts` has the words of each
    problem by its id. Raises UsageError for one that names what is not there."""
    for edit in edits:
        if edit.code not in registry.decisions:
            events = tuple(_events(registry, edit, texts))
            registry = replayed((*registry.events, *events))
    return registry


def _events(registry: Registry, edit: Edit, texts: Mapping[str, str]) -> Iterator[Event]:
    theme_id = _theme(registry, edit, edit["theme"])
    match edit.action:
        case "rename":
            yield Event("rename", theme_id, name=edit["name"], decided_by=edit.code)
        case "lock" | "unlock":
            yield Event(edit.action, theme_id, decided_by=edit.code)
        case "merge":
            into = _theme(registry, edit, edit["into"])
            if into == theme_id:
                raise UsageError(f"{edit.where}: {edit['theme']} and {edit['into']} are one theme")
            yield Event("merge", theme_id, into, decided_by=edit.code)
        case "move":
            text = _text(registry, edit, edit["problem"], texts)
            yield Event("move", theme_id, text=text, decided_by=edit.code)
        case "split":
            yield from _split(registry, edit, theme_id, texts)


def _split(
    registry: Registry, edit: Edit, theme_id: str, texts: Mapping[str, str]
) -> Iterator[Event]:
    told = sorted({_text(registry, edit, p, texts) for p in edit.values["problems"]})
    for text in told:
        if registry.theme_of(text) != theme_id:
            raise UsageError(f"{edit.where}: “{text[:60]}” does not belong to {theme_id}")
    new = free_id(f"t-{digest(*told)}", set(registry.themes))
    yield Event("split", new, theme_id, decided_by=edit.code)
    for text in told:
        yield Event("move", new, text=text, decided_by=edit.code)
    if edit["name"]:
        yield Event("rename", new, name=edit["name"], decided_by=edit.code)


def _theme(registry: Registry, edit: Edit, theme_id: str) -> str:
    if theme_id not in registry.themes:
        raise UsageError(f"{edit.where}: there is no theme {theme_id}; themes.csv has their ids")
    return registry.now(theme_id)


def _text(registry: Registry, edit: Edit, problem: str, texts: Mapping[str, str]) -> str:
    """The words of a problem given by its id or in its exact words."""
    if problem in texts:
        return texts[problem]
    if registry.theme_of(problem):
        return problem
    raise UsageError(f"{edit.where}: there is no problem {problem}; problems.csv has their ids")
