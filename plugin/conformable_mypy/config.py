"""The plugin's options, read from the configuration file of mypy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, field, fields, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from conformable.core.immutable import dataclass
from conformable_mypy.codes import CODES, SHAPE
from conformable_mypy.config_files import Table, read_tables


@dataclass(frozen=True, slots=True)
class Options:
    """What a user can choose; a key of the configuration has dashes where an attribute has underscores.

    Attributes:
        class_sizes: In a method, the bare name of a constructor's size *is* the size of the instance.
        disable: Error codes that are not reported; `shape` stands for all of them.
        enable: Error codes that are reported although `disable` names them or their family.
        torch_fallback: Ask torch itself about operations that have no rule.
        strict_names: A name that a function's annotations use only once is pointed out.
        module_calls: What mypy takes the call of an `nn.Module` for: `any`, as torch says, or `typed`, with
            the signature of its `forward`.
        wrappers: Full names of classes that are subscripted with a dim string alone.
        rules: Files of `conformable.rule("mylib.op", "b n, n m -> b m")`.
        shape_stubs: Folders of `.pyi` files that say what shapes functions have.
    """

    class_sizes: bool = False
    disable: frozenset[str] = frozenset()
    enable: frozenset[str] = frozenset()
    torch_fallback: bool = True
    strict_names: bool = False
    module_calls: str = "any"
    wrappers: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    shape_stubs: frozenset[str] = frozenset()

    def reports(self, code: str) -> bool:
        """Say whether findings with an error code are wanted.

        >>> Options(disable=frozenset({"shape"}), enable=frozenset({"shape-op"})).reports("shape-op")
        True
        """
        if code in self.enable:
            return True
        return code not in self.disable and SHAPE.code not in self.disable

    def as_json(self) -> dict[str, bool | str | list[str]]:
        """Return the options in a form that mypy can put into its cache and compare."""
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class Configuration:
    """The options of every module.

    Attributes:
        defaults: The options where no override says otherwise.
        overrides: Patterns of modules -> the options that they replace; later ones count more.
        folder: The folder of the configuration file: the names of other files start there.
    """

    defaults: Options = Options()
    overrides: tuple[tuple[tuple[str, ...], Mapping[str, Any]], ...] = ()
    folder: Path = field(default=Path(), compare=False)

    def of(self, module: str) -> Options:
        """Return the options of a module.

        >>> Configuration(overrides=((("a.*",), {"strict_names": True}),)).of("a.b").strict_names
        True
        """
        options = self.defaults
        for patterns, changes in self.overrides:
            if any(_matches(pattern, module) for pattern in patterns):
                options = replace(options, **changes)
        return options


def _matches(pattern: str, module: str) -> bool:
    """Match as the sections of mypy do: `a.*` is `a` and what is in it."""
    return fnmatchcase(module, pattern) or (pattern.endswith(".*") and module == pattern[:-2])


def read_configuration(config_file: str | None) -> Configuration:
    """Return the options that a configuration file sets, and say on stderr what is wrong with it.

    Args:
        config_file: The file mypy has read its own options from; what it could not read, it has reported.
    """
    if config_file is None:
        return Configuration()
    tables = read_tables(Path(config_file), TYPES)
    if not all(map(_is_in_order, tables.found)) or tables.unread:
        from conformable_mypy.config_problems import tell

        tell(tables)
    defaults, overrides = Options(), []
    for table in tables.found:
        if table.modules is None:
            defaults = replace(defaults, **_attributes(table))
        else:
            overrides.append((table.modules, _attributes(table)))
    return Configuration(defaults, tuple(overrides), tables.path.parent)


def _is_in_order(table: Table) -> bool:
    right = all(is_right(key, value) for key, value in table.values.items())
    return right and table.modules != ()


def _attributes(table: Table) -> Mapping[str, Any]:
    return {
        key.replace("-", "_"): frozenset(value) if isinstance(value, list) else value
        for key, value in table.values.items()
        if is_right(key, value)
    }


_KINDS: Final[Mapping[str, type[bool | str | list[str]]]] = {"bool": bool, "str": str, "frozenset[str]": list}

#: Key -> the type of its value in a configuration file.
TYPES: Final[Mapping[str, type[bool | str | list[str]]]] = {
    option.name.replace("_", "-"): _KINDS[str(option.type)] for option in fields(Options)
}

#: Key -> the words that its value can be.
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {"module-calls": ("any", "typed")}

#: The keys whose values are error codes.
CODE_LISTS: Final = ("disable", "enable")


def is_right(key: str, value: object) -> bool:
    """Say whether an option exists and has a value that it can have."""
    kind = TYPES.get(key)
    if kind is None or not isinstance(value, kind):
        return False
    if not isinstance(value, list):
        return key not in CHOICES or value in CHOICES[key]
    return all(isinstance(item, str) and (key not in CODE_LISTS or item in CODES) for item in value)
