"""The import hook: whole packages are checked without a decorator in their source."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any, Self

from conformable.checking.configuration import config
from conformable.checking.instrumentation import instrumented
from conformable.core import messages


class ImportHook(MetaPathFinder):
    """Finds the modules of some packages, and lets them be loaded with checks.

    As a context manager it is uninstalled at the end of the block.
    """

    def __init__(self, packages: Sequence[str]) -> None:
        self.packages = tuple(packages)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        """Find a module of the packages; None for all others."""
        if not any(_is_in(fullname, package) for package in self.packages):
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is None or not isinstance(spec.loader, SourceFileLoader):
            return None
        refuse_other_hooks([fullname])
        spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.uninstall()

    def uninstall(self) -> None:
        """Load no further modules with checks; those that are loaded stay checked."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)


class _Loader(SourceFileLoader):
    """Compiles a module with checks; what it compiles is not kept, as Python's cache has no place for it."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> CodeType:  # type: ignore[override]
        tree = ast.parse(data, path)
        code: CodeType = compile(instrumented(tree), path, "exec", dont_inherit=True, optimize=_optimize)
        return code

    def path_stats(self, path: Any) -> Any:
        raise OSError  # Without a time of its source, no compiled module is read or written.


def install_import_hook(packages: str | Sequence[str]) -> ImportHook:
    """Check all modules of these packages that are imported from here on: each function is `@checked`.

    Annotated assignments inside functions are checked too, `self.x: Float[Tensor, "n"] = ...` among them.

    Args:
        packages: names of packages or modules; what is in a package counts too.

    Returns:
        The hook, a context manager, which has a method `uninstall`.

    Raises:
        RuntimeError: if the import hook of jaxtyping or of beartype covers one of them already.
    """
    names = [packages] if isinstance(packages, str) else list(packages)
    hook = ImportHook(names)
    if config.disabled:
        return hook
    refuse_other_hooks(names)
    imported = [module for module in list(sys.modules) if any(_is_in(module, name) for name in names)]
    if imported:
        warnings.warn(messages.imported_before_hook(sorted(imported)), stacklevel=2)
    sys.meta_path.insert(0, hook)
    return hook


def refuse_other_hooks(packages: Sequence[str]) -> None:
    """Refuse packages that the import hook of jaxtyping or of beartype covers.

    Raises:
        RuntimeError: if there is one.
    """
    for package in packages:
        for other in _other_hooks(package):
            raise RuntimeError(messages.hooked_already(package, other))


def _is_in(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _other_hooks(package: str) -> Iterator[str]:
    """Yield whose import hooks cover a package."""
    for finder in sys.meta_path:
        covers = getattr(finder, "should_instrument", None)
        if (
            type(finder).__module__.partition(".")[0] == "jaxtyping"
            and covers is not None
            and covers(package)
        ):
            yield "jaxtyping"
    if "beartype.claw" not in sys.modules:
        return
    try:
        from beartype.claw._package.clawpkgtrie import get_package_conf_or_none
    except ImportError:  # Not beartype's documented API: another version may have it elsewhere.
        return
    if get_package_conf_or_none(package) is not None:
        yield "beartype"
