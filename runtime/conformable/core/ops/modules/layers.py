"""Linear maps, embeddings, convolutions, pooling, normalizations, and modules that lay elements out anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.ops.arguments import optional_shape, shape_of
from conformable.core.ops.conditions import axis_size, require_equal
from conformable.core.ops.modules.constructors import Constructor, Weight
from conformable.core.ops.modules.registry import module, module_function
from conformable.core.ops.ranks import require_rank, trailing
from conformable.core.ops.signatures import signature_rule
from conformable.core.shapes import Shape

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Result
    from conformable.core.ops.modules.state import ModuleState
    from conformable.core.proof import Proof

F: Final = "torch.nn.functional"

# --- linear maps and embeddings ---------------------------------------------------------------------------

_LINEAR: Final = (Weight("weight", "out_features in_features"), Weight("bias", "out_features", when="bias"))

module("Linear", Constructor("in_features, out_features, bias=True", _LINEAR), f"{F}.linear")
module(
    "LazyLinear", Constructor("out_features, bias=True", _LINEAR, inferred=("in_features",)), f"{F}.linear"
)

_BILINEAR: Final = Constructor(
    "in1_features, in2_features, out_features, bias=True",
    (
        Weight("weight", "out_features in1_features in2_features"),
        Weight("bias", "out_features", when="bias"),
    ),
)


@module_function("Bilinear", _BILINEAR)
def bilinear(proof: Proof, state: ModuleState, input1: Shape, input2: Shape) -> Result:
    """Multiply both inputs with the weight.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.Bilinear.html
    """
    weight = shape_of(state.attribute("weight"), proof)
    return signature_rule("*b i, *b j, o i j -> *b o")(proof, (input1, input2, weight))


_EMBEDDING: Final = (Weight("weight", "num_embeddings embedding_dim"),)

module(
    "Embedding",
    Constructor(
        "num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0,"
        " scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False",
        _EMBEDDING,
    ),
    f"{F}.embedding",
)
module(
    "EmbeddingBag",
    Constructor(
        "num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean',"
        " sparse=False, _weight=None, include_last_offset=False, padding_idx=None",
        _EMBEDDING,
    ),
    f"{F}.embedding_bag",
    inputs="input offsets per_sample_weights",
)

# --- convolutions -----------------------------------------------------------------------------------------

_OF_KERNELS: Final = ("kernel_size", "stride", "padding", "dilation")
_BIAS: Final = Weight("bias", "out_channels", when="bias")
_CONVOLUTION: Final = "stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode='zeros'"
_KERNEL: Final = Weight("weight", "out_channels in_channels//groups *kernel_size")
_TRANSPOSED: Final = (
    "stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode='zeros'"
)
_TRANSPOSED_KERNEL: Final = Weight("weight", "in_channels out_channels//groups *kernel_size")
_GROUPED: Final = (("in_channels", "groups"), ("out_channels", "groups"))


def _convolution(axes: int, *, lazy: bool) -> Constructor:
    return Constructor(
        f"{'' if lazy else 'in_channels, '}out_channels, kernel_size, {_CONVOLUTION}",
        (_KERNEL, _BIAS),
        _GROUPED if not lazy else _GROUPED[1:],
        _OF_KERNELS,
        axes,
        ("in_channels",) if lazy else (),
    )


def _transposed(axes: int, *, lazy: bool) -> Constructor:
    return Constructor(
        f"{'' if lazy else 'in_channels, '}out_channels, kernel_size, {_TRANSPOSED}",
        (_TRANSPOSED_KERNEL, _BIAS),
        _GROUPED if not lazy else _GROUPED[1:],
        (*_OF_KERNELS, "output_padding"),
        axes,
        ("in_channels",) if lazy else (),
    )


for _axes in (1, 2, 3):
    for _lazy in (False, True):
        _prefix = "Lazy" if _lazy else ""
        module(f"{_prefix}Conv{_axes}d", _convolution(_axes, lazy=_lazy), f"{F}.conv{_axes}d")
        module(
            f"{_prefix}ConvTranspose{_axes}d",
            _transposed(_axes, lazy=_lazy),
            f"{F}.conv_transpose{_axes}d",
            inputs="input output_size",
        )

# --- pooling ----------------------------------------------------------------------------------------------

_WINDOW: Final = "kernel_size, stride=None, padding=0"

for _axes in (1, 2, 3):
    _end = f"Pool{_axes}d"
    _place = f"pool{_axes}d"
    module(f"Max{_end}", f"{_WINDOW}, dilation=1, return_indices=False, ceil_mode=False", f"{F}.max_{_place}")
    module(f"MaxUn{_end.lower()}", _WINDOW, f"{F}.max_un{_place}", inputs="input indices output_size")
    module(
        f"Avg{_end}",
        f"{_WINDOW}, ceil_mode=False, count_include_pad=True, divisor_override=None",
        f"{F}.avg_{_place}",
    )
    module(f"LP{_end}", "norm_type, kernel_size, stride=None, ceil_mode=False", f"{F}.lp_{_place}")
    module(f"AdaptiveAvg{_end}", "output_size", f"{F}.adaptive_avg_{_place}")
    module(f"AdaptiveMax{_end}", "output_size, return_indices=False", f"{F}.adaptive_max_{_place}")
    if _axes > 1:
        module(
            f"FractionalMax{_end}",
            "kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None",
            f"{F}.fractional_max_{_place}",
        )

# --- normalizations ---------------------------------------------------------------------------------------

_RUNNING: Final = (
    Weight("running_mean", "num_features", when="track_running_stats"),
    Weight("running_var", "num_features", when="track_running_stats"),
)
_AFFINE: Final = (
    Weight("weight", "num_features", when="affine"),
    Weight("bias", "num_features", when="affine bias"),
)
_BATCH: Final = "eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, bias=True"
_INSTANCE: Final = "eps=1e-05, momentum=0.1, affine=False, track_running_stats=False, bias=True"
_LAZY_INSTANCE: Final = "eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, bias=True"

for _name, _ranks in {"BatchNorm1d": (2, 3), "BatchNorm2d": (4,), "BatchNorm3d": (5,)}.items():
    module(
        _name, Constructor(f"num_features, {_BATCH}", (*_AFFINE, *_RUNNING)), f"{F}.batch_norm", ranks=_ranks
    )
    module(
        f"Lazy{_name}",
        Constructor(_BATCH, (*_AFFINE, *_RUNNING), inferred=("num_features",)),
        f"{F}.batch_norm",
        ranks=_ranks,
    )
module(
    "SyncBatchNorm",
    Constructor(
        "num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, process_group=None,"
        " bias=True",
        (*_AFFINE, *_RUNNING),
    ),
    f"{F}.batch_norm",
)
module(
    "GroupNorm",
    Constructor(
        "num_groups, num_channels, eps=1e-05, affine=True, bias=True",
        (
            Weight("weight", "num_channels", when="affine"),
            Weight("bias", "num_channels", when="affine bias"),
        ),
        divides=(("num_channels", "num_groups"),),
    ),
    f"{F}.group_norm",
)
module(
    "LayerNorm",
    Constructor(
        "normalized_shape, eps=1e-05, elementwise_affine=True, bias=True",
        (
            Weight("weight", "*normalized_shape", when="elementwise_affine"),
            Weight("bias", "*normalized_shape", when="elementwise_affine bias"),
        ),
    ),
    f"{F}.layer_norm",
)
module(
    "RMSNorm",
    Constructor(
        "normalized_shape, eps=None, elementwise_affine=True",
        (Weight("weight", "*normalized_shape", when="elementwise_affine"),),
    ),
    f"{F}.rms_norm",
)
module("LocalResponseNorm", "size, alpha=0.0001, beta=0.75, k=1.0", f"{F}.local_response_norm")


def _instance_norm(axes: int) -> None:
    weights = (*_AFFINE, *_RUNNING)
    made = Constructor(f"num_features, {_INSTANCE}", weights)
    lazy = Constructor(_LAZY_INSTANCE, weights, inferred=("num_features",))

    def instance_norm(proof: Proof, state: ModuleState, input: Shape) -> Shape:
        """Normalize each channel; without weights torch only warns about their number.

        Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.InstanceNorm2d.html
        """
        require_rank(proof, input, axes + 1, axes + 2)
        _, (channels, *_) = trailing(proof, input, axes + 1)
        weight = optional_shape(state.attribute("weight"), proof)
        mean = optional_shape(state.attribute("running_mean"), proof)
        if weight is not None or mean is not None:
            require_equal(proof, axis_size(input, -axes - 1, channels), state.size("num_features"))
        return Shape(input.parts)

    module_function(f"InstanceNorm{axes}d", made)(instance_norm)
    module_function(f"LazyInstanceNorm{axes}d", lazy)(instance_norm)


for _axes in (1, 2, 3):
    _instance_norm(_axes)

# --- elements laid out anew -------------------------------------------------------------------------------

_FOLDING: Final = "dilation=1, padding=0, stride=1"

module("Flatten", "start_dim=1, end_dim=-1", "torch.flatten")
module("Unflatten", "dim, unflattened_size", "torch.unflatten", renamed={"unflattened_size": "sizes"})
module("Fold", f"output_size, kernel_size, {_FOLDING}", f"{F}.fold")
module("Unfold", f"kernel_size, {_FOLDING}", f"{F}.unfold")
module("PixelShuffle", "upscale_factor", f"{F}.pixel_shuffle")
module("PixelUnshuffle", "downscale_factor", f"{F}.pixel_unshuffle")
module("ChannelShuffle", "groups", f"{F}.channel_shuffle")
module(
    "Upsample",
    "size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None",
    f"{F}.interpolate",
)
module("UpsamplingNearest2d", "size=None, scale_factor=None", f"{F}.interpolate")
module("UpsamplingBilinear2d", "size=None, scale_factor=None", f"{F}.interpolate", fixed={"mode": "bilinear"})
module("CosineSimilarity", "dim=1, eps=1e-08", f"{F}.cosine_similarity", inputs="x1 x2")
module("PairwiseDistance", "p=2.0, eps=1e-06, keepdim=False", f"{F}.pairwise_distance", inputs="x1 x2")
