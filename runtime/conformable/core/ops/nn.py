"""The rest of `torch.nn.functional`: embeddings, distances, dropout, bilinear maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.arithmetic import floor_divide
from conformable.core.broadcasting import broadcast, contract
from conformable.core.ops.axis_edits import drop_axes
from conformable.core.ops.conditions import loose
from conformable.core.ops.ranks import exactly, require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Keywords, OptionalShape
    from conformable.core.proof import Proof

PLACE: Final = "torch.nn.functional"

rule(f"{PLACE}.bilinear", signature="*b i, *b j, o i j, o? -> *b o")


@rule(f"{PLACE}.linear")
def linear(proof: Proof, input: Shape, weight: Shape, bias: OptionalShape = None) -> Shape:
    """Multiply by the transposed weight; a weight that is a vector gives one value.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear.html

    >>> from conformable.core.proof import Proof
    >>> linear(Proof(), Shape.of(2, 5, 3), Shape.of(4, 3))
    Shape("2 5 4")
    """
    require_rank(proof, weight, 1, 2)
    leading, _ = trailing(proof, input, 1)
    if weight.rank is None:
        raise CannotTellError
    code = loose(input.axis(-1) or ONE, weight.before[-1], "shape-matmul")
    contract(proof, (input, -1), (weight, -1), code=code)
    result = Shape((*leading, *weight.parts[:-1]), "the product")
    if bias is not None:
        _require_bias(proof, weight, bias, result)
    return Shape(result.parts)


def _require_bias(proof: Proof, weight: Shape, bias: Shape, result: Shape) -> None:
    if bias.rank != 1 or weight.rank != 2:
        broadcast(proof, bias, result)
        return
    features, size = weight.before[0], bias.before[0]
    witness = proof.refuse_broadcast(features, size)
    if witness is not None:
        axes = messages.axis_of(weight, 0), messages.axis_of(bias, 0)
        raise Mismatch("shape-broadcast", messages.sizes_differ(proof.operation, *axes), witness)


@rule(
    f"{PLACE}.dropout",
    f"{PLACE}.dropout1d",
    f"{PLACE}.dropout2d",
    f"{PLACE}.dropout3d",
    f"{PLACE}.alpha_dropout",
    f"{PLACE}.feature_alpha_dropout",
    "torch.dropout",
    "torch.alpha_dropout",
    "torch.feature_dropout",
    "torch.feature_alpha_dropout",
)
def dropout(proof: Proof, input: Shape, p: Argument = None, training: Argument = None) -> Shape:
    """Keep the shape."""
    return Shape(input.parts)


@rule(f"{PLACE}.embedding")
def embedding(proof: Proof, input: Shape, weight: Shape, options: Keywords = ()) -> Shape:
    """Look up the row of each index.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html

    >>> from conformable.core.proof import Proof
    >>> embedding(Proof(), Shape.of(2, 5), Shape.of(100, 16))
    Shape("2 5 16")
    """
    _, features = exactly(proof, weight, 2)
    return Shape((*input.parts, features))


@rule(f"{PLACE}.embedding_bag")
def embedding_bag(
    proof: Proof,
    input: Shape,
    weight: Shape,
    offsets: Argument = None,
    max_norm: Argument = None,
    norm_type: Argument = None,
    scale_grad_by_freq: Argument = None,
    mode: Argument = None,
    sparse: Argument = None,
    per_sample_weights: OptionalShape = None,
    include_last_offset: bool = False,
    padding_idx: Argument = None,
) -> Shape:
    """Look up rows and sum them by bags: the rows of the input, or what the offsets say.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding_bag.html
    """
    require_rank(proof, input, 1, 2)
    _, features = exactly(proof, weight, 2)
    return Shape((_bags(proof, input, offsets, last=include_last_offset), features))


def _bags(proof: Proof, input: Shape, offsets: Argument, *, last: bool) -> Size:
    if input.rank == 2:
        return input.before[0]
    if input.rank == 1 and isinstance(offsets, Shape):
        (count,) = exactly(proof, offsets, 1)
        return count - 1 if last else count
    return proof.fresh()


@rule(f"{PLACE}.cosine_similarity", "torch.cosine_similarity")
def cosine_similarity(proof: Proof, x1: Shape, x2: Shape, dim: int = 1, eps: Argument = None) -> Shape:
    """Compare along an axis, after broadcasting.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cosine_similarity.html
    """
    return drop_axes(proof, broadcast(proof, x1, x2), (dim,), keep=False)


@rule(f"{PLACE}.pairwise_distance", "torch.pairwise_distance")
def pairwise_distance(
    proof: Proof, x1: Shape, x2: Shape, p: Argument = None, eps: Argument = None, keepdim: bool = False
) -> Shape:
    """Measure the distance along the last axis, after broadcasting.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pairwise_distance.html
    """
    return drop_axes(proof, broadcast(proof, x1, x2), (-1,), keep=keepdim)


@rule(f"{PLACE}.pdist", "torch.pdist")
def pdist(proof: Proof, input: Shape, p: Argument = None) -> Shape:
    """Measure the distance of every two rows.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pdist.html

    >>> from conformable.core.proof import Proof
    >>> pdist(Proof(), Shape.of(5, 3))
    Shape("10")
    """
    rows, _ = exactly(proof, input, 2)
    return Shape((floor_divide(rows * (rows - 1), Size.of(2)),))
