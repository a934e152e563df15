"""The plugin put into the text of a configuration file, which keeps its form and its comments."""

from __future__ import annotations

import re
import tomllib
from configparser import Error as IniError
from configparser import RawConfigParser
from typing import Final

__all__ = ["CannotEditError", "edited_ini", "edited_toml"]

_PLUGIN: Final = "conformable_mypy"
_TOML_TABLE: Final = re.compile(r"^\[tool\.mypy\][ \t]*(?:#[^\n]*)?\n", re.MULTILINE)
_TOML_NEXT: Final = re.compile(r"^\[", re.MULTILINE)
_TOML_KEY: Final = re.compile(r"""^(plugins\s*=\s*)(\[\s*|["'])""", re.MULTILINE)
_INI_SECTION: Final = re.compile(r"^\[mypy\][ \t]*\n", re.MULTILINE)
_INI_KEY: Final = re.compile(r"^(plugins[ \t]*[=:][ \t]*)", re.MULTILINE)


class CannotEditError(Exception):
    """The text has a form that is better edited by hand."""


def edited_toml(text: str) -> str:
    r"""Return a pyproject.toml with the plugin in `[tool.mypy]`.

    Raises:
        CannotEditError: If that would not be the only change to what the file means.

    >>> print(edited_toml("[tool.mypy]\\nstrict = true\\n"), end="")
    [tool.mypy]
    plugins = ["conformable_mypy"]
    strict = true
    """
    found = _TOML_TABLE.search(text)
    if found is None:
        new = f'{_ended(text)}[tool.mypy]\nplugins = ["{_PLUGIN}"]\n'
    else:
        following = _TOML_NEXT.search(text, found.end())
        end = following.start() if following is not None else len(text)
        inner = text[found.end() : end]
        changed, count = _TOML_KEY.subn(_with_toml_plugin, inner, count=1)
        new = text[: found.end()] + (changed if count else f'plugins = ["{_PLUGIN}"]\n{inner}') + text[end:]
    if _toml_meaning(new) != _toml_wanted(text):
        raise CannotEditError
    return new


def edited_ini(text: str) -> str:
    """Return a mypy.ini or setup.cfg with the plugin in `[mypy]`.

    Raises:
        CannotEditError: If that would not be the only change to what the file means.
    """
    found = _INI_SECTION.search(text)
    if found is None:
        new = f"{_ended(text)}[mypy]\nplugins = {_PLUGIN}\n"
    else:
        following = _TOML_NEXT.search(text, found.end())
        end = following.start() if following is not None else len(text)
        inner = text[found.end() : end]
        changed, count = _INI_KEY.subn(rf"\g<1>{_PLUGIN}, ", inner, count=1)
        new = text[: found.end()] + (changed if count else f"plugins = {_PLUGIN}\n{inner}") + text[end:]
    if _ini_meaning(new) != _ini_wanted(text):
        raise CannotEditError
    return new


def _ended(text: str) -> str:
    """Return a text that ends with an empty line, if there is any text."""
    return text.rstrip("\n") + "\n\n" if text.strip() else ""


def _with_toml_plugin(found: re.Match[str]) -> str:
    opening = found[2]
    return f'{found[0]}"{_PLUGIN}", ' if opening.startswith("[") else f"{found[0]}{_PLUGIN}, "


def _toml_meaning(text: str) -> object:
    try:
        meaning = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CannotEditError from error
    options = meaning.get("tool", {}).get("mypy", {})
    if "plugins" in options:
        options["plugins"] = _names(options["plugins"])
    return meaning


def _toml_wanted(text: str) -> object:
    meaning = tomllib.loads(text)
    options = meaning.setdefault("tool", {}).setdefault("mypy", {})
    options["plugins"] = [_PLUGIN, *_names(options.get("plugins", []))]
    return meaning


def _ini_meaning(text: str) -> dict[str, dict[str, object]]:
    parser = RawConfigParser()
    try:
        parser.read_string(text)
    except IniError as error:
        raise CannotEditError from error
    meaning: dict[str, dict[str, object]] = {name: dict(parser[name]) for name in parser.sections()}
    options = meaning.setdefault("mypy", {})
    options["plugins"] = _names(str(options.get("plugins", "")))
    return meaning


def _ini_wanted(text: str) -> dict[str, dict[str, object]]:
    meaning = _ini_meaning(text)
    options = meaning["mypy"]
    options["plugins"] = [_PLUGIN, *_names(options["plugins"])]
    return meaning


def _names(value: object) -> list[str]:
    listed = value if isinstance(value, list) else str(value).replace(",", " ").split()
    return [str(name) for name in listed]
