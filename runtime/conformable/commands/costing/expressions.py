"""Expressions: what is computed, and which memory holds it."""

from __future__ import annotations

import ast
from functools import singledispatch
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.deciding import decided
from conformable.commands.costing.memory import NO_BUFFERS, Buffers
from conformable.commands.costing.operation import Operation
from conformable.commands.costing.statements import assign, iterations
from conformable.commands.costing.variables import item_of
from conformable.commands.observations.static_values import StaticItems, StaticTensor, StaticValue
from conformable.core.sizes import ONE

if TYPE_CHECKING:
    from conformable.commands.costing.ledger import Rows
    from conformable.commands.costing.walking import Walker

_LOOKING_ATTRIBUTES: Final = frozenset({"T", "mT", "H", "mH", "data", "real", "imag", "grad"})


@singledispatch
def expression(node: ast.expr, walker: Walker) -> Buffers:
    """Count an expression, and return the buffers that its value may hold."""
    parts = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    held = walker.operands(parts)
    walker.release(len(held))
    return NO_BUFFERS.union(*held)


@expression.register(ast.Name)
def _(node: ast.Name, walker: Walker) -> Buffers:
    return walker.memory.variables.get(node.id, NO_BUFFERS)


@expression.register(ast.Lambda)
@expression.register(ast.JoinedStr)
@expression.register(ast.Constant)
def _(node: ast.expr, walker: Walker) -> Buffers:
    return NO_BUFFERS


@expression.register(ast.Attribute)
def _(node: ast.Attribute, walker: Walker) -> Buffers:
    """An attribute of a tensor that is a tensor looks at the same memory."""
    known = walker.memory.variables.get(ast.unparse(node))
    if known is not None:
        return known
    buffers = walker.expression(node.value)
    return buffers if node.attr in _LOOKING_ATTRIBUTES else NO_BUFFERS


@expression.register(ast.BinOp)
def _(node: ast.BinOp, walker: Walker) -> Buffers:
    name = "torch.matmul" if isinstance(node.op, ast.MatMult) else "torch.add"
    return walker.operation(node, name, [node.left, node.right])


@expression.register(ast.UnaryOp)
def _(node: ast.UnaryOp, walker: Walker) -> Buffers:
    return walker.operation(node, "torch.neg", [node.operand])


@expression.register(ast.Compare)
def _(node: ast.Compare, walker: Walker) -> Buffers:
    return walker.operation(node, "torch.eq", [node.left, *node.comparators])


@expression.register(ast.Subscript)
def _(node: ast.Subscript, walker: Walker) -> Buffers:
    """Slices look at the same memory; an index that is a tensor or a list copies."""
    (buffers, _) = walker.operands([node.value, node.slice])
    walker.release(2)
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    copies = any(isinstance(walker.value(part), StaticTensor) or isinstance(part, ast.List) for part in parts)
    result = walker.value(node)
    if not copies or not isinstance(result, StaticTensor):
        return buffers
    return walker.count(node, Operation("torch.take", (), {}, result))


@expression.register(ast.NamedExpr)
def _(node: ast.NamedExpr, walker: Walker) -> Buffers:
    buffers = walker.expression(node.value)
    assign(walker, node.target, buffers, walker.value(node.value))
    return buffers


@expression.register(ast.IfExp)
def _(node: ast.IfExp, walker: Walker) -> Buffers:
    walker.expression(node.test)
    holds = decided(node.test, walker)
    if holds is not None:
        return walker.expression(node.body if holds else node.orelse)
    first: Rows = []
    second: Rows = []
    outer, walker.rows = walker.rows, first
    buffers = walker.expression(node.body)
    walker.rows = second
    buffers |= walker.expression(node.orelse)
    walker.rows = outer
    walker.either(first, second)
    return buffers


@expression.register(ast.ListComp)
@expression.register(ast.SetComp)
@expression.register(ast.GeneratorExp)
def _(node: ast.ListComp | ast.SetComp | ast.GeneratorExp, walker: Walker) -> Buffers:
    """Count the element once for each item; a list holds all of them."""
    count, are_alike = ONE, True
    for generator in node.generators:
        items, item = walker.expression(generator.iter), item_of(walker.value(generator.iter))
        assign(walker, generator.target, items, item)
        count = count * iterations(walker, generator.iter, node.lineno)
        are_alike &= item is not None
    around, walker.times = walker.times, walker.times * count
    buffers = walker.expression(node.elt)
    walker.times = around
    if are_alike:
        _settle(walker, walker.value(node), walker.value(node.elt))
    for buffer in buffers:
        if isinstance(buffer, int) and not isinstance(node, ast.GeneratorExp):
            walker.memory.live[buffer] = walker.memory.live[buffer] * count
    return buffers


def _settle(walker: Walker, seen: StaticValue, element: StaticValue) -> None:
    """Let the unnamed sizes of all elements be those of the one that was counted."""
    match seen, element:
        case (StaticItems(_, items), StaticTensor()):
            for item in items:
                if isinstance(item, StaticTensor):
                    walker.meaning.settle(item, [element])
        case _:
            pass


@expression.register(ast.Call)
def _(node: ast.Call, walker: Walker) -> Buffers:
    callee = walker.value(node.func)
    nodes = [*node.args, *(keyword.value for keyword in node.keywords)]
    receiver = [node.func.value] if isinstance(node.func, ast.Attribute) else []
    held = walker.operands([*receiver, *nodes])
    buffers = walker.called(node, callee, held)
    walker.release(len(held))
    return buffers
