"""What a name or a dotted name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core.binding import Binding
from conformable.core.shapes import Shape
from conformable_mypy.interpreter import module_values
from conformable_mypy.interpreter.declared import Declared, literal
from conformable_mypy.interpreter.definitions import value_of_definition
from conformable_mypy.interpreter.values import UNKNOWN, Function, Value, unknown_from

if TYPE_CHECKING:
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def value_of_name(node: nodes.RefExpr, run: Run, state: State) -> Value:
    """Look a variable up, or what a global name refers to."""
    definition = node.node
    if definition is not None and definition in run.volatile:
        return unknown_from(state.variables[variable] for variable in run.captured & state.variables.keys())
    if definition is not None and definition in state.variables:
        return state.variables[definition]
    return value_of_symbol(definition, node.fullname, run, state, node)


def value_of_symbol(
    definition: nodes.SymbolNode | None, fullname: str, run: Run, state: State, place: nodes.Context
) -> Value:
    """Give what is known of a definition that no statement of the body has set."""
    known = value_of_definition(definition, fullname)
    if known != UNKNOWN:
        return known
    match definition:
        case nodes.Decorator(original_decorators=decorators):
            kept = all(module_values.keeps_shapes(decorator, run) for decorator in decorators)
            return Function(definition.func) if kept else UNKNOWN
        case nodes.Var():
            return _variable(definition, run, state, place)
        case nodes.TypeAlias():
            return module_values.of_variable(definition.fullname, run)
        case _:
            return UNKNOWN


def _variable(variable: nodes.Var, run: Run, state: State, place: nodes.Context) -> Value:
    """Read a variable of another scope: its declared type, and a value that it certainly has.

    What a function around this one holds under the name may have been reassigned to another shape.
    """
    if variable.is_final and variable.final_value is not None:
        return literal(variable.final_value)
    if "." not in variable.fullname:
        return UNKNOWN
    given = module_values.of_variable(variable.fullname, run)
    if given != UNKNOWN:
        return given
    if variable.is_inferred or variable.type is None:
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
