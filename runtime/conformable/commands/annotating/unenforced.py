"""Where a shape rests on something that a run need not keep to.

That `x[:, :n]` has n columns, and that `x.chunk(2)` gives equal halves, the static half takes for granted;
but Python lets a slice end early, and PyTorch makes the last piece smaller. Other operations raise where the
sizes do not fit. An annotation of what rests on such a place would be refused in runs that go well today.

Where exceptions are caught, the static half follows the ways on which an operation that may fail has failed.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conformable.commands.annotating.local_names import bound_names
from conformable.commands.observations.static_values import StaticObject
from conformable.core.sizes import Compound

if TYPE_CHECKING:
    from conformable.commands.observations.records import Assumptions
    from conformable.commands.observations.static_values import StaticValue
    from conformable.core.shapes import Shape
    from conformable.core.sizes import Size, Symbol

#: Functions and methods whose results are smaller, or other, where the sizes are not as one expects.
_YIELDING: Final = frozenset(
    {
        *("arange", "chunk", "split", "tensor_split", "unsafe_chunk", "unsafe_split"),
        *("array_split", "hsplit", "vsplit", "dsplit"),
        *("diag", "diagonal", "qr", "svd", "svdvals"),
    }
)

_BUILTINS: Final = frozenset({"min", "max"})

#: Context managers that are known to let every exception through.
_TRANSPARENT: Final = frozenset(
    {
        *("autocast", "device", "enable_grad", "inference_mode", "no_grad", "set_grad_enabled"),
        *("catch_warnings", "errstate", "fork_rng", "open", "profile", "record_function", "sdpa_kernel"),
    }
)


@dataclass(frozen=True, slots=True)
class Unenforced:
    """What in one function rests on such places.

    Attributes:
        places: The places.
        names: The variables that are made from them, or where exceptions are caught.
        symbols: Sizes of which something was taken for granted there that could come to bear elsewhere.
    """

    places: frozenset[ast.AST]
    names: frozenset[str]
    symbols: frozenset[Symbol]

    def supports(self, node: ast.expr, shape: Shape) -> bool:
        """Tell whether the shape of an expression rests on one of them."""
        sizes = (*shape.before, *shape.after)
        return self.taints(node) or not self.symbols.isdisjoint(s for size in sizes for s in size.symbols())

    def taints(self, node: ast.expr) -> bool:
        """Tell whether an expression uses one of them."""
        return any(
            each in self.places or (isinstance(each, ast.Name) and each.id in self.names)
            for each in ast.walk(node)
        )


def unenforced(
    function: ast.AST,
    assumed: Mapping[ast.expr, Assumptions],
    values: Mapping[ast.expr, StaticValue],
    yielding_functions: Collection[str],
) -> Unenforced:
    """Find what in a function rests on such places; on slices only if one of them assumes something.

    Args:
        function: The function.
        assumed: What each of its expressions takes for granted.
        values: What is known of its expressions.
        yielding_functions: The functions of the file that have such places themselves.
    """

    def calls_one(call: ast.Call) -> bool:
        own = "forward" if isinstance(values.get(call.func), StaticObject) else _called(call)
        return own in yielding_functions and _is_open(assumed.get(call))

    places = frozenset(
        node
        for node in ast.walk(function)
        if isinstance(node, ast.expr)
        and (_is_yielding(node) or (isinstance(node, ast.Call) and calls_one(node)))
    )
    learned = [assumed[node] for node in places if node in assumed]
    equalities = (size for each in learned for pair in each.equal for size in pair)
    symbols = frozenset(symbol for size in equalities for symbol in size.symbols())
    return _spread(
        function, Unenforced(places if learned else frozenset(), frozenset(_caught(function)), symbols)
    )


def _caught(function: ast.AST) -> Iterator[str]:
    """Yield the variables that get a value where exceptions are caught, or may be."""
    for node in ast.walk(function):
        catches = (isinstance(node, ast.Try | ast.TryStar) and node.handlers) or (
            isinstance(node, ast.With | ast.AsyncWith)
            and not all(_lets_through(each.context_expr) for each in node.items)
        )
        if catches:
            yield from bound_names(node)


def _lets_through(manager: ast.expr) -> bool:
    called = _called(manager) if isinstance(manager, ast.Call) else ""
    return called in _TRANSPARENT


def yielding_functions(tree: ast.Module) -> frozenset[str]:
    """Return the names of the functions of a file that have such places, or call one that has."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = {each.name for each in functions if any(map(_is_yielding, ast.walk(each)))}
    return _closed(
        found,
        lambda known: {
            each.name
            for each in functions
            if any(_called(node) in known for node in ast.walk(each) if isinstance(node, ast.Call))
        },
    )


def _spread(function: ast.AST, start: Unenforced) -> Unenforced:
    """Follow what such places give through the variables of a function."""
    bindings = list(_bindings(function))

    def following(known: frozenset[str]) -> Collection[str]:
        reached = Unenforced(start.places, known, start.symbols)
        return {name for names, value in bindings if reached.taints(value) for name in names}

    return Unenforced(start.places, _closed(start.names, following), start.symbols)


def _closed(start: Collection[str], following: Callable[[frozenset[str]], Collection[str]]) -> frozenset[str]:
    """Add what follows from what is there, until nothing new does."""
    known = frozenset(start)
    while not known.issuperset(more := following(known)):
        known |= frozenset(more)
    return known


def _bindings(function: ast.AST) -> Iterator[tuple[set[str], ast.expr]]:
    """Yield the names that get something of a value, also where it is stored into what they hold."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=targets, value=value):
                yield {name for target in targets for name in _names(target)}, value
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.AugAssign(target=target, value=value)
                | ast.NamedExpr(target=target, value=value)
                | ast.For(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
                | ast.withitem(optional_vars=ast.expr() as target, context_expr=value)
            ):
                yield set(_names(target)), value
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name))) as call):
                yield {name}, call
            case _:
                pass


def _names(target: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def _is_yielding(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(slice=index):
            parts = index.elts if isinstance(index, ast.Tuple) else [index]
            return any(isinstance(part, ast.Slice) and not _fits_always(part) for part in parts)
        case ast.Call(func=ast.Name(id=name)):
            return name in _YIELDING | _BUILTINS
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _YIELDING
        case _:
            return False


def _fits_always(part: ast.Slice) -> bool:
    """Tell whether a slice lies inside every axis that is not empty: `:`, `1:`, `:-1`."""
    lower, upper = _number(part.lower), _number(part.upper)
    one_end = lower in (None, 0) or upper is None
    return one_end and all(bound in (None, 0, 1, -1) for bound in (lower, upper))


def _number(bound: ast.expr | None) -> object:
    """Read a bound of a slice; one that is no number equals nothing."""
    if bound is None:
        return None
    try:
        return ast.literal_eval(bound)
    except ValueError:
        return bound


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _is_open(learned: Assumptions | None) -> bool:
    """Tell whether more was taken for granted than what the signature of a called function says."""
    if learned is None:
        return False
    return bool(learned.nonnegative) or any(_divides(size) for pair in learned.equal for size in pair)


def _divides(size: Size) -> bool:
    return any(isinstance(atom, Compound) and atom.operator == "//" for atom in size.inside)
