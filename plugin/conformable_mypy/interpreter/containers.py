"""Containers of modules and parameters, and what changes the modules of an `nn.Sequential`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conformable_mypy.interpreter.dictionaries import named_items
from conformable_mypy.interpreter.iterating import parts_of
from conformable_mypy.interpreter.values import (
    MODULES,
    NONE,
    UNKNOWN,
    Chain,
    Either,
    Entries,
    Integer,
    Items,
    Many,
    Mixed,
    Object,
    Operation,
    Reference,
    Scalar,
    Table,
    Tensor,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mypy import nodes

    from conformable_mypy.interpreter.arguments import Arguments, Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

    Change = Callable[[Chain], Chain | None]


def parameter(arguments: Arguments) -> Value:
    """Make an `nn.Parameter`: it has the shape of its data."""
    data = arguments.positional[0] if arguments.positional else arguments.keywords.get("data")
    return data.value if data is not None and isinstance(data.value, Tensor) else UNKNOWN


def sequential(arguments: Arguments, run: Run, state: State) -> Value:
    """`nn.Sequential(a, b)` and `nn.Sequential(OrderedDict(...))`."""
    modules = tuple(operand.value for operand in arguments.positional)
    named = named_items(state.content(modules[0]), state) if len(modules) == 1 else None
    if named is None:
        return state.allocate(run.address(), Chain(modules))
    made = Chain(tuple(value for _, value in named), frozenset(str(name) for name, _ in named))
    return state.allocate(run.address(), made)


def _listed(arguments: Arguments, run: Run, state: State) -> Value:
    """`nn.ModuleList(modules)`, `nn.ParameterList(parameters)`."""
    given = arguments.all
    if not given:
        return state.allocate(run.address(), Items((), "list"))
    match state.content(given[0].value):
        case Items(items):
            return state.allocate(run.address(), Items(items, "list"))
        case Many() | Mixed() as content:
            return state.allocate(run.address(), replace(content, kind="list"))
        case Chain(modules) if not any(isinstance(module, Many) for module in modules):
            return state.allocate(run.address(), Items(modules, "list"))
        case _:
            return UNKNOWN


def _mapped(arguments: Arguments, run: Run, state: State) -> Value:
    """`nn.ModuleDict(modules)`, `nn.ParameterDict(parameters)`."""
    given = arguments.all
    content = state.content(given[0].value) if given else Entries(())
    named = named_items(content, state)
    if named is not None:
        return state.allocate(run.address(), Entries(named))
    return state.allocate(run.address(), content) if isinstance(content, Table) else UNKNOWN


CONTAINERS: Final[Mapping[str, Callable[[Arguments, Run, State], Value]]] = {
    "torch.nn.Sequential": sequential,
    "torch.nn.ModuleList": _listed,
    "torch.nn.ModuleDict": _mapped,
    "torch.nn.ParameterList": _listed,
    "torch.nn.ParameterDict": _mapped,
    "torch.nn.Parameter": lambda arguments, run, state: parameter(arguments),
    "torch.nn.Buffer": lambda arguments, run, state: parameter(arguments),
}
"""Public class name -> what makes a value of a constructor call."""


def changed(content: Value, change: Change) -> Value:
    """Change the modules of an `nn.Sequential`, of each one that it may be.

    Args:
        content: The container, as the heap holds it.
        change: Gives what it becomes; None if that is not known.
    """
    match content:
        case Chain(several=False):
            made = change(content)
            return UNKNOWN if made is None else made
        case Either(options):
            return replace(
                content, options=tuple((changed(option, change), known) for option, known in options)
            )
        case _:
            return UNKNOWN


def with_item(content: Value, key: object, stored: Value) -> Value:
    """Give an `nn.Sequential` another module at a known place."""
    return changed(content, lambda chain: _spliced(chain, _place(chain, key), 1, (stored,)))


def _place(chain: Chain, key: object) -> int | None:
    """Give the place that an index means; None if it is not known, or nothing is there."""
    modules = chain.modules
    if not isinstance(key, int) or any(isinstance(module, Many) for module in modules):
        return None
    return key % len(modules) if -len(modules) <= key < len(modules) else None


def _spliced(chain: Chain, place: int | None, dropped: int, added: tuple[Value, ...]) -> Chain | None:
    if place is None:
        return None
    modules = chain.modules
    return replace(chain, modules=(*modules[:place], *added, *modules[place + dropped :]))


def _append(chain: Chain, given: list[Value], state: State) -> Chain | None:
    return replace(chain, modules=(*chain.modules, *given)) if len(given) == 1 else None


def _add(chain: Chain, given: list[Value], state: State) -> Chain | None:
    """`net.add_module(name, module)` replaces a module of that name; a computed name is a new one."""
    match given:
        case [Scalar(str(name)), module] if name in chain.named or name.isdigit():
            return None
        case [name, module]:
            text = name.value if isinstance(name, Scalar) else None
            named = chain.named | {text} if isinstance(text, str) else chain.named
            return Chain((*chain.modules, module), named)
        case _:
            return None


def _extend(chain: Chain, given: list[Value], state: State) -> Chain | None:
    content = state.content(given[0]) if given else UNKNOWN
    more = content.modules if isinstance(content, Chain) else parts_of(content)
    return None if more is None else replace(chain, modules=(*chain.modules, *more))


def extend(owner: Reference, more: Value, state: State) -> None:
    """`net += modules`."""
    state.heap[owner.address] = changed(state.content(owner), lambda chain: _extend(chain, [more], state))


def _insert(chain: Chain, given: list[Value], state: State) -> Chain | None:
    match given:
        case [Integer(size), module]:
            return _spliced(chain, _place(chain, size.number), 0, (module,))
        case _:
            return None


def _pop(chain: Chain, given: list[Value], state: State) -> Chain | None:
    match given:
        case [Integer(size)]:
            return _spliced(chain, _place(chain, size.number), 1, ())
        case _:
            return None


_CHANGES: Final[Mapping[str, Callable[[Chain, list[Value], State], Chain | None]]] = {
    "append": _append,
    "add_module": _add,
    "register_module": _add,
    "extend": _extend,
    "insert": _insert,
    "pop": _pop,
}

_SEQUENTIAL: Final = "torch.nn.Sequential."


def method(owner: Reference, name: str) -> Operation:
    """Look up a method of an `nn.Sequential`; those that every module has leave its modules as they are."""
    return Operation(f"{_SEQUENTIAL if name in _CHANGES else 'torch.nn.Module.'}{name}", owner)


def _change(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    owner, name = modules_of(callee.receiver, state), callee.name.removeprefix(_SEQUENTIAL)
    if not isinstance(owner, Reference):
        return UNKNOWN
    given = [operand.value for operand in arguments.all]
    state.heap[owner.address] = changed(
        state.content(owner), lambda chain: _CHANGES[name](chain, given, state)
    )
    if name == "pop":
        return UNKNOWN
    return NONE if name in {"add_module", "register_module"} else callee.receiver or UNKNOWN


def modules_of(owner: Value | None, state: State) -> Value | None:
    """Give the modules of an `nn.Sequential`, also of an object of a subclass."""
    made = state.content(owner) if owner is not None else UNKNOWN
    return dict(made.attributes).get(MODULES) if isinstance(made, Object) else owner


def _given_back(
    callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State
) -> Value:
    """`weight_norm(module)` computes the weight of a module in another way, and gives the module."""
    return arguments.all[0].value if arguments.all else UNKNOWN


_PARAMETRIZING: Final = (
    "torch.nn.utils.weight_norm.weight_norm",
    "torch.nn.utils.weight_norm.remove_weight_norm",
    "torch.nn.utils.spectral_norm.spectral_norm",
    "torch.nn.utils.spectral_norm.remove_spectral_norm",
    "torch.nn.utils.parametrizations.weight_norm",
    "torch.nn.utils.parametrizations.spectral_norm",
    "torch.nn.utils.parametrizations.orthogonal",
)

HANDLERS: Final[Mapping[str, Handler]] = {
    **{f"{_SEQUENTIAL}{name}": _change for name in _CHANGES},
    **dict.fromkeys(_PARAMETRIZING, _given_back),
}
"""Public name of the method -> what it does."""
