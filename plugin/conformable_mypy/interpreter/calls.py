"""Calls: what is called decides how."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core import messages
from conformable.core.binding import Binding
from conformable_mypy import names
from conformable_mypy.interpreter import (
    alternatives,
    annotated,
    attribute_calls,
    builtin_calls,
    checks,
    classes,
    containers,
    declared_fields,
    distributions,
    effects,
    forgetting,
    given_objects,
    hidden_sizes,
    in_place,
    inlining,
    layers,
    mapped,
    module_methods,
    objects,
    partials,
    results,
    torch_subclasses,
)
from conformable_mypy.interpreter.arguments import (
    Arguments,
    evaluate_arguments,
    match_arguments,
    parameters_of,
)
from conformable_mypy.interpreter.by_class import ByClass
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.declared_or_followed import better
from conformable_mypy.interpreter.hidden_sizes import Given
from conformable_mypy.interpreter.iterating import any_item, iterate, modules_of
from conformable_mypy.interpreter.joining import Joiner, join_values
from conformable_mypy.interpreter.operations import Operand, apply
from conformable_mypy.interpreter.user_functions import with_own_rule
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Callable,
    Chain,
    Choice,
    Class,
    Either,
    Function,
    Items,
    Layer,
    Many,
    Mapped,
    Object,
    Operation,
    Overloads,
    Partial,
    Reference,
    Tensor,
    Unknown,
    Value,
    is_refused,
    unknown_from,
)
from conformable_mypy.interpreter.variants import is_one_of_several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable_mypy.interpreter.arguments import Handler
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def call(node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Evaluate a call."""
    own = with_own_rule(node.callee, run, state)
    if own is not None:
        arguments = evaluate_arguments(node, run, state)
        forget(arguments, state)
        return _call(own, node, arguments, run, state)
    callee = without_none(run.evaluate(node.callee, state))
    arguments = evaluate_arguments(node, run, state)
    given = Given.to(callee, (operand.value for operand in arguments.all), run, state)
    result = hidden_sizes.of_call(_call(callee, node, arguments, run, state), callee, given, run, state)
    if isinstance(callee, Unknown | Callable) and isinstance(node.callee, nodes.MemberExpr):
        forgetting.forget_receiver(node.callee, run, state)
    return result


def _call(callee: Value, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    """Call something; where arguments have one of several shapes, once for each of them."""
    receiver = callee.receiver if isinstance(callee, Operation) else None
    operands = arguments.all
    values = (receiver or UNKNOWN, *(operand.value for operand in operands))

    def of_options(options: tuple[Value, ...], inner: State) -> Value:
        bound = replace(callee, receiver=options[0]) if isinstance(callee, Operation) and receiver else callee
        return _call_one(bound, node, arguments.with_values(options[1:]), run, inner)

    split = alternatives.split(values, of_options, node, run, state) if _may_split(callee) else None
    return _call_one(callee, node, arguments, run, state) if split is None else split


def _may_split(callee: Value) -> bool:
    return not isinstance(callee, Class | Unknown)


@ByClass
def _call_one(callee: Value, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    """Call something unknown: mutable arguments may be changed by it."""
    forget(arguments, state)
    return unknown_from(operand.value for operand in arguments.all)


def _map(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Evaluate `map(function, *sequences)`: a call for each item, or one that stands for all."""
    if len(arguments.positional) < 2:
        return UNKNOWN
    function, *sequences = (operand.value for operand in arguments.positional)
    items = [iterate(sequence, node, run, state) for sequence in sequences]
    known = [sequence.items for sequence in items if isinstance(sequence, Items)]
    if len(known) < len(items):
        given = Arguments([Operand(any_item(sequence, node, run, state)) for sequence in items])
        return Many(_call(function, node, given, run, state))
    rows = zip(*known, strict=False)
    return Items(tuple(_call(function, node, Arguments([*map(Operand, row)]), run, state) for row in rows))


HIGHER_ORDER: Final[Mapping[str, Handler]] = {"builtins.map": _map}
"""Public name of a function that calls another one -> what it does."""


def _forward(callee: Operation, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State) -> Value:
    """Call what an object has inherited from a module of torch.nn."""
    module = torch_subclasses.called(callee, state)
    if module is None:
        return unknown_from(operand.value for operand in arguments.all)
    return _call(module, node, arguments, run, state)


_KNOWN: Final[Mapping[str, Handler]] = {
    **builtin_calls.SPECIAL,
    **module_methods.HANDLERS,
    **distributions.HANDLERS,
    **containers.HANDLERS,
    **torch_subclasses.HANDLERS,
    **dict.fromkeys(torch_subclasses.FORWARDS, _forward),
    **attribute_calls.HANDLERS,
}


@_call_one.register(Operation)
def _(callee: Operation, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    if not arguments.complete:
        forget(arguments, state, Operand(callee))
        return UNKNOWN
    special = _KNOWN.get(callee.name) or checks.handler(callee.name)
    if special is not None:
        return special(callee, arguments, node, run, state)
    receiver = None if callee.receiver is None else Operand(callee.receiver, _receiver_node(node))
    operands = (*([receiver] if receiver is not None else []), *arguments.positional)
    result = apply(callee.name, operands, arguments.keywords, node, run, state)
    if "out" in arguments.keywords:
        in_place.fill(arguments.keywords["out"].value, result, run.fresh_scope(node), state)
    return result if receiver is None else in_place.changed(callee, result, receiver, node, run, state)


@_call_one.register(Function)
def _(callee: Function, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    definition = callee.definition
    receiver = None if callee.receiver is None else Operand(callee.receiver, _receiver_node(node))
    signature = _signature(definition, run)
    if signature is not None and annotated.has_shapes(signature.type):
        declared = annotated.call(signature, receiver, arguments, node, run, state)
        if not is_refused(declared) and not annotated.has_own_shapes(signature.type):
            return _call_by_body(callee, receiver, arguments, node, run, state)
        followed = _followed_method(callee, declared, arguments, node, run, state)
        if followed is None:
            annotated.forget_changeable(signature.type, receiver, arguments, state)
            if receiver is not None:
                effects.forget_changed(receiver.value, definition, run, state)
        return better(declared, followed)
    return _call_by_body(callee, receiver, arguments, node, run, state)


def _call_by_body(
    callee: Function,
    receiver: Operand | None,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> Value:
    """Call a function whose signature has no shapes, at most those of a typed dictionary: by following it."""
    definition = callee.definition
    given = given_objects.given_back(definition, receiver, arguments, run, state)
    if given is not None:
        return given
    followed = None
    if receiver is None or results.is_of_known_class(receiver.value, definition, state):
        followed = inlining.follow(definition, receiver, arguments, node, run, state)
    if followed is not None:
        return followed
    if definition.name == "__init__" and isinstance(definition, nodes.FuncDef) and receiver is not None:
        classes.initialize_inherited(definition, receiver.value, arguments, node, run, state)
        return NONE
    return _unfollowed(definition, receiver, arguments, node, run, state)


def _unfollowed(
    definition: nodes.FuncDef | nodes.LambdaExpr,
    receiver: Operand | None,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> Value:
    """Call a function that is not followed into its body: by its type, and by what is stored of it."""
    given = (operand.value for operand in arguments.all)
    forgetting.forget((value for value in given if not declared_fields.is_configuration(value)), state)
    if receiver is not None:
        effects.forget_changed(receiver.value, definition, run, state)
    signature = _signature(definition, run)
    if signature is not None:
        return annotated.call(signature, receiver, arguments, node, run, state)
    if isinstance(definition, nodes.FuncDef):
        parameters = parameters_of(definition.arg_names, definition.arg_kinds)
        pairs = match_arguments(parameters, arguments, receiver)
        found = results.of_call(definition, pairs or [], Binding(""), node, run, state)
        if not isinstance(found, Unknown):
            return found
    return unknown_from(operand.value for operand in arguments.all)


def _signature(definition: nodes.FuncDef | nodes.LambdaExpr, run: Run) -> annotated.Signature | None:
    match definition:
        case nodes.FuncDef(type=types.CallableType() as kind) if not is_one_of_several(definition, run):
            return annotated.Signature(kind, definition.name, definition.fullname, definition)
        case _:
            return None


def _followed_method(
    callee: Function,
    declared: Value,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> Value | None:
    """Follow an annotated method of a known object too: there its sizes meet those of the arguments.

    Of an object without sizes it tells more only where the signature leaves the rank open.
    """
    receiver = callee.receiver if callee.receiver is not None else UNKNOWN
    content = state.content(receiver)
    if is_refused(declared) or not isinstance(content, Object):
        return None
    if not content.attributes and not (isinstance(declared, Tensor) and declared.shape.rank is None):
        return None
    operand = Operand(receiver, _receiver_node(node))
    return inlining.follow(callee.definition, operand, arguments, node, run, state)


@_call_one.register(Partial)
def _(callee: Partial, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    return _call(callee.function, node, partials.with_kept(callee, arguments), run, state)


@_call_one.register(Mapped)
def _(callee: Mapped, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    rows = mapped.rows_of(arguments)
    if rows is None:
        forget(arguments, state)
        return unknown_from(operand.value for operand in arguments.all)
    count, given = rows
    return mapped.stacked(_call(callee.function, node, given, run, state), count)


@_call_one.register(Overloads)
def _(callee: Overloads, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    receiver = None if callee.receiver is None else Operand(callee.receiver, _receiver_node(node))
    signature = partials.chosen(callee.definition, receiver, arguments, run)
    forget(arguments, state, *([receiver] if receiver is not None else []))
    if signature is None:
        return unknown_from(operand.value for operand in arguments.all)
    definition = callee.definition
    named = annotated.Signature(signature, definition.name, definition.fullname)
    return annotated.call(named, receiver, arguments, node, run, state)


@_call_one.register(Callable)
def _(callee: Callable, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    forget(arguments, state)
    signature = annotated.Signature(callee.signature, callee.name, "")
    return annotated.call(signature, None, arguments, node, run, state)


@_call_one.register(Class)
def _(callee: Class, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    name = names.public_name(callee.info.fullname)
    special = builtin_calls.SPECIAL.get(name) or HIGHER_ORDER.get(name)
    if special is not None and arguments.complete:
        return special(Operation(name), arguments, node, run, state)
    return classes.construct(callee.info, arguments, node, run, state)


@_call_one.register(Layer)
def _(callee: Layer, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    return layers.call(callee, arguments, node, run, state)


@_call_one.register(Chain)
def _(callee: Chain, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    """Call the modules of an `nn.Sequential` one after the other."""
    if len(arguments.all) != 1 or not arguments.complete:
        return unknown_from(operand.value for operand in arguments.all)
    operand = arguments.all[0]
    for module in modules_of(callee, node, run):
        given = _call(module, node, Arguments([operand]), run, state)
        once = Operand(given, label=messages.output_of_layer_before())
        operand = _again(module, operand, once, node, run, state) if isinstance(module, Many) else once
    return operand.value


def _again(
    modules: Many, given: Operand, once: Operand, node: nodes.CallExpr, run: Run, state: State
) -> Operand:
    """Give what several modules that are alike make of an operand: with none of them it stays as it is."""
    if isinstance(once.value, Unknown):
        return once
    same = join_values(given.value, once.value, Joiner.between(run.place(node), state.facts, state.facts))
    if same not in (once.value, given.value) and modules.count is not None:
        _call(modules.item, node, Arguments([once]), run, state)
    return Operand(same)


@_call_one.register(Many)
def _(callee: Many, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    """Call one of several modules of an `nn.Sequential` that are alike."""
    return _call(callee.item, node, arguments, run, state)


@_call_one.register(Reference)
@_call_one.register(Object)
def _(
    callee: Reference | Object, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State
) -> Value:
    """Call an object: a module goes through `forward`."""
    made = state.content(callee)
    if isinstance(made, Chain | Either):
        return _call(made, node, arguments, run, state)
    if isinstance(made, Object):
        for name in ("forward", "__call__"):
            method = objects.read(callee, made, name, node, run, state)
            inherited = isinstance(method, Operation) and method.name in torch_subclasses.FORWARDS
            if inherited or isinstance(method, Function):
                return _call(method, node, arguments, run, state)
    forget(arguments, state)
    return unknown_from(operand.value for operand in arguments.all)


@_call_one.register(Either)
def _(callee: Either, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    """Call one of several: what they all give, where those that fail are not the one."""

    def called(option: Value, inner: State) -> Value:
        return _call(option, node, arguments, run, inner)

    return alternatives.join_options(callee, called, node, run, state)


@_call_one.register(Choice)
def _(callee: Choice, node: nodes.CallExpr, arguments: Arguments, run: Run, state: State) -> Value:
    forget(arguments, state)
    return UNKNOWN


def forget(arguments: Arguments, state: State, *others: Operand) -> None:
    """Forget the content of mutable objects that a call was given: it may change them."""
    forgetting.forget((operand.value for operand in (*arguments.all, *others)), state)


def _receiver_node(node: nodes.CallExpr) -> nodes.Expression | None:
    return node.callee.expr if isinstance(node.callee, nodes.MemberExpr) else None
