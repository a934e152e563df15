"""The plugin's options, read from the configuration file of mypy."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from conformable_mypy.codes import CODES, SHAPE


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose; a key of the configuration has dashes where an attribute has underscores.

    Attributes:
        class_sizes: In a method, the bare name of a constructor's size *is* the size of the instance.
        disable: Error codes that are not reported; `shape` stands for all of them.
        enable: Error codes that are reported although `disable` names them or their family.
        torch_fallback: Ask torch itself about operations that have no rule.
        strict_names: A name that a function's annotations use only once is pointed out.
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
        config_file: The file mypy has read its own options from; what it could not read, it has reported.
    """
    if config_file is None:
        return Options()
    path = Path(config_file)
    try:
        section, values = _toml_section(path) if path.suffix == ".toml" else _ini_section(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, configparser.Error):
        return Options()
    right = {key: value for key, value in values.items() if is_right(key, value)}
    if right != values:
        from conformable_mypy.config_problems import tell

        tell(path.name, section, {key: value for key, value in values.items() if key not in right})
    attributes: dict[str, Any] = {
        key.replace("-", "_"): frozenset(value) if isinstance(value, list) else value
        for key, value in right.items()
    }
    return Options(**attributes)


#: Key -> the type of its value in a configuration file.
TYPES: Final[Mapping[str, type[bool | list[str]]]] = {
    option.name.replace("_", "-"): bool if isinstance(option.default, bool) else list
    for option in fields(Options)
}

#: The keys whose values are error codes.
CODE_LISTS: Final = ("disable", "enable")


def is_right(key: str, value: object) -> bool:
    """Say whether an option exists and has a value that it can have."""
    kind = TYPES.get(key)
    if kind is None or not isinstance(value, kind):
        return False
    if not isinstance(value, list):
        return True
    return all(isinstance(item, str) and (key not in CODE_LISTS or item in CODES) for item in value)


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
    return section, {key: _ini_value(TYPES.get(key), text) for key, text in parser.items(section)}


_INI_SECTIONS: Final = ("mypy.plugins.conformable", "conformable")


def _ini_value(kind: type | None, text: str) -> object:
    if kind is bool:
        return configparser.RawConfigParser.BOOLEAN_STATES.get(text.lower(), text)
    return text.replace(",", " ").split() if kind is list else text
