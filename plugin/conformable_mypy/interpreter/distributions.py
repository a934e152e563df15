"""Distributions of torch over classes: what a sample has of the shape of the probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.shapes import Shape
from conformable.core.sizes import Size
from conformable_mypy.interpreter.values import NONE, UNKNOWN, Object, Operation, Tensor, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

PARAMETERS: Final = ("probs", "logits")
"""One of these is given to the constructor; the other one is computed from it."""

CATEGORICAL: Final = "torch.distributions.categorical.Categorical"
BERNOULLI: Final = "torch.distributions.bernoulli.Bernoulli"


def construct(info: nodes.TypeInfo, arguments: Arguments, run: Run, state: State) -> Value | None:
    """Make a distribution; None if the class is none that is known, or its parameter is no known tensor."""
    if info.fullname not in {CATEGORICAL, BERNOULLI} or not arguments.complete:
        return None
    given = dict(zip(PARAMETERS, (operand.value for operand in arguments.positional), strict=False))
    given |= {name: arguments.keywords[name].value for name in PARAMETERS if name in arguments.keywords}
    parameters = [value for value in given.values() if value != NONE]
    if len(parameters) != 1 or not isinstance(parameters[0], Tensor):
        return None
    known = tuple((name, parameters[0]) for name in PARAMETERS)
    return state.allocate(run.address(), Object(info, known, scope=run.fresh_scope(info), exact=True))


def _parameter(callee: Operation, state: State) -> Tensor | None:
    made = state.content(callee.receiver) if callee.receiver is not None else UNKNOWN
    known = dict(made.attributes).get(PARAMETERS[0]) if isinstance(made, Object) else None
    return known if isinstance(known, Tensor) else None


def _class(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`Categorical(logits=x).sample()`: one class for each distribution along the last axis."""
    parameter = _parameter(callee, state)
    parts = parameter.shape.parts if parameter is not None else ()
    if arguments.all or not parts or not isinstance(parts[-1], Size):
        return UNKNOWN
    return Tensor(Shape(parts[:-1]), "torch", "Int64")


def _outcome(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """`Bernoulli(probs=x).sample()`: one outcome for each probability."""
    parameter = _parameter(callee, state)
    return UNKNOWN if parameter is None or arguments.all else Tensor(parameter.shape, "torch")


HANDLERS: Final[Mapping[str, Handler]] = {f"{CATEGORICAL}.sample": _class, f"{BERNOULLI}.sample": _outcome}
"""Public name of the method -> what it does."""
