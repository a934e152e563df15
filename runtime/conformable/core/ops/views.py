"""Elements laid out anew: view, reshape, flatten, unflatten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.arithmetic import modulo
from conformable.core.comparison import at_least, never_zero
from conformable.core.ops.arguments import parts_of
from conformable.core.ops.axis_edits import replace_axis, require_axis
from conformable.core.ops.conditions import axis_size, loose, parameter_size, require_equal
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.remembering import remembered
from conformable.core.shapes import Part, Shape
from conformable.core.sizes import ONE, ZERO, Size, Symbol, product

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Parts, PartTuple
    from conformable.core.proof import Proof

TWO: Final = Size.of(2)


def factor(part: Part) -> Size:
    """Give the number of elements along a part; that of a variadic part has a symbol of its own.

    >>> from conformable.core.shapes import Variadic
    >>> factor(Variadic("batch"))
    <prod(*batch)>
    """
    if isinstance(part, Size):
        return part
    return Size.of(Symbol(f"prod({part})", scope=f"{part.scope} {part.occurrence}", rigid=False))


def element_count(shape: Shape) -> Size:
    """Give the number of elements of a shape.

    >>> element_count(Shape.of(2, 3))
    <6>
    """
    return product(map(factor, shape.parts))


@remembered
def laid_out(proof: Proof, operand: Shape, parts: tuple[Part, ...]) -> Shape:
    """Give the shape of the same elements in other axes; one size may be -1.

    The numbers of elements must be equal: an identity condition. That -1 stands for a whole number is a
    range condition. A size that may turn out to be -1 is inferred where the others allow it.

    Args:
        proof: What is known.
        operand: The tensor.
        parts: The axes that are asked for.

    Raises:
        Mismatch: if the elements certainly cannot be laid out so.

    >>> from conformable.core.proof import Proof
    >>> laid_out(Proof(), Shape.of(2, 3, 4), (Size.of(-1), Size.of(6)))
    Shape("4 6")
    """
    inferred = [index for index, part in enumerate(parts) if _is_number(part, -1)]
    if len(inferred) > 1 or any(_is_less(part, -1) for part in parts):
        raise Mismatch("shape-op", messages.not_a_layout(proof.operation, Shape(parts)))
    if any(_is_number(part, 0) for part in parts):
        return _without_elements(proof, operand, parts)
    if not inferred:
        inferred = _perhaps_inferred(proof, parts)
    match inferred:
        case []:
            _require_same_count(proof, operand, parts)
            return Shape(parts)
        case [index]:
            rest = (*parts[:index], *parts[index + 1 :])
            return Shape((*parts[:index], _inferred(proof, operand, rest, parts), *parts[index + 1 :]))
        case _:
            return Shape(
                tuple(proof.fresh() if index in inferred else part for index, part in enumerate(parts))
            )


def _is_number(part: Part, number: int) -> bool:
    return isinstance(part, Size) and part.number == number


def _is_less(part: Part, bound: int) -> bool:
    return isinstance(part, Size) and part.number is not None and part.number < bound


def _perhaps_inferred(proof: Proof, parts: tuple[Part, ...]) -> list[int]:
    """Find the sizes of which it is not known that they are not -1.

    Several are taken to be sizes unless they are anonymous: only one of them could be -1.
    """
    doubtful = [
        index for index, part in enumerate(parts) if isinstance(part, Size) and _may_be_negative(proof, part)
    ]
    if len(doubtful) < 2:
        return doubtful
    return [index for index in doubtful if _anonymous(parts[index])]


def _may_be_negative(proof: Proof, size: Size) -> bool:
    rigid = all(proof.facts.is_rigid(atom) for atom in size.atoms())
    return not rigid and not at_least(size, ZERO, proof.facts).same


def _anonymous(part: Part) -> bool:
    return isinstance(part, Size) and any(symbol.name == "_" for symbol in part.symbols())


def _require_same_count(proof: Proof, operand: Shape, parts: tuple[Part, ...]) -> None:
    have, want = _cancelled(proof, operand.parts, parts)
    witness = proof.differ(have, want)
    if witness is not None:
        message = messages.element_counts_differ(
            proof.operation, operand, element_count(operand), Shape(parts), element_count(Shape(parts))
        )
        raise Mismatch(loose(have, want), message, witness)


def _inferred(proof: Proof, operand: Shape, rest: tuple[Part, ...], parts: tuple[Part, ...]) -> Size:
    """Give the size that -1 stands for."""
    have, want = _cancelled(proof, operand.parts, rest)
    proof.below(want, ONE)  # of no elements, any number of rows can be made
    remainder = proof.facts.simplify(modulo(have, want))
    if never_zero(remainder, proof.facts):
        message = messages.elements_not_divisible(
            proof.operation, operand, element_count(operand), Shape(parts)
        )
        raise Mismatch("shape-op", message)
    if any(symbol.name == "_" for symbol in want.symbols()):
        return proof.fresh()
    return proof.divide(have, want)


def _cancelled(proof: Proof, left: tuple[Part, ...], right: tuple[Part, ...]) -> tuple[Size, Size]:
    """Multiply the factors that are not on both sides; only what is certainly not zero is cancelled."""
    remaining = list(map(factor, right))
    kept = []
    for size in map(factor, left):
        partner = size if size in remaining else _equal_to(proof, size, remaining)
        if partner is not None and at_least(size, ONE, proof.facts).same:
            remaining.remove(partner)
        else:
            kept.append(size)
    return product(kept), product(remaining)


def _equal_to(proof: Proof, size: Size, others: list[Size]) -> Size | None:
    return next((other for other in others if not proof.facts.simplify(size - other).terms), None)


def _without_elements(proof: Proof, operand: Shape, parts: tuple[Part, ...]) -> Shape:
    """Read a layout that has a 0: the tensor must have one as well, and nothing can be inferred."""
    if any(_is_number(part, -1) for part in parts):
        raise Mismatch("shape-op", messages.not_a_layout(proof.operation, Shape(parts)))
    if element_count(operand).number is None:
        raise CannotTellError
    _require_same_count(proof, operand, parts)
    return Shape(parts)


@rule("torch.Tensor.view", "torch.Tensor.reshape", "torch.view_copy")
def view(proof: Proof, input: Shape, sizes: Parts) -> Shape:
    """Lay the elements out anew.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.view.html

    >>> from conformable.core.proof import Proof
    >>> b, d, h = (Size.of(Symbol(name)) for name in "bdh")
    >>> proof = Proof()
    >>> heads = view(proof, Shape.of(b, d), (b, h, proof.divide(d, h)))
    >>> heads, proof.same(h * heads.axis(-1), d)
    (Shape("b h d//h"), True)
    """
    return laid_out(proof, input, sizes)


@rule("torch.reshape", "torch.Tensor.reshape_as", "torch.Tensor.view_as")
def reshape(proof: Proof, input: Shape, shape: Argument) -> Shape:
    """Lay the elements out anew, in given sizes or in the shape of another tensor.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.reshape.html
    """
    if isinstance(shape, Shape):
        return laid_out(proof, input, shape.parts)
    return laid_out(proof, input, parts_of(shape, proof))


@rule("numpy.reshape")
def numpy_reshape(proof: Proof, a: Shape, shape: PartTuple, order: Argument = None) -> Shape:
    """Lay the elements out anew.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.reshape.html
    """
    return laid_out(proof, a, shape)


@rule("numpy.ndarray.reshape")
def ndarray_reshape(proof: Proof, a: Shape, sizes: Parts, order: Argument = None) -> Shape:
    """Lay the elements out anew.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.ndarray.reshape.html
    """
    return laid_out(proof, a, sizes)


@rule("torch.flatten")
def flatten(proof: Proof, input: Shape, start_dim: int = 0, end_dim: int = -1) -> Shape:
    """Join neighbouring axes into one.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.flatten.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Variadic
    >>> flatten(Proof(), Shape.of(2, 3, 4), 1), flatten(Proof(), Shape.of(Variadic("batch"), 3, 4), 0, -2)
    (Shape("2 12"), Shape("3*prod(*batch) 4"))
    """
    require_axis(proof, input, start_dim)
    require_axis(proof, input, end_dim)
    if input.rank == 0:
        return Shape((ONE,))
    start, end = _at_or_in_run(input, start_dim), _at_or_in_run(input, end_dim)
    if start is None or end is None:
        raise CannotTellError
    if start > end:
        raise Mismatch("shape-op", messages.axes_out_of_order(proof.operation, start_dim, end_dim))
    joined = element_count(Shape(input.parts[start : end + 1]))
    return Shape((*input.parts[:start], joined, *input.parts[end + 1 :]))


def _at_or_in_run(shape: Shape, axis: int) -> int | None:
    """Find the part at which an axis stands, or the variadic part if it is the nearest axis of that."""
    nearest = axis == len(shape.before) or axis == -len(shape.after) - 1
    return len(shape.before) if shape.variadic is not None and nearest else shape.position(axis)


@rule("torch.ravel", "numpy.ravel", "numpy.ndarray.flatten")
def ravel(proof: Proof, input: Shape, order: Argument = None) -> Shape:
    """Join all axes into one.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.ravel.html
    """
    return Shape((element_count(input),))


@rule("torch.unflatten")
def unflatten(proof: Proof, input: Shape, dim: int, sizes: PartTuple) -> Shape:
    """Split an axis into several, whose sizes multiply to its size; one of them may be -1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.unflatten.html

    >>> from conformable.core.proof import Proof
    >>> unflatten(Proof(), Shape.of(2, 12), -1, (Size.of(3), Size.of(-1)))
    Shape("2 3 4")
    """
    require_axis(proof, input, dim)
    size = input.axis(dim)
    if size is None:
        return replace_axis(
            proof, input, dim, *(proof.fresh() if _is_number(part, -1) else part for part in sizes)
        )
    axis = Shape((size,), messages.axis_of(input, dim))
    return replace_axis(proof, input, dim, *laid_out(proof, axis, sizes).parts)


@rule("torch.numel", "torch.Tensor.nelement", "numpy.size")
def numel(proof: Proof, input: Shape) -> Size:
    """Give the number of elements.

    >>> from conformable.core.proof import Proof
    >>> numel(Proof(), Shape.of(2, 3))
    <6>
    """
    return element_count(input)


@rule("torch.view_as_real")
def view_as_real(proof: Proof, input: Shape) -> Shape:
    """Lay complex numbers out as pairs.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.view_as_real.html
    """
    return Shape((*input.parts, TWO))


@rule("torch.view_as_complex")
def view_as_complex(proof: Proof, input: Shape) -> Shape:
    """Read pairs as complex numbers.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.view_as_complex.html
    """
    require_axis(proof, input, -1)
    size = input.axis(-1)
    if size is not None:
        require_equal(proof, axis_size(input, -1, size), parameter_size("2", TWO))
    return replace_axis(proof, input, -1)


@rule("torch.as_strided", "torch.as_strided_copy")
def as_strided(
    proof: Proof, input: Shape, sizes: PartTuple, stride: Argument, storage_offset: Argument = None
) -> Shape:
    """Take the sizes that are asked for.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.as_strided.html
    """
    return Shape(sizes)


@rule("torch.Tensor.resize_")
def resize(proof: Proof, input: Shape, sizes: Parts) -> Shape:
    """Take the sizes that are asked for; elements are added or dropped.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.resize_.html
    """
    return Shape(sizes)


@rule("torch.resize_as_", "torch.Tensor.resize_as_")
def resize_as(proof: Proof, input: Shape, other: Shape) -> Shape:
    """Take the shape of another tensor; elements are added or dropped."""
    return other
