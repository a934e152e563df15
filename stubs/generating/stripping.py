"""One module of a package -> a stub of it: signatures and annotations, and `Any` for what lies elsewhere."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

#: What a stub may import besides other stubs of the same package.
STANDARD = frozenset(
    {"typing", "typing_extensions", "collections", "collections.abc", "builtins", "enum", "types"}
)

_DECORATORS = frozenset({"overload", "staticmethod", "classmethod", "property", "abstractmethod", "final"})
_ELLIPSIS = ast.Expr(ast.Constant(...))
_HEADER = "# mypy: ignore-errors\n"


def everything(_: str) -> bool:
    """Keep every name."""
    return True


@dataclass
class Stub:
    """A stub that is being made.

    Attributes:
        module: The full name of the module.
        is_package: Whether it is an `__init__`.
        there: Whether there is a stub for a module of the package.
        wanted: Whether a function, class or variable on the top level, or a method, is kept.
    """

    module: str
    is_package: bool
    there: Callable[[str], bool]
    wanted: Callable[[str], bool] = everything
    _seen: set[str] = field(default_factory=set)

    def text(self, source: str, more: str = "") -> str:
        """Return the stub.

        Args:
            source: The module, or its own stub.
            more: Lines at the end.
        """
        body = _without_implementations(self._statements(ast.parse(source, type_comments=True).body))
        tree = ast.fix_missing_locations(ast.Module(body, []))
        lines = ["from typing import Any, overload", *unknown_names(tree)]
        body = re.sub(r":\n\s+\.\.\.", ": ...", ast.unparse(tree))
        return "\n".join((_HEADER + "\n".join(lines), re.sub(r"\n\n+", "\n", body), more, ""))

    def _statements(self, body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
        for statement in body:
            match statement:
                case ast.Import() | ast.ImportFrom():
                    yield from self._import(statement)
                case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=inner):
                    yield from self._statements(inner)
                case ast.FunctionDef() if self._is_public(statement.name):
                    yield _function(statement)
                case ast.ClassDef() if self._is_public(statement.name) or self.wanted(statement.name):
                    yield self._class(statement)
                case ast.AnnAssign(target=ast.Name(id=name)) if name != "__all__":
                    yield (
                        statement
                        if _is_alias(statement)
                        else ast.AnnAssign(statement.target, statement.annotation, None, 1)
                    )
                case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith("__"):
                    yield _assignment(name, statement.value)
                case _:
                    pass

    def _is_public(self, name: str) -> bool:
        return not name.startswith("_") and self.wanted(name)

    def _import(self, statement: ast.Import | ast.ImportFrom) -> Iterator[ast.stmt]:
        if isinstance(statement, ast.Import):
            names = [name for name in statement.names if self._is_there(name.name)]
            if names:
                yield ast.Import(names)
            return
        module = self._absolute(statement)
        if self._is_there(module):
            yield ast.ImportFrom(module, [self._exported(name) for name in statement.names], 0)

    def _exported(self, name: ast.alias) -> ast.alias:
        """Let a package export what it imports: in a stub, that takes an `as`."""
        exports = self.is_package and name.asname is None and name.name != "*"
        return ast.alias(name.name, name.name) if exports else name

    def _absolute(self, statement: ast.ImportFrom) -> str:
        if not statement.level:
            return statement.module or ""
        parts = self.module.split(".")
        parts = parts[: len(parts) - statement.level + self.is_package]
        return ".".join((*parts, *([statement.module] if statement.module else [])))

    def _is_there(self, module: str) -> bool:
        return module in STANDARD or self.there(module)

    def _class(self, node: ast.ClassDef) -> ast.ClassDef:
        body = _without_implementations(self._members(node)) or [_ELLIPSIS]
        return ast.ClassDef(node.name, node.bases, node.keywords, body, [])

    def _members(self, node: ast.ClassDef) -> Iterator[ast.stmt]:
        names: set[str] = set()
        for statement in node.body:
            match statement:
                case ast.FunctionDef(name=name) if not name.startswith("_") or name.endswith("__"):
                    names.add(name)
                    yield _function(statement)
                case ast.AnnAssign(target=ast.Name(id=name)):
                    names.add(name)
                    yield ast.AnnAssign(statement.target, statement.annotation, None, 1)
                case ast.Assign(targets=[ast.Name(id=name)]) if not name.startswith("__"):
                    names.add(name)
                    yield _assignment(name, statement.value)
                case _:
                    pass
        for name, annotation in _attributes(node).items():
            if name not in names:
                yield ast.AnnAssign(ast.Name(name, ast.Store()), annotation, None, 1)


def _attributes(node: ast.ClassDef) -> dict[str, ast.expr]:
    """Collect the attributes that a constructor sets to one of its parameters or to a new object."""
    found: dict[str, ast.expr] = {}
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.name != "__init__":
            continue
        arguments = (*method.args.posonlyargs, *method.args.args, *method.args.kwonlyargs)
        known = {each.arg: each.annotation for each in arguments if each.annotation is not None}
        for inner in ast.walk(method):
            match inner:
                case ast.AnnAssign(
                    target=ast.Attribute(value=ast.Name(id="self"), attr=name), annotation=kind
                ):
                    found.setdefault(name, kind)
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Name(id=argument)
                ) if argument in known:
                    found.setdefault(name, known[argument])
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)],
                    value=ast.Call(func=ast.Name(id=made)),
                ) if made[:1].isupper():
                    found.setdefault(name, ast.Name(made, ast.Load()))
                case _:
                    pass
    return {name: kind for name, kind in found.items() if not name.startswith("_")}


def _without_implementations(statements: Iterable[ast.stmt]) -> list[ast.stmt]:
    """Drop the function that implements overloads: a stub has none."""
    body = list(statements)
    overloaded = {each.name for each in body if isinstance(each, ast.FunctionDef) and _is_overload(each)}
    return [
        each
        for each in body
        if not isinstance(each, ast.FunctionDef) or each.name not in overloaded or _is_overload(each)
    ]


def _is_overload(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(each) == "overload" for each in node.decorator_list)


def _function(node: ast.FunctionDef) -> ast.FunctionDef:
    arguments = node.args
    if node.type_comment is not None:
        _annotate(node, node.type_comment)
    arguments.defaults = [ast.Constant(...) for _ in arguments.defaults]
    arguments.kw_defaults = [None if each is None else ast.Constant(...) for each in arguments.kw_defaults]
    decorators = [_plain(each) for each in node.decorator_list if _is_kept(each)]
    return ast.FunctionDef(node.name, arguments, [_ELLIPSIS], decorators, node.returns)


def _annotate(node: ast.FunctionDef, comment: str) -> None:
    """Write what a comment says about a function's types into its signature."""
    types = ast.parse(comment, mode="func_type")
    arguments = [*node.args.posonlyargs, *node.args.args]
    for argument, kind in zip(arguments, types.argtypes, strict=False):
        argument.annotation = kind
    node.returns = types.returns


def _plain(decorator: ast.expr) -> ast.expr:
    """Write `typing.overload` as `overload`."""
    match decorator:
        case ast.Attribute(attr="overload"):
            return ast.Name("overload", ast.Load())
        case _:
            return decorator


def _is_kept(decorator: ast.expr) -> bool:
    match decorator:
        case ast.Name(id=name):
            return name in _DECORATORS
        case ast.Attribute(attr=name):
            return name in {"setter", "deleter", "overload"}
        case _:
            return False


def _is_alias(statement: ast.AnnAssign) -> bool:
    return isinstance(statement.annotation, ast.Name) and statement.annotation.id == "TypeAlias"


def _assignment(name: str, value: ast.expr) -> ast.stmt:
    """Keep aliases and type variables, and the type of constants; anything else is `Any`."""
    target = ast.Name(name, ast.Store())
    match value:
        case ast.Call(func=ast.Name(id="TypeVar" | "ParamSpec" | "NewType")) | ast.Subscript() | ast.Name():
            return ast.Assign([target], value)
        case ast.Constant(value=bool() | int() | float() | str() as constant):
            return ast.AnnAssign(target, ast.Name(type(constant).__name__, ast.Load()), None, 1)
        case _:
            return ast.AnnAssign(target, ast.Name("Any", ast.Load()), None, 1)


def unknown_names(tree: ast.Module) -> list[str]:
    """Return imports that let every name which a stub uses and does not define be `Any`."""
    unknown = sorted(_used(tree) - _defined(tree) - set(dir(builtins)))
    return [f"from typing import Any as {name}" for name in unknown]


def _used(tree: ast.Module) -> set[str]:
    found = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    for node in ast.walk(tree):
        match node:
            # A name in quotes is a forward reference; `Literal["mean"]` has small letters.
            case ast.Constant(value=str(text)) if (
                text.isidentifier() and text[:1].isupper() and len(text) > 2
            ):
                found.add(text)
            case _:
                pass
    return found


def _defined(tree: ast.Module) -> set[str]:
    found: set[str] = {"Any", "overload"}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                found.update((name.asname or name.name).partition(".")[0] for name in names)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
            case _:
                pass
    return found
