"""`isinstance`: which class a value certainly has, and the shape that an annotation as a class gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from mypy import nodes, patterns, types

from conformable.core.binding import Place
from conformable.core.proof import Mismatch
from conformable_mypy import annotation_expressions, names
from conformable_mypy.interpreter.choices import choice_of
from conformable_mypy.interpreter.declared import ATOMS
from conformable_mypy.interpreter.hidden_sizes import of_typed
from conformable_mypy.interpreter.values import (
    NONE,
    UNKNOWN,
    Choice,
    Entries,
    Integer,
    Items,
    Many,
    Number,
    Object,
    Scalar,
    Table,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from conformable_mypy.carrier import Carried
    from conformable_mypy.interpreter.run import Run
    from conformable_mypy.interpreter.state import State
    from conformable_mypy.mypy_api import Checker


def is_instance(value: Value, tested: nodes.SymbolNode | None) -> bool | None:
    """Tell whether a value is an instance of a class; None where that is open."""
    tested = class_named(tested)
    if tested is None or isinstance(value, Choice):
        return None
    match value:
        case Tensor():
            return _is_tensor(value, tested)
        case Object(info, exact=True):
            return is_exactly(info, tested)
        case Object(info):
            return _is_object(info, tested)
        case Scalar(None):
            return tested.fullname in {"types.NoneType", "builtins.object"}
        case Items(kind="size"):
            return tested.fullname in {"torch.Size", "builtins.tuple", "builtins.object"} or None
        case _:
            return _is_builtin(value, tested.fullname)


def class_named(tested: nodes.SymbolNode | None) -> nodes.TypeInfo | None:
    """Give the class that a name stands for: `Dict` for `dict`; None for anything else."""
    match tested:
        case nodes.TypeInfo():
            return tested
        case nodes.TypeAlias(target=types.Instance(type=info)):
            return info
        case _:
            return None


def narrowed(value: Value, tested: nodes.SymbolNode | None, state: State, *, truth: bool) -> Value:
    """Keep the options of a value that can still be meant after a test; the value itself if all can."""
    if truth and isinstance(value, Number | Integer) and _is_tensor_class(tested):
        # It is declared a number, and is none: what else it is is not known.
        return UNKNOWN
    if not isinstance(value, Choice):
        return value
    kept = tuple(
        option for option in value.options if is_instance(state.content(option), tested) is not (not truth)
    )
    return value if len(kept) in {0, len(value.options)} else choice_of(kept)


def _is_tensor_class(tested: nodes.SymbolNode | None) -> bool:
    info = class_named(tested)
    return info is not None and names.is_tensor_class(info) is not None


def narrowed_by_pattern(value: Value, pattern: patterns.Pattern | None, state: State) -> Value:
    """Narrow a value by the class pattern or the `None` that it has fitted."""
    match pattern:
        case patterns.ClassPattern(class_ref=tested):
            return narrowed(value, tested.node, state, truth=True)
        case patterns.SingletonPattern(value=None):
            return NONE
        case patterns.AsPattern(pattern=inner) if inner is not None:
            return narrowed_by_pattern(value, inner, state)
        case _:
            return value


def narrowed_by_type(value: Value, narrowed_type: types.Type | None) -> Value:
    """Keep the options that mypy has found a name can still have: it knows classes, if not shapes.

    What sizes have decided stays open: after `self.skip = None  # type: ignore` the type is wrong.
    """
    found = types.get_proper_type(narrowed_type)
    if not isinstance(value, Choice) or value.mentions:
        return value
    if not isinstance(found, types.Instance | types.UnionType):
        return value
    parts = [
        types.get_proper_type(part)
        for part in (found.items if isinstance(found, types.UnionType) else [found])
    ]
    if not all(isinstance(part, types.Instance | types.NoneType) for part in parts):
        return value
    classes = [part.type for part in parts if isinstance(part, types.Instance)]
    if any(info.fullname == "builtins.object" or info.is_protocol for info in classes):
        return value
    optional = len(classes) < len(parts)
    arrays = any(names.is_tensor_class(info) is not None for info in classes)
    others = any(names.is_tensor_class(info) is None for info in classes)
    kept = tuple(
        option
        for option in value.options
        if (optional if option == NONE else arrays if isinstance(option, Tensor) else others)
    )
    return choice_of(kept) if kept and len(kept) < len(value.options) else value


def typed_as(value: Unknown, typed: Value, run: Run) -> Value:
    """Give what mypy's type tells of a value of which nothing else is known."""
    match typed:
        case Unknown():
            return value
        case Number():
            return Number(value.mentions)
        case _:
            return of_typed(value, typed, run)


def excluded(value: Value, pattern: patterns.Pattern, state: State) -> Value:
    """Drop the options of a choice that a pattern would certainly have fitted; perhaps none is left."""
    if not isinstance(value, Choice):
        return value
    match pattern:
        case patterns.SingletonPattern(value=None):
            kept = tuple(option for option in value.options if option != NONE)
        case patterns.ClassPattern(class_ref=tested, positionals=[], keyword_values=[]):
            kept = tuple(
                option
                for option in value.options
                if is_instance(state.content(option), tested.node) is not True
            )
        case patterns.AsPattern(pattern=inner) if inner is not None:
            return excluded(value, inner, state)
        case _:
            return value
    return choice_of(kept) if kept else Choice(())


def only_tensor(value: Value) -> Value:
    """Give the one tensor among the options of a choice; any other value as it is."""
    tensors = (
        [option for option in value.options if isinstance(option, Tensor)]
        if isinstance(value, Choice)
        else []
    )
    return tensors[0] if len(tensors) == 1 else value


def annotation_of(tested: nodes.Expression, run: Run) -> Carried | None:
    """Read `Float[Tensor, "b n"]`, or an alias of it, as the second argument of `isinstance`."""
    scope = run.frame.function.fullname if run.frame.function is not None else run.module
    return annotation_expressions.carried_by_expression(tested, cast("Checker", run.types), scope)


def learned(value: Tensor, carried: Carried, node: nodes.Context, run: Run, state: State) -> Tensor | None:
    """Give a tensor the shape of an annotation that it has fitted; None if it cannot have fitted."""
    proof = run.proof(state, node)
    attempt = run.frame.binding.fork()
    try:
        attempt.bind(proof, carried.annotation, value.shape, Place("", ""))
        attempt.complete(proof)
    except Mismatch:
        return None
    shape = attempt.shape(proof, carried.annotation)
    run.frame.binding.adopt(attempt)
    state.facts = proof.facts
    known = value.shape if value.shape.rank is not None else shape
    return Tensor(known, value.library, carried.dtype or value.dtype, node.line)


def _is_object(info: nodes.TypeInfo, tested: nodes.TypeInfo) -> bool | None:
    if tested in info.mro:
        return True
    # No class can inherit from both: their objects are laid out differently in memory.
    apart = info.fullname in ATOMS and (tested.fullname in ATOMS or names.is_tensor_class(tested) is not None)
    return False if apart else None


def _is_tensor(value: Tensor, tested: nodes.TypeInfo) -> bool | None:
    library = names.is_tensor_class(tested)
    if library is None:
        return None if tested.fullname == "builtins.object" or tested.is_protocol else False
    if library != value.library:
        return False
    return True if tested.fullname in {"torch._tensor.Tensor", "numpy.ndarray"} else None


def _is_builtin(value: Value, tested: str) -> bool | None:
    own: tuple[str, ...]
    match value:
        case Integer():
            own = ("builtins.int", "builtins.bool")
        case Number() | Scalar(float()):
            own = ("builtins.float", "builtins.int", "builtins.complex", "builtins.bool")
        case Scalar(str()):
            own = ("builtins.str",)
        case Items(kind="tuple") | Many(kind="tuple"):
            own = ("builtins.tuple",)
        case Items(kind="list") | Many(kind="list"):
            own = ("builtins.list",)
        case Entries() | Table():
            own = ("builtins.dict",)
        case _:
            return None
    if tested == own[0] and not isinstance(value, Number):
        return True
    return False if tested.startswith("builtins.") and tested not in {*own, "builtins.object"} else None


def is_exactly(info: nodes.TypeInfo, tested: nodes.TypeInfo) -> bool | None:
    """Tell whether an object of a class, and of no subclass of it, is an instance of another class."""
    if tested in info.mro:
        return True
    if tested.fullname in _PLAIN:
        return None if info.fallback_to_any else False
    # A metaclass may answer as it likes.
    open_to_others = tested.is_protocol or tested.metaclass_type is not None or tested.fallback_to_any
    return None if open_to_others or info.fallback_to_any else False


_PLAIN: Final = frozenset(
    {
        *(f"builtins.{name}" for name in ("dict", "list", "tuple", "set", "frozenset", "str", "bytes")),
        *(f"builtins.{name}" for name in ("int", "float", "bool", "complex")),
        *(f"typing.{name}" for name in ("Mapping", "MutableMapping", "Sequence")),
    }
)
"""Classes of which nothing is an instance that does not inherit from them."""


def is_always_true(info: nodes.TypeInfo) -> bool:
    """Tell whether every object of a class counts as true."""
    judging = {name for base in info.mro for name in ("__bool__", "__len__") if name in base.names}
    return not judging and not info.fallback_to_any
