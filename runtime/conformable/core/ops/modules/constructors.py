"""Constructors of modules: their parameters, the weights they make, what they refuse."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING, cast

from conformable.core.binding import Binding, Bound, BoundRun
from conformable.core.immutable import dataclass
from conformable.core.notation import NamedAxis, SymbolicAxis, VariadicAxis, parse
from conformable.core.ops.arguments import UNKNOWN, Unknown
from conformable.core.ops.conditions import parameter_size, require_division
from conformable.core.ops.modules.state import ModuleState
from conformable.core.ops.registry import Parameter, bind
from conformable.core.ops.windows import for_each
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable.core.notation import Axis, ShapeAnnotation
    from conformable.core.ops.arguments import Argument
    from conformable.core.proof import Proof

    Values = dict[str, Argument]


@dataclass(frozen=True, slots=True)
class Weight:
    """A tensor that a constructor makes.

    Attributes:
        name: The attribute.
        axes: Its axes over the constructor's parameters.
        when: The flags among the parameters, separated by spaces, without which there is none.
    """

    name: str
    axes: str
    when: str = ""

    @property
    def annotation(self) -> ShapeAnnotation:
        """Its axes, read."""
        return parse(self.axes)


@dataclass(frozen=True, slots=True)
class Constructor:
    """How a module is made.

    Attributes:
        parameters: Their names, with defaults: `in_features, out_features, bias=True`.
        weights: The tensors it makes.
        divides: Pairs of parameters of which the second must divide the first.
        each: Parameters that torch keeps as a tuple, one value for each of `axes`.
        axes: The number of axes that the module works on.
        inferred: Sizes that torch learns from the first input.
        open: Whether it takes further keywords, which become attributes.
        ignores: Whether it takes any arguments, and keeps none.
    """

    parameters: str
    weights: tuple[Weight, ...] = ()
    divides: tuple[tuple[str, str], ...] = ()
    each: tuple[str, ...] = ()
    axes: int = 1
    inferred: tuple[str, ...] = ()
    open: bool = False
    ignores: bool = False

    def make(
        self, proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]
    ) -> ModuleState:
        """Make the state of a new module.

        Raises:
            Mismatch: if the constructor certainly refuses the arguments.
            CannotTellError: if an argument is missing or left over.
        """
        if self.ignores:
            return ModuleState()
        values = self._values(proof, positional, keywords)
        for name in self.each:
            values[name] = self._for_each(proof, name, values[name])
        self._require_divisions(proof, values)
        return ModuleState(tuple((values | self._weights(proof, values)).items()))

    def _values(
        self, proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]
    ) -> Values:
        parameters, defaults = read_parameters(self.parameters)
        names = {parameter.name for parameter in parameters}
        further = {name: value for name, value in keywords.items() if self.open and name not in names}
        own = {name: value for name, value in keywords.items() if name not in further}
        given = bind(parameters, proof, positional, own)
        learned = {name: proof.fresh() for name in self.inferred}
        return defaults | cast("Values", given) | further | learned

    def _for_each(self, proof: Proof, name: str, value: Argument) -> Argument:
        match value:
            case str() | None:
                return value
            case tuple():
                return tuple(item if isinstance(item, Size) else proof.fresh(least=None) for item in value)
            case Size():
                return (value,) * self.axes
            case _:
                return for_each(proof, name, (), self.axes)

    def _require_divisions(self, proof: Proof, values: Values) -> None:
        for whole, part in self.divides:
            sizes = values[whole], values[part]
            if isinstance(sizes[0], Size) and isinstance(sizes[1], Size):
                require_division(proof, parameter_size(whole, sizes[0]), parameter_size(part, sizes[1]))

    def _weights(self, proof: Proof, values: Values) -> Values:
        binding = Binding(proof.scope)
        for name in self._sizes_of_weights():
            self._bind(proof, binding, name, values)
        return {weight.name: _made(proof, binding, weight, values) for weight in self.weights}

    def _sizes_of_weights(self) -> dict[str, None]:
        return dict.fromkeys(name for weight in self.weights for name in weight.annotation.names)

    def _bind(self, proof: Proof, binding: Binding, name: str, values: Values) -> None:
        name = name.removeprefix("*")
        match values[name]:
            case Size() as size:
                binding.sizes[name] = Bound(size)
                binding.runs[name] = BoundRun((size,))
            case tuple() as items if all(isinstance(item, Size) for item in items):
                binding.runs[name] = BoundRun(tuple(item for item in items if isinstance(item, Size)))
            case None | bool() | str():
                raise CannotTellError
            case _:
                values[name] = size = proof.fresh()
                binding.sizes[name] = Bound(size)


def _made(proof: Proof, binding: Binding, weight: Weight, values: Values) -> Argument:
    flags = [values[flag] for flag in weight.when.split()]
    if any(flag is False or flag is None for flag in flags):
        return None
    if any(isinstance(flag, Unknown) for flag in flags):
        return UNKNOWN
    shape = binding.shape(proof, weight.annotation)
    names = tuple(name for axis in weight.annotation.axes for name in _axis_names(axis, binding))
    return Shape(shape.parts, weight.name, names if len(names) == len(shape.parts) else ())


def _axis_names(axis: Axis, binding: Binding) -> tuple[str, ...]:
    """Name the axes of a weight after the parameter that gives their size."""
    match axis:
        case NamedAxis(name):
            return (name,)
        case VariadicAxis(name) if name is not None and name in binding.runs:
            return (name,) * len(binding.runs[name].parts)
        case SymbolicAxis():
            found = re.search(r"[a-z]\w*", str(axis))
            return (found.group() if found else str(axis),)
        case _:
            return (str(axis),)


@cache
def read_parameters(text: str) -> tuple[tuple[Parameter, ...], dict[str, Argument]]:
    """Read parameters with their defaults.

    >>> parameters, defaults = read_parameters("in_features, out_features, bias=True, eps=1e-05")
    >>> [parameter.name for parameter in parameters if parameter.required], defaults["bias"]
    (['in_features', 'out_features'], True)
    """
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    parameters = tuple(
        Parameter(
            name, lambda argument, proof: argument, not equals, collects=False, unpacks=False, keywords=False
        )
        for name, equals, _ in pairs
    )
    return parameters, {name: _literal(default) for name, equals, default in pairs if equals}


def _literal(text: str) -> Argument:
    value = ast.literal_eval(text)
    if isinstance(value, int) and not isinstance(value, bool):
        return Size.of(value)
    return value if isinstance(value, bool | float | str) else None
