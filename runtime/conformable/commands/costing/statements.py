"""Statements: what is assigned, which way is taken, how often a loop runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from functools import singledispatch
from typing import TYPE_CHECKING

from conformable.commands.costing.ledger import Branches, Rows
from conformable.commands.costing.operation import Operation
from conformable.commands.observations.static_values import StaticInteger, StaticItems, StaticTensor
from conformable.core.sizes import Size, Symbol

if TYPE_CHECKING:
    from conformable.commands.costing.memory import Buffers, Memory
    from conformable.commands.costing.walking import Walker


def block(walker: Walker, statements: Sequence[ast.stmt]) -> None:
    """Go through statements; behind a branch that ends, only the other one goes on."""
    for index, node in enumerate(statements):
        if isinstance(node, ast.If):
            ends = _ends(node.body) or _ends(node.orelse)
            _branches(walker, node, statements[index + 1 :] if ends else ())
            if ends:
                return
        else:
            statement(node, walker)
        walker.memory.sweep()
        if _ends([node]):
            return


def _branches(walker: Walker, node: ast.If, rest: Sequence[ast.stmt]) -> None:
    """Go both ways; what follows belongs to the way that does not end."""
    walker.expression(node.test)
    outer, memory = walker.rows, walker.memory
    taken: list[Rows] = []
    memories: list[Memory] = []
    for body in (node.body, node.orelse):
        walker.rows, walker.memory = [], memory.branch()
        block(walker, [*body, *(() if _ends(body) else rest)])
        taken.append(walker.rows)
        memories.append(walker.memory)
    walker.rows, walker.memory = outer, memory
    walker.memory.join(memories)
    walker.rows.append(Branches(*taken))


@singledispatch
def statement(node: ast.stmt, walker: Walker) -> None:
    """Count the expressions of a statement."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            walker.expression(child)


@statement.register(ast.FunctionDef)
@statement.register(ast.AsyncFunctionDef)
@statement.register(ast.ClassDef)
@statement.register(ast.Raise)
def _(node: ast.stmt, walker: Walker) -> None:
    """A definition costs nothing, and what raises is no cost of the function."""


@statement.register(ast.Assign)
def _(node: ast.Assign, walker: Walker) -> None:
    if isinstance(node.value, ast.Tuple) and isinstance(node.targets[0], ast.Tuple):
        held = walker.operands(node.value.elts)
        walker.release(len(held))
        for target, buffers in zip(node.targets[0].elts, held, strict=False):
            assign(walker, target, buffers)
        return
    buffers = walker.expression(node.value)
    for target in node.targets:
        assign(walker, target, buffers)


@statement.register(ast.AnnAssign)
def _(node: ast.AnnAssign, walker: Walker) -> None:
    if node.value is not None:
        assign(walker, node.target, walker.expression(node.value))


@statement.register(ast.AugAssign)
def _(node: ast.AugAssign, walker: Walker) -> None:
    """`x += y` writes into the tensor that `x` is."""
    walker.expression(node.value)
    value = walker.value(node.value)
    target = walker.value(node.target)
    if isinstance(target, StaticTensor):
        walker.count(node, Operation("torch.Tensor.add_", (target, value), {}, target))


@statement.register(ast.Return)
def _(node: ast.Return, walker: Walker) -> None:
    if node.value is not None:
        walker.returned |= walker.expression(node.value)


@statement.register(ast.For)
@statement.register(ast.AsyncFor)
def _(node: ast.For | ast.AsyncFor, walker: Walker) -> None:
    buffers = walker.expression(node.iter)
    _repeated(walker, iterations(walker, node.iter, node.lineno), lambda: _iteration(walker, node, buffers))
    block(walker, node.orelse)


@statement.register(ast.While)
def _(node: ast.While, walker: Walker) -> None:
    def once() -> None:
        walker.expression(node.test)
        block(walker, node.body)

    _repeated(walker, _unknown_iterations(node.lineno), once)
    block(walker, node.orelse)


@statement.register(ast.With)
@statement.register(ast.AsyncWith)
def _(node: ast.With | ast.AsyncWith, walker: Walker) -> None:
    for item in node.items:
        walker.expression(item.context_expr)
    block(walker, node.body)


@statement.register(ast.Try)
def _(node: ast.Try, walker: Walker) -> None:
    """Take the way on which nothing is raised."""
    block(walker, [*node.body, *node.orelse, *node.finalbody])


@statement.register(ast.Delete)
def _(node: ast.Delete, walker: Walker) -> None:
    for target in node.targets:
        walker.memory.variables.pop(ast.unparse(target), None)


def _iteration(walker: Walker, node: ast.For | ast.AsyncFor, buffers: Buffers) -> None:
    """Go once through the body of a loop."""
    assign(walker, node.target, buffers)
    block(walker, node.body)


def assign(walker: Walker, target: ast.expr, buffers: Buffers) -> None:
    """Let a variable, or several, hold a value."""
    match target:
        case ast.Tuple(elts=elements_) | ast.List(elts=elements_):
            for element in elements_:
                assign(walker, element, buffers)
        case ast.Starred(value=inner):
            assign(walker, inner, buffers)
        case ast.Subscript(value=owner):
            walker.memory.variables[ast.unparse(owner)] = walker.expression(owner) | buffers
        case _:
            walker.memory.variables[ast.unparse(target)] = buffers


def _repeated(walker: Walker, count: Size, once: Callable[[], None]) -> None:
    """Count a part of the program many times; the memory of the second time is that of all others."""
    around = walker.times
    walker.times = around * count
    once()
    walker.memory.sweep()
    rows, walker.rows = walker.rows, []
    once()
    walker.rows, walker.times = rows, around


def iterations(walker: Walker, node: ast.expr, line: int) -> Size:
    """Say how often a loop over a value runs."""
    match node, walker.value(node):
        case _, StaticItems(_, items):
            return Size.of(len(items))
        case _, StaticTensor(shape) if (first := shape.axis(0)) is not None:
            return first
        case ast.Call(func=ast.Name(id="range"), args=[stop]), _ if isinstance(
            size := walker.value(stop), StaticInteger
        ):
            return size.size
        case _:
            return _unknown_iterations(line)


def _ends(statements: Sequence[ast.stmt]) -> bool:
    return bool(statements) and isinstance(statements[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


def _unknown_iterations(line: int) -> Size:
    return Size.of(Symbol(f"iterations_{line}", "", rigid=False, least=0))
