"""What a name or a dotted name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core.binding import Binding
from conformable.core.shapes import Shape
from conformable_mypy import names
from conformable_mypy.interpreter.declared import NUMBERS, Declared, literal
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Callable,
    Class,
    Function,
    Number,
    Operation,
    Overloads,
    Value,
)

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

LIBRARIES: Final = (
    "torch.",
    "numpy.",
    "einops.",
    "jax.",
    "opt_einsum.",
    "math.",
    "builtins.",
    "typing.",
    "functools.",
    "itertools.",
    "operator.",
    "copy.",
)
"""Where the operations live that are known by name and never followed into their bodies."""

TRANSPARENT: Final = frozenset(
    {
        "jaxtyping._decorator.jaxtyped",
        "beartype._decor.decorcache.beartype",
        "beartype._decor.decormain.beartype",
        "conformable.checked",
        "torch.no_grad",
        "torch.inference_mode",
        "functools.wraps",
        "functools.lru_cache",
        "functools.cache",
    }
)
"""Decorators that leave a function's shapes as they are."""


MAPPING: Final = ("torch.func.", "torch._functorch.", "jax.")
"""Where decorators live whose functions are called with other shapes than they are written for."""


def value_of_name(node: nodes.RefExpr, run: Run, state: State) -> Value:
    """Look a variable up, or what a global name refers to."""
    definition = node.node
    if definition is not None and definition in state.variables:
        return state.variables[definition]
    return value_of_symbol(definition, node.fullname, run, state, node)


def value_of_symbol(
    definition: nodes.SymbolNode | None, fullname: str, run: Run, state: State, place: nodes.Context
) -> Value:
    """Give what is known of a definition that no statement of the body has set."""
    if fullname.startswith(LIBRARIES) and not isinstance(definition, nodes.TypeInfo):
        if isinstance(definition, nodes.Var) and _is_float(definition.type):
            return Number()
        return Operation(names.public_name(fullname))
    match definition:
        case nodes.FuncDef():
            return Function(definition)
        case nodes.Decorator():
            return _decorated(definition)
        case nodes.OverloadedFuncDef():
            return Overloads(definition)
        case nodes.TypeInfo():
            return Class(definition)
        case nodes.Var():
            return _variable(definition, run, state, place)
        case _:
            return UNKNOWN


def _is_float(declared: types.Type | None) -> bool:
    """Tell whether a variable of a library is a number, as `math.pi` is."""
    plain = types.get_proper_type(declared)
    return isinstance(plain, types.Instance) and plain.type.fullname in NUMBERS


def _decorated(decorator: nodes.Decorator) -> Value:
    if any(map(_may_change_shapes, decorator.original_decorators)):
        return UNKNOWN
    if all(_is_transparent(expression) for expression in decorator.original_decorators):
        return Function(decorator.func)
    declared = types.get_proper_type(decorator.var.type)
    if not isinstance(declared, types.CallableType):
        return UNKNOWN
    return Function(decorator.func) if declared == decorator.func.type else Callable(declared, decorator.name)


def _is_transparent(decorator: nodes.Expression) -> bool:
    called = decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator
    return isinstance(called, nodes.RefExpr) and called.fullname in TRANSPARENT


def _may_change_shapes(decorator: nodes.Expression) -> bool:
    parts = (decorator.callee, *decorator.args) if isinstance(decorator, nodes.CallExpr) else (decorator,)
    return any(isinstance(part, nodes.RefExpr) and part.fullname.startswith(MAPPING) for part in parts)


def _variable(variable: nodes.Var, run: Run, state: State, place: nodes.Context) -> Value:
    """Read a variable of another scope: only its declared type and a final value can be relied on."""
    if variable.is_final and variable.final_value is not None:
        return literal(variable.final_value)
    # What a function around this one holds under the name may have been reassigned to another shape.
    of_function = "." not in variable.fullname
    if variable.is_inferred or variable.type is None or of_function:
        return UNKNOWN
    return declared_elsewhere(run, state, place).value(variable.type, variable.name)


def declared_elsewhere(run: Run, state: State, place: nodes.Context) -> Declared:
    """Make values of types that were declared in another scope: every axis name in them is fresh."""
    scope = run.fresh_scope(place)
    binding, proof = Binding(scope), run.proof(state, place)
    return Declared(lambda carried: binding.shape(proof, carried.annotation), scope)


def declared_here(run: Run, state: State, place: nodes.Context) -> Declared:
    """Make values of types that the function itself declares: the names it has bound keep their sizes."""
    binding, proof = run.frame.binding, run.proof(state, place)
    return Declared(
        lambda carried: binding.shape(proof, carried.annotation), run.fresh_scope(place), run.module
    )


def inferred(run: Run, place: nodes.Expression) -> Value:
    """Give what mypy's own type of an expression tells: what it is, never its shape.

    To mypy `torch.vmap(f)` has the type of `f`, but it is called with other shapes.
    """
    found = run.type_of(place)
    if found is None or isinstance(types.get_proper_type(found), types.AnyType | types.CallableType):
        return UNKNOWN
    declared = Declared(lambda _: Shape.unknown(run.fresh_scope(place)), run.fresh_scope(place), run.module)
    return declared.value(found)
