"""Losses: their constructors keep the options of the functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops import losses
from conformable.core.ops.arguments import sizes_of
from conformable.core.ops.conditions import axis_size, require_equal
from conformable.core.ops.modules.registry import module, module_function
from conformable.core.ops.ranks import exactly, require_rank
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Result
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

OLD: Final = "size_average=None, reduce=None, reduction='mean'"

_OF_CLASSES: Final = "weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'"

PAIRWISE: Final = {
    "BCELoss": ("binary_cross_entropy", f"weight=None, {OLD}"),
    "BCEWithLogitsLoss": ("binary_cross_entropy_with_logits", f"weight=None, {OLD}, pos_weight=None"),
    "CrossEntropyLoss": ("cross_entropy", f"{_OF_CLASSES}, label_smoothing=0.0"),
    "HingeEmbeddingLoss": ("hinge_embedding_loss", f"margin=1.0, {OLD}"),
    "HuberLoss": ("huber_loss", "reduction='mean', delta=1.0"),
    "KLDivLoss": ("kl_div", f"{OLD}, log_target=False"),
    "L1Loss": ("l1_loss", OLD),
    "MSELoss": ("mse_loss", OLD),
    "MultiLabelMarginLoss": ("multilabel_margin_loss", OLD),
    "MultiLabelSoftMarginLoss": ("multilabel_soft_margin_loss", f"weight=None, {OLD}"),
    "MultiMarginLoss": ("multi_margin_loss", f"p=1, margin=1.0, weight=None, {OLD}"),
    "NLLLoss": ("nll_loss", _OF_CLASSES),
    "NLLLoss2d": ("nll_loss", _OF_CLASSES),
    "PoissonNLLLoss": (
        "poisson_nll_loss",
        "log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean'",
    ),
    "SmoothL1Loss": ("smooth_l1_loss", f"{OLD}, beta=1.0"),
    "SoftMarginLoss": ("soft_margin_loss", OLD),
}
"""The losses of an input and a target: function, parameters."""

for _name, (_function, _parameters) in PAIRWISE.items():
    module(_name, _parameters, f"torch.nn.functional.{_function}", inputs="input target")

_PLACE: Final = "torch.nn.functional"
_TRIPLET: Final = "anchor positive negative"

module(
    "CosineEmbeddingLoss",
    f"margin=0.0, {OLD}",
    f"{_PLACE}.cosine_embedding_loss",
    inputs="input1 input2 target",
)
module(
    "MarginRankingLoss", f"margin=0.0, {OLD}", f"{_PLACE}.margin_ranking_loss", inputs="input1 input2 target"
)
module(
    "TripletMarginLoss",
    f"margin=1.0, p=2.0, eps=1e-06, swap=False, {OLD}",
    f"{_PLACE}.triplet_margin_loss",
    inputs=_TRIPLET,
)
module(
    "TripletMarginWithDistanceLoss",
    "distance_function=None, margin=1.0, swap=False, reduction='mean'",
    f"{_PLACE}.triplet_margin_with_distance_loss",
    inputs=_TRIPLET,
)
module(
    "GaussianNLLLoss",
    "full=False, eps=1e-06, reduction='mean'",
    f"{_PLACE}.gaussian_nll_loss",
    inputs="input target var",
)
module(
    "CTCLoss",
    "blank=0, reduction='mean', zero_infinity=False",
    f"{_PLACE}.ctc_loss",
    inputs="log_probs targets input_lengths target_lengths",
)


@module_function(
    "LinearCrossEntropyLoss",
    "in_features, num_classes, out_features=None, bias=False, reduction='mean', weight=None,"
    " ignore_index=None, label_smoothing=0.0, options=None",
)
def linear_cross_entropy(proof: Proof, state: ModuleState, input: Shape, target: Shape) -> Shape:
    """Apply a linear layer and compare its scores with classes.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.LinearCrossEntropyLoss.html
    """
    further = sizes_of(state.attribute("out_features") or (), proof)
    classes, features = state.size("num_classes").size, state.size("in_features").size
    names = ("num_classes", *["out_features"] * len(further), "in_features")
    weight = Shape((classes, *further, features), state.label, names)
    reduction = state.attribute("reduction")
    return losses.linear_cross_entropy(proof, input, weight, target, reduction=reduction)


@module_function(
    "AdaptiveLogSoftmaxWithLoss", "in_features, n_classes, cutoffs, div_value=4.0, head_bias=False"
)
def adaptive_log_softmax(proof: Proof, state: ModuleState, input: Shape, target: Shape) -> Result:
    """Give the logarithm of each target's probability, and the loss.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveLogSoftmaxWithLoss.html
    """
    require_rank(proof, input, 1, 2)
    features = input.axis(-1)
    if features is not None:
        require_equal(proof, axis_size(input, -1, features), state.size("in_features"))
    if input.rank == 2:
        (count,) = exactly(proof, target, 1)
        require_equal(proof, axis_size(input, 0, input.before[0]), axis_size(target, 0, count))
    return Shape(target.parts), Shape(())
