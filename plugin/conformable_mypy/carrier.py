"""How a declared type carries the shape that was written beside it.

`Float[Tensor, "b n"]` becomes a type alias of our own whose target is plain `Tensor` and whose name spells
the annotation. mypy expands an alias whenever it looks at a type, so what it infers, prints and compares is
plain `Tensor`; only what is *declared* (the types of parameters, results, fields, annotated names) still
shows the shape. The alias lives in the symbol table of the module that wrote the annotation: mypy's cache
keeps it, and the fine-grained comparison of dmypy sees its name change.

(Attributes of the `Instance` itself, `extra_attrs`, do not do: mypy erases them in place, in the declared
type, as soon as two differing ones meet in `x if c else y`.)

Read a declared type with `read` *before* `get_proper_type`, which expands the alias.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from mypy.nodes import MypyFile, TypeAlias
from mypy.types import (
    CallableType,
    Instance,
    ProperType,
    TupleType,
    Type,
    TypeAliasType,
    TypedDictType,
    UnionType,
    get_proper_type,
)

from conformable.core.immutable import dataclass
from conformable.core.notation import NotationError, ShapeAnnotation, parse
from conformable_mypy import mypy_api
from conformable_mypy.dtypes import combined

#: No program can spell such a name, `from module import *` does not take it, and dmypy keeps names with an
#: "@".
PREFIX: Final = "__conformable__@"

#: The name of the alias of unions, `alias[P, W] = P`: plain to mypy, and as it was written.
UNION: Final = f"{PREFIX}union"

MAX_DEPTH: Final = 8
"""Types nested deeper than this, recursive ones among them, are not looked into."""

#: mypy splits full names at dots, and looks for "<subclass " in them.
_ESCAPES: Final = (("%", "%25"), (".", "%2E"), ("<", "%3C"), ("|", "%7C"))


@dataclass(frozen=True, slots=True)
class Carried:
    """The shape annotation that a declared type carries.

    Attributes:
        annotation: The parsed dim string.
        dtype: jaxtyping's word, such as `Float` or `Int32`; None where the imports do not tell.
        scope: Full name of the function, class or module whose names the annotation uses; "" in an alias: it
            uses the names of the place where the alias is used.
        line: Where it was written, if that was in the module given to `read`: other modules' lines are not in
            the cache.
    """

    annotation: ShapeAnnotation
    dtype: str | None
    scope: str
    line: int | None = None


def read(declared: Type | None, module: str | None = None) -> Carried | None:
    """Return what a declared type carries; unions, tuples and other containers carry in their items.

    Args:
        declared: The type as declared, not yet expanded by `get_proper_type`.
        module: The module that is being checked; see `Carried.line`.
    """
    while isinstance(declared, TypeAliasType) and declared.alias is not None and not declared.args:
        alias = declared.alias
        if alias.name.startswith(PREFIX):
            line = declared.line if alias.module == module and declared.line > 0 else None
            return _decoded(alias.module, alias.name, line)
        declared = alias.target
    return None


def opened(declared: TypeAliasType) -> Type | None:
    """Return what an alias stands for: of a union, what was written; None if mypy has not resolved it."""
    alias = declared.alias
    if alias is None:
        return None
    if alias.name == UNION:
        return declared.args[1]
    return get_proper_type(declared) if declared.args else alias.target


def carriers(declared: Type | None, depth: int = MAX_DEPTH) -> Iterator[Carried]:
    """Yield what a declared type and the types in it carry, at most `depth` levels down.

    Args:
        declared: A type as declared; in a function's type, the result comes last.
        depth: How deep to look: a type may be recursive.
    """
    found = read(declared) if isinstance(declared, TypeAliasType) else None
    if found is not None:
        yield found
    elif depth > 0:
        for part in _parts(declared):
            yield from carriers(part, depth - 1)


def has_carriers(declared: Type | None, depth: int = MAX_DEPTH) -> bool:
    """Tell whether a declared type carries anything, also inside a typed dictionary.

    The axis names of such a dictionary are its own: `carriers` does not give them.
    """
    match declared:
        case Instance(args=()):
            return False
        case TypeAliasType() if read(declared) is not None:
            return True
        case TypedDictType(items=fields):
            parts: Iterable[Type] = fields.values()
        case _:
            parts = _parts(declared)
    return depth > 0 and any(has_carriers(part, depth - 1) for part in parts)


def _parts(declared: Type | None) -> Iterable[Type]:
    match declared:
        case Instance():
            return declared.args
        case TypeAliasType(alias=alias):
            return (*declared.args, *([alias.target] if alias is not None else []))
        case UnionType(items=items) | TupleType(items=items):
            return items
        case CallableType():
            return (*declared.arg_types, declared.ret_type)
        case _:
            return ()


def carried(
    dtype: str | None, text: str, inner: Carried | None, scope: str, line: int | None = None
) -> Carried | None:
    """Return what `Dtype[Array, text]` says, or None if it is malformed; the array may carry axes itself.

    Args:
        dtype: jaxtyping's word.
        text: The dim string.
        inner: What the array type carries: jaxtyping puts the outer axes in front of the inner ones.
        scope: Full name of the scope whose names it uses.
        line: Where it is written.
    """
    if inner is not None:
        dtype, text = combined(dtype, inner.dtype), f"{text} {inner.annotation.text}"
    try:
        return Carried(parse(text), dtype, scope, line)
    except NotationError:
        return None


def carry(plain: Type, dtype: str | None, text: str, scope: str, tree: MypyFile) -> Type:
    """Return the type with an annotation on it; a type that cannot carry one is returned as it is.

    Args:
        plain: mypy's own analysis of the array type, which may carry an annotation already. In a union, each
            class carries the annotation.
        dtype: jaxtyping's word.
        text: The dim string.
        scope: Full name of the scope whose names it uses; it lies in the module of `tree`.
        tree: The module that it is written in.
    """
    if isinstance(plain, TypeAliasType) and plain.is_recursive:
        return plain
    both = carried(dtype, text, read(plain), scope)
    match get_proper_type(plain):
        case Instance() as instance if both is not None and instance.type.module_name != "builtins":
            # To jaxtyping, `Float[float, ""]` is `float`.
            return _aliased(instance, both, tree) if mypy_api.can_be_aliased(instance) else plain
        case UnionType(items=items) as union:
            carrying = [carry(item, dtype, text, scope, tree) for item in items]
            return UnionType(
                carrying,
                union.line,
                union.column,
                is_evaluated=union.is_evaluated,
                uses_pep604_syntax=union.uses_pep604_syntax,
            )
        case _:
            return plain


def _aliased(instance: Instance, annotation: Carried, tree: MypyFile) -> Type:
    # One alias per annotation *and* array type, as its target is what mypy sees.
    alias = _alias_of(instance, _encoded(annotation, instance, tree), tree)
    return TypeAliasType(alias, [], instance.line, instance.column)


def alias_of_union(written: UnionType, plain: UnionType, tree: MypyFile) -> Type:
    """Return an alias of a union that mypy sees without annotations; `opened` gives the written one back.

    Args:
        written: The union, with annotations on its items.
        plain: The union without them, with an instance among its items.
        tree: The module that it is written in.
    """
    variables = [mypy_api.alias_variable(place, plain, f"{tree.fullname}.{UNION}") for place in range(2)]
    alias = _alias_of(variables[0], UNION, tree)
    alias.alias_tvars = list(variables)
    return TypeAliasType(alias, [plain, written], written.line, written.column)


def _alias_of(target: ProperType, name: str, tree: MypyFile) -> TypeAlias:
    symbol = tree.names.get(name)
    alias = symbol.node if symbol is not None else None
    if not isinstance(alias, TypeAlias):
        alias = TypeAlias(target, f"{tree.fullname}.{name}", tree.fullname, line=-1, column=-1)
        mypy_api.declare(tree, name, alias)
    elif alias.target != target:
        # In dmypy, the class of that name was made anew.
        alias.target = target
    return alias


def _encoded(annotation: Carried, instance: Instance, tree: MypyFile) -> str:
    scope = f"{annotation.scope}.".removeprefix(f"{tree.fullname}.")
    target = str(instance) if instance.args else instance.type.fullname
    return PREFIX + "|".join(
        map(_escaped, (annotation.dtype or "", scope, annotation.annotation.text, target))
    )


@lru_cache(maxsize=4096)
def _decoded(module: str, name: str, line: int | None) -> Carried:
    dtype, scope, text, _ = map(_unescaped, name.removeprefix(PREFIX).split("|"))
    full_scope = "" if scope == "." else f"{module}.{scope}"[:-1]
    return Carried(parse(text), dtype or None, full_scope, line)


def _escaped(text: str) -> str:
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def _unescaped(text: str) -> str:
    for character, escape in reversed(_ESCAPES):
        text = text.replace(escape, character)
    return text
