"""What the text of a module says, body by body: which of them an edit may have to do with.

The text and not mypy's tree, as Python prints its own tree quickly, and without losing anything: an edit that
moves lines, or changes comments, changes nothing here.
"""

from __future__ import annotations

import ast
import tokenize
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Final

from conformable.core.immutable import dataclass
from conformable_mypy.changing import CHANGING, REGISTERING, STORING

Function = ast.FunctionDef | ast.AsyncFunctionDef

#: What changes what an object holds, or what it has.
_CHANGING: Final = CHANGING | REGISTERING | STORING | {"add", "__dict__"}

_PARTS: Final = (ast.Name, ast.Attribute, ast.Subscript)
"""What gives a variable a part of something else: what is stored into the one is stored into the other."""


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a function or method, with all functions inside it.

    Attributes:
        first: The line of its `def`.
        last: Its last line.
        source: A digest of the function as it is written.
        digest: Changes with every change of what it does.
        shown: Changes with what can be seen without reading the body: where it stores what, what it imports,
            and what makes it a generator or a mere declaration.
        is_open: Whether any change of it may be seen, as mypy takes the types of attributes or names from it.
    """

    first: int
    last: int
    source: str
    digest: str
    shown: str
    is_open: bool

    def is_told_from(self, other: Body) -> bool:
        """Say whether others than those who read it see a difference."""
        return self.is_open or other.is_open or self.shown != other.shown


@dataclass(frozen=True, slots=True)
class Outline:
    """A module without the bodies of its functions, and these.

    Attributes:
        frame: Changes with every change outside the bodies.
        bodies: The bodies, from top to bottom.
        is_open: Whether any change of a body may be seen: through the result of a method that only says
            `return self.__dict__`, any other one may store attributes.
    """

    frame: str
    bodies: tuple[Body, ...] = ()
    is_open: bool = False

    @classmethod
    def of(cls, text: str, before: Outline | None = None) -> Outline | None:
        r"""Read a module; None if Python cannot.

        Args:
            text: Its text.
            before: An earlier text, most of which may have stayed as it was.

        >>> [body.first for body in Outline.of("def f():\n    return 1\n\ndef g(): return 2\n").bodies]
        [1, 4]
        """
        try:
            # Nothing but these ends a line for Python.
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            tree = ast.parse(text, type_comments=True)
            functions, lines = list(_outermost(tree)), text.split("\n")
            known = {body.source: body for body in before.bodies} if before is not None else {}
            bodies = tuple(_body(function, lines, known) for function in functions)
            is_open = any(map(_gives_attributes, functions))
            for function in functions:
                function.body = []
            tree.type_ignores = []
            return cls(digest_of(ast.dump(tree) + _flags(text)), bodies, is_open)
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
        pairs = list(zip(before.bodies, self.bodies, strict=True))
        changed = frozenset(i for i, (one, other) in enumerate(pairs) if one.digest != other.digest)
        is_open = self.is_open or before.is_open
        return None if any(is_open or pairs[i][0].is_told_from(pairs[i][1]) for i in changed) else changed

    def body_at(self, line: int) -> int | None:
        """Return the body that has a line; None outside all of them."""
        index = bisect_right(self.bodies, line, key=_first_line) - 1
        return index if index >= 0 and line <= self.bodies[index].last else None


def _flags(text: str) -> str:
    """Give the comments in which a module chooses flags of mypy's."""
    return "\n".join(line for line in text.splitlines() if line.startswith("# mypy:"))


def _first_line(body: Body) -> int:
    return body.first


def _outermost(tree: ast.AST) -> Iterator[Function]:
    """Yield the functions and methods that are neither inside another one nor in a loop."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node
        elif not isinstance(node, ast.For | ast.AsyncFor | ast.While):
            yield from _outermost(node)


def _gives_attributes(function: Function) -> bool:
    """Tell whether a function only says `return self.__dict__`."""
    match [one for one in function.body if not isinstance(one, ast.Expr)]:
        case [ast.Return(value=ast.Attribute(attr="__dict__"))]:
            return True
        case _:
            return False


def _body(function: Function, lines: list[str], known: Mapping[str, Body]) -> Body:
    first, last = function.lineno, function.end_lineno or function.lineno
    source = digest_of("\n".join(lines[first - 1 : last]))
    if source in known:
        return replace(known[source], first=first, last=last)
    parameters = [*function.args.posonlyargs, *function.args.args]
    own = parameters[0].arg if parameters else ""
    inside = [node for statement in function.body for node in ast.walk(statement)]
    return Body(
        first,
        last,
        source,
        digest_of("\n".join(map(ast.dump, function.body))),
        digest_of(_shown(function.body, inside)),
        any(_gives_types(node, own) for node in inside),
    )


def _gives_types(node: ast.AST, own: str) -> bool:
    """Tell whether mypy takes a type from a statement that holds outside the function."""
    match node:
        case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store()):
            return name == own
        case _:
            return isinstance(node, ast.ClassDef | ast.Global)


def _shown(body: list[ast.stmt], inside: list[ast.AST]) -> str:
    """Give what can be seen of a body, and of all nodes inside it, without reading it."""
    made = [part for node in inside for part in _made(node)]
    stored = [ast.dump(node) for node in inside if _stores(node)]
    # What variables are parts of other things matters where something is stored into them.
    sources = [ast.dump(part) for node in inside for part in _sources(node)] if stored else []
    # mypy may take such a function for a mere declaration.
    declared = ["declared"] if all(isinstance(one, ast.Pass | ast.Raise | ast.Expr) for one in body) else []
    return "\n".join((*made, *stored, *sources, *declared))


def _made(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import() | ast.ImportFrom():
            yield ast.dump(node)
        case ast.Yield() | ast.YieldFrom():
            yield "yield"
        case _:
            pass


def _stores(node: ast.AST) -> bool:
    """Tell whether something is stored into what an object or container holds."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) if name in _CHANGING:
            return True
        case ast.Attribute(ctx=context) | ast.Subscript(ctx=context):
            return not isinstance(context, ast.Load)
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in _CHANGING
        case ast.Assign(targets=targets):
            return any(map(_is_stored_within, targets))
        case ast.AugAssign(target=target) | ast.AnnAssign(target=target):
            return _is_stored_within(target)
        case _:
            return False


def _sources(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what tells which variables are parts of other things."""
    match node:
        case ast.Assign(value=value) | ast.AnnAssign(value=value) if isinstance(value, _PARTS):
            yield node
        case ast.For(target=target, iter=value) | ast.AsyncFor(target=target, iter=value):
            yield from (target, value)
        case _:
            pass


def _is_stored_within(target: ast.expr) -> bool:
    """Tell whether an assignment changes something that a variable holds."""
    return any(
        isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store)
        for node in ast.walk(target)
    )


def read_text(path: str, lines: list[str] | None) -> str | None:
    """Read a file; None where it has changed since mypy has read it.

    Args:
        path: The file.
        lines: Its lines as mypy has read them, broken in more places than Python breaks lines.
    """
    try:
        with tokenize.open(path) as stream:
            text = stream.read()
    except (OSError, SyntaxError, ValueError):
        return None
    return text if text.splitlines() == lines else None


def digest_of(text: str) -> str:
    """Return what changes with every change of a text."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
