"""Calls of functions whose signatures are annotated with shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Binding, Bound, Place
from conformable.core.immutable import dataclass
from conformable.core.proof import Mismatch
from conformable.core.side_by_side import keep_apart
from conformable.core.sizes import Size, Symbol
from conformable_mypy import carrier
from conformable_mypy.interpreter import declared_fields, forgetting, objects, results
from conformable_mypy.interpreter.arguments import Arguments, match_arguments, parameters_of
from conformable_mypy.interpreter.checking import Check
from conformable_mypy.interpreter.declared import Declared
from conformable_mypy.interpreter.operations import Operand, describe
from conformable_mypy.interpreter.summaries import met_name
from conformable_mypy.interpreter.values import (
    UNKNOWN,
    Integer,
    Object,
    Tensor,
    Value,
    is_refused,
    unknown_from,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conformable.core.proof import Proof
    from conformable.core.shapes import Shape
    from conformable_mypy.interpreter.arguments import Parameter
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State

_COROUTINES: Final = frozenset({"typing.Coroutine", "typing.Awaitable", "types.CoroutineType"})


READ_ONLY: Final = frozenset({"typing.Sequence", "typing.Iterable", "typing.Collection", "typing.Mapping"})
"""Declared types of parameters whose arguments a function does not change."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a call is held against.

    Attributes:
        type: The declared type of a function.
        name: How messages call it.
        fullname: Its full name.
        definition: The function itself, where it is known.
    """

    type: types.CallableType
    name: str
    fullname: str
    definition: nodes.FuncDef | None = None


def has_shapes(declared: types.Type | None) -> bool:
    """Tell whether a declared type carries a shape."""
    return carrier.has_carriers(declared)


def has_own_shapes(declared: types.Type) -> bool:
    """Tell whether a declared type carries a shape that is not one of a typed dictionary in it."""
    return any(True for _ in carrier.carriers(declared))


def annotated_names(declared: types.Type | None) -> frozenset[str]:
    """Collect the axis names in a declared type."""
    return frozenset(name for carried in carrier.carriers(declared) for name in carried.annotation.names)


def size_parameters(signature: types.CallableType) -> frozenset[str]:
    """Collect the parameters that a signature takes for sizes: in `"b {n}"`, the `int` called `n`."""
    named = {
        path[0]
        for declared in _declared_types(signature)
        for carried in carrier.carriers(declared)
        for path in carried.annotation.holes
        if len(path) == 1
    }
    return frozenset(
        name
        for name, declared in zip(signature.arg_names, signature.arg_types, strict=True)
        if name in named and _is_int(types.get_proper_type(declared))
    )


def _is_int(declared: types.ProperType) -> bool:
    return isinstance(declared, types.Instance) and declared.type.fullname == "builtins.int"


def call(
    signature: Signature,
    receiver: Operand | None,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> Value:
    """Hold the arguments of a call against a signature; give the result it declares.

    What the function does to lists and dicts that it is given is left to who follows it, or else to
    `forget_changeable`.
    """
    declared = signature.type
    parameters = parameters_of(declared.arg_names, declared.arg_kinds)
    pairs = match_arguments(parameters, arguments, receiver) or []
    scope = run.fresh_scope(node)
    refused = [operand.value for _, operand in pairs if is_refused(operand.value)]
    if refused:
        return unknown_from(refused)
    if not has_shapes(declared):
        result = Declared(lambda _: run.fresh_shape(node), scope).value(awaited(declared.ret_type))
        return _returned(result, signature, pairs, Binding(scope), node, run, state)
    proof = run.proof(state, node)
    if run.frames[0].given_sizes:
        shapes = tuple(operand.value.shape for _, operand in pairs if isinstance(operand.value, Tensor))
        proof.facts = keep_apart(shapes, proof.facts)
    binding = Binding(scope, hole=_holes(pairs, scope, node, run, state))
    binding.sizes.update(_kept_sizes(signature, receiver, pairs, node, run, state))
    for parameter, operand in pairs:
        place = Place(
            messages.argument(parameter.name, signature.name), messages.argument_origin(parameter.name)
        )
        check = Check(binding, proof, place, run.module, state)
        try:
            check.value(operand.value, declared.arg_types[parameter.index])
        except Mismatch as mismatch:
            return run.refuse(operand.node or node, mismatch, describe([operand]))
    try:
        binding.complete(proof)
        _meet_instance(signature, receiver, binding, proof, state)
    except Mismatch as mismatch:
        return run.refuse(node, mismatch, describe(operand for _, operand in pairs))
    result = _result(signature, binding, proof, scope)
    state.facts = proof.facts.keep_apart(frozenset())
    return _returned(result, signature, pairs, binding, node, run, state)


def _kept_sizes(
    signature: Signature,
    receiver: Operand | None,
    pairs: list[tuple[Parameter, Operand]],
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> dict[str, Bound]:
    """Give the axis names that mean a size of the instance as they are called so, where the user says that.

    A constructor is given what the instance will keep.
    """
    made = state.content(receiver.value) if receiver is not None else None
    if not run.options.class_sizes or not isinstance(made, Object):
        return {}
    names = {name for declared in _declared_types(signature.type) for name in annotated_names(declared)}
    if signature.fullname.rpartition(".")[2] not in {"__init__", "__new__"}:
        return declared_fields.kept_sizes(made, names, node, run, state)
    given = {parameter.name: operand.value for parameter, operand in pairs if parameter.name in names}
    return {name: Bound(value.size) for name, value in given.items() if isinstance(value, Integer)}


def _declared_types(signature: types.CallableType) -> tuple[types.Type, ...]:
    return (*signature.arg_types, signature.ret_type)


def _returned(
    result: Value,
    signature: Signature,
    pairs: list[tuple[Parameter, Operand]],
    binding: Binding,
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value:
    """Come back from a function, if it comes back at all, with what is stored of its result."""
    declared = signature.type
    if signature.definition is not None:
        found = results.of_call(signature.definition, pairs, binding, node, run, state)
        result = results.Refinement(binding.scope).of(result, found)
    state.live &= not isinstance(types.get_proper_type(declared.ret_type), types.UninhabitedType)
    return forgetting.on_heap(result, run, state)


def forget_changeable(
    signature: types.CallableType, receiver: Operand | None, arguments: Arguments, state: State
) -> None:
    """Forget the lists and dicts that a function may change, as its signature does not promise otherwise."""
    parameters = parameters_of(signature.arg_names, signature.arg_kinds)
    for parameter, operand in match_arguments(parameters, arguments, receiver) or []:
        plain = types.get_proper_type(signature.arg_types[parameter.index])
        if not isinstance(plain, types.Instance) or plain.type.fullname not in READ_ONLY:
            forgetting.forget_content(operand.value, state)


def _meet_instance(
    signature: Signature, receiver: Operand | None, binding: Binding, proof: Proof, state: State
) -> None:
    """Hold the axis names of a method against the sizes of the instance that they turned out to be.

    Raises:
        Mismatch: if one of them certainly differs.
    """
    made = state.content(receiver.value) if receiver is not None else None
    known = dict(made.attributes) if isinstance(made, Object) else {}
    for name, bound in binding.sizes.items():
        own = known.get(met_name(signature.name, name))
        witness = proof.differ(bound.size, own.size) if isinstance(own, Integer) else None
        if witness is not None and isinstance(own, Integer):
            message = messages.instance_size(signature.name, (name, bound.size, own.size), bound.origin)
            raise Mismatch("shape-mismatch", message, witness)


def _result(signature: Signature, binding: Binding, proof: Proof, scope: str) -> Value:
    def shape_of(carried: carrier.Carried) -> Shape:
        return binding.shape(proof, carried.annotation)

    declared = Declared(shape_of, scope)
    return declared.value(awaited(signature.type.ret_type))


def awaited(result: types.Type) -> types.Type:
    """Give what a coroutine gives when it is awaited; any other type is itself."""
    match result:
        case types.Instance(type=info, args=arguments) if info.fullname in _COROUTINES:
            return arguments[-1]
        case _:
            return result


def _holes(
    pairs: Iterable[tuple[Parameter, Operand]], scope: str, node: nodes.Context, run: Run, state: State
) -> Callable[[tuple[str, ...]], Size]:
    """Read holes such as `{n}` and `{self.cfg.d}` from the arguments of a call."""
    values = {parameter.name: operand.value for parameter, operand in pairs}

    def hole(path: tuple[str, ...]) -> Size:
        known = objects.read_path(values.get(path[0], UNKNOWN), path[1:], node, run, state)
        if isinstance(known, Integer):
            return known.size
        return Size.of(Symbol(".".join(path), scope, rigid=False, least=None))

    return hole
