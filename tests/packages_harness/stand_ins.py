"""Stand-ins for what a package imports and the functions under test do not use."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from inspect import get_annotations
from types import FunctionType, ModuleType
from typing import Any

from conformable import checked


class _Anything(type):
    """Classes of which every attribute is another such class."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything(name, (StandIn,), {})


class StandIn(metaclass=_Anything):
    """Takes the place of anything: it can be called, read and subclassed, and says no to every question."""

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __call__(self, *_: object, **__: object) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn()

    def __bool__(self) -> bool:
        return False


class _Module(ModuleType):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__ = []

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything(name, (StandIn,), {})


class StandIns(MetaPathFinder, Loader):
    """Finds modules that are not to be imported; what is in them stands in for anything."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)

    def find_spec(self, fullname: str, path: object, target: object = None, /) -> ModuleSpec | None:
        """Find a module that is among those to be replaced, or in one of them."""
        if not any(fullname == name or fullname.startswith(f"{name}.") for name in self.names):
            return None
        return spec_from_loader(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Make the module."""
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Put nothing into it."""


def replace(*names: str) -> None:
    """Let these modules be imported as stand-ins from here on."""
    sys.meta_path.insert(0, StandIns(names))


def bypass(package: str, folder: str) -> None:
    """Make a package whose `__init__` is not run; its modules are found in a folder."""
    module = ModuleType(package)
    module.__path__ = [folder]
    sys.modules[package] = module


def check_annotated(package: str) -> None:
    """Put the functions and methods of a package that annotate shapes under our run-time checks."""
    for module in [module for name, module in sys.modules.items() if name.startswith(package)]:
        classes = [value for value in vars(module).values() if isinstance(value, type)]
        for owner in (module, *classes):
            for name, function in list(vars(owner).items()):
                if isinstance(function, FunctionType) and _has_shapes(function):
                    setattr(owner, name, checked(function))


def _has_shapes(function: FunctionType) -> bool:
    """Tell whether a function annotates shapes, all of which can be read: none has a stand-in in it."""
    try:
        hints = str(get_annotations(function, eval_str=True))
    except NameError:
        return False
    return "jaxtyping." in hints and "stand_ins." not in hints
