"""einops: rearrange, reduce, repeat, einsum, pack and unpack."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.ops.arguments import Unknown, shapes_of
from conformable.core.ops.conditions import (
    Named,
    axis_size,
    require_division,
    require_equal,
    require_same_shape,
)
from conformable.core.ops.einops_patterns import (
    ARROW,
    ELLIPSIS,
    Group,
    Pattern,
    PatternError,
    Side,
    check_rearrange,
    check_reduce,
    check_repeat,
    parse_pattern,
    parse_side,
    star_problem,
)
from conformable.core.ops.einsum import Equation, EquationError, contract, read_equation, term
from conformable.core.ops.ranks import around, exactly
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape, Variadic
from conformable.core.sizes import Size, product

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Argument, Arguments, Keywords
    from conformable.core.proof import Proof
    from conformable.core.shapes import Part

    Check = Callable[[Pattern, frozenset[str]], None]
    Lengths = dict[str, Size]

MINUS_ONE: Final = Size.of(-1)
REDUCTIONS: Final = frozenset({"min", "max", "sum", "mean", "prod", "any", "all"})
OTHER_OPERATIONS: Final = MappingProxyType({"rearrange": check_rearrange, "repeat": check_repeat})


@rule("einops.rearrange")
def rearrange(proof: Proof, tensor: Argument, pattern: str, axes_lengths: Keywords = ()) -> Shape:
    """Reorder, split and merge axes.

    Source: https://einops.rocks/api/rearrange/

    >>> from conformable.core.proof import Proof
    >>> rearrange(Proof(), Shape.of(2, 24), "b (h d) -> b h d", (("h", Size.of(8)),))
    Shape("2 8 3")
    """
    return transform(proof, tensor, pattern, axes_lengths, check_rearrange)


@rule("einops.repeat")
def repeat(proof: Proof, tensor: Argument, pattern: str, axes_lengths: Keywords = ()) -> Shape:
    """Add axes along which the elements are repeated.

    Source: https://einops.rocks/api/repeat/
    """
    return transform(proof, tensor, pattern, axes_lengths, check_repeat)


@rule("einops.reduce")
def reduce(
    proof: Proof, tensor: Argument, pattern: str, reduction: Argument, axes_lengths: Keywords = ()
) -> Shape:
    """Drop axes by a reduction.

    Source: https://einops.rocks/api/reduce/
    """
    if isinstance(reduction, str):
        require_reduction(proof, reduction)
    return transform(proof, tensor, pattern, axes_lengths, check_of(reduction))


@rule("einops.asnumpy")
def asnumpy(proof: Proof, tensor: Shape) -> Shape:
    """Keep the shape."""
    return tensor


def check_of(reduction: Argument) -> Check:
    """Give what a reduction asks of its pattern; einops takes the names of its other operations for one."""
    return OTHER_OPERATIONS.get(reduction, check_reduce) if isinstance(reduction, str) else check_reduce


def require_reduction(proof: Proof, reduction: str) -> None:
    """Require that einops knows a reduction.

    Raises:
        Mismatch: if it does not.
    """
    if reduction not in REDUCTIONS and reduction not in OTHER_OPERATIONS:
        raise Mismatch("shape-op", messages.pattern_reduction(proof.operation, reduction, sorted(REDUCTIONS)))


def read(proof: Proof, text: str, given: frozenset[str], check: Check) -> Pattern:
    """Read a pattern.

    Raises:
        Mismatch: if einops refuses it.
    """
    try:
        pattern = parse_pattern(text)
        check(pattern, given)
    except PatternError as error:
        raise Mismatch("shape-op", messages.malformed(proof.operation, text, str(error))) from None
    return pattern


def transform(proof: Proof, tensor: Argument, text: str, lengths: Keywords, check: Check) -> Shape:
    """Take a tensor apart by the left side of a pattern and put it together by the right one.

    Raises:
        Mismatch: if einops refuses the pattern, or the tensor certainly does not fit it.
    """
    pattern = read(proof, text, frozenset(name for name, _ in lengths), check)
    sizes = {name: _length(proof, argument) for name, argument in lengths}
    run = _take_apart(proof, pattern.left, _tensor(proof, tensor), sizes)
    parts = [_put_together(proof, group, sizes, run) for group in pattern.right.groups]
    return Shape(tuple(chain.from_iterable(parts)))


def _length(proof: Proof, argument: Argument) -> Size:
    match argument:
        case Size():
            return argument
        case Unknown():
            return proof.fresh()
        case _:
            raise CannotTellError


def _tensor(proof: Proof, argument: Argument) -> Shape:
    """A list of tensors counts as their stack."""
    if isinstance(argument, tuple) and argument:
        first, *others = shapes_of(argument, proof)
        for other in others:
            require_same_shape(proof, first, other)
        return Shape((Size.of(len(argument)), *first.parts), first.label)
    return shapes_of((argument,), proof)[0]


def _take_apart(proof: Proof, side: Side, shape: Shape, sizes: Lengths) -> tuple[Part, ...]:
    """Find the sizes of the left side's names; give the axes under its ellipsis."""
    front = len(side.groups) if side.ellipsis is None else side.ellipsis
    groups = [group for group in side.groups if not group.spread]
    first, run, last = around(proof, shape, front, len(groups) - front, run=side.ellipsis is not None)
    axes = [*range(len(first)), *range(-len(last), 0)]
    for group, size, axis in zip(groups, (*first, *last), axes, strict=True):
        _split(proof, group, axis_size(shape, axis, size), sizes)
    return run


def _split(proof: Proof, group: Group, whole: Named, sizes: Lengths) -> None:
    """Hold an axis against the elements it is made of, and find the size of the one that is not given."""
    unknown = [name for name in group.elements if isinstance(name, str) and name not in sizes]
    if unknown and len(group.elements) == 1:
        sizes[unknown[0]] = whole.size
        return
    known = Group(tuple(element for element in group.elements if element not in unknown))
    size = product(_element(element, sizes) for element in known.elements)
    part = Named(size, messages.size_of_group(size, str(known)))
    if unknown:
        sizes[unknown[0]] = require_division(proof, whole, part)
    else:
        require_equal(proof, whole, part)


def _element(element: str | int, sizes: Lengths) -> Size:
    return sizes[element] if isinstance(element, str) else Size.of(element)


def _put_together(proof: Proof, group: Group, sizes: Lengths, run: tuple[Part, ...]) -> tuple[Part, ...]:
    if group.spread:
        return run
    inner = tuple(part for part in run if isinstance(part, Size)) if ELLIPSIS in group.elements else ()
    if inner != (run if ELLIPSIS in group.elements else ()):
        return (proof.fresh(),)
    own = (_element(element, sizes) for element in group.elements if element != ELLIPSIS)
    return (product((*own, *inner)),)


# --- einsum -------------------------------------------------------------------------------------------------


@rule("einops.einsum")
def einsum(proof: Proof, tensors_and_pattern: Arguments) -> Shape:
    """Sum over named axes; the pattern comes last.

    Source: https://einops.rocks/api/einsum/

    >>> from conformable.core.proof import Proof
    >>> einsum(Proof(), (Shape.of(2, 3), Shape.of(3, 4), "b i, i o -> b o"))
    Shape("2 4")
    """
    *tensors, pattern = tensors_and_pattern
    if not isinstance(pattern, str):
        raise CannotTellError
    return contract(proof, read_equation(proof, _parse_einsum, pattern), shapes_of(tuple(tensors), proof))


@lru_cache(maxsize=1024)
def _parse_einsum(text: str) -> Equation:
    lefts, *rights = text.split(ARROW)
    try:
        if len(rights) != 1:
            raise PatternError(messages.pattern_arrow())
        operands = [parse_side(left, duplicates=True, underscore=True) for left in lefts.split(",")]
        result = parse_side(rights[0], underscore=True)
        return Equation(tuple(term(_names(side)) for side in operands), term(_names(result)))
    except PatternError as error:
        raise EquationError(str(error)) from None


def _names(side: Side) -> list[str]:
    """Give the names of a side on which every axis has just one."""
    names = [group.elements[0] for group in side.groups if len(group.elements) == 1]
    words = [name for name in names if isinstance(name, str)]
    if len(words) < len(side.groups) or any(
        name == ELLIPSIS and not group.spread for name, group in zip(words, side.groups, strict=True)
    ):
        raise PatternError(messages.pattern_einsum_names_only())
    return words


# --- pack and unpack ----------------------------------------------------------------------------------------


@rule("einops.pack")
def pack(proof: Proof, tensors: Argument, pattern: str) -> tuple[Shape, tuple[tuple[Size, ...], ...]]:
    """Flatten the axes under `*` and concatenate along them; give what `unpack` needs as well.

    Source: https://einops.rocks/api/pack_unpack/

    >>> from conformable.core.proof import Proof
    >>> pack(Proof(), (Shape.of(2, 3), Shape.of(2, 4, 5, 3)), "b * c")
    (Shape("2 21 3"), ((), (<4>, <5>)))
    """
    front, back = _star(proof, pattern)
    if not isinstance(tensors, tuple) or not tensors:
        raise CannotTellError
    shapes = shapes_of(tensors, proof)
    pieces = [around(proof, shape, front, back) for shape in shapes]
    first, _, last = pieces[0]
    for shape, (before, _, after) in zip(shapes[1:], pieces[1:], strict=True):
        _require_same_ends(proof, (shapes[0], first, last), (shape, before, after))
    middles = tuple(_sizes_only(middle) for _, middle, _ in pieces)
    packed = sum((product(middle) for middle in middles), Size.of(0))
    return Shape((*first, packed, *last)), middles


def _require_same_ends(
    proof: Proof,
    left: tuple[Shape, tuple[Size, ...], tuple[Size, ...]],
    right: tuple[Shape, tuple[Size, ...], tuple[Size, ...]],
) -> None:
    (shape, before, after), (other, other_before, other_after) = left, right
    axes = [*range(len(before)), *range(-len(after), 0)]
    for axis, size, other_size in zip(axes, (*before, *after), (*other_before, *other_after), strict=True):
        require_equal(proof, axis_size(shape, axis, size), axis_size(other, axis, other_size))


def _sizes_only(parts: tuple[Part, ...]) -> tuple[Size, ...]:
    if any(isinstance(part, Variadic) for part in parts):
        raise CannotTellError
    return tuple(part for part in parts if isinstance(part, Size))


@rule("einops.unpack")
def unpack(proof: Proof, tensor: Shape, packed_shapes: Argument, pattern: str) -> tuple[Shape, ...]:
    """Undo `pack`; one of the packed shapes may have a -1.

    Source: https://einops.rocks/api/pack_unpack/

    >>> from conformable.core.proof import Proof
    >>> unpack(Proof(), Shape.of(2, 21, 3), ((), (Size.of(4), Size.of(5))), "b * c")
    (Shape("2 3"), Shape("2 4 5 3"))
    """
    front, back = _star(proof, pattern)
    sizes = exactly(proof, tensor, front + 1 + back)
    pieces = _packed_shapes(packed_shapes)
    pieces = _without_minus_one(proof, axis_size(tensor, front, sizes[front]), pieces)
    return tuple(Shape((*sizes[:front], *piece, *sizes[front + 1 :])) for piece in pieces)


def _packed_shapes(argument: Argument) -> tuple[tuple[Size, ...], ...]:
    if not isinstance(argument, tuple):
        raise CannotTellError
    pieces = []
    for item in argument:
        axes = (item,) if isinstance(item, Size) else item
        if not isinstance(axes, tuple):
            raise CannotTellError
        pieces.append(_all_sizes(axes))
    return tuple(pieces)


def _all_sizes(arguments: tuple[Argument, ...]) -> tuple[Size, ...]:
    sizes = tuple(argument for argument in arguments if isinstance(argument, Size))
    if len(sizes) < len(arguments):
        raise CannotTellError
    return sizes


def _without_minus_one(
    proof: Proof, whole: Named, pieces: tuple[tuple[Size, ...], ...]
) -> tuple[tuple[Size, ...], ...]:
    """Hold the packed axis against the pieces, and find the size that -1 stands for."""
    open_pieces = [index for index, piece in enumerate(pieces) if MINUS_ONE in piece]
    if len(open_pieces) > 1:
        raise Mismatch("shape-op", messages.unpack_two_unknown(proof.operation))
    lengths = [product(piece) for index, piece in enumerate(pieces) if index not in open_pieces]
    used = sum(lengths, Size.of(0))
    if not open_pieces:
        require_equal(proof, whole, Named(used, messages.packed_sizes(used)))
        return pieces
    index = open_pieces[0]
    others = tuple(size for size in pieces[index] if size != MINUS_ONE)
    if len(others) + 1 < len(pieces[index]):
        raise CannotTellError
    rest = Named(whole.size - used, messages.rest_of(whole.text, used))
    found = require_division(proof, rest, Named(product(others), str(product(others))))
    piece = tuple(found if size == MINUS_ONE else size for size in pieces[index])
    return (*pieces[:index], piece, *pieces[index + 1 :])


def _star(proof: Proof, text: str) -> tuple[int, int]:
    """Count the axes before and after `*`."""
    axes = text.split()
    problem = star_problem(tuple(axes))
    if problem:
        raise Mismatch("shape-op", messages.malformed(proof.operation, text, problem))
    return axes.index("*"), len(axes) - axes.index("*") - 1
