"""The registry of shape rules, keyed by public names such as `torch.bmm`."""

from __future__ import annotations

import inspect
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.core.immutable import dataclass
from conformable.core.ops.arguments import COLLECTING, CONVERTERS, IGNORED_KEYWORDS, KEYWORD_ALIASES
from conformable.core.ops.signatures import signature_rule
from conformable.core.proof import CannotTellError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.ops.arguments import Argument, Converter, Result
    from conformable.core.proof import Proof


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a rule and how an argument becomes what the rule wants.

    Attributes:
        name: Its name.
        convert: Makes of an argument what the rule wants.
        required: Whether it has no default.
        collects: Whether it takes the rest of the positional arguments.
        unpacks: Whether a sequence that is the only one of these counts as the rest.
        keywords: Whether it takes the rest of the keywords.
    """

    name: str
    convert: Converter
    required: bool
    collects: bool
    unpacks: bool
    keywords: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """How the shape of a result follows from the arguments of an operation.

    Attributes:
        name: The first of its public names.
        function: Takes a `Proof` and the converted arguments, gives the result's shape; raises `Mismatch`
            where the operation certainly fails, `CannotTellError` where it cannot tell.
        parameters: The parameters after the proof.
    """

    name: str
    function: Callable[..., Result]
    parameters: tuple[Parameter, ...]

    def apply(
        self, proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]
    ) -> Result:
        """Apply the rule to the arguments of a call.

        Raises:
            Mismatch: if the operation certainly fails.
            CannotTellError: if the result cannot be told.
        """
        return self.function(proof, **bind(self.parameters, proof, positional, keywords))


def bind(
    parameters: tuple[Parameter, ...],
    proof: Proof,
    positional: tuple[Argument, ...],
    keywords: Mapping[str, Argument],
) -> dict[str, object]:
    """Give each parameter of a call what it wants.

    Raises:
        CannotTellError: if an argument is missing, left over, or not known well enough.
    """
    waiting, named = list(positional), _under_own_names(parameters, keywords)
    bound: dict[str, object] = {}
    for parameter in parameters:
        if parameter.keywords:
            bound[parameter.name] = tuple(named.items())
            named.clear()
        elif parameter.collects and waiting:
            given = tuple(waiting)
            bound[parameter.name] = parameter.convert(_unpacked(given) if parameter.unpacks else given, proof)
            waiting.clear()
        elif waiting:
            bound[parameter.name] = parameter.convert(waiting.pop(0), proof)
        elif parameter.name in named:
            bound[parameter.name] = parameter.convert(named.pop(parameter.name), proof)
        elif parameter.required:
            raise CannotTellError
    if waiting or (named and named.keys() - IGNORED_KEYWORDS):
        raise CannotTellError
    return bound


def _under_own_names(
    parameters: tuple[Parameter, ...], keywords: Mapping[str, Argument]
) -> dict[str, Argument]:
    """Replace NumPy's words by torch's where the rule knows only these."""
    named = dict(keywords)
    for alias in named.keys() & KEYWORD_ALIASES.keys():
        names, name = {parameter.name for parameter in parameters}, KEYWORD_ALIASES[alias]
        if alias not in names and name in names:
            named[name] = named.pop(alias)
    return named


@dataclass(slots=True)
class Registry:
    """The rules by public name."""

    rules: dict[str, Rule] = field(default_factory=dict)

    def add(self, names: tuple[str, ...], function: Callable[..., Result]) -> None:
        """Register one function under all its names.

        Raises:
            ValueError: if a name is taken.
        """
        rule = Rule(names[0], function, parameters_of(function))
        for name in names:
            if name in self.rules:
                raise ValueError(name)
            self.rules[name] = rule

    def find(self, name: str) -> Rule | None:
        """Find the rule of a public name; one entry serves the function, the method and the in-place form.

        >>> from conformable.core.ops import REGISTRY
        >>> REGISTRY.find("torch.Tensor.bmm").name
        'torch.bmm'
        """
        return next((self.rules[form] for form in _forms(name) if form in self.rules), None)


Function = TypeVar("Function", bound="Callable[..., Result]")

REGISTRY: Final = Registry()
"""Filled while `conformable.core.ops` is imported, and not changed after."""


def rule(*names: str, signature: str = "") -> Callable[[Function], Function]:
    """Register a shape rule: `rule("torch.mm", signature="n k, k m -> n m")`, or decorate a function.

    Args:
        names: Public names of the operation; the function's own first, as messages show its last part.
        signature: The shapes of operands and result, where the notation can say them.
    """
    if signature:
        REGISTRY.add(names, signature_rule(signature))
        return _unchanged

    def register(function: Function) -> Function:
        REGISTRY.add(names, function)
        return function

    return register


def rules(function: Callable[..., Result], names: Mapping[str, str]) -> None:
    """Register one function for many operations.

    Args:
        function: The shape rule.
        names: Where operations stand, such as `torch.special`, and their names, separated by spaces.
    """
    for place, operations in names.items():
        for operation in operations.split():
            REGISTRY.add((f"{place}.{operation}",), function)


def _unchanged(function: Function) -> Function:
    return function


def _forms(name: str) -> tuple[str, ...]:
    """Give the names under which the rule of an operation may stand."""
    plain = name[:-1] if name.endswith("_") and not name.endswith("__") else name
    for prefix, module in _METHODS:
        if plain.startswith(prefix):
            method = plain.removeprefix(prefix)
            return (name, plain, *(f"{place}.{method}" for place in module))
    return (name, plain)


_METHODS: Final = (
    ("torch.Tensor.", ("torch", "torch.linalg", "torch.special", "torch.nn.functional")),
    ("numpy.ndarray.", ("numpy",)),
    ("jax.Array.", ("jax.numpy", "numpy.ndarray", "numpy")),
    ("jax.numpy.", ("numpy",)),
)


@cache
def parameters_of(function: Callable[..., object], leading: int = 1) -> tuple[Parameter, ...]:
    """Read the parameters after the leading ones, such as the proof, from the signature of a rule."""
    rest = list(inspect.signature(function).parameters.values())[leading:]
    return tuple(
        Parameter(
            name=parameter.name,
            convert=CONVERTERS[parameter.annotation],
            required=parameter.default is inspect.Parameter.empty,
            collects=parameter.annotation in COLLECTING,
            unpacks=parameter.annotation != "Arguments",
            keywords=parameter.annotation == "Keywords",
        )
        for parameter in rest
    )


def _unpacked(arguments: tuple[Argument, ...]) -> Argument:
    """Read `view(2, 3)` and `view((2, 3))` alike."""
    if len(arguments) == 1 and isinstance(arguments[0], tuple):
        return arguments[0]
    return arguments
