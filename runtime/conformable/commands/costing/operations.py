"""What one operation costs, by its family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from conformable.commands.costing.contractions import CONTRACTIONS, Operation
from conformable.commands.costing.measures import Cost, bytes_of, elements, elements_of
from conformable.core.ops import REGISTRY
from conformable.core.sizes import ZERO, Size, total

if TYPE_CHECKING:
    from conformable.core.shapes import Shape


class Family(Enum):
    """How an operation is counted."""

    CONTRACTION = "contraction"
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
    "torch.outer": Family.ELEMENTWISE,
    "torch.nn.functional.dropout": Family.ELEMENTWISE,
}

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
    **dict.fromkeys(("rms_norm", "RMSNorm"), 4),
}

#: Modules of torch.nn that are no contractions.
_LAYERS: Final[Mapping[str, Family]] = {
    **dict.fromkeys(
        (
            *("ReLU", "GELU", "SiLU", "Tanh", "Sigmoid", "LeakyReLU", "ELU", "Softplus", "Mish", "Hardswish"),
            *("Dropout", "Dropout1d", "Dropout2d", "ReLU6", "SELU", "CELU", "Hardtanh", "Hardsigmoid"),
        ),
        Family.ELEMENTWISE,
    ),
    **dict.fromkeys(
        (
            *("LayerNorm", "RMSNorm", "GroupNorm", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "Softmax"),
            *("MaxPool1d", "MaxPool2d", "AvgPool1d", "AvgPool2d", "AdaptiveAvgPool1d", "AdaptiveAvgPool2d"),
            *(
                "MSELoss",
                "CrossEntropyLoss",
                "L1Loss",
                "BCELoss",
                "BCEWithLogitsLoss",
                "NLLLoss",
                "LogSoftmax",
            ),
        ),
        Family.REDUCTION,
    ),
    **dict.fromkeys(("Embedding", "Upsample"), Family.COPY),
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
    if operation.layer is not None:
        return _LAYERS.get(last, Family.UNKNOWN)
    if last in _LOOKING:
        return Family.VIEW
    if last in _COPYING:
        return Family.COPY
    if rule in _EXCEPTIONS:
        return _EXCEPTIONS[rule]
    file = getattr(function, "__module__", "").rpartition(".")[2]
    return _FAMILIES.get(file, Family.UNKNOWN)


def _contraction(operation: Operation, default: int) -> Cost | None:
    formula = CONTRACTIONS.get(operation.name) or CONTRACTIONS[_rule_name(operation.name)]
    multiply_adds = formula(operation)
    return None if multiply_adds is None else Cost(multiply_adds, ZERO, *_moved(operation, default))


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
    Family.ELEMENTWISE: _elementwise,
    Family.REDUCTION: _reduction,
    Family.COPY: _copy,
    Family.CREATION: _creation,
    Family.VIEW: _nothing,
    Family.UNKNOWN: _unknown,
}
