"""The plugin's options, read from the configuration file of mypy."""

from __future__ import annotations

import configparser
import difflib
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from conformable.core import messages
from conformable_mypy.codes import CODES, SHAPE
from conformable_mypy.worker import is_worker


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose; a key of the configuration has dashes where an attribute has underscores.

    Attributes:
        class_sizes: In a method, the bare name of a constructor's size *is* the size of the instance.
        disable: Error codes that are not reported; `shape` stands for all of them.
        enable: Error codes that are reported although `disable` names them or their family.
        torch_fallback: Ask torch itself about operations that have no rule.
        strict_names: Two names in a signature stand for two different sizes.
        module_calls: Follow calls of modules into their `forward`.
        wrappers: Full names of classes that are subscripted with a dim string alone.
    """

    class_sizes: bool = False
    disable: frozenset[str] = frozenset()
    enable: frozenset[str] = frozenset()
    torch_fallback: bool = True
    strict_names: bool = False
    module_calls: bool = True
    wrappers: frozenset[str] = frozenset()

    def reports(self, code: str) -> bool:
        """Say whether findings with an error code are wanted.

        >>> Options(disable=frozenset({"shape"}), enable=frozenset({"shape-op"})).reports("shape-op")
        True
        """
        if code in self.enable:
            return True
        return code not in self.disable and SHAPE.code not in self.disable

    def as_json(self) -> dict[str, bool | list[str]]:
        """Return the options in a form that mypy can put into its cache and compare."""
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in asdict(self).items()
        }


def read_options(config_file: str | None) -> Options:
    """Return the options that a configuration file sets, and say on stderr what is wrong with it.

    Args:
        config_file: The file that mypy has read its own options from; what it could not read, it has
            reported.
    """
    if config_file is None:
        return Options()
    path = Path(config_file)
    try:
        section, values = _toml_section(path) if path.suffix == ".toml" else _ini_section(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, configparser.Error):
        return Options()
    accepted: dict[str, Any] = {}
    for key, value in values.items():
        problem = _problem(key, value)
        if problem is None:
            accepted[key.replace("-", "_")] = frozenset(value) if isinstance(value, list) else value
        elif not is_worker():
            print(messages.configuration_problem(path.name, section, problem), file=sys.stderr)
    return Options(**accepted)


#: Key -> the type of its value in a configuration file.
_TYPES: Final[Mapping[str, type[bool | list[str]]]] = {
    option.name.replace("_", "-"): bool if isinstance(option.default, bool) else list
    for option in fields(Options)
}
_CODE_LISTS: Final = ("disable", "enable")


def _toml_section(path: Path) -> tuple[str, Mapping[str, object]]:
    tool = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    values = tool.get("conformable", {}) if isinstance(tool, dict) else {}
    return "tool.conformable", values if isinstance(values, dict) else {}


def _ini_section(path: Path) -> tuple[str, Mapping[str, object]]:
    parser = configparser.RawConfigParser()
    parser.read_string(path.read_text(encoding="utf-8"))
    section = next((name for name in _INI_SECTIONS if parser.has_section(name)), None)
    if section is None:
        return _INI_SECTIONS[0], {}
    return section, {key: _ini_value(_TYPES.get(key), text) for key, text in parser.items(section)}


_INI_SECTIONS: Final = ("mypy.plugins.conformable", "conformable")


def _ini_value(kind: type | None, text: str) -> object:
    if kind is bool:
        return configparser.RawConfigParser.BOOLEAN_STATES.get(text.lower(), text)
    return text.replace(",", " ").split() if kind is list else text


def _problem(key: str, value: object) -> str | None:
    """Say what is wrong with a key or its value; None if nothing is."""
    kind = _TYPES.get(key)
    if kind is None:
        return messages.unknown_option(key, _nearest(key, _TYPES))
    if not isinstance(value, kind):
        return messages.wrong_option_type(key, _DESCRIPTIONS[kind], value)
    if isinstance(value, list):
        return _problem_in_list(key, value)
    return None


_DESCRIPTIONS: Final[Mapping[type, str]] = {bool: "true or false", list: "a list of strings"}


def _problem_in_list(key: str, items: list[object]) -> str | None:
    for item in items:
        if not isinstance(item, str):
            return messages.wrong_option_type(key, _DESCRIPTIONS[list], items)
        if key in _CODE_LISTS and item not in CODES:
            return messages.unknown_code(key, item, _nearest(item, CODES))
    return None


def _nearest(word: str, known: Mapping[str, object]) -> str | None:
    return next(iter(difflib.get_close_matches(word, known, n=1)), None)
