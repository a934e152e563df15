"""The tables of a configuration file that hold the plugin's options, and those that look as if they did."""

from __future__ import annotations

import configparser
import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from conformable.core.immutable import dataclass

#: Key of a table -> what an ini file's text for it is turned into.
Kinds = Mapping[str, type]

TOML_TABLE: Final = "tool.conformable"
INI_SECTIONS: Final = ("mypy.plugins.conformable", "conformable")

#: The key with which the copy of a configuration that `conformable check` writes names the original.
OPTIONS_FROM: Final = "options-from"

_NAMES: Final = ("conformable", "conformable_mypy")
_PREFIXES: Final = ("mypy.plugins.", "mypy.", "mypy-", "tool.")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of options.

    Attributes:
        name: How a user finds it in the file.
        values: Key -> value.
        modules: The patterns of modules that it is for; None for all modules.
    """

    name: str
    values: Mapping[str, object]
    modules: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """What a configuration file says about the plugin.

    Attributes:
        path: The file.
        found: The tables of options; the later ones count where two have the same key.
        unread: File and name of each table that looks as if it were meant for the plugin.
        right: The name of the table that is read.
    """

    path: Path
    found: tuple[Table, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    right: str = TOML_TABLE


def read_tables(path: Path, kinds: Kinds) -> Tables:
    """Read the tables of a file; nothing from a file that cannot be read: mypy has reported that.

    Args:
        path: The file from which mypy has its own options, or a copy that `conformable check` has made of it.
        kinds: Key -> the type of its value.
    """
    try:
        return _from_toml(path) if path.suffix == ".toml" else _from_ini(path, kinds)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, configparser.Error):
        return Tables(path)


def _from_toml(path: Path) -> Tables:
    tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    tool = tool if isinstance(tool, dict) else {}
    found = tool.get("conformable", {})
    values: dict[str, Any] = dict(found) if isinstance(found, dict) else {}
    overrides = values.pop("overrides", [])
    tables = [Table(TOML_TABLE, values), *map(_override, overrides if isinstance(overrides, list) else [])]
    unread = tuple((path.name, f"tool.{name}") for name in _look_alikes(tool) if name != "conformable")
    return Tables(path, tuple(tables), unread)


def _override(values: object) -> Table:
    rest = dict(values) if isinstance(values, dict) else {}
    modules = rest.pop("module", [])
    patterns = [modules] if isinstance(modules, str) else modules
    return Table(f"[{TOML_TABLE}.overrides]", rest, tuple(map(str, patterns)))


def _from_ini(path: Path, kinds: Kinds) -> Tables:
    parser = configparser.RawConfigParser()
    parser.read_string(path.read_text(encoding="utf-8"))
    sections = parser.sections()
    base = next((name for name in INI_SECTIONS if name in sections), INI_SECTIONS[0])
    original = parser.get(base, OPTIONS_FROM, fallback=None)
    if original is not None:
        return read_tables(Path(original), kinds)
    tables = [
        Table(name, {key: _ini_value(kinds.get(key), text) for key, text in parser.items(name)}, modules)
        for name, modules in _own_sections(sections)
    ]
    read = {table.name for table in tables}
    unread = tuple((path.name, name) for name in _look_alikes(sections) if name not in read)
    return Tables(path, tuple(tables), unread or (() if tables else _beside(path)), base)


def _own_sections(sections: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Yield the plugin's own sections, with the patterns of modules that `[conformable-a.*,b]` names."""
    listed = list(sections)
    for own in INI_SECTIONS:
        if own in listed:
            yield own, None
    for name in listed:
        for own in INI_SECTIONS:
            if name.startswith(f"{own}-"):
                patterns = name.removeprefix(f"{own}-").split(",")
                yield name, tuple(pattern.strip() for pattern in patterns)


def _beside(path: Path) -> tuple[tuple[str, str], ...]:
    """Name the table of a pyproject.toml that stands beside the ini file that mypy reads."""
    other = path.with_name("pyproject.toml")
    found = read_tables(other, {}).found
    return ((other.name, TOML_TABLE),) if any(table.values or table.modules for table in found) else ()


def _look_alikes(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        plain = name
        for prefix in _PREFIXES:
            plain = plain.removeprefix(prefix)
        plain = plain.lower().replace("-", "_")
        if "conformable" in plain or difflib.get_close_matches(plain, _NAMES, n=1, cutoff=0.85):
            yield name


def _ini_value(kind: type | None, text: str) -> object:
    if kind is bool:
        return configparser.RawConfigParser.BOOLEAN_STATES.get(text.lower(), text)
    return text.replace(",", " ").split() if kind is list else text
