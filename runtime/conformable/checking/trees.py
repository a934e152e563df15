"""Trees of jax, `PyTree[Float[Array, "b n"], "T"]`: jaxtyping decides whether a tree fits.

It is asked in a record of its own that holds what the call has bound before, and what it binds is taken over.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conformable.checking.bindings import Bindings, BoundRun, BoundSize, BoundStructure
from conformable.checking.body_scope import fits_in_record
from conformable.checking.containers import Item, is_container, items_inside
from conformable.checking.hints import Hint, PlainHint, TreeHint, UnionHint, walk
from conformable.checking.plain_hints import tester
from conformable.checking.tensor_hints import TensorHint
from conformable.core import messages
from conformable.core.expression import EvaluationError
from conformable.core.notation import Axis, NamedAxis, VariadicAxis

if TYPE_CHECKING:
    from conformable.checking.axis_matching import Reader


def bindings_of_tree(
    hint: TreeHint, path: str, value: Any, bindings: Bindings, read: Reader
) -> Bindings | None:
    """Return what is bound after a tree; None if it does not fit.

    Args:
        hint: what the tree is held against.
        path: its path, which becomes the origin of what it binds.
        value: the tree.
        bindings: what is bound before.
        read: gives the value of a hole in braces.

    Raises:
        AnnotationError: as jaxtyping raises it, if the annotation names what has no size or structure yet.
    """
    sizes = {name: bound.size for name, bound in bindings.sizes.items()}
    runs = {name: (run.broadcastable, run.sizes) for name, run in bindings.runs.items()}
    structures = {name: bound.structure for name, bound in bindings.structures.items()}
    after = fits_in_record(value, hint.tree, (sizes, runs, structures, _arguments(hint, read)))
    if after is None:
        return None
    sizes, runs, structures = after
    return replace(
        bindings,
        sizes={name: bindings.sizes.get(name) or BoundSize(size, path) for name, size in sizes.items()},
        runs={
            name: _kept(bindings.runs.get(name), BoundRun(tuple(run), path, stretches))
            for name, (stretches, run) in runs.items()
        },
        structures={
            name: bindings.structures.get(name) or BoundStructure(one, path)
            for name, one in structures.items()
        },
    )


def _kept(before: BoundRun | None, after: BoundRun) -> BoundRun:
    is_same = before is not None and before.sizes == after.sizes
    return replace(after, origin=before.origin) if before is not None and is_same else after


def holes_in(hint: TreeHint) -> list[tuple[str, ...]]:
    """Return the paths of the holes in a tree: an argument, and attributes of it."""
    tensors = (part for part in walk(hint.leaf) if isinstance(part, TensorHint))
    return [path for tensor in tensors for path in tensor.annotation.holes]


def _arguments(hint: TreeHint, read: Reader) -> dict[str, Any]:
    """Return the arguments that the holes in a tree read: whole numbers only, as jaxtyping evaluates text."""
    arguments = types.SimpleNamespace()
    for path in holes_in(hint):
        _put(arguments, path, read)
    return vars(arguments)


def _put(owner: Any, path: tuple[str, ...], read: Reader) -> None:
    try:
        size = read(path)
    except EvaluationError:
        return  # jaxtyping finds nothing there, and says so.
    for name in path[:-1]:
        vars(owner).setdefault(name, types.SimpleNamespace())
        owner = getattr(owner, name)
    setattr(owner, path[-1], size)


def _tree_util() -> Any:
    """Return what jaxtyping takes trees apart with; it is loaded where there is an annotation of a tree."""
    return sys.modules["jax.tree_util"]


def structure_of(hint: TreeHint, value: Any) -> Any:
    """Return the structure of a tree, as jax says it."""
    return _tree_util().tree_structure(value, is_leaf=lambda part: _is_of_kind(hint.leaf, part))


def leaves_inside(hint: TreeHint, path: str, value: Any) -> list[Item]:
    """Return the leaves of a tree, each with its own hint and its path."""
    return list(_leaves(hint, path, value))


def _leaves(hint: TreeHint, path: str, value: Any) -> Iterator[Item]:
    tree_util = _tree_util()
    pairs, _ = tree_util.tree_flatten_with_path(value, is_leaf=lambda part: _is_of_kind(hint.leaf, part))
    for index, (keys, leaf) in enumerate(pairs):
        yield _of_leaf(hint, index), f"{path}{tree_util.keystr(keys)}", leaf


def _of_leaf(hint: TreeHint, index: int) -> Hint:
    """Give the sizes that each leaf has for itself, `?n`, the name of the leaf."""
    if hint.structure is None or not isinstance(hint.leaf, TensorHint):
        return hint.leaf
    prefix = messages.size_of_leaf(index, hint.structure)
    annotation = hint.leaf.annotation
    axes = tuple(_of_one_leaf(axis, prefix) for axis in annotation.axes)
    return replace(hint.leaf, annotation=replace(annotation, axes=axes))


def _of_one_leaf(axis: Axis, prefix: str) -> Axis:
    match axis:
        case NamedAxis(name, treepath=True) | VariadicAxis(str(name), treepath=True):
            return replace(axis, name=f"{prefix}{name}", treepath=False)
        case _:
            return axis


def _is_of_kind(hint: Hint, value: Any) -> bool:
    """Tell whether a part of a tree is a leaf: what the hint asks for, whatever its sizes are."""
    match hint:
        case TensorHint():
            return hint.accepts_type(value)
        case UnionHint(alternatives=alternatives):
            return any(_is_of_kind(one, value) for one in alternatives)
        case PlainHint(hint=plain):
            test = tester(plain)
            return test is not None and (isinstance(value, test) if isinstance(test, type) else test(value))
        case TreeHint():
            return all(_is_of_kind(leaf, one) for leaf, _, one in _leaves(hint, "", value))
        case _:
            inside = items_inside(hint, "", value) if is_container(hint, value) else []
            return bool(inside) and all(_is_of_kind(part, one) for part, _, one in inside)
