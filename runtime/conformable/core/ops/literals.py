"""Tensors made of the numbers, lists and arrays of the program."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.ops.arguments import Repeated, Unknown, shape_of
from conformable.core.ops.axes import at_least_axes
from conformable.core.ops.conditions import loose
from conformable.core.ops.registry import rule, rules
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ZERO, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments
    from conformable.core.proof import Proof

CLASSES: Final = {
    "torch": """
        BFloat16Tensor BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor
        LongTensor ShortTensor Tensor
    """
}
"""Classes that make a tensor of sizes, or of data."""


def nested(proof: Proof, data: Argument) -> Shape:
    """Give the shape of nested lists of numbers and arrays; the items of a list must have the same shape.

    Raises:
        Mismatch: if two items certainly have not.
        CannotTellError: if there is something else in the lists.

    >>> from conformable.core.proof import Proof
    >>> nested(Proof(), ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0)))
    Shape("3 2")
    """
    match data:
        case ():
            return Shape((ZERO,))
        case tuple():
            items = [nested(proof, item) for item in data]
            inner = reduce(lambda left, right: _alike(proof, left, right), items)
            return Shape((Size.of(len(data)), *inner.parts))
        case Repeated(item, count):
            return Shape((count, *item.parts))
        case str() | None:
            raise CannotTellError
        case _:
            return shape_of(data, proof)


def _alike(proof: Proof, left: Shape, right: Shape) -> Shape:
    """Require that two items have the same shape; one of unknown rank is taken to have that of the other."""
    if left.rank is None or right.rank is None:
        return right if left.rank is None else left
    if left.rank != right.rank:
        raise Mismatch("shape-rank", messages.ragged(proof.operation, left, right))
    for mine, other in zip(left.before, right.before, strict=True):
        witness = proof.differ(mine, other)
        if witness is not None:
            raise Mismatch(loose(mine, other), messages.ragged(proof.operation, left, right), witness)
    return left


@rule("numpy.array", "numpy.asarray", "numpy.asanyarray", "numpy.asfortranarray")
def array(proof: Proof, data: Argument, dtype: Argument = None, order: Argument = None) -> Shape:
    """Make an array of lists, or of another array; with a dtype, the items of a list may be objects.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.array.html
    """
    try:
        return nested(proof, data)
    except Mismatch:
        if dtype is None:
            raise
        raise CannotTellError from None


@rule("numpy.ascontiguousarray")
def ascontiguousarray(proof: Proof, a: Argument, dtype: Argument = None) -> Shape:
    """Make an array of lists, or of another array; it has at least one axis.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.ascontiguousarray.html
    """
    return at_least_axes(array(proof, a, dtype), 1)


@rule("torch.tensor", "torch.as_tensor", "torch.asarray", "torch.from_numpy")
def tensor(proof: Proof, data: Argument, dtype: Argument = None, device: Argument = None) -> Shape:
    """Make a tensor of lists of numbers, or of an array.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.tensor.html

    >>> from conformable.core.proof import Proof
    >>> tensor(Proof(), (1.0, 2.0, 3.0))
    Shape("3")
    """
    return nested(proof, _of_numbers(data))


def _of_numbers(data: Argument) -> Argument:
    """Refuse lists of arrays: whether torch takes them depends on their elements."""
    arrays = isinstance(data, tuple) and any(isinstance(item, Shape) and item.parts for item in data)
    if arrays or (isinstance(data, Repeated) and data.item.parts):
        raise CannotTellError
    if isinstance(data, tuple):
        return tuple(_of_numbers(item) for item in data)
    return data


@rule("torch.Tensor.new_tensor")
def new_tensor(proof: Proof, input: Shape, data: Argument) -> Shape:
    """Make a tensor of lists of numbers, or of an array."""
    return tensor(proof, data)


def tensor_class(proof: Proof, data: Argument = (), others: Arguments = ()) -> Shape:
    """Make a tensor of sizes, or of data; a sequence of whole numbers may be either.

    Source: https://docs.pytorch.org/docs/stable/tensors.html#torch.Tensor
    """
    sizes = (data, *others)
    if all(isinstance(size, Size) for size in sizes):
        return Shape(tuple(size for size in sizes if isinstance(size, Size)))
    if others or data == () or _whole_numbers(data):
        raise CannotTellError
    return tensor(proof, data)


def _whole_numbers(data: Argument) -> bool:
    return isinstance(data, Unknown) or (
        isinstance(data, tuple) and all(isinstance(item, Size) for item in data)
    )


rules(tensor_class, CLASSES)
