"""Constructors: what an object's attributes are once it has been made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable.core.binding import Binding
from conformable.core.immutable import dataclass
from conformable.core.sizes import INSTANCE, Size, Symbol
from conformable_mypy.interpreter import (
    annotated,
    chosen_fields,
    distributions,
    inlining,
    layers,
    objects,
    optional_sizes,
    summaries,
    typed_dicts,
    untyped_sizes,
)
from conformable_mypy.interpreter.arguments import match_arguments, parameters_of
from conformable_mypy.interpreter.attribute_stores import Stores, stored_outside
from conformable_mypy.interpreter.choices import mentions_of
from conformable_mypy.interpreter.declared import Declared
from conformable_mypy.interpreter.frames import Frame
from conformable_mypy.interpreter.generated import fill
from conformable_mypy.interpreter.keeping import made_once
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.values import (
    Choice,
    Integer,
    Object,
    Reference,
    Tensor,
    Unknown,
    Value,
    is_number,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformable.core.facts import Facts
    from conformable_mypy.interpreter.arguments import Arguments
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


def construct(
    info: nodes.TypeInfo, arguments: Arguments, node: nodes.CallExpr, run: Run, state: State
) -> Value:
    """Evaluate the call of a class."""
    library = layers.construct(info, arguments, node, run, state)
    if library is None:
        library = distributions.construct(info, arguments, run, state)
    if library is not None:
        return library
    if info.typeddict_type is not None:
        return typed_dicts.construct(info.typeddict_type, info.name, arguments, node, run, state)
    made = state.allocate(run.address(), Object(info, scope=run.fresh_scope(node), exact=True, complete=True))
    initializer = _maker(info)
    if initializer is None or not isinstance(initializer.type, types.CallableType | None):
        return made
    if isinstance(initializer.type, types.CallableType):
        signature = annotated.Signature(initializer.type, info.name, initializer.fullname)
        if annotated.has_shapes(initializer.type):
            annotated.call(signature, Operand(made), arguments, node, run, state)
    _initialize(info, initializer, made, arguments, node, run, state)
    return made


@dataclass(frozen=True, slots=True)
class OwnObject:
    """An object as the methods of its class find it, with all that making it has left.

    Attributes:
        reference: Where it is on the heap.
        heap: What its attributes lead to.
        facts: What is known of its sizes.
        captured: Variables that functions inside the constructor mention.
        volatile: Variables that functions inside the constructor assign.
        names_given: How many fresh names its making took.
        hidden: The sizes that its values were computed from without showing them.
    """

    reference: Reference
    heap: Mapping[int, Value]
    facts: Facts
    captured: frozenset[nodes.SymbolNode]
    volatile: frozenset[nodes.SymbolNode]
    names_given: int
    hidden: Mapping[str | int, frozenset[Symbol]]


def enter_method(info: nodes.TypeInfo, run: Run, state: State) -> Value:
    """Make `self` as a method finds it at its beginning; the methods of a class share one making."""
    if run.frame.function is _initializer(info) or run.frame.function in chosen_fields.finishers(info):
        return own_object(info, run, state)
    known = made_once(run.session.kept.own_objects, info, lambda: _made_on_its_own(info, run, state), run)
    state.heap, state.facts = dict(known.heap), known.facts
    run.captured |= known.captured
    run.volatile |= known.volatile
    run.names_given = known.names_given
    run.hidden |= known.hidden
    return known.reference


def _made_on_its_own(info: nodes.TypeInfo, run: Run, state: State) -> OwnObject:
    """Make `self` as if nothing were executed: a constructor that calls the method is followed into it."""
    entered = run.frames, run.checked, run.captured, run.volatile, run.hidden
    run.frames, run.checked, run.captured, run.volatile, run.hidden = [], False, set(), set(), {}
    made = own_object(info, run, state)
    captured, volatile, hidden = frozenset(run.captured), frozenset(run.volatile), run.hidden
    run.frames, run.checked, run.captured, run.volatile, run.hidden = entered
    return OwnObject(made, dict(state.heap), state.facts, captured, volatile, run.names_given, hidden)


def own_object(info: nodes.TypeInfo, run: Run, state: State) -> Reference:
    """Make `self` as a method finds it: made by the constructor from sizes that callers choose.

    What other methods store into is known by its declared type alone.
    """
    name, scope = "self", INSTANCE + info.fullname
    made = state.allocate(run.address(), Object(info, name=name, scope=scope, complete=True))
    initializer = _initializer(info)
    if initializer is not None and chosen_fields.is_generated(info):
        return _with_chosen_fields(info, made, run, state)
    if initializer is None or any(f.function is initializer for f in run.frames):
        return made
    if not run.is_own(initializer):
        return _made_elsewhere(info, initializer, made, run, state)
    inner = state.copy()
    parameters = constructor_parameters(initializer, scope, run)
    inner.variables = {initializer.arguments[0].variable: made, **parameters}
    run.muted += 1
    run.frames.append(Frame(initializer, Binding(run.fresh_scope(initializer))))
    try:
        run.execute(run.statements_of(initializer), inner)
    finally:
        frame = run.frames.pop()
        run.muted -= 1
    # The conditions of methods may ask for the cases of the constructor.
    inner.facts = inner.facts.loosen(frame.guarded_for_some)
    if inner.live:
        state.heap, state.facts = inner.heap, inner.facts
        _forget_changed(info, made, run, state)
    return made


def _made_elsewhere(
    info: nodes.TypeInfo, initializer: nodes.FuncDef, made: Reference, run: Run, state: State
) -> Reference:
    """Give an object the attributes that are stored of the constructor that its class inherits."""
    own, signature = state.content(made), initializer.type
    if not isinstance(own, Object) or not isinstance(signature, types.CallableType):
        return made
    parameters = parameters_of(signature.arg_names, signature.arg_kinds)[1:]
    pairs = [
        (parameter, Operand(_constructor_parameter(parameter.name, declared, initializer, own.scope, run)))
        for parameter, declared in zip(parameters, signature.arg_types[1:], strict=True)
    ]
    attributes = summaries.attributes_of(info, pairs, info, run, state)
    state.heap[made.address] = replace(own, attributes=attributes, complete=False)
    _forget_changed(info, made, run, state)
    return made


def _with_chosen_fields(info: nodes.TypeInfo, made: Reference, run: Run, state: State) -> Reference:
    """Give an object whose constructor is generated the sizes that its makers choose."""
    own = state.content(made)
    if isinstance(own, Object) and not chosen_fields.is_being_made(own, run):
        chosen = chosen_fields.of_class(info, run).of(own.name, own.scope)
        state.facts = chosen.known_in(state.facts)
        sizes = tuple((name, Integer(size)) for name, size in chosen.sizes.items())
        state.heap[made.address] = replace(own, attributes=sizes)
    return made


def constructor_parameters(initializer: nodes.FuncDef, scope: str, run: Run) -> dict[nodes.SymbolNode, Value]:
    """Give the parameters of a constructor: its integers are sizes that callers choose freely."""
    signature = initializer.type
    variables = [argument.variable for argument in initializer.arguments]
    untyped: list[types.Type | None] = [None] * len(variables)
    declared = signature.arg_types if isinstance(signature, types.CallableType) else untyped
    pairs = list(zip(variables, declared, strict=True))[1:]
    return {
        variable: _constructor_parameter(variable.name, declared_type, initializer, scope, run)
        for variable, declared_type in pairs
    }


def _constructor_parameter(
    name: str, declared: types.Type | None, initializer: nodes.FuncDef, scope: str, run: Run
) -> Value:
    declaration = Declared(lambda _: run.fresh_shape(initializer), f"{scope}.{name}")
    value = declaration.value(declared, name)
    chosen = Integer(Size.of(Symbol(name, scope)))
    if isinstance(value, Integer) and value.size.number is None:
        return chosen
    if optional_sizes.is_optional(value):
        return optional_sizes.optional(chosen)
    if isinstance(value, Unknown) and run.is_own(initializer):
        may_be_missing = untyped_sizes.size_parameters(initializer, run).get(name)
        if may_be_missing is not None:
            return optional_sizes.optional(chosen) if may_be_missing else chosen
    return value


def constructor_sizes(initializer: nodes.FuncDef, run: Run) -> dict[nodes.SymbolNode, Value]:
    """Give the parameters of a constructor that are sizes of the instance, or objects that have some."""
    parameters = constructor_parameters(initializer, INSTANCE + initializer.info.fullname, run)
    return {variable: value for variable, value in parameters.items() if _has_sizes(value)}


def _has_sizes(value: Value) -> bool:
    """Tell whether a parameter is an integer or an object, perhaps among other things that are no arrays."""
    options = value.options if isinstance(value, Choice) else (value,)
    return isinstance(optional_sizes.if_given(value), Integer) or (
        any(isinstance(option, Object) for option in options)
        and not any(isinstance(option, Tensor) or is_number(option) for option in options)
    )


def instance_sizes(info: nodes.TypeInfo, own: Value, run: Run, state: State) -> dict[str, Size]:
    """Give the sizes that a bare axis name may mean: constructor parameters and integer attributes."""
    initializer = _initializer(info)
    sizes: dict[str, Size] = {}
    if initializer is not None and initializer.type is None and run.is_own(initializer):
        sizes |= {
            variable.name: given.size
            for variable, value in constructor_sizes(initializer, run).items()
            if isinstance(given := optional_sizes.if_given(value), Integer)
        }
    if isinstance(own_content := state.content(own), Object) and chosen_fields.is_generated(info):
        return objects.integer_fields(own_content, run, state)
    if initializer is not None and isinstance(initializer.type, types.CallableType):
        # mypy keeps the names of parameters with the type, also for modules from its cache.
        for name, declared in zip(initializer.type.arg_names, initializer.type.arg_types, strict=True):
            value = _constructor_parameter(name or "", declared, initializer, INSTANCE + info.fullname, run)
            given = optional_sizes.if_given(value)
            if isinstance(given, Integer) and name is not None:
                sizes[name] = given.size
    content = state.content(own)
    if isinstance(content, Object):
        sizes |= {name: value.size for name, value in content.attributes if isinstance(value, Integer)}
    return sizes


def _maker(info: nodes.TypeInfo) -> nodes.FuncDef | None:
    """Give what takes the arguments of a class: its constructor; for a named tuple, `__new__`."""
    made = info.names.get("__new__") if info.is_named_tuple else None
    return made.node if made is not None and isinstance(made.node, nodes.FuncDef) else _initializer(info)


def _initializer(info: nodes.TypeInfo) -> nodes.FuncDef | None:
    symbol = info.get("__init__")
    definition = symbol.node if symbol is not None else None
    if isinstance(definition, nodes.Decorator):
        definition = definition.func
    return definition if isinstance(definition, nodes.FuncDef) else None


def _initialize(
    info: nodes.TypeInfo,
    initializer: nodes.FuncDef,
    made: Reference,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> None:
    """Fill the new object: by its constructor's body, or for a dataclass by its fields."""
    generated = chosen_fields.is_generated(info)
    if run.is_own(initializer) and not generated:
        inlining.follow(initializer, Operand(made), arguments, node, run, state)
        return
    parameters = parameters_of(initializer.arg_names, initializer.arg_kinds)
    pairs = match_arguments(parameters, arguments, Operand(made))
    if pairs is None:
        return
    if isinstance(initializer.type, types.CallableType) and annotated.has_shapes(initializer.type):
        annotated.forget_changeable(initializer.type, Operand(made), arguments, state)
    if generated:
        given = {parameter.name: operand.value for parameter, operand in pairs[1:]}
        fill(info, made, given, node, run, state)
        return
    fields = summaries.attributes_of(info, pairs, node, run, state)
    state.heap[made.address] = Object(info, fields, scope=run.fresh_scope(node), exact=True)


def initialize_inherited(
    initializer: nodes.FuncDef,
    receiver: Value,
    arguments: Arguments,
    node: nodes.CallExpr,
    run: Run,
    state: State,
) -> None:
    """Do what `super().__init__(...)` does, where the class behind is of another module."""
    parameters = parameters_of(initializer.arg_names, initializer.arg_kinds)
    pairs = match_arguments(parameters, arguments, Operand(receiver))
    made = state.content(receiver)
    if isinstance(receiver, Reference) and isinstance(made, Object):
        # It may have stored more than its summary tells.
        state.heap[receiver.address] = replace(made, complete=False)
    if pairs is not None:
        for name, value in summaries.attributes_of(initializer.info, pairs, node, run, state):
            objects.write(receiver, name, value, run, state)


def _forget_changed(info: nodes.TypeInfo, made: Reference, run: Run, state: State) -> None:
    """Forget the attributes that methods other than the constructor store into, but not what decides them."""
    content = state.content(made)
    if not isinstance(content, Object):
        return
    own = (base for base in info.mro if base.module_name == run.module)
    changed = Stores().union(*(_stored_into(base, run) for base in own))
    kept = tuple(
        (name, Unknown(mentions_of(value)) if changed.has(name) else value)
        for name, value in content.attributes
        if (mentions_of(value) if changed.has(name) else not _is_changed_within(name, value, changed))
    )
    state.heap[made.address] = replace(content, attributes=kept)


def _is_changed_within(name: str, value: Value, changed: Stores) -> bool:
    return name in changed.within and not isinstance(value, Tensor | Integer)


def _stored_into(info: nodes.TypeInfo, run: Run) -> Stores:
    """Give what methods other than the constructor change, read once for each tree."""
    kept = run.session.kept.stored
    tree, stores = kept.get(info, (None, Stores()))
    if tree is not info.defn:
        stores = stored_outside(info, ("__init__",))
        kept[info] = info.defn, stores
    return stores
