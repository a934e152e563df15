"""Losses, with their reductions.

Source: https://docs.pytorch.org/docs/stable/nn.functional.html#loss-functions
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.broadcasting import broadcast, contract
from conformable.core.comparison import compare
from conformable.core.ops.arguments import optional_shape
from conformable.core.ops.axis_edits import drop_axes
from conformable.core.ops.conditions import axis_size, require_equal, require_same_shape
from conformable.core.ops.ranks import exactly, require_rank, trailing
from conformable.core.ops.registry import rule
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Keywords, OptionalShape
    from conformable.core.proof import Proof

    Loss = Callable[[Proof, Shape, Shape, Mapping[str, Argument]], Shape]

OLD: Final = ("size_average", "reduce", "reduction")
"""The end of most losses' parameters: two that `reduction` replaces, and `reduction`."""


def reduced(proof: Proof, losses: Shape, options: Mapping[str, Argument]) -> Shape:
    """Give the shape of losses after the reduction that the options ask for."""
    if options.get("size_average") is not None or options.get("reduce") is not None:
        raise CannotTellError
    match options.get("reduction", "mean"):
        case "none":
            return Shape(losses.parts)
        case str():
            return Shape(())
        case _:
            return proof.fresh_shape()


# --- losses of an input and a target ------------------------------------------------------------------------


def _stretched(proof: Proof, input: Shape, target: Shape, options: Mapping[str, Argument]) -> Shape:
    """Broadcast; torch warns if that changes anything, as it is almost never meant."""
    result = broadcast(proof, input, target)
    if _surely_differ(proof, input, target):
        proof.suspicions.append(messages.target_stretches(proof.operation, input, target, result))
    return result


def _broadcast(proof: Proof, input: Shape, target: Shape, options: Mapping[str, Argument]) -> Shape:
    return broadcast(proof, input, target)


def _alike(proof: Proof, input: Shape, target: Shape, options: Mapping[str, Argument]) -> Shape:
    require_same_shape(proof, input, target)
    for name in ("weight", "pos_weight"):
        weight = optional_shape(options.get(name), proof)
        if weight is not None:
            broadcast(proof, weight, input)
    return input


def _by_rows(proof: Proof, input: Shape, target: Shape, options: Mapping[str, Argument]) -> Shape:
    """One loss for each row of classes."""
    require_rank(proof, input, 0, 1, 2)
    require_same_shape(proof, input, target)
    return drop_axes(proof, input, (-1,), keep=False)


def _by_broadcast_rows(proof: Proof, input: Shape, target: Shape, options: Mapping[str, Argument]) -> Shape:
    return drop_axes(proof, broadcast(proof, input, target), (-1,), keep=False)


def _by_class(proof: Proof, input: Shape, target: Shape, options: Mapping[str, Argument]) -> Shape:
    """One class for each row."""
    require_rank(proof, input, 0, 1, 2)
    if input.rank != 2:
        return proof.fresh_shape()
    _require_class_weights(proof, input, optional_shape(options.get("weight"), proof))
    require_equal(
        proof, axis_size(input, 0, input.before[0]), axis_size(target, 0, *exactly(proof, target, 1))
    )
    return target


_PAIRWISE: Final[Mapping[str, tuple[Loss, tuple[str, ...]]]] = {
    "mse_loss": (_stretched, (*OLD, "weight")),
    "l1_loss": (_stretched, (*OLD, "weight")),
    "smooth_l1_loss": (_stretched, (*OLD, "beta")),
    "huber_loss": (_stretched, ("reduction", "delta", "weight")),
    "kl_div": (_broadcast, (*OLD, "log_target")),
    "poisson_nll_loss": (_broadcast, ("log_input", "full", "size_average", "eps", "reduce", "reduction")),
    "hinge_embedding_loss": (_broadcast, ("margin", *OLD)),
    "soft_margin_loss": (_broadcast, OLD),
    "binary_cross_entropy": (_alike, ("weight", *OLD)),
    "binary_cross_entropy_with_logits": (_alike, ("weight", *OLD, "pos_weight")),
    "multilabel_margin_loss": (_by_rows, OLD),
    "multilabel_soft_margin_loss": (_by_broadcast_rows, ("weight", *OLD)),
    "multi_margin_loss": (_by_class, ("p", "margin", "weight", *OLD)),
}
"""The losses of an input and a target: what each has before its reduction, and its further parameters."""


def _pairwise(losses: Loss, names: tuple[str, ...]) -> Callable[..., Shape]:
    def loss(
        proof: Proof, input: Shape, target: Shape, rest: Arguments = (), options: Keywords = ()
    ) -> Shape:
        """Compare an input with a target."""
        given = dict(zip(names, rest, strict=False)) | dict(options)
        if len(rest) > len(names) or given.keys() - set(names):
            raise CannotTellError
        return reduced(proof, losses(proof, input, target, given), given)

    return loss


for _name, (_losses, _names) in _PAIRWISE.items():
    rule(f"torch.nn.functional.{_name}")(_pairwise(_losses, _names))


# --- losses of classes --------------------------------------------------------------------------------------


@rule("torch.nn.functional.cross_entropy")
def cross_entropy(
    proof: Proof,
    input: Shape,
    target: Shape,
    weight: OptionalShape = None,
    size_average: Argument = None,
    ignore_index: Argument = None,
    reduce: Argument = None,
    reduction: Argument = "mean",
    label_smoothing: Argument = None,
) -> Shape:
    """Compare scores with classes, or with probabilities of the same shape; the classes are axis 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html

    >>> from conformable.core.proof import Proof
    >>> cross_entropy(Proof(), Shape.of(5, 10, 7), Shape.of(5, 7), reduction="none")
    Shape("5 7")
    """
    _require_class_weights(proof, input, weight)
    losses = _losses_of_classes(proof, input, target)
    return reduced(proof, losses, {"size_average": size_average, "reduce": reduce, "reduction": reduction})


@rule("torch.nn.functional.nll_loss")
def nll_loss(
    proof: Proof,
    input: Shape,
    target: Shape,
    weight: OptionalShape = None,
    size_average: Argument = None,
    ignore_index: Argument = None,
    reduce: Argument = None,
    reduction: Argument = "mean",
) -> Shape:
    """Compare logarithms of probabilities with classes; the classes are axis 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
    """
    if input.rank is not None and input.rank > 0:
        require_rank(proof, target, input.rank - 1)
    return cross_entropy(proof, input, target, weight, size_average, ignore_index, reduce, reduction)


def _losses_of_classes(proof: Proof, input: Shape, target: Shape) -> Shape:
    if input.rank is None or target.rank is None:
        return proof.fresh_shape()
    require_rank(proof, input, *range(1, max(2, input.rank + 1)))
    require_rank(proof, target, input.rank - 1, input.rank)
    if target.rank == input.rank:
        require_same_shape(proof, input, target)
        return drop_axes(proof, input, (_class_axis(input),), keep=False)
    axes = [axis for axis in range(input.rank) if axis != _class_axis(input)]
    for axis, (source, wanted) in enumerate(zip(axes, target.before, strict=True)):
        require_equal(proof, axis_size(input, source, input.before[source]), axis_size(target, axis, wanted))
    return target


def _class_axis(input: Shape) -> int:
    return 0 if input.rank == 1 else 1


def _require_class_weights(proof: Proof, input: Shape, weight: Shape | None) -> None:
    if weight is None or input.rank is None or input.rank == 0:
        return
    (size,) = exactly(proof, weight, 1)
    axis = _class_axis(input)
    require_equal(proof, axis_size(input, axis, input.before[axis]), axis_size(weight, 0, size))


@rule("torch.nn.functional.linear_cross_entropy")
def linear_cross_entropy(
    proof: Proof,
    input: Shape,
    linear_weight: Shape,
    target: Shape,
    linear_bias: OptionalShape = None,
    weight: OptionalShape = None,
    reduction: Argument = "mean",
    ignore_index: Argument = None,
    label_smoothing: Argument = None,
    options: Argument = None,
) -> Shape:
    """Apply a linear layer and compare its scores with classes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear_cross_entropy.html
    """
    contract(proof, (input, -1), (linear_weight, -1))
    leading, _ = trailing(proof, input, 1)
    if linear_weight.rank is None:
        raise CannotTellError
    if linear_bias is not None:
        require_same_shape(proof, linear_bias, Shape(linear_weight.parts[:-1], "linear_weight[..., 0]"))
    scores = Shape((*leading, *linear_weight.parts[:-1]), "the scores")
    return reduced(proof, _losses_of_classes(proof, scores, target), {"reduction": reduction})


# --- losses of three operands -------------------------------------------------------------------------------


@rule("torch.nn.functional.gaussian_nll_loss")
def gaussian_nll_loss(
    proof: Proof,
    input: Shape,
    target: Shape,
    var: Shape,
    full: Argument = None,
    eps: Argument = None,
    reduction: Argument = "mean",
) -> Shape:
    """Compare a mean and a variance with a target; the variance may lack the last axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.GaussianNLLLoss.html
    """
    result = broadcast(proof, input, target)
    if var.rank is not None and var.rank == input.rank:
        broadcast(proof, input, var)
    return reduced(proof, result, {"reduction": reduction})


@rule("torch.nn.functional.margin_ranking_loss")
def margin_ranking_loss(
    proof: Proof,
    input1: Shape,
    input2: Shape,
    target: Shape,
    margin: Argument = None,
    size_average: Argument = None,
    reduce: Argument = None,
    reduction: Argument = "mean",
) -> Shape:
    """Compare two scores with which of them should be higher.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.MarginRankingLoss.html
    """
    _require_same_rank(proof, input1, input2, target)
    losses = broadcast(proof, input1, input2, target)
    return reduced(proof, losses, {"size_average": size_average, "reduce": reduce, "reduction": reduction})


@rule("torch.nn.functional.cosine_embedding_loss")
def cosine_embedding_loss(
    proof: Proof,
    input1: Shape,
    input2: Shape,
    target: Shape,
    margin: Argument = None,
    size_average: Argument = None,
    reduce: Argument = None,
    reduction: Argument = "mean",
) -> Shape:
    """Compare two embeddings with whether they should be alike.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.CosineEmbeddingLoss.html
    """
    require_rank(proof, input1, 1, 2)
    rows = drop_axes(proof, broadcast(proof, input1, input2), (-1,), keep=False)
    losses = broadcast(proof, rows, target)
    return reduced(proof, losses, {"size_average": size_average, "reduce": reduce, "reduction": reduction})


@rule("torch.nn.functional.triplet_margin_loss")
def triplet_margin_loss(
    proof: Proof,
    anchor: Shape,
    positive: Shape,
    negative: Shape,
    rest: Arguments = (),
    options: Keywords = (),
) -> Shape:
    """Compare the distances to a like and to an unlike embedding.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.TripletMarginLoss.html
    """
    names = ("margin", "p", "eps", "swap", *OLD)
    _require_same_rank(proof, anchor, positive, negative)
    rows = drop_axes(proof, broadcast(proof, anchor, positive, negative), (-1,), keep=False)
    return reduced(proof, rows, dict(zip(names, rest, strict=False)) | dict(options))


@rule("torch.nn.functional.triplet_margin_with_distance_loss")
def triplet_margin_with_distance_loss(
    proof: Proof, anchor: Shape, positive: Shape, negative: Shape, options: Keywords = ()
) -> Shape:
    """Do the same with a distance of the user's own.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.TripletMarginWithDistanceLoss.html
    """
    given = dict(options)
    if given.get("distance_function") is not None:
        return reduced(proof, proof.fresh_shape(), given)
    return triplet_margin_loss(proof, anchor, positive, negative, (), options)


@rule("torch.nn.functional.ctc_loss")
def ctc_loss(
    proof: Proof,
    log_probs: Shape,
    targets: Shape,
    input_lengths: Argument,
    target_lengths: Argument,
    blank: Argument = None,
    reduction: Argument = "mean",
    zero_infinity: Argument = None,
) -> Shape:
    """Compare a sequence of scores with a shorter sequence of classes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.CTCLoss.html
    """
    require_rank(proof, log_probs, 2, 3)
    return reduced(proof, Shape(log_probs.parts[1:-1]), {"reduction": reduction})


def _require_same_rank(proof: Proof, first: Shape, *others: Shape) -> None:
    if first.rank is not None:
        for other in others:
            require_rank(proof, other, first.rank)


def _surely_differ(proof: Proof, left: Shape, right: Shape) -> bool:
    if left.sizes is None or right.sizes is None:
        return False
    if len(left.sizes) != len(right.sizes):
        return bool(left.sizes) and bool(right.sizes)
    pairs = zip(left.sizes, right.sizes, strict=True)
    return any(compare(size, other, proof.facts).different for size, other in pairs)
