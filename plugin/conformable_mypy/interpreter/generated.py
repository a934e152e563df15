"""Objects whose constructor is made from their fields: dataclasses, attrs, pydantic models, named tuples."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformable.core.arithmetic import substitute
from conformable_mypy.interpreter import chosen_fields, effects, inlining
from conformable_mypy.interpreter.arguments import Arguments
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.values import UNKNOWN, Integer, Object, Reference, Value

if TYPE_CHECKING:
    from mypy import nodes

    from conformable.core.sizes import Atom, Size
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def fill(
    info: nodes.TypeInfo,
    made: Reference,
    given: dict[str, Value],
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> None:
    """Give a new object its fields, and do what its class does after that.

    Args:
        info: The class.
        made: The object.
        given: The arguments of the call, by field.
        node: The call.
        run: The interpretation.
        state: What is known here.
    """
    scope = run.fresh_scope(node)
    if not chosen_fields.keeps_arguments(info, run):
        state.heap[made.address] = Object(info, (), scope=scope, exact=True)
        return
    values = {**chosen_fields.defaults_of(info, run), **given}
    changing = chosen_fields.converted(info)
    fields = tuple((name, value) for name, value in values.items() if name not in changing)
    state.heap[made.address] = Object(info, fields, scope=scope, exact=True)
    for finisher in chosen_fields.finishers(info):
        arguments = Arguments([Operand(values.get(name or "", UNKNOWN)) for name in finisher.arg_names[1:]])
        followed = inlining.follow(finisher, Operand(made), arguments, node, run, state)
        if followed is None:
            _finished_elsewhere(info, made, finisher, values, run, state)


def _finished_elsewhere(
    info: nodes.TypeInfo,
    made: Reference,
    finisher: nodes.FuncDef,
    values: dict[str, Value],
    run: Run,
    state: State,
) -> None:
    """Keep what a method of another module leaves alone, and what is stored of the sizes it makes."""
    effects.forget_changed(made, finisher, run, state)
    content = state.content(made)
    if not isinstance(content, Object):
        return
    chosen = chosen_fields.of_class(info, run)
    filled_in = {symbol for symbol, _ in chosen.links}
    sizes: dict[Atom, Size] = {
        symbol: given.size
        for size in chosen.sizes.values()
        for symbol in size.symbols()
        if symbol not in filled_in
        and isinstance(given := values.get(symbol.name.rpartition(".")[2]), Integer)
        and (given.size.number is None or given.size.number > 0)
    }
    known = {
        name: Integer(substitute(size, sizes))
        for name, size in chosen.sizes.items()
        if all(symbol in sizes for symbol in size.symbols())
    }
    state.heap[made.address] = replace(content, attributes=(*(dict(content.attributes) | known).items(),))
