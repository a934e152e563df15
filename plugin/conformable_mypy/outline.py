"""What the text of a module says, body by body: which of them an edit may have to do with.

The text and not mypy's tree, as Python prints its own tree quickly, and without losing anything: an edit that
moves lines, or changes comments, changes nothing here.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256
from typing import Final

from conformable.core.immutable import dataclass

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: Methods and functions that change what an object holds, or what it has.
_CHANGING: Final = frozenset(
    {
        *("append", "extend", "insert", "pop", "clear", "update", "setdefault", "remove", "add"),
        *("add_module", "register_module", "register_parameter", "register_buffer"),
        *("setattr", "delattr", "__setattr__", "__delattr__"),
    }
)

#: What makes more than a value: a generator, a class, a name of the module, a module that is loaded.
_MAKING: Final = (ast.Yield, ast.YieldFrom, ast.ClassDef, ast.Global, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a function or method, with all functions inside it.

    Attributes:
        first: The line of its `def`.
        last: Its last line.
        digest: Changes with every change of what it does.
        is_private: Whether it can be seen from outside only by reading it: it stores no attributes, and mypy
            takes nothing from it for the signature.
    """

    first: int
    last: int
    digest: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A module without the bodies of its functions, and these.

    Attributes:
        frame: Changes with every change outside the bodies.
        bodies: The bodies, from top to bottom.
    """

    frame: str
    bodies: tuple[Body, ...] = ()

    @classmethod
    def of(cls, text: str) -> Outline | None:
        r"""Read a module; None if Python cannot.

        >>> [body.first for body in Outline.of("def f():\n    return 1\n\ndef g(): return 2\n").bodies]
        [1, 4]
        """
        try:
            tree = ast.parse(text, type_comments=True)
            functions = list(_outermost(tree))
            bodies = tuple(_body(function, hidden="__dict__" not in text) for function in functions)
            for function in functions:
                function.body = []
            return cls(digest_of(ast.dump(tree)), bodies)
        except (SyntaxError, ValueError, RecursionError):
            return None

    def changed_since(self, before: Outline) -> frozenset[int] | None:
        r"""Return the bodies that are others than in an earlier text; None where more may be.

        >>> before = Outline.of("def f():\n    return 1\n")
        >>> Outline.of("# A comment\n\ndef f():\n    return 2\n").changed_since(before)
        frozenset({0})
        >>> Outline.of("x = 1\ndef f():\n    return 1\n").changed_since(before) is None
        True
        """
        if self.frame != before.frame:
            return None
        pairs = enumerate(zip(before.bodies, self.bodies, strict=True))
        changed = {index: pair for index, pair in pairs if pair[0].digest != pair[1].digest}
        if not all(body.is_private for pair in changed.values() for body in pair):
            return None
        return frozenset(changed)

    def body_at(self, line: int) -> int | None:
        """Return the body that has a line; None outside all of them."""
        index = bisect_right(self.bodies, line, key=_first_line) - 1
        return index if index >= 0 and line <= self.bodies[index].last else None


def _first_line(body: Body) -> int:
    return body.first


def _outermost(tree: ast.AST) -> Iterator[Function]:
    """Yield the functions and methods that are neither inside another one nor in a loop."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node
        elif not isinstance(node, ast.For | ast.AsyncFor | ast.While):
            yield from _outermost(node)


def _body(function: Function, *, hidden: bool) -> Body:
    written = "\n".join(map(ast.dump, function.body))
    last = function.end_lineno or function.lineno
    return Body(
        function.lineno, last, digest_of(written), hidden and not any(map(_is_seen, _inside(function)))
    )


def _inside(function: Function) -> Iterator[ast.AST]:
    for statement in function.body:
        yield from ast.walk(statement)
    if all(isinstance(statement, ast.Pass | ast.Raise | ast.Expr) for statement in function.body):
        # mypy may take it for a mere declaration.
        yield ast.Yield()


def _is_seen(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr=name) if name in _CHANGING:
            return True
        case ast.Attribute(ctx=context) | ast.Subscript(ctx=context):
            return not isinstance(context, ast.Load)
        case ast.Name(id=name):
            return name in _CHANGING
        case _:
            return isinstance(node, _MAKING)


def digest_of(text: str) -> str:
    """Return what changes with every change of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
