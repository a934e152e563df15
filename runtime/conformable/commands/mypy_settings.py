"""The project's mypy configuration, read as mypy reads it, and the same with the plugin added."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from configparser import Error as IniError
from configparser import RawConfigParser
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

__all__ = ["DEFAULT_CACHE", "Settings", "configuration_file", "find_settings"]

PLUGIN = "conformable_mypy"
DEFAULT_CACHE = ".mypy_cache"

# In mypy's order: https://mypy.readthedocs.io/en/stable/config_file.html
_NAMES = ("mypy.ini", ".mypy.ini", "pyproject.toml", "setup.cfg")
_FOLDER = "$MYPY_CONFIG_FILE_DIR"
_OWN_SECTION = "mypy.plugins.conformable"


@dataclass(frozen=True, slots=True)
class Settings:
    """mypy's sections of one configuration file, in the form that an ini file has.

    Attributes:
        path: The file they come from, None where the project has none.
        sections: Section name -> option -> text.
    """

    path: Path | None
    sections: Mapping[str, Mapping[str, str]]

    @property
    def plugins(self) -> list[str]:
        """The plugins named in the file, in order."""
        text = self.sections.get("mypy", {}).get("plugins", "")
        return [name for name in text.replace(",", " ").split() if name]

    @property
    def names_plugin(self) -> bool:
        """Whether the plugin is on without our help."""
        return PLUGIN in self.plugins

    @property
    def cache_dir(self) -> str:
        """The cache folder as the file has it, else mypy's default."""
        return self._placed(self.sections.get("mypy", {}).get("cache_dir", DEFAULT_CACHE))

    @property
    def folder(self) -> Path:
        """The folder of the file, to which the paths in it are relative."""
        return (self.path or Path.cwd() / "none").parent.resolve()

    @property
    def mypy_path(self) -> list[str]:
        """Where mypy looks first for packages."""
        text = self.sections.get("mypy", {}).get("mypy_path", "")
        return [self._placed(part.strip()) for part in re.split("[,:]", text) if part.strip()]

    @property
    def python_executable(self) -> str | None:
        """The interpreter in whose environment mypy looks for packages."""
        return self.sections.get("mypy", {}).get("python_executable")

    def _placed(self, text: str) -> str:
        """Put the folder of the file in the place of mypy's variable for it."""
        return text.replace("${MYPY_CONFIG_FILE_DIR}", str(self.folder)).replace(_FOLDER, str(self.folder))

    def with_plugin(self) -> str:
        """Return the text of an ini file with the same settings and the plugin on."""
        plugins = [_absolute(name, self.folder) for name in self.plugins if name != PLUGIN]
        parser = RawConfigParser()
        parser.read_dict(self.sections)
        if not parser.has_section("mypy"):
            parser.add_section("mypy")
        parser.set("mypy", "plugins", ", ".join([PLUGIN, *plugins]))
        if self.path is not None:
            # The plugin reads its options, and names what is wrong with them, in the original.
            parser.read_dict({_OWN_SECTION: {"options-from": str(self.path.resolve())}})
        text = StringIO()
        parser.write(text)
        return self._placed(text.getvalue())


def find_settings(folder: Path, config_file: str | None = None) -> Settings:
    """Read the configuration that mypy would read.

    Args:
        folder: Where the search starts; it goes up to the root of the repository.
        config_file: What `--config-file` names, if given.

    Raises:
        ValueError: If the file cannot be read, or is not TOML or not an ini file.
    """
    if config_file is not None:
        return _read(Path(config_file), required=True) or Settings(None, {})
    for candidate in (folder, *folder.parents):
        for name in _NAMES:
            if (candidate / name).is_file() and (settings := _read(candidate / name)) is not None:
                return settings
        if any((candidate / mark).exists() for mark in (".git", ".hg")):
            break
    return Settings(None, {})


def configuration_file(settings: Settings, cache_dir: Path) -> Path:
    """Return the file that mypy shall read: the project's own, or a copy that names the plugin.

    Args:
        settings: The project's own settings.
        cache_dir: mypy's cache folder, where the copy is written.
    """
    if settings.path is not None and settings.names_plugin:
        return settings.path
    cache_dir.mkdir(parents=True, exist_ok=True)
    path = cache_dir / "conformable.ini"
    text = settings.with_plugin()
    # Rewriting an unchanged file would only make the daemon restart.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def _read(path: Path, *, required: bool = False) -> Settings | None:
    """Return the settings of one file, None if it has none for mypy and none are required."""
    try:
        sections = _from_toml(path) if path.suffix == ".toml" else _from_ini(path)
    except (tomllib.TOMLDecodeError, IniError) as error:
        raise ValueError(f"{path}: {error}".replace("\n", " ")) from error
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror}") from error
    # As in mypy, a mypy.ini counts even when it is empty.
    counts = bool(sections) or path.name in ("mypy.ini", ".mypy.ini") or required
    return Settings(path, sections) if counts else None


def _from_ini(path: Path) -> dict[str, dict[str, str]]:
    parser = RawConfigParser()
    parser.read_string(path.read_text(encoding="utf-8"), source=str(path))
    return {name: dict(parser[name]) for name in parser.sections() if name.split("-")[0].startswith("mypy")}


def _from_toml(path: Path) -> dict[str, dict[str, str]]:
    tools = tomllib.loads(path.read_text(encoding="utf-8")).get("tool", {})
    options = dict(tools.get("mypy", {}))
    overrides = options.pop("overrides", [])
    sections = {"mypy": _as_text(options)} if options else {}
    for override in overrides:
        values = dict(override)
        modules = values.pop("module", [])
        for module in [modules] if isinstance(modules, str) else modules:
            sections.setdefault(f"mypy-{module}", {}).update(_as_text(values))
    if any("conformable" in name for name in tools):
        sections.setdefault("mypy", {})
    return sections


def _as_text(options: Mapping[str, Any]) -> dict[str, str]:
    return {option: _text_of(option, value) for option, value in options.items()}


def _text_of(option: str, value: object) -> str:
    """Write one TOML value the way mypy's ini files have it."""
    match value:
        case list() if option == "exclude":
            # A list in TOML, one regular expression in an ini file.
            return "|".join(f"(?:{pattern})" for pattern in value)
        case list():
            return ", ".join(map(str, value))
        case _:
            return str(value)


def _absolute(plugin: str, folder: Path) -> str:
    """Keep a plugin given by its file, relative to the configuration, where it is."""
    file, colon, function = plugin.partition(":")
    return f"{(folder / file).resolve()}{colon}{function}" if file.endswith(".py") else plugin
