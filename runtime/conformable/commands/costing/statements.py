"""Statements: what is assigned, which way is taken, how often a loop runs."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from functools import partial, singledispatch
from typing import TYPE_CHECKING

from conformable.commands.costing import variables
from conformable.commands.costing.deciding import decided
from conformable.commands.costing.operation import Operation
from conformable.commands.observations.static_values import (
    StaticChain,
    StaticInteger,
    StaticItems,
    StaticMany,
    StaticTensor,
    StaticValue,
)
from conformable.core.sizes import Size, Symbol, total

if TYPE_CHECKING:
    from conformable.commands.costing.ledger import Rows
    from conformable.commands.costing.memory import Buffers, Memory
    from conformable.commands.costing.walking import Walker


def block(walker: Walker, statements: Sequence[ast.stmt]) -> None:
    """Go through statements; behind a branch that ends, only the other one goes on."""
    for index, node in enumerate(statements):
        if isinstance(node, ast.If | ast.Match):
            ends = any(map(_ends, _bodies(node)))
            rest = statements[index + 1 :] if ends else ()
            if isinstance(node, ast.If):
                _branches(walker, node, rest)
            else:
                walker.expression(node.subject)
                _cases(walker, node.cases, rest)
            if ends:
                return
        else:
            statement(node, walker)
        walker.memory.sweep()
        if _ends([node]):
            return


def _bodies(node: ast.If | ast.Match) -> Sequence[Sequence[ast.stmt]]:
    return [node.body, node.orelse] if isinstance(node, ast.If) else [case.body for case in node.cases]


def _branches(walker: Walker, node: ast.If, rest: Sequence[ast.stmt]) -> None:
    """Go both ways unless it is known which; what follows belongs to the way that does not end."""
    walker.expression(node.test)
    holds = decided(node.test, walker)
    if holds is not None:
        _way(walker, node.body if holds else node.orelse, rest)
    else:
        _either(walker, *(partial(_way, walker, body, rest) for body in _bodies(node)))


def _cases(walker: Walker, cases: Sequence[ast.match_case], rest: Sequence[ast.stmt]) -> None:
    """Go the way of each case, and the one on which none of them fits."""
    if not cases:
        _way(walker, (), rest)
        return
    case, *others = cases

    def taken() -> None:
        forget(walker, [case.pattern])
        if case.guard is not None:
            walker.expression(case.guard)
        _way(walker, case.body, rest)

    if case.guard is None and isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None:
        taken()  # It fits whatever the subject is.
    else:
        _either(walker, taken, partial(_cases, walker, others, rest))


def _way(walker: Walker, body: Sequence[ast.stmt], rest: Sequence[ast.stmt]) -> None:
    block(walker, [*body, *(() if _ends(body) else rest)])


def _either(walker: Walker, *ways: Callable[[], None]) -> None:
    """Go two ways, of which one is taken."""
    outer, memory, held = walker.rows, walker.memory, walker.variables
    taken: list[Rows] = []
    memories: list[Memory] = []
    bound: list[variables.Variables] = []
    for way in ways:
        walker.rows, walker.memory, walker.variables = [], memory.branch(), dict(held)
        way()
        taken.append(walker.rows)
        memories.append(walker.memory)
        bound.append(walker.variables)
    walker.rows, walker.memory, walker.variables = outer, memory, variables.joined(*bound)
    walker.memory.join(memories)
    walker.either(*taken)


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
        values = list(map(walker.value, node.value.elts))
        for target, buffers, value in zip(node.targets[0].elts, held, values, strict=False):
            assign(walker, target, buffers, value)
        return
    buffers, value = walker.expression(node.value), walker.value(node.value)
    for target in node.targets:
        assign(walker, target, buffers, value)


@statement.register(ast.AnnAssign)
def _(node: ast.AnnAssign, walker: Walker) -> None:
    if node.value is not None:
        buffers = walker.expression(node.value)
        assign(walker, node.target, buffers, walker.value(node.value))


@statement.register(ast.AugAssign)
def _(node: ast.AugAssign, walker: Walker) -> None:
    """`x += y` writes into the tensor that `x` is."""
    walker.expression(node.value)
    value = walker.value(node.value)
    target = walker.value(node.target)
    if isinstance(target, StaticTensor):
        walker.count(node, Operation("torch.Tensor.add_", (target, value), {}, target))
    forget(walker, [node.target])


@statement.register(ast.Return)
def _(node: ast.Return, walker: Walker) -> None:
    if node.value is not None:
        walker.returned |= walker.expression(node.value)


@statement.register(ast.For)
@statement.register(ast.AsyncFor)
def _(node: ast.For | ast.AsyncFor, walker: Walker) -> None:
    buffers, items = walker.expression(node.iter), walker.value(node.iter)

    def once() -> None:
        assign(walker, node.target, buffers, variables.item_of(items))
        block(walker, node.body)

    _repeated(walker, iterations(walker, node.iter, node.lineno), once, node.body)
    block(walker, node.orelse)


@statement.register(ast.While)
def _(node: ast.While, walker: Walker) -> None:
    def once() -> None:
        walker.expression(node.test)
        block(walker, node.body)

    _repeated(walker, unknown_iterations(node.lineno), once, [node])
    block(walker, node.orelse)


@statement.register(ast.With)
@statement.register(ast.AsyncWith)
def _(node: ast.With | ast.AsyncWith, walker: Walker) -> None:
    for item in node.items:
        buffers = walker.expression(item.context_expr)
        if item.optional_vars is not None:
            assign(walker, item.optional_vars, buffers, None)
    block(walker, node.body)


@statement.register(ast.Try)
@statement.register(ast.TryStar)
def _(node: ast.Try | ast.TryStar, walker: Walker) -> None:
    """Take the way on which nothing is raised."""
    block(walker, [*node.body, *node.orelse, *node.finalbody])


@statement.register(ast.Delete)
def _(node: ast.Delete, walker: Walker) -> None:
    for target in node.targets:
        walker.memory.variables.pop(ast.unparse(target), None)


def assign(walker: Walker, target: ast.expr, buffers: Buffers, value: StaticValue) -> None:
    """Let a variable, or several, hold a value."""
    match target:
        case ast.Tuple(elts=elements_) | ast.List(elts=elements_):
            for element, part in zip(elements_, variables.parts_of(value, len(elements_)), strict=True):
                assign(walker, element, buffers, part)
        case ast.Starred(value=inner):
            assign(walker, inner, buffers, None)
        case ast.Name(id=name):
            walker.memory.variables[name] = buffers
            walker.variables[name] = value
        case ast.Subscript(value=owner):
            walker.memory.variables[ast.unparse(owner)] = walker.expression(owner) | buffers
        case _:
            walker.memory.variables[ast.unparse(target)] = buffers


def forget(walker: Walker, bound: Iterable[ast.AST]) -> None:
    """Forget what the variables hold that something binds."""
    for name in variables.bound_in(bound):
        walker.variables.pop(name, None)


def _repeated(walker: Walker, count: Size, once: Callable[[], None], body: Sequence[ast.stmt]) -> None:
    """Count a part of the program many times; the memory of the second time is that of all others."""
    around = walker.times
    walker.times = around * count
    forget(walker, body)
    once()
    walker.memory.sweep()
    rows, walker.rows = walker.rows, []
    forget(walker, body)
    once()
    forget(walker, body)
    walker.rows, walker.times = rows, around


def iterations(walker: Walker, node: ast.expr, line: int) -> Size:
    """Say how often a loop over a value runs."""
    counted = length(walker.value(node))
    match node:
        case _ if counted is not None:
            return counted
        case ast.Call(func=ast.Name(id="range"), args=[stop]) if isinstance(
            size := walker.value(stop), StaticInteger
        ):
            return size.size
        case ast.Name() | ast.Attribute():
            return _unknown(length_of(ast.unparse(node)))
        case _:
            return unknown_iterations(line)


def length(value: StaticValue) -> Size | None:
    """Say how many items a value has; None where that is not known."""
    match value:
        case StaticItems(_, items):
            return Size.of(len(items))
        case StaticMany(_, _, count):
            return count
        case StaticTensor(shape):
            return shape.axis(0)
        case StaticChain(modules):
            lengths = [length(module) if isinstance(module, StaticMany) else Size.of(1) for module in modules]
            known = [one for one in lengths if one is not None]
            return total(known) if len(known) == len(lengths) else None
        case _:
            return None


def _ends(statements: Sequence[ast.stmt]) -> bool:
    return bool(statements) and isinstance(statements[-1], ast.Return | ast.Raise | ast.Continue | ast.Break)


def length_of(name: str) -> str:
    """Name the length of a sequence."""
    return f"len({name})"


def unknown_iterations(line: int) -> Size:
    """Name how often a loop runs that stands on a line."""
    return _unknown(f"iterations_{line}")


def _unknown(name: str) -> Size:
    return Size.of(Symbol(name, "", rigid=False, least=0))
