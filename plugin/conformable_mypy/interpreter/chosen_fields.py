"""Which sizes whoever makes a configuration chooses, and what its class makes of them.

The fields of a dataclass and the parameters of a constructor are chosen freely, each on its own. What
`__post_init__` or the constructor writes is derived from them, and what it asserts is a fact. What it fills
in where nothing is given is linked: a condition is refused only if it fails with that as well.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from mypy import nodes, types

from conformable.core.binding import Binding
from conformable.core.sizes import INSTANCE, Size, Symbol
from conformable_mypy.interpreter.attribute_stores import Stores, giving_all, stored_outside
from conformable_mypy.interpreter.choices import without_none
from conformable_mypy.interpreter.chosen_sizes import OWN, ChosenSizes, collected
from conformable_mypy.interpreter.frames import Frame
from conformable_mypy.interpreter.keeping import made_once
from conformable_mypy.interpreter.state import State, join_many
from conformable_mypy.interpreter.stored import read_text
from conformable_mypy.interpreter.stores import statements_in
from conformable_mypy.interpreter.values import NONE, UNKNOWN, Integer, Object, Value
from conformable_mypy.mypy_api import mentioned_attributes, mentioned_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from conformable.core.facts import Facts
    from conformable_mypy.interpreter.run import Run

PREFIX: Final = "__conformable__@fields:"
"""Begins the name of the variable that holds what is known of a class."""

FINISHERS: Final = ("__post_init__", "__attrs_post_init__", "model_post_init")
"""Methods that go on where the generated constructor of a class ends."""

_OPAQUE: Final = frozenset({"__new__", "__setattr__", "__getattribute__"})
"""Methods that may put other values in the place of those that were given."""

_JUDGES: Final = frozenset(
    {"validator", "default", "field_validator", "model_validator", "root_validator", "field_serializer"}
)
"""Decorators whose functions may relate fields to each other, or replace them."""

_FIELD_MAKERS: Final = frozenset({"field", "Field", "ib", "attrib"})
"""Functions that say more of a field than its default."""

Parameter = tuple[str, types.Type | None, nodes.Expression | None]

_NEUTRAL: Final = ("builtins.", "typing.", "abc.", "pydantic.", "enum.")
"""Where the bases live that say nothing about the fields of the classes that inherit from them."""


def of_class(info: nodes.TypeInfo, run: Run) -> ChosenSizes:
    """Give what is known of the sizes of a class, from its body or from what was stored of it."""
    if info.module_name != run.module:
        return _stored(info, run)
    # A class may hold a configuration of its own kind.
    return made_once(run.session.kept.chosen, info, lambda: _of_body(info, run), run, ChosenSizes())


def is_being_made(made: Object, run: Run) -> bool:
    """Tell whether an object may be read by what makes it: its fields still have what they were given."""
    makers = {"__init__", *FINISHERS}
    return any(
        frame.function is not None and frame.function.name in makers and frame.function.info in made.info.mro
        for frame in run.frames
    )


def _stored(info: nodes.TypeInfo, run: Run) -> ChosenSizes:
    text = read_text(info.module_name, f"{PREFIX}{info.name}", run)
    return ChosenSizes() if text is None else _decoded(text)


@lru_cache(maxsize=1024)
def _decoded(text: str) -> ChosenSizes:
    return ChosenSizes.decode(json.loads(text))


def _of_body(info: nodes.TypeInfo, run: Run) -> ChosenSizes:
    """Read the class: make an object from sizes that callers choose, and look what has become of them."""
    bases = [base for base in info.mro[:-1] if not base.fullname.startswith(_NEUTRAL)]
    own = [base for base in bases if base.module_name == run.module]
    maker = _maker(info)
    if maker is None or (_is_written(maker) and not run.is_own(maker)) or any(map(_is_opaque, own)):
        return ChosenSizes()
    if own != bases and (_is_written(maker) or any(map(info.get_method, FINISHERS))):
        return ChosenSizes()
    others = (base.names.keys() - _stored(base, run).sizes.keys() for base in bases if base not in own)
    changed = Stores(frozenset[str]().union(*others)).union(
        *(stored_outside(base, {"__init__", *FINISHERS, *giving_all(base)}) for base in own)
    )
    given = _attributes_after(info, maker, run)
    if given is None:
        return ChosenSizes()
    sizes = {name: size for name, size in given[0].items() if size is not None and not changed.has(name)}
    filled_in: dict[str, Size | None] = {}
    for missing in _may_be_missing(info, maker):
        made = _attributes_after(info, maker, run, missing)
        # A class that refuses to be made without a size makes nothing of it.
        found = {} if made is None else made[0]
        filled_in |= {name: size for name, size in found.items() if size != sizes.get(name)}
    return collected(INSTANCE + info.fullname, sizes, given[1], filled_in)


def _maker(info: nodes.TypeInfo) -> nodes.FuncDef | None:
    """Give what takes the arguments of a class: its constructor; for a named tuple, `__new__`."""
    symbol = info.get("__new__" if info.is_named_tuple else "__init__")
    return symbol.node if symbol is not None and isinstance(symbol.node, nodes.FuncDef) else None


def _is_opaque(info: nodes.TypeInfo) -> bool:
    written = {name for name, symbol in info.names.items() if not symbol.plugin_generated}
    if not info.is_named_tuple and not _OPAQUE.isdisjoint(written):
        return True
    return any(
        isinstance(symbol.node, nodes.Decorator)
        and not _JUDGES.isdisjoint(map(_name_of, symbol.node.original_decorators))
        for symbol in info.names.values()
    )


def _name_of(decorator: nodes.Expression) -> str:
    called = decorator.callee if isinstance(decorator, nodes.CallExpr) else decorator
    return called.name if isinstance(called, nodes.NameExpr | nodes.MemberExpr) else ""


def _attributes_after(
    info: nodes.TypeInfo, maker: nodes.FuncDef, run: Run, missing: str | None = None
) -> tuple[dict[str, Size | None], Facts] | None:
    """Make an object, and give the integers that it then has, with what is known of them.

    An attribute that is no integer whose size is known has None; nothing is said of one that holds `None`.
    Gives None where the making cannot be followed.

    Args:
        info: The class.
        maker: Its constructor.
        run: The interpretation.
        missing: The one that callers leave out.
    """
    scope = INSTANCE + info.fullname
    state = State()
    generated = not _is_written(maker)
    given = {
        name: value
        for name, declared, default in _parameters(maker, generated=generated)
        if (value := _given(name, declared, default, scope, missing=name == missing)) is not None
    }
    fields = given if generated else {}
    made = state.allocate(run.address(), Object(info, tuple(fields.items()), OWN, scope, complete=True))
    bodies = [maker] if not generated else [method for method in finishers(info) if run.is_own(method)]
    entered, checked = run.frames, run.checked
    run.frames, run.checked = [], False
    run.muted += 1
    try:
        for body in bodies:
            if _escapes(body, run):
                return None
            state.variables = {body.arguments[0].variable: made}
            if not generated:
                state.variables |= {
                    argument.variable: given.get(argument.variable.name, UNKNOWN)
                    for argument in body.arguments[1:]
                }
            state = _executed(body, run, state)
    finally:
        run.muted -= 1
        run.frames, run.checked = entered, checked
    content = state.content(made)
    if not state.live or not isinstance(content, Object):
        return None
    attributes = [(name, without_none(held)) for name, held in content.attributes if held != NONE]
    return {name: held.size if isinstance(held, Integer) else None for name, held in attributes}, state.facts


def finishers(info: nodes.TypeInfo) -> list[nodes.FuncDef]:
    """Give the methods that go on where the generated constructor of a class ends."""
    found = map(info.get_method, FINISHERS)
    return [method for method in found if isinstance(method, nodes.FuncDef)]


def chooses(info: nodes.TypeInfo, name: str, run: Run) -> bool:
    """Tell whether the object that a field holds is the one that whoever makes its owner has given."""
    maker = _maker(info)
    if maker is None or _is_written(maker) or name not in maker.arg_names or not keeps_arguments(info, run):
        return False
    if finishers(info) or name in converted(info):
        return False
    own = (base for base in info.mro[:-1] if base.module_name == run.module)
    return not any(stored_outside(base, {"__init__"}).has(name) for base in own)


def keeps_arguments(info: nodes.TypeInfo, run: Run) -> bool:
    """Tell whether the fields of a new object are what its constructor is given."""
    bases = [base for base in info.mro[:-1] if not base.fullname.startswith(_NEUTRAL)]
    own = [base for base in bases if base.module_name == run.module]
    # mypy keeps no decorators of other modules, by which a validator is known.
    validated = any(base.fullname.startswith("pydantic.") for base in info.mro) and own != bases
    return not validated and not any(map(_is_opaque, bases))


def defaults_of(info: nodes.TypeInfo, run: Run) -> dict[str, Value]:
    """Give the fields of a class of this module that have a number or `None` by default."""
    maker = _maker(info)
    if maker is None or not run.is_own(maker):
        return {}
    defaults = ((name, default) for name, _, default in _parameters(maker, generated=True))
    known = ((name, _literal(default)) for name, default in defaults)
    return {name: value for name, value in known if value is not None}


def _literal(default: nodes.Expression | None) -> Value | None:
    match default:
        case nodes.IntExpr(value=number):
            return Integer(Size.of(number))
        case nodes.NameExpr(fullname="builtins.None"):
            return NONE
        case _:
            return None


def converted(info: nodes.TypeInfo) -> frozenset[str]:
    """Collect the fields of attrs into which something else is stored than is given."""
    return frozenset(
        attribute["name"]
        for base in info.mro
        for attribute in base.metadata.get("attrs", {}).get("attributes", ())
        if attribute["has_converter"]
    )


def is_generated(info: nodes.TypeInfo) -> bool:
    """Tell whether the constructor of a class is made from its fields."""
    maker = _maker(info)
    return maker is not None and not _is_written(maker)


def _is_written(maker: nodes.FuncDef) -> bool:
    """Tell whether a constructor is one that somebody wrote, no generated one."""
    symbol = maker.info.names.get(maker.name)
    return symbol is None or not symbol.plugin_generated


def _escapes(body: nodes.FuncDef, run: Run) -> bool:
    """Tell whether a method hands its object on: what is then done to it is not seen."""
    block = nodes.Block(list(run.statements_of(body)))
    mentioned = mentioned_attributes(block, body.arguments[0].variable)
    return mentioned is None or "__dict__" in mentioned


def _executed(body: nodes.FuncDef, run: Run, state: State) -> State:
    frame = Frame(body, Binding(run.fresh_scope(body)))
    run.frames.append(frame)
    try:
        run.execute(run.statements_of(body), state)
    finally:
        run.frames.pop()
    end = join_many([*(end for _, end in frame.returned), state], run.place(body))
    # The conditions of whoever has the object may ask for the cases of its constructor.
    end.facts = end.facts.loosen(frame.guarded_for_some)
    return end


def _may_be_missing(info: nodes.TypeInfo, maker: nodes.FuncDef) -> Iterator[str]:
    """Yield the integers that callers may leave out, so that the class fills them in."""
    generated, scope = not _is_written(maker), INSTANCE + info.fullname
    for name, declared, default in _parameters(maker, generated=generated):
        every = [_given(name, declared, default, scope, missing=missing) for missing in (False, True)]
        if every[0] != every[1]:
            yield name


def _parameters(maker: nodes.FuncDef, *, generated: bool) -> Iterator[Parameter]:
    """Yield the parameters of a constructor, without the first: name, type and default.

    Of a generated one only those that are fields of the same name.
    """
    mro = maker.info.mro[::-1]
    signature = maker.type
    declared = signature.arg_types if isinstance(signature, types.CallableType) else None
    own = (base for base in mro if base.module_name == maker.info.module_name)
    defaults = {name: value for base in own for name, value in _defaults(base)}
    changed = converted(maker.info)
    fields = {name: symbol.node for base in mro for name, symbol in base.names.items()}
    for index, name in enumerate(maker.arg_names[1:], start=1):
        if name is None:
            continue
        if not generated:
            yield name, declared[index] if declared is not None else None, maker.arguments[index].initializer
            continue
        field, default = fields.get(name), defaults.get(name)
        if name in changed or not isinstance(field, nodes.Var):
            continue
        if not _is_computed(default, fields.values()):
            # With pydantic's own plugin, the parameter's type is `Any`.
            yield name, field.type, default


def _given(
    name: str, declared: types.Type | None, default: nodes.Expression | None, scope: str, *, missing: bool
) -> Value | None:
    """Give what callers give for an integer; None for what is none."""
    plain = types.get_proper_type(declared)
    options = plain.items if isinstance(plain, types.UnionType) else [plain] if plain is not None else []
    kinds = [types.get_proper_type(option) for option in options]
    optional = any(isinstance(kind, types.NoneType) for kind in kinds)
    numbers = [kind for kind in kinds if not isinstance(kind, types.NoneType)]
    if len(numbers) != 1 or not _is_int(numbers[0]):
        return None
    if missing and optional:
        return NONE
    if missing and (stand_in := _stand_in(default)) is not None:
        return Integer(Size.of(stand_in))
    return Integer(Size.of(Symbol(f"{OWN}.{name}", f"{scope}.{name}")))


def _is_int(kind: types.ProperType) -> bool:
    return (
        isinstance(kind, types.Instance)
        and kind.type.fullname == "builtins.int"
        and kind.last_known_value is None
    )


def _stand_in(default: nodes.Expression | None) -> int | None:
    """Read a default that is no size, such as -1: it says that nothing was given."""
    match default:
        case nodes.UnaryExpr(op="-", expr=nodes.IntExpr(value=value)):
            return -value
        case nodes.IntExpr(value=0):
            return 0
        case _:
            return None


def _defaults(info: nodes.TypeInfo) -> Iterator[tuple[str, nodes.Expression]]:
    """Yield the defaults that a class body gives its fields, also those inside `field(default=...)`."""
    for statement in statements_in(info.defn.defs.body):
        match statement:
            case nodes.AssignmentStmt(
                lvalues=[nodes.NameExpr(name=name)],
                rvalue=nodes.CallExpr(callee=nodes.NameExpr() | nodes.MemberExpr() as maker) as call,
            ) if maker.name in _FIELD_MAKERS:
                keywords = dict(zip(call.arg_names, call.args, strict=True))
                yield name, keywords.get("default", call)
            case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(name=name)], rvalue=value):
                yield name, value
            case _:
                pass


def _is_computed(default: nodes.Expression | None, fields: Collection[nodes.SymbolNode | None]) -> bool:
    """Tell whether a default is computed from other fields, or may be."""
    if default is None or isinstance(default, nodes.TempNode):
        return False
    of_object = isinstance(default, nodes.CallExpr) and "takes_self" in default.arg_names
    return of_object or any(name.node in fields for name in mentioned_names(default))
