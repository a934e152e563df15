"""Type hints that hold tensor annotations, as a tree of what is to be checked."""

from __future__ import annotations

import collections
import collections.abc
import types
import typing
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from conformable.checking.tensor_hints import (
    TensorHint,
    is_tensor_hint,
    is_tree_hint,
    read_tensor_hint,
    refuse_treepaths,
)


@dataclass(frozen=True, slots=True)
class NoneHint:
    """`None`."""

    text: str = "None"


@dataclass(frozen=True, slots=True)
class PlainHint:
    """A hint without tensors inside a hint with tensors; beartype decides it."""

    text: str
    hint: Any


@dataclass(frozen=True, slots=True)
class UnionHint:
    """Alternatives, of which one must fit."""

    text: str
    alternatives: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class TupleHint:
    """`tuple[A, B]`: exactly these items."""

    text: str
    items: tuple[Hint, ...]


@dataclass(frozen=True, slots=True)
class CollectionHint:
    """`list[A]`, `tuple[A, ...]`, `Sequence[A]`: any number of items of one kind."""

    text: str
    origin: type
    item: Hint


@dataclass(frozen=True, slots=True)
class MappingHint:
    """`dict[K, V]`, `Mapping[K, V]`."""

    text: str
    origin: type
    key: Hint
    value: Hint


@dataclass(frozen=True, slots=True)
class RecordHint:
    """A `NamedTuple` or a `TypedDict` whose fields hold tensors, with axis names of its own.

    Two values of one such class may have different sizes, as two objects of a dataclass may.
    """

    text: str
    record: type
    fields: tuple[tuple[str, Hint], ...]

    @property
    def is_mapping(self) -> bool:
        """Whether it is a `TypedDict`."""
        return typing.is_typeddict(self.record)

    @property
    def kind(self) -> type:
        """The class of the values, as `isinstance` can be asked about it."""
        return collections.abc.Mapping if self.is_mapping else self.record


@dataclass(frozen=True, slots=True)
class TreeHint:
    """`PyTree[A]`, `PyTree[A, "T"]`: containers inside each other as jax knows them, with leaves of one kind.

    Attributes:
        text: the annotation as messages show it.
        tree: the annotation itself; jaxtyping decides whether a tree fits it.
        leaf: what each leaf is held against.
        structure: names of structures, or None.
    """

    text: str
    tree: Any
    leaf: Hint
    structure: str | None


Hint = (
    TensorHint
    | NoneHint
    | PlainHint
    | UnionHint
    | TupleHint
    | CollectionHint
    | MappingHint
    | RecordHint
    | TreeHint
)


def read_hint(hint: Any) -> Hint | None:
    """Return what is to be checked of a hint, or None if there is no tensor in it that can be checked.

    Raises:
        NotationError: if an axis of a tensor in it cannot mean a size.
    """
    read = _outside_trees(_read(hint))
    return None if isinstance(read, PlainHint | NoneHint) else read


def _outside_trees(hint: Hint) -> Hint:
    for part in walk(hint, into_structures=False):
        if isinstance(part, TensorHint):
            refuse_treepaths(part)
    return hint


def _read(hint: Any, around: tuple[type, ...] = ()) -> Hint:
    if hint is None or hint is types.NoneType:
        return NoneHint()
    if is_tensor_hint(hint) or is_tree_hint(hint):
        return _of_jaxtyping(hint, around)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _read(arguments[0], around)
    if origin in {Union, types.UnionType}:
        return _of_union(hint, arguments, around)
    if isinstance(hint, TypeVar):
        return _of_type_variable(hint, around)
    if hasattr(hint, "__value__"):
        return _read(hint.__value__, around)
    if isinstance(origin, type) and arguments:
        return _of_container(hint, origin, arguments, around)
    return _of_record(hint, around)


def _of_union(hint: Any, arguments: tuple[Any, ...], around: tuple[type, ...]) -> Hint:
    alternatives = tuple(_read(argument, around) for argument in arguments)
    if all(isinstance(alternative, PlainHint | NoneHint) for alternative in alternatives):
        return PlainHint(hint_text(hint), hint)
    flat = tuple(
        one for part in alternatives for one in (part.alternatives if isinstance(part, UnionHint) else [part])
    )
    return UnionHint(" | ".join(one.text for one in flat), flat)


def _of_type_variable(variable: TypeVar, around: tuple[type, ...]) -> Hint:
    bound, constraints = variable.__bound__, variable.__constraints__
    if constraints:
        read = _of_union(variable, constraints, around)
    elif bound is not None:
        read = _read(bound, around)
    else:
        return PlainHint(str(variable), variable)
    return PlainHint(str(variable), variable) if isinstance(read, PlainHint) else read


def _of_jaxtyping(hint: Any, around: tuple[type, ...]) -> Hint:
    return read_tensor_hint(hint) if is_tensor_hint(hint) else _of_tree(hint, around)


def _of_tree(tree: Any, around: tuple[type, ...]) -> Hint:
    leaf = _read(tree.leaftype, around)
    if tree.structure is None and not _hold_tensors((leaf,)):
        return PlainHint(tree.__name__, tree)
    structure = "" if tree.structure is None else f', "{tree.structure}"'
    return TreeHint(f"PyTree[{leaf.text}{structure}]", tree, leaf, tree.structure)


def _of_container(hint: Any, origin: type, arguments: tuple[Any, ...], around: tuple[type, ...]) -> Hint:
    plain = PlainHint(hint_text(hint), hint)
    if origin is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        items = tuple(_read(argument, around) for argument in arguments)
        return TupleHint(_named("tuple", items), items) if _hold_tensors(items) else plain
    if issubclass(origin, collections.abc.Mapping) and len(arguments) == 2:
        key, value = (_read(argument, around) for argument in arguments)
        text = _named(origin.__name__, (key, value))
        return MappingHint(text, origin, key, value) if _hold_tensors((key, value)) else plain
    if issubclass(origin, collections.abc.Collection):
        item = _read(arguments[0], around)
        text = f"tuple[{item.text}, ...]" if origin is tuple else _named(origin.__name__, (item,))
        return CollectionHint(text, origin, item) if _hold_tensors((item,)) else plain
    return plain


def _is_record(hint: Any) -> bool:
    is_named_tuple = isinstance(hint, type) and issubclass(hint, tuple) and hasattr(hint, "_fields")
    return is_named_tuple or typing.is_typeddict(hint)


def _of_record(record: Any, around: tuple[type, ...]) -> Hint:
    """Read a class: one with fields may have tensors in them; any other is beartype's."""
    text = hint_text(record)
    if record in around or not _is_record(record):
        return PlainHint(text, record)
    try:
        hints = typing.get_type_hints(record)
    except (NameError, AttributeError, SyntaxError, TypeError):
        hints = {}  # They name what does not exist at run time.
    fields = tuple(
        (name, _outside_trees(_read(_field(hint), (*around, record)))) for name, hint in hints.items()
    )
    tensors = tuple((name, hint) for name, hint in fields if not isinstance(hint, PlainHint | NoneHint))
    return RecordHint(text, record, tensors) if tensors else PlainHint(text, record)


def _field(hint: Any) -> Any:
    """Return what `Required[...]`, `NotRequired[...]` or `ReadOnly[...]` is about."""
    is_qualified = str(get_origin(hint)).rpartition(".")[2] in {"Required", "NotRequired", "ReadOnly"}
    return _field(get_args(hint)[0]) if is_qualified else hint


def _hold_tensors(hints: tuple[Hint, ...]) -> bool:
    return not all(isinstance(hint, PlainHint | NoneHint) for hint in hints)


def _named(name: str, items: tuple[Hint, ...]) -> str:
    return f"{name}[{', '.join(item.text for item in items)}]"


def hint_text(hint: Any) -> str:
    """Print a hint as it is written."""
    return hint.__qualname__ if isinstance(hint, type) and get_origin(hint) is None else str(hint)


def walk(hint: Hint, *, into_structures: bool = True) -> typing.Iterator[Hint]:
    """Yield the hint and all hints in it, in the order in which they are checked.

    Args:
        hint: the hint.
        into_structures: whether also the leaves of trees whose structure has a name.
    """
    yield hint
    match hint:
        case UnionHint(_, inner) | TupleHint(_, inner):
            for part in inner:
                yield from walk(part, into_structures=into_structures)
        case CollectionHint(_, _, item):
            yield from walk(item, into_structures=into_structures)
        case MappingHint(_, _, key, value):
            yield from walk(key, into_structures=into_structures)
            yield from walk(value, into_structures=into_structures)
        case TreeHint(leaf=leaf, structure=structure) if into_structures or structure is None:
            yield from walk(leaf, into_structures=into_structures)
        case _:
            pass
