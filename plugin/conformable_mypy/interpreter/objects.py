"""Objects of classes of the program: their attributes, and what a store to one of them changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mypy import nodes, types

from conformable_mypy import names
from conformable_mypy.interpreter import (
    declared_fields,
    definitions,
    inlining,
    layers,
    naming,
)
from conformable_mypy.interpreter.arguments import Arguments
from conformable_mypy.interpreter.believed import has_numbers, holds_numbers
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.iterating import refreshed
from conformable_mypy.interpreter.operations import Operand
from conformable_mypy.interpreter.parts import all_sizes, with_parts
from conformable_mypy.interpreter.values import (
    BASE,
    EVERY,
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
    from conformable.core.sizes import Size, Symbol
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State


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
        forget_computed(value, "", state)
        return UNKNOWN
    known = dict(made.attributes).get(name)
    if known is not None:
        return refreshed(known, node, run) if made.several else known
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
    if _is_property(content.info, name):
        # Its setter may store anything.
        become(value, forgotten(content), state)
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
    become(value, replace(content, attributes=tuple(attributes.items()), sometimes=sometimes), state)


def forget_computed(value: Value, prefix: str, state: State) -> None:
    """Forget what an attribute held whose name was computed: any of those that begin like it.

    Args:
        value: The object.
        prefix: How the name begins; "" if that is not known.
        state: What is known here.
    """
    content = state.content(value)
    if not isinstance(content, Object):
        return
    kept = tuple((name, held) for name, held in content.attributes if not name.startswith(prefix))
    become(value, replace(forgotten(content), attributes=kept), state)


def _is_property(info: nodes.TypeInfo, name: str) -> bool:
    symbol = info.get(name)
    definition = symbol.node if symbol is not None else None
    return isinstance(definition, nodes.OverloadedFuncDef) and definition.is_property


def become(value: Value, changed: Object, state: State) -> None:
    """Put a changed object in the place of what it was, wherever it is held."""
    if isinstance(value, Reference):
        state.heap[value.address] = changed
        return

    def change(part: Value) -> Value:
        if _is_same(part, value):
            return changed
        inside = with_parts(part, change)
        name = declared_fields.name_within(part, changed)
        if name is None or not isinstance(inside, Object) or name in dict(inside.attributes):
            return inside
        return replace(inside, attributes=(*inside.attributes, (name, changed)))

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
    return replace(value, attributes=(), complete=False, unsettled=frozenset((EVERY,)))


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
            found = _declared(made, variable, name, node, run, state)
            return _settled(value, made, name, found, state) if made.is_unsettled(name) else found
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
    return declared_fields.of_type(made, result, decorator.name, node, run, state)


def _settled(value: Value, made: Object, name: str, found: Value, state: State) -> Value:
    """Keep what an attribute holds that may have changed: until it may have changed again, it is that."""
    if isinstance(value, Reference) and isinstance(found, Integer | Choice | Object) and not made.several:
        state.heap[value.address] = replace(made, attributes=(*made.attributes, (name, found)))
    return found


def _declared(
    made: Object, variable: nodes.Var, name: str, node: nodes.Context, run: Run, state: State
) -> Value:
    if variable.is_final and variable.final_value is not None:
        return naming.value_of_symbol(variable, variable.fullname, run, state, node)
    found = types.get_proper_type(variable.type)
    if variable.is_inferred and not isinstance(found, types.Instance):
        return UNKNOWN
    held = declared_fields.of_type(made, variable.type, name, node, run, state)
    may_be_stale = variable.is_inferred and has_numbers(held)
    return UNKNOWN if may_be_stale and not holds_numbers(made.info, name, run) else held


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
    sizes = all_sizes(state.whole(made))
    return symbols_of_fields(made, run, state).union(*(size.symbols() for size in sizes))


def integer_fields(made: Object, run: Run, state: State) -> dict[str, Size]:
    """Give the integer fields of an object, as they are read."""
    fields = dict.fromkeys(name for base in made.info.mro for name in base.names)
    names = [name for name in fields if declared_fields.is_field(made.info, name)]
    read_as = {name: read(made, made, name, made.info, run, state) for name in names}
    return {name: value.size for name, value in read_as.items() if isinstance(value, Integer)}
