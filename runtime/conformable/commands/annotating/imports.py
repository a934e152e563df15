"""What a file imports: which names stand for what, and where."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Imports:
    """What the top level of a module imports.

    Attributes:
        names: Local name -> full name.
        at_run_time: The local names that are there while the program runs, and not only for mypy.
        others: Names that something else than an import binds anywhere in the module.
        statements: Module -> line and column of a `from module import` to which a name can be added.
        postpones_annotations: Whether annotations of functions are not evaluated.
    """

    names: Mapping[str, str]
    at_run_time: frozenset[str]
    others: frozenset[str]
    statements: Mapping[str, tuple[int, int]]
    postpones_annotations: bool

    def full_name(self, node: ast.expr) -> str:
        """Return what a dotted name stands for; "" if it is none, or is not imported."""
        match node:
            case ast.Name(id=name):
                return self.names.get(name, "")
            case ast.Attribute(value=value, attr=name):
                base = self.full_name(value)
                return f"{base}.{name}" if base else ""
            case _:
                return ""

    def spellings(self, full_name: str) -> Iterator[str]:
        """Yield how the file can write a full name with what it imports, the shortest form first."""
        module, _, name = full_name.rpartition(".")
        yield from (local for local, full in self.names.items() if full == full_name)
        yield from (f"{local}.{name}" for local, full in self.names.items() if full == module)


def read_imports(tree: ast.Module) -> Imports:
    """Read what the top level of a module imports, also under `if TYPE_CHECKING:`, `try:` and the like."""
    names: dict[str, str] = {}
    at_run_time: set[str] = set()
    statements: dict[str, tuple[int, int]] = {}
    # What runs comes first: a name is added there.
    for node, runs in sorted(_import_statements(tree.body, runs=True), key=lambda found: not found[1]):
        found = dict(_imported(node))
        names |= found
        at_run_time |= found.keys() if runs else set()
        if isinstance(node, ast.ImportFrom) and node.module and not node.level and "*" not in found:
            statements.setdefault(node.module, (node.lineno, node.col_offset))
    return Imports(
        names,
        frozenset(at_run_time),
        frozenset(_bound_otherwise(tree)),
        statements,
        postpones_annotations=names.get("annotations") == "__future__.annotations",
    )


def _import_statements(
    block: Iterable[ast.stmt], *, runs: bool
) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for node in block:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield node, runs
            case ast.If(test=test, body=body, orelse=other):
                yield from _import_statements(body, runs=runs and not is_type_checking(test))
                yield from _import_statements(other, runs=runs)
            case ast.Try(body=body, handlers=handlers, orelse=other):
                for part in (body, other, *(handler.body for handler in handlers)):
                    yield from _import_statements(part, runs=runs)
            case _:
                pass


def is_type_checking(test: ast.expr) -> bool:
    """Tell whether a condition holds for mypy alone."""
    match test:
        case ast.Name(id="TYPE_CHECKING") | ast.Attribute(attr="TYPE_CHECKING"):
            return True
        case _:
            return False


def _imported(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    match node:
        case ast.ImportFrom(module=module, names=names, level=level):
            for each in names:
                yield each.asname or each.name, f"{'.' * level}{module or ''}.{each.name}"
        case ast.Import(names=names):
            for each in names:
                top = each.name.partition(".")[0]
                yield (each.asname, each.name) if each.asname else (top, top)


def _bound_otherwise(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) | ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case _:
                pass
