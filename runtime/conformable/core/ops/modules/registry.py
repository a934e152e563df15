"""The rules of module classes, keyed by public names such as `torch.nn.Linear`."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from conformable.core.immutable import dataclass
from conformable.core.ops.modules.constructors import Constructor
from conformable.core.ops.ranks import require_rank
from conformable.core.ops.registry import REGISTRY, bind, parameters_of
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conformable.core.ops.arguments import Argument, Result
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

    Make = Callable[[Proof, tuple[Argument, ...], Mapping[str, Argument]], ModuleState]
    Forward = Callable[[Proof, ModuleState, tuple[Argument, ...], Mapping[str, Argument]], Result]


@dataclass(frozen=True, slots=True)
class ModuleRule:
    """How a module class is constructed and called.

    Attributes:
        name: Its public name.
        make: What makes the state of a module of the constructor's arguments.
        forward: What makes the result of a call of the state and the arguments.
        operation: How messages call it.
    """

    name: str
    make: Make
    forward: Forward
    operation: str

    def construct(
        self, proof: Proof, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]
    ) -> ModuleState:
        """Give the state of a new module.

        Raises:
            Mismatch: if torch certainly refuses the arguments.
            CannotTellError: if an argument is missing or left over.
        """
        proof.operation = self.name.rpartition(".")[2]
        return self.make(proof, positional, keywords)

    def call(
        self,
        proof: Proof,
        state: ModuleState,
        positional: tuple[Argument, ...],
        keywords: Mapping[str, Argument],
    ) -> Result:
        """Give the shape of what a call of the module returns.

        Raises:
            Mismatch: if the call certainly fails.
            CannotTellError: if the result cannot be told.
        """
        proof.operation = self.operation
        return self.forward(proof, state, positional, keywords)


@dataclass(slots=True)
class Modules:
    """The module classes by public name."""

    rules: dict[str, ModuleRule] = field(default_factory=dict)

    def find(self, name: str) -> ModuleRule | None:
        """Find the rule of a class by its public name.

        >>> from conformable.core.ops.modules import MODULES
        >>> MODULES.find("torch.nn.Linear").operation
        'linear'
        """
        return self.rules.get(name)

    def add(self, rule: ModuleRule) -> None:
        """Register a rule under its name.

        Raises:
            ValueError: if the name is taken.
        """
        if rule.name in self.rules:
            raise ValueError(rule.name)
        self.rules[rule.name] = rule


MODULES: Final = Modules()
"""Filled while `conformable.core.ops.modules` is imported, and not changed after."""


def module(
    names: str,
    constructor: Constructor | str,
    calls: str,
    *,
    inputs: str = "input",
    ranks: tuple[int, ...] = (),
    renamed: Mapping[str, str] | None = None,
    fixed: Mapping[str, Argument] | None = None,
) -> None:
    """Register modules whose call is that of a function, with the module's attributes as further arguments.

    Args:
        names: The classes, separated by spaces; those of torch.nn without its name.
        constructor: What makes them, or just its parameters.
        calls: The function's public name.
        inputs: The parameters of the call.
        ranks: How many axes the input may have; nothing is said if it is empty.
        renamed: The function's names of attributes, where they are others.
        fixed: Further arguments of the function.
    """
    make = _maker(constructor)
    forward = _Delegation(calls, tuple(inputs.split()), ranks, dict(renamed or {}), dict(fixed or {}))
    for name in names.split():
        MODULES.add(ModuleRule(public_name(name), make, forward, calls.rpartition(".")[2]))


Function = TypeVar("Function", bound="Callable[..., Result]")


def module_function(names: str, constructor: Constructor | Make | str) -> Callable[[Function], Function]:
    """Register modules whose call is the decorated function of proof, state and inputs."""
    make = _maker(constructor)

    def register(function: Function) -> Function:
        for name in names.split():
            public = public_name(name)
            MODULES.add(ModuleRule(public, make, _forward_of(function), public.rpartition(".")[2]))
        return function

    return register


def _maker(constructor: Constructor | Make | str) -> Make:
    match constructor:
        case str():
            return Constructor(constructor).make
        case Constructor():
            return constructor.make
        case _:
            return constructor


def public_name(name: str) -> str:
    """Give the full name of a class, which is one of torch.nn if nothing else is said."""
    return name if "." in name else f"torch.nn.{name}"


def _forward_of(function: Callable[..., Result]) -> Forward:
    inputs = parameters_of(function, leading=2)

    def forward(
        proof: Proof, state: ModuleState, positional: tuple[Argument, ...], keywords: Mapping[str, Argument]
    ) -> Result:
        return function(proof, state, **bind(inputs, proof, positional, keywords))

    return forward


@dataclass(frozen=True, slots=True)
class _Delegation:
    """A call that is one of a function."""

    function: str
    inputs: tuple[str, ...]
    ranks: tuple[int, ...]
    renamed: Mapping[str, str]
    fixed: Mapping[str, Argument]

    def __call__(
        self,
        proof: Proof,
        state: ModuleState,
        positional: tuple[Argument, ...],
        keywords: Mapping[str, Argument],
    ) -> Result:
        rule = REGISTRY.find(self.function)
        if rule is None or len(positional) > len(self.inputs):
            raise CannotTellError
        own = dict(zip(self.inputs, positional, strict=False)) | dict(keywords)
        if own.keys() - set(self.inputs):
            raise CannotTellError
        first = own.get(self.inputs[0])
        if self.ranks and isinstance(first, Shape):
            require_rank(proof, first, *self.ranks)
        taken = {parameter.name for parameter in rule.parameters}
        takes_all = any(parameter.keywords for parameter in rule.parameters)
        kept = {self.renamed.get(name, name): _labelled(value, state) for name, value in state.attributes}
        passed = {name: value for name, value in kept.items() if name in taken or takes_all}
        return rule.apply(proof, (), passed | dict(self.fixed) | own)


def _labelled(value: Argument, state: ModuleState) -> Argument:
    """Let messages say of a weight whose it is: its axes have names already."""
    if isinstance(value, Shape) and value.axis_names:
        return replace(value, label=state.label)
    return value
