"""What one operation costs, by its family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.contractions import CONTRACTIONS
from conformable.commands.costing.decompositions import DECOMPOSITIONS
from conformable.commands.costing.layers import WORK
from conformable.commands.costing.measures import Cost, bytes_of, elements, elements_of
from conformable.commands.costing.transforms import fourier, short_time
from conformable.commands.observations.static_values import StaticConstant
from conformable.core.ops import REGISTRY
from conformable.core.ops.modules import MODULES
from conformable.core.sizes import ZERO, Size, total

if TYPE_CHECKING:
    from conformable.commands.costing.operation import Operation
    from conformable.core.shapes import Shape


class Family(Enum):
    """How an operation is counted."""

    CONTRACTION = "contraction"
    LAYER = "module"
    TRANSFORM = "Fourier transform"
    DECOMPOSITION = "decomposition, estimated"
    ELEMENTWISE = "element by element"
    REDUCTION = "reduction"
    COPY = "copy"
    CREATION = "creation"
    VIEW = "view"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Counted:
    """What an operation costs.

    Attributes:
        family: How it was counted.
        cost: What it costs.
        in_place: It writes into its first operand.
    """

    family: Family
    cost: Cost
    in_place: bool = False


#: File of the rule -> how its operations are counted.
_FAMILIES: Final[Mapping[str, Family]] = {
    "pointwise": Family.ELEMENTWISE,
    **dict.fromkeys(("reductions", "losses", "normalizations", "pooling"), Family.REDUCTION),
    **dict.fromkeys(("views", "axes", "axis_edits", "splitting"), Family.VIEW),
    **dict.fromkeys(("creation", "drawing", "literals"), Family.CREATION),
    **dict.fromkeys(("joining", "stretching", "selecting", "folding", "diagonals", "windows"), Family.COPY),
    **dict.fromkeys(("ordering", "searching"), Family.COPY),
    "resampling": Family.ELEMENTWISE,
    "fft": Family.TRANSFORM,
    **dict.fromkeys(("decompositions", "linalg"), Family.DECOMPOSITION),
}

#: Name of the rule -> how it is counted, where that differs from its file.
_EXCEPTIONS: Final[Mapping[str, Family]] = {
    **dict.fromkeys(
        (
            "torch.Tensor.expand",
            "torch.Tensor.expand_as",
            "torch.broadcast_to",
            "torch.narrow",
            "torch.select",
        ),
        Family.VIEW,
    ),
    **dict.fromkeys(("torch.diagonal", "torch.Tensor.unfold", "numpy.diagonal"), Family.VIEW),
    **dict.fromkeys(("torch.flip", "torch.roll", "torch.rot90", "numpy.ndarray.flatten"), Family.COPY),
    **dict.fromkeys(("torch.nn.functional.embedding", "torch.nn.functional.pad"), Family.COPY),
    "torch.Tensor.item": Family.VIEW,
    **dict.fromkeys(
        (
            *("torch.outer", "numpy.outer", "numpy.linalg.outer", "torch.kron", "torch.addr", "torch.cross"),
            *("torch.linalg.cross", "numpy.cross", "torch.linalg.vander", "torch.vander"),
            "torch.nn.functional.dropout",
        ),
        Family.ELEMENTWISE,
    ),
    **dict.fromkeys(("torch.linalg.vecdot", "torch.trace", "numpy.trace"), Family.REDUCTION),
    **dict.fromkeys(("torch.nn.functional.cosine_similarity", "torch.cdist"), Family.REDUCTION),
    **dict.fromkeys(("torch.nn.functional.pairwise_distance", "torch.nn.functional.pdist"), Family.REDUCTION),
    **{
        f"{name}norm": Family.REDUCTION for name in ("torch.linalg.", "numpy.linalg.", "torch.linalg.vector_")
    },
    "torch.nn.functional.embedding_bag": Family.REDUCTION,
    **dict.fromkeys(("torch.linalg.diagonal", "numpy.linalg.diagonal"), Family.VIEW),
    "numpy.linalg.matrix_transpose": Family.VIEW,
    **{f"{module}.fft.{name}fftshift": Family.COPY for module in ("torch", "numpy") for name in ("", "i")},
    **{f"torch.fft.{name}fftfreq": Family.CREATION for name in ("", "r")},
    **dict.fromkeys(("einops.reduce", "einops.layers.torch.Reduce"), Family.REDUCTION),
    **dict.fromkeys(("einops.asnumpy", "einops.unpack"), Family.VIEW),
    "einops.pack": Family.COPY,
}

#: Operations that copy only if their pattern merges axes, or repeats them: else they look.
_MERGING: Final = frozenset({"einops.rearrange", "einops.repeat", "einops.layers.torch.Rearrange"})

#: Methods that only look, and those that copy, although their rule is one that keeps the shape.
_LOOKING: Final = frozenset(
    {"detach", "contiguous", "requires_grad_", "alias", "detach_", "size", "dim", "numel", "stride", "item"}
)
_COPYING: Final = frozenset(
    {"clone", "to", "float", "half", "double", "long", "int", "bool", "cpu", "cuda", "type", "bfloat16"}
    | {"copy_", "astype", "copy"}
)

#: Floating-point operations for each element, where it is not one.
_WEIGHTS: Final[Mapping[str, int]] = {
    **dict.fromkeys(("softmax", "log_softmax", "softmin", "std", "var"), 5),
    **dict.fromkeys(("layer_norm", "group_norm", "batch_norm", "instance_norm"), 8),
    **dict.fromkeys(("LayerNorm", "GroupNorm", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d"), 8),
    **dict.fromkeys(("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"), 8),
    **dict.fromkeys(("Softmax", "LogSoftmax", "Softmin", "Softmax2d"), 5),
    **dict.fromkeys(("rms_norm", "RMSNorm"), 4),
    **dict.fromkeys(("interpolate", "grid_sample", "Upsample", "UpsamplingBilinear2d"), 8),
    **dict.fromkeys(("norm", "vector_norm", "vecdot"), 2),
    **dict.fromkeys(("cosine_similarity", "CosineSimilarity"), 6),
    **dict.fromkeys(("pairwise_distance", "PairwiseDistance"), 3),
}

#: Modules of torch.nn whose call is that of no function, and how they are counted.
_LAYERS: Final[Mapping[str, Family]] = {
    **dict.fromkeys(
        (
            *("ReLU", "ReLU6", "GELU", "SiLU", "Mish", "ELU", "CELU", "SELU", "LeakyReLU", "RReLU", "PReLU"),
            *(
                "Sigmoid",
                "LogSigmoid",
                "Tanh",
                "Tanhshrink",
                "Softplus",
                "Softsign",
                "Softshrink",
                "Threshold",
            ),
            *("Hardsigmoid", "Hardswish", "Hardshrink", "Hardtanh", "Dropout", "Dropout1d", "Dropout2d"),
            *("Dropout3d", "AlphaDropout", "FeatureAlphaDropout"),
        ),
        Family.ELEMENTWISE,
    ),
    **dict.fromkeys(
        (
            *("Softmax2d", "CrossMapLRN2d", "einops.layers.torch.Reduce", "Reduce"),
            *(f"InstanceNorm{rank}d" for rank in (1, 2, 3)),
            *(f"LazyInstanceNorm{rank}d" for rank in (1, 2, 3)),
        ),
        Family.REDUCTION,
    ),
    **dict.fromkeys(
        (
            *("Embedding", "Upsample", "UpsamplingNearest2d"),
            *(
                f"{kind}Pad{rank}d"
                for kind in ("Zero", "Constant", "Reflection", "Replication", "Circular")
                for rank in (1, 2, 3)
            ),
        ),
        Family.COPY,
    ),
    **dict.fromkeys(("Flatten", "Unflatten", "Identity"), Family.VIEW),
}


def counted(operation: Operation, default: int) -> Counted:
    """Say what an operation costs.

    Args:
        operation: The operation.
        default: The bytes of an element of floating-point dtype.
    """
    rule = REGISTRY.find(operation.name)
    family = _family(
        operation, rule.name if rule is not None else "", rule.function if rule is not None else None
    )
    count = _COUNTS[family]
    cost = count(operation, default)
    if cost is None:
        return Counted(Family.UNKNOWN, Cost())
    last = operation.name.rpartition(".")[2]
    in_place = last.endswith("_") and not last.endswith("__")
    return Counted(family, cost, in_place)


def _family(operation: Operation, rule: str, function: Callable[..., object] | None) -> Family:
    last = operation.name.rpartition(".")[2]
    if rule in CONTRACTIONS or operation.name in CONTRACTIONS:
        return Family.CONTRACTION
    if operation.name in WORK:
        return Family.LAYER
    if operation.name in _MERGING:
        return Family.COPY if _merges(operation) else Family.VIEW
    if operation.layer is not None:
        return _family_of_layer(operation)
    if last in _LOOKING:
        return Family.VIEW
    if last in _COPYING:
        return Family.COPY
    if rule in _EXCEPTIONS:
        return _EXCEPTIONS[rule]
    file = getattr(function, "__module__", "").rpartition(".")[2]
    return _FAMILIES.get(file, Family.UNKNOWN)


def _family_of_layer(operation: Operation) -> Family:
    """Count a module as the function that its call is."""
    last = operation.name.rpartition(".")[2]
    if last in _LAYERS:
        return _LAYERS[last]
    module = MODULES.find(operation.name)
    rule = REGISTRY.find(getattr(module.forward, "function", "")) if module is not None else None
    if rule is None:
        file = getattr(getattr(module, "forward", None), "__module__", "")
        return _FAMILIES.get(file.rpartition(".")[2], Family.UNKNOWN)
    file = rule.function.__module__.rpartition(".")[2]
    return _EXCEPTIONS.get(rule.name) or _FAMILIES.get(file, Family.UNKNOWN)


def _merges(operation: Operation) -> bool:
    """Tell whether the pattern of einops merges axes into one."""
    values = (*operation.positional, *operation.keywords.values())
    texts = (value.value for value in values if isinstance(value, StaticConstant))
    pattern = next((text for text in texts if isinstance(text, str)), "")
    if operation.layer is not None:
        pattern = str(operation.layer.state.attribute("pattern"))
    return "(" in pattern.partition("->")[2]


def _layer(operation: Operation, default: int) -> Cost | None:
    work = WORK[operation.name](operation)
    return None if work is None else Cost(work.multiply_adds, work.other, *_moved(operation, default))


def _transform(operation: Operation, default: int) -> Cost | None:
    count = short_time(operation) if operation.name.endswith("stft") else fourier(operation)
    return None if count is None else Cost(ZERO, count, *_moved(operation, default))


def _decomposition(operation: Operation, default: int) -> Cost | None:
    formula = DECOMPOSITIONS.get(operation.name.rpartition(".")[2])
    count = formula(operation) if formula is not None else None
    return None if count is None else Cost(ZERO, count, *_moved(operation, default))


def _contraction(operation: Operation, default: int) -> Cost | None:
    formula = CONTRACTIONS.get(operation.name) or CONTRACTIONS[_rule_name(operation.name)]
    multiply_adds = formula(operation)
    if multiply_adds is None:
        return None
    biased = operation.layer is not None and "bias" in operation.layer.parameters
    return Cost(multiply_adds, elements_of(operation.result) if biased else ZERO, *_moved(operation, default))


def _rule_name(name: str) -> str:
    rule = REGISTRY.find(name)
    return rule.name if rule is not None else name


def _elementwise(operation: Operation, default: int) -> Cost:
    return Cost(ZERO, elements_of(operation.result) * _weight(operation), *_moved(operation, default))


def _reduction(operation: Operation, default: int) -> Cost:
    return Cost(
        ZERO, elements_of(operation.operand(0, "input")) * _weight(operation), *_moved(operation, default)
    )


def _copy(operation: Operation, default: int) -> Cost:
    return Cost(ZERO, ZERO, *_moved(operation, default))


def _creation(operation: Operation, default: int) -> Cost:
    return Cost(written=bytes_of(operation.result, default))


def _nothing(operation: Operation, default: int) -> Cost:
    return Cost()


def _unknown(operation: Operation, default: int) -> None:
    return None


def _weight(operation: Operation) -> int:
    return _WEIGHTS.get(operation.name.rpartition(".")[2], 1)


def _moved(operation: Operation, default: int) -> tuple[Size, Size]:
    """Return the bytes that are read and written."""
    given = (*operation.positional, *operation.keywords.values())
    weights = operation.layer.parameters.values() if operation.layer is not None else ()
    read = total(
        (*(bytes_of(value, default) for value in given), *(_bytes(shape, default) for shape in weights))
    )
    return read, bytes_of(operation.result, default)


def _bytes(shape: Shape, default: int) -> Size:
    return elements(shape) * default


_COUNTS: Final[Mapping[Family, Callable[[Operation, int], Cost | None]]] = {
    Family.CONTRACTION: _contraction,
    Family.LAYER: _layer,
    Family.TRANSFORM: _transform,
    Family.DECOMPOSITION: _decomposition,
    Family.ELEMENTWISE: _elementwise,
    Family.REDUCTION: _reduction,
    Family.COPY: _copy,
    Family.CREATION: _creation,
    Family.VIEW: _nothing,
    Family.UNKNOWN: _unknown,
}
