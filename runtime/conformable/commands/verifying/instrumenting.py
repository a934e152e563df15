"""Let the source of a module report the value of its expressions, without changing what it does."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from conformable.commands.verifying.recording import FRAME, Watched, is_comparable

if TYPE_CHECKING:
    from conformable.commands.observations.records import Body, Span
    from conformable.commands.observations.sources import Place, Source
    from conformable.commands.observations.static_values import StaticValue

#: The name under which an instrumented module keeps what it reports to.
RECORDER: Final = "_conformable_recorder"

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_LAZY: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Instrumented:
    """A module that reports, and what its reports are about.

    Attributes:
        tree: The module.
        watched: The expressions, by the number under which the module reports them.
        unplaced: How many expressions the static half knows that were not found in the source.
    """

    tree: ast.Module
    watched: tuple[Watched, ...]
    unplaced: int


def instrumented(source: Source, bodies: Sequence[Body]) -> Instrumented:
    """Return a copy of a module in which each expression with a known shape reports its value.

    Args:
        source: The module; its own tree stays as it is.
        bodies: What the static half knows of it.
    """
    tree = ast.parse(source.text)
    wanted = {}
    unplaced = 0
    for number, body in enumerate(bodies):
        for span in {**body.expressions, **body.assumed}:
            value, place = body.expressions.get(span), source.places.get(span)
            if place is None:
                unplaced += is_comparable(value)
            elif _is_wanted(span, body) and _belongs(place, body):
                wanted[_key(place.node)] = (number, span, value)
    transformer = _Transformer(source, bodies, wanted)
    transformer.visit(tree)
    ast.fix_missing_locations(tree)
    return Instrumented(tree, tuple(transformer.watched), unplaced)


def _is_wanted(span: Span, body: Body) -> bool:
    return span in body.assumed or is_comparable(body.expressions.get(span))


def _belongs(place: Place, body: Body) -> bool:
    """Tell whether an expression is evaluated in the frame of a body: a default value, say, is not."""
    if isinstance(place.function, ast.Lambda) or isinstance(place.node, ast.Constant):
        return False
    return (place.function.lineno if place.function is not None else 0) == body.line


_Key = tuple[type[ast.AST], int, int, int | None, int | None]


def _key(node: ast.expr) -> _Key:
    """Name an expression so that it is found again in another tree of the same source."""
    return type(node), node.lineno, node.col_offset, node.end_lineno, node.end_col_offset


@dataclass(slots=True)
class _Transformer(ast.NodeTransformer):
    """Wraps the wanted expressions, and lets functions and loops begin with a report."""

    source: Source
    bodies: Sequence[Body]
    wanted: dict[_Key, tuple[int, Span, StaticValue]]
    watched: list[Watched] = field(default_factory=list)
    depth: int = 0
    lazy: int = 0
    framed: bool = False

    def visit(self, node: ast.AST) -> ast.AST:
        """Visit a node; an expression that is wanted is wrapped after what is in it."""
        known = self.wanted.get(_key(node)) if isinstance(node, ast.expr) else None
        entered = isinstance(node, _LAZY)
        self.lazy += entered
        visitor = _VISITORS.get(type(node), ast.NodeTransformer.generic_visit)
        visited: ast.AST = visitor(self, node)
        self.lazy -= entered
        if known is None or not isinstance(visited, ast.expr):
            return visited
        return self._wrapped(visited, *known)

    def visit_module(self, node: ast.Module) -> ast.AST:
        """Let a module begin with the report that it begins."""
        self.framed = self._body_at(0) is not None
        self.generic_visit(node)
        self._begin(node, 0, [])
        return node

    def visit_function(self, node: _Function) -> ast.AST:
        """Let a function begin with a report of its arguments; its annotations stay as they are."""
        around = self.depth, self.lazy, self.framed
        self.depth, self.lazy, self.framed = 0, 0, self._body_at(node.lineno) is not None
        node.body = [self.visit(statement) for statement in node.body]  # type: ignore[misc]
        self.depth, self.lazy, self.framed = around
        node.decorator_list = [self.visit(one) for one in node.decorator_list]  # type: ignore[misc]
        arguments = node.args
        arguments.defaults = [self.visit(one) for one in arguments.defaults]  # type: ignore[misc]
        arguments.kw_defaults = [one and self.visit(one) for one in arguments.kw_defaults]  # type: ignore[misc]
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        extra = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
        self._begin(node, node.lineno, [one.arg for one in (*every, *extra)])
        return node

    def visit_loop(self, node: ast.For | ast.AsyncFor | ast.While) -> ast.AST:
        """Let each iteration of a loop begin with a report."""
        if not self.framed:
            return self.generic_visit(node)
        self.depth += 1
        begin = _call(_name(FRAME), "begin", ast.Constant(self.depth))
        node.body = [self.visit(statement) for statement in node.body]  # type: ignore[misc]
        if isinstance(node, ast.While):
            node.test = ast.BoolOp(ast.And(), [begin, self.visit(node.test)])  # type: ignore[list-item]
        else:
            node.body.insert(0, ast.Expr(begin))
        self.depth -= 1
        if not isinstance(node, ast.While):
            node.iter = self.visit(node.iter)  # type: ignore[assignment]
        node.orelse = [self.visit(statement) for statement in node.orelse]  # type: ignore[misc]
        return node

    def visit_annotated(self, node: ast.AnnAssign) -> ast.AST:
        """Leave the annotation of an assignment as it is."""
        if node.value is not None:
            node.value = self.visit(node.value)  # type: ignore[assignment]
        return node

    def leave(self, node: ast.AST) -> ast.AST:
        """Leave a node as it is."""
        return node

    def _wrapped(self, node: ast.expr, body: int, span: Span, value: StaticValue) -> ast.expr:
        source = self.source.segment(self.source.places[span].node)
        owner = self.bodies[body]
        number = len(self.watched)
        self.watched.append(
            Watched(
                path=self.source.path,
                function=owner.function or owner.module,
                line=span.line,
                source=source,
                value=value,
                depth=self.depth,
                isolated=self.lazy > 0,
                assumes=owner.assumed.get(span),
            )
        )
        return ast.copy_location(_call(_name(FRAME), "seen", ast.Constant(number), node), node)

    def _body_at(self, line: int) -> int | None:
        return next((number for number, body in enumerate(self.bodies) if body.line == line), None)

    def _begin(self, node: ast.Module | _Function, line: int, names: Sequence[str]) -> None:
        number = self._body_at(line)
        if number is None:
            return
        arguments = ast.Dict([ast.Constant(name) for name in names], [_name(name) for name in names])
        value = _call(_name(RECORDER), "enter", ast.Constant(number), arguments)
        begin = ast.Assign([ast.Name(FRAME, ast.Store())], value)
        node.body.insert(_first_statement(node.body), begin)


_VISITORS: Final[dict[type[ast.AST], Callable[[_Transformer, Any], ast.AST]]] = {
    ast.Module: _Transformer.visit_module,
    ast.FunctionDef: _Transformer.visit_function,
    ast.AsyncFunctionDef: _Transformer.visit_function,
    ast.For: _Transformer.visit_loop,
    ast.AsyncFor: _Transformer.visit_loop,
    ast.While: _Transformer.visit_loop,
    ast.AnnAssign: _Transformer.visit_annotated,
    ast.Lambda: _Transformer.leave,
    ast.MatchValue: _Transformer.leave,
}


def _first_statement(body: list[ast.stmt]) -> int:
    """Find the first statement behind the docstring and `from __future__ import`."""
    for index, statement in enumerate(body):
        match statement:
            case ast.ImportFrom(module="__future__") | ast.Expr(value=ast.Constant(value=str())):
                continue
            case _:
                return index
    return len(body)


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _call(owner: ast.expr, method: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(owner, method, ast.Load()), list(arguments), [])
