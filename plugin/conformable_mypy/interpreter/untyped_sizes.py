"""Parameters that a constructor takes for sizes without saying so: read from what it makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes

from conformable_mypy.instrument import written_statements
from conformable_mypy.interpreter.stores import statements_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SIZES_OF: Final = {
    "Linear": 2,
    "Bilinear": 3,
    "Embedding": 2,
    "MultiheadAttention": 2,
    **dict.fromkeys(("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"), 2),
    **{f"{kind}{rank}d": 2 for kind in ("Conv", "ConvTranspose") for rank in (1, 2, 3)},
    **{f"BatchNorm{rank}d": 1 for rank in (1, 2, 3)},
}
"""Layer of torch.nn -> how many of its first arguments can only be integers."""


def size_parameters(initializer: nodes.FuncDef) -> frozenset[str]:
    """Collect the parameters without annotations that a constructor gives to layers as sizes.

    Args:
        initializer: The constructor; one whose default is no integer is not among them.
    """
    fitting = {
        argument.variable.name
        for argument in initializer.arguments[1:]
        if argument.type_annotation is None and isinstance(argument.initializer, nodes.IntExpr | None)
        if argument.kind not in (nodes.ARG_STAR, nodes.ARG_STAR2)
    }
    if not fitting:
        return frozenset()
    return frozenset(fitting.intersection(_names_of_sizes(initializer)))


def _names_of_sizes(initializer: nodes.FuncDef) -> Iterator[str]:
    for statement in statements_in(written_statements(initializer.body.body)):
        match statement:
            case nodes.AssignmentStmt(rvalue=value) | nodes.ExpressionStmt(expr=value):
                for call in _calls(value):
                    yield from _names(_size_arguments(call))
            case _:
                pass


def _calls(node: nodes.Expression) -> Iterator[nodes.CallExpr]:
    """Yield the calls in an expression, those in lists and comprehensions too."""
    match node:
        case nodes.CallExpr(args=arguments):
            yield node
            inner: Iterable[nodes.Expression] = arguments
        case nodes.ListExpr(items=items) | nodes.TupleExpr(items=items):
            inner = items
        case nodes.StarExpr(expr=expression) | nodes.GeneratorExpr(left_expr=expression):
            inner = (expression,)
        case nodes.ListComprehension(generator=generator):
            inner = (generator,)
        case nodes.ConditionalExpr(if_expr=one, else_expr=other):
            inner = (one, other)
        case _:
            inner = ()
    for part in inner:
        yield from _calls(part)


def _size_arguments(call: nodes.CallExpr) -> Iterable[nodes.Expression]:
    layer = call.callee.name if isinstance(call.callee, nodes.NameExpr | nodes.MemberExpr) else ""
    return (
        call.args[: SIZES_OF.get(layer, 0)] if set(call.arg_kinds) <= {nodes.ARG_POS, nodes.ARG_NAMED} else ()
    )


def _names(expressions: Iterable[nodes.Expression]) -> Iterator[str]:
    for expression in expressions:
        match expression:
            case nodes.NameExpr(name=name):
                yield name
            case nodes.OpExpr(op="+" | "-" | "*" | "//", left=left, right=right):
                yield from _names((left, right))
            case _:
                pass
