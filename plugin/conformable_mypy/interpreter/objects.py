"""Objects of classes of the program: their attributes, and what a store to one of them changes."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core.binding import Binding, Bound
from conformable.core.declaring import Declaration
from conformable.core.sizes import FIELDS, INSTANCE, Size, Symbol
from conformable_mypy import carrier, names
from conformable_mypy.interpreter import chosen_fields, definitions, inlining, layers, naming
from conformable_mypy.interpreter.arguments import Arguments
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.chosen_sizes import ChosenSizes
from conformable_mypy.interpreter.declared import Declared
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.parts import sizes_of, with_parts, within
from conformable_mypy.interpreter.values import (
    BASE,
    MODULES,
    UNKNOWN,
    Choice,
    Class,
    Function,
    Integer,
    Items,
    Layer,
    Number,
    Object,
    Operation,
    Overloads,
    Reference,
    Scalar,
    Super,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conformable.core.shapes import Shape
    from conformable_mypy.carrier import Carried
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


GIVEN: Final = "given to "
"""Begins the scope of the objects that a function is given."""

_MADE: Final = "?"
"""Marks the scope of an object that its owner may have made by itself: nobody chooses its sizes freely."""


def read(value: Value, made: Object, name: str, node: nodes.Context, run: Run, state: State) -> Value:
    """Read an attribute of an object.

    Args:
        value: The object itself, as a method is bound to it.
        made: What is known of the object.
        name: The attribute.
        node: Where it is read.
        run: The interpretation.
        state: What is known here.
    """
    if name == "__dict__":
        # Whoever changes this dict changes the object.
        forget_computed(value, "", node, run, state)
        return UNKNOWN
    known = dict(made.attributes).get(name)
    if known is not None:
        return known
    inherited = _of_base(made, name)
    if inherited is not None:
        return inherited
    symbol = made.info.get(name)
    return _of_class(value, made, symbol.node if symbol is not None else None, name, node, run, state)


def _of_base(made: Object, name: str) -> Value | None:
    """Read what an object of a subclass of a module of torch.nn has as such a module, such as its weight."""
    base = dict(made.attributes).get(BASE)
    found = layers.read(base, name) if isinstance(base, Layer) else UNKNOWN
    return None if isinstance(found, Unknown) else found


def read_super(behind: Super, name: str, node: nodes.Context, run: Run, state: State) -> Value:
    """Look a method up behind the current class."""
    info = made_by(behind.receiver, state)
    mro = info.mro if info is not None else behind.after.mro
    following = mro[mro.index(behind.after) + 1 :] if behind.after in mro else behind.after.mro[1:]
    for base in following:
        symbol = base.names.get(name)
        if symbol is not None and base.fullname.startswith(definitions.LIBRARIES):
            return Operation(names.public_name(f"{base.fullname}.{name}"), behind.receiver)
        if symbol is not None and isinstance(symbol.node, nodes.FuncDef):
            return _method(symbol.node, behind.receiver)
        if symbol is not None:
            return naming.value_of_symbol(symbol.node, f"{base.fullname}.{name}", run, state, node)
    return UNKNOWN


def made_by(value: Value, state: State) -> nodes.TypeInfo | None:
    """Give the class of an object, None for any other value."""
    content = state.content(value)
    return content.info if isinstance(content, Object) else None


def write(value: Value, name: str, stored: Value, run: Run, state: State) -> None:
    """Store an attribute: every alias of the object sees it."""
    content = state.content(value)
    if not isinstance(content, Object):
        return
    if content.several and dict(content.attributes).get(name) != stored:
        stored = UNKNOWN
    attributes = {**dict(content.attributes), name: stored}
    if _of_base(content, name) is not None:
        attributes.pop(BASE)
    if name not in {BASE, MODULES} and not isinstance(stored, Tensor | Integer | Scalar | Number):
        # To an `nn.Sequential` it is added as one more module.
        attributes.pop(MODULES, None)
    sometimes = content.sometimes | {name} if content.several else content.sometimes - {name}
    _become(value, replace(content, attributes=tuple(attributes.items()), sometimes=sometimes), state)


def forget_computed(value: Value, prefix: str, node: nodes.Context, run: Run, state: State) -> None:
    """Forget what an attribute held whose name was computed: any of those that begin like it.

    Args:
        value: The object.
        prefix: How the name begins; "" if that is not known.
        node: Where the attribute is stored.
        run: The interpretation.
        state: What is known here.
    """
    content = state.content(value)
    if not isinstance(content, Object):
        return
    kept = tuple((name, held) for name, held in content.attributes if not name.startswith(prefix))
    # An integer that is read anew is another size.
    scope = content.scope if prefix else run.fresh_scope(node)
    _become(value, replace(content, attributes=kept, scope=scope, complete=False), state)


def _become(value: Value, changed: Object, state: State) -> None:
    if isinstance(value, Reference):
        state.heap[value.address] = changed
        return

    def change(part: Value) -> Value:
        return changed if _is_same(part, value) else with_parts(part, change)

    for variable, held in state.variables.items():
        state.variables[variable] = change(held)
    for address, held in state.heap.items():
        state.heap[address] = change(held)


def _is_same(part: Value, value: Value) -> bool:
    """Tell whether two values are one object, which is known by the scope of its sizes."""
    if part is value or not isinstance(part, Object) or not isinstance(value, Object):
        return part is value
    return part.scope == value.scope != "" and part.info is value.info


def read_path(value: Value, path: tuple[str, ...], node: nodes.Context, run: Run, state: State) -> Value:
    """Read attributes of attributes, such as those of a hole `{self.cfg.d_model}`."""
    for name in path:
        match without_none(state.content(value)):
            case Object() as made:
                value = read(value, made, name, node, run, state)
            case Layer() as layer:
                value = layers.read(layer, name)
            case _:
                return UNKNOWN
    return value


def items_of(value: Value, node: nodes.Context, run: Run, state: State) -> Items | None:
    """Give the fields of a named tuple in their order; None for any other value."""
    made = state.content(value)
    if not isinstance(made, Object) or not made.info.is_named_tuple:
        return None
    maker = made.info.names.get("__new__")
    if maker is None or not isinstance(maker.node, nodes.FuncDef):
        return None
    return Items(
        tuple(read(value, made, name, node, run, state) for name in maker.node.arg_names[1:] if name)
    )


def forgotten(value: Object) -> Object:
    """Give what is still known of an object after something unknown may have changed it."""
    return replace(value, attributes=(), complete=False)


def _of_class(
    value: Value,
    made: Object,
    definition: nodes.SymbolNode | None,
    name: str,
    node: nodes.Context,
    run: Run,
    state: State,
) -> Value:
    match definition:
        case nodes.FuncDef():
            return _method(definition, value)
        case nodes.OverloadedFuncDef() if definition.fullname.startswith(definitions.LIBRARIES):
            return Operation(names.public_name(definition.fullname), value)
        case nodes.OverloadedFuncDef(is_property=False):
            return Overloads(definition, value)
        case nodes.Decorator() as decorator if decorator.var.is_property:
            return _property(value, made, decorator, node, run, state)
        case nodes.Decorator() as decorator:
            known = naming.value_of_symbol(decorator, decorator.fullname, run, state, node)
            bound = _bound_to(decorator.func, value, made)
            return Function(decorator.func, bound) if isinstance(known, Function) else UNKNOWN
        case nodes.Var() as variable:
            return _declared(made, variable, name, node, run, state)
        case _:
            return UNKNOWN


def _method(function: nodes.FuncDef, receiver: Value) -> Value:
    """Bind a method; those of libraries are known by name, and are never followed."""
    if function.fullname.startswith(definitions.LIBRARIES):
        return Operation(names.public_name(function.fullname), receiver)
    return Function(function, receiver)


def _bound_to(function: nodes.FuncDef, value: Value, made: Object) -> Value | None:
    return None if function.is_static else Class(made.info) if function.is_class else value


def _property(
    value: Value, made: Object, decorator: nodes.Decorator, node: nodes.Context, run: Run, state: State
) -> Value:
    """Read a property: what its body returns, else what it declares."""
    followed = inlining.follow(decorator.func, Operand(value), Arguments(), node, run, state)
    if followed is not None and not isinstance(followed, Unknown):
        return followed
    signature = decorator.func.type
    result = signature.ret_type if isinstance(signature, types.CallableType) else None
    return _declared_type(made, result, decorator.name, node, run, state)


def _declared(
    made: Object, variable: nodes.Var, name: str, node: nodes.Context, run: Run, state: State
) -> Value:
    if variable.is_final and variable.final_value is not None:
        return naming.value_of_symbol(variable, variable.fullname, run, state, node)
    found = types.get_proper_type(variable.type)
    if variable.is_inferred and not isinstance(found, types.Instance):
        return UNKNOWN
    return _declared_type(made, variable.type, name, node, run, state)


def _size_of_field(made: Object, name: str, run: Run, state: State) -> Size:
    """Give the size that an attribute holds: what whoever makes a configuration chooses is rigid."""
    chosen = _chosen(made, run, state)
    called, scope = f"{made.name}.{name}" if made.name else name, f"{made.scope}.{name}"
    return chosen.sizes.get(name, Size.of(Symbol(called, scope, rigid=False, least=None)))


def _chosen(made: Object, run: Run, state: State) -> ChosenSizes:
    """Give the sizes of an object that is given to a constructor, and learn what its class knows of them."""
    # A bare axis name may mean a field of `self`, which is therefore not held apart from it.
    is_self = made.scope == INSTANCE + made.info.fullname
    is_chosen = made.scope.startswith(INSTANCE) and _MADE not in made.scope
    if is_self or not is_chosen or chosen_fields.is_being_made(made, run):
        return ChosenSizes()
    chosen = chosen_fields.of_class(made.info, run).of(made.name, made.scope)
    state.facts = chosen.known_in(state.facts)
    return chosen


def shared_sizes(made: Object) -> dict[str, Size]:
    """Give the axis names of an unchangeable object whose method is looked at, which its fields share."""
    if not _is_unchangeable(made.info):
        return {}
    declaration = _of_fields(made)
    for name in dict.fromkeys(name for base in made.info.mro for name in base.names):
        symbol = made.info.get(name)
        if symbol is not None and isinstance(symbol.node, nodes.Var):
            for carried in carrier.carriers(symbol.node.type):
                declaration.shape(carried.annotation, name)
    return declaration.sizes


def with_property(value: Value, name: str, state: State) -> Object | None:
    """Give the object whose property a name is: a property may compare any of its fields."""
    made = state.content(value)
    symbol = made.info.get(name) if isinstance(made, Object) else None
    node = symbol.node if symbol is not None else None
    is_property = isinstance(node, nodes.Decorator) and node.var.is_property
    return made if isinstance(made, Object) and is_property else None


def symbols_of_fields(made: Object, run: Run, state: State) -> frozenset[Symbol]:
    """Collect what the integer fields of an object are made of: what is asked of it may be about them."""
    sizes = integer_fields(made, run, state).values()
    return frozenset(symbol for size in sizes for symbol in size.symbols())


def symbols_within(made: Object, run: Run, state: State) -> frozenset[Symbol]:
    """Collect the sizes of the integer fields, layers and tensors of an object, and of those in it."""
    sizes = chain.from_iterable(map(sizes_of, within([state.whole(made)])))
    return symbols_of_fields(made, run, state).union(*(size.symbols() for size in sizes))


def integer_fields(made: Object, run: Run, state: State) -> dict[str, Size]:
    """Give the integer fields of an object, as they are read."""
    fields = dict.fromkeys(name for base in made.info.mro for name in base.names)
    names = [name for name in fields if _is_field(made.info, name)]
    read_as = {name: read(made, made, name, made.info, run, state) for name in names}
    return {name: value.size for name, value in read_as.items() if isinstance(value, Integer)}


def kept_sizes(
    made: Object, axes: Iterable[str], node: nodes.Context, run: Run, state: State
) -> dict[str, Bound]:
    """Give the axis names that are sizes of an object as they are called so, where the user says that."""
    if not run.options.class_sizes:
        return {}
    known = dict(made.attributes)
    named = (axis for axis in axes if axis in known or _is_field(made.info, axis))
    read_as = {axis: read(made, made, axis, node, run, state) for axis in named}
    return {axis: Bound(value.size) for axis, value in read_as.items() if isinstance(value, Integer)}


def _is_field(info: nodes.TypeInfo, name: str) -> bool:
    symbol = info.get(name)
    # To read `__dict__` is to let others change the object.
    return name != "__dict__" and symbol is not None and isinstance(symbol.node, nodes.Var)


def _of_fields(made: Object) -> Declaration:
    return Declaration(f"{FIELDS}{made.scope}")


def _is_unchangeable(info: nodes.TypeInfo) -> bool:
    """Tell whether a name means one size in all fields: nobody changes an object of this class."""
    frozen = any(info.metadata.get(maker, {}).get("frozen") for maker in ("dataclass", "attrs"))
    return info.is_named_tuple or frozen


def _declared_type(
    made: Object, declared: types.Type | None, name: str, node: nodes.Context, run: Run, state: State
) -> Value:
    """Read an attribute whose type is declared: an integer is the same at each read, axes are fresh."""
    shared = _is_unchangeable(made.info) and made.scope.startswith((INSTANCE, GIVEN))
    binding, proof = Binding(run.fresh_scope(node)), run.proof(state, node)

    def shape_of(carried: Carried) -> Shape:
        kept = kept_sizes(made, carried.annotation.names, node, run, state)
        if not shared:
            binding.sizes.update(kept)
            return binding.shape(proof, carried.annotation)
        fields = _of_fields(made)
        shape = fields.shape(carried.annotation, name)
        for axis, bound in kept.items():
            state.facts = state.facts.equate(fields.sizes[axis], bound.size)
        return shape

    value = Declared(shape_of, run.fresh_scope(node)).value(declared, name)
    if not made.scope:
        return value
    if isinstance(value, Choice) and any(map(_is_open, value.options)):
        size = Integer(_size_of_field(made, name, run, state))
        return replace(value, options=tuple(size if _is_open(one) else one for one in value.options))
    if _is_open(value):
        return Integer(_size_of_field(made, name, run, state))
    if isinstance(value, Object):
        _chosen(made, run, state)
        mark = "" if chosen_fields.chooses(made.info, name, run) else _MADE
        return replace(value, name=f"{made.name}.{name}", scope=f"{made.scope}.{name}{mark}")
    return value


def _is_open(value: Value) -> bool:
    return isinstance(value, Integer) and value.size.number is None
